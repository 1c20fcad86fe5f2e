"""For every rule: answers that fire it, and the nearest that must not. Each is what changes in a well patient's answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.people import WELL_MAN, WELL_WOMAN

ON = date(2026, 6, 1)
PHQ9_NONE = {str(item): "0" for item in range(1, 10)}
MOOD: dict[str, Any] = {
    "reason.wanted": ["depression"],
    "reason.antidepressants_tried": "2",
    "contacts.mind_clinician": "yes",
    "mind.gad7": {str(item): "0" for item in range(1, 8)},
    "mind.pcptsd5": {"gate": "no"},
}
"""Asks for help with depression, after two medicines, with a clinician who treats it."""

CAN_BE_PREGNANT: dict[str, Any] = {
    "pregnancy.could_be": "yes",
    "pregnancy.pregnant": "no",
    "pregnancy.birth_control": ["iud"],
}
KETAMINE_BEFORE: dict[str, Any] = {
    "reason.ketamine_before": "yes",
    "reason.ketamine_route": ["iv"],
    "reason.ketamine_now": "no",
    "reason.ketamine_helped": "some",
    "reason.ketamine_problems": ["none"],
}


def takes(*names: str) -> dict[str, Any]:
    """These medicines, one a row, and nothing changed lately."""
    return {
        "medicines.none": None,
        "medicines.taken": [{"name": name} for name in names],
        "medicines.changed": "no",
    }


def phq9(total: int, item_9: str = "0", **rest: str) -> dict[str, Any]:
    """A PHQ-9 of this total over items 1 to 8."""
    items = {str(item): str(min(3, max(0, total - 3 * (item - 1)))) for item in range(1, 9)}
    return {"mind.phq9": {**items, "9": item_9, "10": "1", **rest}}


def gad7(total: int) -> dict[str, Any]:
    """A GAD-7 of this total."""
    return {"mind.gad7": {str(item): str(min(3, max(0, total - 3 * (item - 1)))) for item in range(1, 8)}}


def pcptsd5(total: int) -> dict[str, Any]:
    """A PC-PTSD-5 of this total."""
    return {
        "mind.pcptsd5": {
            "gate": "yes",
            **{str(item): "yes" if item <= total else "no" for item in range(1, 6)},
        }
    }


def auditc(first: str, second: str = "0", third: str = "0") -> dict[str, Any]:
    """An AUDIT-C by its three items."""
    return {"substances.auditc": {"1": first, "2": second, "3": third}}


def asq(first: str, fifth: str | None = None) -> dict[str, Any]:
    """An ASQ whose first item is answered so, and the fifth if it was asked."""
    items = {"1": first, "2": "no", "3": "no", "4": "no"}
    return {"mind.asq": items | ({"5": fifth} if fifth else {})}


def taps1(fourth: str) -> dict[str, Any]:
    """A TAPS-1 with this answer on prescription medicines."""
    return {"substances.taps1": {"1": "never", "2_men": "never", "3": "never", "4": fourth}}


def body(cm: float, kg: float) -> dict[str, Any]:
    """A height and a weight."""
    return {
        "body.height": {"cm": cm, "in": {"unit": "cm"}},
        "body.weight": {"kg": kg, "in": {"unit": "kg"}},
    }


def bp(systolic: int, diastolic: int) -> dict[str, Any]:
    """A blood pressure."""
    return {"body.systolic": systolic, "body.diastolic": diastolic}


STROKE = {
    "brain.stroke": "yes",
    "brain.stroke_kind": "mini_stroke_only",
    "brain.stroke_when": "over_12_months",
}
GLAUCOMA = {"eyes.glaucoma": "yes", "eyes.glaucoma_kind": "open_angle", "eyes.glaucoma_controlled": "yes"}
HEART_FAILURE = {"heart.heart_failure": "yes", "heart.heart_failure_worse": "no"}
APNEA = {"lungs.sleep_apnea": "yes", "lungs.cpap": "every_night"}
BORN = "about.birth_date"

CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    # rule, answers that fire it, the nearest that must not
    ("AGE-01", {BORN: "2008-06-02"}, {BORN: "2008-06-01"}),
    ("AGE-02", {BORN: "1961-06-01"}, {BORN: "1961-06-02"}),
    ("BODY-01", body(200, 160), body(200, 159.6)),
    ("BODY-02", body(200, 73.6), body(200, 74)),
    ("BODY-03", body(200, 63.6), body(200, 64)),
    ("BODY-03", body(200, 73.6) | {"mind.eating": "yes"}, body(200, 74) | {"mind.eating": "yes"}),
    ("BODY-04", body(150, 39.9), body(150, 40)),
    ("BODY-04", body(200, 180.1), body(200, 180)),
    ("BODY-04", body(180, 41.7), body(180, 42.2)),
    ("BODY-04", body(150, 157.8), body(150, 157.5)),
    ("BODY-04", {"body.weight_change": "yes"}, {"body.weight_change": "unsure"}),
    ("BP-01", bp(180, 80), bp(179, 80)),
    ("BP-01", bp(150, 100), bp(150, 99)),
    ("BP-02", bp(160, 80), bp(159, 80)),
    ("BP-02", bp(130, 95), bp(130, 94)),
    ("BP-02", bp(179, 99), bp(180, 99)),
    ("BP-03", bp(140, 80), bp(139, 80)),
    ("BP-03", bp(130, 90), bp(130, 89)),
    ("BP-03", bp(159, 94), bp(160, 94)),
    ("BP-04", bp(89, 60), bp(90, 60)),
    ("BP-04", {"body.pulse": 49}, {"body.pulse": 50}),
    ("BP-04", {"body.pulse": 111}, {"body.pulse": 110}),
    ("BP-05", {"body.knows_bp": "no"}, {"body.knows_bp": "yes"}),
    ("BP-05", {"body.bp_when": "older"}, {"body.bp_when": "1_to_3_months"}),
    (
        "CV-01",
        {"heart.high_bp": "yes", "heart.high_bp_controlled": "untreated"},
        {"heart.high_bp": "yes", "heart.high_bp_controlled": "unsure"},
    ),
    (
        "CV-02",
        {"heart.high_bp": "yes", "heart.high_bp_controlled": "yes"},
        {"heart.high_bp": "no", "heart.high_bp_controlled": "yes"},
    ),
    (
        "CV-03",
        {"heart.heart_attack": "yes", "heart.heart_attack_when": "under_6_months"},
        {"heart.heart_attack": "yes", "heart.heart_attack_when": "6_to_12_months"},
    ),
    (
        "CV-04",
        {"heart.angina": "unsure", "heart.angina_worse": "yes"},
        {"heart.angina": "unsure", "heart.angina_worse": "unsure"},
    ),
    ("CV-05", HEART_FAILURE | {"heart.heart_failure_worse": "yes"}, HEART_FAILURE),
    ("CV-06", {"heart.valve": "yes"}, {"heart.valve": "unsure"}),
    ("CV-07", {"heart.avm": "yes"}, {"heart.avm": "unsure"}),
    ("CV-07", {"heart.aneurysm": "yes"}, {"heart.aneurysm": "no"}),
    ("CV-08", {"heart.symptoms": ["leg_swelling"]}, {"heart.symptoms": ["none"]}),
    ("CV-08", {"body.stairs": "no", BORN: "1966-06-01"}, {"body.stairs": "no", BORN: "1966-06-02"}),
    (
        "CV-08",
        {"body.stairs": "no", "hormones.diabetes": "unsure", "hormones.low_sugar": "no"},
        {"body.stairs": "yes", "hormones.diabetes": "unsure", "hormones.low_sugar": "no"},
    ),
    ("CV-09", {"heart.clot": "yes"}, {"heart.clot": "unsure"}),
    ("NEURO-01", {"brain.bleed": "yes"}, {"brain.bleed": "unsure"}),
    (
        "NEURO-02",
        STROKE | {"brain.stroke_when": "under_6_months"},
        STROKE | {"brain.stroke_when": "6_to_12_months"},
    ),
    ("NEURO-03", STROKE, {"brain.stroke": "unsure"}),
    ("NEURO-03", {"brain.tumor": "unsure"}, {"brain.tumor": "no"}),
    ("NEURO-04", {"brain.skull_pressure": "yes"}, {"brain.skull_pressure": "unsure"}),
    ("NEURO-04", {"brain.head_injury": "yes"}, {"brain.head_injury": "no"}),
    ("NEURO-05", {"brain.seizure": "unsure"}, {"brain.seizure": "no"}),
    ("EYE-01", GLAUCOMA | {"eyes.glaucoma_kind": "unsure"}, GLAUCOMA),
    ("EYE-01", GLAUCOMA | {"eyes.glaucoma_controlled": "no"}, {"eyes.glaucoma": "unsure"}),
    ("EYE-01", {"eyes.injury": "yes"}, {"eyes.injury": "unsure"}),
    ("EYE-02", GLAUCOMA, GLAUCOMA | {"eyes.glaucoma_kind": "narrow_angle"}),
    ("RESP-01", APNEA, {"lungs.sleep_apnea": "unsure"}),
    (
        "RESP-02",
        {"lungs.snore": "yes", "lungs.stops_breathing": "yes"} | body(200, 140.4),
        {"lungs.snore": "yes", "lungs.stops_breathing": "yes"} | body(200, 140),
    ),
    (
        "RESP-02",
        {
            "lungs.sleep_apnea": "unsure",
            "lungs.snore": "yes",
            "lungs.stops_breathing": "yes",
            "lungs.sleepy": "yes",
        },
        APNEA | {"lungs.snore": "yes", "lungs.stops_breathing": "yes", "lungs.sleepy": "yes"},
    ),
    ("RESP-03", {"lungs.copd": "yes", "lungs.flare": "no"}, {"lungs.copd": "unsure", "lungs.flare": "no"}),
    (
        "RESP-03",
        {"lungs.asthma": "yes", "lungs.flare": "unsure"},
        {"lungs.asthma": "yes", "lungs.flare": "no"},
    ),
    ("RESP-03", {"lungs.oxygen": "yes"}, {"lungs.oxygen": "no"}),
    ("RESP-04", {"lungs.cold": "yes"}, {"lungs.cold": "unsure"}),
    ("RESP-05", {"lungs.airway": "unsure"}, {"lungs.airway": "no"}),
    (
        "ENDO-01",
        {"hormones.thyroid": "high", "hormones.thyroid_controlled": "unsure"},
        {"hormones.thyroid": "high", "hormones.thyroid_controlled": "yes"},
    ),
    (
        "ENDO-02",
        {"hormones.thyroid": "low", "hormones.thyroid_controlled": "yes"},
        {"hormones.thyroid": "none"},
    ),
    ("ENDO-02", takes("levothyroxine"), takes("lisinopril")),
    ("ENDO-03", {"hormones.pheochromocytoma": "yes"}, {"hormones.pheochromocytoma": "unsure"}),
    ("ENDO-04", {"hormones.porphyria": "unsure"}, {"hormones.porphyria": "no"}),
    (
        "ENDO-05",
        {"hormones.diabetes": "other", "hormones.low_sugar": "no"},
        {"hormones.diabetes": "unsure", "hormones.low_sugar": "no"},
    ),
    ("ENDO-05", takes("glipizide"), takes("metformin")),
    (
        "HEP-01",
        {"organs.liver": "yes", "organs.liver_kind": ["fatty"], "organs.liver_signs": ["belly_fluid"]},
        {"organs.liver": "yes", "organs.liver_kind": ["fatty"], "organs.liver_signs": ["none"]},
    ),
    ("HEP-02", {"organs.liver": "unsure"}, {"organs.liver": "no"}),
    ("HEP-02", {"organs.liver_tests_high": "yes"}, {"organs.liver_tests_high": "unsure"}),
    (
        "HEP-02",
        {"organs.liver": "yes", "organs.liver_kind": ["cirrhosis"], "organs.liver_signs": ["none"]},
        {"organs.liver": "yes", "organs.liver_kind": ["cirrhosis"], "organs.liver_signs": ["yellow_skin"]},
    ),
    ("GU-01", {"organs.bladder_disease": "from_ketamine"}, {"organs.bladder_disease": "other"}),
    ("GU-02", {"organs.bladder_disease": "unsure"}, {"organs.bladder_disease": "from_ketamine"}),
    ("GU-02", {"organs.bladder_symptoms": ["blood_in_pee"]}, {"organs.bladder_symptoms": ["none"]}),
    ("GU-03", {"organs.kidney": "severe"}, {"organs.kidney": "mild_moderate"}),
    ("GI-01", takes("Ozempic"), takes("metformin")),
    ("GI-02", {"organs.slow_stomach": "unsure"}, {"organs.slow_stomach": "no"}),
    ("GI-02", takes("Ozempic") | {"medicines.changed": "yes"}, takes("Ozempic")),
    ("GI-02", takes("Ozempic") | {"organs.belly_symptoms": "yes"}, {"organs.belly_symptoms": "yes"}),
    (
        "PREG-01",
        CAN_BE_PREGNANT | {"pregnancy.pregnant": "yes"},
        CAN_BE_PREGNANT | {"pregnancy.pregnant": "trying"},
    ),
    ("PREG-01", {"pregnancy.with_high_bp": "yes"}, {"pregnancy.with_high_bp": "unsure"}),
    ("PREG-02", CAN_BE_PREGNANT | {"pregnancy.pregnant": "trying"}, CAN_BE_PREGNANT),
    (
        "PREG-02",
        CAN_BE_PREGNANT | {"pregnancy.birth_control": ["condoms"], "pregnancy.last_period": "2026-04-26"},
        CAN_BE_PREGNANT | {"pregnancy.birth_control": ["condoms"], "pregnancy.last_period": "2026-04-27"},
    ),
    (
        "PREG-02",
        CAN_BE_PREGNANT | {"pregnancy.birth_control": ["none"]},
        CAN_BE_PREGNANT | {"pregnancy.birth_control": ["implant"]},
    ),
    ("PREG-03", {"pregnancy.breastfeeding": "yes"}, {"pregnancy.breastfeeding": "no"}),
    (
        "PREG-04",
        CAN_BE_PREGNANT | {"pregnancy.birth_control": ["none"], "pregnancy.last_period": "2026-05-20"},
        CAN_BE_PREGNANT | {"pregnancy.birth_control": ["shot"], "pregnancy.last_period": "2026-05-20"},
    ),
    (
        "MH-01",
        {"mind.psychosis_ever": "yes", "mind.psychosis_now": "yes"},
        {"mind.psychosis_ever": "yes", "mind.psychosis_now": "unsure"},
    ),
    (
        "MH-02",
        {"mind.psychosis_told": "yes", "mind.psychosis_now": "no"},
        {"mind.psychosis_told": "yes", "mind.psychosis_now": "yes"},
    ),
    (
        "MH-03",
        {"mind.psychosis_ever": "yes", "mind.psychosis_now": "no"},
        {"mind.psychosis_ever": "unsure", "mind.psychosis_now": "no"},
    ),
    ("MH-04", {"mind.psychosis_family": "yes"}, {"mind.psychosis_family": "unsure"}),
    (
        "MH-05",
        {"mind.mania_ever": "yes", "mind.mania_now": "yes"},
        {"mind.mania_ever": "yes", "mind.mania_now": "no"},
    ),
    ("MH-06", {"mind.mania_ever": "unsure", "mind.mania_now": "no"}, {"mind.mania_ever": "no"}),
    ("MH-06", MOOD | {"reason.wanted": ["bipolar_depression"]}, MOOD),
    ("MH-07", {"mind.personality": "yes"}, {"mind.personality": "unsure"}),
    ("MH-07", {"mind.dissociation": "unsure"}, {"mind.dissociation": "no"}),
    (
        "MH-08",
        {"mind.hospital": "yes", "mind.hospital_left": "1_to_3_months"},
        {"mind.hospital": "yes", "mind.hospital_left": "3_to_12_months"},
    ),
    ("MH-08", {"mind.self_harm": "rather_not_say"}, {"mind.self_harm": "no"}),
    (
        "MH-08",
        {"mind.attempt": "yes", "mind.attempt_when": "under_3_months"},
        {"mind.attempt": "yes", "mind.attempt_when": "3_to_12_months"},
    ),
    ("MH-09", MOOD | {"reason.antidepressants_tried": "1"}, MOOD),
    ("MH-09", MOOD | {"reason.diagnosed_by": "unsure"}, {"reason.diagnosed_by": "unsure"}),
    (
        "MH-09",
        MOOD | {"contacts.mind_clinician": "no"},
        MOOD | {"contacts.mind_clinician": "no", "contacts.therapist": "yes"},
    ),
    ("SAFE-01", asq("yes", "yes"), asq("yes", "no")),
    ("SAFE-01", asq("yes", "rather_not_say"), asq("yes")),
    ("SAFE-02", asq("yes", "no"), asq("no")),
    ("SAFE-02", asq("yes"), asq("yes", "yes")),
    ("SAFE-03", phq9(0, "1"), phq9(24, "0")),
    ("SAFE-04", asq("rather_not_say", "no"), asq("yes", "no")),
    ("SAFE-04", phq9(0, "1") | {"mind.means": "yes"}, phq9(0, "1") | {"mind.means": "no"}),
    ("SAFE-04", phq9(0, "rather_not_say"), phq9(0, "0", **{"8": "rather_not_say"})),
    ("SAFE-04", {"mind.attempt": "rather_not_say"}, {"mind.attempt": "no"}),
    (
        "SAFE-04",
        {"mind.attempt": "yes", "mind.attempt_when": "rather_not_say"},
        {"mind.attempt": "yes", "mind.attempt_when": "over_12_months"},
    ),
    ("SAFE-05", {"mind.harm_others": "rather_not_say"}, {"mind.harm_others": "no"}),
    ("SCORE-01", phq9(20), phq9(19)),
    ("SCORE-02", MOOD | phq9(9), MOOD | phq9(10)),
    ("SCORE-02", MOOD | phq9(9), MOOD | phq9(9) | {"reason.wanted": ["panic"]}),
    ("SCORE-03", MOOD | gad7(15), MOOD | gad7(14)),
    ("SCORE-04", MOOD | pcptsd5(4), MOOD | pcptsd5(3)),
    (
        "SCORE-04",
        MOOD | pcptsd5(3) | {"about.sex_at_birth": "rather_not_say"},
        MOOD | pcptsd5(2) | {"about.sex_at_birth": "rather_not_say"},
    ),
    ("SCORE-04", MOOD | pcptsd5(4), MOOD | pcptsd5(4) | {"reason.wanted": ["depression", "ptsd"]}),
    ("SU-01", auditc("4", "4"), auditc("4", "3")),
    ("SU-01", {"substances.withdrawal": "unsure"}, {"substances.withdrawal": "no"}),
    ("SU-02", auditc("4"), auditc("3")),
    (
        "SU-02",
        auditc("3") | {"about.sex_at_birth": "intersex"},
        auditc("2") | {"about.sex_at_birth": "intersex"},
    ),
    ("SU-02", auditc("4", "3"), auditc("4", "4")),
    ("SU-03", {"substances.recent": ["kratom"]}, {"substances.recent": ["lsd_or_mushrooms", "other"]}),
    ("SU-04", {"substances.ketamine_ever": "yes"}, {"substances.ketamine_ever": "unsure"}),
    ("SU-04", {"substances.recent": ["pcp"]}, {"substances.recent": ["mdma_ecstasy"]}),
    ("SU-05", {"substances.treatment": "past"}, {"substances.treatment": "never"}),
    ("SU-05", taps1("less_than_monthly"), taps1("never")),
    ("SU-06", {"substances.cannabis": "daily"}, {"substances.cannabis": "weekly"}),
    ("SU-06", {"substances.recent": ["lsd_or_mushrooms"]}, {"substances.recent": ["other"]}),
    ("ALL-01", {"allergy.ketamine": "yes"}, {"allergy.ketamine": "unsure"}),
    ("ALL-01", {"allergy.benzethonium": "yes"}, {"allergy.benzethonium": "no"}),
    (
        "ALL-01",
        {"allergy.allergies": [{"substance": "Ketalar"}]},
        {"allergy.allergies": [{"substance": "ketorolac"}]},
    ),
    (
        "ALL-02",
        {"allergy.anesthesia_problem": "unsure"},
        {"allergy.anesthesia_problem": "no"},
    ),
    (
        "ALL-03",
        KETAMINE_BEFORE | {"reason.ketamine_problems": ["passed_out"]},
        KETAMINE_BEFORE | {"reason.ketamine_problems": ["vomiting", "panic", "other"]},
    ),
    (
        "ALL-03",
        KETAMINE_BEFORE | {"reason.ketamine_helped": "worse"},
        KETAMINE_BEFORE | {"reason.ketamine_helped": "no"},
    ),
    ("MED-01", takes("sertraline"), takes("loratadine")),
    ("MED-01", takes("dyphylline"), takes("theophylline")),
    ("MED-01", takes("sertraline"), takes("Spravato")),
    ("MED-02", takes("Xanax", "oxycodone"), takes("Xanax", "ibuprofen")),
    ("MED-02", takes("gabapentin", "Benadryl", "trazodone"), takes("gabapentin", "Benadryl", "sertraline")),
    (
        "MED-03",
        APNEA | {"lungs.cpap": "some_nights"} | takes("gabapentin"),
        APNEA | takes("gabapentin"),
    ),
    (
        "MED-03",
        {"lungs.copd": "yes", "lungs.flare": "no"} | takes("zolpidem"),
        {"lungs.copd": "yes", "lungs.flare": "no"} | takes("trazodone"),
    ),
    (
        "MED-03",
        {"lungs.snore": "yes", "lungs.stops_breathing": "yes", "lungs.sleepy": "yes"} | takes("Xywav"),
        {"lungs.snore": "yes", "lungs.stops_breathing": "yes"} | takes("Xywav"),
    ),
    ("MED-04", takes("Adderall") | bp(140, 80), takes("Adderall") | bp(139, 80)),
    ("MED-04", takes("Sudafed") | bp(130, 90), takes("Sudafed") | bp(130, 89)),
    ("MED-04", takes("Imitrex") | {"heart.rhythm": "yes"}, takes("Imitrex") | {"heart.rhythm": "unsure"}),
    ("MED-05", takes("aminophylline"), takes("dyphylline")),
    ("MED-05", takes("Theo-24"), takes("albuterol")),
    (
        "MED-06",
        KETAMINE_BEFORE | {"reason.ketamine_now": "yes"},
        KETAMINE_BEFORE,
    ),
    ("MED-06", takes("Spravato"), takes("sertraline")),
    (
        "MED-07",
        takes("bupropion") | {"brain.seizure": "yes"},
        takes("bupropion") | {"brain.seizure": "unsure"},
    ),
    ("MED-08", takes("Zzyzx tea"), takes("loratadine")),
    ("MED-08", {"medicines.also": ["pain"]}, {"medicines.also": ["pain"]} | takes("ibuprofen")),
    (
        "MED-08",
        takes("nitroglycerin"),
        takes("nitroglycerin") | {"heart.angina": "yes", "heart.angina_worse": "no"},
    ),
    ("MED-08", takes("Keppra"), takes("Keppra") | {"brain.seizure": "unsure"}),
    ("MED-09", {"medicines.pump": "yes"}, {"medicines.pump": "no"}),
    ("PREP-01", {"prepare.fasting_ok": "unsure"}, {"prepare.fasting_ok": "yes"}),
    ("RIDE-01", {"ride.way_home": "i_will_drive"}, {"ride.way_home": "taxi_or_rideshare_alone"}),
    ("RIDE-01", {"ride.adult_home": "no"}, {"ride.adult_home": "not_yet"}),
    ("RIDE-02", {"ride.way_home": "unsure"}, {"ride.way_home": "medical_transport_with_attendant"}),
    ("RIDE-02", {"ride.adult_home": "not_yet"}, {"ride.adult_home": "no"}),
    ("RIDE-02", {"ride.adult": "no"}, {"ride.adult": "yes"}),
    ("RIDE-03", {"ride.minutes": 121}, {"ride.minutes": 120}),
    ("RIDE-03", {"prepare.adult_stays": "no"}, {"prepare.adult_stays": "part_of_day"}),
    ("EV-01", {"reason.wanted": ["migraine"]}, {"reason.wanted": ["pain_crps", "pain_postop", "other"]}),
    ("ADM-01", {"heart.aneurysm": "unsure"}, {"heart.clot": "unsure"}),
    (
        "ADM-01",
        {"heart.high_bp": "yes", "heart.high_bp_controlled": "unsure"},
        {"heart.high_bp": "yes", "heart.high_bp_controlled": "untreated"},
    ),
    ("ADM-02", {"about.legal_decider": "unsure"}, {"about.legal_decider": "no"}),
    ("ADM-02", {"about.filled_in_by": "other_person"}, {"about.filled_in_by": "self_with_help"}),
    ("ADM-02", {"brain.memory": "unsure"}, {"brain.memory": "no"}),
    ("ADM-03", {"prepare.access": ["hearing"]}, {"prepare.access": ["none"]}),
    ("ADM-03", {"allergy.anesthesia_nausea": "yes"}, {"allergy.anesthesia_nausea": "unsure"}),
    (
        "ADM-04",
        {"contacts.main_doctor": "no", "contacts.mind_clinician": "no"},
        {"contacts.main_doctor": "no", "contacts.mind_clinician": "yes"},
    ),
    ("ADM-05", {"mind.bipolar": "rather_not_say"}, {"mind.bipolar": "unsure"}),
    ("ADM-05", phq9(0, "0", **{"8": "rather_not_say"}), phq9(0, "rather_not_say")),
    ("ADM-05", {"substances.recent": ["rather_not_say"]}, {"mind.attempt": "rather_not_say"}),
    (
        "ADM-06",
        {"substances.recent": ["other"], "substances.recent.other": "GHB"},
        {"substances.recent": ["none"], "substances.recent.other": "GHB"},
    ),
    (
        "ADM-06",
        KETAMINE_BEFORE | {"reason.ketamine_problems": ["vomiting", "other"]},
        KETAMINE_BEFORE | {"reason.ketamine_problems": ["vomiting"]},
    ),
]


def patient(code: str, changes: dict[str, Any]) -> dict[str, Any]:
    """A well patient with these changes; a woman where the rule is about pregnancy."""
    return (WELL_WOMAN if code.startswith("PREG") else WELL_MAN) | changes

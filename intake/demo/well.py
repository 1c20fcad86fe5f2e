"""What a healthy invented patient answers to everything; the others say what is different with them."""

from __future__ import annotations

from typing import Any

_NOTHING_IN_14_DAYS = {str(item): "0" for item in range(1, 10)}
_TICKS = (
    "true_answers not_emergency off_label no_promise risks keep_medicines fasting sober ride no_driving pregnancy "
    "tell_changes may_call privacy"
).split()
_NO = {
    "about": "legal_decider",
    "body": "weight_change",
    "heart": "high_bp heart_attack angina blocked_arteries heart_failure rhythm valve aneurysm avm clot",
    "brain": "bleed stroke skull_pressure tumor head_injury seizure memory",
    "eyes": "glaucoma injury",
    "lungs": "asthma copd oxygen sleep_apnea snore stops_breathing sleepy cold airway",
    "hormones": "porphyria pheochromocytoma",
    "organs": "liver liver_tests_high slow_stomach reflux belly_symptoms",
    "pregnancy": "could_be with_high_bp breastfeeding",
    "mind": (
        "psychosis_told psychosis_ever psychosis_family bipolar mania_ever dissociation dissociation_told personality "
        "eating hospital self_harm attempt harm_others"
    ),
    "substances": "withdrawal ketamine_ever",
    "allergy": "ketamine benzethonium latex anesthesia_problem anesthesia_nausea",
    "medicines": "pump changed",
    "prepare": "duties_after",
    "contacts": "therapist",
    "reason": "ketamine_before",
}

WELL: dict[str, Any] = {
    **{f"{section}.{name}": "no" for section, names in _NO.items() for name in names.split()},
    **{f"agree.{name}": True for name in _TICKS},
    "about.sex_at_birth": "male",
    "about.voicemail_ok": "yes",
    "about.contact_by": "phone",
    "about.address": {
        "street": "12 Elm Street",
        "city": "Springfield",
        "state": "IL",
        "zip": "62701",
        "country": "US",
    },
    "about.language": "en",
    "about.filled_in_by": "self",
    "contacts.emergency_name": "Ruth Vale",
    "contacts.emergency_relationship": "sibling",
    "contacts.emergency_phone": "+12025550190",
    "contacts.emergency_ok": "yes",
    "contacts.main_doctor": "yes",
    "contacts.main_doctor_name": "Dr Field, Springfield Clinic",
    "contacts.mind_clinician": "yes",
    "contacts.mind_clinician_name": "Dr Brook, Riverside",
    "contacts.share_ok": "yes",
    "body.height": {"cm": 172, "in": {"unit": "cm"}},
    "body.weight": {"kg": 74, "in": {"unit": "kg"}},
    "body.knows_bp": "yes",
    "body.systolic": 122,
    "body.diastolic": 78,
    "body.bp_when": "this_week",
    "body.stairs": "yes",
    "reason.wanted": ["depression"],
    "reason.diagnosed_by": "psychiatrist",
    "reason.duration": "1_to_5_years",
    "reason.antidepressants_tried": "2",
    "reason.tried": ["talk_therapy"],
    "reason.pain_where": "Left foot, burning, worse at night",
    "reason.peg": {"1": "6", "2": "5", "3": "6"},
    "heart.symptoms": ["none"],
    "hormones.thyroid": "none",
    "hormones.diabetes": "none",
    "organs.kidney": "none",
    "organs.bladder_symptoms": ["none"],
    "organs.bladder_disease": "none",
    "mind.phq9": {**_NOTHING_IN_14_DAYS, "1": "2", "2": "2", "3": "1", "4": "2", "10": "1"},
    "mind.gad7": {"1": "1", "2": "1", "3": "1", "4": "1", "5": "0", "6": "1", "7": "0", "8": "1"},
    "mind.pcptsd5": {"gate": "no"},
    "mind.asq": {str(item): "no" for item in range(1, 5)},
    "substances.auditc": {"1": "1", "2": "0", "3": "0"},
    "substances.taps1": {"1": "never", "2_men": "never", "2_women": "never", "3": "never", "4": "never"},
    "substances.cannabis": "never",
    "substances.recent": ["none"],
    "substances.treatment": "never",
    "allergy.allergies": "none",
    "medicines.none": True,
    "medicines.also": ["none"],
    "prepare.fasting_ok": "yes",
    "prepare.adult_stays": "yes",
    "ride.adult_home": "yes",
    "ride.way_home": "known_adult_drives",
    "ride.way_here": "same_person",
    "ride.name": "Ruth Vale",
    "ride.phone": "+12025550190",
    "ride.adult": "yes",
    "ride.reachable": "yes",
}


def taking(*medicines: str, also: tuple[str, ...] = ("none",)) -> dict[str, Any]:
    """Medicines as a patient lists them: *name, dose, unit, how often, what for*."""
    columns = ("name", "dose", "unit", "how_often", "reason")
    rows = [dict(zip(columns, medicine.split(", "), strict=False)) for medicine in medicines]
    return {
        "medicines.none": None,
        "medicines.taken": [{"id": str(place), **row} for place, row in enumerate(rows, start=1)],
        "medicines.also": list(also),
    }


WOMAN = {"about.sex_at_birth": "female"}
NOT_FERTILE = WOMAN | {"pregnancy.could_be": "no"}
PHQ_SEVERE = {**{str(item): "3" for item in range(1, 9)}, "9": "0", "10": "3"}

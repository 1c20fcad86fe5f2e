"""What a question is about, in a few words for staff: flags that list several questions name each so."""

from __future__ import annotations

from collections.abc import Iterable

from intake.questionnaire.questions import Instrument, Question
from intake.questionnaire.subjects import ItemOf, Subject
from intake.questionnaire.words import _

SHORT = {
    "about.birth_date": _("date of birth"),
    "heart.high_bp": _("high blood pressure"),
    "heart.high_bp_controlled": _("whether high blood pressure is under control"),
    "heart.heart_attack_when": _("when the heart attack was"),
    "heart.angina_worse": _("angina getting worse"),
    "heart.heart_failure_worse": _("heart failure getting worse"),
    "heart.rhythm": _("heart rhythm problem"),
    "heart.valve": _("heart valve or muscle disease"),
    "heart.avm": _("AVM"),
    "brain.bleed": _("brain bleed"),
    "brain.stroke_when": _("when the stroke was"),
    "brain.stroke_kind": _("which kind of stroke"),
    "brain.skull_pressure": _("raised skull pressure or shunt"),
    "brain.tumor": _("brain tumor"),
    "hormones.thyroid": _("thyroid disease"),
    "hormones.thyroid_controlled": _("whether the thyroid is under control"),
    "organs.liver_signs": _("signs of failing liver"),
    "reason.ketamine_before": _("ketamine as a treatment before"),
    "reason.ketamine_count": _("how often ketamine was given"),
    "pregnancy.with_high_bp": _("preeclampsia or high blood pressure in pregnancy"),
    "mind.psychosis_told": _("psychotic disorder"),
    "mind.psychosis_ever": _("psychosis ever"),
    "mind.psychosis_now": _("psychosis now"),
    "mind.psychosis_family": _("psychosis in the family"),
    "mind.bipolar": _("bipolar disorder"),
    "mind.mania_ever": _("mania ever"),
    "mind.mania_now": _("mania now"),
    "mind.dissociation_told": _("dissociative disorder"),
    "mind.personality": _("personality disorder"),
    "mind.eating": _("eating disorder"),
    "mind.hospital": _("hospital stay for mental health"),
    "mind.hospital_left": _("when they left the hospital"),
    "mind.attempt_when": _("when the last attempt was"),
    "mind.means": _("access to means"),
    "mind.asq": _("suicide screen (ASQ)"),
    "substances.withdrawal": _("withdrawal from alcohol or medicines"),
    "substances.recent": _("drugs in the last 3 months"),
    "substances.ketamine_ever": _("ketamine without a prescription"),
    "substances.treatment": _("treatment for alcohol or drug use"),
    "allergy.ketamine": _("ketamine allergy"),
    "allergy.benzethonium": _("benzethonium allergy"),
    "allergy.latex": _("latex or tape allergy"),
    "allergy.anesthesia_nausea": _("nausea with anesthesia"),
    "medicines.taken": _("list of medicines"),
    "ride.adult_home": _("adult to take them home"),
    "prepare.veins_hard": _("veins hard to find"),
    "prepare.needles_faint": _("faints with needles"),
}
"""Where the question's own code does not already say it."""


def short_name(subject: Subject) -> str:
    """A few words for one question, or for one item of an instrument."""
    if isinstance(subject, ItemOf):
        number = subject.item.code.partition("_")[0]
        return (
            f"{subject.instrument.label} {_('item')} {number}"
            if number.isdigit()
            else subject.instrument.label
        )
    if isinstance(subject, Question) and not isinstance(subject, Instrument):
        return SHORT.get(subject.code) or subject.name.replace("_", " ")
    return SHORT.get(subject.code) or subject.label


def short_names(subjects: Iterable[Subject]) -> str:
    """Several, each once."""
    return "; ".join(dict.fromkeys(short_name(subject) for subject in subjects))

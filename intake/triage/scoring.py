"""The scores of the instruments that were asked, with their bands, for the staff's page."""

from __future__ import annotations

from typing import Any

from intake.questionnaire.answers import Answers
from intake.questionnaire.mind import Mind
from intake.questionnaire.questions import Instrument
from intake.questionnaire.reason import Reason
from intake.questionnaire.subjects import WorkedOut
from intake.questionnaire.substances import Substances
from intake.questionnaire.truth import Truth

SCORED: tuple[tuple[Instrument, WorkedOut], ...] = (
    (Mind.phq9, Mind.phq9_total),
    (Mind.gad7, Mind.gad7_total),
    (Mind.pcptsd5, Mind.pcptsd5_total),
    (Mind.asq, Mind.asq_result),
    (Substances.auditc, Substances.auditc_total),
    (Substances.taps1, Substances.taps1_positive),
    (Reason.peg, Reason.peg_mean),
)


def scores_of(answers: Answers) -> list[dict[str, Any]]:
    """Each instrument that was asked: title, score (None when an item is blank or declined), band, credit, note."""
    return [
        {
            "title": asked.scale.title,
            "score": (score := answers.of(worked_out)),
            "band": asked.scale.band(score) if isinstance(score, int | float) else "",
            "credit": asked.scale.credit,
            "wording_read": asked.scale.wording_read,
            "note": asked.scale.note,
        }
        for asked, worked_out in SCORED
        if answers.asks(asked) is Truth.YES
    ]

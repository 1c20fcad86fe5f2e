"""An invented patient who comes back: three forms in a year, each saying a little else."""

from __future__ import annotations

from typing import Any

from intake.demo.invented import Deciding, Invented, Work
from intake.demo.well import taking

DAY = 24


def _phq9(each: str, last: str) -> dict[str, str]:
    return {**{str(item): each for item in range(1, 9)}, "9": "0", "10": last}


def _beatrice(days_ago: float, different: dict[str, Any], **more: Any) -> Invented:
    own = {"about.sex_at_birth": "female", "pregnancy.could_be": "no"}
    return Invented("Beatrice", "Lang", "1979-05-05", "+12025550126", days_ago * DAY, own | different, **more)


BEATRICE = _beatrice(
    0.8,
    {
        "mind.phq9": _phq9("1", "1"),
        "body.systolic": 138,
        "ride.questions_for_clinician": "I feel much better than in spring. Do I still need six visits?",
        **taking("escitalopram, 20, mg, every morning, depression", "omeprazole, 20, mg, every morning, heartburn"),
    },
    earlier=(
        _beatrice(
            190,
            {"mind.phq9": _phq9("2", "2"), **taking("escitalopram, 10, mg, every morning, depression")},
            opened=True,
            deciding=Deciding("cleared", "Medicines checked with her; nothing stands in the way."),
        ),
        _beatrice(
            350,
            {"mind.phq9": _phq9("3", "2"), **taking("sertraline, 50, mg, every morning, depression")},
            opened=True,
            deciding=Deciding("cleared", "Seen in person; nothing stands in the way."),
            work=Work(note="First form. Referred by her family doctor."),
        ),
    ),
)

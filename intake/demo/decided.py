"""Invented patients on whom a clinician has decided."""

from __future__ import annotations

from intake.demo.invented import Closing, Deciding, Invented, Work
from intake.demo.well import NOT_FERTILE, taking

DECIDED = (
    Invented(
        "Linda",
        "Castellanos",
        "1963-06-21",
        "+12025550118",
        98,
        NOT_FERTILE,
        deciding=Deciding("cleared", "No flag above caution; medicines checked with her by phone."),
        visits_in_days=(0, 2, 7, 9, 14, 16),
        prepared=("ready", "confirmed", "asked"),
        medicines="Take your morning pill with a sip of water.\nBring your inhaler.",
    ),
    Invented(
        "George",
        "Ashworth",
        "1949-09-09",
        "+12025550119",
        120,
        {
            "heart.heart_attack": "yes",
            "heart.heart_attack_when": "over_12_months",
            "heart.blocked_arteries": "yes",
            "heart.heart_doctor": "Dr Nair, Heart Center",
            **taking("aspirin, 81, mg, every morning, heart", "atorvastatin, 80, mg, at night, cholesterol"),
        },
        opened=True,
        deciding=Deciding(
            "cleared_with_conditions",
            "Stent 2019, stable since; the cardiologist's letter is on file.",
            by="physician",
            conditions="ECG and blood pressure on the day; first infusion with a physician in the room.",
        ),
        visits_in_days=(0, 6),
        prepared=("confirmed", "refused"),
        visit_hour="11:30",
        medicines="Take the aspirin as always. Take the atorvastatin at night, as always.",
        work=Work(
            pressure=(132, 78),
            plan="The cardiologist's letter of May is on file; ECG before the first visit.",
            reviewed=("about", "heart", "medicines"),
        ),
    ),
    Invented(
        "Yusuf",
        "Demir",
        "1987-07-07",
        "+12025550120",
        75,
        {"lungs.cold": "yes", "about.contact_by": "text"},
        deciding=Deciding(
            "deferred",
            "Has had a fever and cough since Friday; we call him when it is over.",
            until_in_days=21,
        ),
    ),
    Invented(
        "Irene",
        "Kowalczyk",
        "1993-10-28",
        "+12025550121",
        146,
        {
            **NOT_FERTILE,
            "mind.psychosis_told": "yes",
            "mind.psychosis_ever": "yes",
            "mind.psychosis_now": "yes",
        },
        opened=True,
        deciding=Deciding(
            "not_suitable",
            "Active psychosis. Spoke with her psychiatrist, who sees her tomorrow.",
            by="physician",
        ),
    ),
    Invented(
        "Samuel",
        "Reyes",
        "1975-02-25",
        "+12025550122",
        100,
        {
            "body.systolic": 182,
            "body.diastolic": 96,
            "mind.asq": {"1": "yes", "2": "no", "3": "no", "4": "no", "5": "no"},
            "mind.means": "no",
        },
        opened=True,
        acknowledged=True,
        closing=Closing(
            "safety_plan",
            "Passive thoughts in the spring, none now. Plan written with him and his wife.",
            follow_up_in_days=7,
        ),
        deciding=Deciding(
            "cleared",
            "Seen in person; pressure normal on three readings; safety plan in place.",
            by="physician",
            over="Seen in person on the day; see the note of the visit.",
        ),
    ),
)

"""Acts of patients and staff in an order that luck gives, on a handful of intakes."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from intake.models import Holding, Intake, NotAllowed, Proposal
from intake.models.decision import grave
from intake.questionnaire.mind import Mind
from tests.intake.filling import filled, sent, staff
from tests.people import COMPLEX, TYPICAL, WELL_MAN

WHY = "Spoke with the patient on the phone today."


def begins(luck: random.Random, intake: Intake | None) -> None:
    luck.choice([filled, sent])(luck.choice([WELL_MAN, TYPICAL, COMPLEX]))


def tells(luck: random.Random, intake: Intake | None) -> None:
    if intake is not None and intake.is_open:
        said = {"mind.asq": {"1": luck.choice(["yes", "no"]), "5": "yes"}}
        intake.save_section(Mind, said, revision=99)


def sends(luck: random.Random, intake: Intake | None) -> None:
    if intake is not None:
        intake.submit()


def opens(luck: random.Random, intake: Intake | None) -> None:
    if intake is not None:
        intake.take_up(staff("nurse"))


def closes(luck: random.Random, intake: Intake | None) -> None:
    for alert in intake.alerts.open()[: luck.choice([1, 9])] if intake is not None else ():
        alert.close(staff("physician"), "assessed", WHY)


def decides(luck: random.Random, intake: Intake | None) -> None:
    if intake is None or not intake.submissions.exists():
        return
    last = intake.decisions.order_by("-at").first()
    run = intake.triages.order_by("-ran_at").first()
    over = {flag.pk: WHY for flag in grave(run.flags.all())}
    proposal = Proposal(luck.choice(["cleared", "not_suitable"]), WHY, overrides=over, aware=True)
    intake.decide(
        staff("physician"),
        proposal,
        on=intake.submissions.latest("number").pk,
        seen=last.pk if last else "",
    )


def holds(luck: random.Random, intake: Intake | None) -> None:
    if intake is not None:
        who = staff(luck.choice(["nurse", "physician"]))
        luck.choice(
            [
                lambda: Holding.claim(intake, who, seen=str(intake.holder_id or "")),
                lambda: Holding.release(intake, who),
                lambda: Holding.give(intake, who, staff("physician"), "Please call back."),
            ]
        )()


ACTS: tuple[Callable[..., None], ...] = (begins, begins, tells, tells, sends, opens, closes, closes, decides, decides, holds, holds)


def act(luck: random.Random) -> tuple[str, Any]:
    """One act on one intake; what was refused changed nothing."""
    intake = luck.choice([*Intake.objects.order_by("created_at"), None])
    done = luck.choice(ACTS)
    try:
        done(luck, intake)
    except NotAllowed:
        return f"{done.__name__} refused", intake
    return done.__name__, intake

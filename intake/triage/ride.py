"""Rules on the way home."""

from intake.policy import Policy
from intake.questionnaire.prepare import Prepare
from intake.questionnaire.ride import Ride
from intake.questionnaire.words import _
from intake.triage.rules import Level, Rule, Urgency
from intake.triage.sources import AANA_DISCHARGE, KETALAR_UK, SPRAVATO_US

RIDE_01 = Rule(
    code="RIDE-01",
    title=_("No safe way home"),
    when=Ride.way_home.is_any(Policy.refused_ways_home) | Ride.adult_home.is_no,
    level=Level.STOP,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("Label (UK) and AANA: leave with a responsible adult; no driving until next day after sleep."),
    cites=(
        KETALAR_UK.at(),
        AANA_DISCHARGE.at(),
        SPRAVATO_US.at("a facility may set written alternatives"),
    ),
)

RIDE_02 = Rule(
    code="RIDE-02",
    title=_("Ride not acceptable yet: {mode}"),
    when=Ride.way_home.is_any(Policy.ways_home_needing_review)
    | Ride.adult_home.is_any("not_yet", "need_help_finding")
    | Ride.adult.is_no,
    level=Level.REVIEW,
    urgency=Urgency.BEFORE_BOOKING,
    because=_("A paid driver is not responsible for the patient's care on the way or at the door."),
    cites=(AANA_DISCHARGE.at(),),
    unless=(RIDE_01,),
    fills={"mode": Ride.way_home},
)

RIDE_03 = Rule(
    code="RIDE-03",
    title=_("After-care plan has gaps"),
    when=Prepare.duties_after.is_yes
    | Prepare.adult_stays.is_no
    | Ride.reachable.is_no
    | Ride.minutes.over(120),
    level=Level.CAUTION,
    urgency=Urgency.VISIT,
    because=_("Judgment and reactions may be off until the next day; confirm adult, phone and pick-up."),
    cites=(
        SPRAVATO_US.at(),
        AANA_DISCHARGE.at(),
    ),
)


RULES = (
    RIDE_01,
    RIDE_02,
    RIDE_03,
)

"""The same four points in SQL: PostgreSQL itself takes no visit as ready that lacks one, whoever asks.

`lacking.lacks` says the same in Python, with words; `tests/intake/models/test_ready.py` holds the two together.
"""

from __future__ import annotations

import pgtrigger

NOT_WHILE_IT_LACKS = "a visit is ready only when nothing lacks"
STAYS_READY = "a visit that lacks something cannot stay ready"
"""What the database says when it refuses."""
EXCEPTED = """
    SELECT FROM intake_visitexception AS made
    WHERE made.visit_id = {visit}.id AND made.visit_at = {visit}.at AND made.point = '{point}'
"""
CLEARED = """
    EXISTS (
        SELECT FROM intake_intake AS form
        WHERE form.id = {visit}.intake_id AND form.alerts_open = 0 AND (
            form.status = 'decided'
            AND (form.lapses_at IS NULL OR form.lapses_at > greatest({visit}.at, now()))
            AND EXISTS (
                SELECT FROM intake_decision AS decision
                WHERE decision.intake_id = form.id AND decision.outcome IN ('cleared', 'cleared_with_conditions')
                    AND NOT EXISTS (SELECT FROM intake_lapse AS lapse WHERE lapse.decision_id = decision.id)
                    AND NOT EXISTS (
                        SELECT FROM intake_decision AS later
                        WHERE later.intake_id = form.id AND later.at > decision.at
                    )
            )
            OR form.status IN ('sent', 'in_review', 'decided', 'lapsed')
            AND EXISTS ({clearance_excepted}
                AND made.at >= ALL (SELECT run.ran_at FROM intake_triage AS run WHERE run.intake_id = form.id)
                AND made.at >= ALL (SELECT decided.at FROM intake_decision AS decided WHERE decided.intake_id = form.id)
                AND made.at >= ALL (SELECT lapsed.at FROM intake_lapse AS lapsed WHERE lapsed.intake_id = form.id)
            )
        )
    )
"""
CONSENTED = """
    EXISTS (
        SELECT FROM intake_consent AS consent
        WHERE consent.course_id = {visit}.course_id AND NOT EXISTS (
            SELECT FROM intake_consentwithdrawal AS taken_back WHERE taken_back.consent_id = consent.id
        )
    )
"""
RIDE_HOME = """
    EXISTS (
        SELECT FROM intake_ride AS ride
        JOIN intake_rideconfirmation AS answer ON answer.ride_id = ride.id
        WHERE ride.visit_id = {visit}.id AND ride.way_accepted
            AND answer.says = 'yes' AND answer.ready_at = {visit}.ready_at
            AND NOT EXISTS (
                SELECT FROM intake_ride AS later WHERE later.visit_id = {visit}.id AND later.number > ride.number
            )
            AND NOT EXISTS (
                SELECT FROM intake_rideconfirmation AS later
                WHERE later.ride_id = ride.id AND later.number > answer.number
            )
    )
    OR EXISTS ({ride_excepted}
        AND made.at >= ALL (SELECT ride.at FROM intake_ride AS ride WHERE ride.visit_id = {visit}.id)
        AND made.at >= ALL (
            SELECT answer.at FROM intake_rideconfirmation AS answer WHERE answer.visit_id = {visit}.id
        )
    )
"""
CHECKED = """
    EXISTS (
        SELECT FROM intake_daycheck AS made_then
        WHERE made_then.visit_id = {visit}.id
            AND made_then.at BETWEEN {visit}.at - interval '12 hours' AND {visit}.at + interval '12 hours'
            AND NOT EXISTS (
                SELECT FROM intake_daycheck AS later
                WHERE later.visit_id = {visit}.id AND later.number > made_then.number
            )
            AND (made_then.passed OR EXISTS ({check_excepted} AND made.check_made_id = made_then.id))
    )
"""


def holds(point: str, visit: str) -> str:
    """The condition of one point over a row of visits by this name."""
    excepted = {
        f"{name}_excepted": EXCEPTED.format(visit=visit, point=excepted)
        for name, excepted in (("clearance", "clearance"), ("ride", "ride"), ("check", "day_check"))
    }
    return f"({point.format(visit=visit, **excepted)})"


def nothing_lacks(visit: str) -> str:
    """The condition over a row of visits by this name."""
    return " AND ".join(holds(point, visit) for point in (CLEARED, CONSENTED, RIDE_HOME, CHECKED))


def takes_ready_back(visits: str, point: str) -> pgtrigger.Trigger:
    """For rows by which a point may no longer hold: nothing is committed that leaves one of these visits ready without
    it. The act takes *ready* back in its own transaction; whoever goes round the application is refused at its end, and
    has to take it back, too, with the row that says so."""
    return pgtrigger.Trigger(
        name="takes_ready_back",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func=f"""
            IF EXISTS (
                SELECT FROM intake_visit AS visit
                WHERE visit.status = 'ready' AND {visits} AND NOT {holds(point, "visit")}
            ) THEN
                RAISE EXCEPTION '{STAYS_READY}' USING ERRCODE = '55000';
            END IF;
            RETURN NULL;
        """,
    )


ONLY_WHEN_NOTHING_LACKS = f"""
    IF NEW.status = 'done' AND (TG_OP = 'INSERT' OR OLD.status NOT IN ('ready', 'done')) AND NOT EXISTS (
        SELECT FROM intake_visitchange AS step
        WHERE step.visit_id = NEW.id AND step.number = NEW.version AND step.act = 'discharge unready'
    ) THEN
        RAISE EXCEPTION 'a visit is done only after it was ready' USING ERRCODE = '55000';
    END IF;
    IF NEW.status = 'ready' AND NOT ({nothing_lacks("NEW")}) THEN
        RAISE EXCEPTION '{NOT_WHILE_IT_LACKS}' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""

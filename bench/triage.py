"""What weighing all rules costs: CPU of `triage()` over full answers, and whether it grows in step with the rules.

Three invented patients, and one who fires as many rules as one patient can. CPU of this process alone, in rounds with
the smallest and the median printed: the machine's other work only ever adds. Linear: each rule written 1, 2, 4 and 8
times (with its own conditions), the cost for each rule beside the first.

    python -m bench.triage
"""

from __future__ import annotations

import copy
import json
import os
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from intake.policy import DEFAULT
from intake.questionnaire.answers import Answers
from intake.questionnaire.conditions import AllOf, AnyOf, AtLeastOf, Condition
from intake.questionnaire.weighing import weigh
from intake.triage import RULES, safety_findings, triage
from tests.intake.triage.cases import CASES, ON
from tests.people import COMPLEX, TYPICAL, WELL_MAN

ROUNDS, TIMES, DROPPED = 40, 10, 5
GOAL_MS = 3.0


def every_flag() -> dict[str, Any]:
    """A patient on whom most rules fire: each rule's own case laid over the last, the first that fires it."""
    answers: dict[str, Any] = dict(WELL_MAN)
    for code, fires, _quiet in CASES:
        if not code.startswith(("AGE-01", "ADM-01", "PREG")):
            kept = answers | fires
            if len(triage(kept, DEFAULT, on=ON).findings) > len(triage(answers, DEFAULT, on=ON).findings):
                answers = kept
    return answers


PEOPLE: Mapping[str, Mapping[str, Any]] = {
    "well": WELL_MAN,
    "typical": TYPICAL,
    "complex": COMPLEX,
    "every flag": every_flag(),
}


def cpu_ms(act: Callable[[], object]) -> list[float]:
    """Milliseconds of CPU for one act, a figure a round."""
    figures = []
    for _ in range(ROUNDS + DROPPED):
        before = time.process_time_ns()
        for _ in range(TIMES):
            act()
        figures.append((time.process_time_ns() - before) / TIMES / 1e6)
    return figures[DROPPED:]


def fresh(condition: Condition) -> Condition:
    """The same condition as objects of its own, so that nothing weighed before is known of it."""
    if isinstance(condition, AllOf | AnyOf | AtLeastOf):
        return replace(condition, parts=tuple(fresh(part) for part in condition.parts))
    return copy.copy(condition)


def weigh_rules(times: int) -> Callable[[], object]:
    """Weighs every rule so many times over, each time with conditions of its own."""
    conditions = [fresh(rule.when) for _ in range(times) for rule in RULES]

    def act() -> None:
        answers = Answers(COMPLEX, on=ON)
        for condition in conditions:
            weigh(condition, answers)

    return act


def main() -> None:
    """Prints a line a patient, a line a multiple of the rules, then the figures as JSON."""
    print(f"load average {os.getloadavg()[0]:.2f}; {len(RULES)} rules; {ROUNDS} rounds of {TIMES}")
    told: dict[str, float] = {}
    for name, answers in PEOPLE.items():
        whole = cpu_ms(lambda answers=answers: triage(answers, DEFAULT, on=ON))
        safety = cpu_ms(lambda answers=answers: safety_findings(answers, DEFAULT, on=ON))
        found = len(triage(answers, DEFAULT, on=ON).findings)
        print(
            f"{name:>10}: {found:2} findings; triage {min(whole):.2f} ms at best, {statistics.median(whole):.2f} median"
            f" (goal at most {GOAL_MS}); safety rules alone {statistics.median(safety):.3f}"
        )
        key = name.replace(" ", "_")
        told |= {
            f"{key}_triage_ms": round(statistics.median(whole), 3),
            f"{key}_triage_best_ms": round(min(whole), 3),
            f"{key}_safety_ms": round(statistics.median(safety), 3),
        }
    one = min(cpu_ms(weigh_rules(1)))
    for times in (2, 4, 8):
        cost = min(cpu_ms(weigh_rules(times))) / times / one
        print(f"rules x {times}: {cost:.2f} of the cost for each rule (linear: at most 1)")
        told[f"cost_a_rule_x{times}"] = round(cost, 3)
    print(json.dumps(told))


if __name__ == "__main__":
    main()

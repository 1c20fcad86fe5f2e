"""Reads the specification's rules by itself: what a condition written there says of answers, in three values.

It shares with the code only the table of codes, and whether a question was asked.
"""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from intake.policy import DEFAULT
from intake.questionnaire import question_called
from intake.questionnaire.answers import Answers

SPECIFICATION = Path(__file__).parents[2] / "specification"
NO, CANNOT_TELL, YES = 0, 1, 2
UNSURE = {"unsure", "rather_not_say"}


def read(name: str) -> Any:
    return json.loads((SPECIFICATION / f"{name}.json").read_text())


_ROWS = list(csv.DictReader((SPECIFICATION / "codes.csv").open()))
CODE = {row["key"]: row["our_code"] for row in _ROWS if not row["option"]}
OPTION = {(row["key"], row["option"]): row["our_option"] for row in _ROWS if row["option"]}
RULES = {rule["code"]: rule for rule in read("rules")}
DRUGS = {
    name.lower(): drug
    for drug in read("medicines")["drugs"]
    for name in (drug["generic"], *drug["brands"], *drug["also"])
}
WORKED_OUT = {
    "age": ("id_dob",),
    "bmi": ("vit_height", "vit_weight"),
    "phq9_total": ("phq9",),
    "phq9_item9": ("phq9",),
    "gad7_total": ("gad7",),
    "pcptsd5_total": ("pcptsd5",),
    "auditc_total": ("auditc",),
    "asq_result": ("asq",),
    "taps1_q4": ("taps1",),
}
GROUPS = {
    "mood": ("depression", "bipolar_depression"),
    "anxiety": ("anxiety_general", "anxiety_social", "panic", "ptsd", "ocd"),
}
HEART = " or ".join(f"cv_{what} == yes" for what in ("mi", "angina", "cad", "hf", "rhythm", "valve"))
IN_TEXT = frozenset({"MED-01", "MED-08", "ADM-01"})
"""Rules that the specification gives in words alone."""

PLAINER = {
    "age between 12 and 60": "age >= 12 and age <= 60",
    "a listed medicine is theophylline or aminophylline": "med_list names theophylline, aminophylline",
    "a listed medicine is tagged seizure_threshold": "at least 1 listed medicines tagged seizure_threshold",
    "policy.refused_ways_home (i_will_drive, walk_or_bike)": "i_will_drive, walk_or_bike",
    "policy.ways_home_needing_review (taxi_or_rideshare_alone, bus_or_train_alone, not_sure)": (
        "taxi_or_rideshare_alone, bus_or_train_alone, not_sure"
    ),
}


def keys_read(text: str) -> set[str]:
    """The specification's keys of the questions that a condition reads."""
    text = _plainer(text)
    found = {key for key in CODE if re.search(rf"\b{key}\b", text)}
    for name, keys in WORKED_OUT.items():
        if re.search(rf"\b{name}\b", text):
            found.update(keys)
    if re.search(r"has_med|listed medicine", text):
        found.add("med_list")
    if "any_heart" in text:
        found |= keys_read(HEART)
    if "any_reason" in text:
        found.add("rsn_list")
    for code in re.findall(r"RESP-0\d", text):
        found |= keys_read(RULES[code]["when"])
    return found


def truth(text: str, answers: Answers) -> int:
    """What the answers say of a condition of the specification."""
    text = _plainer(text).strip()
    for word, fold in (("or", max), ("and", min)):
        parts = _split(text, f" {word} ")
        if len(parts) > 1:
            return fold(truth(part, answers) for part in parts)
    if text.startswith("(") and text.endswith(")"):
        return truth(text[1:-1], answers)
    return _plain(text, answers)


def _plainer(text: str) -> str:
    for words, plain in PLAINER.items():
        text = text.replace(words, plain)
    return text


def _split(text: str, at: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0 and text.startswith(at, place):
            parts.append(text[start:place])
            start = place + len(at)
    return [*parts, text[start:]]


def _plain(text: str, answers: Answers) -> int:
    if text == "any_heart":
        return truth(HEART, answers)
    if text in RULES:
        return truth(RULES[text]["when"], answers)
    if found := re.fullmatch(r"count_true\((.+)\) >= (\d)", text):
        return sorted((truth(part, answers) for part in _split(found[1], ", ")), reverse=True)[
            int(found[2]) - 1
        ]
    if found := re.fullmatch(r"any_reason\((.+)\)", text):
        if found[1] == "any":
            return _value("rsn_list", answers, lambda ticked: YES if ticked else NO)
        wanted = {reason for group in found[1].split(", ") for reason in GROUPS[group]}
        return _value("rsn_list", answers, lambda ticked: _among(ticked, wanted))
    if found := re.fullmatch(r"count\((\w+)\) >= (\d)", text):
        least = int(found[2])
        return _value(
            found[1],
            answers,
            lambda ticked: YES if len(set(ticked) - {"none"} - UNSURE) >= least else _open(ticked),
        )
    if found := re.fullmatch(r"has_med\((.+)\)", text):
        classes = set(found[1].split(", "))
        return _medicines(answers, lambda drug: bool(classes & set(drug["classes"])))
    if found := re.fullmatch(r"at least (\d) listed medicines tagged (\w+)", text):
        return _medicines(answers, lambda drug: found[2] in drug["tags"], int(found[1]))
    if found := re.fullmatch(r"med_list names (.+)", text):
        return _medicines(answers, lambda drug: drug["generic"] in found[1].split(", "))
    return _about_one(text, answers)


def _about_one(text: str, answers: Answers) -> int:
    if text == "asq has any rather_not_say":
        return _value("asq", answers, lambda items: YES if "rather_not_say" in items.values() else NO)
    if text == "phq9_item9 declined":
        return _value("phq9_item9", answers, lambda value: YES if value == "rather_not_say" else NO)
    if found := re.fullmatch(r"(\w+) over (\d+) days ago", text):
        return _value(
            found[1],
            answers,
            lambda day: YES if (answers.on - date.fromisoformat(day)).days > int(found[2]) else NO,
        )
    if found := re.fullmatch(r"(\w+) not answered", text):
        return _value(found[1], answers, lambda value: NO, blank=YES)
    if found := re.fullmatch(r"(\w+) matches (.+)", text):
        names = found[2].split(", ")
        return _value(
            found[1],
            answers,
            lambda rows: NO if rows == "none" else max(_mentions(row["substance"], names) for row in rows),
        )
    if found := re.fullmatch(r"(\w+) (>=|<=|>|<) (\S+)", text):
        return _value(found[1], answers, lambda value: _compared(value, found[2], found[3]))
    if found := re.fullmatch(r"(\w+) lacks (\w+)", text):
        return _value(found[1], answers, lambda ticked: YES - _among(ticked, {found[2]}))
    if found := re.fullmatch(r"(\w+) has (?:any of )?(.+)", text):
        named = _options(found[1], found[2])
        return _value(found[1], answers, lambda ticked: _among(ticked, named))
    if found := re.fullmatch(r"(\w+) (?:!=|not in) (\w+)", text):
        named = _options(found[1], found[2])
        return _value(found[1], answers, lambda value: NO if value in named else YES)
    if found := re.fullmatch(r"phq9_item9 == (\d)", text):
        return _value("phq9_item9", answers, lambda value: _compared(value, "==", found[1]))
    if found := re.fullmatch(r"(\w+) (?:==|in) (.+)", text):
        named = _options(found[1], found[2])
        return _value(
            found[1],
            answers,
            lambda value: YES if value in named else CANNOT_TELL if value in UNSURE else NO,
        )
    raise AssertionError(f"Cannot read: {text}")


def _options(key: str, text: str) -> set[str]:
    return {OPTION.get((key, option), option) for option in text.split(", ")}


def _among(ticked: list[str], named: set[str]) -> int:
    return YES if named & set(ticked) else _open(ticked)


def _open(ticked: list[str]) -> int:
    return CANNOT_TELL if UNSURE & set(ticked) else NO


def _mentions(substance: str, names: list[str]) -> int:
    drug = DRUGS.get(substance.lower(), {"generic": substance.lower()})
    return YES if drug["generic"] in names else NO


def _compared(value: Any, relation: str, limit: str) -> int:
    if isinstance(value, str) and value in UNSURE:
        return CANNOT_TELL
    number = value["kg"] if isinstance(value, dict) else float(value)
    least = getattr(DEFAULT, limit.removeprefix("policy.")) if limit.startswith("policy.") else float(limit)
    return YES if eval(f"{number} {relation} {least}") else NO


def _medicines(answers: Answers, test: Any, least: int = 1) -> int:
    def told(rows: Any) -> int:
        drugs = [DRUGS.get(row["name"].lower()) for row in rows]
        return YES if sum(bool(drug and test(drug)) for drug in drugs) >= least else NO

    return _value("med_list", answers, told)


def _value(key: str, answers: Answers, told: Any, blank: int = CANNOT_TELL) -> int:
    """What `told` says of the value of a key; of a question that was not asked, what its gate is worth."""
    asked = min(int(answers.asks(question_called(CODE[each]))) for each in WORKED_OUT.get(key, (key,)))
    if asked != YES:
        return asked
    value = _worked_out(key, answers) if key in WORKED_OUT else answers.values.get(CODE[key])
    if value in (None, "", []):
        return blank
    return _declined(value, told) if value == "rather_not_say" else int(told(value))


def _declined(value: str, told: Any) -> int:
    """What `told` says where the answer can name it; where a number, a day or rows were declined, nobody can tell."""
    try:
        return int(told(value))
    except (AttributeError, ValueError, TypeError):
        return CANNOT_TELL


def _worked_out(key: str, answers: Answers) -> Any:
    first, *rest = (answers.values.get(CODE[each]) for each in WORKED_OUT[key])
    if first is None or None in rest:
        return None
    if key == "age":
        born = date.fromisoformat(first)
        return answers.on.year - born.year - ((answers.on.month, answers.on.day) < (born.month, born.day))
    if key == "bmi":
        return round(rest[0]["kg"] / (first["cm"] / 100) ** 2, 1)
    if key == "phq9_item9":
        return first.get("9")
    if key == "taps1_q4":
        return first.get("4")
    if key == "asq_result":
        return _asq(first)
    return _total(key, first)


def _asq(items: dict[str, str]) -> str | None:
    first = [items.get(str(item)) for item in range(1, 5)]
    if {"yes", "rather_not_say"} & set(first):
        return "acute" if items.get("5") in ("yes", "rather_not_say") else "nonacute"
    return None if None in first else "negative"


def _total(key: str, items: dict[str, str]) -> int | None:
    if (key == "pcptsd5_total" and items.get("gate") == "no") or (
        key == "auditc_total" and items.get("1") == "0"
    ):
        return 0
    count = {"phq9_total": 9, "gad7_total": 7, "pcptsd5_total": 5, "auditc_total": 3}[key]
    given = [items.get(str(item)) for item in range(1, count + 1)]
    asked = key != "pcptsd5_total" or items.get("gate") == "yes"
    if not asked or None in given or "rather_not_say" in given:
        return None
    return sum(int(each == "yes") if key == "pcptsd5_total" else int(str(each)) for each in given)

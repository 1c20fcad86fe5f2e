"""An answer in words reads as people say it."""

import pytest

from intake.questionnaire.about import About
from intake.questionnaire.medicines import Medicines
from intake.questionnaire.saying import row_in_words, say


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"name": "apixaban", "dose": "5", "unit": "mg", "how_often": "twice a day"}, "apixaban, 5 mg, twice a day"),
        ({"name": "albuterol", "dose": "2 puffs", "how_often": "daily"}, "albuterol, 2 puffs, daily"),
        ({"name": "insulin", "unit": "units"}, "insulin, units"),
        ({"name": "sage", "kind": "herb"}, "sage, A herb, vitamin or supplement"),
    ],
)
def test_a_dose_is_said_with_its_unit(row, words):
    assert row_in_words(Medicines.taken, row) == words


@pytest.mark.parametrize(
    ("kept", "words"), [("+12025550143", "+1 202-555-0143"), ("+442079460000", "+44 20 7946 0000"), ("none", "none")]
)
def test_a_phone_number_is_said_in_groups(kept, words):
    assert say(About.phone, {"about.phone": kept}) == words

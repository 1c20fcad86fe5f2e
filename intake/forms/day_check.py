"""What a clinician fills in on the day of a visit: the check before, and how the patient went home."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.forms.measuring import POUND, whole_number
from intake.models.day_check import OXYGEN
from intake.models.discharge import LONGEST_MET_BY, Leaving
from intake.models.visit_change import LONGEST_WHY
from intake.policy import Policy
from intake.questionnaire.body import Body
from intake.questionnaire.instruments import DECLINED
from intake.questionnaire.scales import PHQ9
from intake.visiting.day_check import DayFound

LONGEST_MEDICINES = 500
AHEAD_A_LITTLE = timedelta(minutes=5)
ITEM = PHQ9.items[8]
FOOD = [("light", _("A light meal, or milk")), ("fatty", _("Fried or fatty food, or meat"))]
PREGNANCY = [
    ("negative", _("Test negative")),
    ("positive", _("Test positive")),
    ("not_needed", _("No test needed")),
    ("not_done", _("No test done")),
]


def one_of(label: Any, choices: Any, sentence: Any, hint: Any = "") -> forms.ChoiceField:
    """A question with a few answers, none of them chosen before somebody chooses."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        help_text=hint,
        widget=forms.RadioSelect,
        error_messages={"required": sentence, "invalid_choice": sentence},
    )


def moment_field(label: Any, missing: Any) -> forms.DateTimeField:
    """A day and an hour on the clinic's clock."""
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={
            "required": missing,
            "invalid": _("Write the time as year-month-day and hour, such as 2027-01-31 14:05."),
        },
    )


class DayCheckForm(forms.Form):
    """The check before a visit, point by point. Nothing is filled in beforehand."""

    identity = one_of(
        _("Is this the patient?"),
        [("yes", _("Yes: name and date of birth agree")), ("no", _("Not confirmed"))],
        _("Say whether you know who this is."),
        _("Ask for full name and date of birth; do not say them first."),
    )
    food_at = moment_field(_("Last food"), _("Say when the patient last ate."))
    food = one_of(_("What was it?"), FOOD, _("Say what was eaten."))
    drink_at = moment_field(_("Last drink, water too"), _("Say when the patient last drank."))
    systolic = whole_number(_("Top number (mmHg)"), Body.systolic.between_bounds)
    diastolic = whole_number(_("Bottom number (mmHg)"), Body.diastolic.between_bounds)
    pulse = whole_number(_("Pulse (beats a minute)"), Body.pulse.between_bounds)
    oxygen = whole_number(_("Oxygen saturation (percent)"), OXYGEN)
    weight = forms.DecimalField(
        label=_("Weight"),
        max_digits=5,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.1", "class": "width-4"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "max_digits", "max_decimal_places", "max_whole_digits"),
            _("Write the weight as a number, such as 70.5."),
        ),
    )
    unit = one_of(_("Unit"), [("kg", "kg"), ("lb", "lb")], _("Say whether it is kilograms or pounds."))
    pregnancy = one_of(_("Pregnancy test today"), PREGNANCY, _("Say what the pregnancy test showed."))
    item_9 = one_of(
        _("PHQ-9 item 9, asked again today"),
        [*((code, words) for code, words, _points in ITEM.options), (DECLINED, _("Would rather not say"))],
        _("Ask this too, and choose the answer."),
        f"{PHQ9.stem} {ITEM.text}",
    )
    any_new = one_of(
        _("Any new medicine since the form?"),
        [("no", _("No")), ("yes", _("Yes"))],
        _("Say whether there is a new medicine."),
        _("Also a changed dose, and what was bought without a prescription."),
    )
    new_medicines = forms.CharField(
        label=_("Which ones"),
        required=False,
        max_length=LONGEST_MEDICINES,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    driver = one_of(
        _("Can the driver be reached now?"),
        [("yes", _("Yes")), ("no", _("No"))],
        _("Say whether the driver can be reached."),
    )

    def __init__(self, *args: Any, policy: Policy, could_be_pregnant: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, hint in limits(policy, could_be_pregnant=could_be_pregnant).items():
            self.fields[name].help_text = hint

    def groups(self) -> list[tuple[Any, str, list[forms.BoundField]]]:
        """The points as they are gone through: who and when eaten, measured, asked."""
        measured = ("systolic", "diastolic", "pulse", "oxygen", "weight", "unit")
        asked = ("pregnancy", "item_9", "any_new", "new_medicines", "driver")
        first = ("identity", "food_at", "food", "drink_at")
        named = ((_("Who, and fasted since when"), "who", first), (_("Measured"), "measured", measured))
        listed = (*named, (_("Asked today"), "", asked))
        return [(title, kind, [self[name] for name in names]) for title, kind, names in listed]

    def clean(self) -> dict[str, Any]:
        """A new medicine has a name, and the numbers are those of a person."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("any_new") == "yes" and not told.get("new_medicines", "").strip():
            self.add_error("new_medicines", _("Write which medicine is new."))
        top, bottom = told.get("systolic"), told.get("diastolic")
        if top is not None and bottom is not None and bottom >= top:
            self.add_error("diastolic", _("The top number has to be higher than the bottom number."))
        for name in ("food_at", "drink_at"):
            if told.get(name) and told[name] > timezone.now() + AHEAD_A_LITTLE:
                self.add_error(name, _("This time is still to come. Look at the day and the hour."))
        if told.get("weight") is not None and told.get("unit"):
            low, high = Body.weight.between_bounds
            if not low <= self._kg(told) <= high:
                self.add_error("weight", _("Write a weight from %(low)d to %(high)d kg.") % {"low": low, "high": high})
        return told

    def found(self) -> DayFound:
        """What was found."""
        told = self.cleaned_data
        same = ("food_at", "food", "drink_at", "systolic", "diastolic", "pulse", "oxygen", "pregnancy", "item_9")
        return DayFound(
            **{name: told[name] for name in same},
            identity=told["identity"] == "yes",
            kg=self._kg(told),
            new_medicines=told["new_medicines"].strip() if told["any_new"] == "yes" else "",
            driver=told["driver"] == "yes",
        )

    @staticmethod
    def _kg(told: dict[str, Any]) -> float:
        return round(float(told["weight"]) * (POUND if told["unit"] == "lb" else 1), 1)


def limits(policy: Policy, *, could_be_pregnant: bool) -> dict[str, Any]:
    """What has to be so for each point to pass, as this clinic has set it."""
    told = {
        "fatty": policy.fasting_fatty_hours,
        "light": policy.fasting_light_hours,
        "clear": policy.fasting_clear_hours,
        "top": policy.bp_stop_systolic,
        "bottom": policy.bp_stop_diastolic,
        "low": policy.day_systolic_low,
        "slow": policy.day_pulse_low,
        "fast": policy.day_pulse_high,
        "oxygen": policy.day_oxygen_low,
    }
    asked = policy.day_pregnancy_test == "who_could_be_pregnant"
    need = _("The patient said that they could be pregnant, or are not sure: a negative test is needed.")
    none = _("By the form and the clinic’s rule no test is needed.")
    return {
        "food_at": _("At least %(light)g hours before for a light meal, %(fatty)g hours for fatty food.") % told,
        "drink_at": _("At least %(clear)g hours before, and only clear drinks.") % told,
        "systolic": _("From %(low)g to under %(top)g.") % told,
        "diastolic": _("Under %(bottom)g.") % told,
        "pulse": _("From %(slow)g to %(fast)g.") % told,
        "oxygen": _("At least %(oxygen)g.") % told,
        "pregnancy": need if asked and could_be_pregnant else none,
    }


class LeavingForm(forms.Form):
    """How the patient went home."""

    awake = one_of(
        _("Is the patient fully awake?"), [("yes", _("Yes")), ("no", _("No"))], _("Say whether the patient is awake.")
    )
    steady = one_of(
        _("Can the patient walk without swaying?"),
        [("yes", _("Yes")), ("no", _("No"))],
        _("Say whether the patient walks steadily."),
    )
    systolic = whole_number(_("Top number (mmHg)"), Body.systolic.between_bounds)
    diastolic = whole_number(_("Bottom number (mmHg)"), Body.diastolic.between_bounds)
    met_by = forms.CharField(
        label=_("Who met the patient here and takes them home"),
        max_length=LONGEST_MET_BY,
        error_messages={"required": _("Write who met the patient and takes them home.")},
    )
    left_at = moment_field(_("Left at"), _("Say when the patient left."))

    why = forms.CharField(
        label=_("How it came that the visit was not ready"),
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write in a sentence how it came that the visit was not ready.")},
    )

    def __init__(self, *args: Any, unready: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not unready:
            del self.fields["why"]

    def leaving(self) -> Leaving:
        """How they left."""
        told = self.cleaned_data
        return Leaving(
            awake=told["awake"] == "yes",
            steady=told["steady"] == "yes",
            systolic=told["systolic"],
            diastolic=told["diastolic"],
            met_by=told["met_by"],
        )

    @property
    def at(self) -> datetime:
        """When they left."""
        left: datetime = self.cleaned_data["left_at"]
        return left

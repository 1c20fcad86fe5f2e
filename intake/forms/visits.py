"""What staff fill in about visits: when, how often, to which time, and why."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.models.course import MOST_VISITS
from intake.models.medicine_note import LONGEST_MEDICINES
from intake.models.visit import SHORTEST_WHY
from intake.models.visit_change import LONGEST_WHY

EARLIEST, LATEST = date(2000, 1, 1), date(2200, 1, 1)
WEEKDAYS = [
    ("mon", _("Monday")),
    ("tue", _("Tuesday")),
    ("wed", _("Wednesday")),
    ("thu", _("Thursday")),
    ("fri", _("Friday")),
    ("sat", _("Saturday")),
    ("sun", _("Sunday")),
]
REPEAT = [
    ("once", _("One visit")),
    ("days", _("A series: every so many days")),
    ("weekdays", _("A series: on weekdays of your choice")),
]


class DayField(forms.DateField):
    """A day that a calendar has, in this century or the next."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "required": _("Give the day."),
        "invalid": _("Write the day as year-month-day, such as 2027-01-31."),
    }

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(_("Look at the year again."))
        return day


class HourField(forms.TimeField):
    """An hour on the clinic's clock."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages = {
        "required": _("Give the time."),
        "invalid": _("Write the time as hours and minutes, such as 09:30."),
    }

    def clean(self, value: Any) -> time | None:
        hour: time | None = super().clean(value)
        return hour.replace(second=0, microsecond=0) if hour is not None else None


class WhyField(forms.CharField):
    """Why something about a visit changes."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            label=_("Why"),
            help_text=_("It stays with the visit. What a clinician writes is not shown to the front desk."),
            max_length=LONGEST_WHY,
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={"required": _("Say why, in a few words.")},
            **more,
        )

    def clean(self, value: Any) -> str:
        words: str = super().clean(value)
        if len(words.strip()) < SHORTEST_WHY:
            raise forms.ValidationError(_("Say why, in a few words."))
        return words


class PlanForm(forms.Form):
    """One visit or a series, in the course that is under way or in a new one."""

    first = DayField(label=_("First day"))
    hour = HourField(label=_("Time"), help_text=_("On the clinic’s clock. In a series it stays the same hour."))
    minutes = forms.IntegerField(
        label=_("Minutes until ready to go home"),
        help_text=_("From arrival to the end of the watching time. Change it if this patient needs longer."),
        min_value=15,
        max_value=600,
        widget=forms.NumberInput(attrs={"class": "width-5", "inputmode": "numeric"}),
        error_messages={"required": _("Say how many minutes it takes.")},
    )
    repeat = forms.ChoiceField(
        label=_("How often"),
        choices=REPEAT,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one visit or a series.")},
    )
    many = forms.IntegerField(
        label=_("How many visits"),
        help_text=_("Needed for a series, the first one counted."),
        min_value=1,
        max_value=MOST_VISITS,
        required=False,
        widget=forms.NumberInput(attrs={"class": "width-5", "inputmode": "numeric"}),
    )
    every = forms.IntegerField(
        label=_("Days from one visit to the next"),
        help_text=_("Such as 7 for once a week."),
        min_value=1,
        max_value=366,
        required=False,
        widget=forms.NumberInput(attrs={"class": "width-5", "inputmode": "numeric"}),
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Weekdays"), choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    course = forms.ChoiceField(
        label=_("Course"),
        choices=[("on", _("Goes on with the course that is under way")), ("new", _("Begins a new course"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether a new course begins.")},
    )

    def __init__(self, *args: Any, has_course: bool, most: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.most = most
        if not has_course:
            del self.fields["course"]

    def clean(self) -> dict[str, Any]:
        """A series says how many, and how they follow one another."""
        told: dict[str, Any] = super().clean() or {}
        repeat = told.get("repeat")
        if repeat in ("days", "weekdays") and "many" not in self.errors:
            if not told.get("many"):
                self.add_error("many", _("Say how many visits the series has."))
            elif told["many"] > self.most:
                self.add_error("many", _("Plan at most %(most)d visits at once.") % {"most": self.most})
        if repeat == "days" and "every" not in self.errors and not told.get("every"):
            self.add_error("every", _("Say how many days lie between two visits."))
        if repeat == "weekdays" and "weekdays" not in self.errors and not told.get("weekdays"):
            self.add_error("weekdays", _("Choose at least one weekday."))
        return told

    @property
    def begins_new(self) -> bool:
        """Whether a new course begins with these visits."""
        return bool(self.cleaned_data.get("course") == "new")


class MoveForm(forms.Form):
    """To which time, and why."""

    day = DayField(label=_("New day"))
    hour = HourField(label=_("New time"), help_text=_("On the clinic’s clock."))
    why = WhyField()
    seen = forms.IntegerField(min_value=1, max_value=10**6, widget=forms.HiddenInput)


class StepForm(forms.Form):
    """Why a visit is cancelled, missed or put back."""

    why = WhyField()
    seen = forms.IntegerField(min_value=1, max_value=10**6, widget=forms.HiddenInput)


class MedicinesForm(forms.Form):
    """What a patient should do with their medicines before the visits of a course."""

    text = forms.CharField(
        label=_("What to do with medicines"),
        help_text=_("The patient reads it on the preparation sheet: which to take, which to leave out, until when."),
        max_length=LONGEST_MEDICINES,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what the patient should do with their medicines.")},
    )
    seen = forms.IntegerField(min_value=0, max_value=10**6, widget=forms.HiddenInput)

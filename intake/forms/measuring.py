"""What staff fill in when they measured something: blood pressure, weight, a pregnancy test."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import MeasureKind
from intake.questionnaire.body import Body

POUND = 0.45359237


class MeasureForm(forms.Form):
    """When it was measured; each kind adds what was found."""

    kind = ""
    title: Any = ""
    taken_at = forms.DateTimeField(
        label=_("Measured at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={
            "required": _("Say when it was measured."),
            "invalid": _("Write the time as year-month-day and hour, such as 2027-01-31 14:05."),
        },
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        more.setdefault("prefix", self.kind)
        more.setdefault("initial", {"taken_at": timezone.localtime().replace(second=0, microsecond=0)})
        super().__init__(*args, **more)
        self.order_fields([*(name for name in self.fields if name != "taken_at"), "taken_at"])

    def found(self) -> dict[str, Any]:
        """The fact, as it is kept."""
        return {name: value for name, value in self.cleaned_data.items() if name != "taken_at" and value is not None}

    @property
    def at(self) -> datetime:
        """When it was taken."""
        taken: datetime = self.cleaned_data["taken_at"]
        return taken


def whole_number(label: Any, bounds: tuple[float, float], *, required: bool = True) -> forms.IntegerField:
    """A whole number within hard bounds."""
    low, high = bounds
    named = {"what": label, "low": low, "high": high}
    sentence = _("%(what)s: write a whole number from %(low)d to %(high)d.") % named
    return forms.IntegerField(
        label=label,
        min_value=int(low),
        max_value=int(high),
        required=required,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "width-4"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
    )


class BloodPressureForm(MeasureForm):
    """Blood pressure, with the pulse if it was taken."""

    kind = MeasureKind.BLOOD_PRESSURE
    title = MeasureKind.BLOOD_PRESSURE.label
    systolic = whole_number(_("Top number (mmHg)"), Body.systolic.between_bounds)
    diastolic = whole_number(_("Bottom number (mmHg)"), Body.diastolic.between_bounds)
    pulse = whole_number(_("Pulse (beats a minute)"), Body.pulse.between_bounds, required=False)

    def clean(self) -> dict[str, Any]:
        """The top number is the higher one."""
        told: dict[str, Any] = super().clean() or {}
        top, bottom = told.get("systolic"), told.get("diastolic")
        if top is not None and bottom is not None and bottom >= top:
            self.add_error("diastolic", _("The top number has to be higher than the bottom number."))
        return told


class WeightForm(MeasureForm):
    """Weight, in kilograms or pounds; kept in kilograms."""

    kind = MeasureKind.WEIGHT
    title = MeasureKind.WEIGHT.label
    weight = forms.DecimalField(
        label=_("Weight"),
        max_digits=5,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.1", "class": "width-4"}),
        error_messages={
            "required": _("Write the weight."),
            "invalid": _("Write the weight as a number, such as 70.5."),
        },
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=[("kg", "kg"), ("lb", "lb")], widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        """A weight that a person can have."""
        told: dict[str, Any] = super().clean() or {}
        low, high = Body.weight.between_bounds
        if told.get("weight") is not None and told.get("unit") and not low <= self._kg(told) <= high:
            self.add_error("weight", _("Write a weight from %(low)d to %(high)d kg.") % {"low": low, "high": high})
        return told

    def found(self) -> dict[str, Any]:
        """The weight in kilograms."""
        return {"kg": self._kg(self.cleaned_data)}

    @staticmethod
    def _kg(told: dict[str, Any]) -> float:
        return round(float(told["weight"]) * (POUND if told["unit"] == "lb" else 1), 1)


class PregnancyTestForm(MeasureForm):
    """A pregnancy test."""

    kind = MeasureKind.PREGNANCY_TEST
    title = MeasureKind.PREGNANCY_TEST.label
    result = forms.ChoiceField(
        label=_("Result"),
        choices=[("negative", _("Negative")), ("positive", _("Positive"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the result.")},
    )

    def found(self) -> dict[str, Any]:
        """Positive or not."""
        return {"positive": self.cleaned_data["result"] == "positive"}


MEASURE_FORMS: dict[str, type[MeasureForm]] = {
    form.kind: form for form in (BloodPressureForm, WeightForm, PregnancyTestForm)
}

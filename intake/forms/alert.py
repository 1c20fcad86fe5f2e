"""What a clinician notes of a safety alert: a call, an assessment, a hand-over, how it was settled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.models import Staff
from clinic.roles import CLINICAL
from intake.models import CallResult, DispositionKind
from intake.models.safety_call import is_soon

ON_A_CLOCK = "%Y-%m-%dT%H:%M"


class OtherAlertsField(forms.MultipleChoiceField):
    """Other open alerts; one that a colleague closed meanwhile is left out, and stops nothing."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        offered: Any = self.choices
        known = {key for key, _title in offered}
        return super().clean([each for each in value or () if each in known])


class CallForm(forms.Form):
    """How a call went, and when the next try is due."""

    result = forms.ChoiceField(
        label=_("How the call went"),
        choices=CallResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how the call went.")},
    )
    next_try_at = forms.DateTimeField(
        label=_("Next try due"),
        help_text=_("Needed unless you reached the patient. Filled in as the clinic’s policy says."),
        required=False,
        input_formats=[ON_A_CLOCK, "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=ON_A_CLOCK),
        error_messages={"invalid": _("Write the time as year-month-day, T, hours:minutes, such as 2027-01-31T14:30.")},
    )
    note = forms.CharField(
        label=_("What was said"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    also = OtherAlertsField(
        label=_("The same call was also about"),
        help_text=_("It is then logged for these alerts, too."),
        required=False,
    )

    def __init__(self, *args: Any, others: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        if others:
            self.fields["also"].choices = others  # type: ignore[attr-defined]
            self.initial["also"] = [key for key, _title in others]
        else:
            del self.fields["also"]

    def clean(self) -> dict[str, Any]:
        """Who was not reached is called again, at a time that is still to come."""
        told: dict[str, Any] = super().clean() or {}
        reached = told.get("result") in (None, CallResult.REACHED)
        if (
            not reached
            and "next_try_at" not in self.errors
            and not is_soon(told.get("next_try_at"), timezone.now())
        ):
            self.add_error("next_try_at", _("Say when the next try is due, later than now and within a week."))
        return told


class AssessmentForm(forms.Form):
    """With which tool a clinician asked, what they found, and the plan."""

    tool = forms.CharField(
        label=_("Tool, or how you asked"),
        help_text=_("Such as the ASQ brief suicide safety assessment, or a clinical interview."),
        max_length=200,
        error_messages={"required": _("Name the tool, or how you asked.")},
    )
    result = forms.CharField(
        label=_("Result"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the result.")},
    )
    plan = forms.CharField(
        label=_("Plan"),
        help_text=_("Safety plan, means, who is with them, when somebody looks again."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the plan in a sentence.")},
    )


class ColleagueField(forms.ModelChoiceField):
    """A colleague, by name and role."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.get_role_display()}"


class HandOverForm(forms.Form):
    """Which colleague takes the alert over."""

    to = ColleagueField(
        label=_("To whom"),
        queryset=Staff.objects.none(),
        empty_label=_("Choose a nurse or physician"),
        error_messages={
            "required": _("Choose the nurse or physician who takes it over."),
            "invalid_choice": _("Choose the nurse or physician who takes it over."),
        },
    )
    note = forms.CharField(
        label=_("What they need to know"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, staff: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        colleagues = Staff.objects.filter(role__in=CLINICAL, is_active=True).exclude(pk=staff.pk)
        self.fields["to"].queryset = colleagues.order_by("name")  # type: ignore[attr-defined]


class DispositionForm(forms.Form):
    """What became of the person behind a safety alert."""

    kind = forms.ChoiceField(
        label=_("What became of the person"),
        choices=DispositionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what became of the person.")},
    )
    follow_up = forms.DateField(
        label=_("Follow up on"),
        help_text=_("Needed with a safety plan."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Write the date as year-month-day, such as 2027-01-31.")},
    )
    note = forms.CharField(
        label=_("What was done, and what comes next"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write in a sentence what was done and what comes next.")},
    )

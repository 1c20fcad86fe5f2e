"""Settling a flag: read it, say how it is settled and why, go on to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from intake.access import flag_for_staff
from intake.forms.settling import SettleForm
from intake.models import Changed, Flag, Intake, NotAllowed, Resolution, Triage
from intake.views.staff.contact import who
from intake.views.staff.flags import draw, folded, resolution_words
from intake.views.staff.unkept import typed_in


def settle(request: HttpRequest, reference: str, pk: Any) -> HttpResponse:
    """One flag, for a clinician. Two who settle it at once: the second is shown both versions."""
    flag = flag_for_staff(request, reference, pk)
    intake, newest = flag.intake, Triage.newest(flag.intake)
    flags = newest.all_flags()
    if flag.triage_id != newest.pk:
        return _weighed_again(request, flag, flags)
    below = _below(flags, flag)
    last = Resolution.last_of(flag)
    form = SettleForm(
        request.POST or None,
        flag=flag,
        folded=below,
        role=request.user.role,  # type: ignore[union-attr]
        initial={"seen": str(last.pk) if last else "", "also": [str(each.pk) for each in below]},
    )
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            _settle(request, flag, below, form)
        except Changed as changed:
            conflict = changed
            last = Resolution.last_of(flag)
            form.data = again = request.POST.copy()
            again["seen"] = str(getattr(last, "pk", ""))
        except NotAllowed as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
        else:
            return _on(request, intake, flag, flags)
    page = _page(intake, flag, last, form, conflict)
    return render(request, "staff/settle.html", page, status=409 if conflict else 200)


def _weighed_again(request: HttpRequest, flag: Flag, flags: Sequence[Flag]) -> HttpResponse:
    """The rules were weighed again while somebody was at this flag: on to the flags of now, with what was typed."""
    messages.warning(request, _("The rules were weighed again meanwhile. These are the flags now."))
    if request.method != "POST":
        return redirect(reverse("record", args=[flag.intake.reference]) + "#flags")
    now = next((each for each in flags if each.mark == flag.mark), None)
    form = SettleForm(request.POST, flag=flag, role=request.user.role)  # type: ignore[union-attr]
    page = {"intake": flag.intake, "who": who(flag.intake), "flag": draw(flag), "unkept": typed_in(form)}
    return render(request, "staff/settle_anew.html", page | {"now": now}, status=409)


@transaction.atomic
def _settle(request: HttpRequest, flag: Flag, below: Sequence[Flag], form: SettleForm) -> None:
    """All or none: what somebody settled meanwhile, of those folded under it too, is not written over."""
    told = form.cleaned_data
    Resolution.settle(flag, request.user, told["outcome"], told["reason"], seen=told["seen"], request=request)
    for each in below:
        if str(each.pk) in told.get("also", ()):
            outcome = told["outcome"] if each.is_grave or told["outcome"] != "overridden" else "not_an_issue"
            Resolution.settle(each, request.user, outcome, told["reason"], request=request)


def _below(flags: Sequence[Flag], flag: Flag) -> list[Flag]:
    """Flags folded under this one that nobody has settled yet."""
    settled, by_pk = Resolution.last_of_each(flags), {each.pk: each for each in flags}
    shown = next((each for each in folded(flags) if each["pk"] == flag.pk), None)
    pks = [each["pk"] for each in shown["folded"]] if shown else []
    return [by_pk[pk] for pk in pks if pk not in settled]


def _on(request: HttpRequest, intake: Intake, flag: Flag, flags: Sequence[Flag]) -> HttpResponse:
    """Back to the record, or on to the next flag that nobody has settled."""
    messages.success(request, _("Settled: %(title)s") % {"title": flag.words["title"]})
    settled = Resolution.last_of_each(flags)
    left = [each for each in sorted(flags, key=lambda each: (-each.level, each.place)) if each.pk not in settled]
    if request.POST.get("then") == "next" and left:
        return redirect("settle", reference=intake.reference, pk=left[0].pk)
    return redirect(reverse("record", args=[intake.reference]) + f"#flag-{flag.pk}")


def _page(
    intake: Intake, flag: Flag, last: Resolution | None, form: SettleForm, conflict: Changed | None
) -> dict[str, Any]:
    return {
        "intake": intake,
        "who": who(intake),
        "flag": draw(flag),
        "last": resolution_words(last) if last else None,
        "form": form,
        "conflict": conflict,
        "may_only_confirm": flag.is_grave and len(form.fields["outcome"].choices) == 1,  # type: ignore[attr-defined]
    }

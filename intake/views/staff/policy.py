"""This clinic's policy on rules: how it stands, what is proposed, and the acts of two physicians."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from intake.access import policy_change_for_staff, policy_changes_for_staff
from intake.figures.firing import firing_of
from intake.forms.policy import AwareForm, ProposalForm, RefusalForm
from intake.models import NotAllowed, PolicyChange, policy_in_force
from intake.triage.changeable import CHANGEABLE, Changeable
from intake.triage.changes import is_same
from intake.views.staff.policy_words import told_of, told_of_changes, warnings_of

MOST_SHOWN = 100


def policy(request: HttpRequest) -> HttpResponse:
    """How the clinic's policy stands, what waits for a second physician, and every change there was."""
    now = policy_in_force()
    changed = [each for each in CHANGEABLE.values() if not is_same(each.under(now), each.published)]
    settings = [each for each in CHANGEABLE.values() if each.kind == "setting"]
    changes = policy_changes_for_staff(request)
    settled = changes.settled()[:MOST_SHOWN]
    page = {
        "version": now.version,
        "number": changes.approved().count(),
        "changed": [_stands(each, now) for each in changed],
        "settings": [_stands(each, now) for each in settings],
        "open": told_of_changes(changes.open()),
        "settled": told_of_changes(settled),
        "may_change": request.user.is_physician,  # type: ignore[union-attr]
    }
    return render(request, "staff/policy.html", page)


def _stands(what: Changeable, now: Any) -> dict[str, Any]:
    return {
        "kind": what.kind,
        "name": what.name,
        "title": what.title,
        "now": what.in_words(what.under(now)),
        "published": what.in_words(what.published),
        "rules": [(rule.code, rule.matter) for rule in what.rules],
    }


def policy_propose(request: HttpRequest, kind: str, of: str) -> HttpResponse:
    """A physician proposes a change: first what it should be, then what will happen, then it waits for another."""
    what = CHANGEABLE.get((kind, of))
    if what is None:
        raise Http404
    now = what.under(policy_in_force())
    form = ProposalForm(request.POST or None, what=what, now=now)
    if request.method != "POST" or "again" in request.POST or not form.is_valid():
        return _asked(request, what, now, form)
    after = form.cleaned_data["after"]
    warned = warnings_of(what, now, after)
    aware = AwareForm(request.POST if "confirmed" in request.POST else None)
    if "confirmed" not in request.POST or (warned and not aware.is_valid()):
        return _confirmed(request, what, now, form, aware)
    try:
        made = PolicyChange.propose(request.user, kind, of, after, form.cleaned_data["reason"], request=request)
    except NotAllowed as refused:
        for sentence in refused.sentences:
            form.add_error(None, sentence)
        return _asked(request, what, now, form)
    messages.success(request, _("Proposed. Nothing changes until another physician approves it."))
    return redirect("policy_change", pk=made.pk)


def _asked(request: HttpRequest, what: Changeable, now: Any, form: ProposalForm) -> HttpResponse:
    page = {
        "what": what,
        "now": what.in_words(now),
        "published": "" if is_same(now, what.published) else what.in_words(what.published),
        "form": form,
        "waiting": policy_changes_for_staff(request).of(what).filter(verdict=None).first(),
        "rules": [(rule.code, rule.matter) for rule in what.rules],
    }
    return render(request, "staff/policy_propose.html", page)


def _confirmed(request: HttpRequest, what: Changeable, now: Any, form: ProposalForm, aware: AwareForm) -> HttpResponse:
    after = form.cleaned_data["after"]
    page = {
        "what": what,
        "now": what.in_words(now),
        "after": what.in_words(after),
        "values": after if isinstance(after, list) else [after],
        "reason": form.cleaned_data["reason"],
        "warnings": warnings_of(what, now, after),
        "form": aware,
        "firing": [(rule.code, firing_of(rule.code)) for rule in what.rules],
    }
    return render(request, "staff/policy_confirm.html", page)


def policy_change(request: HttpRequest, pk: Any) -> HttpResponse:
    """One proposal: a second physician approves or refuses it; who proposed it may withdraw it."""
    change = policy_change_for_staff(request, pk)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    aware = AwareForm(request.POST if act == "approve" else None)
    refusal = RefusalForm(request.POST if act == "refuse" else None)
    form = {"approve": aware, "refuse": refusal}.get(act)
    try:
        if act == "approve" and (not change.is_weaker or aware.is_valid()):
            change.approve(request.user, request=request)
            messages.success(request, _("Approved. It is in force from now on."))
            return redirect("policy_change", pk=change.pk)
        if act == "refuse" and refusal.is_valid():
            change.refuse(request.user, refusal.cleaned_data["note"], request=request)
            messages.success(request, _("Refused. The policy stays as it was."))
            return redirect("policy_change", pk=change.pk)
        if act == "withdraw":
            change.withdraw(request.user, request=request)
            messages.success(request, _("Withdrawn. The policy stays as it was."))
            return redirect("policy_change", pk=change.pk)
    except NotAllowed as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    page = {"change": told_of(change), "form": form, "aware": aware, "refusal": refusal, **_may(request, change)}
    return render(request, "staff/policy_change.html", page)


def _may(request: HttpRequest, change: PolicyChange) -> dict[str, bool]:
    """What this person can do to it now."""
    user: Any = request.user
    is_open = not hasattr(change, "verdict")
    own = user.pk == change.proposed_by_id
    return {
        "may_settle": is_open and user.is_physician and not own,
        "may_withdraw": is_open and user.is_physician and own,
    }

"""The addresses of staff, below /staff/."""

from django.urls import path

from intake.views.staff.alert import alert
from intake.views.staff.ask import ask
from intake.views.staff.consent import course_consent, course_consent_withdraw
from intake.views.staff.day_check import visit_check
from intake.views.staff.decide import decide
from intake.views.staff.desk import desk, desk_record
from intake.views.staff.exception import visit_exception
from intake.views.staff.fill import (
    fill_check_answers,
    fill_intake,
    fill_new,
    fill_please_call,
    fill_save_answer,
    fill_section,
)
from intake.views.staff.hand_over import hand_over
from intake.views.staff.holder import claim, give, here, release
from intake.views.staff.insights import insights
from intake.views.staff.invitations import invitation_act, invitations
from intake.views.staff.leaving import visit_discharge
from intake.views.staff.measuring import measure, weigh_again
from intake.views.staff.medicine_note import course_medicines
from intake.views.staff.merging import patient_merge, patient_unmerge
from intake.views.staff.news import news
from intake.views.staff.outbox import outbox, outbox_settle
from intake.views.staff.patients import intake_patient, patient, patient_details
from intake.views.staff.planning import visits_plan
from intake.views.staff.policy import policy, policy_change, policy_propose
from intake.views.staff.queue import queue
from intake.views.staff.ready import visit_ready
from intake.views.staff.record import record
from intake.views.staff.reopen import reopen
from intake.views.staff.rides import driver_sheet, visit_ride
from intake.views.staff.rules import rule, rules
from intake.views.staff.search import search
from intake.views.staff.settling import settle
from intake.views.staff.sheet import visit_calendar, visit_sheet
from intake.views.staff.today import today
from intake.views.staff.trying import try_rules
from intake.views.staff.visit import visit, visit_move, visit_step
from intake.views.staff.visit_news import visit_news
from intake.views.staff.weighed import weighed
from intake.views.staff.withdrawal import patient_stops, withdrawal_seen
from intake.views.staff.wording import wording, wordings
from intake.views.staff.writing import assessment, note, review_section

urlpatterns = [
    path("", queue, name="queue"),
    path("news/", news, name="news"),
    path("search/", search, name="search"),
    path("handover/", hand_over, name="hand_over"),
    path("intakes/<slug:reference>/claim/", claim, name="claim"),
    path("intakes/<slug:reference>/release/", release, name="release"),
    path("intakes/<slug:reference>/give/", give, name="give"),
    path("intakes/<slug:reference>/here/", here, name="here"),
    path("intakes/new/", fill_new, name="fill_new"),
    path("intakes/<slug:reference>/", record, name="record"),
    path("intakes/<slug:reference>/patient/", intake_patient, name="intake_patient"),
    path("patients/<uuid:pk>/", patient, name="patient"),
    path("patients/<uuid:pk>/details/", patient_details, name="patient_details"),
    path("patients/<uuid:pk>/merge/", patient_merge, name="patient_merge"),
    path("merges/<uuid:pk>/undo/", patient_unmerge, name="patient_unmerge"),
    path("intakes/<slug:reference>/fill/", fill_intake, name="fill_intake"),
    path("intakes/<slug:reference>/fill/check/", fill_check_answers, name="fill_check_answers"),
    path("intakes/<slug:reference>/fill/please-call/", fill_please_call, name="fill_please_call"),
    path("intakes/<slug:reference>/fill/<slug:section>/", fill_section, name="fill_section"),
    path("intakes/<slug:reference>/fill/<slug:section>/<int:page>/", fill_section, name="fill_section_page"),
    path("intakes/<slug:reference>/fill/<slug:section>/save/", fill_save_answer, name="fill_save_answer"),
    path("intakes/<slug:reference>/withdrawal/", withdrawal_seen, name="withdrawal_seen"),
    path("intakes/<slug:reference>/stop/", patient_stops, name="patient_stops"),
    path("intakes/<slug:reference>/decide/", decide, name="decide"),
    path("intakes/<slug:reference>/ask/", ask, name="ask"),
    path("intakes/<slug:reference>/weighed/", weighed, name="weighed"),
    path("intakes/<slug:reference>/weigh-again/", weigh_again, name="weigh_again"),
    path("intakes/<slug:reference>/flags/<uuid:pk>/", settle, name="settle"),
    path("intakes/<slug:reference>/measured/", measure, name="measure"),
    path("intakes/<slug:reference>/notes/", note, name="note"),
    path("intakes/<slug:reference>/assessment/", assessment, name="assessment"),
    path("intakes/<slug:reference>/sections/<slug:section>/", review_section, name="review_section"),
    path("alerts/<uuid:pk>/", alert, name="alert"),
    path("today/", today, name="today"),
    path("intakes/<slug:reference>/visits/", visits_plan, name="visits_plan"),
    path("visits/<uuid:pk>/", visit, name="visit"),
    path("visits/<uuid:pk>/move/", visit_move, name="visit_move"),
    path("visits/<uuid:pk>/cancel/", visit_step, {"act": "cancel"}, name="visit_cancel"),
    path("visits/<uuid:pk>/missed/", visit_step, {"act": "miss"}, name="visit_missed"),
    path("visits/<uuid:pk>/restore/", visit_step, {"act": "restore"}, name="visit_restore"),
    path("visits/<uuid:pk>/check/", visit_check, name="visit_check"),
    path("visits/<uuid:pk>/exception/", visit_exception, name="visit_exception"),
    path("visits/<uuid:pk>/new/", visit_news, name="visit_news"),
    path("visits/<uuid:pk>/ready/", visit_ready, name="visit_ready"),
    path("visits/<uuid:pk>/not-ready/", visit_step, {"act": "take_back"}, name="visit_not_ready"),
    path("visits/<uuid:pk>/discharge/", visit_discharge, name="visit_discharge"),
    path("visits/<uuid:pk>/sheet/", visit_sheet, name="visit_sheet"),
    path("visits/<uuid:pk>/calendar/", visit_calendar, name="visit_calendar"),
    path("courses/<uuid:pk>/consent/", course_consent, name="course_consent"),
    path("courses/<uuid:pk>/consent/withdraw/", course_consent_withdraw, name="course_consent_withdraw"),
    path("courses/<uuid:pk>/medicines/", course_medicines, name="course_medicines"),
    path("desk/", desk, name="desk"),
    path("desk/<slug:reference>/", desk_record, name="desk_record"),
    path("invitations/", invitations, name="invitations"),
    path("invitations/<uuid:pk>/", invitation_act, name="invitation_act"),
    path("outbox/", outbox, name="outbox"),
    path("outbox/<uuid:pk>/", outbox_settle, name="outbox_settle"),
    path("messages/", wordings, name="wordings"),
    path("messages/<slug:what>/", wording, name="wording"),
    path("rides/<uuid:pk>/", visit_ride, name="visit_ride"),
    path("rides/<uuid:pk>/sheet/", driver_sheet, name="driver_sheet"),
    path("reopen/", reopen, name="reopen"),
    path("insights/", insights, name="insights"),
    path("rules/", rules, name="rules"),
    path("rules/try/", try_rules, name="try_rules"),
    path("rules/policy/", policy, name="policy"),
    path("rules/policy/<uuid:pk>/", policy_change, name="policy_change"),
    path("rules/policy/<slug:kind>/<slug:of>/", policy_propose, name="policy_propose"),
    path("rules/<slug:code>/", rule, name="rule"),
]

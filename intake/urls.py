"""The addresses of patients and of everybody."""

from django.urls import path

from intake.views.after_sending import answer_now, sent, who_opened
from intake.views.back import back, come_back, come_back_asked
from intake.views.invited import invited
from intake.views.keeping import answered_before
from intake.views.more import more
from intake.views.news import own_news
from intake.views.overview import check_answers, intake, please_call
from intake.views.pages import accessibility, help_now, home, privacy
from intake.views.pin import pin
from intake.views.reply import check_reply, reply, reply_sent, save_reply
from intake.views.ride import ride_code, ride_link
from intake.views.section import save_answer, section
from intake.views.start import ended, go_on, leave, start
from intake.views.stop import stop
from intake.views.visit import own_calendar, own_visit

urlpatterns = [
    path("", home, name="home"),
    path("start/", start, name="start"),
    path("start/back/", come_back, name="come_back"),
    path("start/back/asked/", come_back_asked, name="come_back_asked"),
    path("start/ended/", ended, name="ended"),
    path("back/<slug:token>/", back, name="back"),
    path("invited/<slug:token>/", invited, name="invited"),
    path("help-now/", help_now, name="help_now"),
    path("privacy/", privacy, name="privacy"),
    path("accessibility/", accessibility, name="accessibility"),
    path("leave/", leave, name="leave"),
    path("more/<slug:token>/", more, name="more"),
    path("reply/", reply, name="reply"),
    path("reply/<int:page>/", reply, name="reply_page"),
    path("reply/save/", save_reply, name="save_reply"),
    path("reply/check/", check_reply, name="check_reply"),
    path("reply/sent/", reply_sent, name="reply_sent"),
    path("visit/", own_visit, name="own_visit"),
    path("visit/new/", own_news, name="own_news"),
    path("visit/calendar/", own_calendar, name="own_calendar"),
    path("ride/", ride_code, name="ride_code"),
    path("ride/<slug:token>/", ride_link, name="ride_link"),
    path("intake/", intake, name="intake"),
    path("intake/go-on/", go_on, name="go_on"),
    path("intake/pin/", pin, name="pin"),
    path("intake/check/", check_answers, name="check_answers"),
    path("intake/please-call/", please_call, name="please_call"),
    path("intake/sent/", sent, name="sent"),
    path("intake/stop/", stop, name="stop"),
    path("intake/answer-now/", answer_now, name="answer_now"),
    path("intake/who-opened/", who_opened, name="who_opened"),
    path("intake/<slug:section>/", section, name="section"),
    path("intake/<slug:section>/<int:page>/", section, name="section_page"),
    path("intake/<slug:section>/<int:page>/before/", answered_before, name="answered_before"),
    path("intake/<slug:section>/save/", save_answer, name="save_answer"),
]

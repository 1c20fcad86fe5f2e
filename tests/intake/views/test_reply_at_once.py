"""One link from many browsers at once, and in no log; each test on a database of its own, commits real."""

from __future__ import annotations

import json
import logging.config
from io import StringIO

from django.test import Client

from clinic import logs
from intake.models import RequestLink, Sitting
from tests.intake.models.test_whole_or_not_at_all import at_once
from tests.intake.views.test_reply import BORN, BORN_LATER, asked, every_row
from tests.preparing import database


def test_twenty_right_dates_at_once_are_one_sitting(fresh_database):
    request, link = asked("heart.clot")
    statuses = at_once(lambda _number: Client().post(link, BORN).status_code, 20)
    assert sorted(statuses) == [200] * 19 + [303]
    assert Sitting.objects.filter(request=request).count() == 1


def test_no_more_than_five_dates_are_tried_at_once(fresh_database):
    request, link = asked("heart.clot")
    at_once(lambda _number: Client().post(link, BORN_LATER).status_code, 12)
    assert RequestLink.objects.get().tries == 5
    assert Client().post(link, BORN).status_code == 200


def test_no_log_holds_the_token(fresh_database, monkeypatch):
    _request, link = asked("heart.clot")
    token = link.split("/")[-2]
    with monkeypatch.context() as now:
        now.setattr("sys.stderr", written := StringIO())
        logging.config.dictConfig(logs.SETTINGS)
        logs.set_up()
        browser = Client(raise_request_exception=False)
        browser.get(link)
        browser.get(link + "nothing-here/")
        browser.post(link, BORN_LATER)
        now.setattr(RequestLink, "use", lambda *_: 1 / 0)
        assert browser.post(link, BORN).status_code == 500
    logging.config.dictConfig(logs.SETTINGS)
    logs.set_up()
    assert "request.failed" in written.getvalue()
    rows = json.dumps(every_row())
    for said in (written.getvalue(), database.home.log.read_text(errors="replace"), rows):
        assert token not in said

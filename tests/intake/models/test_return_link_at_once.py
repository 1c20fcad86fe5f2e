"""One link, tried from many places at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from intake.models import Intake, ReturnLink
from tests.intake.filling import filled
from tests.intake.models.test_return_link import KNOWN, PERSON, WRONG, made


def test_twenty_right_tries_at_once_begin_one_sitting(fresh_database):
    intake = filled(PERSON)
    token = made(intake)

    def come(_):
        try:
            return ReturnLink.come_in(token, KNOWN)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        found = [each for each in pool.map(come, range(20)) if each]
    assert len(found) == 1
    assert Intake.objects.get().sittings.filter(ended_at=None).count() == 1


def test_of_sixty_guesses_at_once_five_are_weighed(fresh_database):
    token = made(filled(PERSON))

    def guess(_):
        try:
            return ReturnLink.come_in(token, WRONG)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert not any(pool.map(guess, range(60)))
    assert ReturnLink.objects.get().tries == 5

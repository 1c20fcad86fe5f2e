"""Messages really leave, through a real mail server: once, in order, later when it is away, never in a request."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest
from django.db import connection, connections
from django.utils import timezone
from structlog.testing import capture_logs

from clinic.addressing import TextGateway
from intake.models import Message, Reach
from intake.models.sending import BACK_OFF, LEASE, take
from intake.questionnaire import section_called
from intake.tasks import Outbox
from tests.intake.filling import filled, staff
from tests.intake.filling import sent_in_silence as sent
from tests.intake.post_office import PostOffice, open_post_office
from tests.people import WELL_MAN

ANN, BOB = "ann@example.org", "bob@example.org"
LINK = "https://intake.clinic.example/r/secret-token"


@pytest.fixture
def office(db: None, settings: Any) -> Iterator[PostOffice]:
    with open_post_office() as office:
        settings.MESSAGES = replace(settings.MESSAGES, mail=office.server)
        yield office


@pytest.fixture
def clock() -> list[float]:
    return [0.0]


@pytest.fixture
def outbox(clock: list[float]) -> Outbox:
    return Outbox(clock=lambda: clock[0])


def person(email: str = ANN) -> Any:
    """Somebody who chose mail, and has begun a form."""
    return filled({code: value for code, value in by_mail(email).items() if code.startswith("about.")})


def by_mail(email: str) -> dict[str, Any]:
    return WELL_MAN | {"about.contact_by": "email", "about.email": email}


def time_passes(how_long: timedelta) -> None:
    """As if so long had gone by, for all that waits."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_message SET next_try_at = next_try_at - %s", [how_long])


def states() -> list[str]:
    return list(Message.objects.order_by("intake", "number").values_list("state", flat=True))


def test_a_message_leaves_once_in_plain_words_that_no_machine_answers(office: PostOffice, outbox: Outbox) -> None:
    message = Message.put("more_needed", intake=person(), context={"link": LINK})
    assert not office.arrived, "nothing is sent by the act itself"
    assert outbox.send_due() == 1 and outbox.send_due() == 0
    [mail] = office.arrived
    assert mail["Message-ID"] == f"<{message.pk}@clinic.example>"
    assert (mail["From"], mail["To"]) == ("Lakeside Clinic <messages@clinic.example>", ANN)
    assert mail["Auto-Submitted"] == "auto-generated" and mail.get_content_type() == "text/plain"
    assert mail["Subject"] == "Lakeside Clinic has a question for you"
    body = mail.get_payload(decode=True).decode()
    assert LINK in body and "<" not in body and str(WELL_MAN["about.first_name"]) not in body
    kept = Message.objects.select_related("intake").get()
    assert kept.state == "sent" and kept.sent_at and kept.letter["link"] == ""
    assert [event.action for event in kept.intake.events()][-1] == "message.sent"


def test_it_is_tried_ever_later_five_times_and_then_is_for_staff(office: PostOffice, outbox: Outbox) -> None:
    office.answers[ANN] = "451 come back later"
    Message.put("received", intake=person())
    for number, rest in enumerate(BACK_OFF, 1):
        before = timezone.now()
        assert outbox.send_due() == 0
        message = Message.objects.get()
        assert (message.state, message.attempts) == ("failed", number)
        assert timedelta(0) <= message.next_try_at - before - rest < timedelta(seconds=20)
        assert outbox.send_due() == 0 and Message.objects.get().attempts == number, "it rests"
        time_passes(rest)
    outbox.send_due()
    message = Message.objects.for_staff().get()
    assert (message.state, message.why, message.attempts) == ("dead", "tried", 5)
    time_passes(timedelta(days=9))
    assert outbox.send_due() == 0 and Message.objects.get().attempts == 5


def test_an_address_that_is_refused_for_good_is_for_staff_at_once(office: PostOffice, outbox: Outbox) -> None:
    office.answers[ANN] = "550 no such person"
    Message.put("received", intake=person())
    outbox.send_due()
    assert Message.objects.get().why == "refused"


def test_a_message_that_nobody_takes_stops_nobody_elses(office: PostOffice, outbox: Outbox) -> None:
    office.answers[ANN] = "451 later"
    for _ in range(3):
        Message.put("received", intake=person(ANN))
    others = [Message.put("received", intake=person(BOB)) for _ in range(3)]
    assert outbox.send_due() == 3
    assert {message.pk for message in Message.objects.filter(state="sent")} == {message.pk for message in others}


def test_a_row_that_nobody_can_read_stops_nobody_elses(office: PostOffice, outbox: Outbox) -> None:
    broken = Message.put("received", intake=person(ANN))
    Message.put("received", intake=person(BOB))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_message SET letter = '\\x01ff' WHERE id = %s", [broken.pk])
    for rest in (timedelta(0), *BACK_OFF):
        time_passes(rest)
        outbox.send_due()
    assert len(office.arrived) == 1
    assert Message.objects.get(pk=broken.pk).state == "dead"


def test_what_comes_to_one_person_keeps_its_order(office: PostOffice, outbox: Outbox) -> None:
    office.answers[ANN] = "451 later"
    intake = person()
    wanted = [Message.put("received", intake=intake) for _ in range(4)]
    driver = Message.put(
        "driver_asked",
        intake=intake,
        context={"link": LINK, "place": "12 Elm Street", "date": "3 May", "time": "noon"},
        to=Reach(email=BOB),
    )
    assert outbox.send_due() == 1 and office.to(BOB) == [f"<{driver.pk}@clinic.example>"], "a driver is another line"
    del office.answers[ANN]
    assert outbox.send_due() == 0, "the first rests, and the others wait for it"
    time_passes(BACK_OFF[0])
    assert outbox.send_due() == 4
    assert office.to(ANN) == [f"<{message.pk}@clinic.example>" for message in wanted]


def test_while_the_mail_server_is_away_no_try_counts_and_then_all_leaves_in_order(
    office: PostOffice, outbox: Outbox, clock: list[float]
) -> None:
    office.close()
    people = {f"p{number}@example.org": person(f"p{number}@example.org") for number in range(5)}
    wanted = {who: [str(Message.put("received", intake=intake).pk) for _ in range(3)] for who, intake in people.items()}
    for _ in range(50):
        outbox.send_due()
        clock[0] += 60
    assert set(states()) == {"waiting"} and {m.attempts for m in Message.objects.all()} == {0}
    office.open()
    clock[0] += 300
    assert outbox.send_due() == 15
    for who, keys in wanted.items():
        assert office.to(who) == [f"<{key}@clinic.example>" for key in keys]


def test_text_messages_go_on_while_the_mail_server_is_away(office: PostOffice, outbox: Outbox, settings: Any) -> None:
    office.close()
    Message.put("received", intake=person())
    by_text = filled({"about.contact_by": "text", "about.phone": "+12025550144"})
    message = Message.put("received", intake=by_text)
    assert outbox.send_due() == 1
    kept = (settings.VAR / "texts" / f"{message.pk}.txt").read_text()
    assert kept.startswith("To: +12025550144\n\nLakeside Clinic: your form has arrived.")


def test_what_somebody_chose_since_counts_when_it_is_sent(office: PostOffice, outbox: Outbox) -> None:
    intake = person()
    Message.put("more_needed", intake=intake, context={"link": LINK})
    intake.save_section(section_called("about"), {"about.contact_by": "none"}, revision=9)
    assert outbox.send_due() == 0 and not office.arrived
    message = Message.objects.select_related("intake").get()
    assert (message.state, message.why, message.letter["link"]) == ("not_sent", "chose_nobody", "")


def test_an_address_that_was_corrected_since_gets_it(office: PostOffice, outbox: Outbox) -> None:
    intake = person()
    Message.put("received", intake=intake)
    intake.save_section(section_called("about"), {"about.email": BOB}, revision=9)
    outbox.send_due()
    assert office.to(BOB) and not office.to(ANN)


def test_what_comes_too_late_is_not_sent(office: PostOffice, outbox: Outbox) -> None:
    Message.put("way_back", intake=person(), context={"link": LINK}, until=timezone.now() - timedelta(seconds=1))
    assert outbox.send_due() == 0 and not office.arrived
    assert Message.objects.select_related("intake").get().why == "too_late"


@pytest.mark.parametrize("address", ["a@example.org, b@example.org", "a@example.org\nBcc: b@example.org", "ﬁ@example.org"])
def test_an_address_that_is_not_one_plain_address_gets_nothing(office: PostOffice, outbox: Outbox, address: str) -> None:
    Message.put("invitation", intake=filled({}), context={"link": LINK}, to=Reach(email=address))
    assert outbox.send_due() == 0 and not office.arrived
    assert Message.objects.get().why == "refused"


def test_a_message_is_one_workers_until_its_lease_ends(office: PostOffice, outbox: Outbox) -> None:
    Message.put("received", intake=person())
    held = take()
    assert held is not None and outbox.send_due() == 0
    time_passes(LEASE)
    assert outbox.send_due() == 1 and office.to(ANN) == [f"<{held.pk}@clinic.example>"]


def test_staff_have_it_sent_again_once_the_address_is_right(office: PostOffice, outbox: Outbox) -> None:
    office.answers[ANN] = "550 no such person"
    intake = person()
    Message.put("received", intake=intake)
    outbox.send_due()
    intake.save_section(section_called("about"), {"about.email": BOB}, revision=9)
    Message.objects.get().send_again(staff("front_desk"))
    assert outbox.send_due() == 1 and office.to(BOB)


def test_no_address_and_no_text_stands_in_the_log(office: PostOffice, outbox: Outbox) -> None:
    office.answers[BOB] = "451 bob@example.org has no room"
    Message.put("more_needed", intake=person(), context={"link": LINK})
    Message.put("received", intake=person(BOB))
    with capture_logs() as lines:
        outbox.send_due()
    said = str(lines)
    assert "message.sent" in said and "message.refused" in said
    for secret in (ANN, BOB, "secret-token", "question for you"):
        assert secret not in said


def test_four_workers_send_each_message_once(fresh_database: str, settings: Any) -> None:
    with open_post_office() as office:
        settings.MESSAGES = replace(settings.MESSAGES, mail=office.server)
        intakes = [person(f"p{number}@example.org") for number in range(6)]
        for intake in intakes * 4:
            Message.put("received", intake=intake)

        def work() -> None:
            own = Outbox()
            while Message.objects.unsent().exists():
                own.send_due()
            connections.close_all()

        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(timeout=60)
        keys = [mail["Message-ID"] for mail in office.arrived]
        assert len(keys) == len(set(keys)) == 24
        for number in range(6):
            arrived = office.to(f"p{number}@example.org")
            order = Message.objects.filter(intake=intakes[number]).order_by("number")
            assert arrived == [f"<{message.pk}@clinic.example>" for message in order]


class Gateway(BaseHTTPRequestHandler):
    """A gateway for text messages, which answers as it is told."""

    answer: ClassVar[int] = 202
    asked: ClassVar[list[tuple[dict[str, str], bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((dict(self.headers), body))
        self.send_response(self.answer)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def gateway(db: None, settings: Any) -> Iterator[type[Gateway]]:
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    where = TextGateway(f"http://127.0.0.1:{server.server_port}/send", "a token")
    settings.MESSAGES = replace(settings.MESSAGES, texts=where)
    Gateway.asked.clear()
    Gateway.answer = 202
    yield Gateway
    server.shutdown()
    server.server_close()


def test_a_gateway_is_given_number_text_and_a_key_that_stays(gateway: type[Gateway], outbox: Outbox) -> None:
    message = Message.put("received", intake=sent(WELL_MAN | {"about.contact_by": "text"}))
    assert outbox.send_due() == 1
    [(headers, body)] = gateway.asked
    assert headers["Authorization"] == "Bearer a token" and headers["Idempotency-Key"] == str(message.pk)
    assert str(WELL_MAN["about.phone"]).encode() in body


@pytest.mark.parametrize(("answer", "state"), [(503, "waiting"), (401, "waiting"), (302, "waiting"), (400, "dead")])
def test_a_gateway_that_does_not_take_it(gateway: type[Gateway], outbox: Outbox, answer: int, state: str) -> None:
    gateway.answer = answer
    Message.put("received", intake=sent(WELL_MAN | {"about.contact_by": "text"}))
    assert outbox.send_due() == 0
    assert states() == [state] and len(gateway.asked) == 1, "our token goes nowhere else"

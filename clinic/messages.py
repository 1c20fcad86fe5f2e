"""How messages leave: mail server, gateway for text messages, the clinic's name in them, where links lead."""

from __future__ import annotations

from dataclasses import dataclass

from clinic import environment
from clinic.addressing import MailServer, TextGateway, gateway_at, mail_server_at, one_address

INVENTED_NAME = "Lakeside Clinic"
INVENTED_PLACE = "12 Harbor Road, main entrance"
INVENTED_SENDER = "messages@clinic.example"


@dataclass(frozen=True)
class Messages:
    """What a clinic set for its messages. `place` is where somebody who collects a patient comes to."""

    mail: MailServer
    texts: TextGateway | None
    sender: str
    name: str
    site: str
    place: str = ""
    driver_reads_first_name: bool = False

    def link(self, path: str) -> str:
        """The whole address of a page, never made from what a browser says it asked."""
        return f"{self.site}{path}"


def messages_from_environment(*, clinic_name: str, demo: bool) -> Messages:
    """A demo keeps messages as files; a real clinic says where they leave, and from whom."""
    mail = environment.text("CLEARWAY_MAIL_URL", "file:" if demo else None)
    texts = environment.text("CLEARWAY_SMS_URL", "file:" if demo else "none")
    token = environment.text("CLEARWAY_SMS_TOKEN", "")
    sender = environment.text("CLEARWAY_MAIL_FROM", INVENTED_SENDER if demo else None)
    name = environment.text("CLEARWAY_MESSAGES_NAME", INVENTED_NAME if demo else clinic_name)
    return Messages(
        mail=mail_server_at("CLEARWAY_MAIL_URL", mail, files=demo),
        texts=None if texts == "none" else gateway_at("CLEARWAY_SMS_URL", texts, token, files=demo),
        sender=one_address("CLEARWAY_MAIL_FROM", sender),
        name=name,
        site=_site(demo=demo),
        place=environment.text("CLEARWAY_MEETING_PLACE", INVENTED_PLACE if demo else name),
        driver_reads_first_name=environment.yes_or_no("CLEARWAY_DRIVER_READS_FIRST_NAME"),
    )


def _site(*, demo: bool) -> str:
    if not demo:
        return environment.web_address("CLEARWAY_PUBLIC_URL", None).rstrip("/")
    return environment.text("CLEARWAY_PUBLIC_URL", "http://localhost:8000").rstrip("/")

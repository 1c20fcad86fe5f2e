"""At 400 % zoom, 1280 by 1024 pixels leave 320 by 256: nobody has to scroll sideways (WCAG 2.2, 1.4.10)."""

from __future__ import annotations

from clinic.roles import Role
from tests.journeys.clinician import Clinician
from tests.journeys.patient import Patient
from tests.people import TYPICAL

ZOOMED_IN = {"width": 320, "height": 256}
TOO_WIDE = """() => document.documentElement.scrollWidth > innerWidth
  ? [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > innerWidth)
    .map((each) => each.outerHTML.slice(0, 100))
  : []"""


def nothing_scrolls_sideways(page):
    """The page is no wider than the window."""
    too_wide = page.evaluate(TOO_WIDE)
    assert not too_wide, f"{page.url}\n" + "\n".join(too_wide)


def test_a_patient_is_screened_and_cleared_at_400_percent_zoom(phone):
    maya = Patient(phone(), TYPICAL, look=nothing_scrolls_sideways)
    maya.page.set_viewport_size(ZOOMED_IN)
    maya.is_screened()

    page = phone()
    page.set_viewport_size(ZOOMED_IN)
    nurse = Clinician(page, Role.NURSE, nothing_scrolls_sideways)
    nurse.opens_the_record_of("Maya Example")
    nurse.goes_to_decide()
    nurse.decides("Cleared for treatment", "Spoke with the patient and the prescriber today.")

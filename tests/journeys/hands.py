"""How a person works a page: by touch, or by the keyboard alone."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from playwright.sync_api import Locator, Page

MOST_TABS = 250

WHERE_THE_FOCUS_IS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "the focus is lost";
  const ring = [at, at.closest("label"), at.closest("li"), at.closest("tr")].find((each) => {
    const style = each && getComputedStyle(each);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  if (!ring) return `no ring around ${at.outerHTML.slice(0, 120)}`;
  const box = ring.getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const seen = [0.1, 0.5, 0.9].some((part) => {
    const found = document.elementFromPoint(left + (right - left) * part, top + (bottom - top) * part);
    return found && (ring.contains(found) || found.contains(ring));
  });
  return left < right && top < bottom && seen ? "" : `the focus is out of sight: ${at.outerHTML.slice(0, 120)}`;
}"""


MIDDLE_OF_WHAT_CAN_BE_SEEN = """(card) => {
  card.scrollIntoView({ block: "center" });
  const box = card.getBoundingClientRect();
  const at = [box.left + box.width / 2, box.top + box.height / 2];
  return card.contains(document.elementFromPoint(...at)) ? at : null;
}"""


class Hands(Protocol):
    """What a person does with one control."""

    def choose(self, page: Page, name: str, value: str) -> None: ...
    def write(self, page: Page, name: str, text: str) -> None: ...
    def write_time(self, page: Page, name: str, at: datetime) -> None: ...
    def pick(self, page: Page, name: str, value: str) -> None: ...
    def press(self, page: Page, button: Locator) -> None: ...


class Fingers:
    """Taps what can be seen: the whole card of an answer, a box, a button."""

    def choose(self, page: Page, name: str, value: str) -> None:
        """Takes an answer."""
        at = page.locator(f'label:has(> [name="{name}"][value="{value}"])').evaluate(MIDDLE_OF_WHAT_CAN_BE_SEEN)
        assert at, f"{name}: something covers {value}"
        page.mouse.click(*at)
        assert page.locator(f'[name="{name}"][value="{value}"]').is_checked(), f"{name} is not {value}"

    def write(self, page: Page, name: str, text: str) -> None:
        """Types into a box."""
        page.locator(f'[name="{name}"]').fill(text)

    def write_time(self, page: Page, name: str, at: datetime) -> None:
        """Types a day and an hour."""
        self.write(page, name, f"{at:%Y-%m-%dT%H:%M}")

    def pick(self, page: Page, name: str, value: str) -> None:
        """Takes one line of a list that opens."""
        page.locator(f'[name="{name}"]').select_option(value)

    def press(self, page: Page, button: Locator) -> None:
        """Presses a button or follows a link."""
        button.click()


class Keys:
    """Tab, arrows, Space, Enter and letters, nothing else; sees at every step where the focus is."""

    def choose(self, page: Page, name: str, value: str) -> None:
        """Radio buttons are one stop, with arrows between them; a tick is a stop of its own."""
        group = page.locator(f'[name="{name}"]:enabled')
        wanted = page.locator(f'[name="{name}"][value="{value}"]')
        if wanted.get_attribute("type") == "checkbox":
            self._go_to(page, wanted)
        else:
            self._go_to(page, group)
            values = [each.get_attribute("value") for each in group.all()]
            here = values.index(page.evaluate("document.activeElement.value"))
            for _ in range(values.index(value) - here):
                self._press(page, "ArrowDown")
        if not wanted.is_checked():
            self._press(page, "Space")
        assert wanted.is_checked(), f"{name} is not {value}"

    def write(self, page: Page, name: str, text: str) -> None:
        """Goes to the box and writes over what stands there."""
        self._go_to(page, page.locator(f'[name="{name}"]'))
        page.keyboard.press("Control+a")
        page.keyboard.type(text)

    def write_time(self, page: Page, name: str, at: datetime) -> None:
        """Goes to the box and types month, day, year, hour, minute and half of the day, one part after another."""
        box = page.locator(f'[name="{name}"]')
        self._go_to(page, box)
        page.keyboard.type(f"{at:%m%d%Y}")
        page.keyboard.press("ArrowRight")
        page.keyboard.type(f"{at:%I%M%p}")
        assert box.input_value() == f"{at:%Y-%m-%dT%H:%M}", f"{name} is {box.input_value()}"

    def pick(self, page: Page, name: str, value: str) -> None:
        """Goes to the list and moves down to the line."""
        wanted = page.locator(f'[name="{name}"]')
        self._go_to(page, wanted)
        while wanted.input_value() != value:
            self._press(page, "ArrowDown")

    def press(self, page: Page, button: Locator) -> None:
        """Goes there and presses Enter."""
        self._go_to(page, button)
        page.keyboard.press("Enter")

    def _go_to(self, page: Page, wanted: Locator) -> None:
        for _ in range(MOST_TABS):
            if wanted.evaluate_all("wanted => wanted.includes(document.activeElement)"):
                return
            self._press(page, "Tab")
        raise AssertionError(f"the keyboard does not reach {wanted}")

    def _press(self, page: Page, key: str) -> None:
        page.keyboard.press(key)
        trouble = page.evaluate(WHERE_THE_FOCUS_IS)
        assert not trouble, f"after {key} on {page.url}: {trouble}"

"""The kinds of question, and a section as a class body that reads like the form.

    class Body(AskedOfAdults):
        title = _("Height, weight and blood pressure")
        knows_bp = YesNo(_("Do you know your last blood pressure reading?"))
        systolic = Number(_("Top number"), unit="mm[Hg]", between=(60, 280), ask_if=knows_bp.is_yes)

The order written is the order asked. A question's code is `section.attribute` and never changes once released.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from intake.questionnaire.conditions import Condition, NotTicked, Ticked
from intake.questionnaire.instruments import Item, Scale
from intake.questionnaire.subjects import Chosen, Counted, Dated, ItemOf, Listed, Subject, WorkedOut
from intake.questionnaire.truth import Truth
from intake.questionnaire.words import _

if TYPE_CHECKING:
    from intake.questionnaire.answers import Answers

UNSURE_LABEL = _("Not sure")
RATHER_NOT_SAY_LABEL = _("I’d rather tell the clinician")


class Question(Subject):
    """One thing we ask: its words, when it is asked, whether it may be left blank, and who may read the answer.

    `audience` is `contact`, `ride` or `clinical`. `help` stands under the question. `native` marks a question that
    offers *I'd rather tell the clinician* by itself, whatever its section does.
    """

    def __init__(
        self,
        label: str,
        *,
        help: str = "",
        ask_if: Condition | None = None,
        required: bool = True,
        audience: str = "clinical",
    ) -> None:
        self.label = label
        self.help = help
        self.ask_if = ask_if
        self.required = required
        self.audience = audience
        self.name = ""
        self.section: type[Section]

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.code = f"{owner.__name__.lower()}.{name}"

    def questions(self) -> tuple[Question, ...]:
        return (self,)

    def given(self, answers: Answers) -> Any:
        value = answers.values.get(self.code)
        return None if value == "" or value == [] else value

    def asked(self, answers: Answers) -> Truth:
        return answers.asks(self)

    @property
    def may_decline(self) -> bool:
        """Whether *I'd rather tell the clinician* is offered."""
        return self.section.may_decline

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.code}>"


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen."""

    code: str
    label: str


class OneOf(Question, Chosen):
    """Choose one. `options` maps codes to words; `options_from` takes the options ticked in another question.

    An answer that is not among the options (any more) is a blank: it is asked again, and never counts as a No.
    """

    def __init__(
        self,
        label: str,
        options: Mapping[str, str] | None = None,
        *,
        unsure: bool = False,
        options_from: SomeOf | None = None,
        other: bool = False,
        **rest: Any,
    ) -> None:
        super().__init__(label, **rest)
        given = dict(options or {})
        if unsure:
            given["unsure"] = UNSURE_LABEL
        self._options = tuple(Option(code, words) for code, words in given.items())
        self.options_from = options_from
        self.other = other

    @property
    def options(self) -> tuple[Option, ...]:
        """Every option offered, *I'd rather tell the clinician* last."""
        options = self._options
        if self.options_from is not None:
            options = tuple(each for each in self.options_from.options if each.code != "rather_not_say")
        if self.may_decline and all(each.code != "rather_not_say" for each in options):
            options = (*options, Option("rather_not_say", RATHER_NOT_SAY_LABEL))
        return options

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of its options."""
        return frozenset(option.code for option in self.options)

    def given(self, answers: Answers) -> Any:
        value = super().given(answers)
        return value if isinstance(value, str) and value in self.codes else None


class YesNo(OneOf):
    """Yes or No; with `unsure`, *not sure* is an equal choice."""

    def __init__(self, label: str, *, unsure: bool = False, **rest: Any) -> None:
        super().__init__(label, {"yes": _("Yes"), "no": _("No")}, unsure=unsure, **rest)


class Check(OneOf):
    """Asks whether something was understood. May be left blank; whatever is chosen, the patient goes on, and staff see it.

    `right` is the option that says what is so, and `explained` says it once to whoever chose another.
    """

    def __init__(self, label: str, options: Mapping[str, str], *, right: str, explained: str) -> None:
        super().__init__(label, options, unsure=True, required=False)
        self.right = right
        self.explained = explained


class SomeOf(Question, Chosen):
    """Tick all that fit. `none` is the words of *none of these*, which excludes the rest; `other` opens a text."""

    def __init__(
        self, label: str, options: Mapping[str, str], *, none: str = "", other: bool = False, **rest: Any
    ) -> None:
        super().__init__(label, **rest)
        self._options = tuple(Option(code, words) for code, words in options.items())
        self.none = none
        self.other = other

    @property
    def options(self) -> tuple[Option, ...]:
        """Every option offered; *none of these* and *I'd rather tell the clinician* exclude the rest."""
        options = self._options
        if self.none:
            options = (*options, Option("none", self.none))
        if self.may_decline:
            options = (*options, Option("rather_not_say", RATHER_NOT_SAY_LABEL))
        return options

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of its options."""
        return frozenset(option.code for option in self.options)

    def given(self, answers: Answers) -> Any:
        """What was ticked; a blank when a tick is not among the options (any more), so that it is asked again."""
        value = super().given(answers)
        known = isinstance(value, list) and all(
            isinstance(each, str) and each in self.codes for each in value
        )
        return value if known else None

    @property
    def alone(self) -> frozenset[str]:
        """Options that exclude all others."""
        return frozenset({"none", "rather_not_say", "unsure"})


class Number(Question, Counted):
    """A number with a unit (UCUM), within hard bounds; outside `usual` we ask once *Is this right?*

    `less_than` is a question whose number must be greater than this one's.
    """

    def __init__(
        self,
        label: str,
        *,
        unit: str = "",
        between: tuple[float, float],
        usual: tuple[float, float] | None = None,
        less_than: Number | None = None,
        **rest: Any,
    ) -> None:
        super().__init__(label, **rest)
        self.unit = unit
        self.between_bounds = between
        self.usual = usual
        self.less_than = less_than


class Length(Number):
    """A height, kept in centimetres; given in centimetres or in feet and inches."""

    units = ("cm", "ft_in")

    def __init__(self, label: str, **rest: Any) -> None:
        super().__init__(label, unit="cm", **rest)

    def number(self, value: Any) -> float | None:
        return value.get("cm") if isinstance(value, Mapping) else super().number(value)


class Mass(Number):
    """A weight, kept in kilograms; given in kilograms or in pounds."""

    units = ("kg", "lb")

    def __init__(self, label: str, **rest: Any) -> None:
        super().__init__(label, unit="kg", **rest)

    def number(self, value: Any) -> float | None:
        return value.get("kg") if isinstance(value, Mapping) else super().number(value)


class Day(Question, Dated):
    """A day that is not in the future, from `earliest` or at most `within_years` back; `today` fills itself in."""

    def __init__(
        self,
        label: str,
        *,
        earliest: date | None = None,
        within_years: int = 0,
        today: bool = False,
        **rest: Any,
    ) -> None:
        super().__init__(label, **rest)
        self.earliest = earliest
        self.within_years = within_years
        self.today = today


class Words(Question):
    """Free text, in code points at most `longest`; `long` gives it several lines."""

    def __init__(self, label: str, *, longest: int = 200, long: bool = False, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.longest = longest
        self.long = long


class Phone(Question):
    """A telephone number, kept as E.164. `differs_from`: warn, do not refuse, when it equals that one."""

    def __init__(self, label: str, *, differs_from: Phone | None = None, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.differs_from = differs_from


class Email(Question):
    """One e-mail address."""


class Address(Question):
    """A postal address: street, city, state, zip, country."""

    parts: ClassVar[Mapping[str, str]] = {
        "street": _("Street and number"),
        "city": _("City"),
        "state": _("State or region"),
        "zip": _("ZIP or postal code"),
        "country": _("Country"),
    }


@dataclass(frozen=True)
class Column:
    """One thing asked in each row of a list; with `options` it is a choice. `joined`: said in one breath with what
    stands before it, such as *5 mg*."""

    code: str
    label: str
    options: tuple[Option, ...] = ()
    required: bool = False
    longest: int = 100
    joined: bool = False


class Rows(Question, Listed):
    """A list the patient makes, row by row. `none` is the words of the tick for *there are none*."""

    def __init__(
        self, label: str, columns: tuple[Column, ...], *, none: str = "", most: int = 40, **rest: Any
    ) -> None:
        super().__init__(label, **rest)
        self.columns = columns
        self.none = none
        self.most = most


class Instrument(Question):
    """A published questionnaire, asked in its official words; each item may be declined."""

    def __init__(self, scale: Scale, **rest: Any) -> None:
        super().__init__(scale.title, **rest)
        self.scale = scale
        self.items = tuple(ItemOf(self, item) for item in scale.items)
        self._item_gates: dict[str, Condition] = {}

    def item(self, code: str | int) -> ItemOf:
        """One item, to hold a condition on to."""
        return next(each for each in self.items if each.item.code == str(code))

    def item_gate(self, item: Item) -> Condition | None:
        """When this item is asked; None when it always is."""
        if item.ask_if is None:
            return None
        if item.code not in self._item_gates:
            self._item_gates[item.code] = item.ask_if(self)
        return self._item_gates[item.code]

    def any_item_is(self, *options: str) -> Condition:
        """At least one item that counts towards the score was answered so."""
        first, *rest = (item.is_any(*options) for item in self.items if item.item.scored)
        joined: Condition = first
        for each in rest:
            joined = joined | each
        return joined


class Acknowledgement(Question):
    """A tick box for one sentence, unticked until the patient ticks it; keeps the version and hash of the sentence."""

    def __init__(self, label: str, *, version: int = 1, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.version = version

    @property
    def is_ticked(self) -> Ticked:
        """The box is ticked."""
        return Ticked(self)

    @property
    def is_not_ticked(self) -> NotTicked:
        """The box is not ticked."""
        return NotTicked(self)


class Page:
    """Starts a new screen of its section: what follows it in the class body stands on that screen."""

    def __init__(self, title: str, *, intro: str = "", kindness: str = "") -> None:
        self.title = title
        self.intro = intro
        self.kindness = kindness
        self.questions: tuple[Question, ...] = ()
        self.number = 1


class Section:
    """One part of the screening. Subclasses are read, never instantiated.

    `intro` says why we ask; `kindness` is said first where a subject is hard; `may_decline` offers *I'd rather tell
    the clinician* on every question; `ask_if` is when the section is asked at all; `explained_at` names the pages, by
    their place below /learn/, that say more.
    """

    code: ClassVar[str] = ""
    title: ClassVar[str] = ""
    intro: ClassVar[str] = ""
    kindness: ClassVar[str] = ""
    may_decline: ClassVar[bool] = False
    private: ClassVar[bool] = False
    """Whether what was answered stays unseen when its patient comes back by a link."""
    explained_at: ClassVar[tuple[str, ...]] = ()
    ask_if: ClassVar[Condition | None] = None
    questions: ClassVar[tuple[Question, ...]] = ()
    worked_out: ClassVar[tuple[WorkedOut, ...]] = ()
    pages: ClassVar[tuple[Page, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.code = cls.__name__.lower()
        cls.questions = tuple(each for each in vars(cls).values() if isinstance(each, Question))
        cls.worked_out = tuple(each for each in vars(cls).values() if isinstance(each, WorkedOut))
        for question in cls.questions:
            question.section = cls
        cls.pages = _pages_of(cls)


def _pages_of(section: type[Section]) -> tuple[Page, ...]:
    pages = [Page(section.title, intro=section.intro, kindness=section.kindness)]
    for each in vars(section).values():
        if isinstance(each, Page):
            pages.append(each)
        elif isinstance(each, Question):
            pages[-1].questions += (each,)
    pages = [page for page in pages if page.questions]
    for number, page in enumerate(pages, start=1):
        page.number = number
    return tuple(pages)

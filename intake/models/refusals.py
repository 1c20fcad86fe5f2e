"""Acts that are refused, each with a sentence that says what to do."""


class NotAllowed(Exception):
    """An act that this person may not do, or not now; its sentences are for the person who tried."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class NotOpen(NotAllowed):
    """The form has been sent, withdrawn or closed: nothing more can be written in it."""


class Incomplete(NotAllowed):
    """The form cannot be sent yet; `codes` are the questions that still need an answer."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__("Some questions still need an answer.")
        self.codes = codes

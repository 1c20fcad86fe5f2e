"""An act that may not be done, and why, in sentences for whoever tried."""


class Refused(Exception):
    """Nothing was changed. `sentences` say what is wrong and what to do."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences

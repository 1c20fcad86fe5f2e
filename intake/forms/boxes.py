"""A question that is answered in several boxes, and what is said of a box that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class Wrong(ValidationError):
    """What is wrong and what to do. `box` is the part of the question it is about; `kept` is what is well formed."""

    def __init__(self, sentence: str, *, box: str = "", kept: Any = None) -> None:
        super().__init__(sentence)
        self.box = box
        self.kept = kept


class Boxes(forms.Widget):
    """Several boxes of one question: `name.part`. Reads only; the form's template draws them."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        start = f"{name}."
        return {key[len(start) :]: data.get(key, "").strip() for key in data if key.startswith(start)}


class BoxesField(forms.Field):
    """A field of several boxes."""

    widget = Boxes

    def __init__(self) -> None:
        super().__init__(required=False)

    def typed(self, value: Any) -> dict[str, Any]:
        """A kept value as its boxes show it."""
        return dict(value) if isinstance(value, Mapping) else {}

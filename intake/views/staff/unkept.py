"""What somebody typed for an act that is not possible any more: shown once more, so that nobody writes it twice."""

from __future__ import annotations

from typing import Any

from django import forms


def typed_in(form: Any) -> list[tuple[str, str]]:
    """The words in the text boxes of a form that was sent, each with its label."""
    boxes = [field for field in form if isinstance(field.field.widget, forms.Textarea | forms.TextInput)]
    typed = [(str(field.label), str(field.value() or "").strip()) for field in boxes if not field.is_hidden]
    return [(label, words) for label, words in typed if words]

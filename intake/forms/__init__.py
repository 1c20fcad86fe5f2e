"""Reads what patients post: a form field for each kind of question, and a form for each screen."""

from intake.forms.section_form import SectionForm

__all__ = ["SectionForm"]

"""What is kept of the education pages: a file per noun."""

from education.models.draft import Draft
from education.models.medical_review import MedicalReview
from education.models.page import Group, Kind, Page
from education.models.picture import Picture
from education.models.publication import Publication
from education.models.refusals import Refused
from education.models.source import Source
from education.models.verdict import Verdict
from education.models.version import Origin, Version

__all__ = [
    "Draft",
    "Group",
    "Kind",
    "MedicalReview",
    "Origin",
    "Page",
    "Picture",
    "Publication",
    "Refused",
    "Source",
    "Verdict",
    "Version",
]

"""The addresses of editors and medical reviewers, below /staff/education/."""

from django.urls import path

from education.views.editors.differences import compare
from education.views.editors.library import pictures, sources
from education.views.editors.pages import call_off, hide, listing, new, overview
from education.views.editors.previews import draft, draft_shown, version_shown
from education.views.editors.versions import version
from education.views.editors.writing import begin, edit, keep

urlpatterns = [
    path("", listing, name="education"),
    path("new/", new, name="education_new"),
    path("pages/<slug:slug>/", overview, name="education_page"),
    path("pages/<slug:slug>/begin/", begin, name="education_begin"),
    path("pages/<slug:slug>/edit/", edit, name="education_edit"),
    path("pages/<slug:slug>/keep/", keep, name="education_keep"),
    path("pages/<slug:slug>/hide/", hide, name="education_hide"),
    path("pages/<slug:slug>/call-off/", call_off, name="education_call_off"),
    path("pages/<slug:slug>/differences/", compare, name="education_differences"),
    path("pages/<slug:slug>/versions/<int:number>/", version, name="education_version"),
    path("pages/<slug:slug>/versions/<int:number>/shown/", version_shown, name="education_version_shown"),
    path("drafts/<uuid:draft>/", draft, name="education_draft"),
    path("drafts/<uuid:draft>/shown/", draft_shown, name="education_draft_shown"),
    path("sources/", sources, name="education_sources"),
    path("pictures/", pictures, name="education_pictures"),
]

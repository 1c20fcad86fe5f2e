"""The bare project's addresses."""

from django.urls import path

from bench.bare.views import form, rows, text

urlpatterns = [
    path("form/<int:pk>/", form, name="form"),
    path("list/", rows, name="list"),
    path("text/<int:pk>/", text, name="text"),
]

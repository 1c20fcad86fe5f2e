"""The bare project's three addresses."""

from django.urls import path

from bench.bare.views import form, rows

urlpatterns = [path("form/<int:pk>/", form, name="form"), path("list/", rows, name="list")]

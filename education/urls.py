"""The addresses of readers, below /learn/."""

from django.urls import path

from education.views.pictures import picture
from education.views.reader import index, page
from education.views.search import search

urlpatterns = [
    path("", index, name="learn"),
    path("search/", search, name="learn_search"),
    path("pictures/<uuid:pk>/", picture, name="learn_picture"),
    path("<slug:slug>/", page, name="learn_page"),
]

"""Whether the process lives, and whether it can serve; and the two files every site is asked for."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from clinic.errors import page

READY = "SELECT to_regclass('clinic_eventhead') IS NOT NULL"


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and its tables are there; otherwise 503."""
    with connection.cursor() as cursor:
        cursor.execute(READY)
        ready = cursor.fetchone()[0]
    return HttpResponse("ok", content_type="text/plain; charset=utf-8") if ready else page(request, 503)


def robots(request: HttpRequest) -> HttpResponse:
    """Only the first page and the education pages may be indexed."""
    return HttpResponse(
        "User-agent: *\nAllow: /$\nAllow: /learn/\nDisallow: /\n", content_type="text/plain; charset=utf-8"
    )


def favicon(request: HttpRequest) -> HttpResponse:
    """The icon under the name that browsers ask for unbidden."""
    return HttpResponseRedirect(staticfiles_storage.url("icons/favicon.svg"))

"""Headers of every answer, errors and redirects too: what the browser may load, keep and tell others."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}


def policy(**changed: str) -> str:
    """The site's content policy, with directives of one page's own: `policy(frame_src="'self'")`."""
    own = {name.replace("_", "-"): value for name, value in changed.items()}
    return "; ".join(f"{name} {value}" for name, value in {**DIRECTIVES, **own}.items())


POLICY = policy()
DENIED = (
    "accelerometer autoplay browsing-topics camera display-capture encrypted-media fullscreen geolocation gyroscope "
    "magnetometer microphone midi payment picture-in-picture publickey-credentials-get screen-wake-lock usb "
    "xr-spatial-tracking"
).split()
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in DENIED),
    "X-Frame-Options": "DENY",
}
FRAMED_BY_US = "frame-ancestors 'self'"
HSTS = "max-age=63072000; includeSubDomains; preload"


def with_policy(response: HttpResponse, **changed: str) -> HttpResponse:
    """The one way for an answer to carry a content policy of its own: the site's, with these directives."""
    response.own_policy = policy(**changed)  # type: ignore[attr-defined]
    return response


class HeadersMiddleware:
    """Sets them outermost, so that no answer leaves without."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        return protected(response, may_be_kept=_may_be_kept(request, response))


def protected(response: HttpResponse, *, may_be_kept: bool = False) -> HttpResponse:
    """The answer with all of them; stored nowhere, unless it may be."""
    for name, value in ALWAYS.items():
        response[name] = value
    own = getattr(response, "own_policy", "")
    if own:
        response["Content-Security-Policy"] = own
        response["X-Frame-Options"] = "SAMEORIGIN" if FRAMED_BY_US in own else "DENY"
    if settings.HTTPS:
        response["Strict-Transport-Security"] = HSTS
    if not may_be_kept:
        response["Cache-Control"] = "no-store"
    return response


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Files, and pages that are the same for everybody (`everybodys`, below): all else is stored nowhere."""
    if response.status_code >= 400:
        return False
    return request.path.startswith(settings.STATIC_URL) or getattr(response, "is_everybodys", False)


def everybodys(response: HttpResponse, *, kept: str = "public, no-cache") -> HttpResponse:
    """A page that is the same for everybody: may be kept, and is asked about again each time. Sets no cookie."""
    response["Cache-Control"] = kept
    response["Vary"] = "Cookie"
    response.is_everybodys = True  # type: ignore[attr-defined]
    return response

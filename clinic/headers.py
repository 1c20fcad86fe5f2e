"""Headers of every answer, errors and redirects too: what the browser may load, keep and tell others."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
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
HSTS = "max-age=63072000; includeSubDomains; preload"


class HeadersMiddleware:
    """Sets them outermost, so that no answer leaves without."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        is_file = request.path.startswith(settings.STATIC_URL) and response.status_code < 400
        return protected(response, may_be_kept=is_file)


def protected(response: HttpResponse, *, may_be_kept: bool = False) -> HttpResponse:
    """The answer with all of them; only a file may be kept by a browser."""
    for name, value in ALWAYS.items():
        response[name] = value
    if settings.HTTPS:
        response["Strict-Transport-Security"] = HSTS
    if not may_be_kept:
        response["Cache-Control"] = "no-store"
    return response

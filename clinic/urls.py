"""Every address of the site. Who may open each is in `who_may_open.py`."""

from allauth.account import views as account
from django.urls import include, path

from clinic import health

handler400 = "clinic.errors.bad_request"
handler403 = "clinic.errors.forbidden"
handler404 = "clinic.errors.not_found"
handler500 = "clinic.errors.failed"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", health.robots, name="robots"),
    path("favicon.ico", health.favicon, name="favicon"),
    path("staff/account/login/", account.login, name="account_login"),
    path("staff/account/logout/", account.logout, name="account_logout"),
    path("staff/account/password/", account.password_change, name="account_change_password"),
    path("staff/account/inactive/", account.account_inactive, name="account_inactive"),
    path("staff/education/", include("education.staff_urls")),
    path("staff/", include("intake.staff_urls")),
    path("learn/", include("education.urls")),
    path("", include("intake.urls")),
]

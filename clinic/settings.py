"""Everything a clinic may set, from the environment. A wrong value stops the start and says what to set."""

from __future__ import annotations

from pathlib import Path

from clinic import environment, keys, logs
from clinic.messages import messages_from_environment
from clinic.particulars import clinic_from_environment

BASE_DIR = Path(__file__).resolve().parent.parent

# What kind of start this is. `bin/run` sets demo, `bin/test` sets test; a clinic sets production.

MODE = environment.one_of("CLEARWAY_MODE", ("demo", "production", "test"))
DEMO = MODE == "demo"
PRODUCTION = MODE == "production"
DEBUG = False
PLAIN_HTTP = environment.yes_or_no("CLEARWAY_PLAIN_HTTP")
if PLAIN_HTTP and PRODUCTION:
    environment.stop(
        "CLEARWAY_PLAIN_HTTP is for a demo on this computer; unset it, a clinic's site is https only."
    )
HTTPS = not PLAIN_HTTP and MODE != "test"

VAR = environment.folder("CLEARWAY_VAR", BASE_DIR / "var")
KEYS = environment.folder("CLEARWAY_KEYS", VAR / "keys")
keys.check_keys(KEYS)
SECRET_KEY = keys.secret_text(KEYS, "django.key")
ALLOWED_HOSTS = environment.hosts(
    "CLEARWAY_ALLOWED_HOSTS", None if PRODUCTION else "localhost,127.0.0.1,[::1],testserver"
)
PROXIES = environment.count("CLEARWAY_PROXIES", 0, at_most=5)

# The clinic, as patients read of it

CLINIC = clinic_from_environment(demo=not PRODUCTION)
SHOWN_ON_RETURN = environment.yes_or_no("CLEARWAY_SHOWN_ON_RETURN")
LEAVE_TO = environment.web_address("CLEARWAY_LEAVE_TO", "https://www.weather.gov/")

# Messages: how they leave, and what they say of who sends them

MESSAGES = messages_from_environment(clinic_name=CLINIC.name, demo=not PRODUCTION)

# The database. The runtime role may neither alter tables nor wait for long; the owner migrates.

DATABASE_ROLE = environment.one_of("CLEARWAY_DATABASE_ROLE", ("runtime", "owner"), "runtime")
_runtime = environment.database("DATABASE_URL", verified=PRODUCTION)
RUNTIME_ROLE = _runtime["user"]
if DATABASE_ROLE == "owner":
    _parts = environment.database("DATABASE_OWNER_URL", verified=PRODUCTION)
    if _parts["user"] == RUNTIME_ROLE:
        environment.stop(
            "DATABASE_URL and DATABASE_OWNER_URL name one role; the site must not own its tables."
        )
    _limits = "-c lock_timeout=10000"
else:
    _parts = _runtime
    _limits = "-c statement_timeout=5000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000"
# At most 8 connections a process; a lost database is tried again at once, not after ever longer waits.
POOL = {"min_size": 1, "max_size": 8, "timeout": 3, "reconnect_timeout": 2}
_pooled = MODE != "test" and DATABASE_ROLE == "runtime"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _parts.pop("dbname"),
        "USER": _parts.pop("user"),
        "PASSWORD": _parts.pop("password", ""),
        "HOST": _parts.pop("host"),
        "PORT": _parts.pop("port", ""),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **_parts,
            "connect_timeout": 3,
            "application_name": "clearway",
            "options": _limits,
            "prepare_threshold": 5,  # for statements of `clinic/statement.py`; Django's own are never prepared
            **({"pool": POOL} if _pooled else {}),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What it is made of

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "clinic",
    "intake",
    "education",
    "crispy_forms",
    "allauth",
    "allauth.account",
    "pgtrigger",
]
MIDDLEWARE = [
    "clinic.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "clinic.errors.OutageMiddleware",
    "clinic.text_boundary.TextBoundaryMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "clinic.sessions.StaffSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "clinic.cross_site.CrossSiteMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "clinic.person.PersonMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "intake.middleware.SittingMiddleware",
    "clinic.doors.DoorsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "clinic.urls"
WSGI_APPLICATION = "clinic.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clinic.pages.everywhere",
                "intake.pages.alerts",
                "education.pages.waiting",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "clearway"
CRISPY_TEMPLATE_PACK = "clearway"
CRISPY_FAIL_SILENTLY = False

# Who signs in, and how

AUTH_USER_MODEL = "clinic.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "queue"
ACCOUNT_ADAPTER = "clinic.sign_in.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_SESSION_REMEMBER = False
CSRF_FAILURE_VIEW = "clinic.unsent.without_token"

# Cookies and headers: every cookie is bound to this host wherever the site is https

_host_only = "__Host-" if HTTPS else ""
SESSION_ENGINE = "clinic.sessions"
SESSION_COOKIE_NAME = f"{_host_only}staff"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SITTING_COOKIE_NAME = f"{_host_only}sitting"
CSRF_COOKIE_NAME = f"{_host_only}csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "no-referrer"
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 1  # and `text_boundary` lets that one in at a single address

# Education pages say what the clinic set: `intake` offers it in words, and neither knows the other

EDUCATION_FACTS = "intake.policy.facts_for_readers"

# Words, times, files

LANGUAGE_CODE = "en"
USE_I18N = False  # English only so far: nothing is looked up in catalogues that do not exist
TIME_ZONE = CLINIC.time_zone
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = MODE == "test"
WHITENOISE_ALLOW_ALL_ORIGINS = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # mail leaves by `clinic.mail` and nothing else
ADMINS: list[tuple[str, str]] = []

# Logs: JSON, by allow-list

LOGGING = logs.SETTINGS
logs.set_up()

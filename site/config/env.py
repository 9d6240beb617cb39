"""Typed, loud readings of the environment: a wrong value stops the start."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def env_bool(name: str, *, default: bool) -> bool:
    """Read a yes/no variable.

    :raises ImproperlyConfigured: for anything that is neither
    """
    text = os.environ.get(name, "").strip().lower()
    if not text:
        return default
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be one of 1/0/true/false/yes/no/on/off")


def env_int(name: str, *, default: int) -> int:
    """Read a whole number.

    :raises ImproperlyConfigured: when it is not one
    """
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    try:
        return int(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number") from None


def env_list(name: str) -> list[str]:
    """Read a comma-separated list; empty when unset."""
    return [
        part.strip() for part in os.environ.get(name, "").split(",") if part.strip()
    ]


def env_secret(name: str) -> str:
    """Read a secret from NAME, or from the file that NAME_FILE points to.

    :raises ImproperlyConfigured: when neither is given, or the file is empty
    """
    value = os.environ.get(name, "")
    path = os.environ.get(f"{name}_FILE", "")
    if not value and path:
        value = Path(path).read_text(encoding="utf-8").strip()
    if not value:
        raise ImproperlyConfigured(f"set {name} or {name}_FILE")
    return value


def env_optional_secret(name: str) -> str:
    """Read a secret as env_secret does; empty when neither variable is set."""
    if not os.environ.get(name) and not os.environ.get(f"{name}_FILE"):
        return ""
    return env_secret(name)


def database(url: str, *, password: str = "") -> dict[str, object]:
    """Turn a DATABASE_URL into Django's settings: sqlite:///path or postgresql://…

    The password may come apart from it, so that no address holds a secret.

    :raises ImproperlyConfigured: for any other scheme
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path[1:]))
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or "") or password,
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            # Compiling a query takes longer than any of ours runs (docs/speed.md);
            # an old PgBouncer wants ?options= in the address, to send nothing.
            "OPTIONS": {"options": "-c jit=off"} | dict(parse_qsl(parts.query, True)),
        }
    raise ImproperlyConfigured(
        "DATABASE_URL must start with sqlite:/// or postgresql://"
    )


def _sqlite(path: str) -> dict[str, object]:
    # IMMEDIATE takes the write lock at BEGIN, where the busy timeout applies; a
    # deferred transaction that turns into a write fails at once with "locked".
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def mail(url: str, *, folder: Path) -> dict[str, object]:
    """Turn an EMAIL_URL into Django's settings: smtp://, smtps:// or console:.

    Empty: mails become files of the folder.

    :raises ImproperlyConfigured: for any other scheme, or without a host
    """
    backends = "django.core.mail.backends"
    if not url:
        return {
            "EMAIL_BACKEND": f"{backends}.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(folder),
            "HAS_MAIL": False,
        }
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": f"{backends}.console.EmailBackend", "HAS_MAIL": True}
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL must be smtp://host:port, smtps://host:port or console:"
        )
    # Encrypted unless it stays on this machine.
    is_local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return {
        "EMAIL_BACKEND": f"{backends}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and not is_local,
        "EMAIL_TIMEOUT": 10,
        "HAS_MAIL": True,
    }

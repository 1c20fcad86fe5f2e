"""Where a demo listens, and by which names a browser may call it."""

from __future__ import annotations

import contextlib
import errno
import socket
from dataclasses import dataclass

from clinic.environment import stop

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104
ANY_OTHER = ("192.0.2.1", 9)
"""An address that nobody has. To ask for the way to it sends nothing."""


@dataclass(frozen=True)
class Listening:
    """An address and port of this computer. `host` is as it was asked for, `address` as the network knows it."""

    host: str
    port: int
    address: str

    @classmethod
    def at(cls, host: str, port: int) -> Listening:
        """Tried out first: a port that is taken, or another computer's address, stops the start."""
        family, address = _look_up(host)
        try:
            with socket.socket(family, socket.SOCK_STREAM) as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind((address, port))
        except PermissionError:
            stop(
                f"port {port} needs more rights than you have; choose one over 1023, like bin/run --port 8001."
            )
        except OSError as trouble:
            if trouble.errno == errno.EADDRINUSE:
                other = port + 1 if port < 65535 else 8000
                stop(f"port {port} is taken; choose another, like bin/run --port {other}.")
            stop(f"this computer has no address {host}; leave --host out to use localhost.")
        return cls(host, port, address)

    @property
    def bind(self) -> str:
        """As gunicorn wants it."""
        return f"{_in_a_url(self.address)}:{self.port}"

    @property
    def here(self) -> str:
        """The site's address for a browser on this computer."""
        host = "localhost" if self.address in ("127.0.0.1", *EVERYWHERE) else self.host
        return f"http://{_in_a_url(host)}:{self.port}"

    @property
    def itself(self) -> str:
        """The site's address where no name has to be looked up."""
        address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.address, self.address)  # noqa: S104
        return f"http://{_in_a_url(address)}:{self.port}"

    @property
    def elsewhere(self) -> str:
        """The site's address for a phone on the same network; empty where only this computer is served."""
        own = _own_address() if self.address in EVERYWHERE else ""
        return own and f"http://{own}:{self.port}"

    @property
    def names(self) -> list[str]:
        """What a browser may call this computer."""
        names = ["localhost", "127.0.0.1", "[::1]", _in_a_url(self.host)]
        if self.address in EVERYWHERE:
            names += [socket.gethostname(), *_addresses_of(socket.gethostname()), _own_address()]
        return list(dict.fromkeys(name for name in names if name and name not in ("0.0.0.0", "[::]")))  # noqa: S104


def _look_up(host: str) -> tuple[int, str]:
    """The family and address of a host. This computer itself needs no file and no server to be found."""
    if host == "localhost":
        return socket.AF_INET, "127.0.0.1"
    try:
        family, *_, address = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0]
    except OSError:
        stop(f"this computer has no address {host}; leave --host out to use localhost.")
    return family, str(address[0])


def _addresses_of(name: str) -> list[str]:
    with contextlib.suppress(OSError):
        return [str(found[4][0]) for found in socket.getaddrinfo(name, None, socket.AF_INET)]
    return []


def _own_address() -> str:
    """This computer's address in its network."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        way.connect(ANY_OTHER)
        return str(way.getsockname()[0])
    return ""


def _in_a_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host

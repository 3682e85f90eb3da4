"""What an installation is told from outside, read once from its environment."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LONDON = ZoneInfo("Europe/London")


class BadSetting(Exception):
    """A variable of the environment makes no sense; the sentence names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`var` holds everything that is written: the database (unless a URL is given), caches, the audit head.

    `map_file` is the OpenStreetMap extract the streets come from, `speeds_file` has local speeds for them. `demo`:
    made-up people may be signed in with one click, on loopback only, so there is no demo under a public name or behind
    a proxy.

    `trusted_proxy` is the address or network (`172.18.0.0/16`) of the proxy in front, empty without one. Only from
    there `X-Forwarded-For` is believed, so that failures to sign in count for who made them and not for the proxy;
    the name people reach this by is never taken from a header, and stays `public_host`.
    """

    var: Path = Path("var")
    caches: Path | None = None  # None: in `var`; they hold nothing that cannot be made again
    database_url: str = ""
    map_file: Path | None = None
    speeds_file: Path | None = None
    zone: ZoneInfo = LONDON
    executor_id: str = "allround-1"
    iterations: int = 14_000
    children: int = 1  # one core while serving
    demo: bool = False
    public_host: str = ""  # the name people reach it by, where it is not only this machine
    secure_cookies: bool = False
    trusted_proxy: str = ""

    def __post_init__(self) -> None:
        if self.demo and (self.public_host or self.trusted_proxy):
            raise BadSetting(
                "ALLROUND_DEMO is 1, and in the demo anybody may sign in as anybody, from this machine only: unset it, "
                "or ALLROUND_HOST and ALLROUND_TRUSTED_PROXY"
            )

    @property
    def audit_head(self) -> Path:
        """Where seals are noted outside the database."""
        return self.var / "audit" / "head.jsonl"

    @property
    def demo_clock(self) -> Path:
        """Where the demo notes what time it is there."""
        return self.var / "clock.json"

    @property
    def roads_cache(self) -> Path:
        """Where street networks are kept between runs."""
        return (self.caches or self.var / "cache") / "roads"

    @property
    def tiles_cache(self) -> Path:
        """Where map tiles are kept between runs."""
        return (self.caches or self.var / "cache") / "tiles"


def settings_from(environ: Mapping[str, str]) -> Settings:
    """From `ALLROUND_...` variables; what is not set keeps its default. Raises BadSetting."""
    default = Settings()
    osm, speeds = environ.get("ALLROUND_MAP", ""), environ.get("ALLROUND_SPEEDS", "")
    host = environ.get("ALLROUND_HOST", "")
    return Settings(
        var=Path(environ.get("ALLROUND_VAR", str(default.var))),
        caches=Path(environ["ALLROUND_CACHES"]) if environ.get("ALLROUND_CACHES") else None,
        database_url=environ.get("ALLROUND_DATABASE_URL", ""),
        map_file=Path(osm) if osm else None,
        speeds_file=Path(speeds) if speeds else None,
        zone=_zone(environ.get("ALLROUND_ZONE", "Europe/London")),
        executor_id=environ.get("ALLROUND_EXECUTOR_ID", default.executor_id),
        iterations=_count(environ, "ALLROUND_ITERATIONS", default.iterations),
        children=_count(environ, "ALLROUND_CHILDREN", default.children),
        demo=environ.get("ALLROUND_DEMO", "") == "1",
        public_host=host,
        secure_cookies=bool(host) and environ.get("ALLROUND_INSECURE_COOKIES", "") != "1",
        trusted_proxy=_network(environ.get("ALLROUND_TRUSTED_PROXY", "")),
    )


def _count(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, str(default))
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise BadSetting(f"{name} is {text!r}; give a whole number from 1 on")
    return int(text)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadSetting(f"ALLROUND_ZONE is {name!r}; give a time zone such as Europe/London") from error


def _network(text: str) -> str:
    """As it was given: an address, or a network in which no bit beyond its length is set."""
    try:
        everybody = bool(text) and ipaddress.ip_network(text).prefixlen == 0
    except ValueError:
        everybody = True
    if everybody:
        raise BadSetting(
            f"ALLROUND_TRUSTED_PROXY is {text!r}; give the proxy's address or its network, such as 172.18.0.0/16"
        )
    return text

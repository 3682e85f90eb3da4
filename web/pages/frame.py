"""What the frame around every page shows: sections, who is signed in, the banner, a message, where the map is from."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """An entry of the navigation."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flash:
    """One message about what was just done or refused; told once."""

    kind: Literal["success", "error", "note"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """All that `base.html` asks for, as `frame`. Everything may be absent: an error page knows little."""

    sections: tuple[Section, ...] = ()
    who: str = ""  # empty: nobody is signed in
    role: str = ""
    organisation: str = ""
    banner: str = ""  # e.g. that people and work are made up, and the demo's time
    flash: Flash | None = None
    attribution: str = ""  # of the map data on the page
    home: str = "/"
    sign_out: str = "/sign-out"  # the button posts to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What `error.html` and `error_piece.html` tell, as `problem`: plain sentences, no words of HTTP."""

    title: str  # e.g. You may not see this page
    happened: str
    remedy: str
    reference: str = ""  # by which the operator finds it in the log; empty when nothing was logged
    sign_in: bool = False  # signing in is the way on

"""The screens that pages are looked at on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Device:
    """A screen; width and height in CSS pixels, `scale` in device pixels per CSS pixel."""

    name: str
    width: int
    height: int
    scale: float = 1
    touch: bool = False


DESKTOP = Device("desktop", 1440, 900)
PHONE = Device("phone", 390, 844, scale=2, touch=True)
# The narrowest that a page has to fit without scrolling sideways (WCAG 2.2, 1.4.10 Reflow).
NARROW = Device("narrow", 320, 640, scale=2, touch=True)

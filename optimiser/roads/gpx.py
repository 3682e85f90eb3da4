"""Named lines and points as GPX 1.1 (https://www.topografix.com/GPX/1/1/), with whom to thank for the map.

Written with the standard library, which escapes text and attributes alike: gpxpy 1.6.2 writes attributes as they are,
and the copyright is one.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from optimiser.roads.drawn import DECIMALS, NamedLine, NamedPoint, legible

NAMESPACE = "http://www.topografix.com/GPX/1/1"


def to_gpx(
    lines: Iterable[NamedLine], points: Iterable[NamedPoint], *, name: str, attribution: str, made_at: datetime
) -> bytes:
    """A file in UTF-8: a track for each line and a waypoint for each point. `name` is that of the whole.

    The attribution stands in the file's copyright, and as the source of each track, as tracks are taken out of files.
    Raises ValueError where `made_at` has no zone.
    """
    if made_at.tzinfo is None:
        raise ValueError("Give the time a GPX file is made at with its zone.")
    root = ET.Element("gpx", {"version": "1.1", "creator": "Allround", "xmlns": NAMESPACE})
    # Elements come in the order of the schema: it allows no other.
    metadata = ET.SubElement(root, "metadata")
    _texts(metadata, name=name)
    if attribution:
        ET.SubElement(metadata, "copyright", {"author": legible(attribution)})
    _texts(metadata, time=made_at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z")
    for point in points:
        _texts(_at(root, "wpt", point.lon, point.lat), name=point.name, desc=point.about)
    for line in lines:
        track = ET.SubElement(root, "trk")
        _texts(track, name=line.name, desc=line.about, src=attribution)
        segment = ET.SubElement(track, "trkseg")
        for lon, lat in line.line:
            _at(segment, "trkpt", lon, lat)
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _texts(parent: ET.Element, **texts: str) -> None:
    """A child for each text that is not empty."""
    for tag, text in texts.items():
        if text:
            ET.SubElement(parent, tag).text = legible(text)


def _at(parent: ET.Element, tag: str, lon: float, lat: float) -> ET.Element:
    east = round(lon, DECIMALS)
    west_of_180 = east - 360 if east >= 180 else east  # the schema goes up to, and not including, 180 degrees east
    return ET.SubElement(parent, tag, {"lat": f"{lat:.{DECIMALS}f}", "lon": f"{west_of_180:.{DECIMALS}f}"})

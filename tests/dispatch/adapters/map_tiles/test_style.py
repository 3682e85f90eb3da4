"""The style fits the tiles, asks no other host, and can be read."""

import json
import re
from typing import Any

import pytest

from dispatch.adapters.map_tiles import colours, map_style
from dispatch.adapters.map_tiles.layers import LAYER_OF, LAYERS

STYLE: dict[str, Any] = map_style(
    tiles_url="/map/tiles/{z}/{x}/{y}", bounds=(-1.93, 52.58, -1.87, 52.62), attribution="A survey"
)


def test_it_is_plain_data_and_names_no_host_no_letters_and_no_pictures_to_fetch() -> None:
    assert not re.search(r"https?:|//", json.dumps(STYLE))
    assert "glyphs" not in STYLE
    assert "sprite" not in STYLE


def test_the_source_carries_bounds_zooms_and_whom_to_thank() -> None:
    source = STYLE["sources"]["map"]
    assert source["bounds"] == STYLE["metadata"]["bounds"] == [-1.93, 52.58, -1.87, 52.62]
    assert source["attribution"] == STYLE["metadata"]["attribution"] == "A survey"
    assert (source["minzoom"], source["maxzoom"]) == (9, 15)
    assert STYLE["center"] == pytest.approx([-1.9, 52.6])


def test_every_layer_of_the_tiles_is_drawn_and_none_that_they_do_not_have() -> None:
    assert {one["source-layer"] for one in STYLE["layers"] if "source-layer" in one} == set(LAYERS)


def test_every_kind_of_scenery_is_drawn() -> None:
    filters = json.dumps([one["filter"] for one in STYLE["layers"] if one["type"] in ("fill", "line")])
    assert all(f'"{kind.value}"' in filters for kind in LAYER_OF)


def test_layers_have_names_of_their_own_and_names_lie_on_top() -> None:
    ids = [one["id"] for one in STYLE["layers"]]
    assert len(ids) == len(set(ids))
    types = [one["type"] for one in STYLE["layers"]]
    assert "symbol" not in types[: types.index("symbol")]
    assert set(types[types.index("symbol") :]) == {"symbol"}


@pytest.mark.parametrize("under", [colours.HALO, colours.GROUND, colours.GREEN, colours.BUILT, colours.MAIN_ROAD])
def test_street_names_stand_out_enough_to_read(under: str) -> None:
    # WCAG 2.2, success criterion 1.4.3: text of this size needs a contrast of 4.5.
    assert contrast(colours.NAME, under) >= 4.5


def contrast(ink: str, paper: str) -> float:
    """Relative luminances compared, as https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio says."""
    dark, light = sorted(luminance(colour) for colour in (ink, paper))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

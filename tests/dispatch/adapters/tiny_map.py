"""A small OpenStreetMap file: two crossing streets, four homes, a shop, a bin, a clinic and a pond."""

from pathlib import Path

# A square kilometre or so; a degree of latitude is 111 km, one of longitude 67 km.
NODES = {1: (-1.900, 52.600), 2: (-1.895, 52.600), 3: (-1.890, 52.600), 4: (-1.895, 52.603), 5: (-1.895, 52.597)}
POINTS = """
<node id="11" version="1" lon="-1.8990" lat="52.6001"><tag k="addr:housenumber" v="1"/>
 <tag k="addr:street" v="Mill Lane"/><tag k="addr:city" v="Toyton"/><tag k="addr:postcode" v="ZY1 1AA"/>
 <tag k="building" v="terrace"/><tag k="ref:GB:uprn" v="990000000011"/></node>
<node id="12" version="1" lon="-1.8980" lat="52.6001"><tag k="addr:housenumber" v="2"/>
 <tag k="addr:unit" v="3"/><tag k="addr:street" v="Mill Lane"/><tag k="addr:city" v="Toyton"/></node>
<node id="13" version="1" lon="-1.8970" lat="52.6001"><tag k="addr:housenumber" v="3"/>
 <tag k="addr:street" v="Mill Lane"/><tag k="shop" v="bakery"/></node>
<node id="14" version="1" lon="-1.8960" lat="52.6001"><tag k="amenity" v="waste_basket"/><tag k="ref" v="BIN-1"/></node>
<node id="15" version="1" lon="-1.8952" lat="52.6010"><tag k="amenity" v="clinic"/>
 <tag k="addr:housenumber" v="9"/><tag k="addr:street" v="Cross Street"/><tag k="name" v="Toy Clinic"/></node>
"""
WAYS = """
<way id="21" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/>
 <tag k="highway" v="residential"/><tag k="name" v="Mill Lane"/></way>
<way id="22" version="1"><nd ref="4"/><nd ref="2"/><nd ref="5"/><tag k="highway" v="primary"/></way>
<way id="23" version="1"><nd ref="31"/><nd ref="32"/><nd ref="33"/><nd ref="31"/><tag k="building" v="house"/>
 <tag k="addr:housenumber" v="7"/><tag k="addr:street" v="Cross Street"/><tag k="addr:city" v="Toyton"/></way>
<way id="24" version="1"><nd ref="34"/><nd ref="35"/><nd ref="36"/><nd ref="34"/><tag k="natural" v="water"/></way>
"""
# Another street, 200 m south of Mill Lane, that leads nowhere.
POCKET_POINTS = """
<node id="6" version="1" lon="-1.8990" lat="52.5982"/><node id="7" version="1" lon="-1.8970" lat="52.5982"/>
"""
POCKET_WAY = '<way id="26" version="1"><nd ref="6"/><nd ref="7"/><tag k="highway" v="residential"/></way>'
CORNERS = {
    31: (-1.8951, 52.5990),
    32: (-1.8949, 52.5990),
    33: (-1.8950, 52.5993),
    34: (-1.8920, 52.5990),
    35: (-1.8910, 52.5990),
    36: (-1.8915, 52.5995),
}


def write_map(path: Path, *, points: str = POINTS, ways: str = WAYS) -> Path:
    """Writes the map and returns its path."""
    bare = "".join(
        f'<node id="{number}" version="1" lon="{lon:.7f}" lat="{lat:.7f}"/>\n'
        for number, (lon, lat) in (NODES | CORNERS).items()
    )
    path.write_text(f'<?xml version="1.0"?>\n<osm version="0.6">\n{bare}{points}{ways}</osm>\n', encoding="utf-8")
    return path

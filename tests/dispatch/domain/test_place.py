"""An address on one line."""

from dispatch.domain.place import Place


def test_an_address_reads_as_on_an_envelope() -> None:
    place = Place(uprn="1", lon=0.0, lat=52.0, saon="Flat 2", paon="14", street="Mill Lane", town="Oldbridge",
                  postcode="ZY1 2AB")  # fmt: skip
    assert place.one_line == "Flat 2, 14 Mill Lane, Oldbridge ZY1 2AB"


def test_parts_that_are_empty_leave_no_trace() -> None:
    assert (
        Place(uprn="1", lon=0.0, lat=52.0, street="Mill Lane", locality="Nether End").one_line
        == "Mill Lane, Nether End"
    )

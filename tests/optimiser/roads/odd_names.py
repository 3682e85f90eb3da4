"""Names as odd as people can make them, and places and lines anywhere on the globe."""

from hypothesis import strategies as st

# With halves of surrogate pairs, which Hypothesis leaves out by itself, and with what XML and JSON have a meaning for.
any_name = (
    st.text(st.characters(exclude_categories=()))
    | st.text(st.sampled_from("<>&\"'\\\x00\x01\x0b\r\n\t\x7f\x85\u2028\ufffe\ud800\U0001f6b2]"))
    | st.sampled_from(
        ["]]>", "<!--", "&amp;", "&#0;", "<script>alert(1)</script>", "a" * 10_000, "\U0001f6b2" * 10_000]
    )
)
any_place = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
any_line = st.lists(any_place, min_size=2, max_size=5).map(tuple)

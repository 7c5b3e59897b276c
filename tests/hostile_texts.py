"""Texts that a format may spoil: formulas, markup, line ends, control characters, marks of direction."""

from hypothesis import strategies as st

HOSTILE = (
    '"', '""', "'", "''", "'=1", "=1+1", "- Yes.", "+1", "@a", "\t", "\r", "\n", "\r\n", "a\rb\nc\r\nd", " a ", ",",
    ";", "a,b;c", "\\", "\\n", "<r>a</r>", "<r>\x0b&_x000B_</r>", "<b>&amp;</b>", "]]>", "_x000B_", "_x000B_x000B_",
    "_x005F\x00", "\x00", "a\x00b", "\x0b\x0c\x1c\x1f\x7f\x85", "\u2028\u2029", "\u202eabc\u202c", "\u2066\u200f\u2069",
    "\ufeffa", "\ufffe\uffff", "🙂", "كِتَابٌ", "http://example.org", "mailto:a@example.org", "internal:Sheet!A1",
    "007", "1-2", "1e5", "TRUE", "NULL", "nan", "2026-11-28", "x" * 32_767,
)  # fmt: skip

texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(alphabet="=+-@'\"\t\r\n ,;<>&/rx_0Bا\x00\x0b\u200f\u202e\ufffe\ufeff＝🙂"),
    st.text(),
)

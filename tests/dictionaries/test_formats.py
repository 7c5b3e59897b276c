"""Dictionaries of several programs: their recognition, their entries, and lines that are refused."""

import pytest

from aligner.dictionaries import written
from aligner.dictionaries.entry import Entry
from aligner.dictionaries.formats import format_of, read_entries
from aligner.errors import InputError

TEI = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made for this test -->
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><quote>head</quote></teiHeader><text><body>
<entry xml:id="1"><form><orth>Brücke</orth><pron>x</pron></form><gramGrp><pos>n</pos></gramGrp>
<sense n="1"><cit type="trans" xml:lang="en"><quote>bridge</quote></cit><cit type="translation"><quote>brid<hi>ge</hi>s
</quote></cit><cit type="example"><quote>an der Brücke</quote><cit type="trans"><quote>at it</quote></cit></cit>
</sense></entry>
<entry><form><orth>Ufer</orth><orth>Gestade</orth></form>
<sense><cit type="trans"><quote>shore</quote></cit></sense></entry>
<entry><form><orth>leer</orth></form></entry>
</body></text></TEI>
"""
OLD_TEI = (
    "<TEI.2><text><body><entry><form><orth>Brücke</orth></form><trans><tr>bridge</tr></trans>"
    "<eg><q>x</q><trans><tr>y</tr></trans></eg></entry></body></text></TEI.2>"
)
DICT_CC = """# DE-EN vocabulary database\tcompiled by dict.cc
Brücke {f} [auch fig.]\tbridge\tnoun\t[archi.]
(etw.) abreißen [ugs. [alt]]\tto demolish (sth.)\tverb\t
Gleis {n} <Gl.>\ttrack\tnoun
[nur Noten]\tnothing\tnoun
"""

# Name -> content, format, entries of German and English.
DICTIONARIES = {
    "lexicon": ("# x\nhaus\thouse\t0.5\n\nufer\tshore\n", "lexicon", [
        ("haus", "house", 0.5), ("ufer", "shore", None),
    ]),
    "hunalign": ("house @ haus\nriver bank @ ufer\n", "lexicon", [
        ("haus", "house", None), ("ufer", "river bank", None),
    ]),
    "muse": ("haus house\nufer\tshore\n", "MUSE", [("haus", "house", None), ("ufer", "shore", None)]),
    "muse with tabs": ("haus\thouse\nufer\tshore\n", "lexicon", [("haus", "house", None), ("ufer", "shore", None)]),
    "muse with CRLF": ("\ufeffhaus  house \r\nufer shore\r\n", "MUSE", [
        ("haus", "house", None), ("ufer", "shore", None),
    ]),
    "hash in muse": ("# sharp\nhaus house\n", "MUSE", [("#", "sharp", None), ("haus", "house", None)]),
    "freedict": (TEI, "FreeDict", [
        ("Brücke", "bridge", None), ("Brücke", "bridges", None), ("Ufer", "shore", None), ("Gestade", "shore", None),
    ]),
    "old freedict": (OLD_TEI, "FreeDict", [("Brücke", "bridge", None)]),
    "dict.cc": (DICT_CC, "dict.cc", [
        ("Brücke", "bridge", None), ("abreißen", "demolish", None), ("Gleis", "track", None),
    ]),
    "dict.cc, English first": (
        "# EN-DE vocabulary\nbridge\tBrücke {f}\tnoun\n", "dict.cc", [("Brücke", "bridge", None)],
    ),
    "genders alone": ("Brücke {f}\tbridge\nUfer {n}\tshore\n", "dict.cc", [
        ("Brücke", "bridge", None), ("Ufer", "shore", None),
    ]),
}  # fmt: skip


@pytest.mark.parametrize(("content", "name", "entries"), DICTIONARIES.values(), ids=DICTIONARIES)
def test_a_dictionary_is_recognised_and_read(content, name, entries):
    data = content.encode()
    assert format_of(data, "d") == name
    assert [tuple(entry) for entry in read_entries(data, "d", ("de", "en"))] == entries


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("haus house\nufer shore bank\n", "d, line 2: not a lexicon entry; expected `source target`: two words"),
        ("haus\thouse\nufer shore bank\n", "d, line 2: not a lexicon entry; expected `source TAB target TAB weight`"),
        ("haus\thouse\nufer\n", "d, line 2: not a lexicon entry"),
        ("a b\n" * 200 + "ufer shore bank\n", "d, line 201: not a lexicon entry; expected `source target`: two words"),
        (
            "Ufer {n}\tshore\tnoun\nBrücke {f}\n",
            "d, line 2: not a lexicon entry; expected `source TAB target`, and after",
        ),
        ("<TEI><text><body>", "d, line 1: this is not XML (no element found); save it again as TEI, or repair it"),
        ("<TEI><text/></TEI>", "d: there is no entry in this TEI; give a dictionary of FreeDict"),
        ('<!DOCTYPE TEI [<!ENTITY a "b">]><TEI>&a;</TEI>', "d, line 1: the file declares the entity a"),
    ],
)
def test_a_line_that_is_no_entry_is_named(content, message):
    with pytest.raises(InputError) as caught:
        list(read_entries(content.encode(), "d", ("de", "en")))
    assert str(caught.value).startswith(message)


def test_other_encodings_are_refused():
    with pytest.raises(InputError, match="d: not UTF-8 at byte 3; save it as UTF-8"):
        list(read_entries(b"bru\xfc", "d", ("de", "en")))


@pytest.mark.parametrize("suffix", [".tsv", ".dic"])
def test_what_is_written_is_read(suffix):
    entries = [
        Entry("haus", "house"),
        Entry("ufer", "river bank"),
        Entry("haus", "house"),
        Entry("#x", "y"),
        Entry("y", "#x"),
    ]
    data = written.content(entries, suffix)
    assert list(read_entries(data, "d", ("de", "en"))) == [*entries[:2], *entries[3:]]

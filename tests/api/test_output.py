"""Writing a bitext: the bytes of the command, formats by their suffixes, and files that may not be written."""

import json
from pathlib import Path

import pytest

from aligner import Bead, Bitext, Document, InputError, Span, align_file, align_sentences, align_texts
from aligner.write import files as output_files
from aligner.write import formats

# The second Arabic sentence lacks a translation.
ONE_SIDED = (
    "وصل القطار إلى المحطة في الصباح الباكر.\nغرد عصفور أزرق فوق سطح المدرسة القديمة خلف السوق.\n"
    "نزل الركاب ببطء ومعهم حقائب كثيرة.\n",
    "The train reached the station early in the morning.\nThe passengers got off slowly with many bags.\n",
)


@pytest.fixture
def bitext():
    """A bitext of one pair, with a flag, that no function of the library made."""
    source = Document("ar", "في 1990.", ((Span(0, 8),),))
    target = Document("en", "In 1980.", ((Span(0, 8),),))
    return Bitext(source, target, [Bead(range(1), range(1), 0.5, ("numbers",))])


@pytest.mark.parametrize("name", formats.names())
@pytest.mark.parametrize("inputs", [["book.txt"], ["book.en.txt", "book.ar.txt"]], ids=["one file", "two files"])
def test_a_format_is_what_the_command_writes(name, inputs, files, run):
    try:
        formats.FORMATS[name].require()
    except InputError as error:
        pytest.skip(str(error))
    (files / "command").mkdir()
    (files / "library").mkdir()
    assert run(*inputs, "-f", name, "-o", "command/out").exit_code == 0
    align_file(*inputs, why=formats.FORMATS[name].wants_reasons).write("library/out", format=name)
    written = output_files.paths_of(Path("out"), name, "ar", "en")
    assert len(written) >= 1
    for file in written:
        assert (files / "library" / file).read_bytes() == (files / "command" / file).read_bytes()


# Formats without texts have nothing to refuse, and those of XML replace what XML cannot hold.
@pytest.mark.parametrize("name", ["tsv", "csv", "xlsx", "json", "jsonl", "hf", "moses", "parquet"])
def test_half_a_character_is_an_error_that_names_the_row(name, here):
    try:
        formats.FORMATS[name].require()
    except InputError as error:
        pytest.skip(str(error))
    bitext = align_sentences(["نام الحارس.", "طار العصفور."], ["The guard slept.", "The bird \ud800 flew away."])
    with pytest.raises(InputError) as caught:
        bitext.write("out", format=name)
    assert str(caught.value) == (
        "source sentences and target sentences, row 2: the target holds half a character (a surrogate without its"
        " pair), which no encoding can write; repair the text"
    )
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "arguments"),
    [
        (["--min-confidence", "0.9"], {"min_confidence": 0.9}),
        (["--drop-unaligned"], {"drop_unaligned": True}),
        (["--repair", "spaces,bidi"], {"repair": ("spaces", "bidi")}),
        (["--drop-unaligned", "--min-confidence", "0.25"], {"drop_unaligned": True, "min_confidence": 0.25}),
        (["--method", "length"], {}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_json_is_what_the_command_writes_with_filters(options, arguments, here, run):
    for name, text in zip(("ar.txt", "en.txt"), ONE_SIDED, strict=True):
        (here / name).write_text(text, encoding="utf-8")
    run("ar.txt", "en.txt", *options, "-o", "command.json")
    method = "length" if "length" in options else "hybrid"
    align_file("ar.txt", "en.txt", method=method).write("library.json", **arguments)
    assert (here / "library.json").read_bytes() == (here / "command.json").read_bytes()


def test_the_filters_leave_beads_out(here):
    bitext = align_texts(*ONE_SIDED)
    alone = sum(not pair.bead.paired for pair in bitext)
    assert 0 < alone < len(bitext)
    bitext.write("all.json")
    bitext.write("pairs.json", drop_unaligned=True)
    rows = [json.loads((here / name).read_text(encoding="utf-8")) for name in ("all.json", "pairs.json")]
    assert [len(document["pairs"]) for document in rows] == [len(bitext), len(bitext) - alone]
    assert [document["meta"]["sentences"]["src"]["filtered"] for document in rows] == [0, alone]
    assert bitext.meta["rows"] == len(bitext)


def test_reasons_are_written_if_they_were_asked_for(files, run):
    run("book.txt", "--why", "-o", "command.jsonl")
    align_file("book.txt", why=True).write("library.jsonl")
    assert (files / "library.jsonl").read_bytes() == (files / "command.jsonl").read_bytes()


def test_header_and_flags(here, bitext):
    bitext.write("plain.tsv")
    bitext.write(here / "flags.TSV", flags=True, header=False)
    assert Path("plain.tsv").read_text(encoding="utf-8").splitlines()[0] == "src_text\ttrg_text\tconfidence\tkind"
    assert Path("flags.TSV").read_text(encoding="utf-8") == "في 1990.\tIn 1980.\t0.500\t1-1\tnumbers\n"


def test_a_bitext_without_metadata_has_none_in_json(here, bitext):
    bitext.write("pairs.json", min_confidence=0.1)
    assert json.loads(Path("pairs.json").read_text(encoding="utf-8"))["meta"] == {}


def test_lists_of_sentences_are_written_with_the_numbers_of_the_items(here):
    align_sentences(["", "نام الحارس."], ["The guard slept.", "\n"]).write("pairs.index")
    assert Path("pairs.index").read_text(encoding="utf-8").splitlines()[0] == "[0]:[]:1.000"


@pytest.mark.parametrize(
    ("name", "options", "problem"),
    [
        ("pairs.doc", {}, "pairs.doc: no format has the suffix .doc; name a format: tsv, csv"),
        ("pairs", {}, "pairs: the name has no suffix; name a format: tsv, csv"),
        ("-", {}, "-: the name has no suffix; name a format: tsv"),
        ("", {}, "path is empty; pass the name of a file"),
        ("", {"format": "tsv"}, "path is empty; pass the name of a file"),
        ("pairs.tsv", {"format": "doc"}, "format must be None or one of tsv, csv"),
        ("pairs.index", {"flags": True}, "index cannot hold flags; formats that can: tsv, csv"),
        ("pairs.tsv", {"repair": "form"}, "there is no repair 'form'; choose from forms, controls"),
        ("pairs.tsv", {"min_confidence": 2}, "min_confidence must be a number from 0 to 1, not 2"),
        ("pairs.tsv", {"min_confidence": float("nan")}, "min_confidence must be a number from 0 to 1, not nan"),
    ],
)
def test_a_value_that_has_no_meaning_is_refused(name, options, problem, here, bitext):
    with pytest.raises(ValueError, match=f"^{problem}"):
        bitext.write(name, **options)
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("name", ["tsv", "moses"])
def test_a_folder_is_refused(name, here, bitext):
    with pytest.raises(InputError) as caught:
        bitext.write("pairs/", format=name)
    assert str(caught.value) == "pairs/: this is a folder; name a file in it"
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "options", "problem"),
    [
        (5, {}, "path must be a str or a path, not int"),
        (None, {}, "path must be a str or a path, not None"),
        ("pairs.tsv", {"format": 1}, "format must be a str, not int"),
        ("pairs.tsv", {"force": "yes"}, "force must be True or False, not str"),
        ("pairs.tsv", {"header": None}, "header must be True or False, not None"),
        ("pairs.tsv", {"flags": "numbers"}, "flags must be True or False, not str"),
        ("pairs.tsv", {"min_confidence": "0.5"}, "min_confidence must be a number from 0 to 1, not str"),
        ("pairs.tsv", {"min_confidence": True}, "min_confidence must be a number from 0 to 1, not bool"),
        ("pairs.tsv", {"drop_unaligned": 1}, "drop_unaligned must be True or False, not int"),
        ("pairs.tsv", {"repair": 1}, "repair must be names of repairs, not int"),
        ("pairs.tsv", {"repair": [1]}, r"repair\[0\] must be a str, not int"),
    ],
)
def test_a_wrong_type_is_refused(name, options, problem, here, bitext):
    with pytest.raises(TypeError, match=f"^{problem}$"):
        bitext.write(name, **options)
    assert list(here.iterdir()) == []


def test_a_file_that_exists_is_replaced_only_if_asked(here, bitext):
    Path("pairs.tsv").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"^pairs\.tsv: the file exists; write over it with `force=True`$"):
        bitext.write("pairs.tsv")
    assert Path("pairs.tsv").read_text(encoding="utf-8") == "mine"
    bitext.write("pairs.tsv", force=True)
    assert Path("pairs.tsv").read_text(encoding="utf-8") != "mine"


def test_a_folder_that_is_missing_is_reported(here, bitext):
    with pytest.raises(InputError, match=r"^out.pairs\.tsv: there is no folder out; make it first$"):
        bitext.write("out/pairs.tsv")

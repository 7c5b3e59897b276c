"""Discovery: the documents of a folder, under every habit of naming files that was seen, and of a manifest."""

import errno
import gzip
import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.corpus import discovery, filenames, manifest, own_files
from aligner.corpus.journal import Journal
from aligner.corpus.records import DocumentRecord
from aligner.corpus.sinks import make_sink
from aligner.errors import InputError
from aligner.read import readers
from aligner.write.document import OutputOptions

LANGUAGES = ("ar", "en")
CASES = Path(__file__).parent.parent / "cases"
TEXTS = {
    "Arabic": "وصل القطار إلى المدينة.\n",
    "English": "The train reached the town.\n",
    "both": "وصل القطار إلى المدينة.\nThe train reached the town.\n",
}


@pytest.fixture
def found(here):
    """The documents that files of the given names make, as name and paths; and the left-over files."""

    def found(*names, languages=LANGUAGES, **options):
        for name in names:
            path = here / "corpus" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("text")
        (here / "corpus").mkdir(exist_ok=True)
        with Journal(None) as journal:
            scan = discovery.find_in_folder(journal, "corpus", languages, **options)
            rows = [(row.name, *(path[7:] for path in (row.source, row.target) if path)) for row in journal.documents()]
        return rows, scan

    return found


HABITS = [
    pytest.param("a.ar", "a.en", "a", id="Moses"),
    pytest.param("a.b.c.ar", "a.b.c.en", "a.b.c", id="Moses, dots"),
    pytest.param("a.ar-en.ar", "a.ar-en.en", "a.ar-en", id="OPUS"),
    pytest.param("a-ara_eng.ara", "a-ara_eng.eng", "a-ara_eng", id="mtdata"),
    pytest.param("a.ar.txt", "a.en.txt", "a", id="code and suffix"),
    pytest.param("a_ar.txt", "a_en.txt", "a", id="underscore"),
    pytest.param("a-ar.txt", "a-en.txt", "a", id="hyphen"),
    pytest.param("Chapter1_AR.txt", "Chapter1_EN.txt", "Chapter1", id="upper case"),
    pytest.param("A.AR.TXT", "A.En.txt", "A", id="mixed case, suffix too"),
    pytest.param("ar_letters.txt", "en_letters.txt", "letters", id="code first"),
    pytest.param("a_ar_1999.txt", "a_en_1999.txt", "a_1999", id="code in the middle"),
    pytest.param("ar/a.txt", "en/a.txt", "a", id="folders"),
    pytest.param("ar/001", "en/001", "001", id="folders, no suffix"),
    pytest.param("law/ar/a.txt", "law/en/a.txt", "law/a", id="folders in a folder"),
    pytest.param("ar/law/a.txt", "en/law/a.txt", "law/a", id="folders of folders"),
    pytest.param("Arabic/a.txt", "English/a.txt", "a", id="folders by name of language"),
    pytest.param("arb_Arab/a.txt", "eng_Latn/a.txt", "a", id="folders with scripts"),
    pytest.param("ar/a.ar.txt", "en/a.en.txt", "a", id="folders and codes"),
    pytest.param("ar/a_ar", "en/a_en", "a", id="folders and codes, no suffix"),
    pytest.param("a.ara.txt", "a.eng.txt", "a", id="three letters"),
    pytest.param("a.arb.txt", "a.en.txt", "a", id="Standard Arabic"),
    pytest.param("a.arb_Arab.txt", "a.eng_Latn.txt", "a", id="script"),
    pytest.param("a.ar-EG.txt", "a.en_us.txt", "a", id="region"),
    pytest.param("a-ref.arb.txt", "a-src.eng.txt", "a", id="NTREX"),
    pytest.param("ar.txt", "en.txt", "ar-en", id="nothing but the code"),
    pytest.param("law/ar.txt", "law/en.txt", "law/ar-en", id="nothing but the code, in a folder"),
    pytest.param("a.ar.txt", "a.en.tsv", "a", id="different suffixes"),
    pytest.param("قصة.ar.txt", "قصة.en.txt", "قصة", id="Arabic name"),
    pytest.param("a\udcff.ar.txt", "a\udcff.en.txt", "a\udcff", id="name that is not UTF-8"),
]


class TestPairs:
    @pytest.mark.parametrize(("source", "target", "name"), HABITS)
    def test_under_every_habit(self, found, source, target, name):
        rows, scan = found(source, target)
        assert rows == [(name, source, target)]
        assert (scan.unpaired_count, scan.ignored_count) == (0, 0)

    @pytest.mark.parametrize(("source", "target", "name"), HABITS)
    def test_source_is_the_language_asked_for(self, found, source, target, name):
        ((_, first, second),), _ = found(source, target, languages=("en", "ar"))
        assert (first, second) == (target, source)

    def test_habits_side_by_side(self, found):
        names = [(source, target) for source, target, _ in (param.values for param in HABITS)]
        names = [(f"{k}/{source}", f"{k}/{target}") for k, (source, target) in enumerate(names)]
        rows, _ = found(*(name for pair in names for name in pair))
        assert {pair for _, *pair in map(list, rows) for pair in [tuple(pair)]} == set(names)

    def test_a_bare_code_fits_better_than_one_with_a_region(self, found):
        rows, _ = found("a_ar_us.txt", "a_ar_uk.txt", "a_en_us.txt", "a_en_uk.txt")
        assert rows == [("a_uk", "a_ar_uk.txt", "a_en_uk.txt"), ("a_us", "a_ar_us.txt", "a_en_us.txt")]

    def test_a_file_whose_only_fit_is_worse_than_that_of_another_has_no_partner(self, found):
        """The example in the docstring of `discovery`."""
        rows, scan = found("a_ar_us.txt", "a_en_us.txt", "a_en_uk.txt")
        assert rows == [("a_en_uk", "a_en_uk.txt"), ("a_us", "a_ar_us.txt", "a_en_us.txt")]
        assert scan.unpaired == ["a_en_uk.txt"]

    @given(
        st.lists(st.text("ab_.-", min_size=1, max_size=4).map(lambda name: f"x{name}x"), max_size=2),
        st.text("abc_.- 1", min_size=1, max_size=8).map(lambda name: f"x{name}x"),
        st.sampled_from([("ar", "en"), ("ARA", "eng"), ("arb", "EN")]),
        st.sampled_from("._-"),
    )
    def test_two_names_that_differ_in_the_code_have_a_reading_in_common(self, folders, name, codes, mark):
        readings = [
            filenames.parse("/".join([*folders, f"{name}{mark}{code}.txt"]), LANGUAGES).readings for code in codes
        ]
        source, target = ({(reading.key, reading.side) for reading in some} for some in readings)
        assert {key for key, side in source if side == 0} & {key for key, side in target if side == 1}


class PairingCase(NamedTuple):
    """The documents of a folder: one path or two of each; and the text of each path."""

    documents: set[tuple[str, ...]]
    texts: dict[str, str]


def pairing_cases():
    """The cases of the file. Raises ValueError for a block without a comment or without a file."""
    for block in (CASES / "pairing.txt").read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        comments = [line for line in lines if line.startswith("#")]
        entries = lines[len(comments) :]
        if all(comment.startswith("## ") for comment in comments) and comments and not entries:
            continue  # a title
        if comments and not entries:
            continue  # the explanation of the form
        if not comments or not entries:
            raise ValueError(f"not a comment and files: {block!r}")
        documents, texts = set(), {}
        for entry in entries:
            language, _, path = entry.rpartition(": ")
            paths = tuple(path.split(" | "))
            documents.add(paths)
            wanted = [language or "both"] if len(paths) == 1 else ["Arabic", "English"]
            texts |= {path: TEXTS.get(name, TEXTS["English"]) for path, name in zip(paths, wanted, strict=True)}
        yield pytest.param(PairingCase(documents, texts), id=comments[-1].removeprefix("# "))


@pytest.mark.parametrize("case", [*pairing_cases()])
def test_pairing(here, case):
    for name, text in case.texts.items():
        path = here / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with Journal(None) as journal:
        scan = discovery.find_in_folder(journal, "corpus", LANGUAGES)
        records = list(journal.documents())
    paths = {tuple(path.removeprefix("corpus/") for path in record.paths) for record in records}
    assert paths == case.documents
    assert (scan.ignored, [record.error for record in records if record.error]) == ([], [])


class TestDocumentation:
    def test_without_a_partner_is_left_out(self, here):
        texts = {"README.md": "both", "a.md": "English", "b.md": "both", "c.txt": "English", "train.src": "Arabic"}
        (here / "corpus").mkdir()
        for name, language in texts.items():
            (here / "corpus" / name).write_text(TEXTS[language], encoding="utf-8")
        with Journal(None) as journal:
            scan = discovery.find_in_folder(journal, "corpus", LANGUAGES)
            assert [record.name for record in journal.documents()] == ["b", "c"]
            assert [file.name for file in discovery.left_out_files(journal)] == ["README.md", "a.md", "train.src"]
        assert (scan.ignored, scan.ignored_count) == (["README.md", "a.md", "train.src"], 3)


class TestSingleFiles:
    @pytest.mark.parametrize(
        ("names", "expected"),
        [
            pytest.param(["a.txt"], [("a", "a.txt")], id="text"),
            pytest.param(["a.TSV"], [("a", "a.TSV")], id="columns"),
            pytest.param(["s/t/a.txt"], [("s/t/a", "s/t/a.txt")], id="in a folder"),
            pytest.param(["a.de.txt", "a.fr.txt"], [("a.de", "a.de.txt"), ("a.fr", "a.fr.txt")], id="other languages"),
            pytest.param(["a.new-one.txt"], [("a.new-one", "a.new-one.txt")], id="a name that looks like a tag"),
            pytest.param(["a.ar-en.txt"], [("a.ar-en", "a.ar-en.txt")], id="both languages in the name"),
            pytest.param(["a.txt", ".b.txt", ".c/d.txt"], [("a", "a.txt")], id="hidden is left out"),
        ],
    )
    def test_a_file_holds_both(self, found, names, expected):
        rows, scan = found(*names)
        assert rows == expected
        assert (scan.unpaired_count, scan.ignored_count) == (0, 0)

    @pytest.mark.parametrize("name", ["a.ar.txt", "a_en.txt", "ar/a.txt", "a.ar", "en/001"])
    def test_a_file_that_names_its_language_is_reported(self, found, name):
        rows, scan = found(name)
        assert (len(rows), scan.unpaired, scan.unpaired_count) == (1, [name], 1)

    @pytest.mark.parametrize("name", ["tm_ar.tmx", "ar/a.tmx", "a.ar.xlf", "a.en.xliff", "a (Arabic).sdlxliff.gz"])
    def test_a_format_of_both_languages_needs_no_partner(self, name):
        parsed = filenames.parse(name, LANGUAGES)
        assert (parsed.readings, parsed.expects_partner) == ([], False)
        assert parsed.single_name

    def test_a_gettext_file_may_have_a_partner(self, found):
        assert not filenames.parse("po/ar.po", LANGUAGES).expects_partner
        assert found("po/ar.po", "po/en.po")[0] == [("po/ar-en", "po/ar.po", "po/en.po")]

    def test_ten_are_named_and_all_are_counted(self, found):
        _, scan = found(*(f"{number}.ar.txt" for number in range(25)))
        assert (len(scan.unpaired), scan.unpaired_count) == (discovery.MAX_LISTED, 25)

    def test_other_files_are_counted(self, found):
        rows, scan = found("a.txt", "a.md", "b.pdf", "README", "d.txt~", "ar/x.pdf")
        assert rows == [("a", "a.txt")]
        assert (sorted(scan.ignored), scan.ignored_count) == (["README", "a.md", "d.txt~"], 3)


class TestTies:
    @pytest.mark.parametrize(
        ("names", "first", "second"),
        [
            pytest.param(
                ["a.ar.txt", "a.ara.txt", "a.en.txt"],
                "a.ar.txt with a.en.txt",
                "a.ara.txt with a.en.txt",
                id="two sources",
            ),
            pytest.param(
                ["ar/a.ar.txt", "ar/a.en.txt", "en/a.en.txt"],
                "ar/a.ar.txt with ar/a.en.txt",
                "ar/a.ar.txt with en/a.en.txt",
                id="name and folder",
            ),
            pytest.param(
                ["a (ar).txt", "a [ar].txt", "a.txt"],
                "a (ar).txt with a.txt",
                "a [ar].txt with a.txt",
                id="two files with a mark",
            ),
        ],
    )
    def test_two_pairings_that_fit_equally_well_are_both_named(self, found, names, first, second):
        with pytest.raises(InputError) as raised:
            found(*names)
        assert str(raised.value) == (
            f"corpus: two pairings fit equally well: {first}, or {second};"
            " rename the files, or list the documents with --manifest"
        )

    @pytest.mark.parametrize(
        ("names", "refused", "first"),
        [
            pytest.param(["a.tsv", "a.txt"], "a.txt", "a.tsv", id="two files"),
            pytest.param(["a.ar.txt", "a.en.txt", "a.txt"], "a.txt", "a.ar.txt", id="a pair and a file"),
            pytest.param(["ar/a.txt", "en/a.txt", "a.txt"], "ar/a.txt", "a.txt", id="folders and a file"),
        ],
    )
    def test_a_document_with_the_name_of_another_is_refused(self, here, found, names, refused, first):
        found(*names)
        with Journal(None) as journal:
            discovery.find_in_folder(journal, "corpus", LANGUAGES)
            (error,) = (row.error for row in journal.documents() if row.error)
        assert error == f"corpus/{refused}: corpus/{first} has the same output, a; give one of them another name"


class TestSeveralFormats:
    """Files of the same name in several formats, of which one is taken."""

    @pytest.mark.parametrize(
        ("names", "pair", "left_out"),
        [
            pytest.param(
                ["a.ar.txt", "a.en.txt", "a.en.tsv"], "a.ar.txt a.en.txt", "a.en.tsv a.en.txt", id="the same suffix"
            ),
            pytest.param(
                ["a.ar.csv", "a.ar.txt", "a.en.tsv"], "a.ar.txt a.en.tsv", "a.ar.csv a.ar.txt", id="the first format"
            ),
            pytest.param(
                ["ar/a.csv", "ar/a.txt", "en/a.csv", "en/a.txt"],
                "ar/a.txt en/a.txt",
                "ar/a.csv ar/a.txt, en/a.csv en/a.txt",
                id="two pairs",
            ),
            pytest.param(["a.ar.txt", "a.md", "a.txt"], "a.ar.txt a.txt", "a.md a.txt", id="without a mark"),
            pytest.param(["a.ar", "a.ar.gz", "a.en"], "a.ar a.en", "a.ar.gz a.ar", id="packed and unpacked"),
            pytest.param(
                ["a.ar.txt.xz", "a.ar.tsv", "a.en.txt"], "a.ar.txt.xz a.en.txt", "a.ar.tsv a.ar.txt.xz", id="packed"
            ),
        ],
    )
    def test_one_pair_is_taken_and_the_other_files_are_reported(self, found, names, pair, left_out):
        rows, scan = found(*names)
        assert [row[1:] for row in rows] == [tuple(pair.split())]
        assert ", ".join(map(" ".join, scan.other_formats)) == left_out
        assert (scan.other_formats_count, scan.ignored, scan.unpaired) == (len(scan.other_formats), [], [])

    def test_a_compressed_file_is_left_out_beside_the_same_file(self, found):
        rows, scan = found("a.txt", "a.txt.gz", "b.txt.gz")
        assert rows == [("a", "a.txt"), ("b", "b.txt.gz")]
        assert scan.other_formats == [("a.txt.gz", "a.txt")]

    def test_two_pairings_of_different_files_are_undecided_in_any_format(self, found):
        with pytest.raises(InputError, match="two pairings fit equally well"):
            found("a.ar.txt", "a.ar.tsv", "a.ara.txt", "a.en.txt")

    def test_the_files_are_named_in_the_output(self, found, run):
        found("a.ar.txt", "a.en.txt", "a.en.tsv")
        assert (
            "align: a.en.tsv is left out, since a.en.txt has the same name in another format\n"
            in run("corpus", "--dry-run").stderr
        )


class TestCompressedFiles:
    @pytest.mark.parametrize(
        ("source", "target", "name"),
        [
            ("m.ar.gz", "m.en", "m"),
            ("a.ar.txt.gz", "a.en.txt.zst", "a"),
            ("ar/x.csv.xz", "en/x.txt", "x"),
            ("B_AR.TXT.GZ", "B_EN.TXT.bz2", "B"),
            ("train.src.gz", "train.tgt.gz", "train"),
        ],
    )
    def test_are_paired_by_the_name_of_what_they_hold(self, found, source, target, name):
        rows, scan = found(source, target)
        assert rows == [(name, source, target)]
        assert (scan.unpaired_count, scan.ignored_count) == (0, 0)

    def test_are_read(self, here, run):
        (here / "corpus").mkdir()
        for name, language in {
            "a.ar.gz": "Arabic",
            "a.en.gz": "English",
            "b.md.gz": "both",
            "c.md.gz": "English",
        }.items():
            (here / "corpus" / name).write_bytes(gzip.compress(TEXTS[language].encode()))
        lines = run("corpus", "-o", "-", "-f", "tsv", "--no-header", "--method", "length").stdout.splitlines()
        texts = [TEXTS["Arabic"].strip(), TEXTS["English"].strip()]
        assert [line.split("\t")[:3] for line in lines] == [["a", *texts], ["b", *texts]]


class TestOwnFiles:
    """Outputs of `align` and what programs leave behind are no documents."""

    @pytest.mark.parametrize("suffix", ["html", "json", "jsonl", "tmx", "tsv", "csv", "xlsx"])
    def test_outputs_are_left_out(self, here, run, suffix):
        (here / "corpus").mkdir()
        (here / "corpus" / "b.txt").write_text(TEXTS["both"], encoding="utf-8")
        assert run("corpus/b.txt", "-o", f"corpus/pairs.{suffix}", "--method", "length").exit_code == 0
        assert own_files.may_be_output(f"pairs.{suffix}")
        assert own_files.is_output(f"corpus/pairs.{suffix}")
        if f".{suffix}" in readers.SUFFIXES:
            shown = run("corpus", "--dry-run")
            assert shown.stdout == "corpus/b.txt\t\tb\n"
            assert f"1 other file is left out: pairs.{suffix}\n" in shown.stderr

    def test_the_files_of_a_run_are_outputs(self, here, run):
        (here / "corpus").mkdir()
        (here / "corpus" / "b.txt").write_text(TEXTS["both"], encoding="utf-8")
        run("corpus", "-o", "out", "-f", "html", "--method", "length")
        names = ["b.html", "index.html", "summary.json"]
        assert [name for name in names if own_files.is_output(f"out/{name}")] == names

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("a.html", "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'></head></html>"),
            ("a.json", '{"meta": {"title": "Law"}, "documents": []}'),
            ("a.tmx", '<tmx version="1.4"><header creationtool="Other" srclang="ar"/></tmx>'),
            ("a.tsv", "source\ttarget\nنعم\tYes\n"),
            ("a.jsonl", '{"src_text": "نعم", "text": "Yes"}\n'),
            ("a.xlsx", "no workbook"),
            ("a.txt", "src_text\ttrg_text\tconfidence\tkind\n"),
        ],
    )
    def test_files_of_other_programs_are_not(self, here, name, text):
        (here / name).write_text(text, encoding="utf-8")
        assert not own_files.is_output(name)

    @pytest.mark.parametrize(
        "name", ["~$a.txt", "Thumbs.db", "desktop.ini", "__MACOSX/x.txt", "s/__MACOSX/._x.txt", "s/~$report.md"]
    )
    def test_what_programs_leave_behind_is_not_mentioned(self, found, name):
        rows, scan = found("b.txt", name)
        assert (rows, scan.ignored_count) == ([("b", "b.txt")], 0)


class TestUnreadFiles:
    def test_documents_are_reported_with_the_step_that_helps(self, found, run):
        _, scan = found("a.txt", "s/b.rtf", "c.rtf", "d.pdf", "e.png", "f.xyz")
        assert [(files.name, sorted(files.paths), files.total) for files in scan.unread] == [
            ("an RTF document", ["c.rtf", "s/b.rtf"], 2),
            ("a PDF", ["d.pdf"], 1),
        ]
        assert (sorted(scan.ignored), scan.ignored_count) == (["e.png", "f.xyz"], 2)
        said = run("corpus", "--dry-run").stderr
        step = "for corpus/d.pdf: run `pdftotext -layout corpus/d.pdf corpus/d.txt`"
        assert f"align: 1 file is in a format that is not read, a PDF: d.pdf; {step}" in said
        assert "align: 2 files are in a format that is not read, an RTF document: c.rtf, s/b.rtf; for corpus/c" in said

    def test_a_file_beside_its_text_is_not_reported(self, found):
        _, scan = found("a.ar.pdf", "a.ar.txt", "a.en.pdf", "a.en.txt", "b.pdf", "s/c.pdf", "s/c.txt.gz")
        assert [files.paths for files in scan.unread] == [["b.pdf"]]

    def test_ten_are_named_and_all_are_counted(self, found):
        _, scan = found("a.txt", *(f"{number:02}.pdf" for number in range(12)))
        assert [(files.paths, files.total) for files in scan.unread] == [
            ([f"{number:02}.pdf" for number in range(10)], 12)
        ]

    def test_without_documents_the_error_has_the_step(self, found):
        with pytest.raises(InputError) as raised:
            found("d.rtf")
        assert raised.value.hint == (
            "for corpus/d.rtf: open it in Word or LibreOffice, save it as .docx, and give that"
        )


class TestOtherFormats:
    """Single files in a format of which folders hold more than bitexts; the reader is a made-up one."""

    @pytest.fixture(autouse=True)
    def shouting(self, monkeypatch):
        reader = readers.Reader("shouting", (".shout",), readers.PLAIN_TEXT.read)
        monkeypatch.setattr(readers, "READERS", (*readers.READERS, reader))
        monkeypatch.setattr(readers, "SUFFIXES", (*readers.SUFFIXES, ".shout"))

    @pytest.mark.parametrize(
        ("languages", "text", "is_document"),
        [
            (("ar", "en"), TEXTS["both"] * 2000, True),
            (("ar", "en"), TEXTS["English"], False),
            (("ar", "en"), b"\x00\x01\x02\x03", False),
            (("de", "en"), TEXTS["English"], False),
            (("de", "en"), "de\ten\nJa\tYes\n", False),
            (("de", "en"), '"Ja"\t"Yes"\n"Nein"\t"No"\n', True),
        ],
    )
    def test_must_hold_both_languages(self, here, found, languages, text, is_document):
        (here / "corpus").mkdir()
        (here / "corpus" / "a.shout").write_bytes(text if isinstance(text, bytes) else text.encode())
        rows, scan = found("b.txt", languages=languages)
        assert rows == [("a", "a.shout")] * is_document + [("b", "b.txt")]
        assert scan.ignored == ["a.shout"] * (not is_document)

    def test_are_paired_by_name(self, found):
        assert found("a.ar.shout", "a.en.txt")[0] == [("a", "a.ar.shout", "a.en.txt")]


class TestFolders:
    @pytest.mark.parametrize("names", [[], ["a.md"], [".a.txt"]], ids=["empty", "other suffix", "hidden"])
    def test_without_documents(self, found, names):
        suffixes = " or ".join(readers.SUFFIXES)
        message = f"corpus: there is no document ({suffixes}, or name.ar with name.en) in this folder"
        with pytest.raises(InputError, match=re.escape(message)):
            found(*names)

    def test_that_are_to_be_skipped(self, found):
        rows, _ = found("a.txt", "out/b.txt", skipped_paths=["corpus/out"])
        assert rows == [("a", "a.txt")]

    def test_that_hold_the_results_of_a_run(self, found):
        rows, _ = found("a.txt", "out/b.txt", f"out/{discovery.STATE_FOLDER}/journal.sqlite")
        assert rows == [("a", "a.txt")]

    def test_links_out_of_the_folder_are_followed_on_request_and_never_in_circles(self, here, found):
        (here / "corpus" / "s").mkdir(parents=True)
        (here / "other").mkdir()
        (here / "other" / "b.txt").write_text("text")
        os.symlink(here / "other", here / "corpus" / "s" / "other")
        os.symlink(here / "corpus", here / "corpus" / "s" / "circle")
        os.symlink(here / "nowhere", here / "corpus" / "lost.txt")
        rows, scan = found("a.txt")
        assert rows == [("a", "a.txt"), ("lost", "lost.txt")]
        assert (scan.not_walked.links_out, scan.not_walked.links_out_count) == (["corpus/s/other"], 1)
        rows, scan = found("a.txt", follow_links=True)
        assert rows == [("a", "a.txt"), ("lost", "lost.txt"), ("s/other/b", "s/other/b.txt")]
        assert (scan.not_walked.links_out, scan.not_walked.links_out_count) == ([], 0)

    def test_links_out_of_the_folder_are_told(self, here, make, run):
        (here / "other").mkdir()
        make("a.txt")
        for name in ("b", "c"):
            (here / "other" / f"{name}.txt").write_text("text")
            os.symlink(here / "other" / f"{name}.txt", here / "corpus" / f"{name}.txt")
        message = (
            "align: 2 links lead out of the folder and are left out: corpus/b.txt, corpus/c.txt;"
            " --follow-links follows such links\n"
        )
        shown = run("corpus", "--dry-run")
        assert (shown.exit_code, shown.stdout) == (0, "corpus/a.txt\t\ta\n")
        assert message in shown.stderr
        assert message not in run("corpus", "--dry-run", "--follow-links").stderr
        assert run("corpus", "--dry-run", "--follow-links").stdout.count("\n") == 3
        os.unlink(here / "corpus" / "a.txt")
        assert "corpus/b.txt leads out of the folder; --follow-links follows it" in run("corpus", "--dry-run").stderr

    @pytest.mark.parametrize("arguments", [["corpus", "-o", "out", "--method", "length"], ["corpus", "--dry-run"]])
    def test_a_subfolder_that_cannot_be_read_does_not_stop_the_others(self, make, run, monkeypatch, arguments):
        make("a.txt", "s/b.txt")
        scandir = os.scandir

        def refuse(path="."):
            if path == "corpus/s":
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
            return scandir(path)

        monkeypatch.setattr(os, "scandir", refuse)
        result = run(*arguments)
        assert result.exit_code == 1
        assert "align: corpus/s: cannot be read: Permission denied; it is left out\n" in result.stderr
        assert "corpus/a.txt\t\ta\n" in result.stdout + result.stderr

    def test_pipes_are_left_alone(self, here, found):
        (here / "corpus").mkdir()
        os.mkfifo(here / "corpus" / "pipe.txt")
        rows, _ = found("a.txt")
        assert rows == [("a", "a.txt")]


class TestManifests:
    @pytest.fixture
    def listed(self, here):
        def listed(text, place="", **options):
            (here / "list.tsv").write_bytes(text.encode("utf-8"))
            with Journal(None) as journal:
                discovery.find_in_manifest(journal, "list.tsv", place, **options)
                return [(row.name, row.source, row.target) for row in journal.documents()]

        return listed

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            pytest.param("a\tb\tc\n", ("c", "a", "b"), id="all three"),
            pytest.param("a.txt\tb.txt\n", ("a", "a.txt", "b.txt"), id="no output"),
            pytest.param("s/a.txt\n", ("s/a", "s/a.txt", ""), id="one file"),
            pytest.param("a\t\tc\n", ("c", "a", ""), id="one file and output"),
            pytest.param("a\tb\ts/c.tsv\n", ("s/c", "a", "b"), id="ending of a format"),
            pytest.param("a\tb\tc.1\n", ("c.1", "a", "b"), id="other ending"),
            pytest.param("\ufeffsource\ttarget\toutput\r\na\tb\tc\r\n", ("c", "a", "b"), id="header, mark, DOS"),
            pytest.param("\n a \t b \t c \n\n", ("c", "a", "b"), id="blanks"),
            pytest.param("s3://b/x.ar\ts3://b/x.en\n", ("b/x", "s3://b/x.ar", "s3://b/x.en"), id="URLs"),
            pytest.param("../x.ar\t../x.en\n", ("x", "../x.ar", "../x.en"), id="from the folder above"),
        ],
    )
    def test_lines(self, listed, text, expected):
        assert listed(text) == [expected]

    def test_names_start_from_a_folder(self, listed):
        assert listed("a\tb\tc\n/x/a\t\td\n", "corpus") == [("c", "corpus/a", "corpus/b"), ("d", "/x/a", "")]

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            pytest.param(
                "a\tb\tc\n\tb\tc\n",
                "line 2: there is no source in this line; write source, tab, target, tab, output",
                id="no source",
            ),
            pytest.param("a\tb\tc\td\n", "line 1: this line has 4 columns; write source", id="four columns"),
            pytest.param(
                "a.txt\t\t.\n", "line 1: the output '.' names no file; write source", id="an output without a name"
            ),
            pytest.param("a\tb\t../c\n", "line 1: the output ../c is outside the folder", id="above"),
            pytest.param("a\tb\t/c\n", "line 1: the output /c is outside the folder", id="absolute"),
            pytest.param("\n", "there is no document in this list", id="nothing"),
            pytest.param("a\tb\tc\na\tb\tc\0d\n", "line 2: this line has a NUL character", id="NUL"),
        ],
    )
    def test_bad_lines_are_errors(self, listed, text, words):
        with pytest.raises(InputError, match=words):
            listed(text)

    def test_the_same_output_twice(self, here, listed):
        rows = listed("a\tb\tc\nd\te\tc\n")
        assert rows == [("c", "a", "b"), ("d", "", "")]

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            pytest.param("a\t\tc\n" * 3, ["a", "a (2)", "c"], id="three times"),
            pytest.param("a\t\tc\nd\t\tc\nb\t\td\n", ["c", "d", "d (1)"], id="the file of one is another"),
            pytest.param("a\t\tc\nd\t\tc\nb\t\td\nx\t\td (1)\n", ["c", "d", "d (1)", "d (2)"], id="both"),
        ],
    )
    def test_no_line_vanishes_whatever_the_names_are(self, listed, text, names):
        assert [name for name, _, _ in listed(text)] == names

    @pytest.mark.parametrize(
        ("output", "purpose"),
        [
            ("summary.json/b", "in a folder in the place of the summary of the run"),
            ("summary.json/b/c", "in a folder in the place of the summary of the run"),
            ("./summary.json//b", "in a folder in the place of the summary of the run"),
            ("index.html/b", "in a folder in the place of the page that lists all documents"),
            (".align/parts/x", "in the folder of the journal"),
            (".align/journal", "in the folder of the journal"),
            ("index", "the page that lists all documents"),
            ("index.html", "the page that lists all documents"),
            ("b/summary.json/b", None),
            ("b/index", None),
            ("summary", None),
            (".alignment/x", None),
            (".align", None),
        ],
    )
    def test_outputs_in_the_place_of_files_of_the_run_are_refused(self, here, output, purpose):
        sink = make_sink("out", OutputOptions("html"), ("ar", "en"), single_file=False, force=False, journal=None)
        (here / "list.tsv").write_text(f"a\t\t{output}\nb\t\tother\n")
        with Journal(None) as journal:
            discovery.find_in_manifest(journal, "list.tsv", "", sink.reserved_names, sink.suffixes)
            errors = [record.error for record in journal.documents() if record.error]
        assert errors == ([f"a: its output would be {purpose}; rename it"] if purpose else [])

    def test_output_of_a_dry_run_is_a_manifest(self, here, found, run):
        found("a.ar.txt", "a.en.txt", "s/b.txt")
        shown = run("corpus", "--dry-run").stdout
        assert shown == "corpus/a.ar.txt\tcorpus/a.en.txt\ta\ncorpus/s/b.txt\t\ts/b\n"
        (here / "list.tsv").write_text(shown)
        assert run("--manifest", "list.tsv", "--dry-run").stdout == shown

    @pytest.mark.parametrize("name", ["a.tsv", "a.b.tmx", "a ", "-", "source", "'a'", "كتاب", "\x1b[2J", "\u202ea"])
    def test_names_that_a_manifest_can_hold(self, name):
        record = DocumentRecord(name, f"corpus/{name}.txt", "", 0)
        line = manifest.readable_line(record)
        assert manifest._parse_line("list", "", 1, line, ()) == record

    @pytest.mark.parametrize("name", ["a\tb", "a\nb", "a\r", " a", "\u3000a", "a\0b"])
    def test_names_that_a_manifest_cannot_hold(self, name):
        assert manifest.readable_line(DocumentRecord(name, "corpus/a.txt", "", 0)) is None

    def test_a_dry_run_lists_no_line_that_is_none_of_a_manifest(self, here, found, run):
        found("a\nb.txt", "c\td.txt", "e.txt", "f.tsv.txt")
        shown = run("corpus", "--dry-run")
        assert shown.exit_code == 1
        assert shown.stdout == "corpus/e.txt\t\te\ncorpus/f.tsv.txt\t\tf.tsv.tsv\n"
        assert "a manifest cannot hold this name; rename it: corpus/a\\nb.txt" in shown.stderr
        (here / "list.tsv").write_text(shown.stdout)
        assert run("--manifest", "list.tsv", "--dry-run").stdout == shown.stdout

    def test_a_line_with_nul_is_an_error(self, listed):
        message = "list.tsv, line 2: this line has a NUL character, which the name of a file cannot have"
        with pytest.raises(InputError, match=re.escape(message)):
            listed("a.txt\nb\0.txt\n")

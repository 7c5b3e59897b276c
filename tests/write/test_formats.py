"""What is written, byte for byte, and files that are written whole or not at all."""

import csv
import io
import json
import os
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.bitext import Bead, Bitext, Document, Numbers, Span, Why
from aligner.errors import InputError
from aligner.write import formats
from aligner.write.formats import OutputDocument, OutputOptions

# What str.splitlines takes for the end of a line, and the tab.
BREAKS = ["\t", "\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\n\t\n"]


def side(language, *sentences, gap=" "):
    """A document of one paragraph."""
    spans, text = [], ""
    for sentence in sentences:
        text += gap if text else ""
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence
    return Document(language, text, (tuple(spans),) if spans else ())


def rows_of(source, target, *beads, meta=None):
    bitext = Bitext(source, target, beads)
    return OutputDocument(bitext, bitext.beads, {} if meta is None else meta)


def one(source, target, confidence=1.0):
    """Rows that hold one pair of sentences."""
    return rows_of(side("ar", source), side("en", target), Bead(range(1), range(1), confidence))


def written(rows, *form, **options):
    return "".join(formats.lines(rows, OutputOptions(*form, **options)))


@pytest.fixture
def rows():
    """A pair of two sentences and one, and a sentence without a translation on either side."""
    return rows_of(
        side("ar", "وصل القطار.", "نزل الركاب.", "نام الحارس."),
        side("en", "The train came and all got off.", "It rained."),
        Bead(range(2), range(1), 0.98749),
        Bead(range(2, 3), range(1, 1), 0.25),
        Bead(range(3, 3), range(1, 2), 1.0),
        meta={"signature": "align:0|to:en", "sources": [{"name": "قصة.txt"}]},
    )


TSV = """\
src_text\ttrg_text\tconfidence\tkind
وصل القطار. نزل الركاب.\tThe train came and all got off.\t0.987\t2-1
نام الحارس.\t\t0.250\t1-0
\tIt rained.\t1.000\t0-1
"""
RECORDS = [
    '{"src_text": "وصل القطار. نزل الركاب.", "trg_text": "The train came and all got off.", "src_lang": "ar", '
    '"trg_lang": "en", "kind": "2-1", "confidence": 0.987, "src_sentences": [0, 1], "trg_sentences": [0], '
    '"src_span": [0, 23], "trg_span": [0, 31], "flags": []}',
    '{"src_text": "نام الحارس.", "trg_text": "", "src_lang": "ar", "trg_lang": "en", "kind": "1-0", '
    '"confidence": 0.25, "src_sentences": [2], "trg_sentences": [], "src_span": [24, 35], "trg_span": null, '
    '"flags": []}',
    '{"src_text": "", "trg_text": "It rained.", "src_lang": "ar", "trg_lang": "en", "kind": "0-1", '
    '"confidence": 1.0, "src_sentences": [], "trg_sentences": [1], "src_span": null, "trg_span": [32, 42], '
    '"flags": []}',
]
META = """\
{
  "meta": {
    "signature": "align:0|to:en",
    "sources": [
      {
        "name": "قصة.txt"
      }
    ]
  },
  "pairs": ["""


class TestTsv:
    def test_exact(self, rows):
        assert written(rows, "tsv") == TSV

    def test_is_what_is_written_unless_asked(self, rows):
        assert written(rows) == TSV

    def test_without_header(self, rows):
        assert written(rows, "tsv", header=False) == TSV.partition("\n")[2]

    def test_without_pairs_is_the_header(self):
        assert written(rows_of(side("ar"), side("en"))) == "src_text\ttrg_text\tconfidence\tkind\n"

    @pytest.mark.parametrize("end", BREAKS, ids=ascii)
    def test_break_in_a_sentence_is_one_space(self, end):
        assert written(one(f"ا{end}ب", f"a{end}b"), header=False) == "ا ب\ta b\t1.000\t1-1\n"

    @pytest.mark.parametrize("end", BREAKS, ids=ascii)
    def test_break_between_sentences_is_one_space(self, end):
        rows = rows_of(side("ar", "ا.", "ب.", gap=end), side("en", "a."), Bead(range(2), range(1), 1.0))
        assert written(rows, header=False) == "ا. ب.\ta.\t1.000\t2-1\n"

    @pytest.mark.parametrize("text", ['"', '""', '"a', 'say "no"', "it's", "\\", "\\t", "a,b;c", "=1+1", "  a  b"])
    def test_nothing_is_quoted_or_escaped(self, text):
        assert written(one(text, text), header=False) == f"{text}\t{text}\t1.000\t1-1\n"

    def test_is_read_back_with_quoting_off(self):
        text = written(one('قال "نعم', 'He said "yes'))
        fields = list(csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))
        assert fields[1] == ['قال "نعم', 'He said "yes', "1.000", "1-1"]

    @given(st.text(min_size=1), st.text(min_size=1))
    def test_bead_is_one_line_of_four_fields_whatever_the_text(self, source, target):
        lines = written(one(source, target), header=False).splitlines()
        assert [line.count("\t") for line in lines] == [3]


class TestJson:
    def test_exact(self, rows):
        assert written(rows, "json") == META + "\n    " + ",\n    ".join(RECORDS) + "\n  ]\n}\n"

    def test_meta_stands_first(self, rows):
        assert list(json.loads(written(rows, "json"))) == ["meta", "pairs"]

    def test_without_pairs_is_valid(self):
        text = written(rows_of(side("ar"), side("en"), meta={"rows": 0}), "json")
        assert text == '{\n  "meta": {\n    "rows": 0\n  },\n  "pairs": []\n}\n'
        assert json.loads(text) == {"meta": {"rows": 0}, "pairs": []}

    def test_pairs_are_the_json_lines(self, rows):
        lines = written(rows, "jsonl").splitlines()
        assert json.loads(written(rows, "json"))["pairs"] == [json.loads(line) for line in lines]


class TestJsonLines:
    def test_exact(self, rows):
        assert written(rows, "jsonl") == "".join(record + "\n" for record in RECORDS)

    def test_without_pairs_is_empty(self):
        assert written(rows_of(side("ar"), side("en")), "jsonl") == ""

    @given(st.text(min_size=1), st.text(min_size=1))
    def test_text_is_read_back_from_one_line(self, source, target):
        (line,) = written(one(source, target), "jsonl").splitlines()
        pair = json.loads(line)
        assert (pair["src_text"], pair["trg_text"]) == (source, target)


@pytest.mark.parametrize("form", ["json", "jsonl"])
class TestJsonText:
    @pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029"], ids=ascii)
    def test_line_ends_of_unicode_are_escaped(self, form, end):
        text = written(one(f"ا{end}ب", f"a{end}b"), form)
        assert end not in text
        assert text.count(f"\\u{ord(end):04x}") == 2

    def test_letters_are_not_escaped(self, form):
        text = written(one("مكتبة ﷺ ٣", "café – “naïve” 🙂"), form)
        assert "مكتبة ﷺ ٣" in text
        assert "café – “naïve” 🙂" in text
        assert "\\u" not in text


class TestReasons:
    WHY = Why(-0.357, 1.234, 0.0, 5.678, (("قطار", "train"),), Numbers(("3",), ("4",), ()))

    def flagged(self):
        bead = Bead(range(1), range(1), 0.5, ("numbers", "big-bead"), self.WHY)
        return rows_of(side("ar", "ا"), side("en", "a"), bead)

    def test_flags_are_a_column_if_asked(self):
        assert written(self.flagged(), flags=True) == (
            "src_text\ttrg_text\tconfidence\tkind\tflags\nا\ta\t0.500\t1-1\tnumbers,big-bead\n"
        )
        assert written(self.flagged(), header=False) == "ا\ta\t0.500\t1-1\n"

    def test_reasons_stand_in_json(self):
        found = json.loads(written(self.flagged(), "jsonl"))
        assert found["flags"] == ["numbers", "big-bead"]
        assert found["why"] == {
            "kind": -0.36,
            "length": 1.23,
            "breaks": 0.0,
            "words": 5.68,
            "matched": [["قطار", "train"]],
            "numbers": {"both": ["3"], "src": ["4"], "trg": []},
        }

    def test_nothing_has_no_sign(self):
        bead = Bead(range(1), range(1), 0.5, (), self.WHY._replace(length=-0.0, breaks=-0.004))
        text = written(rows_of(side("ar", "ا"), side("en", "a"), bead), "jsonl")
        assert '"length": 0.0, "breaks": 0.0,' in text


class TestIndex:
    def test_exact(self, rows):
        assert written(rows, "index") == "[0, 1]:[0]:0.987\n[2]:[]:0.250\n[]:[1]:1.000\n"

    def test_without_pairs_is_empty(self):
        assert written(rows_of(side("ar"), side("en")), "index") == ""


@pytest.mark.parametrize(
    ("confidence", "shown"),
    [(1.0, "1.000"), (0.9996, "1.000"), (0.98749, "0.987"), (0.9875001, "0.988"), (0.0004, "0.000"), (0.0, "0.000")],
)
def test_confidence_is_the_same_number_in_every_format(confidence, shown):
    rows = one("ا", "a", confidence)
    assert written(rows, header=False).split("\t")[2] == shown
    assert written(rows, "index") == f"[0]:[0]:{shown}\n"
    assert json.loads(written(rows, "jsonl"))["confidence"] == float(shown)


class TestSpans:
    def test_are_where_a_contiguous_passage_stands(self, rows):
        sides = {"src": rows.bitext.source.text, "trg": rows.bitext.target.text}
        pairs = [json.loads(line) for line in written(rows, "jsonl").splitlines()]
        found = [(pair[f"{name}_span"], pair[f"{name}_text"], text) for pair in pairs for name, text in sides.items()]
        assert [text[slice(*span)] for span, _, text in found if span] == [shown for _, shown, _ in found if shown]

    def test_reach_over_the_other_language_between_two_sentences(self):
        text = "باب.\nA door in the wall.\nجدار."
        source = Document("ar", text, ((Span(0, 4),), (Span(25, 30),)))
        target = Document("en", text, ((Span(5, 24),),))
        rows = rows_of(source, target, Bead(range(2), range(1), 1.0))
        pair = json.loads(written(rows, "jsonl"))
        assert (pair["src_text"], pair["src_span"]) == ("باب. جدار.", [0, 30])


class TestFile:
    """`write.whole`."""

    @pytest.fixture
    def path(self, tmp_path):
        return tmp_path / "pairs.tsv"

    @pytest.mark.parametrize("form", formats.FORMATS)
    def test_holds_the_lines_in_utf_8_with_line_feeds(self, rows, path, form):
        formats.write_atomically(path, rows, OutputOptions(form))
        assert path.read_bytes() == written(rows, form).encode("utf-8")

    def test_is_the_only_thing_left_in_the_folder(self, rows, path):
        formats.write_atomically(path, rows, OutputOptions())
        assert os.listdir(path.parent) == ["pairs.tsv"]

    def test_that_exists_is_kept(self, rows, path):
        path.write_text("old")
        with pytest.raises(InputError, match="the file exists; write over it with --force"):
            formats.write_atomically(path, rows, OutputOptions())
        assert path.read_text() == "old"

    def test_that_exists_is_replaced_by_force(self, rows, path):
        path.write_text("old")
        formats.write_atomically(path, rows, OutputOptions(force=True))
        assert path.read_text(encoding="utf-8") == TSV

    @pytest.mark.parametrize("force", [False, True])
    def test_in_a_folder_that_is_not_there(self, rows, tmp_path, force):
        with pytest.raises(InputError, match=r"there is no folder .*missing; make it first"):
            formats.write_atomically(tmp_path / "missing" / "pairs.tsv", rows, OutputOptions(force=force))

    @pytest.mark.parametrize("force", [False, True])
    def test_that_is_a_folder(self, rows, tmp_path, force):
        with pytest.raises(InputError, match="this is a folder; name a file in it"):
            formats.write_atomically(tmp_path, rows, OutputOptions(force=force))

    def test_may_have_the_longest_name_there_is(self, rows, tmp_path):
        path = tmp_path / ("n" * 255)
        formats.write_atomically(path, rows, OutputOptions())
        assert path.read_text(encoding="utf-8") == TSV

    @pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)], ids=oct)
    def test_has_the_permissions_of_the_umask(self, rows, path, mask, mode):
        before = os.umask(mask)
        try:
            formats.write_atomically(path, rows, OutputOptions())
        finally:
            os.umask(before)
        assert stat.S_IMODE(path.stat().st_mode) == mode


class TestFailure:
    """`write.whole`, when writing fails half way."""

    @pytest.fixture(params=[True, False], ids=["file there", "no file there"])
    def path(self, request, tmp_path):
        path = tmp_path / "pairs.tsv"
        if request.param:
            path.write_text("old")
        return path

    @staticmethod
    def failing(rows, error):
        """Rows of which the second cannot be had."""

        def beads():
            yield rows.beads[0]
            raise error

        return rows._replace(beads=beads())

    @pytest.mark.parametrize(
        ("error", "raised"),
        [
            pytest.param(OSError(28, "No space left on device"), InputError, id="disk full"),
            pytest.param(RuntimeError("a bug"), RuntimeError, id="bug"),
            pytest.param(KeyboardInterrupt(), KeyboardInterrupt, id="interrupt"),
        ],
    )
    def test_leaves_everything_as_it_was(self, rows, path, error, raised):
        before = {each: each.read_text() for each in path.parent.iterdir()}
        with pytest.raises(raised):
            formats.write_atomically(path, self.failing(rows, error), OutputOptions(force=True))
        assert {each: each.read_text() for each in path.parent.iterdir()} == before

    def test_says_why(self, rows, path):
        with pytest.raises(InputError) as caught:
            formats.write_atomically(
                path, self.failing(rows, OSError(28, "No space left on device")), OutputOptions(force=True)
            )
        assert str(caught.value) == f"{path}: cannot be written: No space left on device"

    def test_of_renaming_leaves_everything_as_it_was(self, rows, path, monkeypatch):
        def refuse(*_):
            raise OSError(1, "Operation not permitted")

        before = {each: each.read_text() for each in path.parent.iterdir()}
        monkeypatch.setattr(os, "replace", refuse)
        with pytest.raises(InputError, match="cannot be written: Operation not permitted"):
            formats.write_atomically(path, rows, OutputOptions(force=True))
        assert {each: each.read_text() for each in path.parent.iterdir()} == before

    def test_is_not_seen_under_the_name_before_all_is_written(self, rows, path):
        before, seen = path.exists(), []

        def watched():
            for bead in rows.beads:
                seen.append(path.read_text() if path.exists() else None)
                yield bead

        formats.write_atomically(path, rows._replace(beads=watched()), OutputOptions(force=True))
        assert seen == ["old" if before else None] * 3
        assert path.read_text(encoding="utf-8") == TSV


class TestSpecialFiles:
    def test_null_device_is_neither_replaced_nor_removed(self, rows, monkeypatch):
        touched = []
        for name in ("replace", "rename", "unlink", "remove"):
            monkeypatch.setattr(os, name, lambda *arguments, **_: touched.append(arguments))
        formats.write_atomically(Path(os.devnull), rows, OutputOptions())
        assert touched == []

    @pytest.mark.parametrize("there", [True, False], ids=["to a file", "to no file"])
    def test_link_stays_and_what_it_points_to_is_written(self, rows, tmp_path, there):
        link, file = tmp_path / "link.tsv", tmp_path / "file.tsv"
        link.symlink_to(file)
        if there:
            file.write_text("old")
        formats.write_atomically(link, rows, OutputOptions(force=there))
        assert link.is_symlink()
        assert file.read_text(encoding="utf-8") == TSV

    def test_named_pipe_gets_everything_and_stays(self, rows, tmp_path):
        pipe, got = tmp_path / "pipe", []
        os.mkfifo(pipe)
        reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
        reader.start()
        formats.write_atomically(pipe, rows, OutputOptions())
        reader.join(timeout=10)
        assert got == [TSV.encode("utf-8")]
        assert stat.S_ISFIFO(pipe.stat().st_mode)
        assert os.listdir(tmp_path) == ["pipe"]

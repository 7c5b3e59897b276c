"""The format of an input, by its content and its suffix, and inputs that make no file of pairs."""

import json

import pytest
from conversions import TSV_HEADER, pairs_of

from aligner.convert.inputs import HEAD, Input
from aligner.convert.readers import BY_NAME, READERS, SUFFIXES, recognised
from aligner.errors import InputError
from aligner.write import formats

PAIR = '"src_text": "نعم.", "trg_text": "Yes."'


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("p", TSV_HEADER, "tsv"),
        ("p.txt", "نعم.\tYes.\n", "tsv"),
        ("p.json", TSV_HEADER, "tsv"),
        ("p.txt", f"{{{PAIR}}}\n", "jsonl"),
        ("p.txt", f"{{{PAIR}}}\r{{{PAIR}}}\r", "jsonl"),
        ("p.txt", "نعم.\tYes.\rلا.\tNo.\r", "tsv"),
        ("p.path", "[0]:[0]\r[1]:[1]\r", "index"),
        ("p.tsv", r'{"translation": {"ar": "x\ty"}}', "jsonl"),
        ("p.txt", f'{{"meta": {{}}, "pairs": [{{{PAIR}}}]}}', "json"),
        ("p.txt", f"[\n {{{PAIR}}}]", "json"),
        ("p.txt", '<?xml version="1.0"?>\n<tmx version="1.4">', "tmx"),
        ("p.xml", b"\xff\xfe" + '<?xml version="1.0"?><tmx>'.encode("utf-16-le"), "tmx"),
        ("p.xlsx", "PK\x03\x04", "xlsx"),
        ("p.txt", '<xliff version="2.0">', "xliff"),
        ("p.txt", "source;target\n", "csv"),
        ("p.csv", "نعم.;Yes.\n", "csv"),
        ("p.path", "[0]:[0]\n", "index"),
        ("p.txt", "0\t0\t0.3\n", "ladder"),
        ("p.tmx", "nothing of the kind", "tmx"),
        ("p.txt", "Yes, he said.\n", None),
        ("summary.json", '{"version": 1, "documents": []}', "json"),
        ("p.txt", "<html>", None),
        ("p.bin", b"\x00\x01\x02", None),
    ],
)
def test_format(tmp_path, name, content, expected):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    file = Input(str(path))
    reader = recognised(file)
    file.close()
    assert (reader and reader.name) == expected


def test_names_are_those_of_the_output_formats():
    both = set(BY_NAME) & set(formats.FORMATS)
    assert {"tsv", "csv", "json", "jsonl", "index"} <= both
    for reader in READERS:
        if reader.name in formats.FORMATS and (suffix := formats.FORMATS[reader.name].suffix):
            assert suffix in SUFFIXES


@pytest.mark.parametrize(
    ("files", "format_name", "message"),
    [
        ({"p.tsv": ""}, None, "p.tsv: the input is empty"),
        ({"p.txt": "Yes.\n"}, None, "p.txt: this file is not aligned; align it first: align .*p.txt"),
        (
            {"p.index": "[0]:[0]\n"},
            None,
            "1 file was given, but the format index has 3; give the index, and the sentences",
        ),
        (
            {"p.ar": "x", "p.en": "x", "p.de": "x"},
            None,
            "none of the three files is an index or a ladder; give an index",
        ),
        (
            {"p.tmx": "<tmx>", "q.tmx": "<tmx>"},
            None,
            "two files are a text and its translation; convert each file alone",
        ),
        ({"p.tsv": "x\ty", "q.tsv": "x\ty"}, None, "two files are a text and its translation; convert each file alone"),
        ({"p.index": "[0]:[0]", "p.ar": "x"}, None, "two files are a text and its translation; give the index, and"),
        ({"p.ar": "x"}, "moses", "1 file was given, but the format moses has 2; give the sentences of the source"),
        (
            {"p.tsv": "x\ty", "q.tsv": "x\ty"},
            "tsv",
            "2 files were given, but the format tsv has 1; convert each file alone",
        ),
    ],
)
def test_inputs_that_make_no_file_of_pairs(tmp_path, files, format_name, message):
    with pytest.raises(InputError, match=message):
        pairs_of(tmp_path, files, format_name)


def test_the_user_names_the_format(tmp_path):
    rows, *_ = pairs_of(tmp_path, {"p.txt": "0\t0\n"}, "tsv")
    assert rows[0][:2] == ("0", "0")


@pytest.mark.parametrize("end", ["\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig", "cp1256"])
def test_first_bytes_may_end_anywhere(tmp_path, encoding, end):
    lines = [f"سطر عربي\tan Arabic line{end}"] * (HEAD // 30)
    for shift in range(3):
        rows, *_ = pairs_of(tmp_path, {"p.tsv": ("x" * shift + "".join(lines)).encode(encoding)})
        assert {row.target for row in rows} == {"an Arabic line"}
        assert len(rows) == len(lines)


@pytest.mark.parametrize(("character", "encoding"), [("ن", "utf-8"), ("\U0001f600", "utf-16")])
def test_first_bytes_of_one_long_line_may_end_within_a_character(tmp_path, character, encoding):
    text = character * HEAD
    for shift in range(2):
        document = {"pairs": [{"trg_text": "Yes" + "." * shift, "src_text": text}]}
        rows, *_ = pairs_of(tmp_path, {"p.json": json.dumps(document, ensure_ascii=False).encode(encoding)})
        assert [row.source for row in rows] == [text]


def test_utf_16_without_a_byte_order_mark(tmp_path):
    content = "نعم.\tYes.\n".encode("utf-16-le")
    assert [row.target for row in pairs_of(tmp_path, {"p.tsv": content}, encoding="utf-16")[0]] == ["Yes."]


@pytest.mark.parametrize(
    ("content", "encoding", "message"),
    [
        (b"x\ty\n+2D0-\tz\n", "utf-7", "line 2: utf-7 gives half a character"),
        (b"x\ty\nz\t\\ud800\n", "unicode_escape", "line 2: unicode_escape gives half a character"),
        (b"x\ty\n" * 20_000 + b"z\t\\udfff\n", "unicode_escape", "line 20001: unicode_escape gives half a character"),
        (b"x" * 70 + b"\ty\n", "punycode", "punycode is not a text encoding"),
    ],
    ids=["utf-7", "unicode_escape", "after the first bytes", "punycode"],
)
def test_encodings_that_give_no_text(tmp_path, content, encoding, message):
    with pytest.raises(InputError) as error:
        pairs_of(tmp_path, {"p.tsv": content}, encoding=encoding)
    assert message in str(error.value)

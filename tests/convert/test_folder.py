"""Folders of aligned files: each is a document, in the order of the paths."""

import json
import os

import pytest
from conversions import TSV_HEADER

from aligner.convert.folder import read_folder
from aligner.convert.pair_file import Wanted
from aligner.errors import InputError

YES, NO = "نعم.\tYes.\t\t1-1\n", "لا.\tNo.\t\t1-1\n"


def write(folder, files):
    """Write files, path -> text."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def documents(folder, skipped=None, **wanted):
    """Document and source of each row, and the notices."""
    file = read_folder(str(folder), Wanted(**wanted), None, skipped)
    rows = [(row.document, row.source) for row in file.rows]
    return rows, [notice.replace(f"{folder}/", "") for notice in file.notices]


def test_documents_have_the_names_of_their_paths(tmp_path):
    write(tmp_path, {
        "b.tsv": TSV_HEADER + YES,
        "a/c.jsonl": '{"src_text": "لا.", "trg_text": "No.", "src_lang": "ar", "trg_lang": "en"}\n',
        "all.tsv": "document\tsrc_text\ttrg_text\nx\tنعم.\tYes.\ny\tلا.\tNo.\n",
        ".hidden.tsv": TSV_HEADER + YES,
    })  # fmt: skip
    assert documents(tmp_path) == ([("a/c", "لا."), ("x", "نعم."), ("y", "لا."), ("b", "نعم.")], [])


def test_files_of_one_name_keep_their_suffixes(tmp_path):
    write(tmp_path, {"a.tsv": TSV_HEADER + YES, "a.csv": "src_text,trg_text\nلا.,No.\n"})
    assert documents(tmp_path)[0] == [("a.csv", "لا."), ("a.tsv", "نعم.")]


def test_other_files_are_named(tmp_path):
    write(tmp_path, {
        "a.tsv": TSV_HEADER + YES, "b.tsv": TSV_HEADER, "c.txt": "Yes.\n", "d.index": "[0]:[0]\n", "e.tsv": "",
        "summary.json": '{"version": 1}', "out/a.tsv": TSV_HEADER + NO,
    })  # fmt: skip
    assert documents(tmp_path, str(tmp_path / "out")) == (
        [("a", "نعم.")],
        [f"{tmp_path}: skipped c.txt, d.index, e.tsv, summary.json: no file of pairs", "b.tsv: there is no row"],
    )  # fmt: skip


def test_pairs_of_texts(tmp_path):
    write(tmp_path, {
        "a/one.ar": "نعم.\nلا.\n", "a/one.en": "Yes.\nNo.\n", "b.tsv": TSV_HEADER + YES,
        "two.ar": "نعم.\n", "two.en": "Yes.\nNo.\n",
        "three.ar": "نعم.\n", "three.en": "Yes.\n", "three.index": "[0]:[0]\n",
        "four.ar": "نعم.\n", "four.txt": "Yes.\n",
    })  # fmt: skip
    rows, notices = documents(tmp_path)
    assert rows == [("a/one", "نعم."), ("a/one", "لا."), ("b", "نعم.")]
    assert notices == [
        f"{tmp_path}: skipped four.ar, four.txt, three.ar, three.en, three.index and 2 more: no file of pairs"
    ]


def test_notices_name_the_file(tmp_path):
    write(tmp_path, {"a.tsv": TSV_HEADER + YES + "\t\t\t\n", "b.tsv": "id\tsrc_text\ttrg_text\n1\tنعم.\tYes.\n"})
    assert documents(tmp_path)[1] == [
        "a.tsv: left out 1 row (line 3) without any text",
        "b.tsv: left out the column id",
    ]


def test_files_in_other_languages(tmp_path):
    row = '{"src_text": "Ja.", "trg_text": "نعم.", "src_lang": "de", "trg_lang": "ar"}\n'
    write(tmp_path, {"a.tsv": TSV_HEADER + YES, "b.jsonl": row})
    with pytest.raises(InputError, match=r"b is de-ar, but the files before it are ar-en; choose two languages"):
        documents(tmp_path)


def test_folder_without_aligned_files(tmp_path):
    write(tmp_path, {"a.txt": "Yes.\n"})
    with pytest.raises(InputError, match="no file in this folder is aligned; align it first"):
        documents(tmp_path)


def test_folder_of_files_without_rows(tmp_path):
    write(tmp_path, {"a.tsv": TSV_HEADER})
    with pytest.raises(InputError, match="the files of pairs in this folder have no rows"):
        documents(tmp_path)


def test_links_out_of_the_folder_are_left_out_and_each_folder_is_read_once(run, here):
    for name in ("pairs/a.tsv", "pairs/sub/b.tsv", "outside/c.tsv"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text("src_text\ttrg_text\nقطار\ttrain\n", encoding="utf-8")
    os.symlink("../outside", here / "pairs" / "link")
    os.symlink("../outside/c.tsv", here / "pairs" / "c.tsv")
    os.symlink(".", here / "pairs" / "loop")
    result = run("convert", "pairs", "-f", "jsonl")
    assert result.exit_code == 0
    assert [json.loads(line)["document"] for line in result.stdout.splitlines()] == ["a", "sub/b"]
    message = "align: pairs: 2 links lead out of the folder and are left out: pairs/c.tsv, pairs/link"
    assert message in result.stderr.splitlines()

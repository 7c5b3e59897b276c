"""Compressed files of pairs."""

import gzip

import pytest

PAIRS = {
    "pairs.tsv": "نعم\tYes\n",
    "pairs.csv": "src_text,trg_text\nنعم,Yes\n",
    "pairs.jsonl": '{"src_text": "نعم", "trg_text": "Yes", "src_lang": "ar", "trg_lang": "en"}\n',
}


@pytest.mark.parametrize("name", PAIRS)
def test_are_converted(here, run, name):
    (here / f"{name}.gz").write_bytes(gzip.compress(PAIRS[name].encode()))
    result = run("convert", f"{name}.gz", "-f", "tsv", "--no-header")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.split("\t")[:2] == ["نعم", "Yes"]


def test_a_damaged_file_is_refused(here, run):
    (here / "pairs.tsv.gz").write_bytes(gzip.compress(PAIRS["pairs.tsv"].encode())[:-4])
    result = run("convert", "pairs.tsv.gz", "-f", "tsv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("this gzip file is not complete: its end is missing; copy or download it again\n")

"""Hostile files of full size, read by the command: each ends within seconds, and in little memory."""

import gzip
import random
import sys

import office_files
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]

MEMORY = 500  # MB that a hostile file may take at most
SECONDS = 20  # of CPU; a hostile file takes 5 on a machine that does nothing else
PROGRAM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv.pop()),) * 2)
from aligner.command.main import main
try:
    main()
finally:
    # Not ru_maxrss, which begins with the memory of the process that started this one.
    line = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print("MB", int(line.split()[1]) // 1024)
"""
FIRST = "1\n00:00:01,000 --> 00:00:03,000\n"
BEGIN_FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
BEGIN_RESULT = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'


def noise(size):
    """Return random words, which hardly shrink when they are packed."""
    return "".join(random.Random(size).choices("abcdefghijklmnop ", k=size))


def docx(body, **parts):
    """Return a DOCX that is large enough to unpack to much."""
    return office_files.docx(f"<!--{noise(1_000_000)}-->{body}", **parts)


def paragraphs(number):
    """Return so many short paragraphs of Word, each different."""
    return "".join(map(office_files.paragraph, map(str, range(number))))


FILES = {
    "paragraphs.html": lambda: "<html>" + "<p>x" * 2_000_000,
    "paragraphs-at-the-limit.html": lambda: "<html>" + "<p>x" * 100_000,
    "breaks.html": lambda: "<html>" + "<br>a" * 490_000,
    "spans.html": lambda: "<html><table>" + "<tr><td rowspan=65535 colspan=1000>x" * 80_000,
    "hidden.html": lambda: "<html>" + "<p a=1 b=2 c=3 hidden=x style=y>x" * 250_000,
    "line.html": lambda: "<html><p>" + "word " * 6_400_000,
    "voices.vtt": lambda: "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n" + "<v a>b" * 900_000,
    "breaks.srt": lambda: FIRST + "<br>a" * 1_000_000,
    "lines.srt": lambda: FIRST + "a\n" * 3_000_000,
    "captions.srt": lambda: "0:0 --> 0:1\n" * 600_000,
    "lines.txt": lambda: "a\n" * 10_000_000,
    "blank.csv": lambda: "\n" * 50_000_000,
    "cells.tsv": lambda: "a\t" * 4_000_000 + "\n",
    "cells.csv": lambda: ("," * 5000 + "\n") * 10_000,
    "joiners.txt": lambda: "و\u200c" * 500_000,
    "words.txt": lambda: "".join(noise(150 + number % 99) + ".\n" for number in range(20_000)),
    "objects.json": lambda: "[" + "{}," * 10_000_000 + "{}]",
    "rows.json": lambda: "[" + '{"ar":"a","en":"b"},' * 2_000_000 + "{}]",
    "levels.jsonl": lambda: ('{"a":' + "[" * 900 + "]" * 900 + "}\n") * 20_000,
    "members.txt.gz": lambda: gzip.compress(b"a\n", 1) * 1_000_000,
    "empty.docx": lambda: docx("<w:p/>" * 2_400_000),
    "twice.docx": lambda: docx(office_files.paragraph(BEGIN_FIELD) + paragraphs(90_000), hdr=paragraphs(400_000)),
    "fields.docx": lambda: docx(
        office_files.paragraph((BEGIN_FIELD + BEGIN_RESULT) * 20_000 + office_files.run("a") * 100_000)
    ),
    "cells.docx": lambda: docx(
        office_files.word_table(
            [office_files.cell("a", properties='<w:gridSpan w:val="99999999999"/>')] * 90_000, *["a"] * 9000
        )
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_ends_soon(python, here, name):
    content = FILES[name]()
    (here / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    result = python("-c", PROGRAM, "check", name, str(SECONDS))
    *_, memory = result.stdout.decode().splitlines()
    assert result.returncode == 1
    assert result.stderr.decode().startswith(f"align: {name}"), result.stderr
    assert int(memory.removeprefix("MB ")) < MEMORY

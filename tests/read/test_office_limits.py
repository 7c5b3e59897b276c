"""Hostile documents of full size: they are refused within seconds, and in little memory."""

import random
import zipfile

import office_files
import pytest

pytestmark = pytest.mark.slow

MEMORY = 500  # MB that a hostile file may take at most
SECONDS = 60  # of CPU; a hostile file takes 5 on a machine that does nothing else
PROGRAM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]),) * 2)
from aligner.errors import InputError
from aligner.read import readers
try:
    readers.read_path(sys.argv[1])
except InputError as error:
    print(error)
print(next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) // 1024)
"""
HEAD, TAIL = office_files.word_xml("document", "<w:body>|</w:body>").split("|")


def noise(size):
    """Return text that hardly shrinks when it is packed."""
    return "".join(random.Random(size).choices("abcdefghijklmnop ", k=size))


def many_paragraphs():
    """Return a MB of empty paragraphs that differ."""
    numbers = random.Random(1)
    return "".join(f'<w:p w:rsidR="{numbers.getrandbits(24):06x}"/>' for _ in range(40_000))


@pytest.mark.parametrize(
    ("before", "part", "times", "message"),
    [
        ("", " " * (1 << 20), 1000, "unpacks to more than 128 MB"),
        ("<w:p><w:r><w:t>", noise(1 << 20), 100, "its text has more than 32,000,000 characters"),
        ("", many_paragraphs(), 120, "has more than 5,000,000 tags"),
        ("<w:p>" * 2000, "<w:p>" * 200_000, 1, "more than 1,000 elements are within each other"),
    ],
    ids=["blanks", "one line", "paragraphs", "depth"],
)
def test_a_hostile_document_is_refused(python, here, before, part, times, message):
    with (
        zipfile.ZipFile("a.docx", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as file,
    ):
        file.write((HEAD + before).encode())
        for _ in range(times):
            file.write(part.encode())
        file.write(TAIL.encode())
    result = python("-c", PROGRAM, "a.docx", str(SECONDS), check=True)
    error, memory = result.stdout.decode().splitlines()
    assert message in error
    assert int(memory) < MEMORY

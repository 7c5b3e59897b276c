"""The limit of the length of a line: what is refused, before which memory is taken, and what is read."""

import gzip

import pytest

from aligner.bitext import InputText
from aligner.document import Place
from aligner.errors import InputError
from aligner.read import readers
from aligner.read.packed import decode, line_limit

LIMIT = 40
PROBLEM = "this line has more than 40 characters; break it into lines, such as one a paragraph"


@pytest.fixture(autouse=True)
def low_limit(monkeypatch):
    """A limit that short texts exceed."""
    monkeypatch.setattr(line_limit, "MAX_LINE", LIMIT)


def refusal(data, name="book.txt"):
    """Return the message about a file with a line that is too long."""
    with pytest.raises(InputError) as caught:
        readers.read_bytes(data, name)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1256"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("length", [41, 170, 1000])
def test_a_line_that_is_too_long_is_refused_with_its_number(encoding, end, length):
    text = f"قال{end}لا{end}{'ن' * length}{end}"
    assert refusal(text.encode(encoding)) == f"book.txt, line 3: {PROBLEM}"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
def test_a_line_of_the_limit_is_read(end):
    text = f"قال\n{'ن' * LIMIT}{end}"
    assert readers.read_bytes(text.encode(), "book.txt").text == text


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.tsv", "a", "standard input"])
def test_in_every_format_of_lines(name):
    assert refusal(b"word " * 99, name).startswith(f"{name}, line 1: {PROBLEM}")


def test_before_the_bytes_are_decoded(monkeypatch):
    monkeypatch.setattr(decode, "decode_bytes", None)
    assert refusal(b"word " * 99) == refusal(gzip.compress(b"word " * 99)) == f"book.txt, line 1: {PROBLEM}"


def test_json_on_one_line_is_read():
    rows = ", ".join('{"ar": "نعم", "en": "Yes"}' for _ in range(9))
    assert len(readers.read_bytes(f"[{rows}]".encode(), "a.json").rows) == 9


def test_a_line_that_only_begins_as_json_is_refused():
    assert refusal(b"[word " * 99).startswith(f"book.txt, line 1: {PROBLEM}")


def test_a_paragraph_of_another_format_is_named():
    text = InputText("a.docx", "one\n" + "w" * 41, "utf-8", places=(Place(0, "paragraph 1"), Place(4, "paragraph 2")))
    with pytest.raises(InputError, match=r"^a\.docx: paragraph 2 has more than 40 characters; divide it$"):
        line_limit.check_text(text)


SIZE = 100_000_000  # bytes
KILOBYTES = 500_000


@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffix", "word"),
    [
        *((".txt", word) for word in (b"word ", "كلمة ".encode(), "كلمة ".encode("utf-16-le"), b"\t", b"[", b'{"a":"')),
        *((suffix, b"word ") for suffix in (".txt.gz", "", ".jsonl")),
        (".csv", b'"'),
        (".tsv", b'"\t'),
    ],
)
def test_a_hundred_megabytes_on_one_line(here, python, suffix, word):
    data = word * (SIZE // len(word))
    (here / f"long{suffix}").write_bytes(gzip.compress(data, 1) if suffix.endswith(".gz") else data)
    program = (
        "from aligner.command.main import main\n"
        "try: main()\n"
        "finally: print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    result = python("-c", program, f"long{suffix}")
    assert result.returncode == 1
    assert int(result.stdout) < KILOBYTES
    message = result.stderr.decode()
    assert message.startswith(
        (f"Error: long{suffix}, line 1: ", f"Error: long{suffix}: there are more than 1,000,000 ")
    )
    assert "Traceback" not in message

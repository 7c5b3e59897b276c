"""The traps of Arabic text, as `docs/arabic.md` shows them: each section is a test of the whole command.

- A block ```text NAME``` is a file; ```text NAME ENCODING``` is saved in that encoding.
- A `console` block is one command and all that it prints: first standard error, then standard output.
- Invisible characters are written as escapes, such as `\\u200f`, in files and in outputs.
"""

import re
import shlex
from pathlib import Path

import pytest
import regex

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "arabic.md").read_text(encoding="utf-8")
LEAST_TRAPS = 30
REFUSED = {"align signs-1252.txt", "align accents.txt", "align lost.txt"}  # commands that end with exit status 1

INVISIBLE = regex.compile(
    r"[[\p{Cf}\p{Cc}\p{Zl}\p{Zp}\xa0\u202f]--[\t\n\p{Prepended_Concatenation_Mark}]]", regex.V1
)  # signs such as the end of a verse are format characters, too
BLOCK = re.compile(r"^```(\w+) ?(.*)\n((?s:.*?))^```$", re.MULTILINE)

# Heading -> what stands below it, up to the next heading.
TRAPS = dict(re.findall(r"^### (.+)\n((?s:.*?))(?=^##|\Z)", PAGE, re.MULTILINE))


def escaped(text):
    return INVISIBLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def unescaped(text):
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)


def anchor(heading):
    """The address of a heading within its page."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("section", TRAPS.values(), ids=TRAPS)
def test_a_trap_is_shown_with_its_output(section, here, run):
    blocks = BLOCK.findall(section)
    for kind, name_and_encoding, text in blocks:
        if kind == "text":
            name, _, encoding = name_and_encoding.partition(" ")
            (here / name).write_bytes(unescaped(text).encode(encoding or "utf-8"))
    commands = [text.partition("\n") for kind, _, text in blocks if kind == "console"]
    assert commands
    for command, _, shown in commands:
        result = run(*shlex.split(command)[2:])
        assert escaped(result.stderr + result.stdout) == shown
        assert result.exit_code == (command.removeprefix("$ ") in REFUSED)


def test_the_page_shows_enough_traps():
    assert len(TRAPS) == PAGE.count("\n### ") >= LEAST_TRAPS


def test_links_lead_to_the_sections():
    chapters = {anchor(heading) for heading in re.findall(r"^## (.+)$", PAGE, re.MULTILINE)}
    assert chapters == set(re.findall(r"\]\(#([^)]+)\)", PAGE))


def test_the_page_has_no_invisible_character():
    assert escaped(PAGE) == PAGE

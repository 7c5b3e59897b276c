"""Messages of the library: arguments where the command has options, and nothing else is changed."""

import ast
from pathlib import Path

import pytest
import regex

import aligner
from aligner import InputError
from aligner.api.messages import naming_arguments, with_arguments


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("name the encoding with --encoding", "name the encoding with `encoding`"),
        (
            "not UTF-8; read as UTF-16 (use --encoding if this is wrong)",
            "not UTF-8; read as UTF-16 (use `encoding` if this is wrong)",
        ),
        ("name the languages with --from and --to", "name the languages with `source_language` and `target_language`"),
        ("both, as --from and --to say", "both, as `source_language` and `target_language` say"),
        (
            "give the Arabic text first, with --from ar --to en-US",
            "give the Arabic text first, with `order_is_given=True`",
        ),
        ("name its language with --from fa", 'name its language with `source_language="fa"`'),
        ("name its language with --to zh-Hant", 'name its language with `target_language="zh-Hant"`'),
        ("(use --lines line if this is wrong)", '(use `lines="line"` if this is wrong)'),
        ("choose two columns, as in --columns 1,3", "choose two columns, as in `columns=(1, 3)`"),
        (
            "the column of each language with --columns, such as 1,2",
            "the column of each language with `columns`, such as 1,2",
        ),
        ("leave --layout out", "leave `layout` out"),
        ("write over it with --force", "write over it with `force=True`"),
        ("give one folder alone, with -o FOLDER", "the command `align` takes folders"),
        ("my--encoding.txt: 5 rows -- or --more", "my--encoding.txt: 5 rows -- or --more"),
        ("--encoding.txt: there is no text", "--encoding.txt: there is no text"),
    ],
)
def test_arguments_stand_for_options(message, expected):
    assert with_arguments(message) == expected


def test_an_error_keeps_its_parts():
    with pytest.raises(InputError) as caught, naming_arguments():
        raise InputError("a--to b.txt", "byte 0xff is not UTF-8", hint="name the encoding with --encoding", line=3)
    error = caught.value
    assert (error.name, error.line, error.hint) == ("a--to b.txt", 3, "name the encoding with `encoding`")
    assert str(error).startswith("a--to b.txt, line 3: byte")


READING = [
    path
    for path in sorted(Path(aligner.__file__).parent.rglob("*.py"))
    if path.parent.name in ("align", "lexical", "read", "split")
    or path.name in ("errors.py", "preparation.py", "storage.py")
]


@pytest.mark.parametrize("path", READING, ids=lambda path: path.stem)
def test_no_message_of_one_document_names_another_option(path):
    """A message that named an option that the library does not know as an argument would send its caller astray."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = [node for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))]
    docstrings = {ast.get_docstring(node, clean=False) for node in documented}
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    for text in texts - docstrings:
        assert not regex.search(r"(?<![\w-])(--[a-z]|-[a-z]\b)", with_arguments(text)), text

"""What the modules may know of each other, and how large things may be.

Facts flow one way: from modules that know nothing, through those that read, split, align and write,
to the command. A module may import those that stand beside it in this table, and no others.
"""

import ast
from pathlib import Path

import pytest

import aligner

MAY_IMPORT = {
    # the nouns, and what knows nothing of the rest
    "bitext": "",
    "errors": "",
    "storage": "errors",
    "resources": "",
    "version": "",
    # bytes to text to sentences
    "languages": "resources",
    "read": "errors storage",
    "layout": "bitext errors languages lines",
    "lines": "bitext",
    "punkt": "languages",
    "sentence_end": "languages punkt",
    "split": "bitext lines sentence_end",
    # sentences to beads; the search sees costs only, the models lengths only
    "lattice": "",
    "costs": "lattice",
    "sweep": "costs lattice",
    "search": "costs lattice sweep",
    "stretches": "lattice",
    "corridor": "costs lattice search stretches",
    "posteriors": "costs lattice stretches sweep",
    "breaks": "lattice posteriors",
    "gale_church": "costs lattice posteriors",
    "logarithm": "costs lattice",
    "length_costs": "costs lattice logarithm",
    "length_model": "lattice length_costs posteriors",
    "ends": "costs lattice length_model",
    "certificate": "costs lattice search sweep",
    # words to numbers, and which are translations of which
    "tokens": "",
    "stems": "",
    "vocabulary": "languages lattice stems tokens",
    "lexicon": "errors languages resources stems tokens",
    "translations": "languages lattice lexicon tokens vocabulary",
    "learned": "lattice posteriors translations vocabulary",
    "explained": "lattice logarithm translations vocabulary",
    "words": "costs explained lattice posteriors translations vocabulary",
    # what is known of two texts, of some that learn together, and what their beads cost for it
    "evidence": "breaks costs lattice words",
    "text": "bitext breaks certificate corridor costs ends evidence gale_church lattice length_model posteriors search"
    " words",
    "parts": "corridor lattice length_model search text",
    "pool": "bitext lattice learned lexicon posteriors text translations vocabulary words",
    "reasons": "bitext costs lattice pool search text",
    "align": "bitext breaks corridor costs gale_church lattice length_model lexicon parts pool posteriors reasons text",
    # beads to lines
    "write": "bitext errors",
    # all of it together, and the three ways to call it
    "outcome": "bitext write",
    "settings": "",
    "record": "bitext errors outcome read settings version",
    "job": "align bitext errors languages layout lexicon lines outcome read record settings split write",
    # many documents: what there is to do, who does it, what became of it
    "naming": "languages",
    "database": "errors",
    "journal": "database errors",
    "discover": "database errors journal naming storage",
    "work": "bitext errors job outcome read storage version write",
    "lessons": "bitext crew errors job journal plan read settings storage",
    "plan": "discover errors job journal record storage version work write",
    "crew": "errors work",
    "batch": "crew database errors work",
    "collect": "errors",
    "progress": "",
    "summary": "journal",
    "announce": "discover journal plan storage",
    "folder": "announce batch collect crew errors job journal lessons plan progress storage summary work write",
    "api": "align bitext job languages lines split",
    "cli": "announce errors folder job languages layout lines outcome plan storage version write",
    "__init__": "api bitext errors version",
    "__main__": "cli",
}

MODULE_LINES, FUNCTION_LINES = 280, 50
# Everything else may be imported only here.
THIRD_PARTY = {
    "click": {"cli"},
    "distributed": {"crew"},
    "fsspec": {"storage"},
    "nltk": {"punkt"},
    "numpy": {
        *("lattice", "costs", "sweep", "search", "stretches", "corridor", "posteriors"),
        *("breaks", "gale_church", "length_costs", "length_model", "ends", "logarithm", "certificate"),
        *("vocabulary", "translations", "learned", "explained", "words", "evidence", "text", "pool", "reasons"),
        "api",
    },
}

PACKAGE = Path(aligner.__file__).resolve().parent
SOURCES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.glob("*.py"))}
TREES = {name: ast.parse(source) for name, source in SOURCES.items()}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

assert len(TREES) > 15, f"too few modules were found in {PACKAGE}"

every_module = pytest.mark.parametrize("name", TREES)


def imports(name):
    """Full names of what a module imports anywhere, within functions, too."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} has a relative import"
            if node.module == "aligner":
                yield from (f"aligner.{alias.name}" for alias in node.names)
            else:
                yield node.module


def siblings(name):
    return {module.split(".")[1] for module in imports(name) if module.startswith("aligner.")}


def test_table_names_every_module():
    assert set(MAY_IMPORT) == set(TREES)


@every_module
def test_imports_are_those_of_the_table(name):
    assert siblings(name) == set(MAY_IMPORT[name].split())


def test_there_is_no_import_cycle():
    left = {name: siblings(name) for name in TREES}
    while done := [name for name, needed in left.items() if not needed & set(left)]:
        for name in done:
            del left[name]
    assert not left, f"these import each other, or what does: {left}"


@pytest.mark.parametrize("package", THIRD_PARTY)
def test_package_is_imported_only_where_it_belongs(package):
    assert {name for name in TREES if package in {module.split(".")[0] for module in imports(name)}} == (
        THIRD_PARTY[package]
    )


@every_module
def test_nothing_is_printed(name):
    calls = [node.func for node in ast.walk(TREES[name]) if isinstance(node, ast.Call)]
    assert not [call.lineno for call in calls if isinstance(call, ast.Name) and call.id == "print"]


@every_module
def test_module_is_short(name):
    assert len(SOURCES[name].splitlines()) <= MODULE_LINES


@every_module
def test_functions_are_short(name):
    functions = [node for node in ast.walk(TREES[name]) if isinstance(node, FUNCTIONS)]
    lines = {node.name: node.end_lineno - node.lineno + 1 for node in functions}
    assert {function: size for function, size in lines.items() if size > FUNCTION_LINES} == {}


def public(node, prefix=""):
    """Public functions, classes and methods, with their full names."""
    for child in node.body:
        if isinstance(child, (*FUNCTIONS, ast.ClassDef)) and not child.name.startswith("_"):
            yield prefix + child.name, child
            if isinstance(child, ast.ClassDef):
                yield from public(child, f"{prefix}{child.name}.")


def is_declaration(node):
    """Whether this is an attribute of a protocol, `...`, which the docstring of the class describes."""
    body = node.body[0] if len(node.body) == 1 else None
    return isinstance(body, ast.Expr) and isinstance(body.value, ast.Constant) and body.value.value is ...


@every_module
def test_everything_public_has_a_docstring(name):
    assert name == "__main__" or ast.get_docstring(TREES[name])
    bare = [full for full, node in public(TREES[name]) if not ast.get_docstring(node) and not is_declaration(node)]
    assert bare == []


def test_declarations_are_described_by_their_class():
    for tree in TREES.values():
        for _, owner in public(tree):
            if isinstance(owner, ast.ClassDef):
                names = [
                    node.name
                    for _, node in public(owner)
                    if not isinstance(node, ast.ClassDef) and is_declaration(node)
                ]
                assert [name for name in names if f"{name}:" not in (ast.get_docstring(owner) or "")] == []

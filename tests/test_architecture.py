"""What the packages may import, and how large modules and functions may be.

Data flows one way: bytes, texts, documents, bitext, lines. `MAY_IMPORT` restates that a folder at a time. A
folder or a module of the root may import those that stand beside it in the table, and no others.
"""

import ast
from pathlib import Path

import pytest

import aligner

MAY_IMPORT = {
    # the nouns, and what knows nothing of the rest
    "bitext": "",
    "characters": "",
    "data_files": "",
    "diagnostics": "",
    "errors": "",
    "notices": "",
    "settings": "",
    "version": "",
    "console": "notices",
    "languages": "data_files",
    "storage": "errors",
    # from bytes to sentences
    "read": "bitext characters errors languages storage",
    "split": "bitext characters languages",
    # from sentences to beads: the lattice knows no text, and evidence knows lengths and breaks only
    "lattice": "",
    "evidence": "lattice",
    "lexical": "data_files errors languages lattice",
    "align": "bitext diagnostics evidence lattice lexical",
    # from beads to lines
    "write": "bitext diagnostics errors notices settings version",
    # one document, many documents, and the ways to call them
    "pipeline": "align bitext diagnostics errors languages lexical notices read settings split write",
    "corpus": "bitext diagnostics errors languages notices pipeline read settings storage version write",
    "api": "align bitext languages pipeline read split",
    "options": "languages pipeline read write",
    "cli": "console corpus errors notices options pipeline storage version write",
    "__init__": "api bitext errors version",
    "__main__": "cli",
}

MODULE_LINES, FUNCTION_LINES = 280, 50
# Everything else may be imported only here.
THIRD_PARTY = {
    "click": {"cli", "console", "options"},
    "distributed": {"corpus"},
    "fsspec": {"storage"},
    "nltk": {"split"},
    "numpy": {"lattice", "evidence", "lexical", "align", "api"},
}

PACKAGE = Path(aligner.__file__).resolve().parent
# By full name from here, such as `lattice.grid`.
SOURCES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path.read_text(encoding="utf-8")
    for path in sorted(PACKAGE.rglob("*.py"))
}
TREES = {name: ast.parse(source) for name, source in SOURCES.items()}
FOLDERS = sorted({name.split(".")[0] for name in TREES})
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

assert len(TREES) > 60, f"too few modules were found in {PACKAGE}"

every_module = pytest.mark.parametrize("name", TREES)


def imports(name):
    """Full names of what a module imports anywhere, within functions, too."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} has a relative import"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole.removeprefix("aligner.") in TREES else node.module


def own_imports(name):
    """The modules of this project that a module imports; a package stands for its `__init__`."""
    found = {module.removeprefix("aligner.") for module in imports(name) if module.startswith("aligner.")}
    return {module if module in TREES else f"{module}.__init__" for module in found}


def folder(name):
    return name.split(".")[0]


def folders_imported(place):
    """The folders, and modules of the root, that a folder imports, but for itself."""
    return {folder(module) for name in TREES if folder(name) == place for module in own_imports(name)} - {place}


def test_table_names_every_folder():
    assert set(MAY_IMPORT) == set(FOLDERS)


@pytest.mark.parametrize("place", FOLDERS)
def test_imports_are_those_of_the_table(place):
    assert folders_imported(place) == set(MAY_IMPORT[place].split())


def assert_no_cycle(needed):
    left = dict(needed)
    while done := [name for name, others in left.items() if not others & set(left)]:
        for name in done:
            del left[name]
    assert not left, f"these import each other, or what does: {left}"


def test_no_folder_imports_upwards():
    assert_no_cycle({place: set(others.split()) for place, others in MAY_IMPORT.items()})


def test_there_is_no_import_cycle():
    assert_no_cycle({name: own_imports(name) for name in TREES})


@pytest.mark.parametrize("package", THIRD_PARTY)
def test_package_is_imported_only_where_it_belongs(package):
    users = {folder(name) for name in TREES if package in {module.split(".")[0] for module in imports(name)}}
    assert users == THIRD_PARTY[package]


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

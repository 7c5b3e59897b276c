"""The structure of the package: who imports whom, how long modules and functions are, docstrings and names.

Data flows one way: bytes, text, documents, bitext, rows. `MAY_IMPORT` restates that for each folder of the package and
each module of its root: it imports exactly the folders and modules in its row.
"""

import ast
import configparser
import importlib
import re
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

import aligner

MAY_IMPORT = {
    # shared types and small services
    "bitext": "document",
    "characters": "",
    "consonants": "",
    "data_files": "",
    "diagnostics": "",
    "document": "characters",
    "errors": "",
    "notices": "",
    "parts": "",
    "settings": "",
    "signals": "",
    "steps": "",
    "version": "",
    "rows": "bitext",
    "formula_guard": "",
    "status_line": "signals",
    "step_progress": "status_line steps",
    "languages": "characters data_files",
    "language_weights": "languages",
    "installation": "data_files",
    "folder_walk": "errors",
    "limits": "",
    "storage": "errors folder_walk parts",
    "input_bytes": "errors limits storage",
    # from bytes to sentences
    "text_lines": "bitext characters",
    "health": "bitext characters data_files languages notices",
    "read": (
        "bitext characters data_files errors formula_guard input_bytes language_weights languages limits notices "
        "text_lines"
    ),
    "separate": (
        "bitext characters consonants data_files errors health language_weights languages notices read text_lines"
    ),
    "join": "bitext characters data_files languages notices text_lines",
    "split": "bitext characters languages",
    "timing": "bitext read",
    # from sentences to beads: `lattice` knows no text, and `evidence` knows only lengths and breaks
    "kernel": "",
    "lattice": "kernel",
    "evidence": "lattice",
    "dictionaries": "characters errors read",
    "lexical": "characters consonants data_files dictionaries errors input_bytes kernel languages lattice parts",
    "semantic": "bitext data_files errors lattice lexical",
    "align": "bitext characters diagnostics evidence language_weights languages lattice lexical semantic steps",
    # values to start from, which other texts have shown
    "profile": "align errors evidence input_bytes languages lexical",
    # from beads to rows
    "write": (
        "bitext characters diagnostics errors formula_guard languages notices parts profile rows semantic settings "
        "version"
    ),
    # one document, many documents, the library and the command
    "review": "bitext characters errors input_bytes notices preparation read",
    "document_size": "bitext errors limits",
    "preparation": (
        "bitext characters document_size errors join notices profile read separate settings split text_lines timing"
    ),
    "inspection": (
        "bitext characters errors health language_weights languages notices pipeline preparation read separate "
        "settings write"
    ),
    "pipeline": (
        "align bitext diagnostics join lexical notices preparation profile read review semantic separate settings "
        "split steps timing write"
    ),
    "corpus": (
        "bitext diagnostics errors folder_walk input_bytes language_weights languages limits notices parts pipeline "
        "profile read separate settings signals status_line step_progress steps storage version write"
    ),
    "api": (
        "align bitext characters diagnostics errors join languages notices pipeline "
        "read separate split text_lines write"
    ),
    "command": (
        "convert corpus data_files dictionaries errors evaluation inspection join kernel languages learn notices "
        "pipeline profile read rows separate status_line step_progress steps storage version write"
    ),
    "convert": (
        "bitext characters errors folder_walk formula_guard input_bytes language_weights languages notices read rows "
        "separate storage write"
    ),
    "evaluation": "convert data_files errors folder_walk languages lexical notices read semantic storage write",
    "learn": (
        "align characters convert errors evidence languages lattice lexical profile read rows split storage write"
    ),
    "__init__": "api bitext errors version",
    "__main__": "command",
    "selftest": "align api bitext convert errors installation kernel notices read version write",
}

# Module -> folder that it imports against the direction of the data, within a function, and the reason.
LATE_IMPORTS = {
    "bitext": ("api", "`Bitext.write` is a method, since callers look for it at the bitext that they have"),
}

C_LINE = 120  # characters of a line in C; ruff has the same limit for Python
MODULE_LINES = 280  # at most; a module should be read in one sitting
FUNCTION_LINES = 50  # at most; a function should fit on a screen
# Folder whose docstrings are documentation for users and are not counted: `docs/api.md` is made of them.
LIBRARY = "api"

# Third-party package -> the folders and modules that import it, and no others.
THIRD_PARTY = {
    "click": {"command"},
    "compression": {"read"},  # the standard library from Python 3.14 on
    "distributed": {"corpus"},
    "fsspec": {"storage"},
    "matplotlib": {"evaluation"},
    "nltk": {"split"},
    "openpyxl": {"read"},
    "numpy": {"lattice", "evidence", "lexical", "semantic", "align", "learn", "api"},
    "translate": set(),  # GPL-3.0-or-later, for tests alone
    "pyarrow": {"write"},
    "xlsxwriter": {"write"},
    "zstandard": {"read"},
}

# A docstring says what a thing is, in a sentence with a subject. These words begin another kind of sentence.
DOCSTRING_OPENINGS = {"How", "Likewise", "Some", "Those", "What", "Where", "Whether"}

# Names that do not say what a thing is. Compounds such as `found_in` are allowed.
VAGUE_NAMES = {
    "again",
    "each",
    "every",
    "found",
    "known",
    "more",
    "most",
    "one",
    "other",
    "own",
    "some",
    "whole",
}

PACKAGE = Path(aligner.__file__).resolve().parent
ROOT = Path(__file__).resolve().parent.parent
# Source of each module by its full name within the package, such as `lattice.grid`.
SOURCES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path.read_text(encoding="utf-8")
    for path in sorted(PACKAGE.rglob("*.py"))
}
TREES = {name: ast.parse(source) for name, source in SOURCES.items()}
FOLDERS = sorted({name.split(".")[0] for name in TREES})
SUB_PACKAGES = sorted(name for name in TREES if name.endswith(".__init__"))
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

assert len(TREES) > 60, f"{PACKAGE} has only {len(TREES)} modules"


@cache
def imports(name):
    """Full names of the modules that a module imports, within functions, too."""
    return tuple(_imports(name))


def _imports(name):
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} has a relative import"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                name = full.removeprefix("aligner.")
                yield full if name in TREES or f"{name}.__init__" in TREES else node.module


def internal_imports(name):
    """The modules of this package that a module imports; a sub-package stands for its `__init__`."""
    modules = {module.removeprefix("aligner.") for module in imports(name) if module.startswith("aligner.")}
    return {module if module in TREES else f"{module}.__init__" for module in modules}


def folder(name):
    """The folder of a module; a module of the root stands for itself."""
    return name.split(".")[0]


def folders_imported(place):
    """The folders and modules of the root that a folder imports, without the folder itself and late imports."""
    imported = {folder(module) for name in TREES if folder(name) == place for module in internal_imports(name)}
    return imported - {place, LATE_IMPORTS.get(place, (place,))[0]}


def test_table_names_every_folder():
    assert set(MAY_IMPORT) == set(FOLDERS)


@pytest.mark.parametrize("place", FOLDERS)
def test_imports_are_those_of_the_table(place):
    assert folders_imported(place) == set(MAY_IMPORT[place].split())


def assert_no_cycle(graph):
    """Fail if a graph, node -> set of nodes, has a cycle."""
    left = dict(graph)
    while leaves := [node for node, needed in left.items() if not needed & set(left)]:
        for node in leaves:
            del left[node]
    assert not left, f"these form a cycle, or import modules of one: {left}"


def test_no_folder_imports_upwards():
    assert_no_cycle({place: set(imported.split()) for place, imported in MAY_IMPORT.items()})


def test_there_is_no_import_cycle():
    graph = {name: internal_imports(name) for name in TREES}
    for name, (late, _) in LATE_IMPORTS.items():
        graph[name] = {module for module in graph[name] if folder(module) != late}
    assert_no_cycle(graph)


@pytest.mark.parametrize("name", LATE_IMPORTS)
def test_late_import_is_one_statement_in_a_function(name):
    late, reason = LATE_IMPORTS[name]
    assert reason
    statements = [
        node
        for function in ast.walk(TREES[name])
        if isinstance(function, FUNCTIONS)
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom) and node.module == f"aligner.{late}"
    ]
    assert len(statements) == 1
    assert sum(module.startswith(f"{late}.") or module == late for module in internal_imports(name)) == 1


def test_the_lattice_imports_only_the_core_numpy_and_the_standard_library():
    modules = {module for name in TREES if folder(name) == "lattice" for module in imports(name)}
    outside = {module for module in modules if not module.startswith(("aligner.lattice", "aligner.kernel"))}
    assert {module.split(".")[0] for module in outside} - set(sys.stdlib_module_names) == {"numpy"}


@pytest.mark.parametrize("package", THIRD_PARTY)
def test_third_party_package_is_imported_only_where_the_table_says(package):
    users = {folder(name) for name in TREES if package in {module.split(".")[0] for module in imports(name)}}
    assert users == THIRD_PARTY[package]


def test_nothing_is_printed():
    calls = [
        f"{path_of(name)}:{node.lineno}"
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    fail_with("calls of print", calls)


def test_modules_are_short():
    lines = {name: len(source.splitlines()) for name, source in SOURCES.items()}
    long = [f"{path_of(name)}: {size}" for name, size in lines.items() if size > MODULE_LINES]
    fail_with(f"modules have more than {MODULE_LINES} lines", long)


def docstring_lines(node):
    """Number of lines of the docstring of a function; 0 if it has none."""
    return node.body[0].end_lineno - node.body[0].lineno + 1 if ast.get_docstring(node) else 0


def test_functions_are_short():
    long = []
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, FUNCTIONS):
                size = node.end_lineno - node.lineno + 1 - (folder(name) == LIBRARY) * docstring_lines(node)
                if size > FUNCTION_LINES:
                    long.append(f"{path_of(name)}:{node.lineno} {node.name}: {size}")
    fail_with(f"functions have more than {FUNCTION_LINES} lines", long)


# In the checkout: an installed package holds the compiled modules only.
C_FILES = sorted(path for path in (ROOT / "aligner" / "kernel").iterdir() if path.suffix in (".c", ".h"))


@pytest.mark.parametrize("path", C_FILES, ids=lambda path: path.name)
def test_lines_of_the_core_are_short(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > C_LINE] == []


@pytest.mark.parametrize("path", C_FILES, ids=lambda path: path.name)
def test_functions_of_the_core_are_short(path):
    """A function begins and ends with a brace in the first column."""
    lines = path.read_text(encoding="utf-8").splitlines()
    begins = [number for number, line in enumerate(lines) if line == "{"]
    sizes = {number + 1: lines[number:].index("}") + 1 for number in begins}
    assert {number: size for number, size in sizes.items() if size > FUNCTION_LINES} == {}


def test_the_package_has_the_sources_of_the_core():
    modules = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["ext-modules"]
    named = {Path(name).name for module in modules for name in (*module["sources"], *module["depends"])}
    assert named == {path.name for path in C_FILES}


def public(node, prefix=""):
    """Yield public functions, classes and methods with their full names."""
    for child in node.body:
        if isinstance(child, (*FUNCTIONS, ast.ClassDef)) and not child.name.startswith("_"):
            yield prefix + child.name, child
            if isinstance(child, ast.ClassDef):
                yield from public(child, f"{prefix}{child.name}.")


def is_declaration(node):
    """True for a member of a protocol, whose body is `...`; the docstring of the class describes it."""
    body = node.body[0] if len(node.body) == 1 else None
    return isinstance(body, ast.Expr) and isinstance(body.value, ast.Constant) and body.value.value is ...


def test_everything_public_has_a_docstring():
    missing = [path_of(name) for name, tree in TREES.items() if name != "__main__" and not ast.get_docstring(tree)]
    missing += [
        f"{path_of(name)}:{node.lineno} {full}"
        for name, tree in TREES.items()
        for full, node in public(tree)
        if not ast.get_docstring(node) and not is_declaration(node)
    ]
    fail_with("modules, classes and functions have no docstring", missing)


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


@pytest.mark.parametrize("name", SUB_PACKAGES)
def test_sub_package_opens_with_a_guide(name):
    """Its docstring of some five lines says what comes in, what goes out, and which module to read first."""
    docstring = ast.get_docstring(TREES[name]) or ""
    assert len(docstring.splitlines()) >= 3
    assert "TODO" not in docstring


@pytest.mark.parametrize("name", SUB_PACKAGES)
def test_sub_package_exports_only_names_that_exist(name):
    package = importlib.import_module(f"aligner.{name.removesuffix('.__init__')}")
    exported = getattr(package, "__all__", [])
    assert [export for export in exported if not hasattr(package, export)] == []


def docstrings(tree):
    """Yield line, name and docstring of a module and of its classes and functions, private ones too."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, *FUNCTIONS)) and (docstring := ast.get_docstring(node)):
            yield getattr(node, "lineno", 1), getattr(node, "name", "module"), docstring


def test_docstrings_say_what_a_thing_is():
    opening = re.compile(rf"({'|'.join(sorted(DOCSTRING_OPENINGS))})\b")
    offenders = [
        f"{path_of(name)}:{line} {owner}: {docstring.splitlines()[0]}"
        for name, tree in TREES.items()
        for line, owner, docstring in docstrings(tree)
        if opening.match(docstring)
    ]
    fail_with("docstrings open with a word of DOCSTRING_OPENINGS", offenders)


def defined_names(tree):
    """Yield line and name of every function, class, parameter and variable that a module defines."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.ClassDef, *FUNCTIONS)):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id


def test_names_say_what_a_thing_is():
    offenders = [
        f"{path_of(module)}:{line} {name}"
        for module, tree in TREES.items()
        for line, name in sorted(defined_names(tree))
        if name.strip("_") in VAGUE_NAMES
    ]
    fail_with("names are in VAGUE_NAMES", offenders)


def test_contributing_names_modules_that_exist():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = {path.replace("/", ".") for path in re.findall(r"`((?:[a-z_]+/)+[a-z_0-9]+)(?:\.[A-Za-z_.]+)?`", text)}
    of_package = {name for name in named if folder(name) in FOLDERS}
    assert {name for name in of_package if name not in TREES and f"{name}.__init__" not in TREES} == set()


def path_of(name):
    """Path of a module from the root of the project, as editors understand it."""
    return f"aligner/{name.replace('.', '/')}.py"


def fail_with(problem, offenders):
    """Fail with one offender a line, if there are any."""
    if offenders:
        pytest.fail("\n".join([f"{len(offenders)} {problem}:", *offenders]), pytrace=False)


def test_every_package_is_installed():
    """A checkout runs without the list in setup.cfg, but an installation has only the packages in it."""
    folders = sorted(path.parent.relative_to(ROOT) for path in (ROOT / "aligner").rglob("__init__.py"))
    configuration = configparser.ConfigParser()
    configuration.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = configuration["options"]["packages"].split()
    assert sorted(listed) == sorted([*(".".join(folder.parts) for folder in folders), "aligner.data"])

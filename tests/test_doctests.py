"""The examples in docstrings give the results that they show."""

import doctest
import importlib
import pkgutil

import pytest

import aligner

MODULES = [
    "aligner",
    *(
        module.name
        for module in pkgutil.walk_packages(aligner.__path__, "aligner.")
        if not module.name.endswith("__main__")  # its import runs the command
    ),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_at_least_five_docstrings_with_examples():
    """Guards against a search that has nothing to run."""
    finder = doctest.DocTestFinder()
    modules = (importlib.import_module(name) for name in MODULES)
    assert sum(bool(test.examples) for module in modules for test in finder.find(module)) >= 5

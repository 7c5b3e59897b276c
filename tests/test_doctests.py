"""The examples in docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import aligner

MODULES = ["aligner", *(module.name for module in pkgutil.walk_packages(aligner.__path__, "aligner."))]


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("__main__")])
def test_examples(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    finder = doctest.DocTestFinder()
    modules = (importlib.import_module(name) for name in MODULES if not name.endswith("__main__"))
    assert sum(bool(test.examples) for module in modules for test in finder.find(module)) >= 5

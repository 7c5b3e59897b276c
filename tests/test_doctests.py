"""The examples in docstrings give the results that they show."""

import doctest
import importlib
import inspect
import pkgutil
from functools import cached_property

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


def public_objects():
    """The public functions and types of the library, and the methods and properties of these types, by name."""
    for name in aligner.__all__:
        value = getattr(aligner, name)
        if inspect.isfunction(value) or inspect.isclass(value):
            yield name, value
        if inspect.isclass(value):
            for member_name, member in vars(value).items():
                is_member = isinstance(member, (property, cached_property, classmethod)) or inspect.isfunction(member)
                if is_member and not member_name.startswith("_"):
                    yield f"{name}.{member_name}", getattr(member, "__func__", member)


PUBLIC = dict(public_objects())


@pytest.mark.parametrize("name", PUBLIC)
def test_everything_public_has_an_example(name):
    assert doctest.DocTestParser().get_examples(PUBLIC[name].__doc__ or "")


def test_methods_are_among_what_is_public():
    """Guards against a search that has nothing to look at."""
    assert {"align_sentences", "split_text", "Bitext", "Bitext.write", "Document.breaks", "Pair.flags"} <= set(PUBLIC)

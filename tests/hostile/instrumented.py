"""The package with the instrumentation of atheris, which follows the branches that an input takes."""

import importlib
import pkgutil
import sys
from contextlib import contextmanager


@contextmanager
def instrumented(wanted):
    """Instrument the package if it is wanted: all of its modules are imported while the context lasts."""
    if not wanted:
        yield
        return
    import atheris

    assert "aligner" not in sys.modules
    with atheris.instrument_imports(include=["aligner"]):
        import aligner

        for module in pkgutil.walk_packages(aligner.__path__, "aligner."):
            if not module.name.startswith(("aligner.kernel.", "aligner.data", "aligner.__main__")):
                importlib.import_module(module.name)
        yield

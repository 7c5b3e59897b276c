"""The formats, for tests of all of them."""

import pytest

from aligner.write.formats import FORMATS


def _parameter(name):
    return pytest.param(name, marks=pytest.mark.parquet) if name == "parquet" else name


EVERY_FORMAT = [_parameter(name) for name in FORMATS]
EVERY_TEXT_FORMAT = [_parameter(name) for name, writer in FORMATS.items() if writer.is_text]

"""The terminal: log records of `aligner` as lines on standard error."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import click

from aligner.notices import logger


class _Handler(logging.Handler):
    """Writes `align: message` to standard error, as it is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        click.echo(f"align: {record.getMessage()}", err=True)


@contextmanager
def log_to_stderr(*, quiet: bool) -> Iterator[None]:
    """Show what is logged while the context lasts: everything from INFO up, or with `quiet` errors only."""
    handler = _Handler(logging.ERROR if quiet else logging.INFO)
    level, propagate = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate

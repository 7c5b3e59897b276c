"""Output: a bitext to a file, in any format of the command."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from aligner.api import arguments, messages
from aligner.bitext import Bitext
from aligner.write import files, formats, metadata
from aligner.write.document import OutputDocument, OutputOptions
from aligner.write.filters import Filters
from aligner.write.result import filter_beads
from aligner.write.writer import Flags


def write(
    bitext: Bitext,
    path: str | PathLike[str],
    *,
    format: str | None,
    force: bool,
    header: bool,
    flags: bool,
    min_confidence: float,
    drop_unaligned: bool,
    repair: str | Iterable[str],
) -> None:
    """Write a bitext to a file; `Bitext.write` describes the arguments."""
    plain = arguments.path("path", path)
    files.check_not_folder(plain)
    file = Path(plain)
    name = _format_of(file, None if format is None else arguments.string("format", format))
    options = OutputOptions(name, header=arguments.switch("header", header), flags=arguments.switch("flags", flags))
    if options.flags and formats.FORMATS[name].flags is Flags.NEVER:
        able = [writer.name for writer in formats.FORMATS.values() if writer.flags is not Flags.NEVER]
        raise ValueError(f"{name} cannot hold flags; formats that can: {', '.join(able)}")
    least = arguments.share("min_confidence", min_confidence)
    drop = arguments.switch("drop_unaligned", drop_unaligned)
    force = arguments.switch("force", force)
    repairs = arguments.repairs("repair", repair)
    filters = Filters(min_confidence=least, drop_unaligned=drop, pairs_only_format=formats.pairs_only_name(name))
    written = filter_beads(bitext, filters)
    meta = metadata.filtered(bitext.meta, written, filters, repairs)
    document = OutputDocument(bitext, written.beads, meta, repairs).with_counted_repairs()
    with messages.naming_arguments():
        formats.FORMATS[name].require()
        files.write_atomically(file, document.rows(), options, force=force)


def _format_of(file: Path, name: str | None) -> str:
    """Return the name of the format that a caller names or that a file has by its suffix."""
    if name is not None:
        if name not in formats.FORMATS:
            raise ValueError(f"format must be None or one of {', '.join(formats.names())}, not {name!r}")
        return name
    by_suffix = formats.format_of(str(file))
    if by_suffix is None:
        problem = f"no format has the suffix {file.suffix}" if file.suffix else "the name has no suffix"
        raise ValueError(f"{file}: {problem}; name a format: {', '.join(formats.names())}")
    return by_suffix

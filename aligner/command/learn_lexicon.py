"""`align learn --lexicon`: a dictionary to a lexicon of `align`, or to a dictionary of hunalign."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import click

from aligner import languages
from aligner.command import checks
from aligner.command.help_texts import alternatives
from aligner.convert.inputs import Input
from aligner.convert.pair_file import DEFAULT_SOURCE, DEFAULT_TARGET
from aligner.dictionaries import formats, written
from aligner.notices import logger
from aligner.write import files


def convert_lexicon(options: dict[str, Any]) -> bool:
    """Convert the dictionary of the options; return True if it has an entry."""
    name, output = options["lexicon"], Path(options["output"])
    suffix = output.suffix.lower()
    if suffix not in written.SUFFIXES:
        raise click.UsageError(f"{output}: a dictionary has the suffix {alternatives(tuple(written.SUFFIXES))}.")
    checks.check_not_input(output, (name,))
    files.check_writable(output, force=options["force"])
    with closing(Input(name)) as file:
        data = file.read()
    tags = options["source"] or DEFAULT_SOURCE, options["target"] or DEFAULT_TARGET
    source, target = map(languages.primary, tags)
    entries = list(formats.read_entries(data, name, (source, target)))
    if not entries:
        logger.error("%s: there is no entry; give a dictionary with an entry on each line, or a TEI of FreeDict", name)
        return False
    content = written.content(entries, suffix)
    files.write_all(
        [files.OutputFiles([output], lambda opened: opened[0].writelines([content]))], force=options["force"]
    )
    weights = sum(entry.weight is not None for entry in entries)
    if weights and written.SUFFIXES[suffix] == "hunalign":
        logger.warning("%s: dictionaries of hunalign have no weights; %d are left out", output, weights)
    single = sum(" " not in entry.source and " " not in entry.target for entry in entries)
    logger.info(
        "%s: %s, %d entries, %d of them single words", name, formats.format_of(data, name), len(entries), single
    )
    return True

"""Files of pairs as bytes, read as `align convert` reads them."""

from aligner.convert.inputs import Input
from aligner.convert.pair_file import Wanted
from aligner.convert.readers import read_files
from aligner.rows import Rows

TSV_HEADER = "src_text\ttrg_text\tconfidence\tkind\n"


def pairs_of(folder, files, format_name=None, **wanted):
    """Read files, name -> text or bytes; return the rows as a list, the languages, the notices and the metadata.

    wanted: source, target and encoding, as the user names them.
    """
    paths = []
    for name, content in files.items():
        paths.append(folder / name)
        paths[-1].write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    shared: list[str] = []
    inputs = [Input(str(path), shared) for path in paths]
    try:
        file = read_files(inputs, Wanted(**wanted), format_name)
        rows = list(file.rows)
    finally:
        for opened in inputs:
            opened.close()
    tags = file.source_language, file.target_language
    notices = [notice.replace(f"{folder}/", "").removeprefix(f"{paths[0].name}: ") for notice in file.notices]
    return rows, tags, notices, file.meta


def texts_of(*arguments, **wanted):
    """Source and target of each row that `pairs_of` reads."""
    return [(row.source, row.target) for row in pairs_of(*arguments, **wanted)[0]]


def rows_of(file, rows):
    """Rows for a writer, in the languages of a file that was read."""
    _, (source, target), _, meta = file
    return Rows(source, target, iter(rows), meta)

"""Files with damaged bytes: each is read, or refused with an InputError, and what is read can be written."""

import contextlib

import pytest
from conversions import TSV_HEADER, pairs_of
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from output_documents import bytes_of

from aligner.errors import InputError
from aligner.rows import Rows
from aligner.write.document import OutputOptions

ROW = '{"src_text": "نعم.", "trg_text": "Yes.", "src_lang": "ar", "trg_lang": "en", "kind": "1-1", "src_span": [0, 4]}'
FILES = {
    "p.tsv": TSV_HEADER + 'نعم.\tYes.\t0.5\t1-1\nلا.\t"No."\t\t2-1\n',
    "p.csv": '\ufeffsrc_text,trg_text,confidence,kind\r\nنعم.,"Yes, ""sir"".",0.5,1-1\r\n',
    "p.jsonl": f"{ROW}\n{ROW}\n",
    "p.json": f'{{"meta": {{"rows": 1}}, "pairs": [{ROW}]}}',
    "hf.jsonl": '{"translation": {"ar": "نعم.", "en": "Yes."}}\n',
    "p.tmx": (
        '<?xml version="1.0" encoding="utf-8"?><tmx version="1.4"><header srclang="ar"/><body><tu><prop type="x-kind">'
        '1-1</prop><tuv xml:lang="ar"><seg>نعم.</seg></tuv><tuv xml:lang="en"><seg>Y<ph>b</ph>es.</seg></tuv></tu>'
        "</body></tmx>"
    ),
    "p.index": "[0]:[0]:0.987\n[1]:[]:0.5\n",
    "p.ladder": "0\t0\t0.5\n1\t1\t0.5\n2\t1\t0.5\n",
}
PIECES = st.sampled_from(
    [b"", b"\x00", b"\xff\xfe", b'"', b"\n", b"\t", b"<", b"&#55296;", b"[", b"}", b"99999999999", b"-", b"\\ud800"]
)
DAMAGES = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 3), PIECES), min_size=1, max_size=3)


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=examples(40))
@given(damages=DAMAGES)
def test_damaged_file(name, damages, tmp_path_factory):
    folder = tmp_path_factory.mktemp("damaged")
    data = FILES[name].encode("utf-8")
    for place, length, piece in damages:
        data = data[:place] + piece + data[place + length :]
    texts = {"s.ar": "نعم.\nلا.\n", "s.en": "Yes.\n"} if name in ("p.index", "p.ladder") else {}
    with contextlib.suppress(InputError):
        rows, (source, target), _, meta = pairs_of(folder, {name: data, **texts})
        for form in ("jsonl", "tsv"):
            bytes_of(Rows(source, target, rows, meta), OutputOptions(form))

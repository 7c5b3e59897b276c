"""Small files of word processors, made by hand: the parts of a DOCX or ODT that a test needs, and no others."""

import io
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"
    for name, uri in (
        *(("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style")),
        *(("svg", "svg-compatible"), ("dc", "dc")),
    )
}
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def archive(files, *, packing=zipfile.ZIP_DEFLATED):
    """Return the bytes of a ZIP archive of files: name -> content."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", packing) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return data.getvalue()


def word_xml(element, content, namespace=WORD):
    """Return a file of XML with a root element in the namespace of Word."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{element} xmlns:w="{namespace}" '
        f'xmlns:mc="{MARKUP}" xmlns:m="{MATH}" xmlns:a="{DRAWING}">{content}</w:{element}>'
    )


def docx(body, *, namespace=WORD, main="word/document.xml", **parts):
    """Return the bytes of a DOCX.

    body: XML within `w:body`.
    parts: root element of another file -> the XML within it: `footnotes`, `styles`, `hdr`.
    """
    kinds = {"hdr": "header", "ftr": "footer"}
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{KINDS}/{kinds.get(root, root)}" Target="{root}.xml"/>'
        for number, root in enumerate(parts, 1)
    )
    of_archive = f'<Relationship Id="rId1" Type="{KINDS}/officeDocument" Target="{main}"/>'
    folder, _, base = main.rpartition("/")
    return archive(
        {
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">{of_archive}</Relationships>',
            main: word_xml("document", f"<w:body>{body}</w:body>", namespace),
            f"{folder}/_rels/{base}.rels": f'<Relationships xmlns="{RELATIONS}">{related}</Relationships>',
            **{f"{folder}/{root}.xml": word_xml(root, content, namespace) for root, content in parts.items()},
        }
    )


def run(text, properties=""):
    """Return a run of Word with a text."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" * bool(properties)}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs, properties=""):
    """Return a paragraph of Word: runs as XML, or the text of one."""
    content = "".join(of_run if of_run.startswith("<") else run(of_run) for of_run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' * bool(properties)}{content}</w:p>"


def cell(*texts, properties=""):
    """Return a cell of Word with a paragraph for each text."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(paragraph, texts)) or '<w:p/>'}</w:tc>"


def word_table(*rows):
    """Return a table of Word: rows of texts or of cells as XML. A line end in a text begins a paragraph."""
    made = (
        "".join(of_cell if of_cell.startswith("<") else cell(*filter(None, of_cell.split("\n"))) for of_cell in row)
        for row in rows
    )
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in made)}</w:tbl>"


def odt(body, *, styles="", automatic_styles="", mimetype=ODT_TYPE, **files):
    """Return the bytes of an ODT.

    body: XML within `office:text`.
    styles: XML within `styles.xml`.
    automatic_styles: XML of the styles in `content.xml`.
    files: further files of the archive.
    """
    names = " ".join(f'xmlns:{name}="{uri}"' for name, uri in ODF.items())
    content = (
        f"<office:document-content {names}><office:automatic-styles>{automatic_styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    made = {
        "content.xml": content,
        "styles.xml": f"<office:document-styles {names}>{styles}</office:document-styles>",
        **files,
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made_archive:
        made_archive.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        for name, text in made.items():
            made_archive.writestr(name, text)
    return data.getvalue()

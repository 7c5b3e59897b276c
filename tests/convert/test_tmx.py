"""TMX in the shapes that other programs write."""

import codecs

import pytest
from conversions import pairs_of, texts_of

from aligner.errors import InputError

OMEGAT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx11.dtd">
<tmx version="1.1">
  <header creationtool="OmegaT" segtype="sentence" adminlang="EN-US" srclang="EN-US" datatype="plaintext"/>
  <body>
<!-- Default translations -->
    <tu>
      <tuv lang="EN-US">
        <seg>The &lt;lamp&gt; is lit.</seg>
      </tuv>
      <tuv lang="AR" changeid="hala" changedate="20240101T080000Z">
        <seg>المصباح مضاء.</seg>
      </tuv>
    </tu>
  </body>
</tmx>
"""
TRADOS = """<?xml version="1.0" encoding="utf-8"?><tmx version="1.4"><header creationtool="SDL Language Platform"
 creationtoolversion="8.0" o-tmf="SDL TM8 Format" datatype="xml" segtype="sentence" adminlang="en-US" srclang="en-US">
<prop type="x-Quality:SinglePicklist">good</prop></header><body>
<tu creationdate="20240101T080000Z" creationid="hala"><prop type="x-LastUsedBy">hala</prop>
<prop type="x-Origin">TM</prop><prop type="x-ConfirmationLevel">Draft</prop>
<tuv xml:lang="en-US"><seg><bpt i="1" type="bold" x="1"/>Light<ept i="1"/> the <ph x="2" type="lamp"/>lamp.</seg></tuv>
<tuv xml:lang="ar-SA"><seg><ut>{\\f1 </ut>أشعل<ut>}</ut> المصباح.</seg></tuv></tu></body></tmx>
"""
MEMOQ = """<?xml version="1.0" encoding="utf-8"?>
<tmx version="1.4"><header creationtool="MemoQ" srclang="en-gb"><prop type="defclient">Mina</prop></header>
<body><tu changeid="hala"><prop type="corrected">no</prop><prop type="x-context-pre">&lt;seg&gt;x&lt;/seg&gt;</prop>
<tuv xml:lang="en-gb"><prop type="origin-col">1</prop>
<seg>See <it pos="begin">&lt;b&gt;</it>page<ph type="lb">&lt;br/&gt;</ph>nine.</seg></tuv>
<tuv xml:lang="ar"><seg>انظر الصفحة تسعة.</seg></tuv></tu></body></tmx>
"""
LF_ALIGNER = """<?xml version="1.0" encoding="utf-8" ?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="LF Aligner" creationtoolversion="4" segtype="block" o-tmf="" adminlang="EN-US"
  srclang="AR-SA" datatype="PlainText" />
  <body>
<tu creationdate="20240101T080000Z" creationid="Hala"><prop type="Txt::Note">lamp.txt</prop>
<tuv xml:lang="AR-SA"><seg>نعم.</seg></tuv>
<tuv xml:lang="EN-GB"><seg>Yes.</seg></tuv> </tu>
</body></tmx>
"""
OPUS = """<?xml version="1.0" encoding="UTF-8" ?>
<tmx version="1.4">
<header creationdate="Mon Jan  1 08:00:00 2024" srclang="ar" adminlang="en" o-tmf="unknown" segtype="sentence"
        creationtool="Uplug" creationtoolversion="unknown" datatype="PlainText" />
  <body>
    <tu>
      <tuv xml:lang="ar"><seg>نعم.</seg></tuv>
      <tuv xml:lang="en"><seg>Yes.</seg></tuv>
    </tu>
  </body>
</tmx>
"""


def tmx(*units, header='<header srclang="ar"/>', before=""):
    """A TMX file: each unit is a text for each language, by keyword."""
    made = (
        "<tu>" + "".join(f'<tuv xml:lang="{tag}"><seg>{text}</seg></tuv>' for tag, text in unit.items()) + "</tu>\n"
        for unit in units
    )
    return f'{before}<tmx version="1.4">{header}<body>\n{"".join(made)}</body></tmx>'


@pytest.mark.parametrize(
    ("text", "tags", "pair"),
    [
        pytest.param(OMEGAT, ("en-US", "ar"), ("The <lamp> is lit.", "المصباح مضاء."), id="OmegaT"),
        pytest.param(TRADOS, ("en-US", "ar-SA"), ("Light the lamp.", "أشعل المصباح."), id="Trados"),
        pytest.param(MEMOQ, ("en-GB", "ar"), ("See page nine.", "انظر الصفحة تسعة."), id="memoQ"),
        pytest.param(LF_ALIGNER, ("ar-SA", "en-GB"), ("نعم.", "Yes."), id="LF Aligner"),
        pytest.param(OPUS, ("ar", "en"), ("نعم.", "Yes."), id="OPUS"),
    ],
)
def test_file_of_another_program(tmp_path, text, tags, pair):
    rows, of_file, *_ = pairs_of(tmp_path, {"memory.tmx": text})
    assert (of_file, [row[:3] for row in rows]) == (tags, [(*pair, "1-1")])
    assert texts_of(tmp_path, {"memory.tmx": text}, source=tags[1]) == [pair[::-1]]


class TestEncodings:
    @pytest.mark.parametrize(
        "data",
        [
            codecs.BOM_UTF16_LE + TRADOS.replace("utf-8", "utf-16").encode("utf-16-le"),
            codecs.BOM_UTF16_BE + TRADOS.replace("utf-8", "UTF-16").encode("utf-16-be"),
            TRADOS.replace("utf-8", "utf-16").encode("utf-16-le"),
            codecs.BOM_UTF8 + TRADOS.encode(),
            TRADOS.replace("utf-8", "windows-1256").encode("cp1256"),
        ],
        ids=["UTF-16-LE", "UTF-16-BE", "no mark", "UTF-8 with a mark", "8-bit"],
    )
    def test_encoding_of_the_file(self, tmp_path, data):
        assert texts_of(tmp_path, {"memory.tmx": data}) == [("Light the lamp.", "أشعل المصباح.")]

    def test_declaration_that_is_wrong(self, tmp_path):
        file = {"memory.tmx": TRADOS.replace("utf-8", "utf-16")}
        with pytest.raises(InputError, match=r"line 1: this is not XML .* name its encoding with --encoding"):
            pairs_of(tmp_path, file)
        assert texts_of(tmp_path, file, encoding="utf-8") == [("Light the lamp.", "أشعل المصباح.")]


class TestLanguages:
    THREE = ({"en": "Yes.", "ar": "نعم.", "fr": "Oui."}, {"fr": "Non."}, {"ar": "لا.", "fr": "Non."})

    def test_units_without_a_language_are_named(self, tmp_path):
        rows, tags, notices, _ = pairs_of(tmp_path, {"m.tmx": tmx(*self.THREE)})
        assert (tags, [row[:3] for row in rows]) == (("ar", "en"), [("نعم.", "Yes.", "1-1"), ("لا.", "", "1-0")])
        assert notices == [
            "left out 1 unit (line 3) without a text in either language",
            "1 unit (line 4) with a text in one of the two languages only; the other side of these rows is empty",
            "left out the text in fr of 3 units (lines 2-4)",
        ]

    def test_the_user_chooses_two_of_three(self, tmp_path):
        assert texts_of(tmp_path, {"m.tmx": tmx(*self.THREE)}, source="fr", target="ar") == [
            ("Oui.", "نعم."), ("Non.", ""), ("Non.", "لا."),
        ]  # fmt: skip

    def test_file_that_names_no_source(self, tmp_path):
        for header in ('<header srclang="*all*"/>', ""):
            text = tmx({"EN": "Yes.", "AR": "نعم."}, header=header)
            assert pairs_of(tmp_path, {"m.tmx": text})[1] == ("ar", "en")

    def test_regions_of_one_language(self, tmp_path):
        text = tmx(
            {"ar": "نعم.", "en-US": "Yes."},
            {"ar": "لون", "en-GB": "colour", "en-US": "color"},
            {"ar": "لا", "en-GB": "no"},
        )
        rows, tags, notices, _ = pairs_of(tmp_path, {"m.tmx": text})
        assert tags == ("ar", "en")
        assert [row.target for row in rows] == ["Yes.", "color", "no"]
        assert notices == ["left out the text in en-GB of 1 unit (line 3)"]
        assert pairs_of(tmp_path, {"m.tmx": text}, target="en-GB")[0][1].target == "colour"

    def test_two_regions_are_a_pair(self, tmp_path):
        assert pairs_of(tmp_path, {"m.tmx": tmx({"pt-BR": "trem", "pt-PT": "comboio"})})[1] == ("pt-BR", "pt-PT")

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (tmx({"en": "Yes."}), "the only language is en; give a file of two languages"),
            (tmx({"de": "Ja.", "fr": "Oui.", "it": "Si."}), "the languages are de, fr, it; choose two of them with"),
            (tmx(), "there is no translation unit"),
            (tmx({}), "there is no text with a language; give a file of two languages"),
            (tmx().replace("<body>", "<body><tu><tuv><seg>x</seg></tuv></tu>"), "line 1: this <tuv> names no language"),
        ],
    )
    def test_languages_that_are_unclear(self, tmp_path, text, message):
        with pytest.raises(InputError, match=message):
            pairs_of(tmp_path, {"m.tmx": text})


class TestSegments:
    @pytest.mark.parametrize(
        ("segment", "text"),
        [
            ("un<bpt i='1'>&lt;b&gt;</bpt>believ<ept i='1'>&lt;/b&gt;</ept>able", "unbelievable"),
            ("one<ph>{0}</ph>two", "one two"),
            ("one <ph>{0}</ph>.", "one ."),
            ("one<ph type='lb'/>two", "one two"),
            ("one<ut>&lt;br /&gt;</ut>two", "one two"),
            ("a <hi type='x'>marked <ph/>word</hi>", "a marked word"),
            ("see<ph>note <sub>of the <hi>tailor</hi></sub></ph>", "see"),
            ("\n    laid out\n    by XML\n  ", "laid out\n    by XML"),
            (" space ", " space "),
            ("a &#x2028; &amp; b<!-- no text -->", "a \u2028 & b"),
            ("<![CDATA[a < b]]>", "a < b"),
        ],
    )
    def test_text_without_codes(self, tmp_path, segment, text):
        assert texts_of(tmp_path, {"m.tmx": tmx({"ar": "ن", "en": segment})}) == [("ن", text)]

    def test_codes_that_are_left_out_are_counted(self, tmp_path):
        text = tmx({"ar": "ن", "en": "a<ph>b<sub>c</sub></ph>"})
        assert pairs_of(tmp_path, {"m.tmx": text})[2] == [
            "left out the inline codes of 1 unit (line 2)",
            "left out the texts within inline codes (sub) of 1 unit (line 2)",
        ]


def test_properties_of_align(tmp_path):
    properties = (("confidence", "0.875"), ("kind", "2-1"), ("flags", "length,numbers"), ("document", "a/b"))
    made = "".join(f'<prop type="x-{name}">{value}</prop>' for name, value in properties)
    (row,), *_ = pairs_of(tmp_path, {"m.tmx": tmx({"ar": "نعم. لا.", "en": "Yes."}).replace("<tu>", f"<tu>{made}")})
    assert (row.confidence, row.kind, row.flags, row.document) == (0.875, "2-1", ("length", "numbers"), "a/b")
    assert list(row.source_numbers) == [0, 1]


def test_properties_of_another_meaning(tmp_path):
    made = '<prop type="confidence">99%</prop><prop type="kind">draft</prop>'
    (row,), _, notices, _ = pairs_of(
        tmp_path, {"m.tmx": tmx({"ar": "نعم.", "en": "Yes."}).replace("<tu>", f"<tu>{made}")}
    )
    assert (row.confidence, row.kind) == (None, "1-1")
    assert notices == ["left out the confidence of 1 unit (line 2), which is no number from 0 to 1"]


def test_documents_that_the_first_unit_does_not_name(tmp_path):
    text = tmx({"ar": "نعم.", "en": "Yes."}, {"ar": "لا.", "en": "No."})
    before, tag, after = text.rpartition("<tu>")
    rows, *_ = pairs_of(tmp_path, {"m.tmx": f'{before}{tag}<prop type="document">x</prop>{after}'})
    assert [row.document for row in rows] == ["", ""]


class TestHostileFiles:
    LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10))

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            pytest.param(
                f"<!DOCTYPE tmx [{LAUGHS}]>", "line 1: it declares the entity a0; put its text", id="a billion laughs"
            ),
            pytest.param(
                '<!DOCTYPE tmx [<!ENTITY f SYSTEM "file:///etc/hostname">]>', "it declares the entity f", id="a file"
            ),
            pytest.param('<!DOCTYPE tmx [<!ENTITY % p "x">%p;]>', "it declares the entity p", id="parameter entity"),
        ],
    )
    def test_entities_are_refused(self, tmp_path, text, message):
        with pytest.raises(InputError, match=message):
            pairs_of(tmp_path, {"m.tmx": tmx({"ar": "&a9;", "en": "x"}, before=text)})

    def test_doctype_is_never_fetched(self, tmp_path):
        before = '<!DOCTYPE tmx PUBLIC "-//LISA OSCAR:1998//DTD" "http://no.such.host.invalid/tmx14.dtd">'
        text = tmx({"ar": "نعم.", "en": "Yes."}, before=before)
        assert texts_of(tmp_path, {"m.tmx": text}) == [("نعم.", "Yes.")]
        with pytest.raises(
            InputError, match="line 2: the entity &nbsp; has no meaning in TMX; put the character itself"
        ):
            pairs_of(tmp_path, {"m.tmx": text.replace("Yes.", "Yes&nbsp;.")})

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (tmx({"ar": "ن", "en": "y"})[:-30], r"line \d: this is not XML \((no element found|unclosed token)\)"),
            (tmx({"ar": "ن", "en": "a & b"}), "line 2: this is not XML .*; export it again, or repair this line"),
            (tmx({"ar": "ن", "en": "a \x01 b"}), "line 2: this is not XML"),
            ("<?xml version='1.0'?><html/>", "this is XML, but not TMX: it begins with <html>; of a page, give the"),
            ("text, not XML", "line 1: this is not XML"),
        ],
    )
    def test_file_that_is_broken(self, tmp_path, text, message):
        with pytest.raises(InputError, match=message):
            pairs_of(tmp_path, {"m.tmx": text})

"""One document from its files to its rows: sides, order, anchors, counts and notices."""

import hashlib
import json

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from output_documents import text_of

from aligner import languages, pipeline
from aligner.bitext import InputText
from aligner.errors import InputError
from aligner.pipeline import Settings
from aligner.version import __version__
from aligner.write.document import OutputOptions

# The second Arabic paragraph is the first half of a sentence, the third its second half.
INTERLEAVED = """\
عاد الصيادون إلى الميناء قبل الغروب بقليل.
The fishermen came back to the harbour shortly before sunset.
كانت الشباك ممتلئة،
The nets were full and the boats sat low in the water, and the children ran down to count the catch.
وجرى الأطفال ليعدوا السمك في القوارب الثقيلة.
بيع كل شيء في السوق في اليوم نفسه.
Everything was sold at the market on the same day.
"""

# By their lengths, the last two Arabic sentences of the first row belong to English ones of the second.
COLUMNS = """\
فتح الباب. دخل الرجل العجوز ومعه كلبه الصغير. جلس قرب النار وطلب كوبا من الشاي.\tThe door opened.
سكت الجميع.\tThe old man came in with his small dog. He sat by the fire and asked for tea. Everybody fell silent.
ثم ضحكوا.\tThen they laughed.
"""

# Two sentences in lines of one width.
WRAPPED = (
    """\
سافر الرجل العجوز مع حفيدته من القرية البعيدة إلى
المدينة الكبيرة ليشتري لها كتبا ودفاتر وأقلاما قبل
بداية العام الدراسي. وجدا المكتبة مغلقة فجلسا على
الرصيف وأكلا خبزا وزيتونا وانتظرا حتى فتح الباب.
""",
    """\
The old man travelled with his granddaughter from the
distant village to the big city to buy her books and
pencils before the school year. They found the shop shut
and sat on the pavement with bread and olives until noon.
""",
)

# More English than Arabic, so that some of it stays alone.
UNEVEN = (
    "مشينا إلى البحر.\nعدنا في الليل.\n",
    "We walked to the sea. " + "Somebody sang. The sun set. " * 12 + "We came back at night.\n",
)


def notices_of(aligned):
    """The notices of a document, without their levels."""
    return [notice.text for notice in aligned.notices]


@pytest.fixture
def document(here):
    """Align texts, each from a file of its own; keywords are settings."""

    def document(*texts, **options):
        names = [f"{number}.txt" for number in range(1, len(texts) + 1)]
        for name, text in zip(names, texts, strict=True):
            (here / name).write_text(text, encoding="utf-8", newline="")
        return pipeline.align_paths(names, Settings(**options))

    return document


def texts(aligned):
    return [(pair.source, pair.target) for pair in aligned.output.bitext.pairs()]


def tsv(aligned):
    return text_of(aligned.output.rows(), OutputOptions())


class TestTwoFiles:
    def test_order_does_not_matter_if_the_scripts_differ(self, document, story):
        assert tsv(document(story.english, story.arabic)) == tsv(document(story.arabic, story.english))

    def test_source_is_the_language_asked_for(self, document, story):
        first, *_ = texts(document(story.arabic, story.english, source="en", target="ar"))
        assert first == (story.english.partition(". ")[0] + ".", story.arabic.partition(". ")[0] + ".")

    def test_swap_is_noticed(self, document, story):
        assert document(story.arabic, story.english).notices == []
        assert notices_of(document(story.english, story.arabic)) == [
            "2.txt is Arabic and 1.txt is English; taken in this order"
        ]

    def test_swap_is_in_the_order_of_the_sources(self, document, story):
        sources = document(story.english, story.arabic).output.meta["sources"]
        assert [source["name"] for source in sources] == ["2.txt", "1.txt"]

    def test_order_is_kept_if_the_scripts_are_the_same(self, document):
        aligned = document("Il pleut.\n", "Es regnet.\n", source="fr", target="de")
        assert texts(aligned) == [("Il pleut.", "Es regnet.")]
        assert aligned.notices == []

    @pytest.mark.parametrize(
        ("first", "second", "pair"),
        [
            ("1984\n", "سنة الفيضان.\n", ("سنة الفيضان.", "1984")),
            ("The year of the flood.\n", "1984\n", ("1984", "The year of the flood.")),
        ],
        ids=["source second", "target first"],
    )
    def test_file_of_figures_is_in_the_other_language(self, document, first, second, pair):
        assert texts(document(first, second)) == [pair]


class TestInterleaved:
    def test_bead_spans_paragraphs(self, document):
        aligned = document(INTERLEAVED)
        assert aligned.output.meta["layout"] == "interleaved"
        assert [bead.kind for bead in aligned.output.beads] == ["1-1", "2-1", "1-1"]

    def test_only_its_own_language_stands_in_a_passage(self, document):
        source, target = texts(document(INTERLEAVED))[1]
        assert source == "كانت الشباك ممتلئة، وجرى الأطفال ليعدوا السمك في القوارب الثقيلة."
        assert target == INTERLEAVED.splitlines()[3]


class TestColumns:
    def test_without_rows_the_lengths_decide(self, document):
        arabic, english = zip(*(line.split("\t") for line in COLUMNS.splitlines()), strict=True)
        pairs = texts(document("\n".join(arabic), "\n".join(english)))
        assert ("دخل الرجل العجوز ومعه كلبه الصغير.", "The old man came in with his small dog.") in pairs

    @pytest.mark.parametrize("method", pipeline.METHODS)
    def test_rows_never_mix(self, document, method):
        aligned = document(COLUMNS, method=method)
        assert aligned.output.meta["layout"] == "columns"
        assert_rows_do_not_mix(aligned)

    @pytest.mark.parametrize("method", pipeline.METHODS)
    @given(
        st.lists(st.tuples(*[st.lists(st.integers(min_value=1, max_value=30), max_size=3)] * 2), min_size=1, max_size=6)
    )
    @settings(max_examples=examples(25))
    def test_rows_never_mix_whatever_the_lengths(self, tmp_path_factory, method, rows):
        path = tmp_path_factory.mktemp("columns") / "columns.txt"
        rows = [([3], [3]), *rows]
        path.write_text("".join(f"{cell('كلمة', ar)}\t{cell('Word', en)}\n" for ar, en in rows), encoding="utf-8")
        assert_rows_do_not_mix(pipeline.align_paths([str(path)], Settings(method=method, layout="columns")))


def cell(word, lengths):
    """Return sentences with the given numbers of words."""
    return " ".join(" ".join([word] * length) + "." for length in lengths)


def assert_rows_do_not_mix(aligned):
    """Assert that all sentences of a bead are in one line of the file."""
    bitext = aligned.output.bitext
    for bead in bitext.beads:
        sides = ((bitext.source, bead.source), (bitext.target, bead.target))
        starts = [side.sentences[number].start for side, numbers in sides for number in numbers]
        assert len({bitext.source.text.count("\n", 0, start) for start in starts}) == 1, list(bitext.pairs())


class TestNotices:
    @pytest.mark.parametrize(
        ("text", "notice"),
        [
            pytest.param("باب.\nجدار.\nA door.\n", "layout blocks, 2 ar and 1 en paragraphs", id="blocks"),
            pytest.param(INTERLEAVED, "layout interleaved, 4 ar and 3 en paragraphs", id="interleaved"),
            pytest.param(COLUMNS, "layout columns, 3 rows", id="columns"),
        ],
    )
    def test_layout(self, document, text, notice):
        assert notices_of(document(text)) == [f"1.txt: {notice}"]

    def test_ignored_columns_are_reported(self, document):
        aligned = document("1\tباب.\tA door.\t7\t8\n2\tجدار.\tA wall.\t7\t8\n")
        assert notices_of(aligned)[1:] == ["1.txt: ignored columns 1, 4-5 (--columns chooses others)"]
        assert texts(aligned) == [("باب.", "A door."), ("جدار.", "A wall.")]

    def test_doubtful_lines_are_reported_and_kept(self, document):
        aligned = document("باب كبير.\nA big door.\n42\nجدار\n17\n18\n19\nA wall.\n", layout="interleaved")
        assert notices_of(aligned)[1:] == ["1.txt: the language of lines 3, 5-7 is uncertain; --layout may help"]
        source, target = aligned.output.bitext.source, aligned.output.bitext.target
        assert source.passage(range(5)) == "باب كبير. جدار\n17\n18\n19"
        assert target.passage(range(3)) == "A big door.\n42 A wall."

    def test_guessed_encoding(self, here):
        (here / "ar.txt").write_bytes("وصل القطار إلى المدينة.".encode("cp1256"))
        (here / "en.txt").write_bytes(b"The train reached the town.")
        notices = notices_of(pipeline.align_paths(["ar.txt", "en.txt"], Settings()))
        assert notices == ["ar.txt: not UTF-8; read as Windows-1256 (use --encoding if this is wrong)"]


class TestPreSplit:
    def test_line_is_a_sentence(self, document):
        aligned = document("باب. ثم جدار.\nبيت.\n", "A door. Then a wall.\nA house.\n", pre_split=True)
        assert texts(aligned) == [("باب. ثم جدار.", "A door. Then a wall."), ("بيت.", "A house.")]

    def test_blank_line_ends_a_paragraph(self, document):
        aligned = document("باب.\nجدار.\n\nبيت.\n", "A door.\nA wall.\n\nA house.\n", pre_split=True)
        assert aligned.output.bitext.source.breaks == aligned.output.bitext.target.breaks == (2,)


class TestLines:
    """Hard-wrapped lines are joined, with a notice; `read/test_paragraphs.py` tests how they are recognised."""

    def test_are_joined_where_both_texts_are_wrapped(self, document):
        aligned = document(*WRAPPED)
        assert notices_of(aligned) == [
            "1.txt: joined 4 hard-wrapped ar lines to 1 paragraph (use --lines line if this is wrong)",
            "2.txt: joined 4 hard-wrapped en lines to 1 paragraph (use --lines line if this is wrong)",
        ]
        assert [bead.kind for bead in aligned.output.beads] == ["1-1", "1-1"]

    def test_are_one_row_of_the_output(self, document):
        assert len(tsv(document(*WRAPPED)).splitlines()) == 3

    def test_a_page_number_within_a_sentence_is_reported(self, document):
        english = (
            "The owners wrote to the council of the quarter on Saturday and they\n37\nasked for a hearing before the"
        )
        aligned = document(WRAPPED[0], f"{english} month was over. Nobody\nanswered them. They wrote once more.\n")
        assert (
            "2.txt: line 2 looks like a page header or number within a sentence, and stays in it; remove it if so"
        ) in notices_of(aligned)

    def test_are_paragraphs_if_asked(self, document):
        aligned = document(*WRAPPED, lines="line")
        assert not [notice for notice in notices_of(aligned) if "hard-wrapped" in notice]
        assert (len(aligned.output.bitext.source.paragraphs), len(aligned.output.bitext.target.paragraphs)) == (4, 4)

    def test_are_joined_in_one_file_too(self, document):
        assert [bead.kind for bead in document("".join(WRAPPED)).output.beads] == ["1-1", "1-1"]

    def test_are_sentences_if_they_are_split_already(self, document):
        assert document(*WRAPPED, lines="wrap", pre_split=True).source.sentences == 4

    def test_of_a_table_are_rows_always(self, document):
        assert notices_of(document(COLUMNS, lines="wrap")) == ["1.txt: layout columns, 3 rows"]


class TestClauses:
    TEXTS = ("تعاقب بالغرامة؛ وتضاعف عند التكرار.\n", "It is fined; the fine is doubled if it is repeated.\n")

    def test_are_not_split_unless_asked(self, document):
        assert [bead.kind for bead in document(*self.TEXTS).output.beads] == ["1-1"]

    def test_are_split_if_asked(self, document):
        assert texts(document(*self.TEXTS, split_clauses=True)) == [
            ("تعاقب بالغرامة؛", "It is fined;"),
            ("وتضاعف عند التكرار.", "the fine is doubled if it is repeated."),
        ]

    def test_are_in_the_signature(self, document):
        assert "|split:clauses|" in document(*self.TEXTS, split_clauses=True).output.meta["signature"]


class TestMeta:
    def test_signature_holds_the_settings(self, document, story):
        options = {"method": "gale-church", "pre_split": True, "drop_unaligned": True, "min_confidence": 0.25}
        assert document(*story).output.meta["signature"] == (
            f"align:{__version__}|method:hybrid|lexicon:none|learned:none|from:ar|to:en|layout:two files|split:rules"
            "|boundaries:both|lines:auto"
            "|unaligned:kept|least:0"
        )
        assert document(*story, **options).output.meta["signature"] == (
            f"align:{__version__}|method:gale-church|lexicon:none|learned:none|from:ar|to:en|layout:two files"
            "|split:given|boundaries:given|lines:auto"
            "|unaligned:dropped|least:0.25"
        )

    def test_sources_are_named_with_the_checksum_of_their_text(self, document, story):
        assert document(*story).output.meta["sources"] == [
            {
                "name": f"{number}.txt",
                "encoding": "utf-8",
                "characters": len(text),
                "text_sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
            }
            for number, text in enumerate(story, 1)
        ]

    def test_byte_order_mark_is_not_counted(self, document, story):
        plain, marked = (document(mark + story.arabic + story.english) for mark in ("", "\ufeff"))
        assert plain.output.meta["sources"] == marked.output.meta["sources"]

    def test_counts(self, document):
        aligned = document(*UNEVEN, drop_unaligned=True)
        assert aligned.filtered > 0
        assert aligned.output.meta["sentences"] == {"src": aligned.source._asdict(), "trg": aligned.target._asdict()}
        assert aligned.output.meta["rows"] == len(aligned.output.beads)

    def test_parameters_of_the_published_model(self, document, story):
        parameters = document(*story, method="gale-church").output.meta["parameters"]
        assert parameters["length"] == {"ratio": 1.0, "variance": 6.8}

    def test_parameters_have_six_decimals(self, document, story):
        parameters = document(*story).output.meta["parameters"]
        values = [value for found in parameters.values() for value in found.values()]
        assert len(values) == 11
        assert values == [round(value, 6) for value in values]

    def test_breaks_are_there_if_both_texts_have_some(self, document, story):
        assert set(document(*story).output.meta["parameters"]) == {"length", "breaks", "words"}
        assert set(document(story.arabic, "One line.").output.meta["parameters"]) == {"length", "words"}

    def test_fields(self, document, story):
        assert " ".join(document(*story).output.meta) == (
            "signature version method src_lang trg_lang layout sources parameters sentences rows left_out flags"
            " warnings doubts"
        )

    @pytest.mark.slow
    def test_is_the_same_on_every_machine_and_at_any_hour(self, files, process, tmp_path_factory):
        elsewhere = tmp_path_factory.mktemp("elsewhere")
        for name in ("book.ar.txt", "book.en.txt"):
            (elsewhere / name).write_bytes((files / name).read_bytes())
        command = ("book.ar.txt", "book.en.txt", "-f", "json")
        one = process(*command, cwd=files, env={"PYTHONHASHSEED": "1", "TZ": "UTC", "USER": "salma"})
        other = process(*command, cwd=elsewhere, env={"PYTHONHASHSEED": "2", "TZ": "Asia/Aden", "USER": "omar"})
        assert one.returncode == 0
        assert one.stdout == other.stdout


class TestCounts:
    @pytest.mark.parametrize("drop", [False, True], ids=["all", "drop unaligned"])
    @pytest.mark.parametrize("least", [0.0, 0.1, 0.5, 0.9, 1.0])
    def test_balance(self, document, drop, least):
        aligned = document(*UNEVEN, drop_unaligned=drop, min_confidence=least)
        counted = {side: [0, 0] for side in ("source", "target")}
        for bead in aligned.output.beads:
            counted["source"][bead.paired] += len(bead.source)
            counted["target"][bead.paired] += len(bead.target)
        for tally, sentences, (unaligned, paired) in (
            (aligned.source, 2, counted["source"]),
            (aligned.target, 26, counted["target"]),
        ):
            assert tally == (sentences, paired, unaligned, sentences - paired - unaligned)

    def test_nothing_is_filtered_unless_asked(self, document):
        aligned = document(*UNEVEN)
        assert (aligned.filtered, aligned.output.beads) == (0, tuple(aligned.output.bitext.beads))
        assert aligned.target.unaligned > 0

    def test_unaligned_are_dropped(self, document):
        aligned = document(*UNEVEN, drop_unaligned=True)
        assert all(bead.paired for bead in aligned.output.beads)
        assert aligned.pairs == len(aligned.output.beads) == document(*UNEVEN).pairs
        assert aligned.target.filtered == document(*UNEVEN).target.unaligned

    def test_metadata_stays_that_of_the_entire_bitext(self, document):
        everything, filtered = (document(*UNEVEN, drop_unaligned=drop).output for drop in (False, True))
        assert filtered.bitext == everything.bitext
        assert filtered.meta["parameters"] == everything.meta["parameters"]


class TestLostSentence:
    """A bug that loses a sentence is never reported as a result, nor as an error of the user."""

    @pytest.fixture
    def lossy(self, monkeypatch):
        sound = pipeline.align_documents

        def lossy(*arguments):
            ((bitext, parameters),) = sound(*arguments)
            object.__setattr__(bitext, "beads", bitext.beads[:-1])  # the checks of a bitext have been made by now
            return [(bitext, parameters)]

        monkeypatch.setattr(pipeline, "align_documents", lossy)

    def test_raises(self, document, story, lossy):
        with pytest.raises(AssertionError, match=r"4 sentences, but 3 \+ 0 \+ 0 are accounted for"):
            document(*story)

    def test_is_not_reported_as_an_error_of_the_user(self, files, run, lossy):
        result = run("book.txt", "-o", "pairs.tsv")
        assert isinstance(result.exception, AssertionError)
        assert not (files / "pairs.tsv").exists()


@pytest.mark.parametrize("method", pipeline.METHODS)
def test_meta_can_be_written_as_json(document, story, method):
    meta = document(*story, method=method).output.meta
    assert json.loads(json.dumps(meta)) == meta


@pytest.mark.parametrize(("source", "target"), [("ar", "en"), ("en", "ar"), ("fa", "de")])
def test_missing_language_is_named(document, source, target):
    with pytest.raises(InputError, match=f"no line in {languages.name('fa' if source == 'fa' else 'ar')}"):
        document("Nur ein Satz. Only a sentence.\n", source=source, target=target)


# An English quotation within the Arabic block.
QUOTED = """\
دخل الضيوف القاعة الكبيرة واحدا بعد الآخر في صمت تام.
رأوا على الجدار هذه الكلمات القديمة التي كتبها الحارس:
May the night be short
ولم يعرف أحد من كتبها في تلك الليلة الباردة قبل مئة عام.
The guests entered the great hall one after another in silence.
They saw on the wall these old words, which the guard had written:
May the night be short
And nobody knew who wrote them on that cold night a hundred years ago.
"""
# A title in both languages, and then a paragraph of several lines in each.
TITLED = """\
الحارس والمصباح
The guard and the lamp
دخل الحارس القاعة الكبيرة وفي يده مصباح صغير.
نظر إلى الباب المغلق ولم يسمع شيئا.
ثم جلس على الكرسي القديم قرب النافذة.
وأطفأ المصباح ونام حتى الصباح.
The guard entered the great hall with a small lamp in his hand.
He looked at the closed door and heard nothing.
Then he sat down on the old chair near the window.
He put out the lamp and slept until the morning.
"""


class TestOtherReading:
    """A text that may be in blocks or interleaved is aligned in both readings."""

    def read(self, text):
        return pipeline.prepare([InputText("book.txt", text, "utf-8")], Settings())

    @pytest.mark.parametrize(
        ("text", "chosen", "pairs"),
        [pytest.param(QUOTED, "blocks", 4, id="quotation"), pytest.param(TITLED, "interleaved", 5, id="title")],
    )
    def test_the_reading_whose_words_match_is_chosen(self, text, chosen, pairs):
        read = self.read(text)
        assert {read.layout, read.other_reading.layout} == {"blocks", "interleaved"}
        ((prepared, bitext, _),) = pipeline.align_prepared([read], Settings())
        assert prepared.layout == chosen
        assert [(bead.source, bead.target) for bead in bitext.beads] == [
            (range(k, k + 1), range(k, k + 1)) for k in range(pairs)
        ]

    def test_a_document_does_not_depend_on_those_aligned_with_it(self):
        documents = [self.read(text) for text in (QUOTED, INTERLEAVED, TITLED)]
        together = pipeline.align_prepared(documents, Settings())
        alone = [pipeline.align_prepared([document], Settings())[0] for document in documents]
        assert [result[:2] for result in together] == [result[:2] for result in alone]

    def test_without_words_the_likelier_reading_is_kept(self):
        read = self.read(TITLED)
        ((prepared, _, _),) = pipeline.align_prepared([read], Settings(method="length"))
        assert prepared.layout == read.layout

    @pytest.mark.parametrize("layout", ["blocks", "interleaved"])
    def test_a_layout_that_the_user_names_is_the_only_reading(self, layout):
        read = pipeline.prepare([InputText("book.txt", QUOTED, "utf-8")], Settings(layout=layout))
        assert (read.layout, read.other_reading) == (layout, None)

    def test_a_clear_text_has_one_reading(self):
        assert self.read(INTERLEAVED).other_reading is None


class TestWrongLanguage:
    TEXT = "نام الحارس في غرفته.\nThis is in English.\nجاء الصباح.\nThe guard slept in his room.\nMorning came.\n"

    def test_is_flagged_counted_and_reported(self):
        read = pipeline.prepare([InputText("book.txt", self.TEXT, "utf-8")], Settings(layout="blocks"))
        ((prepared, bitext, diagnostics),) = pipeline.align_prepared([read], Settings())
        aligned = pipeline.finish(prepared, bitext, diagnostics, Settings())
        assert [bead.flags.count("language") for bead in aligned.output.beads if 1 in bead.source] == [1]
        assert aligned.output.meta["flags"]["language"] == 1
        assert "book.txt: 1 row has text in the wrong language (flag language)" in [n.text for n in aligned.notices]

    def test_a_clear_text_has_none(self, document, story):
        aligned = document(*story)
        assert "language" not in aligned.output.meta["flags"]
        assert not any("wrong language" in notice.text for notice in aligned.notices)


def test_both_languages_on_a_line_are_aligned_line_by_line():
    text = "نام الحارس. جاء الصباح. The guard slept. Morning came.\nأضاء المصباح. He lit the lamp.\n"
    read = pipeline.prepare([InputText("book.txt", text, "utf-8")], Settings())
    assert read.parallel.anchors == [(2, 2), (3, 3)]
    assert read.notices[0].text == "book.txt: layout same-line, 2 rows"
    ((_, bitext, _),) = pipeline.align_prepared([read], Settings())
    assert [pair.target for pair in bitext.pairs()] == ["The guard slept.", "Morning came.", "He lit the lamp."]

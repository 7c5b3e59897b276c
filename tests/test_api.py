"""The functions of the library."""

import inspect
import logging
import typing
from pathlib import Path

import pytest

import aligner
from aligner import (
    Bead,
    Bitext,
    Document,
    InputError,
    Span,
    align_file,
    align_lengths,
    align_sentences,
    align_texts,
    split_text,
)
from aligner.align import em

FUNCTIONS = [align_file, align_lengths, align_sentences, align_texts, split_text]


class TestAlignTexts:
    def test_pairs(self):
        bitext = align_texts("طار العصفور. نام الحارس.", "The bird flew away. The guard slept.")
        assert [(pair.source, pair.target, pair.kind) for pair in bitext.pairs()] == [
            ("طار العصفور.", "The bird flew away.", "1-1"),
            ("نام الحارس.", "The guard slept.", "1-1"),
        ]

    def test_confidence_is_a_probability(self, story):
        assert all(0 <= pair.confidence <= 1 for pair in align_texts(*story).pairs())

    def test_pair_knows_its_bead(self, story):
        bitext = align_texts(*story)
        assert [pair.bead for pair in bitext.pairs()] == list(bitext.beads)
        assert [pair.kind for pair in bitext.pairs()] == [bead.kind for bead in bitext.beads]

    def test_line_is_a_paragraph(self):
        bitext = align_texts("باب. جدار.\nبيت.", "A door. A wall.\nA house.")
        assert [len(paragraph) for paragraph in bitext.source.paragraphs] == [2, 1]

    def test_line_is_a_sentence_if_asked(self):
        bitext = align_texts("باب. جدار.\nبيت.", "A door. A wall.\nA house.", pre_split=True)
        assert [pair.source for pair in bitext.pairs()] == ["باب. جدار.", "بيت."]

    @pytest.mark.parametrize(
        ("source", "target", "kinds"),
        [
            pytest.param("", "", [], id="both"),
            pytest.param(" \n\t", "\n", [], id="both white space"),
            pytest.param("", "A door. A wall.", ["0-1", "0-1"], id="source"),
            pytest.param("باب. جدار.", "", ["1-0", "1-0"], id="target"),
            pytest.param("باب. جدار.", " \n", ["1-0", "1-0"], id="target white space"),
        ],
    )
    @pytest.mark.parametrize("method", ["length", "gale-church"])
    def test_empty_text_is_paired_with_nothing(self, source, target, kinds, method):
        bitext = align_texts(source, target, method=method)
        assert [pair.kind for pair in bitext.pairs()] == kinds
        assert not any(pair.source and pair.target for pair in bitext.pairs())

    def test_languages(self):
        bitext = align_texts("Es regnet.", "Il pleut.", source_language="deu", target_language="fr_ca")
        assert (bitext.source.language, bitext.target.language) == ("de", "fr-CA")

    def test_languages_may_have_one_script(self):
        bitext = align_texts("Es regnet. Wir bleiben.", "Il pleut. Nous restons.", source_language="de")
        assert [pair.target for pair in bitext.pairs()] == ["Il pleut.", "Nous restons."]

    def test_methods_differ(self, story):
        length, published = (align_texts(*story, method=method) for method in ("length", "gale-church"))
        assert length.beads != published.beads

    def test_an_unknown_method_is_refused(self):
        with pytest.raises(ValueError, match=f"method must be one of {', '.join(em.METHODS)}, not 'magic'"):
            align_texts("باب.", "A door.", method="magic")

    @pytest.mark.parametrize("language", ["", "a", "1", "Arabic", "ar-"])
    def test_a_language_that_is_not_a_tag_is_refused(self, language):
        with pytest.raises(ValueError, match="is not a language tag such as ar, ara or ar-SA"):
            align_texts("باب.", "A door.", source_language=language)

    def test_texts_are_not_changed(self, story):
        bitext = align_texts(*story)
        assert (bitext.source.text, bitext.target.text) == story

    def test_same_texts_give_the_same_bitext(self, story):
        assert align_texts(*story) == align_texts(*story)

    def test_two_texts_are_aligned_like_two_files(self, files, story):
        assert align_texts(*story) == align_file("book.ar.txt", "book.en.txt")

    def test_a_text_that_holds_both_languages_is_aligned_like_a_file(self, files, story):
        assert align_texts(story.arabic + story.english) == align_file("book.txt")

    def test_a_table_is_found_in_a_text(self):
        bitext = align_texts("id,Arabic,English\n1,باب,door\n2,جدار,wall\n", columns=("Arabic", 3))
        assert [(pair.source, pair.target) for pair in bitext] == [("باب", "door"), ("جدار", "wall")]

    def test_a_byte_order_mark_is_left_out_as_from_a_file(self, story):
        assert align_texts(f"\ufeff{story.arabic}", f"\ufeff{story.english}") == align_texts(*story)

    def test_the_layout_of_a_text_can_be_named(self):
        text = "باب.\nجدار.\nA door.\nA wall.\n"
        assert align_texts(text, layout="blocks").meta["layout"] == "blocks"
        with pytest.raises(ValueError, match="layout is for one file that holds both languages, not for two files"):
            align_texts("باب.", "A door.", layout="blocks")

    def test_texts_in_the_other_order_are_exchanged(self, story, caplog):
        assert align_texts(story.english, story.arabic) == align_texts(*story)
        notice = "second text is Arabic and first text is English; taken in this order"
        assert caplog.record_tuples == [("aligner", logging.WARNING, notice)]

    @pytest.mark.parametrize("empty", ["", " \n", "\u200f"], ids=ascii)
    def test_a_text_beside_an_empty_one_is_on_the_side_of_its_language(self, empty):
        assert [pair.kind for pair in align_texts("A door.", empty)] == ["0-1"]
        assert [pair.kind for pair in align_texts(empty, "باب.")] == ["1-0"]

    def test_texts_in_one_language_are_refused(self):
        problem = "both are in the letters of English, neither in those of Arabic; give a text and its translation"
        with pytest.raises(InputError, match=f"^first text and second text: {problem}"):
            align_texts("A door opened.", "A wall fell.")

    def test_a_text_in_a_third_script_is_refused(self):
        problem = (
            "most of its letters are Cyrillic, neither Arabic nor English; name its language with `source_language`$"
        )
        with pytest.raises(InputError, match=f"^first text: {problem}"):
            align_texts("Дверь открылась.", "A door opened.")

    def test_one_text_without_a_visible_character_is_refused(self):
        with pytest.raises(InputError, match=r"^text: there is no text, only white space$"):
            align_texts(" \n")

    def test_one_language_is_refused(self):
        with pytest.raises(ValueError, match="source_language and target_language are both 'en'; name two languages"):
            align_texts("باب.", "A door.", source_language="eng")

    def test_the_order_of_texts_can_be_given(self):
        texts = (
            "EXIT leave write state windows program, STOP wait restart all: خروج",
            "The key EXIT leaves the program.",
        )
        with pytest.raises(InputError, match="give the Arabic text first, with `order_is_given=True`"):
            align_texts(*texts)
        assert align_texts(*texts, order_is_given=True).source.text == texts[0]

    def test_beads_carry_reasons_if_asked(self, story):
        assert all(pair.bead.why is None for pair in align_texts(*story))
        assert all(pair.bead.why.words > 0 for pair in align_texts(*story, why=True))

    def test_the_metadata_have_the_proof_if_asked(self, story):
        assert "search" not in align_texts(*story).meta["parameters"]
        assert align_texts(*story, certify=True).meta["parameters"]["search"]["proved"] == 1.0

    @pytest.mark.parametrize("wrap", [str, Path, lambda path: [Path(path)]], ids=["str", "path", "list"])
    def test_a_lexicon_adds_words(self, here, wrap):
        (here / "words.tsv").write_text("زبرقان\tflurble\t1\n", encoding="utf-8")
        lexicon = wrap("words.tsv")
        (pair,) = align_texts("زبرقان.", "A flurble.", lexicon=lexicon, why=True)
        assert pair.bead.why.matched == (("زبرقان", "flurble"),)
        assert align_texts("زبرقان.", "A flurble.", why=True).beads[0].why.matched == ()

    def test_a_lexicon_needs_a_method_with_words(self):
        with pytest.raises(ValueError, match="lexicon needs the method 'hybrid'; 'length' does not use words"):
            align_texts("باب.", "A door.", lexicon="words.tsv", method="length")

    def test_refined_sentences_need_a_method_with_words(self):
        with pytest.raises(ValueError, match="refine needs the method 'hybrid'; 'length' does not use words"):
            align_texts("باب.", "A door.", refine=True, method="length")

    @pytest.mark.parametrize("option", ["pre_split", "split_alone"])
    def test_refined_sentences_are_not_given_ones(self, option):
        message = "refine cuts sentences, but pre_split and split_alone leave them as they are; set one of them"
        with pytest.raises(ValueError, match=message):
            align_texts("باب.", "A door.", refine=True, **{option: True})

    def test_a_lone_surrogate_is_no_obstacle(self):
        assert [pair.source for pair in align_texts("\ud800 باب.", "A door.")] == ["\ud800 باب."]


class TestAlignLengths:
    @pytest.mark.parametrize("method", ["length", "gale-church"])
    @pytest.mark.parametrize(
        ("source", "target", "beads"),
        [
            pytest.param([90, 30, 40, 60], [90, 70, 60], [(1, 1), (2, 1), (1, 1)], id="contraction"),
            pytest.param([90, 70, 60], [90, 30, 40, 60], [(1, 1), (1, 2), (1, 1)], id="expansion"),
            pytest.param([90.5, 30.0], [92.0, 28.5], [(1, 1), (1, 1)], id="parts of characters"),
            pytest.param([], [40, 50], [(0, 1), (0, 1)], id="no source"),
            pytest.param([40, 50], [], [(1, 0), (1, 0)], id="no target"),
            pytest.param([], [], [], id="nothing"),
        ],
    )
    def test_beads(self, source, target, beads, method):
        aligned = align_lengths(source, target, method)
        assert [(len(sources), len(targets)) for sources, targets in aligned] == beads
        assert [number for sources, _ in aligned for number in sources] == list(range(len(source)))
        assert [number for _, targets in aligned for number in targets] == list(range(len(target)))

    @pytest.mark.parametrize("method", ["length", "gale-church"])
    def test_beads_are_those_of_a_text_of_sentences_of_such_lengths(self, method):
        source, target = [90, 30, 40, 60, 120, 33], [95, 72, 15, 58, 60, 70, 35]
        texts = ("\n".join("x" * size for size in sizes) for sizes in (source, target))
        bitext = align_texts(*texts, source_language="de", method=method, pre_split=True)
        lengths_alone = align_lengths(source, target, method=method)
        # Every line of the texts is a paragraph, and all of them correspond.
        assert len(lengths_alone) > 3
        assert {places for places in lengths_alone if len(places[0]) == len(places[1]) == 1} <= {
            (bead.source, bead.target) for bead in bitext.beads
        }

    def test_an_unknown_method_is_refused(self):
        with pytest.raises(ValueError, match=f"no method is called 'lenght'; there are {', '.join(em.METHODS)}"):
            align_lengths([9], [9], "lenght")

    @pytest.mark.parametrize("length", [float("nan"), float("inf"), -1])
    def test_a_negative_or_infinite_length_is_refused(self, length):
        with pytest.raises(ValueError, match="a length must be a finite number of characters, 0 or more"):
            align_lengths([length, 5], [5])


class TestAlignFile:
    def test_two_files_and_one_are_the_same(self, files):
        pairs, mixed = align_file("book.ar.txt", "book.en.txt"), align_file("book.txt")
        assert [pair[:4] for pair in pairs.pairs()] == [pair[:4] for pair in mixed.pairs()]

    def test_is_what_the_command_prints(self, files, run):
        rows = [line.split("\t") for line in run("book.txt", "--no-header").stdout.splitlines()]
        assert rows == [
            [s, t, f"{confidence:.3f}", kind] for s, t, kind, confidence, _ in align_file("book.txt").pairs()
        ]

    def test_path_may_be_a_path(self, files):
        assert align_file(Path("book.txt")) == align_file("book.txt")

    def test_spans_point_into_the_file(self, files):
        bitext = align_file("book.txt")
        text = (files / "book.txt").read_text(encoding="utf-8")
        assert bitext.source.text == bitext.target.text == text
        span = bitext.target.span(bitext.beads[0].target)
        assert text[slice(*span)] == "The train reached the station early in the morning."

    def test_options(self, files):
        options = {"source_language": "eng", "target_language": "ara", "pre_split": True}
        bitext = align_file("book.txt", **options)
        assert (bitext.source.language, bitext.target.language) == ("en", "ar")
        assert [len(document.sentences) for document in (bitext.source, bitext.target)] == [2, 2]
        assert align_file("book.txt", method="gale-church", **options).beads != bitext.beads

    def test_error(self, here):
        with pytest.raises(InputError, match=r"^none.txt: there is no such file$"):
            align_file("none.txt")

    @pytest.fixture
    def records(self, caplog):
        """Return a function that lists the log records so far: (logger, level, message)."""
        caplog.set_level(logging.INFO, logger="aligner")
        return lambda: [(record.name, record.levelno, record.getMessage()) for record in caplog.records]

    def test_a_guessed_encoding_is_logged_as_a_warning(self, here, story, records):
        (here / "ar.txt").write_bytes(story.arabic.encode("cp1256"))
        (here / "en.txt").write_text(story.english, encoding="utf-8")
        align_file("ar.txt", "en.txt")
        notice = "ar.txt: not UTF-8; read as Windows-1256 (use `encoding` if this is wrong)"
        assert records() == [("aligner", logging.WARNING, notice)]

    def test_the_layout_is_logged_as_information(self, files, records):
        align_file("book.txt")
        assert records() == [("aligner", logging.INFO, "book.txt: layout blocks, 2 ar and 2 en paragraphs")]

    def test_an_ordinary_pair_of_files_logs_nothing(self, files, records):
        align_file("book.ar.txt", "book.en.txt")
        assert records() == []

    @pytest.mark.slow
    def test_warnings_are_shown_if_logging_is_not_configured(self, here, story, python):
        (here / "ar.txt").write_bytes(story.arabic.encode("cp1256"))
        (here / "en.txt").write_text(story.english, encoding="utf-8")
        result = python("-c", "import aligner; aligner.align_file('ar.txt', 'en.txt')", check=True)
        assert result.stderr.splitlines() == [
            b"ar.txt: not UTF-8; read as Windows-1256 (use `encoding` if this is wrong)"
        ]

    def test_standard_input_is_one_file(self):
        with pytest.raises(ValueError, match="standard input can be one of two files, not both"):
            align_file("-", "-")

    def test_a_folder_is_for_the_command(self, here):
        with pytest.raises(InputError, match=r"^\.: this is a folder, not a file; the command `align` takes folders$"):
            align_file(".")

    @pytest.mark.parametrize("count", [0, 3])
    def test_takes_one_file_or_two(self, files, count):
        with pytest.raises(ValueError, match=f"one or two files make a document, not {count}"):
            align_file(*["book.txt"] * count)

    @pytest.mark.parametrize(
        ("option", "problem"),
        [
            ({"method": "magic"}, "method must be one of hybrid, length, gale-church, not 'magic'"),
            ({"layout": "magic"}, "layout must be None or one of blocks, interleaved, columns, same-line, not 'magic'"),
            ({"lines": "magic", "pre_split": True}, "lines must be one of auto, line, wrap, not 'magic'"),
        ],
        ids=["method", "layout", "lines"],
    )
    def test_a_value_that_is_not_a_choice_is_refused(self, files, option, problem):
        with pytest.raises(ValueError, match=f"^{problem}$"):
            align_file("book.txt", **option)

    def test_the_columns_of_a_table_can_be_chosen(self, here):
        (here / "words.csv").write_text("ar,draft,en\nباب,gate,door\n", encoding="utf-8")
        for columns in ((1, 3), ("ar", "en")):
            assert [pair.target for pair in align_file("words.csv", columns=columns).pairs()] == ["door"]

    @pytest.mark.parametrize(
        ("names", "options", "problem"),
        [
            (["book.txt"], {"columns": (1,)}, r"columns must be two, each by number or name, not \('1',\)"),
            (["book.txt"], {"columns": (1, 1)}, r"columns must be two, each by number or name, not \('1', '1'\)"),
            (["book.txt"], {"columns": (1, 2), "layout": "blocks"}, "columns exclude the layout 'blocks'"),
            (["book.ar.txt", "book.en.txt"], {"columns": (1, 2)}, "columns are those of one file that holds both"),
        ],
        ids=["one", "twice", "layout", "two files"],
    )
    def test_columns_that_have_no_meaning_are_refused(self, files, names, options, problem):
        with pytest.raises(ValueError, match=f"^{problem}"):
            align_file(*names, **options)

    def test_the_order_of_two_files_can_be_given(self, here):
        (here / "1.txt").write_text(
            "EXIT leave write state windows program, STOP wait restart all: خروج", encoding="utf-8"
        )
        (here / "2.txt").write_text("The key EXIT leaves the program.", encoding="utf-8")
        with pytest.raises(InputError, match="give the Arabic text first"):
            align_file("1.txt", "2.txt")
        (pair,) = align_file("1.txt", "2.txt", order_is_given=True).pairs()
        assert pair.source.startswith("EXIT leave")

    def test_layout_of_two_files_is_refused(self, files):
        with pytest.raises(ValueError, match="layout is for one file that holds both languages, not for two files"):
            align_file("book.ar.txt", "book.en.txt", layout="blocks")


class TestSplitText:
    def test_sentences_are_spans_of_the_text(self):
        text = "  Dr. Salma waited.  Nobody came.\n\nShe left. "
        document = split_text(text)
        assert document.text == text
        assert [text[start:end] for start, end in document.sentences] == [
            "Dr. Salma waited.",
            "Nobody came.",
            "She left.",
        ]
        assert document.breaks == (2,)

    def test_arabic(self):
        document = split_text("أين الكتاب؟ لا أدري.", "ar")
        assert [document.sentence(number) for number in range(2)] == ["أين الكتاب؟", "لا أدري."]

    def test_line_is_a_sentence_if_asked(self):
        assert len(split_text("One. Two.\nThree.", pre_split=True).sentences) == 2

    def test_lines_may_be_joined(self):
        text = "A door opened.\nSomebody\ncame in."
        counts = {lines: len(split_text(text, lines=lines).sentences) for lines in ("auto", "line", "wrap")}
        assert counts == {"auto": 3, "line": 3, "wrap": 2}

    def test_an_unknown_mode_of_lines_is_refused(self):
        with pytest.raises(ValueError, match="lines must be one of auto, line, wrap, not 'magic'"):
            split_text("A door.\nA wall.", lines="magic")
        with pytest.raises(ValueError, match="lines must be one of auto, line, wrap, not 'magic'"):
            split_text("A door.\nA wall.", lines="magic", pre_split=True)

    def test_clauses(self):
        document = split_text("It is fined; the fine is doubled.", split_clauses=True)
        assert [document.sentence(number) for number in range(2)] == ["It is fined;", "the fine is doubled."]

    def test_language_without_word_lists(self):
        document = split_text("Satu. Dua.", "ind")
        assert (document.language, len(document.sentences)) == ("id", 2)

    @pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200f"], ids=ascii)
    def test_a_text_without_a_visible_character_has_no_sentence(self, text):
        assert split_text(text) == Document("en", text, ())


class TestPackage:
    def test_names_that_are_offered_exist(self):
        assert sorted(aligner.__all__) == aligner.__all__
        assert [name for name in aligner.__all__ if getattr(aligner, name, None) is None] == []
        with pytest.raises(AttributeError, match="module 'aligner' has no attribute 'nothing'"):
            _ = aligner.nothing

    def test_types_are_offered(self):
        bitext = Bitext(Document("ar", "ا", ((Span(0, 1),),)), Document("en", "", ()), [Bead(range(1), range(0), 1.0)])
        assert [type(pair) for pair in bitext.pairs()] == [aligner.Pair]

    def test_only_public_names_are_listed(self):
        import aligner.read  # an imported module is an attribute of its package

        assert dir(aligner) == aligner.__all__

    @pytest.mark.parametrize("function", FUNCTIONS)
    def test_is_typed(self, function):
        assert (Path(aligner.__file__).parent / "py.typed").is_file()
        assert set(typing.get_type_hints(function)) == {*inspect.signature(function).parameters, "return"}

    def test_import_is_cheap(self, python):
        script = "import sys, aligner; print(*sorted({'numpy', 'nltk', 'click', 'aligner.api'} & set(sys.modules)))"
        assert python("-c", script, check=True).stdout.split() == []

    @pytest.mark.slow
    def test_alignment_imports_numpy_and_no_nltk(self, python):
        script = (
            "import sys, aligner; aligner.align_texts('باب', 'y'); print('numpy' in sys.modules, 'nltk' in sys.modules)"
        )
        assert python("-c", script, check=True).stdout.split() == [b"True", b"False"]

"""The review page in Chromium: what keys do, what is saved, what is shown of hostile text."""

import json
import random

import pytest
from chromium import violations
from output_documents import one_pair, output_document, side, text_of

from aligner.bitext import Bead, Numbers, Why
from aligner.read.review import read_review
from aligner.write.document import OutputOptions

pytestmark = pytest.mark.browser


class TestKeys:
    """Every edit by keys alone."""

    def test_merge_joins_a_row_with_the_next(self, open_page, story):
        opened = open_page(story((1, 1), (1, 0), (1, 1)))
        opened.press("m")
        assert opened.rows == [[[0, 1], [0]], [[2], [1]]]
        assert opened.said == "Rows 1 and 2 were merged."

    def test_split_before_the_chosen_sentence(self, open_page, story):
        opened = open_page(story((1, 2), (1, 1)))
        opened.press("ArrowRight", "ArrowRight", "ArrowRight", "s")  # the second sentence of the target
        assert opened.rows == [[[0], [0]], [[], [1]], [[1], [2]]]

    def test_split_divides_the_other_side_by_length(self, open_page, story):
        opened = open_page(story((3, 3)))
        opened.press("ArrowRight", "ArrowRight", "s")  # the second sentence of the source
        assert opened.rows == [[[0], [0]], [[1, 2], [1, 2]]]

    def test_split_of_one_and_one_leaves_two_without_a_partner(self, open_page, story):
        opened = open_page(story((1, 1)))
        opened.press("s")
        assert opened.rows == [[[0], []], [[], [0]]]

    def test_move_up_takes_the_first_sentence_to_the_row_before(self, open_page, story):
        opened = open_page(story((1, 1), (1, 2)))
        opened.press("j", "u")
        assert opened.rows == [[[0], [0, 1]], [[1], [2]]]

    def test_move_down_takes_the_last_sentence_to_the_next_row(self, open_page, story):
        opened = open_page(story((2, 1), (0, 1)))
        opened.press("d")
        assert opened.rows == [[[0], [0]], [[1], [1]]]

    def test_row_that_becomes_empty_goes(self, open_page, story):
        opened = open_page(story((1, 1), (0, 1)))
        opened.press("j", "u")
        assert opened.rows == [[[0], [0, 1]]]

    def test_first_sentence_moves_up_to_a_new_row(self, open_page, story):
        opened = open_page(story((1, 2)))
        opened.press("u")
        assert opened.rows == [[[], [0]], [[0], [1]]]

    def test_space_checks_and_takes_it_back(self, open_page, story):
        opened = open_page(story((1, 1), (1, 1)))
        opened.press("j", "Space")
        assert [row["checked"] for row in json.loads(opened.save("json"))["beads"]] == [False, True]
        opened.page.locator(".current").focus()
        opened.press("Space")
        assert opened.said == "Row 2 is not checked."

    def test_row_that_was_checked_before_is_checked(self, open_page):
        beads = Bead(range(1), range(1), 1.0, ("checked",)), Bead(range(1, 2), range(1, 2), 0.5)
        opened = open_page(output_document(side("ar", "سطر.", "باب."), side("en", "A line.", "A door."), *beads))
        assert [row["checked"] for row in json.loads(opened.save("json"))["beads"]] == [True, False]
        opened.page.locator(".current").focus()
        opened.press("Space")
        assert opened.said == "Row 1 is not checked."

    def test_undo_and_redo(self, open_page, story):
        opened = open_page(story((1, 1), (1, 1)))
        before = opened.rows
        opened.press("m")
        after = opened.rows
        opened.press("z")
        assert opened.rows == before
        opened.press("y")
        assert opened.rows == after
        opened.press("Control+z")
        assert opened.rows == before
        opened.press("Control+Shift+z")
        assert opened.rows == after

    def test_what_cannot_be_done_is_said(self, open_page, story):
        opened = open_page(story((1, 1)))
        for key in ("m", "z", "y", "n"):
            opened.press(key)
            assert opened.said in ("That cannot be done here.", "There is no other row of low confidence.")
        assert opened.rows == [[[0], [0]]]

    def test_next_low_goes_to_the_next_row_of_low_confidence(self, open_page, story):
        document = story((1, 1), (1, 1), (1, 1), (1, 1))
        beads = [bead._replace(confidence=0.5 if number % 2 else 0.99) for number, bead in enumerate(document.beads)]
        opened = open_page(output_document(document.bitext.source, document.bitext.target, *beads))
        opened.press("n")
        assert opened.page.locator(".current").get_attribute("data-row") == "1"
        opened.press("n")
        assert opened.page.locator(".current").get_attribute("data-row") == "3"

    def test_keys_work_on_an_arabic_keyboard(self, open_page, story):
        opened = open_page(story((1, 1), (1, 1)))
        event = "new KeyboardEvent('keydown', {key: 'ة', code: 'KeyM', bubbles: true})"
        opened.page.evaluate(f"document.querySelector('.current').dispatchEvent({event})")
        assert opened.rows == [[[0, 1], [0, 1]]]

    def test_letters_in_the_search_are_text(self, open_page, story):
        opened = open_page(story((1, 1), (1, 1)))
        opened.press("/", "m")
        assert opened.page.locator("#search").input_value() == "m"
        opened.press("Escape", "j")
        assert opened.rows == [[[0], [0]], [[1], [1]]]


class TestView:
    def test_search_ignores_vowel_marks(self, open_page):
        source = side("ar", "كِتَابٌ جديد.", "باب قديم.")
        target = side("en", "A new book.", "An old door.")
        beads = [Bead(range(1), range(1), 0.9), Bead(range(1, 2), range(1, 2), 0.9)]
        opened = open_page(output_document(source, target, *beads))
        opened.page.locator("#search").fill("كتاب")
        opened.page.locator(".row").nth(1).wait_for(state="detached")
        assert opened.page.locator(".row").get_attribute("data-row") == "0"

    def test_filter_shows_neighbours_that_edits_act_on(self, open_page, story):
        opened = open_page(story((1, 1), (1, 0), (1, 1)))
        opened.page.locator("#filter").select_option("unaligned")
        assert opened.page.locator(".row").count() == 1
        assert opened.page.locator(".row .context").count() == 2
        opened.press("Escape", "m")
        assert opened.rows == [[[0], [0]], [[1, 2], [1]]]

    def test_lowest_confidence_first(self, open_page, story):
        document = story((1, 1), (1, 1), (1, 1))
        beads = [bead._replace(confidence=c) for bead, c in zip(document.beads, (0.9, 0.2, 0.5), strict=True)]
        opened = open_page(output_document(document.bitext.source, document.bitext.target, *beads))
        opened.page.locator("#order").select_option("confidence")
        assert [row.get_attribute("data-row") for row in opened.page.locator(".row").all()] == ["1", "2", "0"]

    def test_directions_and_languages(self, open_page, story):
        opened = open_page(story((1, 1)))
        sides = opened.page.locator(".row .side").all()
        assert [(one.get_attribute("dir"), one.get_attribute("lang")) for one in sides] == [
            ("rtl", "ar"),
            ("ltr", "en"),
        ]
        assert all(one.get_attribute("dir") == "auto" for one in opened.page.locator(".sentence").all())

    def test_evidence_is_shown_on_demand(self, open_page):
        why = Why(-0.357, 1.234, 0.0, 5.678, (("قطار", "train"),), Numbers(("3",), ("4",), ()))
        bead = Bead(range(1), range(1), 0.5, ("numbers",), why)
        opened = open_page(output_document(side("ar", "قطار 3"), side("en", "train 3"), bead))
        assert not opened.page.locator("details table").is_visible()
        opened.page.locator("summary").click()
        assert "قطار = train" in opened.page.locator("details table").inner_text()

    def test_arabic_interface(self, open_page, story):
        opened = open_page(story((1, 1)), locale="ar")
        assert opened.page.locator("html").get_attribute("dir") == "rtl"
        opened.page.locator("#language").click()
        assert opened.page.locator("html").get_attribute("dir") == "ltr"

    def test_both_interfaces_have_the_same_words(self, open_page, story):
        opened = open_page(story((1, 1)))
        english, arabic = opened.page.evaluate("[STRINGS.en, STRINGS.ar].map((words) => Object.keys(words).sort())")
        assert english == arabic
        places = "(words) => Object.entries(words).map(([key, text]) => [key, (text.match(/{\\w+}/g) || []).sort()])"
        english, arabic = opened.page.evaluate(f"[STRINGS.en, STRINGS.ar].map({places})")
        assert dict(english) == dict(arabic)

    @pytest.mark.parametrize("width", [390, 768, 1280])
    def test_nothing_scrolls_sideways(self, open_page, story, width):
        matched = tuple((f"كلمة{number}", f"word{number}") for number in range(40))
        why = Why(0.1, 0.1, 0.1, 0.1, (*matched, ("w" * 200, "x" * 200)), Numbers(("3",), ("4",), ("5",)))
        source, target = side("ar", "كلمة " * 90, "باب " * 90), side("en", "word " * 90, "w" * 300)
        beads = Bead(range(1), range(1), 0.5, ("numbers", "length"), why), Bead(range(1, 2), range(1, 2), 0.5)
        opened = open_page(output_document(source, target, *beads), viewport={"width": width, "height": 800})
        for view in ("all", "flagged"):
            opened.page.locator("#filter").select_option(view)
            opened.page.locator("summary").click()
            assert opened.page.evaluate("document.documentElement.scrollWidth") == width

    @pytest.mark.parametrize("locale", ["en", "ar"])
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [390, 1280])
    def test_accessible(self, open_page, story, locale, scheme, width):
        document = story((1, 3), (2, 1), (1, 0), (0, 1), confidence=0.5)
        options = {"locale": locale, "color_scheme": scheme, "viewport": {"width": width, "height": 800}}
        opened = open_page(document, **options)
        opened.press("j", "ArrowRight", "Space")
        assert violations(opened.page) == []

    def test_accessible_with_all_that_is_hidden_at_first(self, open_page):
        why = Why(-0.357, 1.234, 0.0, 5.678, (("قطار", "train"),), Numbers(("3",), ("4",), ("5",)))
        beads = Bead(range(1), range(1), 0.5, ("numbers",), why), Bead(range(1, 2), range(1, 2), 0.95)
        opened = open_page(output_document(side("ar", "قطار 3", "باب"), side("en", "train 3", "door"), *beads))
        opened.page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
        opened.page.locator("#filter").select_option("flagged")
        opened.page.locator("summary").click()
        opened.page.locator(".facts .number").click()
        opened.press("ArrowRight", "z", "Space")
        opened.page.locator("summary").click()
        assert opened.page.locator("#no-storage").is_visible()
        assert opened.page.locator("details tr").count() == 8
        assert violations(opened.page) == []


class TestWork:
    """The work is kept, and comes back."""

    def test_is_restored_when_the_page_is_opened_again(self, open_page, story):
        opened = open_page(story((1, 1), (1, 1), (1, 1)))
        opened.press("m")
        opened.page.reload()
        assert opened.rows == [[[0, 1], [0, 1]], [[2], [2]]]
        assert opened.said == "Your earlier work on this text was restored."

    def test_of_other_texts_is_not_restored(self, open_page, story):
        opened = open_page(story((1, 1), (1, 1)))
        opened.page.evaluate("localStorage.setItem(page.kept.key, '[[5, 5, 0, null]]')")
        opened.page.reload()
        assert opened.rows == [[[0], [0]], [[1], [1]]]

    def test_review_is_read_by_the_program(self, open_page, story, tmp_path):
        opened = open_page(story((1, 1), (1, 0), (1, 1)))
        opened.press("m", "j", "Space")
        path = tmp_path / "story.review.json"
        path.write_text(opened.save("json"), encoding="utf-8")
        review = read_review(str(path))
        assert (review.digests, review.sizes) == (("a" * 64, "b" * 64), (3, 2))
        assert review.checked == ((range(2), range(1)), (range(2, 3), range(1, 2)))

    @pytest.mark.parametrize("form", ["tsv", "tmx"])
    def test_saved_file_equals_that_of_the_program(self, open_page, story, form):
        document = story((1, 2), (2, 1), (1, 0), (0, 1))
        expected = text_of(document.rows(), OutputOptions(form))
        assert open_page(document).save(form) == expected

    def test_gaps_between_sentences_are_saved(self, open_page):
        source = side("ar", "أولى.", "ثانية.", gap="\n \t")
        document = output_document(source, side("en", "One and two."), Bead(range(2), range(1), 0.5))
        assert open_page(document).save("tsv") == text_of(document.rows(), OutputOptions("tsv"))


class TestHostileText:
    TEXTS = (
        "</script><script>document.title = 'owned'</script>",
        "<img src=http://example.invalid/x onerror=alert(1)>",
        "<!-- --><![CDATA[ ]]> &amp; &#x41;",
        "\u202e reversed \u202c \u2067 open isolate",
        "__DATA__ __SCRIPT__ ${1} {{ 2 }}",
        "\u2028 \u2029 \x0b \x1b[31m",
        "constructor __proto__ toString",
    )

    @pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
    def test_is_only_text(self, open_page, text):
        opened = open_page(one_pair("سطر", text))
        assert opened.page.locator(".sentence").nth(1).text_content() == text
        assert opened.page.title() == "align"
        assert (opened.requests, opened.errors) == ([], [])

    def test_of_a_megabyte_is_shown(self, open_page):
        opened = open_page(one_pair("سطر", "word " * 200_000))
        assert len(opened.page.locator(".sentence").nth(1).text_content()) == 1_000_000

    def test_injected_script_does_not_run(self, open_page, story):
        opened = open_page(story((1, 1)))
        inject = (
            "const s = document.createElement('script'); s.textContent = 'window.owned = 1'; document.body.append(s)"
        )
        opened.page.evaluate(inject)
        assert opened.page.evaluate("window.owned") is None

    def test_names_of_inputs_are_only_text(self, open_page):
        document = one_pair("سطر", "line")
        name = "<img src=x onerror=window.owned=1>&amp;.txt"
        meta = {"sources": [{"name": name, "text_sha256": "0" * 64}]}
        opened = open_page(document._replace(meta=meta))
        assert opened.page.title() == name
        assert opened.page.evaluate("window.owned") is None


def test_random_edits_keep_every_sentence_once(open_page, story):
    """1,000 edits, and all of them taken back; the model itself checks each time."""
    chance = random.Random(16)
    sizes = [(chance.randint(0, 3), chance.randint(1, 3)) for _ in range(60)]
    opened = open_page(story(*sizes))
    before = opened.rows
    result = opened.page.evaluate(
        """(seed) => {
          let state = seed;
          const next = () => (state = (1103515245 * state + 12345) % 2147483648);
          const random = (n) => Math.floor(next() / 65536) % n;
          let edits = 0;
          while (edits < 1000) {
            const at = random(page.model.rows.length);
            const row = page.model.rows[at];
            const side = random(2);
            const [first, end] = side ? row.t : row.s;
            const place = first + random(Math.max(1, end - first));
            const edit = [() => page.model.merge(at), () => page.model.split(at, side, place),
              () => page.model.moveUp(at, side, place), () => page.model.moveDown(at, side, place),
              () => page.model.check(at)][random(5)]();
            page.model.checkEverySentence();
            if (edit) edits += 1;
          }
          page.showCurrent();
          const kinds = new Set(page.model.done.map(({name}) => name));
          while (page.model.undo()) page.model.checkEverySentence();
          return [...kinds].sort();
        }""",
        7,
    )
    assert result == ["check", "merge", "move", "split", "uncheck"]
    assert opened.rows == before
    assert opened.errors == []


def test_long_document_is_quick(open_page, story):
    """20,000 rows: only a window of them is in the document, and the last one can be reached."""
    chance = random.Random(20)
    opened = open_page(story(*((chance.randint(1, 2), chance.randint(1, 2)) for _ in range(20_000))))
    assert opened.page.locator(".row").count() == 120
    opened.page.evaluate("page.select(19999)")
    assert opened.page.locator(".current").get_attribute("data-row") == "19999"
    opened.press("u")
    assert opened.page.locator(".row").count() <= 180


def test_round_trip_of_a_translator(chromium, here, run):
    """Two texts, the page, three corrections by keys, the saved review, the texts again, a translation memory."""
    from translate.storage.tmx import tmxfile

    arabic = [f"هذه هي الجملة رقم {number} من القصة." for number in range(1, 13)]
    english = [f"This is sentence number {number} of the story." for number in range(1, 13)]
    (here / "ar.txt").write_text("\n".join(arabic) + "\n", encoding="utf-8")
    (here / "en.txt").write_text("\n".join(english) + "\n", encoding="utf-8")
    texts = ("ar.txt", "en.txt", "--pre-split")
    assert run(*texts, "-o", "story.html").exit_code == 0

    context = chromium.new_context(locale="en")
    page = context.new_page()
    page.goto((here / "story.html").as_uri())
    for keys in ("m", "j j m", "j j m"):  # the first two rows make one, then two more, then two more
        for key in keys.split():
            page.keyboard.press(key)
    with page.expect_download() as download:
        page.locator("#save-json").click()
    download.value.save_as(here / download.value.suggested_filename)
    context.close()

    assert [path.name for path in here.glob("*.json")] == ["ar.review.json"]
    assert run("ar.review.json", *texts, "-o", "final.tmx").exit_code == 0
    with open("final.tmx", "rb") as file:
        units = tmxfile(file, "ar", "en").units
    sources = [unit.source for unit in units]
    assert sources[:2] == [" ".join(arabic[:2]), arabic[2]]
    assert len(sources) == 9
    assert [unit.target for unit in units] == [source_to_english(source, arabic, english) for source in sources]


def source_to_english(source, arabic, english):
    """The English sentences of the Arabic ones in a segment."""
    return " ".join(english[arabic.index(f"{sentence}.")] for sentence in source.rstrip(".").split(". "))

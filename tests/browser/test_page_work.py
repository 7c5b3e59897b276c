"""Work on the page that goes on: lists over edits, the window, the focus, storage, other tabs, print."""

import random

import pytest
from output_documents import output_document, side, text_of

from aligner.bitext import Bead
from aligner.rows import Row, Rows
from aligner.write.document import OutputOptions

pytestmark = pytest.mark.browser


def with_confidences(document, *confidences):
    """A document whose rows have other confidences."""
    beads = [bead._replace(confidence=c) for bead, c in zip(document.beads, confidences, strict=True)]
    return output_document(document.bitext.source, document.bitext.target, *beads)


def shown(opened):
    """The numbers of the rows that are drawn, in their order, and of the current one."""
    rows = [int(row.get_attribute("data-row")) for row in opened.page.locator(".row").all()]
    return rows, int(opened.page.locator(".current").get_attribute("data-row"))


@pytest.fixture
def lowest_first(open_page, story):
    """A page of five rows in the order 3, 1, 4, 2, 0, with the first of them current."""
    opened = open_page(with_confidences(story(*[(1, 1)] * 5), 0.9, 0.3, 0.7, 0.1, 0.5))
    opened.page.locator("#order").select_option("confidence")
    opened.page.locator("[data-row='3'] .facts").click()
    return opened


class TestList:
    """A list of a filter or an order lasts over edits."""

    def test_checked_row_stays_where_it_is(self, lowest_first):
        lowest_first.press("Space")
        assert shown(lowest_first) == ([3, 1, 4, 2, 0], 3)

    def test_merged_row_stays_and_later_rows_have_new_numbers(self, lowest_first):
        lowest_first.press("m")
        assert shown(lowest_first) == ([3, 1, 2, 0], 3)

    def test_parts_of_a_row_stand_together(self, lowest_first):
        lowest_first.press("s")
        assert shown(lowest_first) == ([3, 4, 1, 5, 2, 0], 3)

    def test_undo_brings_the_rows_back(self, lowest_first):
        lowest_first.press("m", "z")
        rows, current = shown(lowest_first)
        assert (sorted(rows), current) == ([0, 1, 2, 3, 4], 3)

    def test_next_low_goes_by_the_order_of_the_list(self, lowest_first):
        lowest_first.press("Space", "n")
        assert shown(lowest_first)[1] == 1
        lowest_first.press("n")
        assert shown(lowest_first)[1] == 4

    def test_rows_that_do_not_fit_any_more_stay_until_the_filter_changes(self, open_page, story):
        opened = open_page(story(*[(1, 1)] * 4, confidence=0.5))
        opened.page.locator("#filter").select_option("low")
        opened.page.locator(".current").focus()
        opened.press("Space", "j", "m", "j", "Space")
        assert shown(opened) == ([0, 1, 2], 2)
        opened.page.locator("#filter").select_option("edited")
        assert shown(opened) == ([1], 1)

    def test_undo_after_another_filter_shows_the_rows(self, open_page, story):
        opened = open_page(story((1, 1), (1, 1), (1, 0)))
        opened.press("m")
        opened.page.locator("#filter").select_option("unaligned")
        assert shown(opened) == ([1], 1)
        opened.page.locator(".current").focus()
        opened.press("z")
        assert shown(opened) == ([0, 1, 2], 0)

    def test_empty_list_is_edited_by_nothing(self, open_page, story):
        opened = open_page(story((1, 1), (1, 1)))
        opened.page.locator("#filter").select_option("flagged")
        opened.page.locator("#help").focus()
        opened.press("m", "s", "u", "d", "c", "j", "k", "n", "ArrowRight")
        assert opened.rows == [[[0], [0]], [[1], [1]]]
        assert opened.errors == []


class TestEdits:
    @pytest.mark.parametrize(("row", "key"), [((1, 0), "u"), ((0, 1), "u"), ((1, 0), "d"), ((0, 1), "d")])
    def test_move_of_the_only_sentence_does_nothing(self, open_page, story, row, key):
        opened = open_page(story(row))
        opened.press(key)
        assert opened.said == "That cannot be done here."
        assert not opened.page.evaluate("page.model.rows[0].edited")

    def test_row_after_one_that_became_empty_is_not_current(self, open_page, story):
        opened = open_page(story((1, 1), (0, 1), (1, 1)))
        opened.press("j", "u")
        assert shown(opened) == ([0, 1], 0)

    def test_sentences_that_a_filter_parted_are_not_joined(self, open_page):
        document = output_document(
            side("ar", "سطر.", "باب.", "دار."),
            side("en", "A line.", "A door.", "A house."),
            *(Bead(range(n, n + 1), range(n, n + 1), 0.5) for n in range(3)),
        )
        opened = open_page(document._replace(beads=[document.beads[0], document.beads[2]]))
        opened.press("m")
        assert opened.said == "That cannot be done here."
        assert opened.rows == [[[0], [0]], [[1], [1]]]

    @pytest.mark.parametrize(
        ("keys", "expected"),
        [
            ("ArrowRight ArrowRight u", [[[0, 1, 2], [0]], [[3], [1, 2]], [[4], [3]]]),
            ("ArrowRight ArrowRight d", [[[0], [0]], [[1], [1, 2]], [[2, 3, 4], [3]]]),
            ("ArrowLeft u", [[[0], [0, 1, 2]], [[1, 2, 3], []], [[4], [3]]]),
            ("ArrowLeft ArrowLeft s", [[[0], [0]], [[1, 2, 3], [1, 2]], [[4], [3]]]),
        ],
    )
    def test_chosen_sentence_takes_those_between_it_and_the_edge_along(self, open_page, story, keys, expected):
        opened = open_page(story((1, 1), (3, 2), (1, 1)))
        opened.press("j", *keys.split())
        assert opened.rows == expected

    def test_keys_of_a_latin_keyboard_are_what_they_write(self, open_page, story):
        opened = open_page(story((1, 1), (1, 1)))
        event = "new KeyboardEvent('keydown', {key: ',', code: 'KeyM', bubbles: true})"  # on a French keyboard
        opened.page.evaluate(f"document.querySelector('.current').dispatchEvent({event})")
        assert opened.rows == [[[0], [0]], [[1], [1]]]


class TestScreen:
    def test_chosen_sentence_has_the_focus(self, open_page, story):
        opened = open_page(story((1, 2)))
        opened.press("ArrowRight", "ArrowRight")
        assert opened.page.locator("bdi:focus").text_content() == "This is sentence 0."

    def test_row_is_described_by_its_sentences(self, open_page, story):
        row = open_page(story((1, 1))).page.locator(".current")
        assert row.get_attribute("aria-describedby") == "s0 t0"
        assert row.locator("#t0").text_content().strip() == "This is sentence 0."

    def test_clicked_row_stays_under_the_mouse(self, open_page, story):
        opened = open_page(story(*[(1, 1)] * 40))
        opened.page.evaluate("page.select(30); page.select(10)")  # from below, so that the rows after it are in view
        top = "page.nodeOf(12).getBoundingClientRect().top"
        before = opened.page.evaluate(top)
        opened.page.locator("[data-row='12'] .sentence").last.click()
        assert abs(opened.page.evaluate(top) - before) < 1
        assert opened.page.evaluate("page.chosen") == {"side": 1, "place": 12}

    def test_selected_text_is_not_a_click(self, open_page, story):
        opened = open_page(story((1, 1), (1, 1)))
        box = opened.page.locator("[data-row='1'] .sentence").last.bounding_box()
        opened.page.mouse.move(box["x"] + 5, box["y"] + 10)
        opened.page.mouse.down()
        opened.page.mouse.move(box["x"] + 90, box["y"] + 10)
        opened.page.mouse.up()
        assert opened.page.evaluate("String(getSelection())") in "This is sentence 1."
        assert shown(opened)[1] == 0

    def test_long_window_becomes_short_with_an_edit(self, open_page, story):
        opened = open_page(story(*[(1, 1)] * 1000))
        for _ in range(8):
            opened.page.evaluate("page.widen(60)")
        opened.page.evaluate("page.select(500)")
        top = "page.nodeOf(500).getBoundingClientRect().top"
        before = opened.page.evaluate(top)
        opened.press("Space")
        assert opened.page.locator(".row").count() == 120
        assert abs(opened.page.evaluate(top) - before) < 1

    def test_rows_appear_at_the_end_and_before_the_beginning(self, open_page, story):
        opened = open_page(story(*[(1, 1)] * 400))
        opened.page.mouse.move(600, 500)
        opened.page.mouse.wheel(0, 100_000)
        opened.page.locator("[data-row='179']").wait_for(state="attached")
        opened.page.evaluate("page.select(399)")
        opened.page.locator("#earlier").click()
        rows, _ = shown(opened)
        assert rows == [*range(220, 400)]

    def test_all_rows_are_printed(self, open_page, story):
        opened = open_page(story(*[(1, 1)] * 300))
        opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert opened.page.locator(".row").count() == 300
        opened.page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert opened.page.locator(".row").count() == 120

    def test_phone_has_buttons_for_a_finger_in_reach(self, open_page, story):
        document = story(*[(1, 1)] * 30, confidence=0.5)
        opened = open_page(document, viewport={"width": 390, "height": 800}, has_touch=True)
        opened.page.evaluate("page.select(20)")
        next_low = opened.page.locator("#next-low")
        assert next_low.bounding_box()["y"] < 800
        next_low.tap()
        assert shown(opened)[1] == 21
        for button in opened.page.locator("button:visible, select:visible").all():
            assert button.bounding_box()["height"] >= 44


class TestStorage:
    def test_another_tab_takes_the_work_over(self, open_page, story):
        opened = open_page(story((1, 1), (1, 1), (1, 1)))
        other = opened.page.context.new_page()
        other.goto(opened.url)
        opened.press("m")
        other.wait_for_function("page.model.rows.length === 2")
        assert other.locator("#said").text_content() == "The rows are now those of another tab with this text."
        other.keyboard.press("m")
        opened.page.wait_for_function("page.model.rows.length === 1")

    def test_edit_is_stored_before_the_page_is_left(self, open_page, story):
        opened = open_page(story((1, 1), (1, 1)))
        opened.page.evaluate("page.act('merge'); location.reload()")
        opened.page.wait_for_function("document.getElementById('said').textContent !== ''")
        assert opened.rows == [[[0, 1], [0, 1]]]

    def test_work_is_found_on_a_page_that_is_made_anew(self, open_page, story):
        opened = open_page(story((1, 1), (1, 1)))
        opened.press("m")
        other = open_page(story((1, 1), (1, 1), confidence=0.8))
        assert other.page.evaluate("page.kept.key") == opened.page.evaluate("page.kept.key")
        other = open_page(story((1, 1), (1, 0), (0, 1)))
        assert other.page.evaluate("page.kept.key") != opened.page.evaluate("page.kept.key")

    def test_full_storage_is_shown_and_the_work_goes_on(self, open_page, story):
        opened = open_page(story((1, 1), (1, 1), (1, 1)))
        assert not opened.page.locator("#no-storage").is_visible()
        opened.page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
        opened.press("m")
        assert opened.page.locator("#no-storage").is_visible()
        assert opened.rows == [[[0, 1], [0, 1]], [[2], [2]]]
        assert opened.errors == []


def test_hidden_direction_characters_are_named(open_page):
    document = output_document(side("ar", "سطر"), side("en", "a \u202egnp.exe"), Bead(range(1), range(1), 0.9))
    assert open_page(document).page.locator(".flag").all_text_contents() == ["hidden direction characters"]


def test_checked_rows_are_those_of_the_program(open_page, run, here):
    """After edits, the review with its texts gives the checked rows that the page saves."""
    (here / "ar.txt").write_text("".join(f"هذه هي الجملة رقم {n} من القصة.\n" for n in range(8)), encoding="utf-8")
    (here / "en.txt").write_text("".join(f"This is sentence number {n} of it.\n" for n in range(8)), encoding="utf-8")
    texts = ("ar.txt", "en.txt", "--pre-split")
    assert run(*texts, "-o", "page.html").exit_code == 0
    opened = open_page((here / "page.html").as_uri())
    opened.press("m", "j", "Space", "j", "s", "j", "j", "u")
    (here / "my.review.json").write_text(opened.save("json"), encoding="utf-8")
    assert run("my.review.json", *texts, "-o", "again.tsv").exit_code == 0
    lines = opened.save("tsv").splitlines()
    checked = [line for line in lines if "\t1.000\t" in line]
    assert len(checked) >= 4
    again = (here / "again.tsv").read_text(encoding="utf-8").splitlines()
    assert [line for line in again if line in set(checked)] == checked


def test_rows_of_another_file_keep_their_texts(chromium):
    """Rows whose sentences have no numbers, as a table holds them."""
    one_and_two = Row("سطر. باب.", "A line.", "2-1", 0.5, (), (), ("سطر. باب.",), ("A line.",))
    only_target = Row("", "x", "0-1", None, target_sentences=("x",))
    rows = [one_and_two, only_target]
    page = chromium.new_page()
    page.set_content(text_of(Rows("ar", "en", rows), OutputOptions("html")))
    assert page.locator(".sentence").all_text_contents() == ["سطر. باب.", "A line.", "x"]
    page.close()


def test_random_work_keeps_the_list_and_every_sentence(open_page, story):
    """Edits with filters, orders and searches: the list has each row at most once, and the current one among them."""
    chance = random.Random(5)
    sizes = [(chance.randint(0, 3), chance.randint(1, 3)) for _ in range(60)]
    document = story(*sizes)
    opened = open_page(with_confidences(document, *(chance.random() for _ in sizes)))
    actions = ["merge", "split", "up", "down", "check", "undo", "redo", "nextRow", "previousRow", "nextLow"]
    views = [{"filter": name} for name in ("all", "low", "unaligned", "unchecked", "edited", "flagged")]
    views += [{"order": "text"}, {"order": "confidence"}, {"query": ""}, {"query": "sentence 1"}]
    steps = [chance.choice(actions) if chance.random() < 0.9 else chance.choice(views) for _ in range(400)]
    faults = opened.page.evaluate(
        """(steps) => steps.flatMap((step) => {
            if (typeof step === "string") page.act(step); else page.setView(step);
            page.model.checkEverySentence();
            const { rows, count } = page.list;
            const isList = !rows || (new Set(rows).size === count && rows.every((at) => at < page.model.rows.length));
            const isCurrent = count === 0 || document.querySelectorAll(".row.current").length === 1;
            const drawn = document.querySelectorAll(".row").length;
            return isList && isCurrent && drawn === Math.min(count, 120) ? [] : [step];
        })""",
        steps,
    )
    assert faults == []
    assert opened.errors == []


def test_search_with_and_without_marks(open_page):
    source = side("ar", "كِتَابٌ آخَر جديد.", "باب.")
    beads = [Bead(range(number, number + 1), range(number, number + 1), 0.9) for number in (0, 1)]
    opened = open_page(output_document(source, side("en", "Book.", "Door."), *beads))
    for query in ("كتاب", "كِتَابٌ", "كتـاب", "اخر", "آخر", "  جَديد "):
        opened.page.locator("#search").fill(query)
        opened.page.locator("[data-row='1']").wait_for(state="detached")
        assert shown(opened) == ([0], 0)
        opened.page.locator("#search").fill("")
        opened.page.locator("[data-row='1']").wait_for(state="attached")

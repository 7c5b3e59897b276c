"""The status line: when it is written, how it is cleared, and what stays silent."""

import fcntl
import os
import signal
import struct
import termios
from threading import Event

import pytest
from terminals import CLEAR, Clock, Terminal

from aligner import status_line
from aligner.status_line import StatusLine


def kept(text, ticks, clock=None):
    """What a terminal shows of a text that is kept until its clock has ticked, and that is then cleared."""
    terminal, clock = Terminal(), clock or Clock(ticks)
    line = StatusLine(terminal, clock, clock.wait)
    line.keep(text)
    line.clear()
    return terminal.getvalue()


class TestShow:
    def test_writes_over_what_was_shown(self):
        terminal, clock = Terminal(), Clock()
        line = StatusLine(terminal, clock)
        line.show(lambda: "first")
        clock.now += 0.25
        line.show(lambda: "second")
        assert terminal.getvalue() == f"{CLEAR}first{CLEAR}second"

    def test_waits_a_fifth_of_a_second_between_two_updates(self):
        terminal, clock = Terminal(), Clock()
        line = StatusLine(terminal, clock)
        for _ in range(16):
            line.show(lambda: f"{clock.now:.4f}")
            clock.now += 0.0625
        assert terminal.getvalue() == "".join(f"{CLEAR}{100 + seconds:.4f}" for seconds in (0, 0.25, 0.5, 0.75))

    @pytest.mark.parametrize(("columns", "shown"), [(20, "0123456789012345678"), (0, "0123456789" * 7 + "012345678")])
    def test_a_line_is_shorter_than_the_terminal_is_wide(self, columns, shown):
        """A longer line would wrap, and could not be cleared. The usual width is that of a terminal that tells none."""
        leader, terminal = os.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        with open(leader, "rb", buffering=0) as output, open(terminal, "w", encoding="utf-8") as stream:
            StatusLine(stream).show(lambda: "0123456789" * 9)
            assert output.read(1 << 16).decode() == f"{CLEAR}{shown}"


class TestKeep:
    def test_shows_the_text_after_a_second_and_then_five_times_a_second(self):
        clock = Clock(ticks=3)
        shown = kept(lambda: f"{clock.now:.1f}", 3, clock)
        assert clock.waited == [1.0, 0.2, 0.2, 0.2]
        assert shown == f"{CLEAR}101.0{CLEAR}101.2{CLEAR}101.4{CLEAR}"

    def test_short_work_shows_nothing(self):
        assert kept(lambda: "busy", ticks=0) == ""

    def test_clear_ends_a_wait_at_once(self):
        terminal = Terminal()
        line = StatusLine(terminal, wait=lambda event, _: event.wait())
        line.keep(lambda: "busy")
        line.clear()
        assert terminal.getvalue() == ""

    def test_a_text_is_kept_once(self):
        stops = []

        def wait(event, _):
            stops.append(event)
            return event.wait()

        line = StatusLine(Terminal(), wait=wait)
        line.keep(lambda: "busy")
        line.keep(lambda: "busy")
        line.clear()
        line.clear()
        assert len(stops) == 1

    def test_begins_again_after_it_was_cleared(self):
        terminal, clock = Terminal(), Clock(ticks=1)
        line = StatusLine(terminal, clock, clock.wait)
        for text in ("reading", "writing"):
            line.keep(lambda text=text: text)
            line.clear()
            clock.waited.clear()
        assert terminal.getvalue() == f"{CLEAR}reading{CLEAR}{CLEAR}writing{CLEAR}"


class TestClear:
    def test_writes_nothing_where_nothing_is_shown(self):
        terminal = Terminal()
        line = StatusLine(terminal)
        line.clear()
        line.show(lambda: "busy")
        line.clear()
        line.clear()
        assert terminal.getvalue() == f"{CLEAR}busy{CLEAR}"

    def test_the_next_text_is_shown_at_once(self):
        terminal = Terminal()
        line = StatusLine(terminal, Clock())
        line.show(lambda: "first")
        line.clear()
        line.show(lambda: "second")
        assert terminal.getvalue() == f"{CLEAR}first{CLEAR}{CLEAR}second"


class TestWithoutTerminal:
    def test_nothing_is_shown_and_no_thread_starts(self, monkeypatch):
        monkeypatch.setattr(status_line, "Thread", lambda **_: pytest.fail("a thread was started"))
        line = StatusLine(None)
        line.show(lambda: pytest.fail("the text was asked for"))
        line.keep(lambda: pytest.fail("the text was asked for"))
        line.clear()

    @pytest.mark.parametrize("error", [OSError, ValueError])
    def test_a_terminal_that_has_gone_is_no_error(self, error):
        class Gone(Terminal):
            writes = 0

            def write(self, _):
                Gone.writes += 1
                raise error

        line = StatusLine(Gone(), Clock())
        line.show(lambda: "busy")
        line.clear()
        line.show(lambda: "busy")
        assert Gone.writes == 1


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows has no signal masks")
def test_control_c_is_not_for_the_thread_that_shows_the_line():
    masks, ready = [], Event()

    def wait(event, _):
        masks.append(signal.pthread_sigmask(signal.SIG_BLOCK, set()))
        ready.set()
        return event.wait()

    line = StatusLine(Terminal(), wait=wait)
    line.keep(lambda: "busy")
    ready.wait()
    line.clear()
    assert signal.SIGINT in masks[0]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00:00"), (59.6, "0:01:00"), (3661, "1:01:01"), (360_000, "100:00:00")]
)
def test_durations_are_in_hours_minutes_and_seconds(seconds, text):
    assert status_line.clock_text(seconds) == text

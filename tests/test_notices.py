"""Notices that are logged."""

import logging
import threading

from aligner.notices import Notice, logger, recorded


class TestRecorded:
    def test_takes_what_is_logged(self, caplog):
        with recorded() as notices:
            logger.warning("%d rows", 3)
            logger.error("failed")
        assert notices == [Notice("3 rows", logging.WARNING), Notice("failed", logging.ERROR)]
        assert caplog.records == []

    def test_shows_what_is_logged_later(self, caplog):
        with recorded() as notices:
            pass
        logger.warning("later")
        assert (notices, caplog.messages) == ([], ["later"])

    def test_shows_what_other_threads_log(self, caplog):
        with recorded() as notices:
            thread = threading.Thread(target=logger.warning, args=["of a thread"])
            thread.start()
            thread.join()
        assert (notices, caplog.messages) == ([], ["of a thread"])

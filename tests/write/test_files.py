"""Output files, each written whole or not at all."""

import os
import stat
import threading
from pathlib import Path

import pytest
from every_format import EVERY_FORMAT
from output_documents import text_of, three_beads

from aligner.errors import InputError
from aligner.write import files, formats
from aligner.write.document import OutputOptions


def written(document, *form):
    return text_of(document.rows(), OutputOptions(*form))


TSV = written(three_beads())


@pytest.fixture
def document():
    return three_beads()


class TestFile:
    """`write_atomically`."""

    @pytest.fixture
    def path(self, tmp_path):
        return tmp_path / "pairs.tsv"

    @pytest.mark.parametrize("form", EVERY_FORMAT)
    def test_holds_what_the_writer_writes(self, document, path, form):
        files.write_atomically(path, document.rows(), OutputOptions(form), force=False)
        paths = files.paths_of(path, form, "ar", "en")
        expected = formats.contents_of_files(document.rows(), OutputOptions(form))
        assert [file.read_bytes() for file in paths] == expected
        assert sorted(path.parent.iterdir()) == sorted(paths)

    def test_is_utf_8_with_line_feeds(self, document, path):
        files.write_atomically(path, document.rows(), OutputOptions(), force=False)
        assert path.read_bytes() == TSV.encode("utf-8")

    def test_is_the_only_thing_left_in_the_folder(self, document, path):
        files.write_atomically(path, document.rows(), OutputOptions(), force=False)
        assert os.listdir(path.parent) == ["pairs.tsv"]

    def test_that_exists_is_kept(self, document, path):
        path.write_text("old")
        with pytest.raises(InputError, match="the file exists; write over it with --force"):
            files.write_atomically(path, document.rows(), OutputOptions(), force=False)
        assert path.read_text() == "old"

    def test_that_exists_is_replaced_by_force(self, document, path):
        path.write_text("old")
        files.write_atomically(path, document.rows(), OutputOptions(), force=True)
        assert path.read_text(encoding="utf-8") == TSV

    @pytest.mark.parametrize("force", [False, True])
    def test_in_a_folder_that_is_not_there(self, document, tmp_path, force):
        with pytest.raises(InputError, match=r"there is no folder .*missing; make it first"):
            files.write_atomically(tmp_path / "missing" / "pairs.tsv", document.rows(), OutputOptions(), force=force)

    @pytest.mark.parametrize("force", [False, True])
    def test_that_is_a_folder(self, document, tmp_path, force):
        with pytest.raises(InputError, match="this is a folder; name a file in it"):
            files.write_atomically(tmp_path, document.rows(), OutputOptions(), force=force)

    def test_may_have_the_longest_name_there_is(self, document, tmp_path):
        path = tmp_path / ("n" * 255)
        files.write_atomically(path, document.rows(), OutputOptions(), force=False)
        assert path.read_text(encoding="utf-8") == TSV

    @pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)], ids=oct)
    def test_has_the_permissions_of_the_umask(self, document, path, mask, mode):
        before = os.umask(mask)
        try:
            files.write_atomically(path, document.rows(), OutputOptions(), force=False)
        finally:
            os.umask(before)
        assert stat.S_IMODE(path.stat().st_mode) == mode

    @pytest.mark.parametrize("mode", [0o600, 0o640, 0o666], ids=oct)
    def test_has_the_permissions_of_the_file_that_it_replaces(self, document, path, mode):
        path.write_text("old")
        path.chmod(mode)
        files.write_atomically(path, document.rows(), OutputOptions(), force=True)
        assert stat.S_IMODE(path.stat().st_mode) == mode

    def test_is_on_the_disk_before_it_has_its_name(self, document, path, monkeypatch):
        calls = []
        for name in ("fsync", "replace"):
            done = getattr(os, name)
            monkeypatch.setattr(os, name, lambda *given, name=name, done=done: calls.append(name) or done(*given))
        files.write_atomically(path, document.rows(), OutputOptions(), force=False)
        assert calls == ["fsync", "replace"]


class TestFailure:
    """`write_atomically`, if writing fails half way."""

    @pytest.fixture(params=[True, False], ids=["file there", "no file there"])
    def path(self, request, tmp_path):
        path = tmp_path / "pairs.tsv"
        if request.param:
            path.write_text("old")
        return path

    @staticmethod
    def failing(document, error):
        """The document, but reading its second bead raises an error."""

        def beads():
            yield document.beads[0]
            raise error

        return document._replace(beads=beads())

    @pytest.mark.parametrize(
        ("error", "raised"),
        [
            pytest.param(OSError(28, "No space left on device"), InputError, id="disk full"),
            pytest.param(RuntimeError("a bug"), RuntimeError, id="bug"),
            pytest.param(KeyboardInterrupt(), KeyboardInterrupt, id="interrupt"),
        ],
    )
    def test_leaves_everything_as_it_was(self, document, path, error, raised):
        before = {file: file.read_text() for file in path.parent.iterdir()}
        with pytest.raises(raised):
            files.write_atomically(path, self.failing(document, error).rows(), OutputOptions(), force=True)
        assert {file: file.read_text() for file in path.parent.iterdir()} == before

    def test_says_why(self, document, path):
        with pytest.raises(InputError) as caught:
            files.write_atomically(
                path, self.failing(document, OSError(28, "No space left on device")).rows(), OutputOptions(), force=True
            )
        assert str(caught.value) == f"{path}: cannot be written: No space left on device"

    def test_of_renaming_leaves_everything_as_it_was(self, document, path, monkeypatch):
        def refuse(*_):
            raise OSError(1, "Operation not permitted")

        before = {file: file.read_text() for file in path.parent.iterdir()}
        monkeypatch.setattr(os, "replace", refuse)
        with pytest.raises(InputError, match="cannot be written: Operation not permitted"):
            files.write_atomically(path, document.rows(), OutputOptions(), force=True)
        assert {file: file.read_text() for file in path.parent.iterdir()} == before

    def test_is_not_seen_under_the_name_before_all_is_written(self, document, path):
        before, seen = path.exists(), []

        def watched():
            for bead in document.beads:
                seen.append(path.read_text() if path.exists() else None)
                yield bead

        files.write_atomically(path, document._replace(beads=watched()).rows(), OutputOptions(), force=True)
        assert seen == ["old" if before else None] * 3
        assert path.read_text(encoding="utf-8") == TSV


class TestSpecialFiles:
    def test_null_device_is_neither_replaced_nor_removed(self, document, monkeypatch):
        touched = []
        for name in ("replace", "rename", "unlink", "remove"):
            monkeypatch.setattr(os, name, lambda *arguments, **_: touched.append(arguments))
        files.write_atomically(Path(os.devnull), document.rows(), OutputOptions(), force=False)
        assert touched == []

    @pytest.mark.parametrize("there", [True, False], ids=["to a file", "to no file"])
    def test_link_stays_and_what_it_points_to_is_written(self, document, tmp_path, there):
        link, file = tmp_path / "link.tsv", tmp_path / "file.tsv"
        link.symlink_to(file)
        if there:
            file.write_text("old")
        files.write_atomically(link, document.rows(), OutputOptions(), force=there)
        assert link.is_symlink()
        assert file.read_text(encoding="utf-8") == TSV

    def test_named_pipe_gets_everything_and_stays(self, document, tmp_path):
        pipe, got = tmp_path / "pipe", []
        os.mkfifo(pipe)
        reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
        reader.start()
        files.write_atomically(pipe, document.rows(), OutputOptions(), force=False)
        reader.join(timeout=10)
        assert got == [TSV.encode("utf-8")]
        assert stat.S_ISFIFO(pipe.stat().st_mode)
        assert os.listdir(tmp_path) == ["pipe"]

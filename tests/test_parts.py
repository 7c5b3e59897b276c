"""Files under random names: no planted link is in their way, and they keep the permissions of what they replace."""

import errno
import os
import stat

import pytest

from aligner import parts, storage


def put(path, data=b"new"):
    storage.put(str(path), data, str(path.parent))


def test_two_parts_have_different_names_in_the_folder_of_the_file(tmp_path):
    with parts.new(str(tmp_path)) as first, parts.new(str(tmp_path)) as second:
        assert first.name != second.name
        assert {os.path.dirname(file.name) for file in (first, second)} == {str(tmp_path)}
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("make", [os.symlink, os.link], ids=["link", "hard link"])
def test_a_file_that_someone_has_planted_is_not_opened(tmp_path, make):
    (tmp_path / "mine").write_text("mine")
    make(tmp_path / "mine", tmp_path / "part")
    with pytest.raises(FileExistsError):
        parts.create(str(tmp_path / "part"))
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_link_to_no_file_is_not_followed(tmp_path):
    (tmp_path / "part").symlink_to(tmp_path / "mine")
    with pytest.raises(FileExistsError):
        parts.create(str(tmp_path / "part"))
    assert not (tmp_path / "mine").exists()


def test_a_link_is_not_continued(tmp_path):
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "part").symlink_to(tmp_path / "mine")
    assert not parts.is_file(str(tmp_path / "part"))
    with pytest.raises(OSError, match="symbolic links"):
        parts.reopen(str(tmp_path / "part"))


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666], ids=oct)
def test_a_file_keeps_its_permissions_whatever_the_umask_is(tmp_path, mode):
    path = tmp_path / "file"
    path.write_text("old")
    path.chmod(mode)
    before = os.umask(0o077)
    try:
        put(path)
    finally:
        os.umask(before)
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("new", mode)


def test_a_link_in_a_folder_is_replaced_and_not_written_through(tmp_path):
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "file").symlink_to(tmp_path / "mine")
    put(tmp_path / "file")
    assert not (tmp_path / "file").is_symlink()
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_file_is_on_the_disk_before_it_has_its_name(tmp_path, monkeypatch):
    calls = []
    for name in ("fsync", "replace"):
        done = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *given, name=name, done=done: calls.append(name) or done(*given))
    put(tmp_path / "file")
    assert calls == ["fsync", "replace"]


def test_a_part_of_another_file_system_is_copied(tmp_path, monkeypatch):
    replace = os.replace

    def refuse_between_folders(part, path):
        if os.path.dirname(part) != os.path.dirname(path):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        replace(part, path)

    (tmp_path / "there").mkdir()
    (tmp_path / "part").write_text("new")
    monkeypatch.setattr(os, "replace", refuse_between_folders)
    parts.rename(str(tmp_path / "part"), str(tmp_path / "there" / "file"), 0o600)
    assert os.listdir(tmp_path) == ["there"]
    assert os.listdir(tmp_path / "there") == ["file"]
    assert stat.S_IMODE((tmp_path / "there" / "file").stat().st_mode) == 0o600


def test_a_part_that_cannot_be_removed_is_no_fault_of_the_file(tmp_path, monkeypatch):
    def refuse(path):
        raise OSError(errno.EMFILE, "too many open files", path)

    monkeypatch.setattr(os, "unlink", refuse)
    put(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"new"


def test_only_the_parts_of_killed_runs_are_removed(tmp_path):
    for name in (".align-0123.part", "journal.sqlite", "a.part", ".align-x.tsv"):
        (tmp_path / name).touch()
    parts.remove_left_behind(str(tmp_path))
    assert sorted(os.listdir(tmp_path)) == [".align-x.tsv", "a.part", "journal.sqlite"]


@pytest.mark.parametrize(("names", "empty"), [((), True), ((".align",), True), ((".align", ".mine.tsv"), False)])
def test_a_folder_with_hidden_files_of_the_user_is_not_empty(tmp_path, names, empty):
    for name in names:
        (tmp_path / name).mkdir()
    assert storage.is_empty(str(tmp_path), ".align") == empty

"""Walks through folders: each real folder once, in any depth, and nothing that cannot be read stops the others."""

import errno
import inspect
import os
import sys

import pytest

from aligner import storage
from aligner.folder_walk import walk


@pytest.fixture
def listed(here):
    """A function that returns the files of `folder`, and what is left out."""

    def listed(**options):
        left_out = []
        files = sorted(file.name for file in walk("folder", lambda _: False, left_out.append, **options))
        return files, [entry.path for entry in left_out]

    (here / "folder").mkdir()
    return listed


def make(*paths):
    for path in paths:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write("text")


def test_two_links_a_level_add_no_files(listed):
    folder = "folder"
    for _ in range(20):
        make(f"{folder}/a.txt")
        os.mkdir(f"{folder}/d")
        os.symlink("d", f"{folder}/first")
        os.symlink("d", f"{folder}/second")
        folder += "/d"
    files, left_out = listed(follow_links=False)
    assert files == sorted("d/" * depth + "a.txt" for depth in range(20))
    assert left_out == []


def test_a_folder_has_the_path_without_links_and_else_the_shortest(listed):
    make("folder/s/d/a.txt", "other/b.txt")
    os.symlink("s/d", "folder/short")
    os.symlink("../../other", "folder/s/other")
    os.symlink("../other", "folder/z")
    assert listed(follow_links=True)[0] == ["s/d/a.txt", "z/b.txt"]


def test_a_hidden_folder_is_listed_through_a_link(listed):
    make("folder/.store/a.txt")
    os.symlink(".store", "folder/data")
    assert listed(follow_links=False) == (["data/a.txt"], [])


@pytest.mark.parametrize("target", ["..", "../secret", "../secret/a.txt", "/", "../folder2", "../folder2/a.txt"])
def test_links_out_of_the_folder(listed, target):
    make("secret/a.txt", "folder2/a.txt")
    os.symlink(target, "folder/link")
    assert listed(follow_links=False) == ([], ["folder/link"])


@pytest.mark.parametrize("target", [".", "s", "s/a.txt", "../folder"])
def test_links_within_the_folder(listed, target):
    make("folder/s/a.txt")
    os.symlink(target, "folder/link")
    assert listed(follow_links=False) == (["link"] * (target == "s/a.txt") + ["s/a.txt"], [])


def test_a_link_to_the_folder_itself_may_lead_to_it(listed):
    make("folder/a.txt")
    os.symlink("folder", "corpus")
    assert [file.name for file in walk("corpus", lambda _: False, follow_links=False)] == ["a.txt"]


def test_folders_deeper_than_calls(listed):
    depth = 100
    make(f"folder/{'d/' * depth}a.txt")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + depth // 2)
    try:
        files = listed()[0]
        storage.put(f"out/{files[0]}", b"text", ".")
    finally:
        sys.setrecursionlimit(limit)
    assert files == [f"{'d/' * depth}a.txt"]
    assert os.path.getsize(f"out/{files[0]}") == 4


def test_a_subfolder_that_cannot_be_read(listed, monkeypatch):
    make("folder/a/x.txt", "folder/b/x.txt")
    scandir = os.scandir

    def refuse(path):
        if path in refused:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    refused = ["folder/a"]
    assert listed() == (["b/x.txt"], ["folder/a"])
    with pytest.raises(PermissionError):
        list(walk("folder", lambda _: False))
    refused = ["folder"]
    with pytest.raises(PermissionError):
        listed()

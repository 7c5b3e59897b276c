"""The same run on a Dask cluster: a scheduler and two workers, each a process, on this machine."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest
from sample_corpus import contents, corpus

pytestmark = pytest.mark.cluster


@pytest.fixture
def dask(tmp_path, command):
    """The address of a scheduler with two workers, and the processes of the workers."""
    _, environment = command
    logs = []
    processes = []

    def start(*arguments):
        log = tmp_path / f"dask{len(logs)}.log"
        logs.append(log)
        with open(log, "wb") as file:
            line = [sys.executable, "-m", "dask", *arguments, "--host", "127.0.0.1", "--no-dashboard"]
            processes.append(subprocess.Popen(line, env=environment, stdout=file, stderr=file, cwd=tmp_path))
        return log

    def wait_for(words, log):
        end = time.monotonic() + 60
        while not (found := re.search(words, log.read_text(errors="replace"))):
            assert time.monotonic() < end, log.read_text(errors="replace")
            time.sleep(0.05)
        return found

    address = wait_for(r"Scheduler at:\s+(tcp://\S+)", start("scheduler", "--port", "0"))[1]
    options = ["--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path)]
    for log in [start("worker", address, *options) for _ in range(2)]:
        wait_for("Registered to", log)
    yield address, processes[1:]
    for process in processes:
        process.kill()
        process.wait()


def test_same_bytes_as_here(here, dask, process):
    corpus(here / "corpus", 1000, 1, 6)
    assert process("corpus", "-o", "local", "-q").returncode == 0
    result = process("corpus", "-o", "far", "-q", "--cluster", dask[0])
    assert (result.returncode, result.stderr) == (0, b"")
    assert contents(here / "far") == contents(here / "local")


def test_collection_has_the_same_bytes_as_here(here, dask, process):
    corpus(here / "corpus", 1000, 1, 6)
    local = process("corpus", "-o", "-", "-q", "-f", "jsonl")
    far = process("corpus", "-o", "-", "-q", "-f", "jsonl", "--cluster", dask[0])
    assert (far.returncode, far.stderr) == (0, b"")
    assert far.stdout == local.stdout != b""


def test_one_worker_killed_in_the_middle(here, dask, process, command):
    corpus(here / "corpus", 1500, 5, 20)
    assert process("corpus", "-o", "local", "-q").returncode == 0
    line, environment = command
    address, workers = dask
    running = subprocess.Popen([*line, "corpus", "-o", "far", "-q", "--cluster", address], env=environment)
    end = time.monotonic() + 60
    while sum(len(files) for _, _, files in os.walk("far")) < 100:
        assert time.monotonic() < end
        time.sleep(0.02)
    assert running.poll() is None
    workers[0].send_signal(signal.SIGKILL)
    assert running.wait(timeout=120) == 0
    assert contents(here / "far") == contents(here / "local")


def test_bad_document_is_reported(here, dask, process):
    corpus(here / "corpus", 3, 1, 3)
    (here / "corpus" / "bad.txt").write_text("")
    result = process("corpus", "-o", "out", "-q", "--cluster", dask[0])
    assert result.returncode == 1
    assert result.stderr == b"align: failed: corpus/bad.txt: the input is empty\n"


def test_scheduler_that_does_not_answer(here, run, monkeypatch):
    from aligner.corpus import executors

    monkeypatch.setattr(executors, "_PATIENCE", "1s")
    corpus(here / "corpus", 1, 1, 3)
    result = run("corpus", "-o", "out", "--cluster", "tcp://127.0.0.1:9")
    assert result.exit_code == 1
    assert "tcp://127.0.0.1:9: no Dask scheduler answers" in result.stderr
    assert "docs/cluster.md" in result.stderr


class TestAddresses:
    """Documents that fsspec opens by URL, in a store in memory: in this process, so with one job."""

    @pytest.fixture
    def store(self, here):
        import fsspec

        system = fsspec.filesystem("memory")
        system.store.clear()
        system.pseudo_dirs[:] = [""]
        corpus(here / "corpus", 20, 1, 3)
        system.put("corpus", "/corpus", recursive=True)
        yield system
        system.store.clear()

    def test_same_bytes_as_by_path(self, here, store, run):
        assert run("corpus", "-o", "out", "-q").exit_code == 0
        result = run("memory://corpus", "-o", "memory://out", "-q", "--journal", "journal")
        assert (result.exit_code, result.stderr) == (0, "")
        far = {name.removeprefix("/out/"): store.cat_file(name) for name in store.find("/out")}
        assert far == contents(here / "out")

    def test_again_does_nothing(self, store, run, monkeypatch):
        arguments = ["memory://corpus", "-o", "memory://out", "-q", "--journal", "journal"]
        assert run(*arguments).exit_code == 0
        monkeypatch.setattr(
            "aligner.storage.put", lambda name, *_: pytest.fail(name) if "summary" not in name else None
        )
        assert run(*arguments).exit_code == 0

    def test_output_that_exists_is_kept(self, store, run):
        store.pipe_file("/out/000/000003.tsv", b"old")
        result = run("memory://corpus", "-o", "memory://out", "-q", "--journal", "journal")
        assert result.exit_code == 1
        assert "memory://out/000/000003.tsv: the file exists; write over it with --force" in result.stderr
        assert store.cat_file("/out/000/000003.tsv") == b"old"

    def test_store_that_is_written_by_renaming(self, here, store, run):
        assert run("corpus", "-o", "out", "-q").exit_code == 0
        result = run("memory://corpus", "-o", f"local://{here}/far", "-q", "--journal", "journal")
        assert (result.exit_code, result.stderr) == (0, "")
        assert contents(here / "far") == contents(here / "out")
        assert os.listdir(here / "far" / ".align" / "parts") == []

    def test_one_document(self, store, run):
        result = run("memory://corpus/000/000009.txt", "-q")
        assert (result.exit_code, result.stdout.startswith("src_text")) == (0, True)

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("memory://corpus/none.txt", "memory://corpus/none.txt: there is no such file"),
            ("nonsense://x/y.txt", "nonsense://x/y.txt: nothing here opens this URL: Protocol not known: nonsense"),
        ],
    )
    def test_that_cannot_be_opened(self, store, run, name, words):
        result = run(name)
        assert (result.exit_code, words in result.stderr) == (1, True)


@pytest.mark.parametrize(
    ("package", "arguments", "words"),
    [
        ("distributed", ["corpus", "-o", "out", "--cluster", "tcp://127.0.0.1:9"], "this needs Dask"),
        ("fsspec", ["s3://bucket/a.txt"], "a URL needs fsspec"),
    ],
)
def test_package_that_is_missing_is_named_with_its_extra(here, run, monkeypatch, package, arguments, words):
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, package, None)
    corpus(here / "corpus", 1, 1, 3)
    result = run(*arguments)
    assert result.exit_code == 1
    assert f"{words}; install the extra: pip install '.[cluster]'" in result.stderr

"""The same run on a Dask cluster: a scheduler and two workers, each a process, on this machine."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from sample_corpus import contents, corpus
from waiting import HANGING, wait_for

from aligner.corpus import executors
from aligner.errors import InputError
from aligner.settings import Settings

pytestmark = pytest.mark.cluster


@contextmanager
def dask_cluster(folder, environment, *options_of_scheduler):
    """Start a scheduler and two workers. Gives the address, and the processes of the workers."""
    processes = []

    def start(name, *arguments):
        log = folder / f"{name}.log"
        with open(log, "wb") as file:
            line = [sys.executable, "-m", "dask", *arguments, "--host", "127.0.0.1", "--no-dashboard"]
            processes.append(subprocess.Popen(line, env=environment, stdout=file, stderr=file, cwd=folder))
        return log

    def logged(words, log):
        assert processes[-1].poll() is None, log.read_text(errors="replace")
        return re.search(words, log.read_text(errors="replace"))

    try:
        log = start("scheduler", "scheduler", "--port", "0", *options_of_scheduler)
        address = wait_for(lambda: logged(r"Scheduler at:\s+((?:tcp|tls)://\S+)", log))[1]
        options = ["--nthreads", "1", "--no-nanny", "--local-directory", str(folder)]
        for log in [start(name, "worker", address, *options) for name in ("one", "two")]:
            wait_for(lambda: logged("Registered to", log))  # noqa: B023
        yield address, processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    """The address of a cluster that all tests share."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with dask_cluster(tmp_path_factory.mktemp("dask"), environment) as (address, _):
        yield address


def test_a_folder_has_the_same_bytes_as_here(shared, dask, process, expected):
    result = process("corpus", "-o", "far", "-q", "--cluster", dask)
    assert (result.returncode, result.stderr) == (0, b"")
    assert contents(shared / "far") == expected


def test_a_single_file_has_the_same_bytes_as_here(shared, dask, run, process):
    options = ["corpus", "-o", "-", "-q", "-f", "jsonl", "--method", "length"]
    far = process(*options, "--cluster", dask)
    assert (far.returncode, far.stderr) == (0, b"")
    assert far.stdout == run(*options, "-j", "1").stdout.encode() != b""


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    """Environment variables that configure TLS, with a certificate that signs itself."""
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*request, "-out", cert, "-keyout", key], check=True, capture_output=True)
    prefix = "DASK_DISTRIBUTED__COMM"
    variables = {f"{prefix}__REQUIRE_ENCRYPTION": "True", f"{prefix}__TLS__CA_FILE": str(cert)}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        variables |= {f"{prefix}__TLS__{role}__CERT": str(cert), f"{prefix}__TLS__{role}__KEY": str(key)}
    return variables


def test_over_tls_a_folder_has_the_same_bytes_as_here(shared, command, tls, tmp_path, expected_by_length):
    line, environment = command
    options = ["corpus", "-q", "--method", "length"]
    with dask_cluster(tmp_path, environment | tls, "--protocol", "tls") as (address, _):
        assert address.startswith("tls://")
        far = [*line, *options, "-o", "far", "--cluster", address]
        result = subprocess.run(far, env=environment | tls, capture_output=True, check=False)
        assert (result.returncode, result.stderr) == (0, b"")
        stranger = [*line, *options, "-o", "stranger", "--cluster", address]
        refused = subprocess.run(stranger, env=environment, capture_output=True, text=True, check=False)
        message = f"Error: {address}: TLS needs a certificate; name it as docs/cluster.md says\n"
        assert (refused.returncode, refused.stderr) == (1, message)
    assert contents(shared / "far") == expected_by_length


def test_worker_that_is_killed_is_replaced_by_another(shared, run, command, tmp_path):
    """The worker is killed in the middle of its batch: it reads a document that is an empty pipe."""
    line, environment = command
    lines = run("corpus", "--dry-run").stdout
    (shared / "list.tsv").write_text(f"{lines}slow.txt\t\tslow\n", encoding="utf-8")
    slow = shared / "slow.txt"
    slow.write_text("نام الحارس.\nThe guard slept.\n", encoding="utf-8")
    options = ["--manifest", "list.tsv", "-q", "--method", "length"]
    assert run(*options, "-o", "local", "-j", "1").exit_code == 0
    slow.rename(shared / "text")
    os.mkfifo(slow)

    def reads_slow(process):
        opened = f"/proc/{process.pid}/fd"
        return any(os.path.realpath(f"{opened}/{number}") == str(slow) for number in os.listdir(opened))

    with dask_cluster(tmp_path, environment) as (address, workers):
        running = subprocess.Popen([*line, *options, "-o", "far", "--cluster", address], env=environment)
        writer = os.open(slow, os.O_WRONLY)  # waits until a worker reads the document
        try:
            (reader,) = wait_for(lambda: [process for process in workers if reads_slow(process)])
            (shared / "text").replace(slow)
            reader.send_signal(signal.SIGKILL)
            assert running.wait(timeout=HANGING) == 0
        finally:
            os.close(writer)
            running.kill()
            running.wait()
    assert contents(shared / "far") == contents(shared / "local")


def test_bad_document_is_reported(here, dask, process):
    corpus(here / "corpus", 3, 1, 3)
    (here / "corpus" / "bad.txt").write_text("")
    result = process("corpus", "-o", "out", "-q", "--method", "length", "--cluster", dask)
    assert result.returncode == 1
    assert result.stderr == b"align: failed: corpus/bad.txt: the input is empty\n"


def test_scheduler_that_does_not_answer_is_an_error():
    pool = executors.dask_cluster("tcp://127.0.0.1:9", Settings(), timeout="1s")
    with (
        pytest.raises(InputError, match=r"^tcp://127\.0\.0\.1:9: no Dask scheduler answers: .*docs/cluster\.md$"),
        pool,
    ):
        pass


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
        monkeypatch.setattr("aligner.storage.put", lambda name, *_: None if "summary" in name else pytest.fail(name))
        assert run(*arguments).exit_code == 0

    def test_output_that_exists_is_kept(self, store, run):
        store.pipe_file("/out/000/000003.tsv", b"old")
        result = run("memory://corpus", "-o", "memory://out", "-q", "--journal", "journal")
        assert result.exit_code == 1
        assert "memory://out/000/000003.tsv: the file exists; write over it with --force" in result.stderr
        assert store.cat_file("/out/000/000003.tsv") == b"old"

    def test_output_that_was_edited_is_kept_and_reported(self, store, run):
        arguments = ["memory://corpus", "-o", "memory://out", "--journal", "journal", "--method", "length"]
        assert run(*arguments).exit_code == 0
        store.pipe_file("/out/000/000003.tsv", b"corrected")
        for options in ([], ["--min-confidence", "0.1"], ["--min-confidence", "0.1"]):
            result = run(*arguments, *options)
            assert result.exit_code == 0
            assert "1 of 20 documents edited by hand, and left as it is" in result.stderr
            assert store.cat_file("/out/000/000003.tsv") == b"corrected"
        assert run(*arguments, "--force").exit_code == 0
        assert store.cat_file("/out/000/000003.tsv") != b"corrected"

    def test_page_that_lists_the_pages(self, here, store, run):
        options = ["-f", "html", "-q", "--method", "length"]
        for _ in range(2):
            assert run("memory://corpus", "-o", "memory://out", "--journal", "journal", *options).exit_code == 0
        assert run("corpus", "-o", "out", *options).exit_code == 0
        assert store.cat_file("/out/index.html") == (here / "out" / "index.html").read_bytes()

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
            ("nonsense://x/y.txt", "nonsense://x/y.txt: unsupported URL: Protocol not known: nonsense"),
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

"""The plan of a run over many documents: its inputs, its output, and its options."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from aligner import pipeline, storage
from aligner.corpus.records import FINISHED, DocumentRecord, State
from aligner.corpus.sinks import Sink, make_sink
from aligner.profile import read as profiles
from aligner.settings import Settings
from aligner.version import __version__
from aligner.write import formats, metadata
from aligner.write.document import OutputOptions

SAMPLE_DOCUMENTS = 200  # from which words are learned by default, as the help says; more add little


class Inputs(NamedTuple):
    """The place of the documents.

    folder: the folder of the documents; with a manifest, the folder that its paths start from.
    manifest: list of the documents; None to take all documents of the folder.
    reviews: folder of the reviews of documents; None without any.
    follow_links: True to follow links that lead out of the folder.
    """

    folder: str
    manifest: str | None
    reviews: str | None = None
    follow_links: bool = False

    @property
    def name(self) -> str:
        """The folder or the list, for messages."""
        return self.manifest or self.folder


class RunOptions(NamedTuple):
    """The way a run works. The result of a document depends on `learn_from` only.

    processes: number of worker processes; None for one per core.
    cluster: address of a Dask scheduler; None to work on this machine.
    retry_failed: align documents again that an earlier run could not align.
    force: files that this program did not write may be replaced, and words are learned again.
    learn_from: number of documents from which words are learned; None for the default.
    save_lexicon: file for the learned words; None to save none.
    timeout: seconds that one document may take; None for any time.
    """

    processes: int | None = None
    cluster: str | None = None
    retry_failed: bool = False
    force: bool = False
    learn_from: int | None = None
    save_lexicon: str | None = None
    timeout: float | None = None


class CorpusRun(NamedTuple):
    """A run over many documents: where they are, where the results go, and how it works."""

    inputs: Inputs
    sink: Sink
    settings: Settings
    options: RunOptions

    @property
    def sample_size(self) -> int:
        """Number of documents from which words are learned first; 0 if words are not used, or come from a lexicon."""
        if not pipeline.METHODS[self.settings.method].words:
            return 0
        if self.options.learn_from is None:
            return 0 if self.settings.lexicon else SAMPLE_DOCUMENTS
        return self.options.learn_from

    def fingerprint(self) -> str:
        """Hash of all that results depend on, except the inputs. Reads lexicons and profile, loads the encoder."""
        lexicons = tuple(metadata.file_digest(path) for path in self.settings.lexicon)
        encoder = metadata.encoder_identity(self.settings) or None
        profile = self.settings.profile and profiles.digest(self.settings.profile)
        settings = replace(
            self.settings, lexicon=lexicons, profile=profile, encoder=encoder, corpus_lexicon=(), max_memory=None
        )
        parts = (__version__, settings, self.settings.corpus_lexicon_digest, self.sink.output_options)
        return storage.digest(repr(parts).encode())

    def is_current(self, record: DocumentRecord, fingerprint: str) -> bool:
        """True for a document that is current unless its inputs have changed.

        fingerprint: that of this run.
        """
        if record.state not in FINISHED or record.settings != fingerprint or not record.inputs:
            return False
        return record.state == State.DONE or not self.options.retry_failed


def make_run(
    folder: str,
    manifest: str | None,
    output: str,
    settings: Settings,
    output_options: OutputOptions,
    *,
    single_file: bool,
    force: bool = False,
    journal: str | None = None,
    jobs: int | None = None,
    cluster: str | None = None,
    retry_failed: bool = False,
    learn_from: int | None = None,
    save_lexicon: str | None = None,
    sentences: str | None = None,
    reviews: str | None = None,
    follow_links: bool = False,
    timeout: float | None = None,
) -> CorpusRun:
    """The run that a command asks for.

    output: a folder; with `single_file` a file, or `-` for standard output.
    single_file: one file holds all documents.
    journal: file of the journal; None for the usual place, with the results.
    jobs: number of worker processes; None for one per core.
    sentences: folder for the numbered sentences, if the output is a folder; None to write none.
    reviews: folder of the reviews of documents; None without any.

    See `Inputs` and `RunOptions` for the others.
    """
    settings = formats.with_needs(settings, output_options.format)
    languages = settings.source, settings.target
    output_options = output_options._replace(sentences=sentences is not None)
    sink = make_sink(
        output,
        output_options,
        languages,
        single_file=single_file,
        force=force,
        journal=journal,
        sentences=sentences,
        kept=[path for path in (manifest, journal, save_lexicon, *settings.lexicon) if path],
    )
    options = RunOptions(jobs, cluster, retry_failed, force, learn_from, save_lexicon, timeout)
    return CorpusRun(Inputs(folder, manifest, reviews, follow_links), sink, settings, options)

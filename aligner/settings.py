"""Settings: the options for reading, aligning and filtering one document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

LexiconEntries = tuple[tuple[str, str, float], ...]  # (source word, target word, P(target word | source word))


@dataclass(frozen=True)
class Settings:
    """Options for one document. Each field is explained above its default."""

    # BCP-47 tag of the source language. Decides which side of a file is the source, and the word lists for
    # splitting. The source is the first column of the output.
    source: str = "ar"

    # BCP-47 tag of the target language. If both languages have one script, each needs a file of its own.
    target: str = "en"

    # How beads are scored: `hybrid`, by lengths, paragraph breaks and words; `length`, without words, in about
    # a third of the time, but with more errors where sentences lack a translation; `gale-church`, by lengths
    # and breaks with the published parameters, for comparison.
    method: str = "hybrid"

    # Paths of lexicons, besides those that come with the package. They help in a special field or with a
    # language that has no lexicon; `hybrid` only.
    lexicon: tuple[str, ...] = ()

    # Path of a profile: the folder that `align learn` wrote, with priors, lengths, translations and abbreviations of
    # other texts of the same kind; None for none. Helps in a special field, and with a language that has no lexicon.
    profile: str | None = None

    # Entries that were learned from a corpus. They improve short documents, but the result then depends on
    # the corpus; `hybrid` only.
    corpus_lexicon: LexiconEntries = ()

    # Encoder whose vectors of sentences and words are further evidence: `use`, or the name or folder of a model of
    # sentence-transformers. None for none: the result then never depends on what is installed. `hybrid` only.
    encoder: str | None = None

    # Paths of the files with the vectors of the source and of the target sentences, in place of an encoder; None for
    # none. They are those of one document whose lines are sentences.
    vectors: tuple[str, str] | None = None

    # How one file holds both languages: `blocks`, `interleaved` or `columns`. None detects it; naming it is
    # safer for short or mixed files.
    layout: str | None = None

    # Columns of a table that hold the source and the target, each by its number from 1 or by its name in the first
    # row. None finds them by their languages and names; choosing them is needed if several are in one language.
    columns: tuple[str, ...] | None = None

    # Whether the rows of a table, or lines that hold both languages, are no evidence for what belongs together: the two
    # columns are aligned as two texts. Right for rows that have slipped; otherwise rows help.
    realign: bool = False

    # Whether the first of two files is the source if their letters leave that open, as the user says by naming the
    # languages. Otherwise such files are refused.
    order_is_given: bool = False

    # Encoding of the input as Python names it. None detects it; naming it is safer for 8-bit encodings,
    # which are guessed.
    encoding: str | None = None

    # Whether each line is one sentence, so that nothing is split or joined. Right for text that was split
    # with care; otherwise the splitter decides.
    pre_split: bool = False

    # What a line is: `line`, a paragraph; `wrap`, a part of a paragraph; `auto`, whichever the text looks
    # like. `auto` takes each of fewer than four lines for a paragraph.
    lines: str = "auto"

    # Whether a sentence also ends at a semicolon or a colon before a space. Helps with laws and lists, whose
    # sentences are long; breaks ordinary prose up without need.
    split_clauses: bool = False

    # Whether sentences end only where the splitter sees it in one text. Otherwise the alignment also cuts them where
    # both texts show a boundary, such as the end of a headline without a full stop, and joins them at the full stop of
    # an abbreviation; `hybrid` only.
    split_alone: bool = False

    # Whether sentences are also cut at commas and the like where the other text begins a sentence, and both halves
    # match; `hybrid` only. Gives more and shorter pairs, as the training of models needs them; not all are sentences.
    refine: bool = False

    # Path of a review, whose checked rows the alignment has to have: what the page of the document saved, or an edited
    # table with a column `checked`; None without one. The texts must be those that were reviewed, and split as then.
    pins: str | None = None

    # Largest memory, in bytes, that the process may be likely to take for one document; None for no limit. A document
    # that needs more by the estimate of `document_size` is refused before it is aligned.
    max_memory: int | None = None

    # Whether beads carry their reasons (`bitext.Why`). Costs some time and makes the output several times larger.
    why: bool = False

    # Whether to compute how far the search is proved to be exact. Costs time; does not change the alignment.
    certify: bool = False

    # Least confidence of a pair that is written, in [0, 1]. A higher limit gives fewer wrong pairs and fewer
    # pairs; 0 writes all. Above 0 it leaves out sentences without a translation as well: their confidence is the
    # probability of having no partner, which no pair has.
    min_confidence: float = 0.0

    # Whether sentences without a translation stay, whatever their confidence is, although `min_confidence` or
    # `one_to_one` is set.
    keep_unaligned: bool = False

    # Whether to leave out sentences without a translation. The output is then parallel throughout, but no
    # longer holds all text.
    drop_unaligned: bool = False

    # Whether to write only pairs of one sentence and one. They are what most translation memories hold; the
    # other pairs are often free translations, but many of them are right.
    one_to_one: bool = False

    # Largest ratio of the lengths of a pair that is written, the longer side by the shorter, in characters; from 1.
    # None for no limit. Long sentences beside short ones are seldom translations, but languages differ: English has
    # some 1.1 to 1.5 times as many characters as Arabic.
    max_ratio: float | None = None

    # Whether to write only the first of equal pairs. Refrains and forms then count once.
    dedup: bool = False

    # Names of the repairs of the texts of the output, in the order in which they are made; see `write.repair`. They
    # change what is written, but not what is measured, and spans still lead into the input.
    repair: tuple[str, ...] = ()

    # Name of the output format, if it has no place for sentences without a translation, so that they are left out
    # and counted; empty for another.
    pairs_only_format: str = ""

    @property
    def boundaries(self) -> Literal["given", "both", "refine"]:
        """The sentences that an alignment keeps; see `align.fitted_result.Boundaries`."""
        if self.pre_split or self.split_alone:
            return "given"
        return "refine" if self.refine else "both"

    @cached_property
    def corpus_lexicon_digest(self) -> str:
        """Short hash of the learned lexicon for the signature of an output; `none` if there is no such lexicon."""
        return hashlib.sha256(repr(self.corpus_lexicon).encode()).hexdigest()[:12] if self.corpus_lexicon else "none"

"""The words of one text: costs of its beads by their words, and the noise of its tokens; see `word_likelihood`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from aligner.lattice.costs import WordSums
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Band, Floats, Int32s, Ints
from aligner.lattice.kinds import RANK_BITS, Kind
from aligner.lexical.ranges import counts_before
from aligner.lexical.running_sums import running_sums
from aligner.lexical.translation_table import TranslationTable
from aligner.lexical.vocabulary import TokenizedText, Vocabulary
from aligner.lexical.word_likelihood import WordLikelihood

MIN_POSTERIOR = 0.05  # less probable beads are not used to fit the noise


@dataclass(frozen=True)
class WordModel:
    """The words of one text.

    source: the source tokens as the target explains them.
    target: the target tokens as the source explains them.
    """

    source: WordLikelihood
    target: WordLikelihood

    @classmethod
    def from_tokens(
        cls,
        texts: tuple[TokenizedText, TokenizedText],
        vocabularies: tuple[Vocabulary, Vocabulary],
        pairs: TranslationTable,
    ) -> WordModel:
        """The model of a text with the prior noise.

        texts: the tokens of source and target.
        vocabularies: those of source and target, which hold the types of the tokens.
        pairs: translations between the types of the vocabularies.
        """
        # Types are renumbered from 0 within the text, so that arrays by type are no longer than necessary.
        (source_types, source), (target_types, target) = (np.unique(text.types, return_inverse=True) for text in texts)
        local_pairs = pairs.restricted_to(source_types, target_types)
        local_source = TokenizedText(source, texts[0].ends)
        local_target = TokenizedText(target, texts[1].ends)
        source_keys, target_keys = (
            [vocabulary.type_keys[number] for number in types]
            for vocabulary, types in zip(vocabularies, (source_types, target_types), strict=True)
        )
        return cls(
            WordLikelihood.from_tokens(local_source, local_target, local_pairs.swapped(), source_keys),
            WordLikelihood.from_tokens(local_target, local_source, local_pairs, target_keys),
        )

    def sums(self, band: Band, widest: int) -> WordSums:
        """The sums of what words are worth in a band."""
        begin_parts=[]; lows=[]; highs=[]; srcs=[]; tgts=[]; offset=0
        for b in range(band.blocks):
            rows=slice(band.bounds[b],band.bounds[b+1]); f,l=band.first[rows],band.last[rows]; R=len(f); i0=int(band.start[b])
            lo=np.maximum(f-widest,f[0]); hi=l[np.minimum(np.arange(R)+widest,R-1)]
            hi=np.maximum(hi,l)
            n,m=len(self.target.other_lengths),len(self.source.other_lengths)
            F=np.zeros(n+1,np.intp); Lq=np.zeros(n+1,np.intp); F[i0:i0+R]=lo; Lq[i0:i0+R]=hi
            F[:i0]=lo[0];Lq[:i0]=lo[0];F[i0+R:]=hi[-1];Lq[i0+R:]=hi[-1]
            ts=running_sums(self.target,F,Lq,widest,wide=False)
            sizes=Lq-F+1; beg=np.cumsum(sizes)-sizes
            c0,c1=beg[i0],beg[i0+R-1]+sizes[i0+R-1]
            tgts.append(ts[:,c0:c1])
            # columns
            J=np.arange(m+1); js=np.arange(lo[0],hi[-1]+1)
            fi=np.zeros(m+1,np.intp); li=np.zeros(m+1,np.intp)
            fi[js]=i0+np.searchsorted(hi,js); li[js]=i0+np.searchsorted(lo,js,'right')-1
            fi[:lo[0]]=i0; li[:lo[0]]=i0; fi[hi[-1]+1:]=i0+R-1; li[hi[-1]+1:]=i0+R-1
            ss=running_sums(self.source,fi,li,widest,wide=False)
            csz=li-fi+1; cb=np.cumsum(csz)-csz
            ri=np.repeat(np.arange(R),hi-lo+1); jj=np.arange(len(ri))-np.repeat(np.cumsum(hi-lo+1)-(hi-lo+1)-lo,hi-lo+1)
            srcs.append(ss[:,cb[jj]+ri+i0-fi[jj]])
            begin_parts.append(offset+np.cumsum(hi-lo+1)-(hi-lo+1)-lo); lows.append(lo); highs.append(hi); offset+=int((hi-lo+1).sum())
        cat=lambda x: np.ascontiguousarray(np.concatenate(x,axis=-1))
        return WordSums(cat(srcs).astype(np.int32),cat(tgts).astype(np.int32),cat(begin_parts).astype(np.int64),cat(lows).astype(np.int64),cat(highs).astype(np.int64))

    def max_worth(self) -> tuple[Floats, Floats]:
        """(n,) and (m,), nats: upper bounds of what the tokens of each sentence add to the worth of a bead."""
        return self.source.max_worth(), self.target.max_worth()

    def with_noise_of(self, model: WordModel) -> WordModel:
        """This model with the noise of another model of the same text."""
        return WordModel(
            replace(self.source, noise=model.source.noise),
            replace(self.target, noise=model.target.noise),
        )

    def parameters(self) -> dict[str, float]:
        """The mean of 1 - nu over the tokens of each side, under the names of the output's metadata."""
        return {"reliable_source": self.source.mean_reliability, "reliable_target": self.target.mean_reliability}

    def refit(self, beads: BeadPosteriors) -> WordModel:
        """The model with its noise estimated from beads and their posteriors, by one step of EM."""
        i, j, s, t, posterior = beads.take((beads.probability > MIN_POSTERIOR) & (beads.s > 0) & (beads.t > 0))
        return WordModel(self.source.refit(i, s, j, t, posterior), self.target.refit(j, t, i, s, posterior))

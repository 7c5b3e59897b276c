"""Evaluation: an alignment against a gold, in figures.

In: a gold and a prediction, as files, folders or Python values. Out: scores, calibration and comparisons, as named
tuples. Only `run` and the modules that it imports read files; the scores need the standard library only.

Read `beads` first: strict and lax scores by numbers of sentences. `raw_scores` has those of raw texts, with `raw_gold`
and `locating`; `splitting` those of sentence boundaries. `calibration` judges confidences, and `comparison` judges two
systems. `measuring` decides which scores two files have. `run` takes two files or two folders to judgements, with
`alignments`, `bead_lines`, `folders` and `document_names`. `report` makes JSON of them, `error_page` a page of the
wrong beads, and `reliability_plot` a plot. `peers` runs other programs on the same texts.
"""

from aligner.evaluation.beads import score_beads
from aligner.evaluation.calibration import calibrate
from aligner.evaluation.comparison import compare
from aligner.evaluation.raw_scores import score_raw
from aligner.evaluation.run import evaluate
from aligner.evaluation.splitting import score_splitting

__all__ = ["calibrate", "compare", "evaluate", "score_beads", "score_raw", "score_splitting"]

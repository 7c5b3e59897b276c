"""The functions of the library, which `import aligner` offers.

In: paths, texts, lists of sentences, or lengths of sentences, with options as arguments. Out: a `bitext.Bitext`,
whose pairs, documents and metadata the caller uses. `arguments` checks types and makes the settings, `alignment` takes
inputs through the pipeline, and `messages` names arguments where the command would name its options.
Read `files` first.
"""

from aligner.api.files import align_file
from aligner.api.sentence_lengths import align_lengths
from aligner.api.sentence_lists import align_sentences
from aligner.api.texts import align_texts, split_text

__all__ = ["align_file", "align_lengths", "align_sentences", "align_texts", "split_text"]

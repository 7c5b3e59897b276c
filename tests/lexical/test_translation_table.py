"""Translation tables: merged, swapped, restricted to the types of a text; and the table of a lexicon."""

import numpy as np
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from words import table_entries

from aligner.lexical.translation_table import TranslationTable, merge_tables

TYPES = st.integers(0, 8)
WEIGHTS = st.integers(0, 10).map(lambda tenths: tenths / 10)
PAIRS = st.lists(st.tuples(TYPES, TYPES, WEIGHTS, WEIGHTS), max_size=25)


def greatest(pairs):
    """{(source, target): (forward, backward)}: the greatest probability of each pair, in each direction by itself."""
    entries = {}
    for source, target, forward, backward in pairs:
        before = entries.get((source, target), (0.0, 0.0))
        entries[source, target] = (max(before[0], forward), max(before[1], backward))
    return entries


class TestTables:
    @given(pairs=PAIRS)
    def test_a_table_holds_each_pair_once_in_order_with_its_greatest_probabilities(self, pairs):
        assert table_entries(TranslationTable.from_pairs(pairs)) == greatest(pairs)

    @settings(max_examples=examples(50))
    @given(tables=st.lists(PAIRS, max_size=4))
    def test_a_merged_table_holds_the_greatest_probabilities_of_all_tables(self, tables):
        merged = merge_tables([TranslationTable.from_pairs(pairs) for pairs in tables])
        assert table_entries(merged) == greatest([pair for pairs in tables for pair in pairs])

    def test_no_tables_and_empty_tables_merge_to_an_empty_one(self):
        for table in (
            merge_tables([]),
            TranslationTable.from_pairs([]),
            merge_tables([TranslationTable.from_pairs([])] * 2),
        ):
            assert table_entries(table) == {}
            assert [column.dtype.kind for column in table] == ["i", "i", "f", "f"]

    def test_merging_does_not_change_the_tables(self):
        first = TranslationTable.from_pairs([(1, 2, 0.5, 0.25)])
        second = TranslationTable.from_pairs([(1, 2, 0.25, 0.5)])
        merge_tables([first, second])
        assert (table_entries(first), table_entries(second)) == ({(1, 2): (0.5, 0.25)}, {(1, 2): (0.25, 0.5)})

    @given(pairs=PAIRS)
    def test_a_swapped_table_has_its_sides_and_its_probabilities_exchanged(self, pairs):
        table = TranslationTable.from_pairs(pairs)
        assert table_entries(table.swapped()) == {pair[::-1]: ways[::-1] for pair, ways in greatest(pairs).items()}
        assert table_entries(table.swapped().swapped()) == table_entries(table)

    @given(pairs=PAIRS, source=st.sets(st.integers(0, 9)), target=st.sets(st.integers(0, 9)))
    def test_a_restricted_table_holds_the_pairs_of_the_given_types_numbered_by_index(self, pairs, source, target):
        source, target = sorted(source), sorted(target)
        table = TranslationTable.from_pairs(pairs)
        restricted = table.restricted_to(np.array(source, np.intp), np.array(target, np.intp))
        assert table_entries(restricted) == {
            (source.index(u), target.index(w)): ways
            for (u, w), ways in greatest(pairs).items()
            if u in source and w in target
        }

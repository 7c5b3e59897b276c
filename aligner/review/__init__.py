"""Reviews: the rows that a person has checked become beads that the alignment has to have.

A review of the page has the numbers of the sentences. The rows of an edited table are found by their text: `side_index`
finds cells in a text, `places` decides between several places by the order of the rows, `chain` makes beads of the
places, and `faults` says why a row has none. `edited_table` takes these steps. Read `pins` first.
"""

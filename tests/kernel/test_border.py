"""The compiled searches refuse arrays that they cannot read."""

import numpy as np
import pytest
from kernel_inputs import random_words

import aligner.kernel as kernel
from aligner.evidence.gale_church import erfcx_table
from aligner.lattice.costs import BeadCosts, Breaks, Lengths, sums_of_last
from aligner.lattice.grid import Band
from aligner.lattice.kinds import Kinds
from aligner.lattice.log_table import log_table
from aligner.lattice.quantized import quantize

pytestmark = pytest.mark.skipif(kernel.lattice is None, reason="the core is not compiled")

ARGUMENTS = """
    shapes ranks priors sizes x y x_spread y_spread max_square coarse fine source target one_source one_target
    source_state target_state nodes source_sums target_sums cell words_first words_last bounds start first last
"""
NAMES = ARGUMENTS.split()
BAND = Band.full([(0, 0), (2, 2), (4, 5)])
KINDS = Kinds([(1, 1), (1, 2), (2, 1), (1, 0), (0, 1)])


def of_length_model(spread):
    """The arrays of the costs of a text of 4 and 5 sentences and of its band, by name."""
    n, m, widest = 4, 5, KINDS.widest
    x, y = (sums_of_last(np.full(size, 50), widest)[1:].astype(np.float32) for size in (n, m))
    if spread:
        lengths = Lengths(x, y, log_table(1.5), x, y)
    else:
        lengths = Lengths(x, y, erfcx_table(), max_square=np.float32(1000))
    sides = [np.zeros(shape, np.int32) for shape in ((widest, n + 1), (widest, m + 1), (2, n + 1), (2, m + 1))]
    breaks = Breaks(*(np.array([2, *[1] * (size - 1), 2], np.uint8) for size in (n, m)), np.zeros((3, 3), np.int32))
    words = random_words(np.random.default_rng(1), BAND, widest)
    costs = BeadCosts(KINDS, quantize(np.array([0.0, 3, 3, 5, 5])), lengths, *sides, breaks, words)
    return dict(zip(NAMES, (*costs.arrays(), *BAND), strict=True))


def call(name, arrays, *arguments):
    """Call a search of the core."""
    values = tuple(arrays.values())
    return getattr(kernel.lattice, name)(values[:-4], values[-4:], *arguments)


def with_value(array, at, value):
    """A copy of an array with another value at an index of its elements."""
    changed = array.copy()
    changed.reshape(-1)[at] = value
    return changed


def misaligned(array):
    """The same array at an odd address."""
    store = np.zeros(array.nbytes + 1, np.uint8)
    view = store[1:].view(array.dtype) if store.ctypes.data % 2 == 0 else store[:-1].view(array.dtype)
    view[:] = array.reshape(-1)
    return view.reshape(array.shape)


@pytest.mark.parametrize("spread", [True, False])
def test_right_arrays_are_accepted(spread):
    arrays = of_length_model(spread)
    assert len(call("best_path", arrays)) % 16 == 0
    assert len(call("totals", arrays)) == 2
    assert len(call("posteriors", arrays, -1e-5, 0.1, np.zeros(6, np.int64), np.zeros(6, np.int64))) == 4


@pytest.mark.parametrize("name", [name for name in NAMES if name != "max_square"])
def test_arrays_of_other_sizes_types_and_places_are_refused(name):
    arrays = of_length_model(spread=True)
    right = arrays[name]
    wrong = [right.astype(np.float64)]
    if name != "coarse":  # a table of any size
        wrong += [right.reshape(-1)[:-1].copy(), np.append(right, right.reshape(-1)[:1])]
    if name != "nodes":  # costs without breaks
        wrong += [None]
    if right.itemsize > 1:
        wrong += [misaligned(right), right.astype(right.dtype.newbyteorder())]
    for array in wrong:
        with pytest.raises((TypeError, ValueError), match=r"\w"):
            call("best_path", arrays | {name: array})


@pytest.mark.parametrize(
    ("name", "at", "value", "message"),
    [
        ("shapes", 0, 0, "two-sided"),
        ("shapes", 2, 3, "two-sided"),
        ("shapes", 6, 2, "two-sided"),
        ("ranks", 0, 5, "different ranks"),
        ("ranks", 0, -1, "different ranks"),
        ("ranks", 0, 1, "different ranks"),
        ("sizes", 0, -1, "sentences"),
        ("sizes", 0, 2**31, "sentences"),
        ("sizes", 1, 2**62, "sentences"),
        ("sizes", 2, 2, "kinds"),
        ("sizes", 3, 0, "sentences"),
        ("sizes", 3, 65, "sentences"),
        ("sizes", 4, 32, "logarithms"),
        ("sizes", 5, 32, "logarithms"),
        ("sizes", 6, 2**40, "logarithms"),
        ("source_state", 1, 3, "state"),
        ("target_state", 1, 255, "state"),
        ("cell", 0, -(2**62), "words"),
        ("cell", 5, 2**62, "words"),
        ("words_first", 0, 1, "words"),
        ("words_last", 5, 2**62, "words"),
        ("bounds", 0, 1, "band"),
        ("bounds", 1, 6, "band"),
        ("bounds", 1, -(2**63), "band"),
        ("start", 1, 3, "band"),
        ("start", 1, 2**63 - 1, "band"),
        ("first", 0, -1, "band"),
        ("first", 4, 6, "band"),
        ("last", 5, 6, "band"),
        ("last", 5, 2**63 - 1, "band"),
    ],
)
def test_values_outside_of_the_text_are_refused(name, at, value, message):
    arrays = of_length_model(spread=True)
    with pytest.raises(ValueError, match=message):
        call("best_path", arrays | {name: with_value(arrays[name], at, value)})


@pytest.mark.parametrize(
    ("name", "at", "value"),
    [("x", 3, -1.0), ("y", 0, np.nan), ("max_square", 0, 2.0**25), ("max_square", 0, -1.0), ("max_square", 0, np.nan)],
)
def test_lengths_without_a_square_are_refused(name, at, value):
    arrays = of_length_model(spread=False)
    with pytest.raises(ValueError, match="negative or too large"):
        call("best_path", arrays | {name: with_value(arrays[name], at, value)})


def test_a_band_without_blocks_is_refused():
    none = np.zeros(0, np.int64)
    arrays = of_length_model(spread=True) | {
        "bounds": np.zeros(1, np.int64),
        "start": none,
        "first": none,
        "last": none,
    }
    with pytest.raises(ValueError, match="no block"):
        call("best_path", arrays)


def test_costs_whose_lowest_bits_are_not_free_are_refused():
    """A search that took such bits for the rank of a kind would follow a path out of the band."""
    arrays = of_length_model(spread=True)
    arrays["priors"] = arrays["priors"] | np.int32(3)
    with pytest.raises(ValueError, match="lowest bits"):
        call("best_path", arrays)


def test_arrays_that_are_written_to_share_no_memory_with_others():
    arrays = of_length_model(spread=True)
    low, high = np.zeros((2, 6), np.int64)
    both = np.zeros(9, np.int64)
    for outputs in [(arrays["first"], high), (low, arrays["last"]), (low, low), (both[:6], both[3:])]:
        with pytest.raises(ValueError, match="share memory"):
            call("posteriors", arrays, -1e-5, 0.1, *outputs)
        with pytest.raises(ValueError, match="share memory"):
            call("near_best", arrays, 1, *outputs)
    potential = np.zeros(6, np.int64)
    for outputs in [(arrays["first"][:3], high[:3]), (potential[:3], high[:3])]:
        with pytest.raises(ValueError, match="share memory"):
            call("beam", arrays, 0, 1, 99, potential, *outputs)


@pytest.mark.parametrize(
    ("block", "margin", "max_nodes", "potential"),
    [(2, 1, 9, 0), (-1, 1, 9, 0), (0, -1, 9, 0), (0, 2**62, 9, 0), (0, 1, 0, 0), (0, 1, 9, 2**62), (0, 1, 9, -(2**63))],
)
def test_beams_without_bounds_are_refused(block, margin, max_nodes, potential):
    arrays = of_length_model(spread=True)
    rows = np.zeros((2, 3), np.int64)
    with pytest.raises(ValueError, match=r"block|potential"):
        call("beam", arrays, block, margin, max_nodes, np.full(6, potential), *rows)


WORD_SIDE = [np.array(values) for values in ([0, 1, 1], [0, 2, 3], [0, 0, 1], [0, 2, 3], [0, 1, 2], [0, 1])]


def test_sums_of_words_share_no_memory_with_other_arrays():
    store = np.zeros(64, np.int32)
    band = [np.array(values) for values in ([0], [0, 3], [0, 0, 0], [2, 2, 2])]
    begin = store[:6].view(np.int64)
    begin[:] = 0, 3, 6
    factors = np.full((2, 2), 0.5, np.float32)
    numbers = 2, False, 5.0, 99, 10**6, 6
    with pytest.raises(ValueError, match="table and begin must not share memory"):
        kernel.words.running_sums(*WORD_SIDE, np.ones(2), *factors, *band, begin, store[4:22].reshape(2, 9), *numbers)


def test_sums_of_noise_share_no_memory_with_other_arrays():
    one = np.ones(1, np.intp)
    sums, types = np.zeros(2), np.full((3, 2), 0.5)
    for outputs in [(sums, sums), (types[0], sums), (sums, types[2])]:
        with pytest.raises(ValueError, match="share memory"):
            kernel.words.expected_noise(*WORD_SIDE, np.ones(2), one, one, one, one, np.ones(1), *types, *outputs, 5.0)


@pytest.mark.parametrize("iterations", [0, -1, 1001, 2**62])
def test_numbers_of_iterations_have_a_limit(iterations):
    one = np.zeros(1, np.int64)
    with pytest.raises(ValueError, match="number of iterations"):
        kernel.words.train_ibm1(one, one, one, one, np.ones(1), iterations, 0.5, 0.01)

"""The border of the compiled core: wrong arguments raise an error, and never make it read memory that is not theirs.

The arguments of the words of texts are also tested beside their functions, in `tests/lexical`.
"""

from contextlib import suppress
from itertools import product

import numpy as np
import pytest
from tables import fine, random_costs

from aligner import kernel
from aligner.lattice.grid import Band

pytestmark = pytest.mark.skipif(kernel.lattice is None, reason="the core is not compiled")

N, M, WIDEST = 5, 4, 2
ROWS = 7  # of two blocks, which share a row
KINDS = [(1, 1), (1, 2), (2, 1)]
NAMES = [
    *("shapes", "ranks", "priors", "sizes", "x", "y", "x_spread", "y_spread", "max_square", "coarse", "fine"),
    *("source", "target", "one_source", "one_target", "source_state", "target_state", "nodes"),
    *("source_sums", "target_sums", "cell", "words_first", "words_last", "bead_table", "bead_cell"),
]
BAND = ["bounds", "start", "first", "last"]
BLOCKS = Band.full([(0, 0), (2, 2), (N, M)])
NAMES_OF_FUNCTIONS = ["best_path", "totals", "near_best", "posteriors", "beam"]
FUNCTIONS = pytest.mark.parametrize("name", NAMES_OF_FUNCTIONS)
EVERY_ARRAY = pytest.mark.parametrize("array", NAMES + BAND)


def arguments(seed=0):
    """The arrays of a text of two blocks by their names; seeds 0 and 1 have both length models."""
    costs = random_costs(np.random.default_rng(seed), BLOCKS, (N, M), KINDS, fine)
    return dict(zip([*NAMES, *BAND], [*costs.arrays(), *BLOCKS], strict=True))


def call(name, arrays, **options):
    """Call a function of the core. options: replace its other arguments."""
    costs, band = (tuple(arrays[of] for of in names) for names in (NAMES, BAND))
    others = {
        "best_path": {},
        "totals": {},
        "near_best": {"slack": 1 << 20, "low": np.zeros(ROWS, np.int64), "high": np.zeros(ROWS, np.int64)},
        "posteriors": {"scale": -1e-5, "least": 0.1, "low": np.zeros(ROWS, np.int64), "high": np.zeros(ROWS, np.int64)},
        "beam": {
            "block": 1,
            "margin": 1 << 24,
            "max_nodes": 1000,
            "potential": np.zeros(M + 1, np.int64),
            "into_first": np.zeros(N - 1, np.int64),
            "into_last": np.zeros(N - 1, np.int64),
        },
    }[name] | options
    return getattr(kernel.lattice, name)(costs, band, *others.values())


def model_with(name):
    """Arguments of the length model that has an array."""
    return next(arrays for arrays in map(arguments, range(20)) if arrays[name] is not None)


@FUNCTIONS
@pytest.mark.parametrize("seed", range(4))
def test_right_arguments_are_accepted(name, seed):
    call(name, arguments(seed))


@EVERY_ARRAY
def test_an_array_of_another_type_raises(array):
    arrays = model_with(array)
    right = arrays[array]
    wrong = [right.astype(np.float64), right.astype(np.uint16), right.tolist(), 7, "x", object()]
    if right.itemsize > 1:
        wrong.append(right.astype(right.dtype.newbyteorder()))
    for name, value in product(NAMES_OF_FUNCTIONS, wrong):
        with pytest.raises(TypeError):
            call(name, arrays | {array: value})


@EVERY_ARRAY
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda right: right.ravel()[:-1], id="too short"),
        pytest.param(lambda right: np.append(right, right.ravel()[-1:]), id="too long"),
        pytest.param(lambda right: right.ravel()[:0], id="empty"),
    ],
)
def test_an_array_of_another_size_raises(array, change):
    arrays = model_with(array)
    if array == "coarse" and change(arrays[array]).size:
        return  # a table of logarithms may have any size
    for name in NAMES_OF_FUNCTIONS:
        with pytest.raises(ValueError, match=r"costs|band|kinds|place|sizes|table|words|bead table|breaks|lengths"):
            call(name, arrays | {array: change(arrays[array])})


@EVERY_ARRAY
def test_an_array_that_is_missing_raises(array):
    arrays = model_with(array)
    for name in NAMES_OF_FUNCTIONS:
        if array == "nodes":
            call(name, arrays | {array: None})  # nodes that cost nothing
        else:
            with pytest.raises(ValueError, match=r"missing|fit|length model"):
                call(name, arrays | {array: None})


@EVERY_ARRAY
def test_an_array_that_is_not_contiguous_raises(array):
    arrays = model_with(array)
    if arrays[array].size > 1:
        spread = np.repeat(arrays[array].ravel(), 2)[::2]
        for name in NAMES_OF_FUNCTIONS:
            with pytest.raises((BufferError, ValueError)):
                call(name, arrays | {array: spread})


def misaligned(array):
    """The same array at an odd address."""
    store = np.zeros(array.nbytes + 1, np.uint8)
    view = store[1:].view(array.dtype) if store.ctypes.data % 2 == 0 else store[:-1].view(array.dtype)
    view[:] = array.reshape(-1)
    return view.reshape(array.shape)


@EVERY_ARRAY
def test_an_array_at_an_odd_address_raises(array):
    arrays = model_with(array)
    if arrays[array].itemsize > 1:
        for name in NAMES_OF_FUNCTIONS:
            with pytest.raises(ValueError, match="aligned to its elements"):
                call(name, arrays | {array: misaligned(arrays[array])})


WRONG_VALUES = {
    "the places of a text without end": ("sizes", [1 << 40, M, 3, WIDEST, 12, 11, 0]),
    "as many places as have no number": ("sizes", [N, 1 << 31, 3, WIDEST, 12, 11, 0]),
    "fewer places than none": ("sizes", [-1, M, 3, WIDEST, 12, 11, 0]),
    "another number of kinds": ("sizes", [N, M, 4, WIDEST, 12, 11, 0]),
    "no sentence on a side": ("sizes", [N, M, 3, 0, 12, 11, 0]),
    "too many sentences on a side": ("sizes", [N, M, 3, 65, 12, 11, 0]),
    "more bits than a number has": ("sizes", [N, M, 3, WIDEST, 40, 11, 0]),
    "bits fewer than none": ("sizes", [N, M, 3, WIDEST, 12, -1, 0]),
    "an offset too large": ("sizes", [N, M, 3, WIDEST, 12, 11, 1 << 40]),
    "a kind wider than the tables": ("shapes", [1, 1, 1, 2, 3, 1, 1, 0, 0, 1]),
    "a kind without a sentence": ("shapes", [0, 0, 1, 2, 2, 1, 1, 0, 0, 1]),
    "a kind that leads back": ("shapes", [1, -1, 1, 2, 2, 1, 1, 0, 0, 1]),
    "one-sided kinds in another order": ("shapes", [1, 1, 1, 2, 2, 1, 0, 1, 1, 0]),
    "a rank too large": ("ranks", [0, 1, 2, 3, 5]),
    "a rank below 0": ("ranks", [-1, 1, 2, 3, 4]),
    "two kinds of the same rank": ("ranks", [0, 0, 2, 3, 4]),
    "an unknown state of a source place": ("source_state", [2, 3, 0, 0, 0, 2]),
    "an unknown state of a target place": ("target_state", [2, 0, 255, 0, 2]),
    "blocks that begin after their rows": ("bounds", [1, 3, 7]),
    "blocks that end before their rows": ("bounds", [0, 3, 6]),
    "blocks that end after their rows": ("bounds", [0, 3, 8]),
    "blocks that begin far before": ("bounds", [0, -(1 << 63), 7]),
    "blocks that go back": ("bounds", [0, 9, 7]),
    "a block without rows": ("bounds", [0, 7, 7]),
    "a block before the text": ("start", [-1, 2]),
    "a block after the text": ("start", [0, 3]),
    "a block far away": ("start", [0, (1 << 63) - 1]),
    "a row before the text": ("first", [-1, 0, 0, 2, 2, 2, 2]),
    "a row after the text": ("last", [2, 2, 2, 4, 4, 4, 5]),
    "a row that ends far away": ("last", [2, 2, 2, 4, 4, 4, (1 << 63) - 1]),
    "a row without nodes": ("first", [0, 0, 0, 2, 2, 4, 5]),
    "a row before the row above": ("first", [0, 1, 0, 2, 2, 2, 2]),
    "a row that ends before the row above": ("last", [2, 2, 2, 4, 3, 4, 4]),
    "words that do not cover a row": ("words_first", [0, 0, 1, 2, 2, 2, 2]),
    "words that end before a row": ("words_last", [2, 2, 1, 4, 4, 4, 4]),
    "words before the text": ("words_first", [-1, 0, 0, 2, 2, 2, 2]),
    "words of a place far away": ("words_last", [2, 2, 2, 4, 4, 4, 1 << 62]),
    "words before the sums": ("cell", [-1, 3, 6, 7, 10, 13, 16]),
    "words after the sums": ("cell", [0, 3, 6, 7, 10, 13, 17]),
    "words far away": ("cell", [0, 3, 6, 1 << 62, 10, 13, 16]),
    "words far before": ("cell", [0, 3, 6, -1 << 62, 10, 13, 16]),
    "bead table before the table": ("bead_cell", [-1, 3, 6, 7, 10, 13, 16]),
    "bead table after the table": ("bead_cell", [0, 3, 6, 7, 10, 13, 17]),
    "bead table far away": ("bead_cell", [0, 3, 6, 1 << 62, 10, 13, 16]),
    "bead table far before": ("bead_cell", [0, 3, 6, -1 << 62, 10, 13, 16]),
}


@pytest.mark.parametrize("case", WRONG_VALUES)
def test_wrong_values_raise(case):
    array, values = WRONG_VALUES[case]
    arrays = arguments()
    for name in NAMES_OF_FUNCTIONS:
        with pytest.raises(ValueError, match=r"kind|text|state|band|words|bead table|table|fit|rank"):
            call(name, arrays | {array: np.array(values, arrays[array].dtype)})


@FUNCTIONS
def test_values_of_any_size_are_computed_without_a_crash(name):
    """Lengths that are no numbers, and costs that leave no room for the rank of a kind, give an arbitrary result."""
    rng = np.random.default_rng(1)
    for seed in range(30):
        arrays = arguments(seed % 2)
        for array in ("priors", "coarse", "fine", "source", "target", "one_source", "one_target", "nodes"):
            arrays[array] = rng.integers(-(2**31), 2**31, arrays[array].shape).astype(np.int32)
        for array in ("x", "y"):
            arrays[array] = rng.choice([np.nan, np.inf, -np.inf, 0, -1, 1e38], arrays[array].shape).astype(np.float32)
        with suppress(ValueError):  # for that reason, or because no path leads to the end
            call(name, arrays)


@FUNCTIONS
@pytest.mark.parametrize("which", ["costs", "band"])
@pytest.mark.parametrize("value", [None, (), [], 7, (None,) * 3, (np.zeros(1),) * 40], ids=type)
def test_what_is_no_tuple_of_arrays_raises(name, which, value):
    arrays = arguments()
    tuples = {"costs": tuple(arrays[of] for of in NAMES), "band": tuple(arrays[of] for of in BAND)}
    arguments_of = {
        "best_path": (),
        "totals": (),
        "near_best": (1, 0, 0),
        "posteriors": (-1.0, 0.1, 0, 0),
        "beam": (0, 1, 1, 0, 0, 0),
    }
    with pytest.raises(TypeError):
        getattr(kernel.lattice, name)(*(tuples | {which: value}).values(), *arguments_of[name])


@FUNCTIONS
def test_a_wrong_number_of_arguments_raises(name):
    with pytest.raises(TypeError):
        getattr(kernel.lattice, name)()
    with pytest.raises(TypeError):
        call(name, arguments(), one=1, too=2, many=3)


def read_only(count):
    array = np.zeros(count, np.int64)
    array.flags.writeable = False
    return array


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"block": 2}, ValueError),
        ({"block": -1}, ValueError),
        ({"block": 1 << 70}, OverflowError),
        ({"margin": -1}, ValueError),
        ({"margin": 1 << 62}, ValueError),
        ({"margin": 1.5}, TypeError),
        ({"max_nodes": 0}, ValueError),
        ({"potential": np.zeros(M, np.int64)}, ValueError),
        ({"potential": np.zeros(M + 1)}, TypeError),
        ({"into_first": np.zeros(N, np.int64)}, ValueError),
        ({"into_last": np.zeros(N - 1, np.int32)}, TypeError),
        ({"into_first": read_only(N - 1)}, (BufferError, ValueError)),
        ({"into_last": None}, TypeError),
    ],
    ids=str,
)
def test_wrong_arguments_of_a_beam_raise(options, error):
    with pytest.raises(error):
        call("beam", arguments(), **options)


@pytest.mark.parametrize("potential", [-(2**63), 2**62, 2**63 - 1])
def test_a_potential_that_could_overflow_raises(potential):
    for at in range(M + 1):
        potentials = np.zeros(M + 1, np.int64)
        potentials[at] = potential
        with pytest.raises(ValueError, match="potential is too large"):
            call("beam", arguments(), potential=potentials)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"scale": "1"}, TypeError),
        ({"low": np.zeros(6, np.int64)}, ValueError),
        ({"high": np.zeros(7)}, TypeError),
        ({"low": read_only(7)}, (BufferError, ValueError)),
        ({"high": None}, TypeError),
    ],
    ids=str,
)
def test_wrong_arguments_of_posteriors_raise(options, error):
    with pytest.raises(error):
        call("posteriors", arguments(), **options)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"slack": -1}, ValueError),
        ({"slack": 1 << 62}, ValueError),
        ({"slack": 1 << 70}, OverflowError),
        ({"low": np.zeros(6, np.int64)}, ValueError),
        ({"high": np.zeros(7)}, TypeError),
        ({"high": read_only(7)}, (BufferError, ValueError)),
        ({"low": None}, TypeError),
    ],
    ids=str,
)
def test_wrong_arguments_of_nodes_near_the_best_path_raise(options, error):
    with pytest.raises(error):
        call("near_best", arguments(), **options)


@pytest.mark.parametrize("scale", [np.nan, np.inf, -np.inf, 1.0, 0.0, -1e300])
@pytest.mark.parametrize("least", [np.nan, -1.0, 2.0])
def test_a_scale_of_any_size_is_computed_without_a_crash(scale, least):
    with suppress(ValueError):  # if no path leads to the end
        call("posteriors", arguments(), scale=scale, least=least)


@pytest.mark.parametrize("name", ["totals", "near_best", "posteriors"])
def test_a_band_larger_than_all_memory_raises(name):
    size = 1 << 22
    arrays = arguments()
    sizes = arrays["sizes"].copy()
    sizes[:2] = size, size
    arrays |= {"sizes": sizes, "max_square": None, "source_sums": None, "target_sums": None, "cell": None}
    arrays |= {"words_first": None, "words_last": None, "nodes": None, "bead_table": None, "bead_cell": None}
    for array in ("x", "y", "x_spread", "y_spread"):
        arrays[array] = np.zeros((WIDEST, size + 1), np.float32)
    for array in ("source", "target", "one_source", "one_target"):
        arrays[array] = np.zeros((2, size + 1), np.int32)
    full = Band.full([(0, 0), (size, size)])
    rows = {side: np.zeros(size + 1, np.int64) for side in ("low", "high")} if name != "totals" else {}
    with pytest.raises(MemoryError):
        call(name, arrays | dict(zip(BAND, full, strict=True)), **rows)


@pytest.mark.parametrize(
    ("name", "at", "value"),
    [("x", 3, -1.0), ("y", 0, np.nan), ("max_square", 0, 2.0**25), ("max_square", 0, -1.0), ("max_square", 0, np.nan)],
)
def test_lengths_without_a_square_raise(name, at, value):
    arrays = model_with("max_square")
    changed = arrays[name].copy()
    changed.reshape(-1)[at] = value
    with pytest.raises(ValueError, match="negative or too large"):
        call("best_path", arrays | {name: changed})


def test_a_band_without_blocks_raises():
    none = np.zeros(0, np.int64)
    band = {"bounds": np.zeros(1, np.int64), "start": none, "first": none, "last": none}
    for name in NAMES_OF_FUNCTIONS:
        with pytest.raises(ValueError, match="no block"):
            call(name, arguments() | band)


def test_costs_whose_lowest_bits_are_not_free_raise():
    """A search that took such bits for the rank of a kind would follow a path out of the band."""
    arrays = arguments()
    arrays["priors"] = arrays["priors"] | np.int32(3)
    with pytest.raises(ValueError, match="lowest bits"):
        call("best_path", arrays)


def test_arrays_that_are_written_to_share_no_memory_with_others():
    arrays = arguments()
    low, high = np.zeros((2, ROWS), np.int64)
    both = np.zeros(ROWS + 3, np.int64)
    outputs_of_rows = [(arrays["first"], high), (low, arrays["last"]), (low, low), (both[:ROWS], both[3:])]
    for name, (first, last) in product(["posteriors", "near_best"], outputs_of_rows):
        with pytest.raises(ValueError, match="share memory"):
            call(name, arrays, low=first, high=last)
    potential = np.zeros(M + 1, np.int64)
    for first in (arrays["first"][: N - 1], potential[: N - 1]):
        with pytest.raises(ValueError, match="share memory"):
            call("beam", arrays, potential=potential, into_first=first)


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


def order_worth(**changed):
    """Call `order_worth` for one bead, with changed arguments."""
    zero, one = np.zeros((2, 1), np.int64), np.ones(1, np.int64)
    arrays = {"start": zero[0], "count": one, "other_start": zero[0], "other_count": one, "worth": zero[1]}
    arrays |= {"without_gain": np.full(2, 0.5, np.float32), "of_gain": np.full(2, 0.5, np.float32)}
    others = {"density": np.ones(9), "min_length": 5.0, "max_tokens": 9}
    kernel.words.order_worth(*WORD_SIDE, np.ones(2), *(arrays | others | changed).values())


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"worth": WORD_SIDE[0][:1]}, "share memory"),
        ({"worth": np.zeros(2, np.int64)}, "worth and start must have the same number"),
        ({"without_gain": np.zeros(1, np.float32)}, "must have the same number"),
        ({"count": np.full(1, 3)}, "not within the sentences"),
        ({"other_start": np.full(1, -1)}, "not within the sentences"),
        ({"density": np.ones(0)}, "density must have from 1 to 65537 elements"),
        ({"density": np.ones(65538)}, "density must have from 1 to 65537 elements"),
        ({"max_tokens": -1}, "max_tokens must be from 0 to 65536"),
        ({"max_tokens": 65537}, "max_tokens must be from 0 to 65536"),
        ({"min_length": 0.0}, "min_length above 0"),
        ({"min_length": np.nan}, "min_length above 0"),
    ],
)
def test_wrong_arguments_of_the_order_of_words_raise(changed, message):
    order_worth()
    with pytest.raises(ValueError, match=message):
        order_worth(**changed)


@pytest.mark.parametrize("iterations", [0, -1, 1001, 2**62])
def test_numbers_of_iterations_have_a_limit(iterations):
    one = np.zeros(1, np.int64)
    with pytest.raises(ValueError, match="number of iterations"):
        kernel.words.train_ibm1(one, one, one, one, np.ones(1), iterations, 0.5, 0.01)

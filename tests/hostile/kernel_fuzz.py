"""A program that gives the compiled core random input, right and wrong; see `test_sanitizers`.

It takes the folder of the package to test, the number of random inputs, and perhaps the first seed. Input that is wrong
may raise TypeError, ValueError or MemoryError, or give any result; a sanitizer ends the program at the first access out
of bounds.
"""

import sys

import numpy as np
from kernel_digest import check_package
from kernel_inputs import random_band, random_problem, random_text, random_training, results_of

import aligner.kernel as kernel
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lexical.word_order import order_worth

WRONG_INPUTS = 25  # calls with wrong arguments for each random input
EXTREMES = [-(2**63), -(2**31), -1, 0, 1, 2, 63, 2**31 - 1, 2**31, 2**61, 2**63 - 1]


def corrupt(rng, value):
    """A value in the place of a right one: an array with other elements, of another size or type, or no array."""
    if not isinstance(value, np.ndarray):
        return [value, None, EXTREMES[rng.integers(len(EXTREMES))], float("nan")][rng.integers(4)]
    way = rng.integers(8)
    if way == 0:
        return None
    if way == 1:
        return value.astype([np.int64, np.int32, np.uint8, np.float32, np.float64, ">i8"][rng.integers(6)])
    if way == 2:
        return value.reshape(-1)[: rng.integers(value.size + 1)].copy()
    if way == 3:
        return np.concatenate([value.reshape(-1), value.reshape(-1)[:1]])
    changed = value.copy()
    flat = changed.reshape(-1)
    if flat.size and value.dtype.kind in "iu":
        info = np.iinfo(value.dtype)
        near = int(flat[rng.integers(flat.size)]) + int(rng.integers(-2, 3))
        new = EXTREMES[rng.integers(len(EXTREMES))] if rng.random() < 0.5 else near
        flat[rng.integers(flat.size)] = min(max(new, info.min), info.max)
    elif flat.size:
        flat[rng.integers(flat.size)] = [np.nan, np.inf, -np.inf, -1.0, 0.0, 1e30][rng.integers(6)]
    return changed


def try_call(rng, function, arguments):
    """Call a function with arguments of which some are corrupted; tuples of arrays are corrupted inside."""
    with np.errstate(all="ignore"):
        arguments = [list(value) if isinstance(value, tuple) else value for value in arguments]
        for _ in range(rng.integers(1, 3)):
            at = int(rng.integers(len(arguments)))
            place = arguments[at] if isinstance(arguments[at], list) else arguments
            at = int(rng.integers(len(place))) if place is not arguments else at
            place[at] = corrupt(rng, place[at])
    if rng.random() < 0.1:  # an array that is written to is that of another argument
        places = [place for place, value in enumerate(arguments) if isinstance(value, np.ndarray)]
        if places:
            arguments[places[-1]] = arguments[places[rng.integers(len(places))]]
    try:
        function(*(tuple(value) if isinstance(value, list) else value for value in arguments))
    except (TypeError, ValueError, MemoryError, OverflowError, BufferError):
        return


def fuzz_searches(rng):
    """Call the searches of the lattice with wrong arguments."""
    costs, band = random_problem(rng)
    tables, rows = costs.arrays(), tuple(band)
    block = int(rng.integers(band.blocks))
    size = int(band.bounds[block + 1] - band.bounds[block])
    potential = np.zeros(costs.size[1] + 1, np.int64)
    for _ in range(WRONG_INPUTS):
        limits = [np.zeros(len(band.first), np.int64) for _ in range(2)]
        try_call(rng, kernel.lattice.best_path, (tables, rows))
        try_call(rng, kernel.lattice.totals, (tables, rows))
        try_call(rng, kernel.lattice.posteriors, (tables, rows, -1e-5, 1e-3, *limits))
        try_call(rng, kernel.lattice.near_best, (tables, rows, 10**6, *limits))
        beam_rows = (np.zeros(size, np.int64) for _ in range(2))
        try_call(rng, kernel.lattice.beam, (tables, rows, block, 10**7, 1000, potential, *beam_rows))


def recorded_calls(rng):
    """[(function of the core, arguments)]: the calls of a random text."""
    calls = []
    real = kernel.words

    class Recorder:
        def __getattr__(self, name):
            def call(*arguments):
                calls.append((getattr(real, name), arguments))
                return getattr(real, name)(*arguments)

            return call

    model, n, m = random_text(rng)
    kernel.words = Recorder()
    try:
        model.sums(random_band(rng, n, m), int(rng.integers(1, 14)))
        none = np.zeros(0, np.intp)
        model.source._expected_noise(*(np.zeros(3, np.intp), np.ones(3, np.intp)) * 2, np.ones(3))
        model.source._expected_noise(none, none, none, none, np.zeros(0))
        order_worth(model, BeadPosteriors(*[np.zeros(3, np.intp)] * 2, *[np.ones(3, np.intp)] * 2, np.ones(3)))
    finally:
        kernel.words = real
    given, explained, posterior = random_training(rng)
    calls.append((real.train_ibm1, (*given, *explained, posterior, 4, 0.5, 0.01)))
    return calls


if __name__ == "__main__":
    folder, count, *first = sys.argv[1:]
    check_package(folder, "compiled")
    begin = int(first[0]) if first else 0
    for seed in range(begin, begin + int(count)):
        rng = np.random.default_rng(seed)
        results_of(seed)
        fuzz_searches(rng)
        for function, arguments in recorded_calls(rng):
            for _ in range(WRONG_INPUTS):
                try_call(rng, function, arguments)
    sys.stdout.write("all inputs are through\n")

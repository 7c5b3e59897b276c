/* The arguments of the searches: the costs of a text and a band, checked at the border.
 *
 * After `take_all`, no index that the searches compute leaves its array, whatever the values in the arrays are.
 */
#ifndef ALIGNER_LATTICE_ARGUMENTS_H
#define ALIGNER_LATTICE_ARGUMENTS_H

#include "arrays.h"
#include "bead_costs.h"

#define MAX_WIDEST 64 /* sentences on one side of a bead */
#define MAX_SQUARE_LIMIT (1 << (31 - RANK_BITS)) /* quanta of the cost of a length, which leave room for the rank */
#define MAX_PLACES ((int64_t)1 << 31)
#define MAX_TABLE_BITS 22 /* of an index of the table of logarithms: less than the bits of a mantissa */

static inline int64_t least_of(int64_t a, int64_t b) { return a < b ? a : b; }
static inline int64_t largest_of(int64_t a, int64_t b) { return a > b ? a : b; }

/* Rows of the blocks of a text, one block after the other; `lattice/grid.py` describes the arrays. */
typedef struct {
    int64_t blocks;
    const int64_t *bounds, *start, *first, *last;
} Band;

enum {
    SHAPES, RANKS, PRIORS, SIZES, X, Y, X_SPREAD, Y_SPREAD, MAX_SQUARE, COARSE, FINE, SOURCE, TARGET, ONE_SOURCE,
    ONE_TARGET, SOURCE_STATE, TARGET_STATE, NODES, SOURCE_SUMS, TARGET_SUMS, CELL, WORDS_FIRST, WORDS_LAST,
    BEAD_TABLE, BEAD_CELL, COST_ARRAYS
};
enum { BOUNDS, START, FIRST, LAST, BAND_ARRAYS };
enum { N, M, PAIRED, WIDEST, DROPPED_BITS, FINE_BITS, OFFSET, SIZE_COUNT };

typedef struct {
    Array costs[COST_ARRAYS], band[BAND_ARRAYS];
} Arrays;

static void release_all(Arrays *arrays)
{
    release_arrays(arrays->costs, COST_ARRAYS);
    release_arrays(arrays->band, BAND_ARRAYS);
}

static int refuse(const char *message)
{
    PyErr_SetString(PyExc_ValueError, message);
    return -1;
}

/* Take the elements of a tuple as arrays; None is an array that is missing. */
static int take_tuple(PyObject *tuple, Array *arrays, int count, const char *name)
{
    if (!PyTuple_Check(tuple) || PyTuple_Size(tuple) != count) {
        PyErr_Format(PyExc_TypeError, "%s must be a tuple of %d arrays", name, count);
        return -1;
    }
    for (int k = 0; k < count; k++) {
        PyObject *item = PyTuple_GetItem(tuple, k);
        if (item != Py_None && take_array(item, &arrays[k]) < 0)
            return -1;
    }
    return 0;
}

static const void *data(const Array *array) { return array->taken ? array->view.buf : NULL; }

/* The arrays that all costs have. */
static int check_presence(const Array *a)
{
    static const int required[] = {
        SHAPES, RANKS, PRIORS, SIZES, X, Y, COARSE, FINE, SOURCE, TARGET, ONE_SOURCE, ONE_TARGET,
    };
    for (size_t k = 0; k < sizeof required / sizeof *required; k++)
        if (!a[required[k]].taken)
            return refuse("an array of the costs is missing");
    return a[SIZES].count == SIZE_COUNT ? 0 : refuse("the sizes of the costs are incomplete");
}

/* The numbers of kinds and of sentences. */
static int check_sizes(const Array *a)
{
    const int64_t *sizes = data(&a[SIZES]), kinds = a[RANKS].count;
    if (kinds < 2 || kinds > MAX_KINDS || sizes[PAIRED] != kinds - 2 || a[SHAPES].count != 2 * kinds
        || a[PRIORS].count != kinds)
        return refuse("the arrays of the kinds do not fit each other");
    if (sizes[N] < 0 || sizes[N] >= MAX_PLACES || sizes[M] < 0 || sizes[M] >= MAX_PLACES)
        return refuse("a text has too many sentences");
    if (sizes[WIDEST] < 1 || sizes[WIDEST] > MAX_WIDEST)
        return refuse("a kind has too many sentences");
    return 0;
}

static Costs costs_of(const Array *a)
{
    const int64_t *sizes = data(&a[SIZES]), kinds = a[RANKS].count;
    return (Costs){
        .kinds = (int)kinds, .paired = (int)kinds - 2, .widest = (int)sizes[WIDEST], .n = sizes[N], .m = sizes[M],
        .shapes = data(&a[SHAPES]), .ranks = data(&a[RANKS]), .priors = data(&a[PRIORS]),
        .x = data(&a[X]), .y = data(&a[Y]), .x_spread = data(&a[X_SPREAD]), .y_spread = data(&a[Y_SPREAD]),
        .coarse = data(&a[COARSE]), .fine = data(&a[FINE]), .coarse_count = a[COARSE].count,
        .source = data(&a[SOURCE]), .target = data(&a[TARGET]),
        .one_source = data(&a[ONE_SOURCE]), .one_target = data(&a[ONE_TARGET]),
        .source_state = data(&a[SOURCE_STATE]), .target_state = data(&a[TARGET_STATE]), .nodes = data(&a[NODES]),
        .source_sums = data(&a[SOURCE_SUMS]), .target_sums = data(&a[TARGET_SUMS]), .cell = data(&a[CELL]),
        .cells = a[SOURCE_SUMS].taken ? a[SOURCE_SUMS].count / sizes[WIDEST] : 0,
        .bead_table = data(&a[BEAD_TABLE]), .bead_cell = data(&a[BEAD_CELL]),
        .bead_cells = a[BEAD_TABLE].taken && kinds > 2 ? a[BEAD_TABLE].count / (kinds - 2) : 0,
    };
}

/* The shapes and the ranks of the kinds; stores the kind of each rank. */
static int check_kinds(Costs *c)
{
    uint64_t ranks = 0;
    for (int k = 0; k < c->kinds; k++) {
        int32_t s = c->shapes[2 * k], t = c->shapes[2 * k + 1], rank = c->ranks[k];
        int right = k < c->paired ? s > 0 && t > 0 : k == c->paired ? s == 1 && t == 0 : s == 0 && t == 1;
        if (!right || s > c->widest || t > c->widest)
            return refuse("two-sided kinds come first, then (1, 0) and (0, 1)");
        if (rank < 0 || rank >= c->kinds || ranks >> rank & 1)
            return refuse("the kinds must have different ranks, from 0 on");
        ranks |= (uint64_t)1 << rank;
        c->kind_of_rank[rank] = k;
    }
    return 0;
}

/* The table of logarithms; stores the parts of its index. */
static int check_table(const Array *a, Costs *c)
{
    const int64_t *sizes = data(&a[SIZES]);
    int64_t dropped = sizes[DROPPED_BITS], fine = sizes[FINE_BITS], offset = sizes[OFFSET];
    if (dropped < 0 || dropped > MAX_TABLE_BITS || fine < 0 || fine > MAX_TABLE_BITS || offset < 0
        || offset > INT32_MAX || c->coarse_count < 1 || c->coarse_count > (INT32_MAX >> fine)
        || a[FINE].count != (int64_t)1 << fine)
        return refuse("the table of logarithms has a wrong size");
    c->dropped_bits = (int)dropped, c->fine_bits = (int)fine, c->offset = (int)offset;
    return 0;
}

/* The places of both texts, and the arrays of one of the two length models. */
static int check_places(const Array *a, const Costs *c)
{
    int64_t sources = c->n + 1, targets = c->m + 1;
    if (a[X].count != c->widest * sources || a[Y].count != c->widest * targets || a[SOURCE].count != a[X].count
        || a[TARGET].count != a[Y].count || a[ONE_SOURCE].count != 2 * sources || a[ONE_TARGET].count != 2 * targets)
        return refuse("an array of the costs does not have an element for each place");
    if (a[X_SPREAD].taken != a[Y_SPREAD].taken || a[X_SPREAD].taken == a[MAX_SQUARE].taken
        || (a[X_SPREAD].taken && (a[X_SPREAD].count != a[X].count || a[Y_SPREAD].count != a[Y].count))
        || (a[MAX_SQUARE].taken && a[MAX_SQUARE].count != 1))
        return refuse("the lengths have the arrays of neither length model");
    return 0;
}

/* The lengths of the published model: q = (y - x)^2 / (y + x) becomes a whole number, which must have room.
 * Stores the largest q. */
static int check_squares(const Array *a, Costs *c)
{
    c->max_square = *(const float *)data(&a[MAX_SQUARE]);
    int valid = c->max_square >= 0 && c->max_square < MAX_SQUARE_LIMIT;
    for (int64_t k = 0; k < a[X].count; k++)
        valid &= c->x[k] >= 0;
    for (int64_t k = 0; k < a[Y].count; k++)
        valid &= c->y[k] >= 0;
    return valid ? 0 : refuse("a length, or the largest square, is negative or too large");
}

/* The states of places, which are indices. */
static int check_breaks(const Array *a, const Costs *c)
{
    if (!a[SOURCE_STATE].taken || !a[TARGET_STATE].taken || a[SOURCE_STATE].count != c->n + 1
        || a[TARGET_STATE].count != c->m + 1 || a[NODES].count != STATES * STATES)
        return refuse("the arrays of the breaks do not fit each other");
    for (int64_t i = 0; i <= c->n; i++)
        if (c->source_state[i] >= STATES)
            return refuse("a source place has an unknown state");
    for (int64_t j = 0; j <= c->m; j++)
        if (c->target_state[j] >= STATES)
            return refuse("a target place has an unknown state");
    return 0;
}

static int check_costs(const Array *a, Costs *c)
{
    if (check_presence(a) < 0 || check_sizes(a) < 0)
        return -1;
    *c = costs_of(a);
    if (check_kinds(c) < 0 || check_table(a, c) < 0 || check_places(a, c) < 0)
        return -1;
    if (a[MAX_SQUARE].taken && check_squares(a, c) < 0)
        return -1;
    return a[NODES].taken ? check_breaks(a, c) : 0;
}

/* The rows of a band must lie in the text, and blocks must begin and end in their corners. */
static int check_band(const Array *a, const Costs *c, Band *band)
{
    for (int k = 0; k < BAND_ARRAYS; k++)
        if (!a[k].taken)
            return refuse("an array of the band is missing");
    *band = (Band){a[START].count, data(&a[BOUNDS]), data(&a[START]), data(&a[FIRST]), data(&a[LAST])};
    int64_t rows = a[FIRST].count;
    if (band->blocks < 1)
        return refuse("the band has no block");
    if (a[BOUNDS].count != band->blocks + 1 || a[LAST].count != rows || band->bounds[0] != 0
        || band->bounds[band->blocks] != rows)
        return refuse("the arrays of the band do not fit each other");
    for (int64_t b = 0; b < band->blocks; b++) {
        int64_t begin = band->bounds[b], end = band->bounds[b + 1];
        if (begin < 0 || begin >= end || end > rows || band->start[b] < 0
            || band->start[b] > c->n - (end - begin - 1))
            return refuse("a block of the band lies outside of the text");
        for (int64_t r = begin; r < end; r++) {
            int64_t first = band->first[r], last = band->last[r];
            int ordered = r == begin || (band->first[r - 1] <= first && band->last[r - 1] <= last);
            if (first < 0 || first > last || last > c->m || !ordered)
                return refuse("a row of the band is empty, or lies outside of the text, or before the row above it");
        }
    }
    return 0;
}

/* The sums of words must cover all corners of beads in the band: places up to `widest` before its rows, and the places
 * to which beads from its rows lead. */
static int check_words(const Array *a, const Costs *c, const Band *band)
{
    if (!a[SOURCE_SUMS].taken && !a[TARGET_SUMS].taken && !a[CELL].taken)
        return 0;
    int64_t rows = band->bounds[band->blocks];
    if (!a[SOURCE_SUMS].taken || a[TARGET_SUMS].count != c->cells * c->widest
        || a[SOURCE_SUMS].count != a[TARGET_SUMS].count || a[CELL].count != rows || a[WORDS_FIRST].count != rows
        || a[WORDS_LAST].count != rows)
        return refuse("the arrays of the words do not fit each other, or not the band");
    const int64_t *first = data(&a[WORDS_FIRST]), *last = data(&a[WORDS_LAST]), *cell = c->cell;
    for (int64_t b = 0; b < band->blocks; b++)
        for (int64_t begin = band->bounds[b], end = band->bounds[b + 1], r = begin; r < end; r++) {
            int64_t low = largest_of(band->first[begin], band->first[r] - c->widest);
            int64_t high = least_of(band->last[least_of(r + c->widest, end - 1)], band->last[r] + c->widest);
            int covers = first[r] >= 0 && first[r] <= low && last[r] >= high && first[r] <= MAX_PLACES
                && last[r] <= MAX_PLACES;
            if (!covers || cell[r] > c->cells || cell[r] < -MAX_PLACES || cell[r] + first[r] < 0
                || cell[r] + last[r] >= c->cells)
                return refuse("the sums of words do not cover the band");
        }
    return 0;
}

/* The bead table must have a cell for each node of the band and each two-sided kind. */
static int check_bead_table(const Array *a, const Costs *c, const Band *band)
{
    if (!a[BEAD_TABLE].taken && !a[BEAD_CELL].taken)
        return 0;
    int64_t rows = band->bounds[band->blocks];
    if (!a[BEAD_TABLE].taken || a[BEAD_TABLE].count != c->bead_cells * c->paired || a[BEAD_CELL].count != rows)
        return refuse("the arrays of the bead table do not fit each other, or not the band");
    for (int64_t r = 0; r < rows && c->paired; r++) {
        int64_t cell = c->bead_cell[r];
        if (cell > c->bead_cells || cell < -MAX_PLACES || cell + band->first[r] < 0
            || cell + band->last[r] >= c->bead_cells)
            return refuse("the bead table does not cover the band");
    }
    return 0;
}

#define ARRAY_OF(name, type, itemsize) {name, type, itemsize, ANY_COUNT, 0, {0}, 0}
#define INTS(name) ARRAY_OF(name, 'i', 4)
#define LONGS(name) ARRAY_OF(name, 'i', 8)
#define FLOATS(name) ARRAY_OF(name, 'f', 4)
#define SHORTS(name) ARRAY_OF(name, 'i', 2)
#define BYTES(name) ARRAY_OF(name, 'u', 1)

/* Take and check the costs and the band. Returns 0, or -1 with an exception and no array taken. */
static int take_all(PyObject *costs_tuple, PyObject *band_tuple, Arrays *arrays, Costs *costs, Band *band)
{
    *arrays = (Arrays){
        .costs = {
            [SHAPES] = INTS("shapes"), [RANKS] = INTS("ranks"), [PRIORS] = INTS("priors"), [SIZES] = LONGS("sizes"),
            [X] = FLOATS("x"), [Y] = FLOATS("y"), [X_SPREAD] = FLOATS("x_spread"), [Y_SPREAD] = FLOATS("y_spread"),
            [MAX_SQUARE] = FLOATS("max_square"), [COARSE] = INTS("coarse"), [FINE] = INTS("fine"),
            [SOURCE] = INTS("source"), [TARGET] = INTS("target"), [ONE_SOURCE] = INTS("one_source"),
            [ONE_TARGET] = INTS("one_target"), [SOURCE_STATE] = BYTES("source_state"),
            [TARGET_STATE] = BYTES("target_state"), [NODES] = INTS("nodes"), [SOURCE_SUMS] = INTS("source_sums"),
            [TARGET_SUMS] = INTS("target_sums"), [CELL] = LONGS("cell"), [WORDS_FIRST] = LONGS("words_first"),
            [WORDS_LAST] = LONGS("words_last"), [BEAD_TABLE] = SHORTS("bead_table"), [BEAD_CELL] = LONGS("bead_cell"),
        },
        .band = {
            [BOUNDS] = LONGS("bounds"), [START] = LONGS("start"), [FIRST] = LONGS("first"), [LAST] = LONGS("last"),
        },
    };
    if (take_tuple(costs_tuple, arrays->costs, COST_ARRAYS, "costs") < 0 || check_costs(arrays->costs, costs) < 0
        || take_tuple(band_tuple, arrays->band, BAND_ARRAYS, "band") < 0 || check_band(arrays->band, costs, band) < 0
        || check_words(arrays->costs, costs, band) < 0 || check_bead_table(arrays->costs, costs, band) < 0) {
        release_all(arrays);
        return -1;
    }
    return 0;
}

/* Whether the first `written` of some arrays share no memory with the others, nor with those of the costs and the
 * band. */
static int are_separate(const Array *out, int written, int count, const Arrays *arrays)
{
    for (int k = 0; k < written; k++)
        if (!is_separate(&out[k], out, count) || !is_separate(&out[k], arrays->costs, COST_ARRAYS)
            || !is_separate(&out[k], arrays->band, BAND_ARRAYS))
            return 0;
    return 1;
}

#endif

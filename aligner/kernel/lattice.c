/* Searches of the lattice of beads: best paths, totals and posteriors, row by row, one text at a time.
 *
 * A node (i, j) stands after i source and j target sentences. A bead of kind (s, t) is an edge from (i - s, j - t) to
 * (i, j). Row i of a band has the nodes (i, first), ..., (i, last). The costs of all beads of a kind that end in a row
 * are computed together, see `bead_costs`; they are quantized, so that sums are exact in any order.
 *
 * `lattice/reference.py` computes the same bits in NumPy, and states the equations.
 */
#define Py_LIMITED_API 0x030B0000
#include "arrays.h"

#include <math.h>

#define RANK_BITS 6
#define RANK_MASK ((1 << RANK_BITS) - 1)
#define UNREACHED ((int64_t)1 << 61) /* total of a node that no path inside the band reaches */
#define MAX_KINDS (1 << RANK_BITS)
#define MAX_WIDEST 64     /* sentences on one side of a bead */
#define MAX_SQUARE_LIMIT (1 << (31 - RANK_BITS)) /* quanta of the cost of a length, which leave room for the rank */
#define STATES 3          /* of a place: no break, a break, an end of the text */
#define MAX_PLACES ((int64_t)1 << 31)
#define TILE 512          /* nodes of a row whose beads are computed at once; the arrays of a tile stay in the cache */

/* On x86-64, the loops over nodes are compiled for processors with AVX2, too; the linker of glibc chooses. Neither
 * version contracts a product and a sum, so both compute the same bits. */
#ifndef CLONED
#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) \
    && !defined(__SANITIZE_ADDRESS__)
#define CLONED __attribute__((target_clones("avx2", "default")))
#else
#define CLONED
#endif
#endif

static inline int64_t least_of(int64_t a, int64_t b) { return a < b ? a : b; }
static inline int64_t largest_of(int64_t a, int64_t b) { return a > b ? a : b; }

/* ------------------------------------------------------------------------------------------------ arguments ---- */

/* Costs of the beads of one text; `lattice/costs.py` describes the arrays. */
typedef struct {
    int kinds, paired, widest;
    int64_t n, m;
    const int32_t *shapes, *ranks, *priors;
    const float *x, *y, *x_spread, *y_spread;
    float max_square;
    const int32_t *coarse, *fine;
    int64_t coarse_count;
    int dropped_bits, fine_bits, offset;
    const int32_t *source, *target, *one_source, *one_target;
    const uint8_t *source_state, *target_state;
    const int32_t *nodes;
    const int32_t *source_sums, *target_sums;
    const int64_t *cell;
    int64_t cells;
} Costs;

/* Rows of the blocks of a text, one block after the other; `lattice/grid.py` describes the arrays. */
typedef struct {
    int64_t blocks;
    const int64_t *bounds, *start, *first, *last;
} Band;

enum {
    SHAPES, RANKS, PRIORS, SIZES, X, Y, X_SPREAD, Y_SPREAD, MAX_SQUARE, COARSE, FINE, SOURCE, TARGET, ONE_SOURCE,
    ONE_TARGET, SOURCE_STATE, TARGET_STATE, NODES, SOURCE_SUMS, TARGET_SUMS, CELL, WORDS_FIRST, WORDS_LAST, COST_ARRAYS
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

/* The arrays of the costs must have the sizes that the numbers of sentences and of kinds give. */
static int check_costs(Array *a, Costs *c)
{
    static const int required[] = {SHAPES, RANKS, PRIORS, SIZES, X, Y, COARSE, FINE, SOURCE, TARGET, ONE_SOURCE, ONE_TARGET};
    for (size_t k = 0; k < sizeof required / sizeof *required; k++)
        if (!a[required[k]].taken)
            return refuse("an array of the costs is missing");
    if (a[SIZES].count != SIZE_COUNT)
        return refuse("the sizes of the costs are incomplete");
    const int64_t *sizes = data(&a[SIZES]);
    int64_t kinds = a[RANKS].count;
    if (kinds < 2 || kinds > MAX_KINDS || sizes[PAIRED] != kinds - 2 || a[SHAPES].count != 2 * kinds || a[PRIORS].count != kinds)
        return refuse("the arrays of the kinds do not fit each other");
    if (sizes[N] < 0 || sizes[N] >= MAX_PLACES || sizes[M] < 0 || sizes[M] >= MAX_PLACES)
        return refuse("a text has too many sentences");
    if (sizes[WIDEST] < 1 || sizes[WIDEST] > MAX_WIDEST)
        return refuse("a kind has too many sentences");
    *c = (Costs){
        .kinds = (int)kinds, .paired = (int)kinds - 2, .widest = (int)sizes[WIDEST], .n = sizes[N], .m = sizes[M],
        .shapes = data(&a[SHAPES]), .ranks = data(&a[RANKS]), .priors = data(&a[PRIORS]), .x = data(&a[X]), .y = data(&a[Y]),
        .x_spread = data(&a[X_SPREAD]), .y_spread = data(&a[Y_SPREAD]), .coarse = data(&a[COARSE]),
        .fine = data(&a[FINE]), .coarse_count = a[COARSE].count, .source = data(&a[SOURCE]),
        .target = data(&a[TARGET]), .one_source = data(&a[ONE_SOURCE]), .one_target = data(&a[ONE_TARGET]),
        .source_state = data(&a[SOURCE_STATE]), .target_state = data(&a[TARGET_STATE]), .nodes = data(&a[NODES]),
        .source_sums = data(&a[SOURCE_SUMS]), .target_sums = data(&a[TARGET_SUMS]), .cell = data(&a[CELL]),
        .cells = a[SOURCE_SUMS].taken ? a[SOURCE_SUMS].count / sizes[WIDEST] : 0,
    };
    uint64_t ranks = 0;
    for (int k = 0; k < c->kinds; k++) {
        int32_t s = c->shapes[2 * k], t = c->shapes[2 * k + 1], rank = c->ranks[k];
        int right = k < c->paired ? s > 0 && t > 0 : k == c->paired ? s == 1 && t == 0 : s == 0 && t == 1;
        if (!right || s > c->widest || t > c->widest)
            return refuse("two-sided kinds come first, then (1, 0) and (0, 1)");
        if (rank < 0 || rank >= c->kinds || ranks >> rank & 1)
            return refuse("the kinds must have different ranks, from 0 on");
        ranks |= (uint64_t)1 << rank;
    }
    int64_t dropped = sizes[DROPPED_BITS], fine = sizes[FINE_BITS], offset = sizes[OFFSET];
    if (dropped < 0 || dropped > 22 || fine < 0 || fine > 22 || offset < 0 || offset > INT32_MAX || c->coarse_count < 1
        || c->coarse_count > (INT32_MAX >> fine) || a[FINE].count != (int64_t)1 << fine)
        return refuse("the table of logarithms has a wrong size");
    c->dropped_bits = (int)dropped, c->fine_bits = (int)fine, c->offset = (int)offset;
    int64_t sources = c->n + 1, targets = c->m + 1;
    if (a[X].count != c->widest * sources || a[Y].count != c->widest * targets || a[SOURCE].count != a[X].count
        || a[TARGET].count != a[Y].count || a[ONE_SOURCE].count != 2 * sources || a[ONE_TARGET].count != 2 * targets)
        return refuse("an array of the costs does not have an element for each place");
    if (a[X_SPREAD].taken != a[Y_SPREAD].taken || a[X_SPREAD].taken == a[MAX_SQUARE].taken
        || (a[X_SPREAD].taken && (a[X_SPREAD].count != a[X].count || a[Y_SPREAD].count != a[Y].count))
        || (a[MAX_SQUARE].taken && a[MAX_SQUARE].count != 1))
        return refuse("the lengths have the arrays of neither length model");
    c->max_square = a[MAX_SQUARE].taken ? *(const float *)data(&a[MAX_SQUARE]) : 0;
    if (a[MAX_SQUARE].taken) {
        int valid = c->max_square >= 0 && c->max_square < MAX_SQUARE_LIMIT;
        for (int64_t k = 0; k < a[X].count; k++)
            valid &= c->x[k] >= 0;
        for (int64_t k = 0; k < a[Y].count; k++)
            valid &= c->y[k] >= 0;
        if (!valid)
            return refuse("a length, or the largest square, is negative or too large");
    }
    if (a[NODES].taken) {
        if (!a[SOURCE_STATE].taken || !a[TARGET_STATE].taken || a[SOURCE_STATE].count != sources
            || a[TARGET_STATE].count != targets || a[NODES].count != STATES * STATES)
            return refuse("the arrays of the breaks do not fit each other");
        for (int64_t i = 0; i < sources; i++)
            if (c->source_state[i] >= STATES)
                return refuse("a source place has an unknown state");
        for (int64_t j = 0; j < targets; j++)
            if (c->target_state[j] >= STATES)
                return refuse("a target place has an unknown state");
    }
    return 0;
}

/* The rows of a band must lie in the text, and blocks must begin and end in their corners. */
static int check_band(Array *a, const Costs *c, Band *band)
{
    for (int k = 0; k < BAND_ARRAYS; k++)
        if (!a[k].taken)
            return refuse("an array of the band is missing");
    *band = (Band){a[START].count, data(&a[BOUNDS]), data(&a[START]), data(&a[FIRST]), data(&a[LAST])};
    int64_t rows = a[FIRST].count;
    if (band->blocks < 1)
        return refuse("the band has no block");
    if (a[BOUNDS].count != band->blocks + 1 || a[LAST].count != rows || band->bounds[0] != 0 || band->bounds[band->blocks] != rows)
        return refuse("the arrays of the band do not fit each other");
    for (int64_t b = 0; b < band->blocks; b++) {
        int64_t begin = band->bounds[b], end = band->bounds[b + 1];
        if (begin < 0 || begin >= end || end > rows || band->start[b] < 0 || band->start[b] > c->n - (end - begin - 1))
            return refuse("a block of the band lies outside of the text");
        for (int64_t r = begin; r < end; r++) {
            int ordered = r == begin || (band->first[r - 1] <= band->first[r] && band->last[r - 1] <= band->last[r]);
            if (band->first[r] < 0 || band->first[r] > band->last[r] || band->last[r] > c->m || !ordered)
                return refuse("a row of the band is empty, or lies outside of the text, or before the row above it");
        }
    }
    return 0;
}

/* The sums of words must cover all corners of beads in the band: places up to `widest` before its rows, and the places
 * to which beads from its rows lead. */
static int check_words(Array *a, const Costs *c, const Band *band)
{
    if (!a[SOURCE_SUMS].taken && !a[TARGET_SUMS].taken && !a[CELL].taken)
        return 0;
    int64_t rows = band->bounds[band->blocks];
    if (!a[SOURCE_SUMS].taken || a[TARGET_SUMS].count != c->cells * c->widest || a[SOURCE_SUMS].count != a[TARGET_SUMS].count
        || a[CELL].count != rows || a[WORDS_FIRST].count != rows || a[WORDS_LAST].count != rows)
        return refuse("the arrays of the words do not fit each other, or not the band");
    const int64_t *first = data(&a[WORDS_FIRST]), *last = data(&a[WORDS_LAST]);
    for (int64_t b = 0; b < band->blocks; b++)
        for (int64_t begin = band->bounds[b], end = band->bounds[b + 1], r = begin; r < end; r++) {
            int64_t low = largest_of(band->first[begin], band->first[r] - c->widest);
            int64_t high = least_of(band->last[least_of(r + c->widest, end - 1)], band->last[r] + c->widest);
            if (first[r] > low || last[r] < high || first[r] < 0 || first[r] > MAX_PLACES || last[r] > MAX_PLACES
                || c->cell[r] > c->cells || c->cell[r] < -MAX_PLACES || c->cell[r] + first[r] < 0
                || c->cell[r] + last[r] >= c->cells)
                return refuse("the sums of words do not cover the band");
        }
    return 0;
}

#define INTS(name) {name, 'i', 4, ANY_COUNT, 0, {0}, 0}
#define LONGS(name) {name, 'i', 8, ANY_COUNT, 0, {0}, 0}
#define FLOATS(name) {name, 'f', 4, ANY_COUNT, 0, {0}, 0}
#define BYTES(name) {name, 'u', 1, ANY_COUNT, 0, {0}, 0}

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
            [WORDS_LAST] = LONGS("words_last"),
        },
        .band = {[BOUNDS] = LONGS("bounds"), [START] = LONGS("start"), [FIRST] = LONGS("first"), [LAST] = LONGS("last")},
    };
    if (take_tuple(costs_tuple, arrays->costs, COST_ARRAYS, "costs") < 0 || check_costs(arrays->costs, costs) < 0
        || take_tuple(band_tuple, arrays->band, BAND_ARRAYS, "band") < 0 || check_band(arrays->band, costs, band) < 0
        || check_words(arrays->costs, costs, band) < 0) {
        release_all(arrays);
        return -1;
    }
    return 0;
}

/* --------------------------------------------------------------------------------------------- costs of beads ---- */

/* ln of a positive float32 from its leading bits, quantized. */
static inline int32_t table_log(const Costs *c, float value)
{
    int32_t bits;
    memcpy(&bits, &value, sizeof bits);
    int32_t index = (bits >> c->dropped_bits) - c->offset, top = (int32_t)(c->coarse_count << c->fine_bits) - 1;
    index = index < 0 ? 0 : index > top ? top : index;
    return c->coarse[index >> c->fine_bits] + c->fine[index & ((1 << c->fine_bits) - 1)];
}

/* What the lengths of a bead are worth beyond the costs of its sides, plus `add`, for the ends (i, j) with
 * j = from, ..., from + count - 1. */
static inline void length_costs(const Costs *c, int s, int t, int64_t i, int64_t from, int64_t count, int32_t add, int32_t *restrict out)
{
    int64_t sources = c->n + 1, targets = c->m + 1;
    float x = c->x[(s - 1) * sources + i];
    const float *restrict y = c->y + (t - 1) * targets + from;
    const int32_t *restrict of_target = c->target + (t - 1) * targets + from;
    add += c->source[(s - 1) * sources + i];
    if (c->x_spread) { /* 3/2 ln [ (3 v(x) + d^2) (3 v(y) + d^2) ] */
        float spread = c->x_spread[(s - 1) * sources + i];
        const float *restrict y_spread = c->y_spread + (t - 1) * targets + from;
        float product[TILE];
        for (int64_t k = 0; k < count; k++) {
            float square = (y[k] - x) * (y[k] - x);
            product[k] = (square + spread) * (square + y_spread[k]);
        }
        for (int64_t k = 0; k < count; k++)
            out[k] = table_log(c, product[k]) + of_target[k] + add;
    } else { /* q - ln erfcx(sqrt(q)), q = (y - x)^2 / (y + x) */
        float square[TILE], max_square = c->max_square;
        for (int64_t k = 0; k < count; k++) {
            float value = (y[k] - x) * (y[k] - x) / (y[k] + x);
            square[k] = value < max_square ? value : max_square;
        }
        for (int64_t k = 0; k < count; k++)
            out[k] = (int32_t)((uint32_t)(int32_t)square[k] << RANK_BITS) + table_log(c, square[k]) + of_target[k] + add;
    }
}

/* Add what the words of beads are worth. The sums wrap around; differences are right. The last shifts halve the sum of
 * both sides, and leave the bits of the rank free. */
static inline void add_word_costs(const Costs *c, int s, int t, int64_t row, int64_t from, int64_t count, int32_t *restrict out)
{
    const uint32_t *of_source = (const uint32_t *)c->source_sums + (t - 1) * c->cells;
    const uint32_t *of_target = (const uint32_t *)c->target_sums + (s - 1) * c->cells;
    const uint32_t *restrict source_before = of_source + (c->cell[row - s] + from), *restrict source_here = of_source + (c->cell[row] + from);
    const uint32_t *restrict target_before = of_target + (c->cell[row] + from - t), *restrict target_here = of_target + (c->cell[row] + from);
    for (int64_t k = 0; k < count; k++) {
        int32_t sum = (int32_t)(source_before[k] - source_here[k] + target_before[k] - target_here[k]);
        out[k] += (int32_t)((uint32_t)(sum >> (RANK_BITS + 1)) << RANK_BITS);
    }
}

/* Costs of the beads of kind k that end at (i, j), j = from, ..., from + count - 1; prior, `add` and nodes included.
 * The beads must begin in the band. count <= TILE. node_here: costs of the nodes where they end, or NULL. */
static inline void bead_costs(const Costs *c, int k, int64_t i, int64_t row, int64_t from, int64_t count, int32_t add, const int32_t *node_here, int32_t *restrict out)
{
    int s = c->shapes[2 * k], t = c->shapes[2 * k + 1];
    add += c->priors[k];
    if (k < c->paired) {
        length_costs(c, s, t, i, from, count, add, out);
        if (c->cells)
            add_word_costs(c, s, t, row, from, count, out);
        if (node_here)
            for (int64_t x = 0; x < count; x++)
                out[x] += node_here[x];
    } else {
        int one = k - c->paired;
        const int32_t *restrict of_target = c->one_target + one * (c->m + 1) + from;
        add += c->one_source[one * (c->n + 1) + i];
        for (int64_t x = 0; x < count; x++)
            out[x] = of_target[x] + add;
    }
}

/* Costs of the nodes (i, j), j = from, ..., for each of the two-sided beads that begin or end there. */
static inline void node_costs(const Costs *c, int64_t i, int64_t from, int64_t count, int32_t *restrict out)
{
    const int32_t *of_state = c->nodes + STATES * c->source_state[i];
    for (int64_t x = 0; x < count; x++)
        out[x] = of_state[c->target_state[from + x]];
}

/* ---------------------------------------------------------------------------------------------- Viterbi search ---- */

/* Rows of a block, and the totals of the last few of them in a ring.
 *
 * total: cheapest cost of a path to each node. joined: the same plus the cost of the node, where two-sided beads
 * begin; the same array if nodes have no costs. depth: rows of the ring. width: nodes of the widest row.
 */
typedef struct {
    int64_t rows, start, depth, width;
    const int64_t *first, *last;
    int64_t row; /* number of the first row in all rows of the band */
    int64_t *total, *joined;
} Rows;

static int64_t widest_row(const Band *band)
{
    int64_t width = 1;
    for (int64_t r = 0; r < band->bounds[band->blocks]; r++)
        width = largest_of(width, band->last[r] - band->first[r] + 1);
    return width;
}

static int64_t cells_of(const Band *band, int64_t block)
{
    int64_t cells = 0;
    for (int64_t r = band->bounds[block]; r < band->bounds[block + 1]; r++)
        cells += band->last[r] - band->first[r] + 1;
    return cells;
}

static Rows rows_of(const Band *band, int64_t block)
{
    int64_t begin = band->bounds[block];
    return (Rows){.rows = band->bounds[block + 1] - begin, .start = band->start[block], .first = band->first + begin, .last = band->last + begin, .row = begin};
}

/* Find the cheapest bead into each node of row r: its total, and the rank of its kind. */
CLONED static void search_row(const Costs *c, Rows *rows, int64_t r, uint8_t *ranks)
{
    int64_t i = rows->start + r, low = rows->first[r], high = rows->last[r], insertion = c->kinds - 1;
    int64_t *total = rows->total + r % rows->depth * rows->width, *joined = rows->joined + r % rows->depth * rows->width;
    int32_t cost[TILE], node[TILE];
    for (int64_t from = low; from <= high; from += TILE) {
        int64_t to = least_of(from + TILE - 1, high), count = to - from + 1;
        int64_t *best = total + (from - low);
        for (int64_t x = 0; x < count; x++)
            best[x] = UNREACHED;
        if (c->nodes)
            node_costs(c, i, from, count, node);
        for (int k = 0; k < insertion; k++) {
            int s = c->shapes[2 * k], t = c->shapes[2 * k + 1];
            int64_t before = r - s;
            if (before < 0)
                continue;
            int64_t begin = largest_of(from, rows->first[before] + t), end = least_of(to, rows->last[before] + t);
            if (begin > end)
                continue;
            bead_costs(c, k, i, rows->row + r, begin, end - begin + 1, c->ranks[k], c->nodes ? node + (begin - from) : NULL, cost);
            const int64_t *restrict behind = (k < c->paired ? rows->joined : rows->total) + before % rows->depth * rows->width + (begin - t - rows->first[before]);
            int64_t *restrict here = best + (begin - from);
            for (int64_t x = 0; x <= end - begin; x++) {
                int64_t sum = behind[x] + cost[x];
                here[x] = sum < here[x] ? sum : here[x];
            }
        }
        /* Insertions lead from node to node of the row. */
        bead_costs(c, (int)insertion, i, rows->row + r, from, count, c->ranks[insertion], NULL, cost);
        int64_t behind = from > low ? best[-1] : 2 * UNREACHED; /* there is no insertion into the first node */
        if (r == 0 && from == low)
            best[0] = 0;
        for (int64_t x = 0; x < count; x++) {
            int64_t sum = behind + cost[x];
            sum = sum < best[x] ? sum : best[x];
            ranks[from - low + x] = (uint8_t)(sum & RANK_MASK);
            best[x] = behind = least_of(sum & ~(int64_t)RANK_MASK, UNREACHED);
        }
        if (c->nodes)
            for (int64_t x = 0; x < count; x++)
                joined[from - low + x] = best[x] + node[x];
    }
}

/* Whether row r has the node j. A path is followed back through the ranks of its beads; if the lowest bits of costs, which
 * ranks need, are not free, it leaves the band. */
static inline int has_node(const Rows *rows, int64_t r, int64_t j)
{
    return r >= 0 && j >= rows->first[r] && j <= rows->last[r];
}

static void reverse_nodes(int64_t *nodes, int64_t count)
{
    for (int64_t a = 0, b = count - 1; a < b; a++, b--) {
        int64_t i = nodes[2 * a], j = nodes[2 * a + 1];
        nodes[2 * a] = nodes[2 * b], nodes[2 * a + 1] = nodes[2 * b + 1];
        nodes[2 * b] = i, nodes[2 * b + 1] = j;
    }
}

/* The nodes (i, j) of the best path through all blocks. Returns their number, -1 without memory, -2 if no path inside the
 * band leads to the end of a block, -4 if the costs have no room for ranks. */
static int64_t best_paths(const Costs *c, const Band *band, int64_t *path)
{
    int64_t depth = c->widest + 1, width = widest_row(band), most = 0, count = 0;
    for (int64_t b = 0; b < band->blocks; b++)
        most = largest_of(most, cells_of(band, b));
    int64_t *total = allocate(depth * width, sizeof *total), *joined = c->nodes ? allocate(depth * width, sizeof *joined) : total;
    int64_t *offsets = allocate(c->n + 2, sizeof *offsets);
    uint8_t *ranks = allocate(most, sizeof *ranks);
    int32_t kind_of_rank[MAX_KINDS] = {0};
    for (int k = 0; k < c->kinds; k++)
        kind_of_rank[c->ranks[k]] = k;
    if (!total || !joined || !offsets || !ranks)
        count = -1;
    for (int64_t b = 0; b < band->blocks && count >= 0; b++) {
        Rows rows = rows_of(band, b);
        rows.depth = depth, rows.width = width, rows.total = total, rows.joined = joined;
        offsets[0] = 0;
        for (int64_t r = 0; r < rows.rows; r++) {
            search_row(c, &rows, r, ranks + offsets[r]);
            offsets[r + 1] = offsets[r] + rows.last[r] - rows.first[r] + 1;
        }
        int64_t r = rows.rows - 1, j = rows.last[r];
        if (total[r % depth * width + j - rows.first[r]] >= UNREACHED / 2) {
            count = -2;
            break;
        }
        int64_t begin = count;
        for (;;) {
            path[2 * count] = rows.start + r, path[2 * count + 1] = j, count++;
            if (r == 0 && j == rows.first[0])
                break;
            int k = kind_of_rank[ranks[offsets[r] + j - rows.first[r]]];
            r -= c->shapes[2 * k], j -= c->shapes[2 * k + 1];
            if (!has_node(&rows, r, j)) {
                count = -4;
                goto done;
            }
        }
        reverse_nodes(path + 2 * begin, count - begin);
        if (b + 1 < band->blocks)
            count--; /* the next block begins with the node where this one ends */
    }
done:
    if (c->nodes)
        free(joined);
    free(total), free(offsets), free(ranks);
    return count;
}

/* --------------------------------------------------------------------------------------------------- beam search ---- */

/* The beam of a block: rows of nodes, and the rank of the cheapest bead into each of them.
 *
 * least: cheapest total of each row, less the potential. ranks: of all rows, one after the other; a row begins at its
 * offset. potential: of each place j; what a path is expected to cost up to there more than in other columns.
 */
typedef struct {
    Rows rows;
    int64_t *first, *last, *least, *offsets;
    const int64_t *potential;
    uint8_t *ranks;
    int64_t room; /* of ranks */
} Beam;

/* Make room for rows of `width` nodes in the ring; the rows that are in it are kept. */
static int widen_ring(const Costs *c, Rows *rows, int64_t width)
{
    if (width <= rows->width)
        return 0;
    width += width / 2;
    for (int table = 0; table < (c->nodes ? 2 : 1); table++) {
        int64_t **old = table ? &rows->joined : &rows->total;
        int64_t *wide = allocate(rows->depth * width, sizeof *wide);
        if (!wide)
            return -1;
        for (int64_t d = 0; d < rows->depth && *old; d++)
            memcpy(wide + d * width, *old + d * rows->width, rows->width * sizeof *wide);
        free(*old);
        *old = wide;
    }
    if (!c->nodes)
        rows->joined = rows->total;
    rows->width = width;
    return 0;
}

/* Search row r of a beam: all nodes to which beads lead from the rows before it, less those at either end of the row
 * whose totals, less the potential, exceed the least of the row by more than `margin`. limit_first, limit_last: no node lies outside.
 * Returns 0, -1 without memory, -2 if no node is reached. */
static int search_beam_row(const Costs *c, Beam *beam, int64_t r, int64_t margin, int64_t limit_first, int64_t limit_last)
{
    Rows *rows = &beam->rows;
    int64_t first = r ? largest_of(beam->first[r - 1], limit_first) : limit_first, last = first;
    for (int64_t before = largest_of(r - c->widest, 0); before < r; before++)
        last = largest_of(last, beam->last[before] + c->widest);
    last = least_of(last, limit_last);
    beam->first[r] = first, beam->last[r] = last;
    int64_t count = last - first + 1, offset = beam->offsets[r];
    if (widen_ring(c, rows, count) < 0)
        return -1;
    if (offset + count > beam->room) {
        int64_t room = 2 * (offset + count);
        uint8_t *ranks = reallocate(beam->ranks, room, sizeof *ranks);
        if (!ranks)
            return -1;
        beam->ranks = ranks, beam->room = room;
    }
    search_row(c, rows, r, beam->ranks + offset);
    int64_t *total = rows->total + r % rows->depth * rows->width, *joined = rows->joined + r % rows->depth * rows->width;
    const int64_t *potential = beam->potential + first;
    int64_t least = UNREACHED;
    for (int64_t x = 0; x < count; x++)
        least = least_of(least, total[x] - potential[x]);
    if (least >= UNREACHED / 2)
        return -2;
    beam->least[r] = least;
    int64_t most = least + margin;
    /* 1. Only insertions lead beyond the last node. */
    int insertion = c->kinds - 1;
    while (last < limit_last && total[last - first] - potential[last - first] <= most) {
        int32_t cost, node = 0;
        bead_costs(c, insertion, rows->start + r, rows->row + r, last + 1, 1, 0, NULL, &cost);
        if (widen_ring(c, rows, last - first + 2) < 0)
            return -1;
        total = rows->total + r % rows->depth * rows->width, joined = rows->joined + r % rows->depth * rows->width;
        if (offset + last - first + 2 > beam->room) {
            uint8_t *ranks = reallocate(beam->ranks, 2 * (offset + last - first + 2), sizeof *ranks);
            if (!ranks)
                return -1;
            beam->ranks = ranks, beam->room = 2 * (offset + last - first + 2);
        }
        last++;
        total[last - first] = total[last - first - 1] + cost;
        beam->ranks[offset + last - first] = (uint8_t)c->ranks[insertion];
        if (c->nodes) {
            node_costs(c, rows->start + r, last, 1, &node);
            joined[last - first] = total[last - first] + node;
        }
    }
    /* 2. Leave out expensive nodes at both ends, but none from which insertions lead to a node that stays. */
    int64_t skipped = 0;
    while (total[last - first] - potential[last - first] > most)
        last--;
    while (total[skipped] - potential[skipped] > most)
        skipped++;
    while (skipped > 0 && beam->ranks[offset + skipped] == c->ranks[insertion])
        skipped--;
    count = last - first + 1 - skipped;
    memmove(total, total + skipped, count * sizeof *total);
    if (c->nodes)
        memmove(joined, joined + skipped, count * sizeof *joined);
    memmove(beam->ranks + offset, beam->ranks + offset + skipped, count);
    beam->first[r] = first + skipped, beam->last[r] = last, beam->offsets[r + 1] = offset + count;
    return 0;
}

/* The best path of the beam of a block. Stores the nodes of its rows in first and last.
 *
 * path: room for n + m + 1 nodes of the block. Returns the number of nodes of the path, -1 without memory, -2 if no path inside the beam
 * leads to the end, -3 if the beam has more than max_nodes nodes, -4 if the costs have no room for ranks. excess: the largest difference of the total of a
 * node of the path and the least total of its row. */
static int64_t beam_path(const Costs *c, const Band *band, int64_t block, int64_t margin, int64_t max_nodes, const int64_t *potential, int64_t *first, int64_t *last, int64_t *path, int64_t *excess)
{
    Beam beam = {.rows = rows_of(band, block), .first = first, .last = last, .potential = potential};
    const int64_t *limit_first = beam.rows.first, *limit_last = beam.rows.last;
    int64_t count = 0, status = 0;
    beam.rows.first = first, beam.rows.last = last, beam.rows.depth = c->widest + 1;
    beam.least = allocate(beam.rows.rows, sizeof *beam.least), beam.offsets = allocate(beam.rows.rows + 1, sizeof *beam.offsets);
    if (!beam.least || !beam.offsets)
        status = -1;
    else
        beam.offsets[0] = 0;
    for (int64_t r = 0; r < beam.rows.rows && status == 0; r++) {
        status = search_beam_row(c, &beam, r, margin, limit_first[r], limit_last[r]);
        if (status == 0 && beam.offsets[r + 1] > max_nodes)
            status = -3;
    }
    int64_t r = beam.rows.rows - 1, j = limit_last[r];
    if (status == 0 && last[r] < j)
        status = -2;
    if (status == 0) {
        int32_t kind_of_rank[MAX_KINDS] = {0};
        for (int k = 0; k < c->kinds; k++)
            kind_of_rank[c->ranks[k]] = k;
        int64_t total = beam.rows.total[r % beam.rows.depth * beam.rows.width + j - first[r]];
        *excess = 0;
        for (;;) {
            path[2 * count] = beam.rows.start + r, path[2 * count + 1] = j, count++;
            *excess = largest_of(*excess, total - potential[j] - beam.least[r]);
            if (r == 0 && j == first[0])
                break;
            int k = kind_of_rank[beam.ranks[beam.offsets[r] + j - first[r]]], s = c->shapes[2 * k], t = c->shapes[2 * k + 1];
            int32_t cost, node = 0;
            if (!has_node(&beam.rows, r - s, j - t)) {
                status = -4;
                break;
            }
            if (c->nodes && k < c->paired)
                node_costs(c, beam.rows.start + r, j, 1, &node);
            bead_costs(c, k, beam.rows.start + r, beam.rows.row + r, j, 1, 0, &node, &cost);
            r -= s, j -= t;
            if (c->nodes && k < c->paired) {
                node_costs(c, beam.rows.start + r, j, 1, &node);
                total -= node;
            }
            total -= cost;
        }
        if (status == 0)
            reverse_nodes(path, count);
    }
    if (c->nodes)
        free(beam.rows.joined);
    free(beam.rows.total), free(beam.ranks), free(beam.least), free(beam.offsets);
    return status < 0 ? status : count;
}

/* ------------------------------------------------------------------------------------------ totals of all nodes ---- */

/* Cheapest cost of a path from the begin of a block to each node of it: forwards[cells]. Returns 0, or -1. */
static int totals_from_begin(const Costs *c, Rows rows, int64_t *totals, uint8_t *ranks)
{
    for (int64_t r = 0, at = 0; r < rows.rows; r++) {
        search_row(c, &rows, r, ranks);
        int64_t count = rows.last[r] - rows.first[r] + 1;
        memcpy(totals + at, rows.total + r % rows.depth * rows.width, count * sizeof *totals);
        at += count;
    }
    return 0;
}

/* Cheapest cost of a path from each node of a block to its end. offsets: where the nodes of each row begin. */
CLONED static void totals_to_end(const Costs *c, const Rows *rows, const int64_t *offsets, int64_t *totals)
{
    int64_t insertion = c->kinds - 1;
    int32_t cost[TILE], node[TILE];
    for (int64_t r = rows->rows - 1; r >= 0; r--) {
        int64_t i = rows->start + r, low = rows->first[r], high = rows->last[r];
        int64_t *here = totals + offsets[r] - low;
        for (int64_t j = low; j <= high; j++)
            here[j] = UNREACHED;
        if (r == rows->rows - 1)
            here[high] = 0;
        for (int k = 0; k < insertion; k++) {
            int s = c->shapes[2 * k], t = c->shapes[2 * k + 1], two_sided = k < c->paired;
            int64_t after = r + s;
            if (after >= rows->rows)
                continue;
            int64_t begin = largest_of(low + t, rows->first[after]), end = least_of(high + t, rows->last[after]);
            for (int64_t from = begin; from <= end; from += TILE) {
                int64_t count = least_of(TILE, end - from + 1);
                if (c->nodes && two_sided)
                    node_costs(c, i + s, from, count, node);
                bead_costs(c, k, i + s, rows->row + after, from, count, 0, c->nodes && two_sided ? node : NULL, cost);
                const int64_t *behind = totals + offsets[after] - rows->first[after] + from;
                if (c->nodes && two_sided)
                    node_costs(c, i, from - t, count, node);
                else
                    memset(node, 0, (size_t)count * sizeof *node);
                for (int64_t x = 0; x < count; x++)
                    here[from - t + x] = least_of(here[from - t + x], behind[x] + node[x] + cost[x]);
            }
        }
        for (int64_t to = high; to > low; to -= TILE) {
            int64_t from = largest_of(low + 1, to - TILE + 1);
            bead_costs(c, (int)insertion, i, rows->row + r, from, to - from + 1, 0, NULL, cost);
            for (int64_t j = to; j >= from; j--)
                here[j - 1] = least_of(here[j - 1], here[j] + cost[j - from]);
        }
    }
}

/* The first and the last node of each row through which a path of its block leads that costs at most `slack` more than
 * the best one; high < low if there is none. Returns 0, or -1 without memory. */
static int near_best(const Costs *c, const Band *band, int64_t slack, int64_t *low, int64_t *high)
{
    int64_t depth = c->widest + 1, width = widest_row(band), most = 0, most_rows = 0;
    for (int64_t b = 0; b < band->blocks; b++) {
        most = largest_of(most, cells_of(band, b));
        most_rows = largest_of(most_rows, band->bounds[b + 1] - band->bounds[b]);
    }
    int64_t *ring = allocate(2 * depth * width, sizeof *ring), *offsets = allocate(most_rows + 1, sizeof *offsets);
    int64_t *from_begin = allocate(most, sizeof *from_begin), *to_end = allocate(most, sizeof *to_end);
    uint8_t *ranks = allocate(width, sizeof *ranks);
    int status = ring && offsets && from_begin && to_end && ranks ? 0 : -1;
    for (int64_t b = 0; b < band->blocks && status == 0; b++) {
        Rows rows = rows_of(band, b);
        rows.depth = depth, rows.width = width, rows.total = ring, rows.joined = c->nodes ? ring + depth * width : ring;
        offsets[0] = 0;
        for (int64_t r = 0; r < rows.rows; r++)
            offsets[r + 1] = offsets[r] + rows.last[r] - rows.first[r] + 1;
        totals_from_begin(c, rows, from_begin, ranks);
        totals_to_end(c, &rows, offsets, to_end);
        int64_t limit = from_begin[offsets[rows.rows] - 1] + slack;
        for (int64_t r = 0; r < rows.rows; r++) {
            int64_t first = rows.first[r], count = offsets[r + 1] - offsets[r], at = offsets[r], begin = 0, end = count - 1;
            while (begin < count && from_begin[at + begin] + to_end[at + begin] > limit)
                begin++;
            while (end >= begin && from_begin[at + end] + to_end[at + end] > limit)
                end--;
            low[rows.row + r] = begin < count ? first + begin : rows.last[r] + 1;
            high[rows.row + r] = begin < count ? first + end : first - 1;
        }
    }
    free(ring), free(offsets), free(from_begin), free(to_end), free(ranks);
    return status;
}

/* A total far beyond any cost of a path is that of a node without a path, less the costs of beads from there. */
static void mark_unreached(int64_t *totals, int64_t cells)
{
    for (int64_t x = 0; x < cells; x++)
        if (totals[x] >= UNREACHED / 2)
            totals[x] = UNREACHED;
}

/* -------------------------------------------------------------------------------------------------- posteriors ---- */

#define NEGLIGIBLE 1e-10 /* probability; less probable nodes and beads are not followed backwards */
#define LEAST_LOG (-25.0) /* nats; a bead that is less likely than the likeliest one by more adds nothing to a sum */

/* exp(x), LEAST_LOG <= x <= 0 or a little above: 2^n times a polynomial in the rest, |rest| <= ln(2) / 2. */
static inline double exponential(double x)
{
    const double magic = 6755399441055744.0; /* 1.5 * 2^52; rounds to a whole number */
    double shifted = x * 1.4426950408889634 + magic;
    int64_t power;
    memcpy(&power, &shifted, sizeof power);
    double n = shifted - magic;
    double rest = x - n * 6.93147180369123816490e-01 - n * 1.90821492927058770002e-10; /* ln(2) in two parts */
    double sum = 1.0 / 479001600;
    sum = sum * rest + 1.0 / 39916800;
    sum = sum * rest + 1.0 / 3628800;
    sum = sum * rest + 1.0 / 362880;
    sum = sum * rest + 1.0 / 40320;
    sum = sum * rest + 1.0 / 5040;
    sum = sum * rest + 1.0 / 720;
    sum = sum * rest + 1.0 / 120;
    sum = sum * rest + 1.0 / 24;
    sum = sum * rest + 1.0 / 6;
    sum = sum * rest + 0.5;
    sum = sum * rest + 1.0;
    sum = sum * rest + 1.0;
    uint64_t bits;
    memcpy(&bits, &sum, sizeof bits);
    bits += (uint64_t)power << 52;
    memcpy(&sum, &bits, sizeof bits);
    return sum;
}

/* ln(v), v >= 1: ln(m) + e ln(2), v = m 2^e; ln(m) = 2 artanh((m - 1) / (m + 1)), by its series. */
static inline double logarithm(double v)
{
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    double e = (double)((int64_t)(bits >> 52) - 1023);
    bits = (bits & 0xfffffffffffff) | (uint64_t)1023 << 52;
    double m;
    memcpy(&m, &bits, sizeof m);
    if (m > 1.4142135623730951)
        m *= 0.5, e += 1.0;
    double z = (m - 1.0) / (m + 1.0), square = z * z;
    double sum = 1.0 / 21;
    for (int odd = 19; odd >= 1; odd -= 2)
        sum = sum * square + 1.0 / odd;
    return e * 0.6931471805599453 + 2.0 * z * sum;
}

typedef struct {
    int64_t i, j;
    double probability;
    int64_t kind;
} Bead;

typedef struct {
    Bead *beads;
    int64_t count, room;
} Beads;

static int add_bead(Beads *list, int64_t i, int64_t j, int64_t kind, double probability)
{
    if (list->count == list->room) {
        int64_t room = 2 * list->room + 256;
        Bead *beads = reallocate(list->beads, room, sizeof *beads);
        if (!beads)
            return -1;
        list->beads = beads, list->room = room;
    }
    list->beads[list->count++] = (Bead){i, j, probability, kind};
    return 0;
}

/* Tables of a block for the two passes. sum: F of each node; joined: F less the cost of the node, where two-sided beads
 * begin; the same array if nodes have no costs. probable: P of the nodes of the last few rows, in a ring. */
typedef struct {
    Rows rows;
    const int64_t *offsets;
    double *sum, *joined, *probable, *terms;
    int64_t *low, *high; /* of each row: the first and the last probable node */
    double scale, least;
} Pass;

/* F of the nodes of row r: ln of the sum over all paths of exp(-cost / temperature). */
CLONED static void forward_row(const Costs *c, const Pass *p, int64_t r)
{
    const Rows *rows = &p->rows;
    int64_t i = rows->start + r, low = rows->first[r], high = rows->last[r], insertion = c->kinds - 1;
    double *here = p->sum + p->offsets[r] - low, *joined = p->joined + p->offsets[r] - low, scale = p->scale;
    int32_t cost[TILE], node[TILE];
    double peak[TILE], sum[TILE];
    int64_t begins[MAX_KINDS], ends[MAX_KINDS];
    for (int64_t from = low; from <= high; from += TILE) {
        int64_t to = least_of(from + TILE - 1, high), count = to - from + 1;
        for (int64_t x = 0; x < count; x++)
            peak[x] = -INFINITY, sum[x] = 0.0;
        if (c->nodes)
            node_costs(c, i, from, count, node);
        /* 1. The terms of all kinds, and the greatest of each node. */
        for (int k = 0; k < insertion; k++) {
            int s = c->shapes[2 * k], t = c->shapes[2 * k + 1];
            int64_t before = r - s;
            begins[k] = 0, ends[k] = -1;
            if (before < 0)
                continue;
            int64_t begin = largest_of(from, rows->first[before] + t), end = least_of(to, rows->last[before] + t);
            if (begin > end)
                continue;
            begins[k] = begin - from, ends[k] = end - from;
            bead_costs(c, k, i, rows->row + r, begin, end - begin + 1, 0, c->nodes ? node + begins[k] : NULL, cost);
            const double *restrict behind = (k < c->paired ? p->joined : p->sum) + p->offsets[before] - rows->first[before] + begin - t;
            double *restrict term = p->terms + k * TILE + begins[k], *restrict greatest = peak + begins[k];
            for (int64_t x = 0; x <= end - begin; x++) {
                double value = behind[x] + cost[x] * scale;
                term[x] = value;
                greatest[x] = value > greatest[x] ? value : greatest[x];
            }
        }
        /* 2. The sum of exp(term - greatest term). */
        for (int k = 0; k < insertion; k++) {
            const double *restrict term = p->terms + k * TILE;
            for (int64_t x = begins[k]; x <= ends[k]; x++) {
                double difference = term[x] - peak[x]; /* not a number if both are -inf */
                double value = exponential(difference >= LEAST_LOG ? difference : LEAST_LOG);
                sum[x] += difference >= LEAST_LOG ? value : 0.0;
            }
        }
        /* 3. Insertions lead from node to node of the row. */
        bead_costs(c, (int)insertion, i, rows->row + r, from, count, 0, NULL, cost);
        for (int64_t x = 0; x < count; x++) {
            double behind = from + x > low ? here[from + x - 1] + cost[x] * scale : -INFINITY;
            double most = peak[x], total = sum[x];
            if (r == 0 && from + x == low)
                most = 0.0, total = 1.0;
            if (behind > most) {
                total = most - behind >= LEAST_LOG ? total * exponential(most - behind) + 1.0 : 1.0;
                most = behind;
            } else if (behind - most >= LEAST_LOG)
                total += exponential(behind - most);
            here[from + x] = total > 0.0 ? most + logarithm(total) : -INFINITY;
        }
        if (c->nodes)
            for (int64_t x = 0; x < count; x++)
                joined[from + x] = here[from + x] + node[x] * scale;
    }
}

/* P of the nodes of row r, from the rows after it: the sum of the shares of the beads that begin there. */
static int backward_row(const Costs *c, const Pass *p, int64_t r, Beads *list)
{
    const Rows *rows = &p->rows;
    int64_t i = rows->start + r, low = rows->first[r], high = rows->last[r], insertion = c->kinds - 1;
    double *here = p->probable + r % rows->depth * rows->width - low, scale = p->scale;
    int32_t cost[TILE], node[TILE];
    for (int64_t j = low; j <= high; j++)
        here[j] = 0.0;
    if (r == rows->rows - 1)
        here[high] = 1.0;
    for (int k = 0; k < c->kinds; k++) {
        int s = c->shapes[2 * k], t = c->shapes[2 * k + 1];
        int64_t after = r + s, begin, end;
        if (after >= rows->rows)
            continue;
        const double *behind = (k < c->paired ? p->joined : p->sum) + p->offsets[r] - low;
        const double *ends = p->sum + p->offsets[after] - rows->first[after];
        const double *probable = p->probable + after % rows->depth * rows->width - rows->first[after];
        if (k < insertion)
            begin = largest_of(low + t, p->low[after]), end = least_of(high + t, p->high[after]);
        else
            begin = low + 1, end = high;
        /* The bead from (i, j - t) to (i + s, j). Insertions come last, from the end of the row to its begin. */
        for (int64_t to = end; to >= begin; to -= TILE) {
            int64_t from = largest_of(begin, to - TILE + 1), count = to - from + 1;
            if (c->nodes && k < c->paired)
                node_costs(c, i + s, from, count, node);
            bead_costs(c, k, i + s, rows->row + after, from, count, 0, c->nodes && k < c->paired ? node : NULL, cost);
            for (int64_t j = to; j >= from; j--) {
                if (!(probable[j] > NEGLIGIBLE))
                    continue;
                double log_share = behind[j - t] + cost[j - from] * scale - ends[j];
                if (!(log_share >= LEAST_LOG))
                    continue;
                double share = probable[j] * exponential(log_share);
                if (share > NEGLIGIBLE)
                    here[j - t] += share;
                if (share >= p->least && add_bead(list, i, j - t, k, share) < 0)
                    return -1;
            }
        }
    }
    p->low[r] = high + 1, p->high[r] = low - 1;
    for (int64_t j = low; j <= high; j++)
        if (here[j] > NEGLIGIBLE) {
            p->low[r] = least_of(p->low[r], j);
            p->high[r] = j;
        }
    return 0;
}

/* The beads of all blocks that are at least `least` likely. low, high: of each row, the first and the last probable node;
 * high < low if there is none. Returns 0, -1 without memory, -2 if no path inside the band leads to the end of a block. */
static int posteriors(const Costs *c, const Band *band, double scale, double least, Beads *list, int64_t *low, int64_t *high)
{
    int64_t depth = c->widest + 1, width = widest_row(band), most = 0, most_rows = 0, status = 0;
    for (int64_t b = 0; b < band->blocks; b++) {
        most = largest_of(most, cells_of(band, b));
        most_rows = largest_of(most_rows, band->bounds[b + 1] - band->bounds[b]);
    }
    int64_t *offsets = allocate(most_rows + 1, sizeof *offsets);
    double *sum = allocate(most, sizeof *sum), *joined = c->nodes ? allocate(most, sizeof *joined) : sum;
    double *probable = allocate(depth * width, sizeof *probable), *terms = allocate((int64_t)c->kinds * TILE, sizeof *terms);
    if (!offsets || !sum || !joined || !probable || !terms)
        status = -1;
    for (int64_t b = 0; b < band->blocks && status == 0; b++) {
        Pass p = {rows_of(band, b), offsets, sum, joined, probable, terms, low + band->bounds[b], high + band->bounds[b], scale, least};
        p.rows.depth = depth, p.rows.width = width;
        offsets[0] = 0;
        for (int64_t r = 0; r < p.rows.rows; r++)
            offsets[r + 1] = offsets[r] + p.rows.last[r] - p.rows.first[r] + 1;
        for (int64_t r = 0; r < p.rows.rows; r++)
            forward_row(c, &p, r);
        if (!(sum[offsets[p.rows.rows] - 1] > -INFINITY))
            status = -2;
        for (int64_t r = p.rows.rows - 1; r >= 0 && status == 0; r--)
            status = backward_row(c, &p, r, list);
    }
    if (c->nodes)
        free(joined);
    free(offsets), free(sum), free(probable), free(terms);
    return (int)status;
}

/* --------------------------------------------------------------------------------------------------- the module ---- */

static PyObject *failure(int64_t status)
{
    if (status == -1)
        return PyErr_NoMemory();
    PyErr_SetString(PyExc_ValueError, status == -4 ? "the lowest bits of the costs must be 0, for the ranks of kinds"
                                                   : "no path inside the band leads to its end");
    return NULL;
}

/* Whether the first `written` of some arrays share no memory with the others, nor with those of the costs and the band. */
static int are_separate(const Array *out, int written, int count, const Arrays *arrays)
{
    for (int k = 0; k < written; k++)
        if (!is_separate(&out[k], out, count) || !is_separate(&out[k], arrays->costs, COST_ARRAYS)
            || !is_separate(&out[k], arrays->band, BAND_ARRAYS))
            return 0;
    return 1;
}

/* Whether totals less a potential cannot overflow. */
static int is_potential(const Array *array)
{
    const int64_t *potential = array->view.buf;
    for (int64_t j = 0; j < array->count; j++)
        if (potential[j] < -UNREACHED / 4 || potential[j] > UNREACHED / 4) {
            refuse("the potential is too large");
            return 0;
        }
    return 1;
}

PyDoc_STRVAR(best_path_doc, "best_path(costs, band) -> bytes of int64: the nodes (i, j) of the cheapest path through all "
                            "blocks.");

static PyObject *py_best_path(PyObject *self, PyObject *args)
{
    PyObject *costs_tuple, *band_tuple, *result = NULL;
    Arrays arrays;
    Costs costs;
    Band band;
    (void)self;
    if (!PyArg_ParseTuple(args, "OO", &costs_tuple, &band_tuple) || take_all(costs_tuple, band_tuple, &arrays, &costs, &band) < 0)
        return NULL;
    int64_t room = 0, count = -1;
    for (int64_t b = 0; b < band.blocks; b++) {
        int64_t begin = band.bounds[b], end = band.bounds[b + 1];
        room += end - begin + band.last[end - 1] - band.first[begin];
    }
    int64_t *path = allocate(2 * room + 2, sizeof *path);
    if (path) {
        Py_BEGIN_ALLOW_THREADS
        count = best_paths(&costs, &band, path);
        Py_END_ALLOW_THREADS
    }
    result = count < 0 ? failure(count) : PyBytes_FromStringAndSize((const char *)path, 2 * count * (Py_ssize_t)sizeof *path);
    free(path);
    release_all(&arrays);
    return result;
}

PyDoc_STRVAR(beam_doc, "beam(costs, band, block, margin, max_nodes, potential, first, last) -> (excess, bytes of int64): the nodes (i, j) of the "
                       "cheapest path of a block inside its beam, or None if the beam leads to no end or has more nodes. "
                       "Stores the beam in first and last.");

static PyObject *py_beam(PyObject *self, PyObject *args)
{
    PyObject *costs_tuple, *band_tuple, *potential, *first_object, *last_object, *result = NULL;
    long long block, margin, max_nodes;
    Arrays arrays;
    Costs costs;
    Band band;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOLLLOOO", &costs_tuple, &band_tuple, &block, &margin, &max_nodes, &potential, &first_object, &last_object)
        || take_all(costs_tuple, band_tuple, &arrays, &costs, &band) < 0)
        return NULL;
    Array out[] = {{"first", 'i', 8, ANY_COUNT, 1, {0}, 0}, {"last", 'i', 8, ANY_COUNT, 1, {0}, 0}, {"potential", 'i', 8, costs.m + 1, 0, {0}, 0}};
    if (block < 0 || block >= band.blocks || margin < 0 || margin > UNREACHED / 4 || max_nodes < 1)
        refuse("no such block, or no such margin");
    else {
        int64_t begin = band.bounds[block], rows = band.bounds[block + 1] - begin, count = -1, excess = 0;
        out[0].count = out[1].count = rows;
        if (take_array(first_object, &out[0]) == 0 && take_array(last_object, &out[1]) == 0 && take_array(potential, &out[2]) == 0
            && are_separate(out, 2, 3, &arrays) && is_potential(&out[2])) {
            int64_t room = rows + band.last[begin + rows - 1] - band.first[begin];
            int64_t *path = allocate(2 * room, sizeof *path);
            if (path) {
                Py_BEGIN_ALLOW_THREADS
                count = beam_path(&costs, &band, block, margin, max_nodes, out[2].view.buf, out[0].view.buf, out[1].view.buf, path, &excess);
                Py_END_ALLOW_THREADS
            }
            if (count == -1 || count == -4)
                failure(count);
            else if (count < 0)
                result = Py_BuildValue("(iO)", count == -3, Py_None);
            else
                result = Py_BuildValue("(Ly#)", (long long)excess, (const char *)path, (Py_ssize_t)(2 * count * (int64_t)sizeof *path));
            free(path);
        }
    }
    release_arrays(out, 3);
    release_all(&arrays);
    return result;
}

PyDoc_STRVAR(posteriors_doc, "posteriors(costs, band, scale, least, low, high) -> (i, j, kind, probability): bytes of int64, int64, "
                             "int64 and float64, the beads whose posterior is at least `least`. scale: minus the nats of one "
                             "unit of a cost, divided by the temperature. Stores the first and the last probable node of "
                             "each row in low and high.");

/* The columns of beads, as bytes. */
static PyObject *columns_of(const Beads *list)
{
    PyObject *columns[4], *result = NULL;
    int made = 0;
    for (; made < 4; made++)
        if (!(columns[made] = PyBytes_FromStringAndSize(NULL, list->count * 8)))
            break;
    if (made == 4) {
        int64_t *i = (int64_t *)PyBytes_AsString(columns[0]), *j = (int64_t *)PyBytes_AsString(columns[1]);
        int64_t *kind = (int64_t *)PyBytes_AsString(columns[2]);
        double *probability = (double *)PyBytes_AsString(columns[3]);
        for (int64_t b = 0; b < list->count; b++) {
            i[b] = list->beads[b].i, j[b] = list->beads[b].j, kind[b] = list->beads[b].kind;
            probability[b] = list->beads[b].probability;
        }
        result = PyTuple_Pack(4, columns[0], columns[1], columns[2], columns[3]);
    }
    while (made-- > 0)
        Py_DECREF(columns[made]);
    return result;
}

static PyObject *py_posteriors(PyObject *self, PyObject *args)
{
    PyObject *costs_tuple, *band_tuple, *low_object, *high_object, *result = NULL;
    double scale, least;
    Arrays arrays;
    Costs costs;
    Band band;
    Beads list = {NULL, 0, 0};
    (void)self;
    if (!PyArg_ParseTuple(args, "OOddOO", &costs_tuple, &band_tuple, &scale, &least, &low_object, &high_object)
        || take_all(costs_tuple, band_tuple, &arrays, &costs, &band) < 0)
        return NULL;
    int64_t rows = band.bounds[band.blocks];
    Array out[] = {{"low", 'i', 8, rows, 1, {0}, 0}, {"high", 'i', 8, rows, 1, {0}, 0}};
    if (take_array(low_object, &out[0]) == 0 && take_array(high_object, &out[1]) == 0 && are_separate(out, 2, 2, &arrays)) {
        int status;
        Py_BEGIN_ALLOW_THREADS
        status = posteriors(&costs, &band, scale, least, &list, out[0].view.buf, out[1].view.buf);
        Py_END_ALLOW_THREADS
        result = status < 0 ? failure(status) : columns_of(&list);
    }
    free(list.beads);
    release_arrays(out, 2);
    release_all(&arrays);
    return result;
}

PyDoc_STRVAR(totals_doc, "totals(costs, band) -> (from_begin, to_end): bytes of int64, the cheapest cost of a path from the begin of "
                         "its block to each node, and from each node to the end of its block, row by row.");

static PyObject *py_totals(PyObject *self, PyObject *args)
{
    PyObject *costs_tuple, *band_tuple, *from_begin = NULL, *to_end = NULL, *result = NULL;
    Arrays arrays;
    Costs costs;
    Band band;
    (void)self;
    if (!PyArg_ParseTuple(args, "OO", &costs_tuple, &band_tuple) || take_all(costs_tuple, band_tuple, &arrays, &costs, &band) < 0)
        return NULL;
    int64_t cells = 0, rows = band.bounds[band.blocks], depth = costs.widest + 1, width = widest_row(&band);
    for (int64_t b = 0; b < band.blocks; b++)
        cells += cells_of(&band, b);
    if (cells > PY_SSIZE_T_MAX / 16) {
        release_all(&arrays);
        return PyErr_NoMemory();
    }
    int64_t *ring = allocate(2 * depth * width, sizeof *ring), *offsets = allocate(rows + 1, sizeof *offsets);
    uint8_t *ranks = allocate(width, sizeof *ranks);
    from_begin = PyBytes_FromStringAndSize(NULL, cells * 8), to_end = PyBytes_FromStringAndSize(NULL, cells * 8);
    if (!ring || !offsets || !ranks || !from_begin || !to_end)
        PyErr_NoMemory();
    else {
        int64_t *begin_totals = (int64_t *)PyBytes_AsString(from_begin), *end_totals = (int64_t *)PyBytes_AsString(to_end);
        Py_BEGIN_ALLOW_THREADS
        for (int64_t b = 0; b < band.blocks; b++) {
            Rows block = rows_of(&band, b);
            block.depth = depth, block.width = width, block.total = ring, block.joined = costs.nodes ? ring + depth * width : ring;
            offsets[0] = 0;
            for (int64_t r = 0; r < block.rows; r++)
                offsets[r + 1] = offsets[r] + block.last[r] - block.first[r] + 1;
            totals_from_begin(&costs, block, begin_totals, ranks);
            totals_to_end(&costs, &block, offsets, end_totals);
            mark_unreached(begin_totals, offsets[block.rows]);
            mark_unreached(end_totals, offsets[block.rows]);
            begin_totals += offsets[block.rows], end_totals += offsets[block.rows];
        }
        Py_END_ALLOW_THREADS
        result = PyTuple_Pack(2, from_begin, to_end);
    }
    Py_XDECREF(from_begin);
    Py_XDECREF(to_end);
    free(ring), free(offsets), free(ranks);
    release_all(&arrays);
    return result;
}

PyDoc_STRVAR(near_best_doc, "near_best(costs, band, slack, low, high): stores the first and the last node of each row through which a "
                            "path leads that costs at most `slack` more than the best one; high < low if there is none.");

static PyObject *py_near_best(PyObject *self, PyObject *args)
{
    PyObject *costs_tuple, *band_tuple, *low_object, *high_object, *result = NULL;
    long long slack;
    Arrays arrays;
    Costs costs;
    Band band;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOLOO", &costs_tuple, &band_tuple, &slack, &low_object, &high_object)
        || take_all(costs_tuple, band_tuple, &arrays, &costs, &band) < 0)
        return NULL;
    int64_t rows = band.bounds[band.blocks];
    Array out[] = {{"low", 'i', 8, rows, 1, {0}, 0}, {"high", 'i', 8, rows, 1, {0}, 0}};
    if (slack < 0 || slack > UNREACHED / 4)
        refuse("no such slack");
    else if (take_array(low_object, &out[0]) == 0 && take_array(high_object, &out[1]) == 0
             && are_separate(out, 2, 2, &arrays)) {
        int status;
        Py_BEGIN_ALLOW_THREADS
        status = near_best(&costs, &band, slack, out[0].view.buf, out[1].view.buf);
        Py_END_ALLOW_THREADS
        if (status < 0)
            PyErr_NoMemory();
        else {
            Py_INCREF(Py_None);
            result = Py_None;
        }
    }
    release_arrays(out, 2);
    release_all(&arrays);
    return result;
}

static PyMethodDef methods[] = {
    {"best_path", py_best_path, METH_VARARGS, best_path_doc},
    {"beam", py_beam, METH_VARARGS, beam_doc},
    {"posteriors", py_posteriors, METH_VARARGS, posteriors_doc},
    {"near_best", py_near_best, METH_VARARGS, near_best_doc},
    {"totals", py_totals, METH_VARARGS, totals_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_lattice", "Searches of the lattice of beads, compiled.", -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__lattice(void)
{
    return PyModule_Create(&module);
}

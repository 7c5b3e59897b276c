/* The costs of the beads of one text, computed for a stretch of a row at a time.
 *
 * `lattice/costs.py` describes the tables, and states the equation. Costs are quantized, so that sums are exact in any
 * order.
 */
#ifndef ALIGNER_BEAD_COSTS_H
#define ALIGNER_BEAD_COSTS_H

#include <stdint.h>
#include <string.h>

#define RANK_BITS 6
#define UNIT_BITS 2 /* log2 of the quanta in a unit of a bead table */
#define MAX_KINDS (1 << RANK_BITS)
#define STATES 3 /* of a place: no break, a break, an end of the text */
#define TILE 512 /* nodes of a row whose beads are computed at once; the arrays of a tile stay in the cache */

typedef struct {
    int kinds, paired, widest;
    int64_t n, m;
    const int32_t *shapes, *ranks, *priors; /* (kinds, 2), (kinds,), (kinds,) */
    int32_t kind_of_rank[MAX_KINDS];
    /* Lengths: the spreads belong to the fitted model, max_square to the published one. */
    const float *x, *y, *x_spread, *y_spread; /* (widest, places) */
    float max_square;
    /* The table of logarithms. */
    const int32_t *coarse, *fine;
    int64_t coarse_count;
    int dropped_bits, fine_bits, offset;
    /* Sides of beads. */
    const int32_t *source, *target; /* (widest, places) */
    const int32_t *one_source, *one_target; /* (2, places), for deletions and for insertions */
    /* Breaks; nodes is NULL if nodes have no costs. */
    const uint8_t *source_state, *target_state; /* (places,) */
    const int32_t *nodes; /* (STATES, STATES) */
    /* Words; cells is 0 if there are none. */
    const int32_t *source_sums, *target_sums; /* (widest, cells) */
    const int64_t *cell; /* (rows,) */
    int64_t cells;
    /* The bead table; bead_cells is 0 if there is none. */
    const int16_t *bead_table; /* (paired, bead_cells) */
    const int64_t *bead_cell; /* (rows,) */
    int64_t bead_cells;
} Costs;

/* ln of positive float32s from their leading bits, plus `target` and `add`: coarse[high bits of the index] + fine[low
 * bits]. The compiler makes vectors of the first loop; the second one has nothing but look-ups. */
static inline void add_table_logs(
    const Costs *c, const float *restrict values, int64_t count, const int32_t *restrict target, int32_t add,
    int32_t *restrict out)
{
    const int32_t *restrict coarse = c->coarse, *restrict fine = c->fine;
    const int dropped_bits = c->dropped_bits, fine_bits = c->fine_bits, offset = c->offset;
    const int32_t top = (int32_t)(c->coarse_count << fine_bits) - 1, mask = (1 << fine_bits) - 1;
    int32_t indices[TILE];
    for (int64_t k = 0; k < count; k++) {
        int32_t bits;
        memcpy(&bits, &values[k], sizeof bits);
        int32_t index = (bits >> dropped_bits) - offset;
        index = index < 0 ? 0 : index;
        indices[k] = index > top ? top : index;
    }
    for (int64_t k = 0; k < count; k++)
        out[k] = coarse[indices[k] >> fine_bits] + fine[indices[k] & mask] + target[k] + add;
}

/* The costs of the lengths of beads (s, t) and of their two sides, plus `add`, for the ends (i, j) with
 * j = from, ..., from + count - 1. */
static inline void length_costs(
    const Costs *c, int s, int t, int64_t i, int64_t from, int64_t count, int32_t add, int32_t *restrict out)
{
    int64_t of_source = (s - 1) * (c->n + 1) + i, of_target = (t - 1) * (c->m + 1) + from;
    float x = c->x[of_source];
    const float *restrict y = c->y + of_target;
    const int32_t *restrict target = c->target + of_target;
    add += c->source[of_source];
    if (c->x_spread) { /* 3/2 ln [ (d^2 + 3 v(x)) (d^2 + 3 v(y)) ], d = y - x */
        float spread = c->x_spread[of_source];
        const float *restrict y_spread = c->y_spread + of_target;
        float product[TILE];
        for (int64_t k = 0; k < count; k++) {
            float square = (y[k] - x) * (y[k] - x);
            product[k] = (square + spread) * (square + y_spread[k]);
        }
        add_table_logs(c, product, count, target, add, out);
    } else { /* q - ln erfcx(sqrt(q)), q = d^2 / (y + x) */
        float square[TILE], max_square = c->max_square;
        for (int64_t k = 0; k < count; k++) {
            float value = (y[k] - x) * (y[k] - x) / (y[k] + x);
            square[k] = value < max_square ? value : max_square;
        }
        add_table_logs(c, square, count, target, add, out);
        for (int64_t k = 0; k < count; k++)
            out[k] += (int32_t)((uint32_t)(int32_t)square[k] << RANK_BITS);
    }
}

/* Add what the words of beads (s, t) cost:
 *
 *     1/2 [ source[t - 1](i - s, j) - source[t - 1](i, j) + target[s - 1](i, j - t) - target[s - 1](i, j) ].
 *
 * row: the number of row i in the band. The sums wrap around; these differences are right. One shift more than the bits
 * of a rank halves the sum; the shift back leaves these bits free for the rank. */
static inline void add_word_costs(
    const Costs *c, int s, int t, int64_t row, int64_t from, int64_t count, int32_t *restrict out)
{
    const uint32_t *of_source = (const uint32_t *)c->source_sums + (t - 1) * c->cells;
    const uint32_t *of_target = (const uint32_t *)c->target_sums + (s - 1) * c->cells;
    int64_t here = c->cell[row] + from, above = c->cell[row - s] + from;
    const uint32_t *restrict source_before = of_source + above, *restrict source_here = of_source + here;
    const uint32_t *restrict target_before = of_target + (here - t), *restrict target_here = of_target + here;
    for (int64_t k = 0; k < count; k++) {
        int32_t sum = (int32_t)(source_before[k] - source_here[k] + target_before[k] - target_here[k]);
        out[k] += (int32_t)((uint32_t)(sum >> (RANK_BITS + 1)) << RANK_BITS);
    }
}

/* Add what the bead table has for beads of kind k: table[k](i, j), in units of 2^UNIT_BITS quanta.
 *
 * row: the number of row i in the band. */
static inline void add_bead_table(
    const Costs *c, int k, int64_t row, int64_t from, int64_t count, int32_t *restrict out)
{
    const int16_t *restrict costs = c->bead_table + k * c->bead_cells + c->bead_cell[row] + from;
    for (int64_t x = 0; x < count; x++)
        out[x] += (int32_t)((uint32_t)(int32_t)costs[x] << (RANK_BITS + UNIT_BITS));
}

/* The costs of nodes (i, j), j = from, ..., for each of the two-sided beads that begin or end there. */
static inline void node_costs(const Costs *c, int64_t i, int64_t from, int64_t count, int32_t *restrict out)
{
    const int32_t *of_state = c->nodes + STATES * c->source_state[i];
    for (int64_t x = 0; x < count; x++)
        out[x] = of_state[c->target_state[from + x]];
}

/* The costs of the beads of kind k that end at (i, j), j = from, ..., from + count - 1, count <= TILE:
 *
 *     prior + source + target + lengths + words + bead table + node where the bead ends    of a two-sided bead,
 *     prior + one_source + one_target                                                      of a one-sided bead,
 *
 * plus `add`. The beads must begin in the band.
 *
 * row: the number of row i in the band.
 * node_here: the costs of the nodes where they end, or NULL. */
static inline void bead_costs(
    const Costs *c, int k, int64_t i, int64_t row, int64_t from, int64_t count, int32_t add,
    const int32_t *node_here, int32_t *restrict out)
{
    int s = c->shapes[2 * k], t = c->shapes[2 * k + 1];
    add += c->priors[k];
    if (k < c->paired) {
        length_costs(c, s, t, i, from, count, add, out);
        if (c->cells)
            add_word_costs(c, s, t, row, from, count, out);
        if (c->bead_cells)
            add_bead_table(c, k, row, from, count, out);
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

#endif

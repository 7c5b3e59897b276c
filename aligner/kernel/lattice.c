/* Searches of the lattice of beads: best paths, totals and posteriors, row by row, one text at a time.
 *
 * A node (i, j) stands after i source and j target sentences. A bead of kind (s, t) is an edge from (i - s, j - t) to
 * (i, j). Row i of a band has the nodes (i, first), ..., (i, last). A search goes through a row in tiles: `bead_costs`
 * computes all beads of a kind that end in a tile at once.
 *
 * `lattice/reference.py` computes the same bits in NumPy.
 */
#define Py_LIMITED_API 0x030B0000
#include "lattice_arguments.h"

#include <math.h>

#define RANK_MASK ((1 << RANK_BITS) - 1)
#define UNREACHED ((int64_t)1 << 61) /* total of a node that no path inside the band reaches */

/* What a search returns instead of a number of nodes. */
enum {
    NO_MEMORY = -1,
    NO_PATH = -2, /* inside the band leads to the end of a block */
    TOO_MANY_NODES = -3,
    NO_ROOM_FOR_RANKS = -4, /* the lowest bits of the costs are not 0 */
};

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

/* A step of a cloned function. It is inlined, so that it is compiled for the same processor. */
#define STEP static inline __attribute__((always_inline))

/* -- Rows of nodes ------------------------------------------------------------------------------------------------- */

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

/* Sizes of the largest block of a band, for which a search allocates its tables. */
typedef struct {
    int64_t width, rows, cells; /* nodes of the widest row; rows and nodes of a block */
} Largest;

static int64_t nodes_of_row(const Rows *rows, int64_t r) { return rows->last[r] - rows->first[r] + 1; }

static Rows rows_of(const Band *band, int64_t block)
{
    int64_t begin = band->bounds[block];
    return (Rows){
        .rows = band->bounds[block + 1] - begin, .start = band->start[block], .first = band->first + begin,
        .last = band->last + begin, .row = begin,
    };
}

/* offsets: (rows + 1,), the nodes of the block before each row. Returns the number of all nodes. */
static int64_t find_offsets(const Rows *rows, int64_t *offsets)
{
    offsets[0] = 0;
    for (int64_t r = 0; r < rows->rows; r++)
        offsets[r + 1] = offsets[r] + nodes_of_row(rows, r);
    return offsets[rows->rows];
}

static Largest largest_block(const Band *band)
{
    Largest largest = {1, 0, 0};
    for (int64_t b = 0; b < band->blocks; b++) {
        Rows rows = rows_of(band, b);
        int64_t cells = 0;
        for (int64_t r = 0; r < rows.rows; r++) {
            cells += nodes_of_row(&rows, r);
            largest.width = largest_of(largest.width, nodes_of_row(&rows, r));
        }
        largest.rows = largest_of(largest.rows, rows.rows);
        largest.cells = largest_of(largest.cells, cells);
    }
    return largest;
}

/* The place of row r in the ring of totals, and in that of joined totals. */
static inline int64_t *total_of(const Rows *rows, int64_t r) { return rows->total + r % rows->depth * rows->width; }
static inline int64_t *joined_of(const Rows *rows, int64_t r) { return rows->joined + r % rows->depth * rows->width; }

/* -- Viterbi search ------------------------------------------------------------------------------------------------ */

/* best[j] = min over the kinds (s, t) but insertions of
 *
 *     total(i - s, j - t) + cost of the bead with its two nodes, and the rank of the kind in the lowest bits,
 *
 * for the nodes j = from, ..., to of row r. node: the costs of these nodes, if nodes have costs. */
STEP void search_kinds(
    const Costs *c, const Rows *rows, int64_t r, int64_t from, int64_t to, const int32_t *node, int64_t *best)
{
    int32_t cost[TILE];
    for (int64_t x = 0; x <= to - from; x++)
        best[x] = UNREACHED;
    for (int k = 0; k < c->kinds - 1; k++) {
        int s = c->shapes[2 * k], t = c->shapes[2 * k + 1];
        int64_t before = r - s;
        if (before < 0)
            continue;
        /* The nodes of the tile into which a bead leads from a node of the row before. */
        int64_t begin = largest_of(from, rows->first[before] + t), end = least_of(to, rows->last[before] + t);
        if (begin > end)
            continue;
        bead_costs(
            c, k, rows->start + r, rows->row + r, begin, end - begin + 1, c->ranks[k],
            c->nodes ? node + (begin - from) : NULL, cost);
        const int64_t *of_row = k < c->paired ? joined_of(rows, before) : total_of(rows, before);
        const int64_t *restrict behind = of_row + (begin - t - rows->first[before]);
        int64_t *restrict here = best + (begin - from);
        for (int64_t x = 0; x <= end - begin; x++) {
            int64_t sum = behind[x] + cost[x];
            here[x] = sum < here[x] ? sum : here[x];
        }
    }
}

/* total[j] = min(best[j], total[j - 1] + cost of an insertion and its rank), j = from, ..., to: from node to node of
 * row r. The rank moves from the lowest bits into an array of its own. */
STEP void search_insertions(
    const Costs *c, const Rows *rows, int64_t r, int64_t from, int64_t to, int64_t *best, uint8_t *ranks)
{
    int32_t cost[TILE];
    int insertion = c->kinds - 1, is_first = from == rows->first[r];
    bead_costs(c, insertion, rows->start + r, rows->row + r, from, to - from + 1, c->ranks[insertion], NULL, cost);
    int64_t behind = is_first ? 2 * UNREACHED : best[-1]; /* there is no insertion into the first node */
    for (int64_t x = 0; x <= to - from; x++) {
        int64_t sum = behind + cost[x];
        sum = sum < best[x] ? sum : best[x];
        ranks[x] = (uint8_t)(sum & RANK_MASK);
        best[x] = behind = least_of(sum & ~(int64_t)RANK_MASK, UNREACHED);
    }
}

/* Find the cheapest bead into each node of row r: its total, and the rank of its kind. */
CLONED static void search_row(const Costs *c, const Rows *rows, int64_t r, uint8_t *ranks)
{
    int64_t low = rows->first[r], high = rows->last[r], *joined = joined_of(rows, r);
    int32_t node[TILE];
    for (int64_t from = low; from <= high; from += TILE) {
        int64_t to = least_of(from + TILE - 1, high), count = to - from + 1;
        int64_t *best = total_of(rows, r) + (from - low);
        if (c->nodes)
            node_costs(c, rows->start + r, from, count, node);
        search_kinds(c, rows, r, from, to, node, best);
        if (r == 0 && from == low)
            best[0] = 0; /* the path begins here */
        search_insertions(c, rows, r, from, to, best, ranks + (from - low));
        if (c->nodes)
            for (int64_t x = 0; x < count; x++)
                joined[from - low + x] = best[x] + node[x];
    }
}

/* Whether row r has the node j. */
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

/* Follow the best path of a block from its end to its begin, by the ranks of the last beads of its nodes.
 *
 * If the lowest bits of the costs, which ranks need, are not free, a rank may lead out of the band.
 *
 * ranks: of the nodes of all rows, one row after the other; row r begins at offsets[r].
 * path: room for n + m + 1 nodes of the block.
 * Returns the number of nodes, or NO_ROOM_FOR_RANKS. */
static int64_t trace_back(
    const Costs *c, const Rows *rows, const int64_t *offsets, const uint8_t *ranks, int64_t *path)
{
    int64_t r = rows->rows - 1, j = rows->last[r], count = 0;
    for (;;) {
        path[2 * count] = rows->start + r, path[2 * count + 1] = j, count++;
        if (r == 0 && j == rows->first[0])
            break;
        int k = c->kind_of_rank[ranks[offsets[r] + j - rows->first[r]]];
        r -= c->shapes[2 * k], j -= c->shapes[2 * k + 1];
        if (!has_node(rows, r, j))
            return NO_ROOM_FOR_RANKS;
    }
    reverse_nodes(path, count);
    return count;
}

/* The nodes (i, j) of the best path through all blocks. Returns their number, or NO_MEMORY, NO_PATH or
 * NO_ROOM_FOR_RANKS. */
static int64_t best_paths(const Costs *c, const Band *band, int64_t *path)
{
    Largest most = largest_block(band);
    int64_t depth = c->widest + 1, count = 0;
    int64_t *total = allocate(depth * most.width, sizeof *total);
    int64_t *joined = c->nodes ? allocate(depth * most.width, sizeof *joined) : total;
    int64_t *offsets = allocate(most.rows + 1, sizeof *offsets);
    uint8_t *ranks = allocate(most.cells, sizeof *ranks);
    if (!total || !joined || !offsets || !ranks)
        count = NO_MEMORY;
    for (int64_t b = 0; b < band->blocks && count >= 0; b++) {
        Rows rows = rows_of(band, b);
        rows.depth = depth, rows.width = most.width, rows.total = total, rows.joined = joined;
        find_offsets(&rows, offsets);
        for (int64_t r = 0; r < rows.rows; r++)
            search_row(c, &rows, r, ranks + offsets[r]);
        int64_t end = rows.rows - 1;
        if (total_of(&rows, end)[nodes_of_row(&rows, end) - 1] >= UNREACHED / 2) {
            count = NO_PATH;
            break;
        }
        int64_t begin = count ? count - 1 : 0; /* a block begins with the node where the one before it ends */
        int64_t nodes = trace_back(c, &rows, offsets, ranks, path + 2 * begin);
        count = nodes < 0 ? nodes : begin + nodes;
    }
    if (c->nodes)
        free(joined);
    free(total), free(offsets), free(ranks);
    return count;
}

/* -- Beam search --------------------------------------------------------------------------------------------------- */

/* The beam of a block: rows of nodes, and the rank of the cheapest bead into each of them.
 *
 * margin: the most by which the total of the first and of the last node of a row, less the potential, may exceed the
 * least of the row.
 * limit_first, limit_last: of each row, the nodes of the block.
 * least: cheapest total of each row, less the potential.
 * ranks: of all rows, one after the other; a row begins at its offset.
 * potential: of each place j; what a path is expected to cost up to there more than in other columns.
 */
typedef struct {
    Rows rows;
    int64_t margin;
    const int64_t *limit_first, *limit_last, *potential;
    int64_t *first, *last, *least, *offsets;
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
            return NO_MEMORY;
        for (int64_t d = 0; d < rows->depth && *old; d++)
            memcpy(wide + d * width, *old + d * rows->width, (size_t)rows->width * sizeof *wide);
        free(*old);
        *old = wide;
    }
    if (!c->nodes)
        rows->joined = rows->total;
    rows->width = width;
    return 0;
}

/* Make room for `count` nodes of row r: totals in the ring, and ranks. Pointers into either become invalid. */
static int make_room(const Costs *c, Beam *beam, int64_t r, int64_t count)
{
    if (widen_ring(c, &beam->rows, count) < 0)
        return NO_MEMORY;
    int64_t needed = beam->offsets[r] + count;
    if (needed > beam->room) {
        uint8_t *ranks = reallocate(beam->ranks, 2 * needed, sizeof *ranks);
        if (!ranks)
            return NO_MEMORY;
        beam->ranks = ranks, beam->room = 2 * needed;
    }
    return 0;
}

/* Put into row r all nodes to which beads lead from the rows before it. */
static void begin_beam_row(const Costs *c, Beam *beam, int64_t r)
{
    int64_t first = r ? largest_of(beam->first[r - 1], beam->limit_first[r]) : beam->limit_first[0], last = first;
    for (int64_t before = largest_of(r - c->widest, 0); before < r; before++)
        last = largest_of(last, beam->last[before] + c->widest);
    beam->first[r] = first, beam->last[r] = least_of(last, beam->limit_last[r]);
}

/* The total of the node x of row r, less its potential: what is compared with the least of the row. */
static inline int64_t compared(const Beam *beam, int64_t r, int64_t x)
{
    return total_of(&beam->rows, r)[x] - beam->potential[beam->first[r] + x];
}

/* Add nodes behind the last one of row r, to which only insertions lead. */
static int append_insertions(const Costs *c, Beam *beam, int64_t r)
{
    Rows *rows = &beam->rows;
    int insertion = c->kinds - 1;
    int64_t i = rows->start + r, most = beam->least[r] + beam->margin;
    for (int64_t x = nodes_of_row(rows, r); beam->last[r] < beam->limit_last[r]; x++) {
        if (compared(beam, r, x - 1) > most)
            break;
        if (make_room(c, beam, r, x + 1) < 0)
            return NO_MEMORY;
        int32_t cost, node = 0;
        int64_t j = ++beam->last[r], *total = total_of(rows, r);
        bead_costs(c, insertion, i, rows->row + r, j, 1, 0, NULL, &cost);
        total[x] = total[x - 1] + cost;
        beam->ranks[beam->offsets[r] + x] = (uint8_t)c->ranks[insertion];
        if (c->nodes) {
            node_costs(c, i, j, 1, &node);
            joined_of(rows, r)[x] = total[x] + node;
        }
    }
    return 0;
}

/* Leave out expensive nodes at both ends of row r, but none from which insertions lead to a node that stays. */
static void trim_beam_row(const Costs *c, Beam *beam, int64_t r)
{
    int64_t most = beam->least[r] + beam->margin, skipped = 0, end = nodes_of_row(&beam->rows, r) - 1;
    int64_t *total = total_of(&beam->rows, r), *joined = joined_of(&beam->rows, r);
    uint8_t *ranks = beam->ranks + beam->offsets[r];
    while (compared(beam, r, end) > most)
        end--;
    while (compared(beam, r, skipped) > most)
        skipped++;
    while (skipped > 0 && ranks[skipped] == c->ranks[c->kinds - 1])
        skipped--;
    int64_t count = end + 1 - skipped;
    memmove(total, total + skipped, (size_t)count * sizeof *total);
    if (c->nodes)
        memmove(joined, joined + skipped, (size_t)count * sizeof *joined);
    memmove(ranks, ranks + skipped, (size_t)count);
    beam->last[r] = beam->first[r] + end, beam->first[r] += skipped;
    beam->offsets[r + 1] = beam->offsets[r] + count;
}

/* Search row r of a beam. Returns 0, or NO_MEMORY, or NO_PATH if no node is reached. */
static int search_beam_row(const Costs *c, Beam *beam, int64_t r)
{
    begin_beam_row(c, beam, r);
    int64_t count = nodes_of_row(&beam->rows, r), least = UNREACHED;
    if (make_room(c, beam, r, count) < 0)
        return NO_MEMORY;
    search_row(c, &beam->rows, r, beam->ranks + beam->offsets[r]);
    for (int64_t x = 0; x < count; x++)
        least = least_of(least, compared(beam, r, x));
    if (least >= UNREACHED / 2)
        return NO_PATH;
    beam->least[r] = least;
    if (append_insertions(c, beam, r) < 0)
        return NO_MEMORY;
    trim_beam_row(c, beam, r);
    return 0;
}

/* Search the rows of a beam. Returns 0, or NO_MEMORY, or NO_PATH if the beam does not lead to the end, or
 * TOO_MANY_NODES if it has more than max_nodes nodes. */
static int search_beam(const Costs *c, Beam *beam, int64_t max_nodes)
{
    int64_t end = beam->rows.rows - 1;
    beam->offsets[0] = 0;
    for (int64_t r = 0; r <= end; r++) {
        int status = search_beam_row(c, beam, r);
        if (status < 0)
            return status;
        if (beam->offsets[r + 1] > max_nodes)
            return TOO_MANY_NODES;
    }
    return beam->last[end] < beam->limit_last[end] ? NO_PATH : 0;
}

/* The excess of a path: the most by which a node of it exceeds the least of its row. The ring has forgotten the totals
 * of most nodes, which are sums of the costs along the path. */
static int64_t excess_of(const Costs *c, const Beam *beam, const int64_t *path, int64_t count)
{
    const Rows *rows = &beam->rows;
    int64_t total = 0, excess = 0;
    for (int64_t at = 0; at < count; at++, path += 2) {
        int64_t i = path[0], r = i - rows->start, j = path[1];
        if (at > 0) {
            int k = c->kind_of_rank[beam->ranks[beam->offsets[r] + j - beam->first[r]]];
            int32_t cost, begin = 0, end = 0;
            if (c->nodes && k < c->paired) {
                node_costs(c, path[-2], path[-1], 1, &begin);
                node_costs(c, i, j, 1, &end);
            }
            bead_costs(c, k, i, rows->row + r, j, 1, 0, &end, &cost);
            total += (int64_t)begin + cost;
        }
        excess = largest_of(excess, total - beam->potential[j] - beam->least[r]);
    }
    return excess;
}

/* The best path of the beam of a block, and its excess. Stores the nodes of its rows in beam->first and beam->last.
 *
 * path: room for n + m + 1 nodes of the block.
 * Returns the number of nodes of the path, or what `search_beam` or `trace_back` return instead. */
static int64_t beam_path(const Costs *c, Beam *beam, int64_t max_nodes, int64_t *path, int64_t *excess)
{
    int64_t count = NO_MEMORY, rows = beam->rows.rows;
    beam->limit_first = beam->rows.first, beam->limit_last = beam->rows.last;
    beam->rows.first = beam->first, beam->rows.last = beam->last, beam->rows.depth = c->widest + 1;
    beam->least = allocate(rows, sizeof *beam->least);
    beam->offsets = allocate(rows + 1, sizeof *beam->offsets);
    if (beam->least && beam->offsets)
        count = search_beam(c, beam, max_nodes);
    if (count == 0)
        count = trace_back(c, &beam->rows, beam->offsets, beam->ranks, path);
    if (count > 0)
        *excess = excess_of(c, beam, path, count);
    if (c->nodes)
        free(beam->rows.joined);
    free(beam->rows.total), free(beam->ranks), free(beam->least), free(beam->offsets);
    return count;
}

/* -- Totals of all nodes ------------------------------------------------------------------------------------------- */

/* Memory for the totals of all nodes of a block, in both directions. offsets: see `find_offsets`. */
typedef struct {
    int64_t *ring, *offsets;
    uint8_t *ranks;
} TotalsMemory;

static int allocate_totals(const Costs *c, const Largest *most, TotalsMemory *memory)
{
    memory->ring = allocate(2 * (c->widest + 1) * most->width, sizeof *memory->ring);
    memory->offsets = allocate(most->rows + 1, sizeof *memory->offsets);
    memory->ranks = allocate(most->width, sizeof *memory->ranks);
    return memory->ring && memory->offsets && memory->ranks ? 0 : NO_MEMORY;
}

static void free_totals(TotalsMemory *memory)
{
    free(memory->ring), free(memory->offsets), free(memory->ranks);
}

/* totals: cheapest cost of a path from the begin of a block to each node of it, row by row. */
static void totals_from_begin(const Costs *c, const Rows *rows, const TotalsMemory *memory, int64_t *totals)
{
    for (int64_t r = 0; r < rows->rows; r++) {
        search_row(c, rows, r, memory->ranks);
        memcpy(totals + memory->offsets[r], total_of(rows, r), (size_t)nodes_of_row(rows, r) * sizeof *totals);
    }
}

/* total(i, j) = min over the kinds (s, t) but insertions of total(i + s, j + t) + cost of the bead with its two nodes,
 * for the nodes of row r.
 *
 * first, last: of each row, the nodes to which beads lead. */
STEP void search_kinds_backwards(
    const Costs *c, const Rows *rows, int64_t r, const int64_t *offsets, const int64_t *first, const int64_t *last,
    int64_t *totals)
{
    int64_t i = rows->start + r, low = rows->first[r], high = rows->last[r], *here = totals + offsets[r] - low;
    int32_t cost[TILE], node[TILE];
    for (int k = 0; k < c->kinds - 1; k++) {
        int s = c->shapes[2 * k], t = c->shapes[2 * k + 1], has_nodes = c->nodes && k < c->paired;
        int64_t after = r + s;
        if (after >= rows->rows)
            continue;
        int64_t begin = largest_of(low + t, first[after]), end = least_of(high + t, last[after]);
        for (int64_t from = begin; from <= end; from += TILE) { /* the bead ends at from, ..., and begins t before */
            int64_t count = least_of(TILE, end - from + 1);
            const int64_t *behind = totals + offsets[after] - rows->first[after] + from;
            if (has_nodes)
                node_costs(c, i + s, from, count, node);
            bead_costs(c, k, i + s, rows->row + after, from, count, 0, has_nodes ? node : NULL, cost);
            if (has_nodes)
                node_costs(c, i, from - t, count, node);
            else
                memset(node, 0, (size_t)count * sizeof *node);
            for (int64_t x = 0; x < count; x++)
                here[from - t + x] = least_of(here[from - t + x], behind[x] + node[x] + cost[x]);
        }
    }
}

/* total(i, j) = min(total(i, j), total(i, j + 1) + cost of an insertion), from the end of row r to its begin. */
STEP void search_insertions_backwards(const Costs *c, const Rows *rows, int64_t r, int64_t *totals)
{
    int64_t low = rows->first[r], high = rows->last[r], *here = totals - low;
    int32_t cost[TILE];
    for (int64_t to = high; to > low; to -= TILE) {
        int64_t from = largest_of(low + 1, to - TILE + 1);
        bead_costs(c, c->kinds - 1, rows->start + r, rows->row + r, from, to - from + 1, 0, NULL, cost);
        for (int64_t j = to; j >= from; j--)
            here[j - 1] = least_of(here[j - 1], here[j] + cost[j - from]);
    }
}

/* totals: cheapest cost of a path from each node of a row to the end of its block, from those of the rows after it. */
CLONED static void search_row_backwards(
    const Costs *c, const Rows *rows, int64_t r, const int64_t *offsets, const int64_t *first, const int64_t *last,
    int64_t *totals)
{
    for (int64_t x = offsets[r]; x < offsets[r + 1]; x++)
        totals[x] = UNREACHED;
    if (r == rows->rows - 1)
        totals[offsets[r + 1] - 1] = 0;
    search_kinds_backwards(c, rows, r, offsets, first, last, totals);
    search_insertions_backwards(c, rows, r, totals + offsets[r]);
}

/* Use the memory of a search for the rows of a block. Returns the number of its nodes. */
static int64_t use_memory(const Costs *c, const Largest *most, Rows *rows, const TotalsMemory *memory)
{
    rows->depth = c->widest + 1, rows->width = most->width, rows->total = memory->ring;
    rows->joined = c->nodes ? memory->ring + rows->depth * rows->width : memory->ring;
    return find_offsets(rows, memory->offsets);
}

/* Mark the nodes without a path: their totals are UNREACHED, less the costs of beads from there. */
static void mark_unreached(int64_t *totals, int64_t cells)
{
    for (int64_t x = 0; x < cells; x++)
        if (totals[x] >= UNREACHED / 2)
            totals[x] = UNREACHED;
}

/* Both totals of all nodes of all blocks. Returns 0, or NO_MEMORY. */
static int all_totals(const Costs *c, const Band *band, int64_t *from_begin, int64_t *to_end)
{
    Largest most = largest_block(band);
    TotalsMemory memory;
    int status = allocate_totals(c, &most, &memory);
    for (int64_t b = 0; b < band->blocks && status == 0; b++) {
        Rows rows = rows_of(band, b);
        int64_t cells = use_memory(c, &most, &rows, &memory);
        totals_from_begin(c, &rows, &memory, from_begin);
        for (int64_t r = rows.rows - 1; r >= 0; r--)
            search_row_backwards(c, &rows, r, memory.offsets, rows.first, rows.last, to_end);
        mark_unreached(from_begin, cells);
        mark_unreached(to_end, cells);
        from_begin += cells, to_end += cells;
    }
    free_totals(&memory);
    return status;
}

/* Find the first and the last node of each row through which a path leads that costs at most `limit`.
 *
 * No such path leads through another node after it, so only these are followed backwards.
 *
 * from_begin: cheapest cost of a path to each node. to_end: room for those from each node. */
static void find_near_best(
    const Costs *c, const Rows *rows, const int64_t *offsets, int64_t limit, const int64_t *from_begin,
    int64_t *to_end, int64_t *low, int64_t *high)
{
    for (int64_t r = rows->rows - 1; r >= 0; r--) {
        search_row_backwards(c, rows, r, offsets, low, high, to_end);
        const int64_t *to_node = from_begin + offsets[r], *from_node = to_end + offsets[r];
        int64_t count = nodes_of_row(rows, r), begin = 0, end = count - 1;
        while (begin < count && to_node[begin] + from_node[begin] > limit)
            begin++;
        while (end >= begin && to_node[end] + from_node[end] > limit)
            end--;
        low[r] = begin < count ? rows->first[r] + begin : rows->last[r] + 1;
        high[r] = begin < count ? rows->first[r] + end : rows->first[r] - 1;
    }
}

/* The first and the last node of each row through which a path of its block leads that costs at most `slack` more than
 * the best one; high < low if there is none. Returns 0, NO_MEMORY, or NO_PATH. */
static int near_best(const Costs *c, const Band *band, int64_t slack, int64_t *low, int64_t *high)
{
    Largest most = largest_block(band);
    TotalsMemory memory;
    int64_t *from_begin = allocate(most.cells, sizeof *from_begin), *to_end = allocate(most.cells, sizeof *to_end);
    int status = allocate_totals(c, &most, &memory);
    if (!from_begin || !to_end)
        status = NO_MEMORY;
    for (int64_t b = 0; b < band->blocks && status == 0; b++) {
        Rows rows = rows_of(band, b);
        int64_t cells = use_memory(c, &most, &rows, &memory);
        totals_from_begin(c, &rows, &memory, from_begin);
        int64_t best = from_begin[cells - 1];
        if (best >= UNREACHED / 2)
            status = NO_PATH;
        else
            find_near_best(c, &rows, memory.offsets, best + slack, from_begin, to_end, low + rows.row, high + rows.row);
    }
    free(from_begin), free(to_end);
    free_totals(&memory);
    return status;
}

/* -- Posteriors ---------------------------------------------------------------------------------------------------- */

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

/* Make room for `count` beads. Returns 0, or NO_MEMORY. */
static int make_room_for_beads(Beads *list, int64_t count)
{
    if (count > list->room) {
        int64_t room = 2 * count + 256;
        Bead *beads = reallocate(list->beads, room, sizeof *beads);
        if (!beads)
            return NO_MEMORY;
        list->beads = beads, list->room = room;
    }
    return 0;
}

static int add_bead(Beads *list, int64_t i, int64_t j, int64_t kind, double probability)
{
    if (make_room_for_beads(list, list->count + 1) < 0)
        return NO_MEMORY;
    list->beads[list->count++] = (Bead){i, j, probability, kind};
    return 0;
}

/* Tables of a block for the two passes.
 *
 * offsets: nodes of the block before each row.
 * sum: (nodes,), F of each node, ln of the sum over all paths to it of exp(-cost / temperature).
 * joined: (nodes,), F less the cost of the node, where two-sided beads begin; the same array if nodes have no costs.
 * probable: P of the nodes of the last few rows, in a ring.
 * terms: (kinds, TILE), of the nodes of a tile.
 * low, high: (rows,), the first and the last probable node of each row.
 * sorted: the beads of a row while they are sorted; count_of_j: (nodes of a row,).
 * by_shape: (kinds,), the numbers of the kinds in the order of s, then t.
 * scale: minus the nats of one unit of a cost, divided by the temperature.
 * least: posterior of the least likely bead that is listed.
 */
typedef struct {
    Rows rows;
    int64_t *offsets;
    double *sum, *joined, *probable, *terms;
    int64_t *low, *high;
    Beads *sorted;
    int64_t *count_of_j;
    int by_shape[MAX_KINDS];
    double scale, least;
} Pass;

/* The nodes of a tile, counted from its begin, into which beads of a kind lead; last < first if there are none. */
typedef struct {
    int64_t first, last;
} Reach;

/* term_k(j) = F(i - s, j - t) - cost / temperature for the nodes j = from, ..., to of row r and all kinds k but
 * insertions. peak(j): the greatest of them. */
STEP void find_terms(
    const Costs *c, const Pass *p, int64_t r, int64_t from, int64_t to, const int32_t *node, double *peak,
    Reach *reaches)
{
    const Rows *rows = &p->rows;
    int32_t cost[TILE];
    for (int k = 0; k < c->kinds - 1; k++) {
        int s = c->shapes[2 * k], t = c->shapes[2 * k + 1];
        int64_t before = r - s;
        reaches[k] = (Reach){0, -1};
        if (before < 0)
            continue;
        int64_t begin = largest_of(from, rows->first[before] + t), end = least_of(to, rows->last[before] + t);
        if (begin > end)
            continue;
        reaches[k] = (Reach){begin - from, end - from};
        bead_costs(
            c, k, rows->start + r, rows->row + r, begin, end - begin + 1, 0, c->nodes ? node + (begin - from) : NULL,
            cost);
        const double *of_row = (k < c->paired ? p->joined : p->sum) + p->offsets[before];
        const double *restrict behind = of_row + (begin - t - rows->first[before]);
        double *restrict term = p->terms + k * TILE + (begin - from), *restrict greatest = peak + (begin - from);
        for (int64_t x = 0; x <= end - begin; x++) {
            double value = behind[x] + cost[x] * p->scale;
            term[x] = value;
            greatest[x] = value > greatest[x] ? value : greatest[x];
        }
    }
}

/* sum(j) = sum over the kinds k but insertions of exp(term_k(j) - peak(j)), in the order of the kinds. */
STEP void sum_terms(const Costs *c, const Pass *p, const double *peak, const Reach *reaches, double *sum)
{
    for (int k = 0; k < c->kinds - 1; k++) {
        const double *restrict term = p->terms + k * TILE;
        for (int64_t x = reaches[k].first; x <= reaches[k].last; x++) {
            double difference = term[x] - peak[x]; /* not a number if both are -inf */
            double value = exponential(difference >= LEAST_LOG ? difference : LEAST_LOG);
            sum[x] += difference >= LEAST_LOG ? value : 0.0;
        }
    }
}

/* F(i, j) = ln [ sum(j) exp(peak(j)) + exp(F(i, j - 1) - cost of an insertion / temperature) ]: from node to node. */
STEP void add_insertions(
    const Costs *c, const Pass *p, int64_t r, int64_t from, int64_t to, const double *peak, const double *sum)
{
    const Rows *rows = &p->rows;
    int64_t low = rows->first[r];
    double *here = p->sum + p->offsets[r] - low;
    int32_t cost[TILE];
    bead_costs(c, c->kinds - 1, rows->start + r, rows->row + r, from, to - from + 1, 0, NULL, cost);
    for (int64_t x = 0; x <= to - from; x++) {
        double behind = from + x > low ? here[from + x - 1] + cost[x] * p->scale : -INFINITY;
        double most = peak[x], total = sum[x];
        if (r == 0 && from + x == low)
            most = 0.0, total = 1.0; /* paths begin here */
        if (behind > most) {
            total = most - behind >= LEAST_LOG ? total * exponential(most - behind) + 1.0 : 1.0;
            most = behind;
        } else if (behind - most >= LEAST_LOG)
            total += exponential(behind - most);
        here[from + x] = total > 0.0 ? most + logarithm(total) : -INFINITY;
    }
}

/* F of the nodes of row r, from the rows before it. */
CLONED static void forward_row(const Costs *c, const Pass *p, int64_t r)
{
    int64_t low = p->rows.first[r], high = p->rows.last[r];
    double *here = p->sum + p->offsets[r] - low, *joined = p->joined + p->offsets[r] - low;
    int32_t node[TILE];
    double peak[TILE], sum[TILE];
    Reach reaches[MAX_KINDS];
    for (int64_t from = low; from <= high; from += TILE) {
        int64_t to = least_of(from + TILE - 1, high), count = to - from + 1;
        for (int64_t x = 0; x < count; x++)
            peak[x] = -INFINITY, sum[x] = 0.0;
        if (c->nodes)
            node_costs(c, p->rows.start + r, from, count, node);
        find_terms(c, p, r, from, to, node, peak, reaches);
        sum_terms(c, p, peak, reaches, sum);
        add_insertions(c, p, r, from, to, peak, sum);
        if (c->nodes)
            for (int64_t x = 0; x < count; x++)
                joined[from + x] = here[from + x] + node[x] * p->scale;
    }
}

/* weight(j) = exp(F(i, j - t) - cost / temperature - F(i + s, j)) for the beads of kind k that end at the nodes
 * j = from, ..., to of a row and begin in row r; 0 if it is negligible. */
STEP void find_weights(
    const Costs *c, const Pass *p, int64_t r, int k, int64_t from, int64_t to, double *restrict weight)
{
    const Rows *rows = &p->rows;
    int s = c->shapes[2 * k], t = c->shapes[2 * k + 1], has_nodes = c->nodes && k < c->paired;
    int64_t i = rows->start + r, after = r + s, count = to - from + 1;
    const double *of_row = (k < c->paired ? p->joined : p->sum) + p->offsets[r];
    const double *restrict begins = of_row + (from - t - rows->first[r]);
    const double *restrict ends = p->sum + p->offsets[after] + (from - rows->first[after]);
    int32_t cost[TILE], node[TILE];
    if (has_nodes)
        node_costs(c, i + s, from, count, node);
    bead_costs(c, k, i + s, rows->row + after, from, count, 0, has_nodes ? node : NULL, cost);
    for (int64_t x = 0; x < count; x++) {
        double log_share = begins[x] + cost[x] * p->scale - ends[x]; /* not a number if both are -inf */
        double value = exponential(log_share >= LEAST_LOG ? log_share : LEAST_LOG);
        weight[x] = log_share >= LEAST_LOG ? value : 0.0;
    }
}

/* P(i, j) += P(i + s, j + t) weight(j + t) for the beads of kind k that begin in row r, and list those that are likely.
 * Insertions lead from node to node, so beads are taken from the end of the row to its begin. Improbable nodes and
 * beads are left out. Returns 0, or NO_MEMORY. */
STEP int share_beads(const Costs *c, const Pass *p, int64_t r, int k, Beads *list)
{
    const Rows *rows = &p->rows;
    int s = c->shapes[2 * k], t = c->shapes[2 * k + 1];
    int64_t i = rows->start + r, after = r + s, low = rows->first[r], high = rows->last[r];
    double *here = p->probable + r % rows->depth * rows->width - low;
    const double *probable = p->probable + after % rows->depth * rows->width - rows->first[after];
    double weight[TILE];
    /* The nodes where beads may end: those after the first one of the row, or the probable ones of a row after it. */
    int64_t begin = low + 1, end = high;
    if (k < c->kinds - 1)
        begin = largest_of(low + t, p->low[after]), end = least_of(high + t, p->high[after]);
    for (int64_t to = end; to >= begin; to -= TILE) {
        int64_t from = largest_of(begin, to - TILE + 1);
        find_weights(c, p, r, k, from, to, weight);
        for (int64_t j = to; j >= from; j--) {
            double share = probable[j] > NEGLIGIBLE ? probable[j] * weight[j - from] : 0.0;
            if (share > NEGLIGIBLE)
                here[j - t] += share;
            if (share > 0.0 && share >= p->least && add_bead(list, i, j - t, k, share) < 0)
                return NO_MEMORY;
        }
    }
    return 0;
}

/* P of the nodes of row r, from the rows after it, and the first and the last probable node. Returns 0, or
 * NO_MEMORY. */
CLONED static int backward_row(const Costs *c, const Pass *p, int64_t r, Beads *list)
{
    const Rows *rows = &p->rows;
    int64_t low = rows->first[r], high = rows->last[r];
    double *here = p->probable + r % rows->depth * rows->width - low;
    for (int64_t j = low; j <= high; j++)
        here[j] = 0.0;
    if (r == rows->rows - 1)
        here[high] = 1.0; /* paths end here */
    for (int k = 0; k < c->kinds; k++)
        if (r + c->shapes[2 * k] < rows->rows && share_beads(c, p, r, k, list) < 0)
            return NO_MEMORY;
    p->low[r] = high + 1, p->high[r] = low - 1;
    for (int64_t j = low; j <= high; j++)
        if (here[j] > NEGLIGIBLE) {
            p->low[r] = least_of(p->low[r], j);
            p->high[r] = j;
        }
    return 0;
}

/* Sort the kinds by their shapes. */
static void sort_shapes(const Costs *c, int *by_shape)
{
    for (int k = 0; k < c->kinds; k++) {
        int at = k, s = c->shapes[2 * k], t = c->shapes[2 * k + 1];
        for (; at > 0; at--) {
            const int32_t *before = c->shapes + 2 * by_shape[at - 1];
            if (before[0] < s || (before[0] == s && before[1] < t))
                break;
            by_shape[at] = by_shape[at - 1];
        }
        by_shape[at] = k;
    }
}

/* Sort the beads that begin in row r, which are the last of the list from `begin` on and come kind by kind: by j, then
 * by shape, from the last to the first. They are counted, which takes as long as to list them. Returns 0, or
 * NO_MEMORY. */
static int sort_row(const Costs *c, const Pass *p, int64_t r, int64_t begin, Beads *list)
{
    int64_t low = p->rows.first[r], nodes = nodes_of_row(&p->rows, r), place = 0, of_kind[MAX_KINDS + 1];
    const Bead *beads = list->beads + begin;
    int64_t count = list->count - begin;
    if (count < 2)
        return 0;
    if (make_room_for_beads(p->sorted, count) < 0)
        return NO_MEMORY;
    memset(p->count_of_j, 0, (size_t)nodes * sizeof *p->count_of_j);
    for (int64_t b = 0; b < count; b++)
        p->count_of_j[beads[b].j - low]++;
    for (int64_t x = nodes - 1; x >= 0; x--) { /* the count becomes the place of the first of them */
        int64_t of_node = p->count_of_j[x];
        p->count_of_j[x] = place, place += of_node;
    }
    for (int64_t k = 0, b = 0; k <= c->kinds; k++) {
        while (b < count && beads[b].kind < k)
            b++;
        of_kind[k] = b;
    }
    for (int at = c->kinds - 1; at >= 0; at--) {
        int k = p->by_shape[at];
        for (int64_t b = of_kind[k]; b < of_kind[k + 1]; b++)
            p->sorted->beads[p->count_of_j[beads[b].j - low]++] = beads[b];
    }
    memcpy(list->beads + begin, p->sorted->beads, (size_t)count * sizeof *beads);
    return 0;
}

static void reverse_beads(Bead *beads, int64_t count)
{
    for (int64_t a = 0, b = count - 1; a < b; a++, b--) {
        Bead bead = beads[a];
        beads[a] = beads[b], beads[b] = bead;
    }
}

/* The likely beads of one block, in the order of i, j, s and t. Returns 0, NO_MEMORY or NO_PATH. */
static int block_posteriors(const Costs *c, const Pass *p, Beads *list)
{
    int64_t cells = find_offsets(&p->rows, p->offsets);
    for (int64_t r = 0; r < p->rows.rows; r++)
        forward_row(c, p, r);
    if (!(p->sum[cells - 1] > -INFINITY))
        return NO_PATH;
    int64_t begin = list->count;
    for (int64_t r = p->rows.rows - 1; r >= 0; r--) {
        int64_t begin_of_row = list->count;
        if (backward_row(c, p, r, list) < 0 || sort_row(c, p, r, begin_of_row, list) < 0)
            return NO_MEMORY;
    }
    if (list->count > begin)
        reverse_beads(list->beads + begin, list->count - begin);
    return 0;
}

/* The beads of all blocks that are at least `least` likely, in the order of i, j, s and t. low, high: of each row, the
 * first and the last probable node; high < low if there is none. Returns 0, NO_MEMORY, or NO_PATH. */
static int posteriors(
    const Costs *c, const Band *band, double scale, double least, Beads *list, int64_t *low, int64_t *high)
{
    Largest most = largest_block(band);
    int64_t depth = c->widest + 1;
    int status = 0;
    Beads sorted = {NULL, 0, 0};
    Pass p = {.sorted = &sorted, .scale = scale, .least = least};
    sort_shapes(c, p.by_shape);
    p.offsets = allocate(most.rows + 1, sizeof *p.offsets);
    p.sum = allocate(most.cells, sizeof *p.sum);
    p.joined = c->nodes ? allocate(most.cells, sizeof *p.joined) : p.sum;
    p.probable = allocate(depth * most.width, sizeof *p.probable);
    p.terms = allocate((int64_t)c->kinds * TILE, sizeof *p.terms);
    p.count_of_j = allocate(most.width, sizeof *p.count_of_j);
    if (!p.offsets || !p.sum || !p.joined || !p.probable || !p.terms || !p.count_of_j)
        status = NO_MEMORY;
    for (int64_t b = 0; b < band->blocks && status == 0; b++) {
        p.rows = rows_of(band, b);
        p.rows.depth = depth, p.rows.width = most.width;
        p.low = low + band->bounds[b], p.high = high + band->bounds[b];
        status = block_posteriors(c, &p, list);
    }
    if (c->nodes)
        free(p.joined);
    free(p.offsets), free(p.sum), free(p.probable), free(p.terms), free(p.count_of_j), free(sorted.beads);
    return status;
}

/* -- The module ---------------------------------------------------------------------------------------------------- */

static PyObject *failure(int64_t status)
{
    if (status == NO_MEMORY)
        return PyErr_NoMemory();
    refuse(
        status == NO_ROOM_FOR_RANKS ? "the lowest bits of the costs must be 0, for the ranks of kinds"
                                    : "no path inside the band leads to its end");
    return NULL;
}

/* The arguments that all functions have. */
typedef struct {
    Arrays arrays;
    Costs costs;
    Band band;
} Problem;

static int take_problem(PyObject *costs_tuple, PyObject *band_tuple, Problem *problem)
{
    return take_all(costs_tuple, band_tuple, &problem->arrays, &problem->costs, &problem->band);
}

/* Nodes of a path through a block: each bead leads at least one row or one column on. */
static int64_t path_room(const Band *band, int64_t block)
{
    int64_t begin = band->bounds[block], end = band->bounds[block + 1];
    return end - begin + band->last[end - 1] - band->first[begin];
}

PyDoc_STRVAR(best_path_doc,
    "best_path(costs, band) -> bytes of int64: the nodes (i, j) of the cheapest path through all blocks.");

static PyObject *py_best_path(PyObject *self, PyObject *args)
{
    PyObject *costs_tuple, *band_tuple, *result = NULL;
    Problem problem;
    (void)self;
    if (!PyArg_ParseTuple(args, "OO", &costs_tuple, &band_tuple)
        || take_problem(costs_tuple, band_tuple, &problem) < 0)
        return NULL;
    int64_t room = 1, count = NO_MEMORY;
    for (int64_t b = 0; b < problem.band.blocks; b++)
        room += path_room(&problem.band, b);
    int64_t *path = allocate(2 * room, sizeof *path);
    if (path) {
        Py_BEGIN_ALLOW_THREADS
        count = best_paths(&problem.costs, &problem.band, path);
        Py_END_ALLOW_THREADS
    }
    if (count < 0)
        failure(count);
    else
        result = PyBytes_FromStringAndSize((const char *)path, 2 * count * (Py_ssize_t)sizeof *path);
    free(path);
    release_all(&problem.arrays);
    return result;
}

PyDoc_STRVAR(beam_doc,
    "beam(costs, band, block, margin, max_nodes, potential, first, last) -> (excess, bytes of int64): the nodes\n"
    "(i, j) of the cheapest path of a block inside its beam. Without a path, (0, None) if the beam leads to no end,\n"
    "and (1, None) if it has more than max_nodes nodes. Stores the beam in first and last.");

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

/* Search a beam without the lock of the interpreter, and make a result of the path. */
static PyObject *beam_result(const Problem *problem, int64_t block, Beam *beam, int64_t max_nodes)
{
    PyObject *result = NULL;
    int64_t count = NO_MEMORY, excess = 0;
    int64_t *path = allocate(2 * path_room(&problem->band, block), sizeof *path);
    if (path) {
        Py_BEGIN_ALLOW_THREADS
        count = beam_path(&problem->costs, beam, max_nodes, path, &excess);
        Py_END_ALLOW_THREADS
    }
    if (count == NO_PATH || count == TOO_MANY_NODES)
        result = Py_BuildValue("(iO)", count == TOO_MANY_NODES, Py_None);
    else if (count < 0)
        failure(count);
    else {
        Py_ssize_t size = 2 * count * (Py_ssize_t)sizeof *path;
        result = Py_BuildValue("(Ly#)", (long long)excess, (const char *)path, size);
    }
    free(path);
    return result;
}

static PyObject *py_beam(PyObject *self, PyObject *args)
{
    PyObject *costs_tuple, *band_tuple, *potential, *first, *last, *result = NULL;
    long long block, margin, max_nodes;
    Problem problem;
    (void)self;
    if (!PyArg_ParseTuple(
            args, "OOLLLOOO", &costs_tuple, &band_tuple, &block, &margin, &max_nodes, &potential, &first, &last)
        || take_problem(costs_tuple, band_tuple, &problem) < 0)
        return NULL;
    const Band *band = &problem.band;
    Array out[] = {
        {"first", 'i', 8, ANY_COUNT, 1, {0}, 0},
        {"last", 'i', 8, ANY_COUNT, 1, {0}, 0},
        {"potential", 'i', 8, problem.costs.m + 1, 0, {0}, 0},
    };
    if (block < 0 || block >= band->blocks || margin < 0 || margin > UNREACHED / 4 || max_nodes < 1)
        refuse("no such block, or no such margin");
    else {
        out[0].count = out[1].count = band->bounds[block + 1] - band->bounds[block];
        if (take_array(first, &out[0]) == 0 && take_array(last, &out[1]) == 0 && take_array(potential, &out[2]) == 0
            && are_separate(out, 2, 3, &problem.arrays) && is_potential(&out[2])) {
            Beam beam = {
                .rows = rows_of(band, block), .margin = margin, .first = out[0].view.buf, .last = out[1].view.buf,
                .potential = out[2].view.buf,
            };
            result = beam_result(&problem, block, &beam, max_nodes);
        }
    }
    release_arrays(out, 3);
    release_all(&problem.arrays);
    return result;
}

PyDoc_STRVAR(posteriors_doc,
    "posteriors(costs, band, scale, least, low, high) -> (i, j, kind, probability): bytes of int64, int64, int64 and\n"
    "float64, the beads whose posterior is at least `least`, in the order of i, j, s and t. scale: minus the nats of\n"
    "one unit of a cost, divided by the temperature. Stores the first and the last probable node of each row in low\n"
    "and high.");

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

/* Take the arrays in which the first and the last node of each row are stored. */
static int take_limits(PyObject *low, PyObject *high, Array *out, const Problem *problem)
{
    int64_t rows = problem->band.bounds[problem->band.blocks];
    out[0] = (Array){"low", 'i', 8, rows, 1, {0}, 0};
    out[1] = (Array){"high", 'i', 8, rows, 1, {0}, 0};
    return take_array(low, &out[0]) == 0 && take_array(high, &out[1]) == 0
        && are_separate(out, 2, 2, &problem->arrays);
}

static PyObject *py_posteriors(PyObject *self, PyObject *args)
{
    PyObject *costs_tuple, *band_tuple, *low, *high, *result = NULL;
    double scale, least;
    Problem problem;
    Array out[2];
    Beads list = {NULL, 0, 0};
    (void)self;
    if (!PyArg_ParseTuple(args, "OOddOO", &costs_tuple, &band_tuple, &scale, &least, &low, &high)
        || take_problem(costs_tuple, band_tuple, &problem) < 0)
        return NULL;
    if (take_limits(low, high, out, &problem)) {
        int status;
        Py_BEGIN_ALLOW_THREADS
        status = posteriors(&problem.costs, &problem.band, scale, least, &list, out[0].view.buf, out[1].view.buf);
        Py_END_ALLOW_THREADS
        result = status < 0 ? failure(status) : columns_of(&list);
    }
    free(list.beads);
    release_arrays(out, 2);
    release_all(&problem.arrays);
    return result;
}

PyDoc_STRVAR(totals_doc,
    "totals(costs, band) -> (from_begin, to_end): bytes of int64, the cheapest cost of a path from the begin of its\n"
    "block to each node, and from each node to the end of its block, row by row.");

static PyObject *py_totals(PyObject *self, PyObject *args)
{
    PyObject *costs_tuple, *band_tuple, *from_begin = NULL, *to_end = NULL, *result = NULL;
    Problem problem;
    (void)self;
    if (!PyArg_ParseTuple(args, "OO", &costs_tuple, &band_tuple)
        || take_problem(costs_tuple, band_tuple, &problem) < 0)
        return NULL;
    int64_t cells = 0;
    for (int64_t r = 0; r < problem.band.bounds[problem.band.blocks]; r++)
        cells += problem.band.last[r] - problem.band.first[r] + 1;
    if (cells <= PY_SSIZE_T_MAX / 16) {
        from_begin = PyBytes_FromStringAndSize(NULL, cells * 8);
        to_end = PyBytes_FromStringAndSize(NULL, cells * 8);
    }
    int status = NO_MEMORY;
    if (from_begin && to_end) {
        int64_t *begin_totals = (int64_t *)PyBytes_AsString(from_begin);
        int64_t *end_totals = (int64_t *)PyBytes_AsString(to_end);
        Py_BEGIN_ALLOW_THREADS
        status = all_totals(&problem.costs, &problem.band, begin_totals, end_totals);
        Py_END_ALLOW_THREADS
    }
    result = status < 0 ? failure(status) : PyTuple_Pack(2, from_begin, to_end);
    Py_XDECREF(from_begin);
    Py_XDECREF(to_end);
    release_all(&problem.arrays);
    return result;
}

PyDoc_STRVAR(near_best_doc,
    "near_best(costs, band, slack, low, high): stores the first and the last node of each row through which a path\n"
    "leads that costs at most `slack` more than the best one; high < low if there is none.");

static PyObject *py_near_best(PyObject *self, PyObject *args)
{
    PyObject *costs_tuple, *band_tuple, *low, *high, *result = NULL;
    long long slack;
    Problem problem;
    Array out[2] = {0};
    (void)self;
    if (!PyArg_ParseTuple(args, "OOLOO", &costs_tuple, &band_tuple, &slack, &low, &high)
        || take_problem(costs_tuple, band_tuple, &problem) < 0)
        return NULL;
    if (slack < 0 || slack > UNREACHED / 4)
        refuse("no such slack");
    else if (take_limits(low, high, out, &problem)) {
        int status;
        Py_BEGIN_ALLOW_THREADS
        status = near_best(&problem.costs, &problem.band, slack, out[0].view.buf, out[1].view.buf);
        Py_END_ALLOW_THREADS
        result = status < 0 ? failure(status) : Py_NewRef(Py_None);
    }
    release_arrays(out, 2);
    release_all(&problem.arrays);
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
    PyModuleDef_HEAD_INIT, "_lattice", "Searches of the lattice of beads, compiled.", -1, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__lattice(void)
{
    return PyModule_Create(&module);
}

/* Numbers of words: running sums of what tokens are worth, their noise, their order, and IBM Model 1.
 *
 * `aligner/lexical` holds the equations, and beside each call the same computation in NumPy, with the same bits: sums
 * of floating-point numbers run in a fixed order, and logarithms come from basic arithmetic.
 */
#define Py_LIMITED_API 0x030B0000
#include "arrays.h"

/* The constants of `logarithms`. */
#define LN_2 0.6931471805599453f
#define THIRD 0.3333333333333333f
#define FIFTH 0.2f

#define NO_CELL (-1)
#define MAX_WIDEST 64 /* sentences of a group */
#define MAX_ORDER_TOKENS 65536 /* of a side of a bead, so that products of places and steps do not overflow */
#define MAX_STEPS 65536 /* of a distance of two places */
#define MAX_ITERATIONS 1000 /* of IBM Model 1 */

/* The tokens of one side of a text, and the tokens of the other side that explain them; see `WordLikelihood`. */
typedef struct {
    const int64_t *types, *ends; /* (tokens,), (sentences + 1,) */
    const int64_t *other_types, *other_ends; /* (other tokens,), (other sentences + 1,) */
    const int64_t *pair_begins, *pair_types; /* (other types + 1,), (pairs,); rows of other types */
    const double *pair_values; /* (pairs,), T(w | u) */
    int64_t sentences, other_sentences, size; /* size: types of this side */
} Side;

enum { TYPES, ENDS, OTHER_TYPES, OTHER_ENDS, PAIR_BEGINS, PAIR_TYPES, PAIR_VALUES, SIDE_ARRAYS };

static const Array side_arrays[SIDE_ARRAYS] = {
    {"types", 'i', 8, ANY_COUNT}, {"ends", 'i', 8, ANY_COUNT}, {"other_types", 'i', 8, ANY_COUNT},
    {"other_ends", 'i', 8, ANY_COUNT}, {"pair_begins", 'i', 8, ANY_COUNT}, {"pair_types", 'i', 8, ANY_COUNT},
    {"pair_values", 'f', 8, ANY_COUNT},
};

/* Whether indices lie in 0, ..., size - 1. */
static int are_indices(const Array *array, int64_t size)
{
    const int64_t *values = array->view.buf;
    for (Py_ssize_t k = 0; k < array->count; k++)
        if (values[k] < 0 || values[k] >= size) {
            PyErr_Format(PyExc_ValueError, "%s must be at least 0 and less than %lld", array->name, (long long)size);
            return 0;
        }
    return 1;
}

/* Whether numbers do not decrease and lie in 0, ..., limit; if `from_zero`, the first is 0 and the last the limit. */
static int are_bounds(const Array *array, int64_t limit, int from_zero)
{
    const int64_t *values = array->view.buf;
    int64_t count = array->count, valid = count > 0 && values[0] >= 0 && values[count - 1] <= limit;
    for (int64_t k = 1; k < count; k++)
        valid &= values[k - 1] <= values[k];
    if (valid && from_zero)
        valid = values[0] == 0 && values[count - 1] == limit;
    if (!valid)
        PyErr_Format(PyExc_ValueError, "%s must rise from 0 to %lld", array->name, (long long)limit);
    return (int)valid;
}

static int take_arrays(PyObject *const *objects, Array *arrays, int count)
{
    for (int k = 0; k < count; k++)
        if (take_array(objects[k], &arrays[k]) < 0)
            return 0;
    return 1;
}

static int has_count(Py_ssize_t count, Py_ssize_t wanted)
{
    if (count != wanted)
        PyErr_Format(PyExc_TypeError, "%zd arguments are needed, not %zd", wanted, count);
    return count == wanted;
}

static int have_equal_counts(const Array *one, const Array *two)
{
    if (one->count != two->count)
        PyErr_Format(PyExc_ValueError, "%s and %s must have the same number of elements", one->name, two->name);
    return one->count == two->count;
}

static int take_numbers(PyObject *const *objects, int64_t *numbers, int count)
{
    for (int k = 0; k < count; k++) {
        numbers[k] = PyLong_AsLongLong(objects[k]);
        if (numbers[k] == -1 && PyErr_Occurred())
            return 0;
    }
    return 1;
}

/* Take the arrays of a side, which has `size` types, and check them. */
static int take_side(PyObject *const *objects, Array *arrays, int64_t size, Side *side)
{
    memcpy(arrays, side_arrays, sizeof side_arrays);
    if (!take_arrays(objects, arrays, SIDE_ARRAYS))
        return 0;
    if (!have_equal_counts(&arrays[PAIR_TYPES], &arrays[PAIR_VALUES]))
        return 0;
    *side = (Side){
        arrays[TYPES].view.buf, arrays[ENDS].view.buf, arrays[OTHER_TYPES].view.buf, arrays[OTHER_ENDS].view.buf,
        arrays[PAIR_BEGINS].view.buf, arrays[PAIR_TYPES].view.buf, arrays[PAIR_VALUES].view.buf,
        arrays[ENDS].count - 1, arrays[OTHER_ENDS].count - 1, size,
    };
    return are_bounds(&arrays[ENDS], arrays[TYPES].count, 1)
        && are_bounds(&arrays[OTHER_ENDS], arrays[OTHER_TYPES].count, 1)
        && are_bounds(&arrays[PAIR_BEGINS], arrays[PAIR_TYPES].count, 1) && are_indices(&arrays[TYPES], size)
        && are_indices(&arrays[OTHER_TYPES], arrays[PAIR_BEGINS].count - 1) && are_indices(&arrays[PAIR_TYPES], size);
}

/* Numbers for four lanes, for which the compiler has vector instructions. */
typedef float Floats __attribute__((vector_size(16)));
typedef int32_t Ints __attribute__((vector_size(16)));
typedef uint32_t Bits __attribute__((vector_size(16)));

#define LANES 4
#define ALIGNMENT 64 /* bytes; of a vector at least */

/* ln(value) in quanta of 2^-12 nats, for values above 0; `logarithms.quantized_log` has the equations. */
static inline Ints quantized_log(Floats value)
{
    Ints octave = ((Ints)value - 0x3f3504f3) >> 23; /* the bits of sqrt(1/2) */
    Floats mantissa = (Floats)((Bits)value - ((Bits)octave << 23));
    Floats x = (mantissa - 1.0f) / (mantissa + 1.0f), y = x * x;
    Floats nats = __builtin_convertvector(octave, Floats) * LN_2 + 2.0f * x * (1.0f + y * (THIRD + y * FIFTH));
    return (Ints)(nats * 4096.0f + 12582912.0f) - 0x4b400000; /* rounded: 1.5 * 2^23 has no bits behind the point */
}

/* -- Running sums ------------------------------------------------------------------------------------------------ */

/* The running sums of one block of a band.
 *
 * start: the first place of the other side. A group of other sentences ends at each place from there on.
 * first, last: (groups,), the first and the last place of this side for each group; they do not decrease.
 * without_gain, of_gain: (types,), the value of a token is without_gain + of_gain * G / L.
 * widest: other sentences of a group, at most; `strips` vectors have as many lanes.
 * table: (widest, cells); the cell of a group and a place is begin[group] + place. If the groups are columns of the
 * table, it is begin[place - first[0]] + start + group.
 */
typedef struct {
    int64_t start, groups, widest, strips;
    const int64_t *first, *last;
    const float *without_gain, *of_gain;
    double min_length;
    int64_t max_tokens, max_worth, rank_bits;
    int32_t *table;
    int64_t cells, by_column;
    const int64_t *begin;
} SumsRequest;

/* A type that a group explains.
 *
 * last_group: the last group whose last sentence explains it.
 * gain: of the last sentence of the present group.
 * log_without_gain: ln without_gain.
 */
typedef struct {
    int64_t type, last_group;
    double gain;
    float without_gain, of_gain;
    int32_t log_without_gain;
} Explained;

/* Memory of `running_sums`, in one block.
 *
 * A lane stands for the other sentences from one of them to the last of the present group. The lanes are a ring: that
 * of the sentence number g, counted from `start`, is g % widest. Lanes from `widest` on are not read.
 */
typedef struct {
    int32_t *entry; /* (types,), number among the explained types, from 1 on; 0 if a type is not explained */
    int32_t *occurrences; /* (types,), within the places of the present group and the next widest - 1 */
    int32_t *log_without_gain; /* (types,) */
    Explained *explained; /* (types + 1,) */
    Floats *gains; /* (types + 1, strips), of each explained type */
    Ints *added; /* (types + 1, strips), what they add to the worth of a token; row 0 is 0 */
    Floats *inverse_lengths; /* (strips,), 1 / L */
    uint32_t *sum_without_gain; /* (sentences,), from first[0] on */
    int64_t *column_first, *column_last; /* (other sentences + 1,), first and last of the columns of a block */
} Scratch;

/* The place of some elements in a block of memory, which is NULL if only the bytes are counted. */
static void *part(char *block, uint64_t *used, int64_t count, uint64_t itemsize)
{
    uint64_t at = *used;
    *used += ((uint64_t)count * itemsize + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return block == NULL ? NULL : block + at;
}

static uint64_t lay_out(Scratch *s, char *block, const Side *side, int64_t strips)
{
    uint64_t used = 0;
    int64_t types = side->size;
    s->entry = part(block, &used, types, sizeof *s->entry);
    s->occurrences = part(block, &used, types, sizeof *s->occurrences);
    s->log_without_gain = part(block, &used, types, sizeof *s->log_without_gain);
    s->explained = part(block, &used, types + 1, sizeof *s->explained);
    s->gains = part(block, &used, types + 1, (uint64_t)strips * sizeof *s->gains);
    s->added = part(block, &used, types + 1, (uint64_t)strips * sizeof *s->added);
    s->inverse_lengths = part(block, &used, strips, sizeof *s->inverse_lengths);
    s->sum_without_gain = part(block, &used, side->sentences, sizeof *s->sum_without_gain);
    s->column_first = part(block, &used, side->other_sentences + 1, sizeof *s->column_first);
    s->column_last = part(block, &used, side->other_sentences + 1, sizeof *s->column_last);
    return used;
}

/* The end of the tokens of a sentence that count. */
static inline int64_t token_end(const Side *side, const SumsRequest *q, int64_t sentence)
{
    int64_t limit = side->ends[sentence] + q->max_tokens;
    return side->ends[sentence + 1] < limit ? side->ends[sentence + 1] : limit;
}

/* Find what the tokens of each sentence are worth without a gain. */
static void prepare(const Side *side, const SumsRequest *q, Scratch *s)
{
    int64_t begin = q->first[0], end = q->last[q->groups - 1];
    for (int64_t j = begin; j < end; j++) {
        s->sum_without_gain[j - begin] = 0;
        for (int64_t k = side->ends[j], last = token_end(side, q, j); k < last; k++)
            s->sum_without_gain[j - begin] += (uint32_t)s->log_without_gain[side->types[k]];
    }
}

/* Count the tokens of some sentences, or with -1, count them no longer. */
static void count_occurrences(const Side *side, Scratch *s, int64_t begin, int64_t end, int32_t times)
{
    for (int64_t k = side->ends[begin]; k < side->ends[end]; k++)
        s->occurrences[side->types[k]] += times;
}

/* Move the count of occurrences on to the places of a group. */
static void move_places(const Side *side, const SumsRequest *q, Scratch *s, int64_t group)
{
    int64_t ahead = group + q->widest - 1, end = q->groups - 1;
    int64_t last = q->last[ahead < end ? ahead : end];
    if (group == 0)
        count_occurrences(side, s, q->first[0], last, 1);
    else {
        count_occurrences(side, s, q->last[ahead - 1 < end ? ahead - 1 : end], last, 1);
        count_occurrences(side, s, q->first[group - 1], q->first[group], -1);
    }
}

/* Find the gains of the last sentence of a group. Returns the number of explained types, with those that are new.
 *
 * A type that does not occur within the places of all groups that contain the sentence is left out.
 */
static int64_t add_sentence(const Side *side, const SumsRequest *q, Scratch *s, int64_t count, int64_t group)
{
    int64_t other = q->start + group - 1;
    for (int64_t k = side->other_ends[other]; k < side->other_ends[other + 1]; k++) {
        int64_t u = side->other_types[k];
        for (int64_t pair = side->pair_begins[u]; pair < side->pair_begins[u + 1]; pair++) {
            int64_t w = side->pair_types[pair], e = s->entry[w];
            if (s->occurrences[w] == 0)
                continue;
            if (e == 0) {
                e = ++count;
                s->entry[w] = (int32_t)e;
                s->explained[e] = (Explained){w, group, 0.0, q->without_gain[w], q->of_gain[w], s->log_without_gain[w]};
                memset(s->gains + e * q->strips, 0, (size_t)q->strips * sizeof *s->gains);
            }
            s->explained[e].gain += side->pair_values[pair];
            s->explained[e].last_group = group;
        }
    }
    return count;
}

/* Remove an explained type; the last one takes its number. */
static void remove_entry(const SumsRequest *q, Scratch *s, int64_t e, int64_t last)
{
    s->entry[s->explained[e].type] = 0;
    if (e == last)
        return;
    s->explained[e] = s->explained[last];
    s->entry[s->explained[e].type] = (int32_t)e;
    memcpy(s->gains + e * q->strips, s->gains + last * q->strips, (size_t)q->strips * sizeof *s->gains);
    memcpy(s->added + e * q->strips, s->added + last * q->strips, (size_t)q->strips * sizeof *s->added);
}

static inline int64_t cell_of(const SumsRequest *q, int64_t group, int64_t place)
{
    return q->by_column ? q->begin[place - q->first[0]] + q->start + group : q->begin[group] + place;
}

/* Add the gains of the last sentence of a group to those of the group, and find what they add to the worth of a token.
 * Returns the number of explained types. Loops over a constant number of strips are unrolled.
 */
static inline int64_t add_gains(const SumsRequest *q, Scratch *s, int64_t count, int64_t group, const int strips)
{
    Ints old_lanes[MAX_WIDEST / LANES]; /* all bits are set, but for those of the lane of the new sentence */
    memset(old_lanes, 0xff, sizeof old_lanes);
    ((int32_t *)old_lanes)[(group - 1) % q->widest] = 0;
    for (int64_t e = count; e > 0; e--) {
        /* 1. Drop the type if no sentence of the widest group explains it. */
        Explained *explained = s->explained + e;
        if (group - explained->last_group >= q->widest) {
            remove_entry(q, s, e, count--);
            continue;
        }
        /* 2. The gains of the type. */
        Floats *gains = s->gains + e * strips;
        float gain = (float)explained->gain;
        explained->gain = 0.0;
        for (int strip = 0; strip < strips; strip++)
            gains[strip] = (Floats)((Ints)gains[strip] & old_lanes[strip]) + gain;
        /* 3. What they add to a token. */
        Ints *added = s->added + e * strips;
        for (int strip = 0; strip < strips; strip++) {
            Floats value = explained->without_gain + explained->of_gain * (gains[strip] * s->inverse_lengths[strip]);
            added[strip] = quantized_log(value) - explained->log_without_gain;
        }
    }
    return count;
}

/* Sum up the sentences of a group from its first place to its last. */
static inline void write_sums(const Side *side, const SumsRequest *q, const Scratch *s, int64_t group, const int strips)
{
    int64_t lanes[MAX_WIDEST];
    Ints totals[MAX_WIDEST / LANES] = {0}, worth = (int32_t)q->max_worth + (Ints){0};
    for (int64_t k = 1; k <= q->widest; k++)
        lanes[k - 1] = (k < group ? group - k : 0) % q->widest;
    for (int64_t j = q->first[group];; j++) {
        int64_t cell = cell_of(q, group, j);
        for (int64_t k = 0; k < q->widest; k++)
            q->table[k * q->cells + cell] = ((const int32_t *)totals)[lanes[k]];
        if (j == q->last[group])
            return;
        Ints sums[MAX_WIDEST / LANES];
        for (int strip = 0; strip < strips; strip++)
            sums[strip] = (int32_t)s->sum_without_gain[j - q->first[0]] + (Ints){0};
        int64_t end = token_end(side, q, j);
        for (int64_t k = side->ends[j]; k < end; k++)
            for (int strip = 0; strip < strips; strip++)
                sums[strip] += s->added[s->entry[side->types[k]] * (int64_t)strips + strip];
        for (int strip = 0; strip < strips; strip++) {
            Ints above = sums[strip] > worth, below = sums[strip] < -worth;
            Ints limited = (above & worth) | (below & -worth) | (~(above | below) & sums[strip]);
            totals[strip] = (Ints)((Bits)totals[strip] + ((Bits)limited << (int)q->rank_bits));
        }
    }
}

/* Sum up the sentences of all groups, and forget the explained types and the occurrences. */
static inline void sum_groups(const Side *side, const SumsRequest *q, Scratch *s, const int strips)
{
    int64_t explained = 0;
    prepare(side, q, s);
    for (int64_t group = 0; group < q->groups; group++) {
        int64_t place = q->start + group;
        for (int64_t k = 1; k <= q->widest && k <= group; k++) {
            double length = (double)(side->other_ends[place] - side->other_ends[place - k]);
            length = length > q->min_length ? length : q->min_length;
            ((float *)s->inverse_lengths)[(group - k) % q->widest] = (float)(1.0 / length);
        }
        move_places(side, q, s, group);
        if (group > 0) {
            explained = add_sentence(side, q, s, explained, group);
            explained = add_gains(q, s, explained, group, strips);
        }
        write_sums(side, q, s, group, strips);
    }
    for (; explained > 0; explained--)
        s->entry[s->explained[explained].type] = 0;
    count_occurrences(side, s, q->first[q->groups - 1], q->last[q->groups - 1], -1);
}

/* Sum up the sentences of all groups of a block, in code of its own for small numbers of strips. */
static void sum_block(const Side *side, const SumsRequest *q, Scratch *s)
{
    if (q->strips == 1)
        sum_groups(side, q, s, 1);
    else if (q->strips == 2)
        sum_groups(side, q, s, 2);
    else if (q->strips == 3)
        sum_groups(side, q, s, 3);
    else
        sum_groups(side, q, s, (int)q->strips);
}

/* A band: rows of nodes in blocks that follow each other.
 *
 * start: (blocks,), the first row i of each block.
 * bounds: (blocks + 1,), the rows of the band before each block.
 * first, last, begin: (rows,), the least and the largest j of each row, and its first cell minus j = 0.
 */
typedef struct {
    const int64_t *start, *bounds, *first, *last, *begin;
    int64_t blocks, rows;
} SumsBand;

/* The columns of a block: `first` and `last` become the first and the last row i of each column. */
static void transpose(const SumsBand *band, int64_t block, SumsRequest *q, Scratch *s)
{
    int64_t low = band->bounds[block], end = band->bounds[block + 1], top = low, bottom = low;
    q->start = band->first[low];
    q->groups = band->last[end - 1] - q->start + 1;
    for (int64_t column = 0; column < q->groups; column++) {
        while (band->last[top] < q->start + column)
            top++;
        while (bottom + 1 < end && band->first[bottom + 1] <= q->start + column)
            bottom++;
        s->column_first[column] = band->start[block] + top - low;
        s->column_last[column] = band->start[block] + bottom - low;
    }
    q->first = s->column_first;
    q->last = s->column_last;
}

/* Sum up each block of a band. */
static void sum_blocks(const Side *side, const SumsBand *band, SumsRequest *q, Scratch *s)
{
    for (int64_t w = 0; w < side->size; w++)
        s->log_without_gain[w] = quantized_log(q->without_gain[w] + (Floats){0})[0];
    for (int64_t block = 0; block < band->blocks; block++) {
        int64_t low = band->bounds[block];
        q->begin = band->begin + low;
        if (q->by_column)
            transpose(band, block, q, s);
        else {
            q->start = band->start[block];
            q->groups = band->bounds[block + 1] - low;
            q->first = band->first + low;
            q->last = band->last + low;
        }
        sum_block(side, q, s);
    }
}

/* Whether a band lies within its text, and its nodes within the table. */
static int is_valid(const SumsBand *band, const SumsRequest *q, const Side *side)
{
    const int64_t limit = PTRDIFF_MAX / 4; /* the sum of three such numbers does not overflow */
    int64_t sentences = q->by_column ? side->sentences : side->other_sentences; /* of the side of the rows */
    int valid = q->widest >= 1 && q->widest <= MAX_WIDEST && q->max_tokens >= 0 && q->max_tokens <= limit
        && q->max_worth >= 0 && q->max_worth <= INT32_MAX && q->rank_bits >= 0 && q->rank_bits < 32;
    for (int64_t block = 0; valid && block < band->blocks; block++) {
        int64_t low = band->bounds[block], end = band->bounds[block + 1];
        valid = low < end && band->start[block] >= 0 && band->start[block] <= sentences - (end - 1 - low);
        for (int64_t row = low; valid && row < end; row++)
            valid = band->begin[row] >= -limit && band->begin[row] <= limit && band->first[row] <= band->last[row]
                && band->begin[row] + band->first[row] >= 0 && band->begin[row] + band->last[row] < q->cells
                && (row == low || band->first[row] <= band->last[row - 1] + 1);
    }
    if (!valid)
        PyErr_SetString(PyExc_ValueError, "the band is not one of the text, or has no room in the table");
    return valid;
}

enum { WITHOUT_GAIN, OF_GAIN, START_ROW, BOUNDS, FIRST, LAST, BEGIN, TABLE, SUMS_ARRAYS };

/* Check the arrays of a band and of the values of tokens, and that all of the band lies within its text. */
static int check_sums(const Array *own, const SumsBand *band, const SumsRequest *q, const Side *side)
{
    int64_t places = q->by_column ? side->other_sentences : side->sentences; /* the last place of a row */
    if (!have_equal_counts(&own[WITHOUT_GAIN], &own[OF_GAIN]) || !have_equal_counts(&own[FIRST], &own[LAST])
        || !have_equal_counts(&own[FIRST], &own[BEGIN]) || !are_bounds(&own[BOUNDS], band->rows, 1)
        || !are_bounds(&own[FIRST], places, 0) || !are_bounds(&own[LAST], places, 0))
        return 0;
    if (own[BOUNDS].count != band->blocks + 1) {
        PyErr_SetString(PyExc_ValueError, "bounds must have one element more than start");
        return 0;
    }
    return is_valid(band, q, side);
}

/* Allocate the memory of a side, and sum up its tokens. Returns 0 with an exception if there is no memory. */
static int sum_side(const Side *side, const SumsBand *band, SumsRequest *q, int64_t tokens)
{
    Scratch scratch;
    char *block = NULL;
    uint64_t bytes = lay_out(&scratch, NULL, side, q->strips);
    if (bytes < PTRDIFF_MAX - ALIGNMENT && tokens < INT32_MAX && side->size < INT32_MAX)
        block = calloc((size_t)bytes + ALIGNMENT, 1);
    if (block == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    lay_out(&scratch, block + ALIGNMENT - (uintptr_t)block % ALIGNMENT, side, q->strips);
    Py_BEGIN_ALLOW_THREADS
    sum_blocks(side, band, q, &scratch);
    Py_END_ALLOW_THREADS
    free(block);
    return 1;
}

static const char running_sums_doc[] =
    "running_sums(*side, without_gain, of_gain, start, bounds, first, last, begin, table, widest, by_column,\n"
    "min_length, max_tokens, max_worth, rank_bits): see `word_sums`.";

static PyObject *running_sums(PyObject *self, PyObject *const *objects, Py_ssize_t count)
{
    (void)self;
    Array arrays[SIDE_ARRAYS + SUMS_ARRAYS] = {0}, *own = arrays + SIDE_ARRAYS;
    const Array wanted[SUMS_ARRAYS] = {
        {"without_gain", 'f', 4, ANY_COUNT}, {"of_gain", 'f', 4, ANY_COUNT}, {"start", 'i', 8, ANY_COUNT},
        {"bounds", 'i', 8, ANY_COUNT}, {"first", 'i', 8, ANY_COUNT}, {"last", 'i', 8, ANY_COUNT},
        {"begin", 'i', 8, ANY_COUNT}, {"table", 'i', 4, ANY_COUNT, 1},
    };
    PyObject *result = NULL;
    int64_t numbers[5]; /* widest, by_column, max_tokens, max_worth, rank_bits */
    Side side;
    if (!has_count(count, SIDE_ARRAYS + SUMS_ARRAYS + 6))
        return NULL;
    PyObject *const *rest = objects + SIDE_ARRAYS + SUMS_ARRAYS;
    if (!take_numbers(rest, numbers, 2) || !take_numbers(rest + 3, numbers + 2, 3))
        return NULL;
    double min_length = PyFloat_AsDouble(rest[2]);
    if (PyErr_Occurred())
        return NULL;
    memcpy(own, wanted, sizeof wanted);
    if (take_arrays(objects + SIDE_ARRAYS, own, SUMS_ARRAYS)
        && take_side(objects, arrays, own[OF_GAIN].count, &side)
        && is_separate(&own[TABLE], arrays, SIDE_ARRAYS + SUMS_ARRAYS)) {
        SumsBand band = {
            own[START_ROW].view.buf, own[BOUNDS].view.buf, own[FIRST].view.buf, own[LAST].view.buf,
            own[BEGIN].view.buf, own[START_ROW].count, own[FIRST].count,
        };
        SumsRequest request = {
            .widest = numbers[0], .strips = (numbers[0] + LANES - 1) / LANES, .by_column = numbers[1],
            .without_gain = own[WITHOUT_GAIN].view.buf, .of_gain = own[OF_GAIN].view.buf, .min_length = min_length,
            .max_tokens = numbers[2], .max_worth = numbers[3], .rank_bits = numbers[4], .table = own[TABLE].view.buf,
            .cells = numbers[0] > 0 ? own[TABLE].count / numbers[0] : 0,
        };
        if (check_sums(own, &band, &request, &side) && sum_side(&side, &band, &request, arrays[TYPES].count))
            result = Py_NewRef(Py_None);
    }
    release_arrays(arrays, SIDE_ARRAYS + SUMS_ARRAYS);
    return result;
}

/* -- The noise of tokens ----------------------------------------------------------------------------------------- */

/* The beads of `WordLikelihood.refit`, and the sums over their tokens. */
typedef struct {
    const int64_t *start, *count, *other_start, *other_count; /* (beads,) */
    const double *posterior; /* (beads,) */
    const double *noise, *scale, *scaled_chance; /* (types,) */
    double *noise_sum, *weight_sum; /* (types,) */
    int64_t beads;
    double min_length;
} NoiseRequest;

/* Add the gains of some tokens of the other side, or clear the gains of the types that these tokens explain. */
static void change_gains(const Side *side, int64_t first, int64_t last, double *gains, int clear)
{
    for (int64_t k = first; k < last; k++) {
        int64_t u = side->other_types[k];
        for (int64_t pair = side->pair_begins[u]; pair < side->pair_begins[u + 1]; pair++)
            gains[side->pair_types[pair]] = clear ? 0.0 : gains[side->pair_types[pair]] + side->pair_values[pair];
    }
}

/* gains: (types,), zeros, and zeros again at the end. */
static void sum_noise(const Side *side, const NoiseRequest *q, double *gains)
{
    for (int64_t bead = 0; bead < q->beads; bead++) {
        int64_t first = side->other_ends[q->other_start[bead]];
        int64_t last = side->other_ends[q->other_start[bead] + q->other_count[bead]];
        int64_t end = side->ends[q->start[bead] + q->count[bead]];
        double length = (double)(last - first) > q->min_length ? (double)(last - first) : q->min_length;
        change_gains(side, first, last, gains, 0);
        for (int64_t k = side->ends[q->start[bead]]; k < end; k++) {
            int64_t w = side->types[k];
            double ratio = q->scaled_chance[w] + gains[w] / length * q->scale[w], nu = q->noise[w];
            q->noise_sum[w] += q->posterior[bead] * nu / (nu + (1.0 - nu) * ratio);
            q->weight_sum[w] += q->posterior[bead];
        }
        change_gains(side, first, last, gains, 1);
    }
}

enum {
    START, COUNT, OTHER_START, OTHER_COUNT, POSTERIOR, NOISE, SCALE, SCALED_CHANCE, NOISE_SUM, WEIGHT_SUM, NOISE_ARRAYS
};

/* Whether beads lie within the sentences of their text. */
static int are_beads(const int64_t *start, const int64_t *count, int64_t beads, int64_t sentences)
{
    for (int64_t k = 0; k < beads; k++)
        if (start[k] < 0 || start[k] > sentences || count[k] < 0 || count[k] > sentences - start[k]) {
            PyErr_SetString(PyExc_ValueError, "a bead is not within the sentences of its text");
            return 0;
        }
    return 1;
}

static const char expected_noise_doc[] =
    "expected_noise(*side, start, count, other_start, other_count, posterior, noise, scale, scaled_chance, noise_sum,\n"
    "weight_sum, min_length): see `word_likelihood`.";

static PyObject *expected_noise(PyObject *self, PyObject *const *objects, Py_ssize_t count)
{
    (void)self;
    Array arrays[SIDE_ARRAYS + NOISE_ARRAYS] = {0}, *own = arrays + SIDE_ARRAYS;
    PyObject *result = NULL;
    double *gains = NULL;
    Side side;
    if (!has_count(count, SIDE_ARRAYS + NOISE_ARRAYS + 1))
        return NULL;
    static const char *const names[NOISE_ARRAYS] = {
        "start", "count", "other_start", "other_count", "posterior", "noise", "scale", "scaled_chance", "noise_sum",
        "weight_sum",
    };
    for (int k = 0; k < NOISE_ARRAYS; k++)
        own[k] = (Array){names[k], k < POSTERIOR ? 'i' : 'f', 8, ANY_COUNT, k >= NOISE_SUM};
    double min_length = PyFloat_AsDouble(objects[SIDE_ARRAYS + NOISE_ARRAYS]);
    if (PyErr_Occurred() || !take_arrays(objects + SIDE_ARRAYS, own, NOISE_ARRAYS)
        || !take_side(objects, arrays, own[NOISE].count, &side)
        || !is_separate(&own[NOISE_SUM], arrays, SIDE_ARRAYS + NOISE_ARRAYS)
        || !is_separate(&own[WEIGHT_SUM], arrays, SIDE_ARRAYS + NOISE_ARRAYS))
        goto done;
    for (int k = 0; k < NOISE_ARRAYS; k++)
        if (!have_equal_counts(&own[k], &own[k <= POSTERIOR ? START : NOISE]))
            goto done;
    NoiseRequest request = {
        own[START].view.buf, own[COUNT].view.buf, own[OTHER_START].view.buf, own[OTHER_COUNT].view.buf,
        own[POSTERIOR].view.buf, own[NOISE].view.buf, own[SCALE].view.buf, own[SCALED_CHANCE].view.buf,
        own[NOISE_SUM].view.buf, own[WEIGHT_SUM].view.buf, own[START].count, min_length,
    };
    if (!are_beads(request.start, request.count, request.beads, side.sentences)
        || !are_beads(request.other_start, request.other_count, request.beads, side.other_sentences))
        goto done;
    gains = calloc((size_t)side.size + 1, sizeof *gains);
    if (gains == NULL) {
        PyErr_NoMemory();
        goto done;
    }
    Py_BEGIN_ALLOW_THREADS
    sum_noise(&side, &request, gains);
    Py_END_ALLOW_THREADS
    result = Py_NewRef(Py_None);
done:
    free(gains);
    release_arrays(arrays, SIDE_ARRAYS + NOISE_ARRAYS);
    return result;
}

/* -- The order of words ------------------------------------------------------------------------------------------ */

/* The beads of `word_order.order_worth`, and what the tokens of one side are worth in each.
 *
 * density: (steps + 1,), K at each distance of two places.
 */
typedef struct {
    const int64_t *start, *count, *other_start, *other_count; /* (beads,) */
    const float *without_gain, *of_gain; /* (types,) */
    const double *density;
    int64_t *worth; /* (beads,), quanta */
    int64_t beads, steps, max_tokens;
    double min_length;
} OrderRequest;

/* Memory of `order_worth`: the tokens of one side of a bead, in a list for each type.
 *
 * head: (types,), the first token of the type, from 1 on; 0 if the bead has none.
 * next: (max_tokens,), the next token of the same type, from 1 on; 0 for the last one.
 * gains, placed: (max_tokens,), the gain of each token, without its place and with it.
 */
typedef struct {
    int32_t *head, *next;
    double *gains, *placed;
} OrderScratch;

/* Add to the gains of the tokens w of a bead what a token u gives them. */
static inline void add_placed(
    const Side *side, const OrderRequest *q, OrderScratch *s, int64_t u, int64_t place, int64_t size,
    int64_t other_size)
{
    for (int64_t pair = side->pair_begins[u]; pair < side->pair_begins[u + 1]; pair++)
        for (int32_t w = s->head[side->pair_types[pair]]; w != 0; w = s->next[w - 1]) {
            int64_t apart = (2 * place + 1) * size - (2 * (int64_t)w - 1) * other_size;
            apart = (apart < 0 ? -apart : apart) * q->steps / (2 * size * other_size);
            s->gains[w - 1] += side->pair_values[pair];
            s->placed[w - 1] += side->pair_values[pair] * q->density[apart];
        }
}

/* What the order of the tokens of one side of a bead is worth, in quanta. */
static int64_t order_of_bead(const Side *side, const OrderRequest *q, OrderScratch *s, int64_t bead)
{
    int64_t begin = side->ends[q->start[bead]], end = side->ends[q->start[bead] + q->count[bead]];
    int64_t other_begin = side->other_ends[q->other_start[bead]], size = end - begin, worth = 0;
    int64_t other_size = side->other_ends[q->other_start[bead] + q->other_count[bead]] - other_begin;
    const int64_t *types = side->types + begin;
    if (size > q->max_tokens || other_size > q->max_tokens)
        return 0;
    for (int64_t w = size; w > 0; w--) {
        s->next[w - 1] = s->head[types[w - 1]];
        s->head[types[w - 1]] = (int32_t)w;
        s->gains[w - 1] = s->placed[w - 1] = 0.0;
    }
    for (int64_t k = 0; k < other_size; k++)
        add_placed(side, q, s, side->other_types[other_begin + k], k, size, other_size);
    float inverse_length = (float)(1.0 / ((double)other_size > q->min_length ? (double)other_size : q->min_length));
    for (int64_t w = 0; w < size; w++) {
        s->head[types[w]] = 0;
        if (s->gains[w] > 0.0) {
            float without_gain = q->without_gain[types[w]], of_gain = q->of_gain[types[w]];
            Floats values = {
                without_gain + of_gain * ((float)s->placed[w] * inverse_length),
                without_gain + of_gain * ((float)s->gains[w] * inverse_length), 1.0f, 1.0f,
            };
            Ints logs = quantized_log(values);
            worth += logs[0] - logs[1];
        }
    }
    return worth;
}

/* Allocate memory, and compute what all beads are worth. Returns 0 with an exception if there is no memory. */
static int order_of_beads(const Side *side, const OrderRequest *q)
{
    int32_t *head = calloc((size_t)side->size + 1, sizeof *head), *next = allocate(q->max_tokens, sizeof *next);
    double *gains = allocate(q->max_tokens, sizeof *gains), *placed = allocate(q->max_tokens, sizeof *placed);
    int has_memory = head != NULL && next != NULL && gains != NULL && placed != NULL;
    if (has_memory) {
        OrderScratch scratch = {head, next, gains, placed};
        Py_BEGIN_ALLOW_THREADS
        for (int64_t bead = 0; bead < q->beads; bead++)
            q->worth[bead] = order_of_bead(side, q, &scratch, bead);
        Py_END_ALLOW_THREADS
    } else
        PyErr_NoMemory();
    free(head), free(next), free(gains), free(placed);
    return has_memory;
}

enum {
    ORDER_START, ORDER_COUNT, ORDER_OTHER_START, ORDER_OTHER_COUNT, ORDER_WORTH, ORDER_WITHOUT_GAIN, ORDER_OF_GAIN,
    ORDER_DENSITY, ORDER_ARRAYS
};

static const char order_worth_doc[] =
    "order_worth(*side, start, count, other_start, other_count, worth, without_gain, of_gain, density, min_length,\n"
    "max_tokens): see `word_order`.";

static PyObject *order_worth(PyObject *self, PyObject *const *objects, Py_ssize_t count)
{
    (void)self;
    Array arrays[SIDE_ARRAYS + ORDER_ARRAYS] = {0}, *own = arrays + SIDE_ARRAYS;
    const Array wanted[ORDER_ARRAYS] = {
        {"start", 'i', 8, ANY_COUNT}, {"count", 'i', 8, ANY_COUNT}, {"other_start", 'i', 8, ANY_COUNT},
        {"other_count", 'i', 8, ANY_COUNT}, {"worth", 'i', 8, ANY_COUNT, 1}, {"without_gain", 'f', 4, ANY_COUNT},
        {"of_gain", 'f', 4, ANY_COUNT}, {"density", 'f', 8, ANY_COUNT},
    };
    PyObject *result = NULL;
    int64_t max_tokens;
    Side side;
    if (!has_count(count, SIDE_ARRAYS + ORDER_ARRAYS + 2))
        return NULL;
    double min_length = PyFloat_AsDouble(objects[SIDE_ARRAYS + ORDER_ARRAYS]);
    if (PyErr_Occurred() || !take_numbers(objects + SIDE_ARRAYS + ORDER_ARRAYS + 1, &max_tokens, 1))
        return NULL;
    if (max_tokens < 0 || max_tokens > MAX_ORDER_TOKENS || !(min_length > 0.0)) {
        PyErr_Format(PyExc_ValueError, "max_tokens must be from 0 to %d, and min_length above 0", MAX_ORDER_TOKENS);
        return NULL;
    }
    memcpy(own, wanted, sizeof wanted);
    if (!take_arrays(objects + SIDE_ARRAYS, own, ORDER_ARRAYS)
        || !take_side(objects, arrays, own[ORDER_OF_GAIN].count, &side)
        || !have_equal_counts(&own[ORDER_WITHOUT_GAIN], &own[ORDER_OF_GAIN])
        || !is_separate(&own[ORDER_WORTH], arrays, SIDE_ARRAYS + ORDER_ARRAYS))
        goto done;
    for (int k = ORDER_COUNT; k <= ORDER_WORTH; k++)
        if (!have_equal_counts(&own[k], &own[ORDER_START]))
            goto done;
    if (own[ORDER_DENSITY].count < 1 || own[ORDER_DENSITY].count > MAX_STEPS + 1) {
        PyErr_Format(PyExc_ValueError, "density must have from 1 to %d elements", MAX_STEPS + 1);
        goto done;
    }
    OrderRequest request = {
        own[ORDER_START].view.buf, own[ORDER_COUNT].view.buf, own[ORDER_OTHER_START].view.buf,
        own[ORDER_OTHER_COUNT].view.buf, own[ORDER_WITHOUT_GAIN].view.buf, own[ORDER_OF_GAIN].view.buf,
        own[ORDER_DENSITY].view.buf, own[ORDER_WORTH].view.buf, own[ORDER_START].count,
        own[ORDER_DENSITY].count - 1, max_tokens, min_length,
    };
    if (are_beads(request.start, request.count, request.beads, side.sentences)
        && are_beads(request.other_start, request.other_count, request.beads, side.other_sentences)
        && order_of_beads(&side, &request))
        result = Py_NewRef(Py_None);
done:
    release_arrays(arrays, SIDE_ARRAYS + ORDER_ARRAYS);
    return result;
}

/* -- IBM Model 1 ------------------------------------------------------------------------------------------------- */

/* Tokens of beads: those to explain, w, and those that are given, u; and what `train_ibm1` trains on them.
 *
 * A token pair is a token w and a token u of the same bead. A cell is a distinct pair of their types whose expected
 * count was not 0 in the first round; all others stay at 0. Tokens w are taken type by type, so that cells of a type
 * follow each other.
 */
typedef struct {
    const int64_t *given, *explained; /* (tokens,), types */
    const int64_t *given_bead, *explained_bead; /* (tokens,), sorted */
    const double *posterior; /* (beads,) */
    int64_t given_tokens, explained_tokens, beads, given_types, explained_types;
    int64_t *bead_begins; /* (beads + 1,), given tokens before each bead */
    int64_t *order, *type_begins; /* (tokens,), the tokens w sorted by type; (types + 1,), the first one of each type */
    int64_t max_pairs, cells;
    int32_t *pair_cell; /* (max_pairs,), the cell of each token pair that has one */
    int64_t *pair_ends; /* (tokens,), the end of the pairs of each token w, in the order of tokens */
    int32_t *cell_given; /* (max_pairs,), the type u of each cell */
    int64_t *cell_begins; /* (types + 1,), the first cell of each type w */
    int32_t *cell_of; /* (given types,), the cell of each type u and the present type w, or NO_CELL */
    double *probability, *counts; /* (max_pairs,), P(w | u), and the expected count of each cell */
    double *empty, *given_counts; /* (types,), P0(w) of the empty word; (given types,), sums of counts */
    double discount;
} Training;

/* Sort the tokens, and count the token pairs. */
static void sort_tokens(Training *t)
{
    for (int64_t k = 0; k < t->given_tokens; k++)
        t->bead_begins[t->given_bead[k] + 1]++;
    for (int64_t bead = 0; bead < t->beads; bead++)
        t->bead_begins[bead + 1] += t->bead_begins[bead];
    for (int64_t k = 0; k < t->explained_tokens; k++)
        t->type_begins[t->explained[k] + 1]++;
    for (int64_t w = 0; w < t->explained_types; w++)
        t->type_begins[w + 1] += t->type_begins[w];
    for (int64_t k = 0; k < t->explained_tokens; k++) {
        int64_t bead = t->explained_bead[k];
        t->order[t->type_begins[t->explained[k]]++] = k;
        t->max_pairs += t->bead_begins[bead + 1] - t->bead_begins[bead];
        if (t->max_pairs > INT32_MAX)
            t->max_pairs = INT32_MAX; /* too many; the exact number could overflow */
    }
    for (int64_t w = t->explained_types; w > 0; w--)
        t->type_begins[w] = t->type_begins[w - 1];
    t->type_begins[0] = 0;
}

/* The given tokens of the bead of a token w, from `first` on. Returns their number. */
static inline int64_t given_tokens(const Training *t, int64_t token, int64_t *first)
{
    int64_t bead = t->explained_bead[token];
    *first = t->bead_begins[bead];
    return t->bead_begins[bead + 1] - *first;
}

/* The posterior of the bead of a token w over the sum of the probabilities of all that may explain it. */
static inline double share_factor(const Training *t, int64_t token, int64_t count, double total)
{
    return count > 0 && total > 0.0 ? t->posterior[t->explained_bead[token]] / total : 0.0;
}

/* Subtract the discount from the counts of the cells of a type w, from `begin` on; drop those with nothing left. */
static void discount_cells(Training *t, int64_t begin)
{
    int64_t kept = begin;
    for (int64_t c = begin; c < t->cells; c++) {
        int32_t u = t->cell_given[c];
        double count = t->counts[c] - t->discount;
        t->cell_of[u] = NO_CELL;
        if (count > 0.0) {
            t->cell_given[kept] = u;
            t->counts[kept++] = count;
            t->given_counts[u] += count;
        }
    }
    t->cells = kept;
}

/* The first round, in which all probabilities are 1. It finds the cells. Returns the sum of the empty word's counts. */
static double find_cells(Training *t)
{
    double empty_counts = 0.0;
    for (int64_t u = 0; u < t->given_types; u++)
        t->cell_of[u] = NO_CELL;
    for (int64_t w = 0; w < t->explained_types; w++) {
        double empty_count = 0.0;
        int64_t begin = t->cells;
        for (int64_t k = t->type_begins[w]; k < t->type_begins[w + 1]; k++) {
            int64_t first, count = given_tokens(t, t->order[k], &first);
            double factor = share_factor(t, t->order[k], count, 1.0 + (double)count);
            for (int64_t g = first; g < first + count; g++) {
                int32_t u = (int32_t)t->given[g], c = t->cell_of[u];
                if (c == NO_CELL) {
                    c = t->cell_of[u] = (int32_t)t->cells++;
                    t->cell_given[c] = u;
                    t->counts[c] = 0.0;
                }
                t->counts[c] += factor;
            }
            empty_count += factor;
        }
        discount_cells(t, begin);
        t->cell_begins[w] = begin;
        t->empty[w] = empty_count;
        empty_counts += empty_count;
    }
    t->cell_begins[t->explained_types] = t->cells;
    return empty_counts;
}

/* List the token pairs that have a cell, in the order of the tokens w and then of the tokens u. */
static void list_pairs(Training *t)
{
    int64_t pair = 0;
    for (int64_t w = 0; w < t->explained_types; w++) {
        for (int64_t c = t->cell_begins[w]; c < t->cell_begins[w + 1]; c++)
            t->cell_of[t->cell_given[c]] = (int32_t)c;
        for (int64_t k = t->type_begins[w]; k < t->type_begins[w + 1]; k++) {
            int64_t first, count = given_tokens(t, t->order[k], &first);
            for (int64_t g = first; g < first + count; g++)
                if (t->cell_of[t->given[g]] != NO_CELL)
                    t->pair_cell[pair++] = t->cell_of[t->given[g]];
            t->pair_ends[k] = pair;
        }
        for (int64_t c = t->cell_begins[w]; c < t->cell_begins[w + 1]; c++)
            t->cell_of[t->cell_given[c]] = NO_CELL;
    }
}

/* A round of expectation-maximisation after the first. Returns the sum of the empty word's counts. */
static double count_again(Training *t)
{
    double empty_counts = 0.0;
    int64_t pair = 0;
    memset(t->counts, 0, (size_t)t->cells * sizeof *t->counts);
    memset(t->given_counts, 0, (size_t)t->given_types * sizeof *t->given_counts);
    for (int64_t w = 0; w < t->explained_types; w++) {
        double empty_count = 0.0;
        for (int64_t k = t->type_begins[w]; k < t->type_begins[w + 1]; k++) {
            int64_t first, count = given_tokens(t, t->order[k], &first);
            double sum = 0.0;
            for (int64_t p = pair; p < t->pair_ends[k]; p++)
                sum += t->probability[t->pair_cell[p]];
            double factor = share_factor(t, t->order[k], count, t->empty[w] + sum);
            for (; pair < t->pair_ends[k]; pair++)
                t->counts[t->pair_cell[pair]] += t->probability[t->pair_cell[pair]] * factor;
            empty_count += t->empty[w] * factor;
        }
        for (int64_t c = t->cell_begins[w]; c < t->cell_begins[w + 1]; c++) {
            double count = t->counts[c] - t->discount;
            t->counts[c] = count > 0.0 ? count : 0.0;
            t->given_counts[t->cell_given[c]] += t->counts[c];
        }
        t->empty[w] = empty_count;
        empty_counts += empty_count;
    }
    return empty_counts;
}

/* Make probabilities of counts. */
static void normalize(Training *t, double empty_counts)
{
    for (int64_t c = 0; c < t->cells; c++) {
        double given_count = t->given_counts[t->cell_given[c]];
        t->probability[c] = given_count > 0.0 ? t->counts[c] / given_count : 0.0;
    }
    for (int64_t w = 0; w < t->explained_types; w++)
        t->empty[w] /= empty_counts > 1e-9 ? empty_counts : 1e-9;
}

/* Allocate memory, of zeros if `cleared`; after a failure, which sets an exception, do nothing. */
static void *memory_for(int64_t count, size_t itemsize, int cleared, int *failed)
{
    if (*failed)
        return NULL;
    void *memory = NULL;
    if ((uint64_t)count < PTRDIFF_MAX / itemsize)
        memory = cleared ? calloc((size_t)count + 1, itemsize) : malloc(((size_t)count + 1) * itemsize);
    if (memory == NULL) {
        *failed = 1;
        PyErr_NoMemory();
    }
    return memory;
}

/* The types u and w and the probability of the cells whose probability exceeds a minimum, each as bytes. */
static PyObject *probable_cells(const Training *t, double min_probability)
{
    int64_t count = 0, at = 0;
    for (int64_t c = 0; c < t->cells; c++)
        count += t->probability[c] > min_probability;
    PyObject *columns[3];
    for (int k = 0; k < 3; k++)
        columns[k] = PyBytes_FromStringAndSize(NULL, count * 8);
    PyObject *result = NULL;
    if (columns[0] && columns[1] && columns[2])
        result = PyTuple_Pack(3, columns[0], columns[1], columns[2]);
    if (result != NULL) {
        char *given = PyBytes_AsString(columns[0]), *explained = PyBytes_AsString(columns[1]);
        char *probability = PyBytes_AsString(columns[2]);
        for (int64_t w = 0; w < t->explained_types; w++)
            for (int64_t c = t->cell_begins[w]; c < t->cell_begins[w + 1]; c++)
                if (t->probability[c] > min_probability) {
                    int64_t u = t->cell_given[c];
                    memcpy(given + at, &u, 8);
                    memcpy(explained + at, &w, 8);
                    memcpy(probability + at, &t->probability[c], 8);
                    at += 8;
                }
    }
    for (int k = 0; k < 3; k++)
        Py_XDECREF(columns[k]);
    return result;
}

/* One more than the largest of some types, or 0 if there are none; -1 with an exception. */
static int64_t count_types(const Array *types)
{
    const int64_t *values = types->view.buf;
    int64_t largest = -1;
    for (Py_ssize_t k = 0; k < types->count; k++)
        largest = values[k] > largest ? values[k] : largest;
    return are_indices(types, INT32_MAX) ? largest + 1 : -1;
}

/* Take the tokens and the posteriors. Each token must have a bead, and the given tokens must be sorted by bead. */
static int take_training(PyObject *const *objects, Array *arrays, Training *t)
{
    enum { GIVEN, GIVEN_BEAD, EXPLAINED, EXPLAINED_BEAD, BEAD_POSTERIOR, COUNT_OF_ARRAYS };
    if (!take_arrays(objects, arrays, COUNT_OF_ARRAYS) || !have_equal_counts(&arrays[GIVEN], &arrays[GIVEN_BEAD])
        || !have_equal_counts(&arrays[EXPLAINED], &arrays[EXPLAINED_BEAD]))
        return 0;
    t->given = arrays[GIVEN].view.buf;
    t->given_bead = arrays[GIVEN_BEAD].view.buf;
    t->explained = arrays[EXPLAINED].view.buf;
    t->explained_bead = arrays[EXPLAINED_BEAD].view.buf;
    t->posterior = arrays[BEAD_POSTERIOR].view.buf;
    t->given_tokens = arrays[GIVEN].count;
    t->explained_tokens = arrays[EXPLAINED].count;
    t->beads = arrays[BEAD_POSTERIOR].count;
    t->given_types = count_types(&arrays[GIVEN]);
    t->explained_types = count_types(&arrays[EXPLAINED]);
    return t->given_types >= 0 && t->explained_types >= 0 && are_indices(&arrays[GIVEN_BEAD], t->beads)
        && are_indices(&arrays[EXPLAINED_BEAD], t->beads)
        && (t->given_tokens == 0 || are_bounds(&arrays[GIVEN_BEAD], t->beads, 0));
}

/* Allocate what depends on the tokens, sort these, and allocate what depends on the number of their pairs. */
static int prepare_training(Training *t)
{
    int failed = 0;
    t->bead_begins = memory_for(t->beads + 1, sizeof *t->bead_begins, 1, &failed);
    t->pair_ends = memory_for(t->explained_tokens, sizeof *t->pair_ends, 1, &failed);
    t->order = memory_for(t->explained_tokens, sizeof *t->order, 1, &failed);
    t->type_begins = memory_for(t->explained_types + 1, sizeof *t->type_begins, 1, &failed);
    t->cell_begins = memory_for(t->explained_types + 1, sizeof *t->cell_begins, 1, &failed);
    t->cell_of = memory_for(t->given_types, sizeof *t->cell_of, 1, &failed);
    t->empty = memory_for(t->explained_types, sizeof *t->empty, 1, &failed);
    t->given_counts = memory_for(t->given_types, sizeof *t->given_counts, 1, &failed);
    if (failed)
        return 0;
    sort_tokens(t);
    t->pair_cell = memory_for(t->max_pairs < INT32_MAX ? t->max_pairs : INT64_MAX, sizeof *t->pair_cell, 0, &failed);
    t->cell_given = memory_for(t->max_pairs, sizeof *t->cell_given, 0, &failed);
    t->probability = memory_for(t->max_pairs, sizeof *t->probability, 0, &failed);
    t->counts = memory_for(t->max_pairs, sizeof *t->counts, 0, &failed);
    return !failed;
}

static void free_training(Training *t)
{
    free(t->bead_begins), free(t->order), free(t->type_begins), free(t->cell_begins), free(t->cell_of);
    free(t->empty), free(t->given_counts), free(t->pair_cell), free(t->pair_ends), free(t->cell_given);
    free(t->probability), free(t->counts);
}

static const char train_ibm1_doc[] =
    "train_ibm1(given, given_bead, explained, explained_bead, posterior, iterations, discount, min_probability) ->\n"
    "(u, w, probability): bytes of int64, int64 and float64; see `ibm1`.";

static PyObject *train_ibm1(PyObject *self, PyObject *const *objects, Py_ssize_t count)
{
    (void)self;
    Array arrays[5] = {
        {"given", 'i', 8, ANY_COUNT}, {"given_bead", 'i', 8, ANY_COUNT}, {"explained", 'i', 8, ANY_COUNT},
        {"explained_bead", 'i', 8, ANY_COUNT}, {"posterior", 'f', 8, ANY_COUNT},
    };
    PyObject *result = NULL;
    Training t = {0};
    int64_t iterations;
    if (!has_count(count, 8) || !take_numbers(objects + 5, &iterations, 1))
        return NULL;
    t.discount = PyFloat_AsDouble(objects[6]);
    double min_probability = PyFloat_AsDouble(objects[7]);
    if (!PyErr_Occurred() && (iterations < 1 || iterations > MAX_ITERATIONS))
        PyErr_Format(PyExc_ValueError, "the number of iterations must be at least 1, and at most %d", MAX_ITERATIONS);
    if (!PyErr_Occurred() && take_training(objects, arrays, &t) && prepare_training(&t)) {
        Py_BEGIN_ALLOW_THREADS
        normalize(&t, find_cells(&t));
        list_pairs(&t);
        for (int64_t k = 1; k < iterations; k++)
            normalize(&t, count_again(&t));
        Py_END_ALLOW_THREADS
        result = probable_cells(&t, min_probability);
    }
    free_training(&t);
    release_arrays(arrays, 5);
    return result;
}

/* -- The module ---------------------------------------------------------------------------------------------------- */

static PyMethodDef methods[] = {
    {"running_sums", (PyCFunction)(void (*)(void))running_sums, METH_FASTCALL, running_sums_doc},
    {"expected_noise", (PyCFunction)(void (*)(void))expected_noise, METH_FASTCALL, expected_noise_doc},
    {"order_worth", (PyCFunction)(void (*)(void))order_worth, METH_FASTCALL, order_worth_doc},
    {"train_ibm1", (PyCFunction)(void (*)(void))train_ibm1, METH_FASTCALL, train_ibm1_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_words", "Numbers of words, compiled.", -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__words(void)
{
    return PyModule_Create(&module);
}

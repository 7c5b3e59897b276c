/* Arguments that are arrays: NumPy arrays by the buffer protocol, with their types and sizes checked at the border.
 *
 * A function of an extension module takes its arrays with `take_array`, works on plain pointers without the lock of
 * the interpreter, and gives the arrays back with `release_arrays`. No thread may change the arrays during the call.
 */
#ifndef ALIGNER_ARRAYS_H
#define ALIGNER_ARRAYS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <float.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if FLT_EVAL_METHOD != 0
#error "float must be computed as float, so that results are those of NumPy; without this module, NumPy is used"
#endif

#define ANY_COUNT (-1) /* of elements; the count is read from the array */

/* One array that a function takes.
 *
 * name: for messages.
 * type: 'i' for signed and 'u' for unsigned integers, 'f' for floating-point numbers.
 * itemsize: bytes of an element.
 * count: elements that it must have, or ANY_COUNT; afterwards, the elements that it has.
 * writable: whether the function changes it.
 */
typedef struct {
    const char *name;
    char type;
    Py_ssize_t itemsize;
    Py_ssize_t count;
    int writable;
    Py_buffer view;
    int taken;
} Array;

static char type_of_format(const char *format)
{
    if (format == NULL)
        return 'u';
    if (*format == (PY_LITTLE_ENDIAN ? '<' : '>') || *format == '=' || *format == '@')
        format++;
    if (format[0] == '\0' || format[1] != '\0')
        return '?';
    if (strchr("bhilqn", *format))
        return 'i';
    if (strchr("BHILQN?", *format))
        return 'u';
    return strchr("fd", *format) ? 'f' : '?';
}

/* Take one C-contiguous array. Returns 0, or -1 with an exception that names the array. */
static int take_array(PyObject *object, Array *array)
{
    int flags = PyBUF_C_CONTIGUOUS | PyBUF_FORMAT | (array->writable ? PyBUF_WRITABLE : 0);
    if (PyObject_GetBuffer(object, &array->view, flags) < 0)
        return -1;
    array->taken = 1;
    if (array->view.itemsize != array->itemsize || type_of_format(array->view.format) != array->type) {
        PyErr_Format(PyExc_TypeError, "%s must have elements of type %c%zd", array->name, array->type, array->itemsize);
        return -1;
    }
    if ((uintptr_t)array->view.buf % (size_t)array->itemsize != 0) {
        PyErr_Format(PyExc_ValueError, "%s must be aligned to its elements", array->name);
        return -1;
    }
    Py_ssize_t count = array->view.len / array->itemsize;
    if (array->count != ANY_COUNT && array->count != count) {
        PyErr_Format(PyExc_ValueError, "%s must have %zd elements, not %zd", array->name, array->count, count);
        return -1;
    }
    array->count = count;
    return 0;
}

/* Whether an array that is written to shares no memory with others, whose values have been checked. If it does, an
 * exception is set. `others` may include the array itself. */
static int is_separate(const Array *written, const Array *others, int count)
{
    uintptr_t begin = (uintptr_t)written->view.buf, end = begin + (size_t)written->view.len;
    for (int k = 0; k < count; k++) {
        uintptr_t other_begin = (uintptr_t)others[k].view.buf;
        if (&others[k] == written || !others[k].taken)
            continue;
        if (begin < other_begin + (size_t)others[k].view.len && other_begin < end) {
            PyErr_Format(PyExc_ValueError, "%s and %s must not share memory", written->name, others[k].name);
            return 0;
        }
    }
    return 1;
}

/* Memory for elements, which are not initialised; NULL if there is none, or if the number of its bytes overflows. A
 * block that grows moves, as with `realloc`. */
static inline void *reallocate(void *block, int64_t count, size_t itemsize)
{
    if (count < 0 || (uint64_t)count >= PTRDIFF_MAX / itemsize)
        return NULL;
    return realloc(block, ((size_t)count + 1) * itemsize);
}

static inline void *allocate(int64_t count, size_t itemsize) { return reallocate(NULL, count, itemsize); }

static void release_arrays(Array *arrays, int count)
{
    for (int k = 0; k < count; k++)
        if (arrays[k].taken) {
            PyBuffer_Release(&arrays[k].view);
            arrays[k].taken = 0;
        }
}

#endif

/* Arguments that are arrays: NumPy arrays by the buffer protocol, with their types and sizes checked at the border.
 *
 * A function of an extension module takes its arrays with `take_arrays`, works on plain pointers without the lock of
 * the interpreter, and gives the arrays back with `release_arrays`.
 */
#ifndef ALIGNER_ARRAYS_H
#define ALIGNER_ARRAYS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

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
    if (*format == '<' || *format == '=' || *format == '@')
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
    Py_ssize_t count = array->view.len / array->itemsize;
    if (array->count != ANY_COUNT && array->count != count) {
        PyErr_Format(PyExc_ValueError, "%s must have %zd elements, not %zd", array->name, array->count, count);
        return -1;
    }
    array->count = count;
    return 0;
}

static void release_arrays(Array *arrays, int count)
{
    for (int k = 0; k < count; k++)
        if (arrays[k].taken) {
            PyBuffer_Release(&arrays[k].view);
            arrays[k].taken = 0;
        }
}

#endif

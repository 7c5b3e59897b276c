/* Numbers of words: gains, sums of what tokens are worth, translations by IBM Model 1, noise. */
#define Py_LIMITED_API 0x030B0000
#include "arrays.h"

static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_words", "Numbers of words, compiled.", -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__words(void)
{
    return PyModule_Create(&module);
}

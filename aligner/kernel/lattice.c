/* Searches of the lattice of beads: best paths and posteriors. */
#define Py_LIMITED_API 0x030B0000
#include "arrays.h"

static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_lattice", "Searches of the lattice, compiled.", -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__lattice(void)
{
    return PyModule_Create(&module);
}

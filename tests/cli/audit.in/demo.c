#include <Python.h>

static PyObject *
grow(PyObject *list, PyObject *more)
{
    return _PyList_Extend((PyListObject *)list, more);
}

static Py_ssize_t
room(PyObject *list)
{
    return ((PyListObject *)list)->allocated; // pilotage: ignore[struct-field-access] measured, for a test
}

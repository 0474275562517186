#include <Python.h>

static PyObject *
pair(PyObject *self, PyObject *arg)
{
    PyObject *list = PyList_New(0);
    if (list == NULL)
        return NULL;
    if (PyList_Append(list, arg) < 0)
        return NULL;
    return list;
}

static PyMethodDef methods[] = {{"pair", pair, METH_O, NULL}, {NULL, NULL, 0, NULL}};

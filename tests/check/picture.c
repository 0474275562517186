/* What `--memory` and `--coverage` are tested with: how many objects and bytes each function keeps, and which calls it makes, is known
 * exactly. Nothing here is wrong, except that cycles through `Node` can never be freed. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdlib.h>

static PyObject *kept;
char *blocks[64];
static int used;

/* Keeps so many bytes objects of 1000 bytes each: 33 of them are its own. */
static PyObject *keep(PyObject *self, PyObject *arg)
{
    long many = PyLong_AsLong(arg);
    for (long at = 0; at < many; at++) {
        PyObject *bytes = PyBytes_FromStringAndSize(NULL, 1000 - 33);
        if (bytes == NULL || PyList_Append(kept, bytes) < 0)
            return NULL;
        Py_DECREF(bytes);
    }
    Py_RETURN_NONE;
}

/* Lets go what `keep` kept. */
static PyObject *let_go(PyObject *self, PyObject *arg)
{
    if (PyList_SetSlice(kept, 0, PyList_GET_SIZE(kept), NULL) < 0)
        return NULL;
    Py_RETURN_NONE;
}

/* Keeps a block of the C library. */
static PyObject *block(PyObject *self, PyObject *arg)
{
    blocks[used++ % 64] = malloc(50000);
    Py_RETURN_NONE;
}

/* Two calls, of which the second leaves no return address, and a branch that only some arguments take. */
static PyObject *branch(PyObject *self, PyObject *arg)
{
    if (PyObject_IsTrue(arg) == 1)
        return PyLong_FromLong(77777777);
    return PyUnicode_FromString("another branch");
}

/* Calls that fail with what they are given. */
static PyObject *fails(PyObject *self, PyObject *arg)
{
    PyObject *length = PyObject_GetAttrString(arg, "no_such_name");
    if (length == NULL)
        return NULL;
    return length;
}

/* Makes an object that dies at once. */
static PyObject *drop(PyObject *self, PyObject *arg)
{
    PyObject *dies = PyBytes_FromStringAndSize(NULL, 100);
    Py_XDECREF(dies);
    Py_RETURN_NONE;
}

/* Refers to an object, and has no `tp_traverse`. */
typedef struct {
    PyObject_HEAD
    PyObject *next;
} node;

static void node_dealloc(node *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(self->next);
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyObject *node_set(node *self, PyObject *arg)
{
    Py_XSETREF(self->next, Py_NewRef(arg));
    Py_RETURN_NONE;
}

static PyMethodDef node_methods[] = {{"set", (PyCFunction)node_set, METH_O}, {NULL}};
static PyType_Slot node_slots[] = {
    {Py_tp_dealloc, node_dealloc}, {Py_tp_methods, node_methods}, {Py_tp_new, PyType_GenericNew}, {0, NULL}};
static PyType_Spec node_spec = {"picture.Node", sizeof(node), 0, Py_TPFLAGS_DEFAULT, node_slots};

static PyMethodDef methods[] = {
    {"keep", keep, METH_O}, {"let_go", let_go, METH_NOARGS}, {"block", block, METH_NOARGS},
    {"branch", branch, METH_O}, {"fails", fails, METH_O}, {"drop", drop, METH_NOARGS}, {NULL}};

static int execute(PyObject *module)
{
    kept = PyList_New(0);
    PyObject *type = PyType_FromSpec(&node_spec);
    if (kept == NULL || type == NULL)
        return -1;
    return PyModule_AddObject(module, "Node", type);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, execute}, {0, NULL}};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "picture", NULL, 0, methods, slots};

PyMODINIT_FUNC PyInit_picture(void)
{
    return PyModuleDef_Init(&definition);
}

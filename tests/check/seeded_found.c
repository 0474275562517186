/* Right twins after what published packages do, each flagged once by mistake; a part of seeded.c, which includes it. The name of the package
 * stands in front of each. */

/* pyahocorasick: a static type that nobody makes ready holds a reference that it took by macro. */
#ifndef Py_LIMITED_API
typedef struct {
    PyObject_HEAD
    PyObject *held;
} Holder;

static void holder_dealloc(Holder *self)
{
    Py_XDECREF(self->held);
    PyObject_Free(self);
}

static PyObject *holder_next(Holder *self)
{
    Py_XINCREF(self->held);
    return self->held;
}

static PyTypeObject never_ready_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "seeded.Holder",
    .tp_basicsize = sizeof(Holder),
    .tp_dealloc = (destructor)holder_dealloc,
    .tp_iternext = (iternextfunc)holder_next,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

static PyObject *never_ready_ok(PyObject *self, PyObject *arg)
{
    Holder *holder = PyObject_New(Holder, &never_ready_type);
    if (holder == NULL)
        return NULL;
    Py_INCREF(arg);
    holder->held = arg;
    PyObject *item = PyIter_Next((PyObject *)holder);
    Py_XDECREF(item);
    return (PyObject *)holder;
}

static PyObject *never_ready_new_ok(PyObject *self, PyObject *arg)
{
    PyObject *text = PyUnicode_FromString("held by an instance of a type that is not ready");
    Holder *holder = text == NULL ? NULL : PyObject_New(Holder, &never_ready_type);
    if (holder == NULL) {
        Py_XDECREF(text);
        return NULL;
    }
    holder->held = text;
    return (PyObject *)holder;
}
#endif

/* pyahocorasick: a pointer in a packed struct does not lie at a multiple of 8. */
#pragma pack(push, 1)
typedef struct {
    int letter;
    char *child;
} packed;
#pragma pack(pop)

static packed *packed_root;

static PyObject *lost_packed_ok(PyObject *self, PyObject *arg)
{
    packed *pair = PyMem_Malloc(sizeof(packed));
    if (pair == NULL)
        return PyErr_NoMemory();
    pair->letter = 'a';
    pair->child = (char *)packed_root;
    packed_root = PyMem_Malloc(sizeof(packed));
    if (packed_root == NULL) {
        PyMem_Free(pair);
        return PyErr_NoMemory();
    }
    packed_root->letter = 'b';
    packed_root->child = (char *)pair;
    Py_RETURN_NONE;
}

/* rapidjson: an interned string that module initialisation stores where nobody reads, so the compiler leaves the store out. */
static int keep_unread(void)
{
    PyObject *unread = PyUnicode_InternFromString("a name that only this extension has interned");
    return unread == NULL ? -1 : 0;
}

#define FOUND INLINE(never_ready_ok) INLINE(never_ready_new_ok) ONE(lost_packed_ok),

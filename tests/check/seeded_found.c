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

/* orjson: the definition of a module in a block of memory, which only the result of the call leads to. */
static PyObject *lost_definition_ok(PyObject *self, PyObject *arg)
{
    static const PyModuleDef empty = {PyModuleDef_HEAD_INIT, "seeded.empty"};
    PyModuleDef *definition = PyMem_Malloc(sizeof(PyModuleDef));
    if (definition == NULL)
        return PyErr_NoMemory();
    *definition = empty;
    PyObject *result = PyModuleDef_Init(definition);
    Py_XINCREF(result);
    return result;
}

/* regex: the struct of a buffer is copied, and the copy is released. */
static PyObject *buffer_copied_ok(PyObject *self, PyObject *arg)
{
    Py_buffer first, second;
    if (!PyObject_CheckBuffer(arg))
        Py_RETURN_NONE;
    if (PyObject_GetBuffer(arg, &first, PyBUF_SIMPLE) < 0)
        return NULL;
    second = first;
    memset(&first, 0, sizeof(first));
    PyObject *size = PyLong_FromSsize_t(second.len);
    PyBuffer_Release(&second);
    return size;
}

#ifndef Py_LIMITED_API
/* lmdb: a destructor sets the count of what it takes down, so that pairs of references in it do no harm. */
typedef struct {
    PyObject_HEAD
    PyObject *weak;
} Revived;

static void revived_dealloc(Revived *self)
{
    if (self->weak != NULL)
        PyObject_ClearWeakRefs((PyObject *)self);
    Py_SET_REFCNT((PyObject *)self, 1);
    Py_INCREF(self);
    PyErr_Clear();
    Py_DECREF(self);
    PyObject_Free(self);
}

static PyTypeObject revived_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "seeded.Revived",
    .tp_basicsize = sizeof(Revived),
    .tp_dealloc = (destructor)revived_dealloc,
    .tp_weaklistoffset = offsetof(Revived, weak),
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

static PyObject *revived_ok(PyObject *self, PyObject *arg)
{
    if (PyType_Ready(&revived_type) < 0)
        return NULL;
    Revived *revived = PyObject_New(Revived, &revived_type);
    if (revived == NULL)
        return NULL;
    revived->weak = NULL;
    PyObject *reference = PyWeakref_NewRef((PyObject *)revived, NULL);
    Py_DECREF(revived);
    Py_XDECREF(reference);
    Py_RETURN_NONE;
}

/* Cython: an exception is taken from where the thread keeps it, and dropped or put back, without a call. */
#if PY_VERSION_HEX >= 0x030C0000
#define TAKE_EXCEPTION(value)                                                                                          \
    value = PyThreadState_Get()->current_exception;                                                                    \
    PyThreadState_Get()->current_exception = NULL
#else
#define TAKE_EXCEPTION(value)                                                                                          \
    value = PyThreadState_Get()->curexc_value;                                                                         \
    Py_XDECREF(PyThreadState_Get()->curexc_type);                                                                      \
    Py_XDECREF(PyThreadState_Get()->curexc_traceback);                                                                 \
    PyThreadState_Get()->curexc_type = PyThreadState_Get()->curexc_value = PyThreadState_Get()->curexc_traceback = NULL
#endif

static PyObject *exception_taken_ok(PyObject *self, PyObject *arg)
{
    PyObject *value;
    PyErr_SetObject(PyExc_ValueError, arg);
    TAKE_EXCEPTION(value);
    Py_XDECREF(value);
    Py_RETURN_NONE;
}

/* ---- REF001 leaked-reference ---- */

static PyObject *exception_kept_bad(PyObject *self, PyObject *arg)
{
    PyObject *value;
    PyErr_SetObject(PyExc_ValueError, arg);
    TAKE_EXCEPTION(value);
    return PyLong_FromLong(value == NULL);
}

/* Cython: instances of a type that another module made hold what this one puts into them. The call is not seen, as that
 * of another module would be. */
static PyObject *foreign_type_ok(PyObject *self, PyObject *arg)
{
    static PyObject *type;
    static PyType_Slot slots[] = {{Py_tp_dealloc, holder_dealloc}, {0, NULL}};
    static PyType_Spec spec = {"other.Holder", sizeof(Holder), 0, Py_TPFLAGS_DEFAULT, slots};
    if (type == NULL) {
        PyObject *(*make)(PyType_Spec *) = (PyObject * (*)(PyType_Spec *)) dlsym(RTLD_DEFAULT, "PyType_FromSpec");
        type = make(&spec);
    }
    Holder *holder = type == NULL ? NULL : PyObject_New(Holder, (PyTypeObject *)type);
    if (holder == NULL)
        return NULL;
    holder->held = PyUnicode_FromString("held by an instance of a type of others");
    return (PyObject *)holder;
}

/* lxml's `find`: a generator's variable gets an item of an item by macros, before a call shows the item, and lets it go behind it. The suspicion that has this
 * looked at closely is about something else. */
static PyObject *inner_items_ok(PyObject *self, PyObject *arg)
{
    PyObject *variable = NULL, *pairs = Py_BuildValue("[(ss)(ss)(ss)]", "first inner", "a text", "second inner", "b text", "third inner", "c text");
    if (pairs == NULL)
        return NULL;
    for (Py_ssize_t at = 0; at < PyList_GET_SIZE(pairs); at++) {
        PyObject *inner = PyTuple_GET_ITEM(PyList_GET_ITEM(pairs, at), 0);
        Py_INCREF(inner);
        Py_XDECREF(variable);
        variable = inner;
        PyObject *shown = PySequence_GetItem(pairs, at);
        Py_XDECREF(shown);
    }
    Py_DECREF(pairs);
    Py_XDECREF(variable);
    Py_RETURN_NONE;
}

#define INLINE_FOUND ONE(inner_items_ok), ONE(revived_ok), ONE(exception_taken_ok), ONE(exception_kept_bad), ONE(foreign_type_ok),
#else
#define INLINE_FOUND
#endif

#define FOUND ONE(buffer_copied_ok), INLINE(never_ready_ok) INLINE(never_ready_new_ok) ONE(lost_packed_ok), ONE(lost_definition_ok), INLINE_FOUND

/* Cases of weakrefobject.h and objimpl.h: weak references from C, C types with a list of weak references, garbage collection, allocation.
 * What dies when is compared by counters that the C types keep. */
#include "cases.h"

CASE(weakref_of_python_object)
{
    PyObject *object = py("Plain()"), *reference = PyWeakref_NewRef(object, NULL), *out = NULL;
    say("check %d %d", PyWeakref_Check(reference), PyWeakref_CheckRef(reference));
    say("object %d", PyWeakref_GetObject(reference) == object);
    say_status("get", PyWeakref_GetRef(reference, &out));
    say("same %d", out == object);
    Py_XDECREF(out);
    say_status("dead", PyWeakref_IsDead(reference));
    Py_DECREF(object);
    say("object %d", PyWeakref_GetObject(reference) == Py_None);
    say_status("get", PyWeakref_GetRef(reference, &out));
    say("null %d", out == NULL);
    say_status("dead", PyWeakref_IsDead(reference));
    Py_DECREF(reference);
}

CASE(weakref_shared_without_callback)
{
    PyObject *object = py("Plain()"), *first = PyWeakref_NewRef(object, NULL), *second = PyWeakref_NewRef(object, NULL);
    say("same %d", first == second);
    Py_DECREF(first);
    Py_DECREF(second);
    Py_DECREF(object);
}

CASE(weakref_callback)
{
    py_do("called = []");
    PyObject *object = py("Plain()"), *callback = py("lambda r: called.append(r() is None)"), *reference = PyWeakref_NewRef(object, callback);
    Py_DECREF(object);
    say_new("called", py("called"));
    Py_DECREF(callback);
    Py_DECREF(reference);
}

static PyObject *c_callback(PyObject *self, PyObject *reference)
{
    (void)self;
    PyObject *out = (PyObject *)1;
    int status = PyWeakref_GetRef(reference, &out);
    py_do("called.append('from C')");
    say("callback %d %d", status, out == NULL);
    Py_RETURN_NONE;
}

CASE(weakref_callback_in_c)
{
    static PyMethodDef definition = {"callback", c_callback, METH_O, NULL};
    py_do("called = []");
    PyObject *object = py("Plain()"), *callback = PyCFunction_New(&definition, NULL), *reference = PyWeakref_NewRef(object, callback);
    Py_DECREF(object);
    say_new("called", py("called"));
    Py_DECREF(callback);
    Py_DECREF(reference);
}

CASE(weakref_misuse)
{
    PyObject *number = py("5"), *out = (PyObject *)1, *tuple = py("(1,)");
    say_new("int", PyWeakref_NewRef(number, NULL));
    say_new("tuple", PyWeakref_NewRef(tuple, NULL));
    say_status("get of an int", PyWeakref_GetRef(number, &out));
    say("null %d", out == NULL);
    say_status("get of NULL", PyWeakref_GetRef(NULL, &out));
    say_status("dead of an int", PyWeakref_IsDead(number));
    Py_DECREF(number);
    Py_DECREF(tuple);
}

CASE(weakref_proxy)
{
    PyObject *object = py("Sequence(1, 2)"), *proxy = PyWeakref_NewProxy(object, NULL);
    say("check %d", PyWeakref_CheckProxy(proxy));
    say_status("size", PyObject_Size(proxy));
    Py_DECREF(object);
    say_status("dead", PyObject_Size(proxy));
    Py_DECREF(proxy);
}

CASE(weakref_kept_object_revives_nothing)
{
    PyObject *object = py("Plain()"), *reference = PyWeakref_NewRef(object, NULL), *out = NULL;
    PyWeakref_GetRef(reference, &out);
    Py_DECREF(object);
    say_status("still alive", PyWeakref_IsDead(reference));
    Py_XDECREF(out);
    say_status("dead", PyWeakref_IsDead(reference));
    Py_DECREF(reference);
}

/* ---- a C type with weak references and garbage collection ---- */

typedef struct {
    PyObject_HEAD
    PyObject *next, *weakrefs;
} Node;

static int nodes, finalized, cleared_nodes;

static int node_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Node *)self)->next);
    return 0;
}

static int node_clear(PyObject *self)
{
    cleared_nodes++;
    Py_CLEAR(((Node *)self)->next);
    return 0;
}

static void node_finalize(PyObject *self)
{
    (void)self;
    finalized++;
}

static void node_dealloc(PyObject *self)
{
    if (PyObject_CallFinalizerFromDealloc(self) < 0)
        return;
    PyObject_GC_UnTrack(self);
    if (((Node *)self)->weakrefs)
        PyObject_ClearWeakRefs(self);
    Py_CLEAR(((Node *)self)->next);
    nodes--;
    PyObject_GC_Del(self);
}

static PyMemberDef node_members[] = {{"next", _Py_T_OBJECT, offsetof(Node, next), 0, NULL}, {NULL, 0, 0, 0, NULL}};
static PyTypeObject Node_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "pilotage_cases.Node", .tp_basicsize = sizeof(Node), .tp_dealloc = node_dealloc, .tp_traverse = node_traverse, .tp_clear = node_clear, .tp_finalize = node_finalize,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .tp_weaklistoffset = offsetof(Node, weakrefs), .tp_members = node_members};

static PyObject *node(PyObject *next)
{
    if (PyType_Ready(&Node_Type) < 0)
        give_up("Node");
    Node *made = PyObject_GC_New(Node, &Node_Type);
    NEED(made);
    made->next = Py_XNewRef(next);
    made->weakrefs = NULL;
    nodes++;
    PyObject_GC_Track(made);
    return (PyObject *)made;
}

static void reset_nodes(void)
{
    nodes = finalized = cleared_nodes = 0;
}

CASE(gc_type_dies_promptly)
{
    reset_nodes();
    PyObject *made = node(NULL);
    say("tracked %d, gc %d", PyObject_GC_IsTracked(made), PyObject_IS_GC(made));
    Py_DECREF(made);
    say("nodes %d finalized %d", nodes, finalized);
}

CASE(gc_chain_dies)
{
    reset_nodes();
    PyObject *chain = NULL;
    for (int at = 0; at < 5; at++) {
        PyObject *made = node(chain);
        Py_XDECREF(chain);
        chain = made;
    }
    say("nodes %d", nodes);
    Py_DECREF(chain);
    say("nodes %d", nodes);
}

CASE(gc_self_cycle)
{
    reset_nodes();
    PyObject *made = node(NULL);
    ((Node *)made)->next = Py_NewRef(made);
    Py_DECREF(made);
    PyGC_Collect();
    say("nodes %d finalized %d cleared %d", nodes, finalized, cleared_nodes > 0);
}

CASE(gc_cycle_of_three)
{
    reset_nodes();
    PyObject *a = node(NULL), *b = node(a), *c = node(b);
    ((Node *)a)->next = Py_NewRef(c);
    Py_DECREF(a);
    Py_DECREF(b);
    PyGC_Collect();
    say("held %d", nodes);
    Py_DECREF(c);
    PyGC_Collect();
    say("nodes %d", nodes);
}

CASE(gc_cycle_through_python_objects)
{
    reset_nodes();
    PyObject *list = PyList_New(0), *made = node(list);
    PyList_Append(list, made);
    Py_DECREF(list);
    Py_DECREF(made);
    PyGC_Collect();
    say("list %d", nodes);
    PyObject *object = py("Plain()");
    made = node(object);
    PyObject_SetAttrString(object, "node", made);
    Py_DECREF(object);
    Py_DECREF(made);
    PyGC_Collect();
    say("instance %d", nodes);
    PyObject *dict = PyDict_New();
    made = node(dict);
    PyDict_SetItemString(dict, "node", made);
    Py_DECREF(dict);
    Py_DECREF(made);
    PyGC_Collect();
    say("dict %d", nodes);
    PyObject *tuple = PyTuple_New(1);
    made = node(tuple);
    PyTuple_SET_ITEM(tuple, 0, made);
    Py_DECREF(tuple);
    PyGC_Collect();
    say("tuple %d", nodes);
}

CASE(gc_cycle_made_in_python)
{
    reset_nodes();
    PyObject *a = node(NULL), *b = node(NULL), *tie = py("lambda a, b: (setattr(a, 'next', [b]), setattr(b, 'next', {'a': a}), None)[2]");
    Py_XDECREF(PyObject_CallFunctionObjArgs(tie, a, b, NULL));
    Py_DECREF(a);
    Py_DECREF(b);
    Py_DECREF(tie);
    PyGC_Collect();
    say("nodes %d", nodes);
}

CASE(gc_weakref_of_c_object)
{
    reset_nodes();
    PyObject *made = node(NULL), *reference = PyWeakref_NewRef(made, NULL);
    say("there %d", ((Node *)made)->weakrefs != NULL);
    say("alive %d", PyWeakref_GetObject(reference) == made);
    Py_DECREF(made);
    say("dead %d, nodes %d", PyWeakref_GetObject(reference) == Py_None, nodes);
    Py_DECREF(reference);
}

CASE(gc_weakref_in_a_cycle)
{
    reset_nodes();
    py_do("called = []");
    PyObject *made = node(NULL), *callback = py("lambda r: called.append('called')"), *reference = PyWeakref_NewRef(made, callback);
    ((Node *)made)->next = Py_NewRef(made);
    Py_DECREF(made);
    PyGC_Collect();
    say("nodes %d, dead %d", nodes, PyWeakref_GetObject(reference) == Py_None);
    say_new("called", py("called"));
    Py_DECREF(callback);
    Py_DECREF(reference);
}

CASE(gc_seen_by_python)
{
    PyObject *made = node(Py_None);
    say_new("is_tracked", PyObject_CallFunction(py("__import__('gc').is_tracked"), "O", made));
    say_new("referents", PyObject_CallFunction(py("lambda o: None in __import__('gc').get_referents(o)"), "O", made));
    Py_DECREF(made);
}

CASE(gc_switch)
{
    int before = PyGC_Disable();
    say("was %d, now %d", before, PyGC_IsEnabled());
    PyGC_Enable();
    say("now %d", PyGC_IsEnabled());
}

CASE(gc_many_objects)
{
    reset_nodes();
    for (int at = 0; at < 2000; at++) {
        PyObject *made = node(NULL);
        ((Node *)made)->next = Py_NewRef(made);
        Py_DECREF(made);
    }
    PyGC_Collect();
    say("nodes %d finalized %d", nodes, finalized);
}

/* ---- allocation ---- */

CASE(object_allocation)
{
    void *memory = PyObject_Malloc(10);
    memset(memory, 1, 10);
    memory = PyObject_Realloc(memory, 1000);
    say("kept %d", ((char *)memory)[9]);
    PyObject_Free(memory);
    PyObject_Free(NULL);
    char *zeroed = PyObject_Calloc(4, 4);
    say("zeroed %d", zeroed[15]);
    PyObject_Free(zeroed);
    say("zero bytes %d", (memory = PyObject_Malloc(0)) != NULL);
    PyObject_Free(memory);
    say("too much %d", PyObject_Malloc((size_t)PY_SSIZE_T_MAX + 1) == NULL);
}

CASE(memory_allocation)
{
    char *memory = PyMem_Malloc(5), *raw = PyMem_RawMalloc(5), *zeroed = PyMem_Calloc(3, 3), *raw_zeroed = PyMem_RawCalloc(2, 2);
    say("%d %d %d %d", memory != NULL, raw != NULL, zeroed[8], raw_zeroed[3]);
    memcpy(memory, "abcd", 5);
    memory = PyMem_Realloc(memory, 5000);
    say("%s", memory);
    raw = PyMem_RawRealloc(raw, 100);
    PyMem_Free(memory);
    PyMem_RawFree(raw);
    PyMem_Free(zeroed);
    PyMem_RawFree(raw_zeroed);
    memory = PyMem_Realloc(NULL, 8);
    say("%d", memory != NULL);
    PyMem_Free(memory);
    int *numbers = PyMem_New(int, 4);
    PyMem_Resize(numbers, int, 400);
    say("%d", numbers != NULL);
    PyMem_Del(numbers);
    say("too much %d", PyMem_Malloc((size_t)PY_SSIZE_T_MAX + 1) == NULL);
}

CASE(object_init_in_own_memory)
{
    PyObject *made = PyObject_Malloc(sizeof(PyObject));
    PyObject_Init(made, &Probe_Type);
    say("count %d, type %d", (int)Py_REFCNT(made), Py_IS_TYPE(made, &Probe_Type));
    PyObject_Free(made);
}

/* A type with items of its own behind the object. */
typedef struct {
    PyObject_VAR_HEAD
    long items[1];
} Row;

static PyObject *row_item(PyObject *self, Py_ssize_t index)
{
    if (index < 0 || index >= Py_SIZE(self))
        return PyErr_Format(PyExc_IndexError, "row index");
    return PyLong_FromLong(((Row *)self)->items[index]);
}

static Py_ssize_t row_length(PyObject *self) { return Py_SIZE(self); }

CASE(variable_size_type)
{
    static PySequenceMethods sequence = {.sq_length = row_length, .sq_item = row_item};
    static PyTypeObject type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "pilotage_cases.Row", .tp_basicsize = offsetof(Row, items), .tp_itemsize = sizeof(long),
        .tp_flags = Py_TPFLAGS_DEFAULT, .tp_as_sequence = &sequence};
    if (PyType_Ready(&type) < 0)
        give_up("Row");
    Row *row = PyObject_NewVar(Row, &type, 5);
    NEED(row);
    for (int at = 0; at < 5; at++)
        row->items[at] = at * at;
    say("size %zd", Py_SIZE(row));
    say_new("list", PyObject_CallFunction(py("lambda r: (len(r), list(r), r[-1])"), "O", row));
    Py_DECREF(row);
}

/* Cases of typeobject.h and of types that C defines: static types, heap types from specs, inheritance of slots, subclasses of builtins.
 * Each type is used from C and from Python code. */
#include "cases.h"

/* Calls a Python function, given as text, with one object, and says the result. */
static void ask(const char *what, const char *function, PyObject *object)
{
    PyObject *callable = py(function);
    say_new(what, PyObject_CallFunctionObjArgs(callable, object, NULL));
    Py_DECREF(callable);
}

/* ---- a static type with most slots ---- */

typedef struct {
    PyObject_HEAD
    long value;
    PyObject *held;
    double real;
    char flag;
    const char *text;
} Point;

static int points;

static PyObject *point_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args, (void)kwargs;
    Point *self = (Point *)type->tp_alloc(type, 0);
    if (self) {
        points++;
        self->value = 1;
        self->text = "text of a member";
    }
    return (PyObject *)self;
}

static int point_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    char *names[] = {"value", "held", NULL};
    PyObject *held = NULL;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|lO:Point", names, &((Point *)self)->value, &held))
        return -1;
    Py_XSETREF(((Point *)self)->held, Py_XNewRef(held));
    return 0;
}

static void point_dealloc(PyObject *self)
{
    points--;
    Py_XDECREF(((Point *)self)->held);
    Py_TYPE(self)->tp_free(self);
}

static PyObject *point_repr(PyObject *self)
{
    return PyUnicode_FromFormat("Point(%ld)", ((Point *)self)->value);
}

static PyObject *point_str(PyObject *self)
{
    return PyUnicode_FromFormat("<%ld>", ((Point *)self)->value);
}

static Py_hash_t point_hash(PyObject *self)
{
    return ((Point *)self)->value * 31;
}

static PyTypeObject Point_Type;

static PyObject *point_compare(PyObject *a, PyObject *b, int operation)
{
    if (!PyObject_TypeCheck(a, &Point_Type) || !PyObject_TypeCheck(b, &Point_Type))
        Py_RETURN_NOTIMPLEMENTED;
    long left = ((Point *)a)->value, right = ((Point *)b)->value;
    Py_RETURN_RICHCOMPARE(left, right, operation);
}

static PyObject *point_make(PyTypeObject *type, long value)
{
    PyObject *made = point_new(type, NULL, NULL);
    if (made)
        ((Point *)made)->value = value;
    return made;
}

static int point_value(PyObject *object, long *value)
{
    if (PyObject_TypeCheck(object, &Point_Type))
        *value = ((Point *)object)->value;
    else if (PyLong_Check(object))
        *value = PyLong_AsLong(object);
    else
        return 0;
    return 1;
}

static PyObject *point_add(PyObject *a, PyObject *b)
{
    long left, right;
    if (!point_value(a, &left) || !point_value(b, &right))
        Py_RETURN_NOTIMPLEMENTED;
    return point_make(&Point_Type, left + right);
}

static PyObject *point_inplace_add(PyObject *a, PyObject *b)
{
    long right;
    if (!point_value(b, &right))
        Py_RETURN_NOTIMPLEMENTED;
    ((Point *)a)->value += right;
    return Py_NewRef(a);
}

static PyObject *point_power(PyObject *a, PyObject *b, PyObject *modulus)
{
    (void)a, (void)b;
    return PyUnicode_FromFormat("power with %s", modulus == Py_None ? "none" : "modulus");
}

static PyObject *point_negative(PyObject *self)
{
    return point_make(&Point_Type, -((Point *)self)->value);
}

static int point_bool(PyObject *self)
{
    if (((Point *)self)->value == 99) {
        PyErr_SetString(PyExc_ValueError, "no truth");
        return -1;
    }
    return ((Point *)self)->value != 0;
}

static PyObject *point_int(PyObject *self)
{
    return PyLong_FromLong(((Point *)self)->value);
}

static PyObject *point_float(PyObject *self)
{
    return PyFloat_FromDouble((double)((Point *)self)->value / 2);
}

static Py_ssize_t point_length(PyObject *self)
{
    return ((Point *)self)->value;
}

static PyObject *point_item(PyObject *self, Py_ssize_t index)
{
    if (index < 0 || index >= ((Point *)self)->value) {
        PyErr_SetString(PyExc_IndexError, "point index");
        return NULL;
    }
    return PyLong_FromSsize_t(index * 10);
}

static int point_contains(PyObject *self, PyObject *item)
{
    (void)self;
    return item == Py_None;
}

static PyObject *point_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    (void)self;
    return Py_BuildValue("(OO)", args, kwargs ? kwargs : Py_None);
}

static PyObject *point_iter(PyObject *self)
{
    return PySeqIter_New(self);
}

static PyObject *point_get_double(PyObject *self, void *closure)
{
    return PyLong_FromLong(((Point *)self)->value * (closure ? *(const int *)closure : 2));
}

static int point_set_double(PyObject *self, PyObject *value, void *closure)
{
    (void)closure;
    if (!value) {
        PyErr_SetString(PyExc_TypeError, "cannot delete");
        return -1;
    }
    long number = PyLong_AsLong(value);
    if (number == -1 && PyErr_Occurred())
        return -1;
    ((Point *)self)->value = number / 2;
    return 0;
}

static PyObject *point_noargs(PyObject *self, PyObject *unused)
{
    return PyLong_FromLong(((Point *)self)->value + (unused != NULL));
}

static PyObject *point_one(PyObject *self, PyObject *argument)
{
    return Py_BuildValue("(lO)", ((Point *)self)->value, argument);
}

static PyObject *point_class(PyObject *type, PyObject *args)
{
    return Py_BuildValue("(sO)", ((PyTypeObject *)type)->tp_name, args);
}

static PyObject *point_static(PyObject *null, PyObject *args)
{
    return Py_BuildValue("(iO)", null == NULL, args);
}

static const int thrice = 3;
static PyGetSetDef point_getset[] = {
    {"double", point_get_double, point_set_double, "twice the value", NULL},
    {"triple", point_get_double, NULL, NULL, (void *)&thrice},
    {NULL, NULL, NULL, NULL, NULL}};
static PyMemberDef point_members[] = {
    {"value", Py_T_LONG, offsetof(Point, value), 0, "the value"},
    {"fixed", Py_T_LONG, offsetof(Point, value), Py_READONLY, NULL},
    {"held", Py_T_OBJECT_EX, offsetof(Point, held), 0, NULL},
    {"maybe", _Py_T_OBJECT, offsetof(Point, held), 0, NULL},
    {"real", Py_T_DOUBLE, offsetof(Point, real), 0, NULL},
    {"flag", Py_T_BOOL, offsetof(Point, flag), 0, NULL},
    {"text", Py_T_STRING, offsetof(Point, text), 0, NULL},
    {NULL, 0, 0, 0, NULL}};
static PyMethodDef point_methods[] = {
    {"noargs", point_noargs, METH_NOARGS, "noargs($self, /)\n--\n\nthe value"},
    {"one", point_one, METH_O, NULL},
    {"klass", point_class, METH_VARARGS | METH_CLASS, NULL},
    {"static", point_static, METH_VARARGS | METH_STATIC, NULL},
    {NULL, NULL, 0, NULL}};
static PyNumberMethods point_number = {
    .nb_add = point_add, .nb_inplace_add = point_inplace_add, .nb_power = point_power, .nb_negative = point_negative, .nb_bool = point_bool, .nb_int = point_int,
    .nb_float = point_float, .nb_index = point_int};
static PySequenceMethods point_sequence = {.sq_length = point_length, .sq_item = point_item, .sq_contains = point_contains};
static PyTypeObject Point_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "pilotage_cases.Point", .tp_basicsize = sizeof(Point), .tp_dealloc = point_dealloc, .tp_repr = point_repr, .tp_str = point_str, .tp_hash = point_hash,
    .tp_richcompare = point_compare, .tp_as_number = &point_number, .tp_as_sequence = &point_sequence, .tp_call = point_call, .tp_iter = point_iter,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_doc = "Point(value=1)\n--\n\nA point.", .tp_methods = point_methods, .tp_members = point_members,
    .tp_getset = point_getset, .tp_init = point_init, .tp_new = point_new};

static PyObject *point(void)
{
    if (PyType_Ready(&Point_Type) < 0)
        give_up("Point");
    return (PyObject *)&Point_Type;
}

CASE(type_static_new_and_free)
{
    points = 0;
    PyObject *made = PyObject_CallFunction(point(), "l", 5L);
    say_seen("made", made);
    say("alive %d", points);
    Py_XDECREF(made);
    say("alive %d", points);
    ask("from Python", "lambda P: [repr(P(n)) for n in range(3)]", point());
    say("alive %d", points);
}

CASE(type_static_attributes)
{
    ask("name", "lambda P: (P.__name__, P.__qualname__, P.__module__)", point());
    ask("doc", "lambda P: (P.__doc__, P.__text_signature__)", point());
    ask("bases", "lambda P: (P.__bases__, P.__mro__[-1], type(P))", point());
    ask("dict", "lambda P: sorted(n for n in P.__dict__ if not n.startswith('__'))", point());
    ask("dunders", "lambda P: sorted(n for n in P.__dict__ if n.startswith('__'))", point());
    ask("set attribute", "lambda P: setattr(P, 'x', 1)", point());
    say("ready %d, base %d, mro %zd", (Point_Type.tp_flags & Py_TPFLAGS_READY) != 0, Point_Type.tp_base == &PyBaseObject_Type, PyTuple_GET_SIZE(Point_Type.tp_mro));
    say("inherited %d %d", Point_Type.tp_getattro == PyObject_GenericGetAttr, Point_Type.tp_alloc == PyType_GenericAlloc);
}

CASE(type_static_texts)
{
    ask("repr", "lambda P: (repr(P(5)), str(P(5)), f'{P(5)}')", point());
    ask("hash", "lambda P: (hash(P(2)), {P(2): 1}[P(2)])", point());
}

CASE(type_static_compare)
{
    ask("same", "lambda P: (P(1) == P(1), P(1) != P(1), P(1) < P(2), P(1) >= P(2))", point());
    ask("other", "lambda P: (P(1) == 1, P(1) != 1)", point());
    ask("order with other", "lambda P: P(1) < 5", point());
    ask("sort", "lambda P: sorted([P(3), P(1), P(2)])", point());
}

CASE(type_static_numbers)
{
    ask("add", "lambda P: (P(1) + P(2), P(1) + 5, 5 + P(1))", point());
    ask("add wrong", "lambda P: P(1) + 'x'", point());
    py_do("def inplace(P):\n    p = q = P(1)\n    p += 5\n    return p is q, p");
    ask("in place", "inplace", point());
    ask("power", "lambda P: (P(1) ** 2, pow(P(1), 2, 3), 2 ** P(1))", point());
    ask("unary", "lambda P: (-P(4), bool(P(0)), bool(P(1)), int(P(7)), float(P(7)), [0] * P(2), hex(P(255)))", point());
    ask("truth raises", "lambda P: bool(P(99))", point());
    ask("not there", "lambda P: P(1) - P(1)", point());
    ask("not there", "lambda P: ~P(1)", point());
}

CASE(type_static_sequence)
{
    ask("length", "lambda P: (len(P(3)), P(3)[0], P(3)[-1], list(P(3)))", point());
    ask("range", "lambda P: P(3)[3]", point());
    ask("contains", "lambda P: (None in P(1), 5 in P(1))", point());
    ask("slice", "lambda P: P(3)[0:1]", point());
    ask("set", "lambda P: P(3).__setitem__(0, 1)", point());
}

CASE(type_static_call_and_iter)
{
    ask("call", "lambda P: P(1)(1, 2)", point());
    ask("call names", "lambda P: P(1)(a=1)", point());
    ask("iterate", "lambda P: [i for i in P(4)]", point());
}

CASE(type_static_getset)
{
    ask("get", "lambda P: (P(5).double, P(5).triple)", point());
    py_do("def change(P):\n    p = P(5)\n    p.double = 40\n    return p.value");
    ask("set", "change", point());
    ask("set wrong", "lambda P: setattr(P(5), 'double', 'x')", point());
    ask("set read-only", "lambda P: setattr(P(5), 'triple', 1)", point());
    ask("delete", "lambda P: delattr(P(5), 'double')", point());
    ask("of the class", "lambda P: (type(P.double).__name__, P.double.__name__, P.double.__doc__)", point());
    ask("of another", "lambda P: P.double.__get__(5)", point());
}

CASE(type_static_members)
{
    py_do("def members(P):\n    p = P(5)\n    p.value = 7\n    p.real = 2\n    p.flag = True\n    p.held = [1]\n    return p.value, p.fixed, p.real, p.flag, p.held, p.maybe, p.text");
    ask("all", "members", point());
    ask("empty object_ex", "lambda P: P(1).held", point());
    ask("empty object", "lambda P: P(1).maybe", point());
    ask("read-only", "lambda P: setattr(P(1), 'fixed', 5)", point());
    ask("wrong type", "lambda P: setattr(P(1), 'value', 'x')", point());
    ask("bool", "lambda P: setattr(P(1), 'flag', 5)", point());
    ask("string", "lambda P: setattr(P(1), 'text', 'x')", point());
    ask("delete number", "lambda P: delattr(P(1), 'value')", point());
    ask("delete object", "lambda P: delattr(P(1, 2), 'held')", point());
    ask("delete nothing", "lambda P: delattr(P(1), 'held')", point());
    ask("of the class", "lambda P: (type(P.value).__name__, P.value.__doc__)", point());
}

CASE(type_static_methods)
{
    ask("calls", "lambda P: (P(5).noargs(), P(5).one('x'), P.klass(1), P(5).klass(2), P.static(1), P(5).static(2))", point());
    ask("unbound", "lambda P: P.noargs(P(8))", point());
    ask("unbound wrong", "lambda P: P.noargs(5)", point());
    ask("unbound nothing", "lambda P: P.noargs()", point());
    ask("too many", "lambda P: P(1).noargs(1)", point());
    ask("keyword", "lambda P: P(1).one(x=1)", point());
    ask("attributes", "lambda P: (P.noargs.__name__, P.noargs.__doc__, P.noargs.__text_signature__, P(1).noargs.__name__, type(P.noargs).__name__, type(P(1).noargs).__name__)", point());
    ask("self", "lambda P: (lambda p: p.noargs.__self__ is p)(P(1))", point());
    ask("qualname", "lambda P: (P.noargs.__qualname__, P(1).noargs.__qualname__)", point());
}

CASE(type_static_init_errors)
{
    ask("wrong", "lambda P: P('x')", point());
    ask("unknown", "lambda P: P(unknown=1)", point());
    points = 0;
    PyObject *made = PyObject_CallFunction(point(), "s", "x");
    PyErr_Clear();
    say("made %d, alive %d", made != NULL, points);
}

CASE(type_python_subclass_of_static)
{
    py_do("def subclass(P):\n"
          "    class Sub(P):\n"
          "        def __init__(self, value, extra):\n            super().__init__(value)\n            self.extra = extra\n"
          "        def __repr__(self):\n            return 'Sub ' + super().__repr__()\n"
          "        def __len__(self):\n            return 2\n"
          "        def noargs(self):\n            return -super().noargs()\n"
          "    return Sub");
    PyObject *sub = PyObject_CallFunction(py("subclass"), "O", point());
    NEED(sub);
    points = 0;
    PyObject *made = PyObject_CallFunction(sub, "ls", 5L, "more");
    NEED(made);
    say_seen("made", made);
    say_new("extra", PyObject_GetAttrString(made, "extra"));
    say("value inline %ld", ((Point *)made)->value);
    say_status("len", PyObject_Size(made));
    say_new("method", PyObject_CallMethod(made, "noargs", NULL));
    say_new("add", PyNumber_Add(made, made));
    say("subtype %d, check %d, heap %d", PyType_IsSubtype(Py_TYPE(made), &Point_Type), PyObject_TypeCheck(made, &Point_Type),
        (Py_TYPE(made)->tp_flags & Py_TPFLAGS_HEAPTYPE) != 0);
    say("base %d", Py_TYPE(made)->tp_base == &Point_Type);
    Py_DECREF(made);
    say("alive %d", points);
    Py_DECREF(sub);
}

CASE(type_python_subclass_overrides_number)
{
    py_do("def subclass2(P):\n"
          "    class Sub(P):\n"
          "        def __add__(self, other):\n            return 'added'\n"
          "        def __radd__(self, other):\n            return 'radded'\n"
          "        def __eq__(self, other):\n            return 'equal'\n"
          "        __hash__ = None\n"
          "    return Sub(1)");
    PyObject *made = PyObject_CallFunction(py("subclass2"), "O", point()), *number = py("5"), *base = PyObject_CallNoArgs(point());
    say_new("add", PyNumber_Add(made, number));
    say_new("reverse", PyNumber_Add(number, made));
    say_new("subclass first", PyNumber_Add(base, made));
    say_new("compare", PyObject_RichCompare(made, number, Py_EQ));
    say_status("hash", PyObject_Hash(made));
    Py_DECREF(made);
    Py_DECREF(number);
    Py_DECREF(base);
}

CASE(type_python_subclass_slots_dict_weakref)
{
    py_do("import weakref\n"
          "def lifetime(P):\n"
          "    class Sub(P):\n        pass\n"
          "    s = Sub(1)\n    s.self = None\n    r = weakref.ref(s)\n    alive = r() is s\n    del s\n    return alive, r() is None");
    points = 0;
    ask("weakref", "lifetime", point());
    say("alive %d", points);
    ask("base has no dict", "lambda P: P(1).__dict__", point());
    ask("base has no weakref", "lambda P: __import__('weakref').ref(P(1))", point());
}

/* ---- heap types from a spec ---- */

typedef struct {
    PyObject_HEAD
    PyObject *dict;
    PyObject *weakrefs;
    PyObject *held;
} Heap;

static int heaps;

static int heap_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Heap *)self)->dict);
    Py_VISIT(((Heap *)self)->held);
    return 0;
}

static int heap_clear(PyObject *self)
{
    Py_CLEAR(((Heap *)self)->dict);
    Py_CLEAR(((Heap *)self)->held);
    return 0;
}

static void heap_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    if (((Heap *)self)->weakrefs)
        PyObject_ClearWeakRefs(self);
    heap_clear(self);
    heaps--;
    type->tp_free(self);
    Py_DECREF(type);
}

static PyObject *heap_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args, (void)kwargs;
    PyObject *self = type->tp_alloc(type, 0);
    heaps += self != NULL;
    return self;
}

static PyMemberDef heap_members[] = {
    {"__dictoffset__", Py_T_PYSSIZET, offsetof(Heap, dict), Py_READONLY, NULL},
    {"__weaklistoffset__", Py_T_PYSSIZET, offsetof(Heap, weakrefs), Py_READONLY, NULL},
    {"held", _Py_T_OBJECT, offsetof(Heap, held), 0, NULL},
    {NULL, 0, 0, 0, NULL}};
static PyType_Slot heap_slots[] = {
    {Py_tp_new, heap_new}, {Py_tp_dealloc, heap_dealloc}, {Py_tp_traverse, heap_traverse}, {Py_tp_clear, heap_clear}, {Py_tp_members, heap_members},
    {Py_tp_doc, "A heap type."}, {0, NULL}};
static PyType_Spec heap_spec = {"pilotage_cases.Heap", sizeof(Heap), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE, heap_slots};

CASE(type_heap_from_spec)
{
    PyObject *type = PyType_FromSpec(&heap_spec);
    NEED(type);
    ask("name", "lambda T: (T.__name__, T.__qualname__, T.__module__, T.__doc__)", type);
    ask("attributes", "lambda T: (setattr(T, 'x', 5), T.x)", type);
    heaps = 0;
    PyObject *made = PyObject_CallNoArgs(type);
    PyObject_SetAttrString(made, "y", Py_True);
    say_new("dict", PyObject_GetAttrString(made, "__dict__"));
    say("inline dict %d", ((Heap *)made)->dict != NULL);
    ask("weakref", "lambda o: __import__('weakref').ref(o)() is o", made);
    Py_DECREF(made);
    say("alive %d", heaps);
    say("offsets %zd %zd", ((PyTypeObject *)type)->tp_dictoffset, ((PyTypeObject *)type)->tp_weaklistoffset);
    Py_DECREF(type);
}

CASE(type_heap_cycle_is_collected)
{
    PyObject *type = PyType_FromSpec(&heap_spec);
    heaps = 0;
    PyObject *made = PyObject_CallNoArgs(type);
    PyObject_SetAttrString(made, "held", made);
    Py_DECREF(made);
    say("before %d", heaps);
    PyGC_Collect();
    say("after %d", heaps);
    made = PyObject_CallNoArgs(type);
    PyObject_SetAttrString(made, "in_dict", made);
    Py_DECREF(made);
    PyGC_Collect();
    say("through the dict %d", heaps);
    Py_DECREF(type);
}

CASE(type_heap_cycle_through_python)
{
    PyObject *type = PyType_FromSpec(&heap_spec);
    heaps = 0;
    ask("made", "lambda T: (lambda a, b: (setattr(a, 'held', b), b.append(a), None)[2])(T(), [])", type);
    PyGC_Collect();
    say("through a list %d", heaps);
    ask("made", "lambda T: (lambda a, b: (setattr(a, 'held', b), setattr(b, 'held', a), None)[2])(T(), T())", type);
    PyGC_Collect();
    say("two %d", heaps);
    Py_DECREF(type);
}

CASE(type_heap_subclass_in_python)
{
    PyObject *type = PyType_FromSpec(&heap_spec);
    heaps = 0;
    py_do("def heapsub(T):\n    class Sub(T):\n        def __del__(self):\n            gone.append('gone')\n    s = Sub()\n    s.held = s\n    s.x = [s]\n    return None\ngone = []");
    ask("made", "heapsub", type);
    PyGC_Collect();
    say("after %d", heaps);
    say_new("gone", py("gone"));
    Py_DECREF(type);
}

CASE(type_get_slot)
{
    PyObject *type = PyType_FromSpec(&heap_spec);
    say("%d %d %d", PyType_GetSlot((PyTypeObject *)type, Py_tp_new) == (void *)heap_new, PyType_GetSlot((PyTypeObject *)type, Py_tp_dealloc) == (void *)heap_dealloc,
        PyType_GetSlot((PyTypeObject *)type, Py_tp_call) == NULL);
    say("static %d", PyType_GetSlot(&PyList_Type, Py_tp_free) != NULL);
    say("bad %d", PyType_GetSlot((PyTypeObject *)type, 9999) == NULL);
    say_raised("bad");
    Py_DECREF(type);
}

CASE(type_names)
{
    PyObject *type = PyType_FromSpec(&heap_spec), *python = py("Plain");
    say_new("name", PyType_GetName((PyTypeObject *)type));
    say_new("qualified", PyType_GetQualName((PyTypeObject *)type));
    say_new("module", PyType_GetModuleName((PyTypeObject *)type));
    say_new("fully", PyType_GetFullyQualifiedName((PyTypeObject *)type));
    say_new("python", PyType_GetFullyQualifiedName((PyTypeObject *)python));
    say_new("builtin", PyType_GetFullyQualifiedName(&PyList_Type));
    say("tp_name %s %s", ((PyTypeObject *)type)->tp_name, ((PyTypeObject *)python)->tp_name);
    Py_DECREF(type);
    Py_DECREF(python);
}

CASE(type_flags)
{
    PyObject *type = PyType_FromSpec(&heap_spec), *python = py("Plain");
    unsigned long mask = Py_TPFLAGS_HEAPTYPE | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_READY | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_LONG_SUBCLASS | Py_TPFLAGS_LIST_SUBCLASS |
        Py_TPFLAGS_TUPLE_SUBCLASS | Py_TPFLAGS_BYTES_SUBCLASS | Py_TPFLAGS_UNICODE_SUBCLASS | Py_TPFLAGS_DICT_SUBCLASS | Py_TPFLAGS_BASE_EXC_SUBCLASS | Py_TPFLAGS_TYPE_SUBCLASS;
    PyTypeObject *types[] = {(PyTypeObject *)type, (PyTypeObject *)python, &PyLong_Type, &PyList_Type, &PyTuple_Type, &PyBytes_Type, &PyUnicode_Type, &PyDict_Type, &PyType_Type,
        &PyBool_Type, &PyFloat_Type, &PySet_Type, &PyByteArray_Type, &PyMemoryView_Type, &PyBaseObject_Type, (PyTypeObject *)PyExc_KeyError, &PyModule_Type, &PyFunction_Type};
    for (size_t at = 0; at < sizeof types / sizeof *types; at++)
        say("%s %lx", types[at]->tp_name, types[at]->tp_flags & mask);
    say("get %d", PyType_GetFlags(&PyList_Type) == PyList_Type.tp_flags);
    Py_DECREF(type);
    Py_DECREF(python);
}

CASE(type_sizes_of_builtins)
{
    PyTypeObject *types[] = {&PyLong_Type, &PyList_Type, &PyTuple_Type, &PyBytes_Type, &PyUnicode_Type, &PyDict_Type, &PyType_Type, &PyBool_Type, &PyFloat_Type, &PyComplex_Type,
        &PySet_Type, &PyFrozenSet_Type, &PyByteArray_Type, &PyMemoryView_Type, &PyBaseObject_Type, &PyModule_Type, &PyFunction_Type, &PyMethod_Type, &PyCFunction_Type,
        &PySlice_Type, &PyRange_Type, &PyProperty_Type, &PyCode_Type, &PyCapsule_Type};
    for (size_t at = 0; at < sizeof types / sizeof *types; at++)
        say("%s %zd %zd", types[at]->tp_name, types[at]->tp_basicsize, types[at]->tp_itemsize);
}

CASE(type_from_spec_with_bases)
{
    PyObject *base = PyType_FromSpec(&heap_spec);
    static PyType_Slot slots[] = {{0, NULL}};
    static PyType_Spec spec = {"other.module.Derived", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
    PyObject *derived = PyType_FromSpecWithBases(&spec, base);
    NEED(derived);
    ask("mro", "lambda T: [c.__name__ for c in T.__mro__]", derived);
    ask("module", "lambda T: (T.__module__, T.__name__)", derived);
    say("size inherited %d, gc %d", ((PyTypeObject *)derived)->tp_basicsize == (Py_ssize_t)sizeof(Heap), PyType_IS_GC((PyTypeObject *)derived));
    heaps = 0;
    PyObject *made = PyObject_CallNoArgs(derived);
    say("instance %d", PyObject_IsInstance(made, base));
    Py_XDECREF(made);
    say("alive %d", heaps);
    Py_DECREF(derived);
    Py_DECREF(base);
}

CASE(type_from_spec_errors)
{
    static PyType_Slot bad_slot[] = {{9999, NULL}, {0, NULL}}, none[] = {{0, NULL}};
    static PyType_Spec bad = {"m.Bad", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, bad_slot}, unnamed = {NULL, sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, none},
                       small = {"m.Small", 1, 0, Py_TPFLAGS_DEFAULT, none}, fine = {"m.Fine", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, none};
    say_new("slot", PyType_FromSpec(&bad));
    say_new("name", PyType_FromSpec(&unnamed));
    say_new("size", PyType_FromSpec(&small));
    say_new("final base", PyType_FromSpecWithBases(&fine, (PyObject *)&PyBool_Type));
    PyObject *number = py("5");
    say_new("base is no type", PyType_FromSpecWithBases(&fine, number));
    Py_DECREF(number);
}

/* ---- subclasses of builtin types made in C ---- */

static PyObject *subclass_of(PyTypeObject *base, const char *name)
{
    static PyType_Slot slots[] = {{0, NULL}};
    PyType_Spec spec = {name, 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
    PyObject *type = PyType_FromSpecWithBases(&spec, (PyObject *)base);
    NEED(type);
    return type;
}

CASE(type_subclass_int)
{
    PyObject *type = subclass_of(&PyLong_Type, "m.MyInt"), *made = PyObject_CallFunction(type, "i", 12);
    NEED(made);
    say_seen("made", made);
    say("check %d exact %d value %ld", PyLong_Check(made), PyLong_CheckExact(made), PyLong_AsLong(made));
    say_new("add", PyNumber_Add(made, made));
    ask("isinstance", "lambda o: (isinstance(o, int), o + 1, type(o).__name__, {12: 'x'}[o])", made);
    Py_DECREF(made);
    Py_DECREF(type);
}

CASE(type_subclass_float)
{
    PyObject *type = subclass_of(&PyFloat_Type, "m.MyFloat"), *made = PyObject_CallFunction(type, "d", 2.5);
    NEED(made);
    say("value %g inline %g", PyFloat_AsDouble(made), PyFloat_AS_DOUBLE(made));
    ask("python", "lambda o: (o * 2, type(o).__name__, isinstance(o, float))", made);
    Py_DECREF(made);
    Py_DECREF(type);
}

CASE(type_subclass_str)
{
    PyObject *type = subclass_of(&PyUnicode_Type, "m.MyStr"), *made = PyObject_CallFunction(type, "s", "text \xe2\x82\xac");
    NEED(made);
    say("check %d exact %d length %zd utf8 %s", PyUnicode_Check(made), PyUnicode_CheckExact(made), PyUnicode_GET_LENGTH(made), PyUnicode_AsUTF8(made));
    ask("python", "lambda o: (o.upper(), type(o).__name__, o == 'text \\u20ac', {'text \\u20ac': 1}[o])", made);
    Py_DECREF(made);
    Py_DECREF(type);
}

CASE(type_subclass_tuple)
{
    PyObject *type = subclass_of(&PyTuple_Type, "m.MyTuple"), *made = PyObject_CallFunction(type, "([is])", 1, "x");
    NEED(made);
    say("check %d size %zd", PyTuple_Check(made), PyTuple_GET_SIZE(made));
    say_seen("item", PyTuple_GET_ITEM(made, 1));
    ask("python", "lambda o: (o + (3,), type(o).__name__, len(o))", made);
    Py_DECREF(made);
    Py_DECREF(type);
}

CASE(type_subclass_list)
{
    PyObject *type = subclass_of(&PyList_Type, "m.MyList"), *made = PyObject_CallFunction(type, "([is])", 1, "x");
    NEED(made);
    say("check %d size %zd", PyList_Check(made), PyList_GET_SIZE(made));
    say_status("append", PyList_Append(made, Py_None));
    ask("python", "lambda o: (o.append(5), o, type(o).__name__)", made);
    say("size %zd", PyList_GET_SIZE(made));
    Py_DECREF(made);
    Py_DECREF(type);
}

CASE(type_subclass_dict)
{
    PyObject *type = subclass_of(&PyDict_Type, "m.MyDict"), *made = PyObject_CallFunction(type, "({si})", "a", 1);
    NEED(made);
    say_status("set", PyDict_SetItemString(made, "b", Py_None));
    ask("python", "lambda o: (o['a'], dict(o), type(o).__name__)", made);
    Py_DECREF(made);
    Py_DECREF(type);
}

CASE(type_subclass_bytes)
{
    PyObject *type = subclass_of(&PyBytes_Type, "m.MyBytes"), *made = PyObject_CallFunction(type, "y", "by");
    NEED(made);
    say("%s %zd", PyBytes_AS_STRING(made), PyBytes_GET_SIZE(made));
    ask("python", "lambda o: (o + b'!', type(o).__name__)", made);
    Py_DECREF(made);
    Py_DECREF(type);
}

CASE(type_subclass_exception)
{
    PyObject *type = subclass_of((PyTypeObject *)PyExc_ValueError, "m.MyError");
    PyErr_SetString(type, "mine");
    say("matches %d", PyErr_ExceptionMatches(PyExc_ValueError));
    say_raised_text("raised");
    py_do("def catch(T):\n    try:\n        raise T('a', 1)\n    except ValueError as e:\n        return type(e).__name__, e.args, str(e)");
    ask("caught", "catch", type);
    Py_DECREF(type);
}

CASE(type_subclass_set)
{
    PyObject *type = subclass_of(&PySet_Type, "m.MySet"), *made = PyObject_CallFunction(type, "([ii])", 1, 1);
    NEED(made);
    say("check %d size %zd", PySet_Check(made), PySet_Size(made));
    ask("python", "lambda o: (o | {2}, type(o).__name__)", made);
    Py_DECREF(made);
    Py_DECREF(type);
}

/* An exception with a field of its own in C. */
typedef struct {
    PyBaseExceptionObject base;
    long code;
} CodeError;

static int code_error_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    if (((PyTypeObject *)PyExc_Exception)->tp_init(self, args, kwargs) < 0)
        return -1;
    ((CodeError *)self)->code = (long)PyTuple_GET_SIZE(args) * 100;
    return 0;
}

CASE(type_exception_with_fields)
{
    static PyMemberDef members[] = {{"code", Py_T_LONG, offsetof(CodeError, code), 0, NULL}, {NULL, 0, 0, 0, NULL}};
    static PyType_Slot slots[] = {{Py_tp_init, code_error_init}, {Py_tp_members, members}, {0, NULL}};
    static PyType_Spec spec = {"m.CodeError", sizeof(CodeError), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
    PyObject *type = PyType_FromSpecWithBases(&spec, PyExc_Exception);
    NEED(type);
    py_do("def catch2(T):\n    try:\n        raise T('a', 'b')\n    except T as e:\n        return e.args, e.code, str(e), isinstance(e, Exception)");
    ask("caught", "catch2", type);
    PyObject *made = PyObject_CallFunction(type, "s", "x");
    say("inline code %ld", made ? ((CodeError *)made)->code : -1);
    say_new("args inline", made ? Py_NewRef(((PyBaseExceptionObject *)made)->args) : NULL);
    Py_XDECREF(made);
    Py_DECREF(type);
}

/* A str with a field of its own behind it, as NumPy's str_ has. */
typedef struct {
    PyUnicodeObject base;
    long extra;
} WideStr;

static PyObject *extra_get(PyObject *self, void *unused)
{
    (void)unused;
    return PyLong_FromLong(((WideStr *)self)->extra++);
}

CASE(type_str_with_fields)
{
    static PyGetSetDef getset[] = {{"extra", extra_get, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL, NULL}};
    static PyType_Slot slots[] = {{Py_tp_getset, getset}, {0, NULL}};
    static PyType_Spec spec = {"m.WideStr", sizeof(WideStr), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
    PyObject *type = PyType_FromSpecWithBases(&spec, (PyObject *)&PyUnicode_Type), *made = PyObject_CallFunction(type, "s", "with a field");
    NEED(made);
    ask("python", "lambda o: (o.extra, o.extra, o.upper(), len(o))", made);
    say("%ld", ((WideStr *)made)->extra);
    Py_DECREF(made);
    Py_DECREF(type);
}

/* ---- metaclasses ---- */

CASE(type_metaclass_in_c)
{
    PyObject *meta = subclass_of(&PyType_Type, "m.CMeta");
    py_do("def with_meta(M):\n    class C(metaclass=M):\n        x = 5\n    return C");
    PyObject *made = PyObject_CallFunction(py("with_meta"), "O", meta);
    NEED(made);
    say("type %d, is a type %d", (PyObject *)Py_TYPE(made) == meta, PyType_Check(made));
    ask("python", "lambda C: (type(C).__name__, C.x, isinstance(C(), C))", made);
    Py_DECREF(made);
    Py_DECREF(meta);
}

CASE(type_from_metaclass)
{
    PyObject *meta = subclass_of(&PyType_Type, "m.CMeta2");
    static PyType_Slot slots[] = {{0, NULL}};
    static PyType_Spec spec = {"m.Made", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, slots};
    PyObject *made = PyType_FromMetaclass((PyTypeObject *)meta, NULL, &spec, NULL);
    say("type %d", made && (PyObject *)Py_TYPE(made) == meta);
    Py_XDECREF(made);
    Py_DECREF(meta);
}

CASE(type_called_from_c)
{
    PyObject *made = PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){si}", "Made", (PyObject *)&PyList_Type, "attribute", 5);
    NEED(made);
    ask("python", "lambda C: (C.__name__, C.__bases__, C.attribute, C([1]))", made);
    say("size %zd", ((PyTypeObject *)made)->tp_basicsize >= (Py_ssize_t)sizeof(PyListObject) ? (Py_ssize_t)1 : (Py_ssize_t)0);
    Py_DECREF(made);
}

CASE(type_subtype_checks)
{
    PyObject *sub = py("Int");
    say("%d %d %d", PyType_IsSubtype(&PyBool_Type, &PyLong_Type), PyType_IsSubtype(&PyLong_Type, &PyBool_Type), PyType_IsSubtype((PyTypeObject *)sub, &PyLong_Type));
    say("%d %d", PyType_Check(sub), PyType_CheckExact(sub));
    Py_DECREF(sub);
}

CASE(type_lookup)
{
    PyObject *name = PyUnicode_FromString("append"), *absent = PyUnicode_FromString("absent");
    say("found %d", _PyType_Lookup(&PyList_Type, name) != NULL);
    say("not found %d", _PyType_Lookup(&PyList_Type, absent) == NULL);
    say_raised("not found");
    Py_DECREF(name);
    Py_DECREF(absent);
}

CASE(type_modified)
{
    PyObject *type = PyType_FromSpec(&heap_spec);
    PyObject *dict = PyType_GetDict((PyTypeObject *)type);
    NEED(dict);
    say_status("set", PyDict_SetItemString(dict, "added", Py_True));
    PyType_Modified((PyTypeObject *)type);
    ask("added", "lambda T: T.added", type);
    say_status("attribute", PyObject_SetAttrString(type, "more", Py_None));
    ask("more", "lambda T: T.more", type);
    Py_DECREF(dict);
    Py_DECREF(type);
}

CASE(type_tp_dict_before_ready)
{
    static PyTypeObject early = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "pilotage_cases.Early", .tp_basicsize = sizeof(PyObject), .tp_flags = Py_TPFLAGS_DEFAULT};
    if (!early.tp_dict) {
        early.tp_dict = PyDict_New();
        PyDict_SetItemString(early.tp_dict, "constant", Py_True);
    }
    say_status("ready", PyType_Ready(&early));
    ask("constant", "lambda T: T.constant", (PyObject *)&early);
    ask("no new", "lambda T: T()", (PyObject *)&early);
}

CASE(type_generic_new_and_alloc)
{
    PyObject *type = PyType_FromSpec(&heap_spec);
    heaps = 1;
    PyObject *made = PyType_GenericNew((PyTypeObject *)type, NULL, NULL);
    say("zeroed %d", made && ((Heap *)made)->held == NULL && ((Heap *)made)->dict == NULL);
    Py_XDECREF(made);
    say("heaps %d", heaps);
    Py_DECREF(type);
}

CASE(type_super_of_c_type)
{
    py_do("def with_super(P):\n"
          "    class Sub(P):\n        def __getattribute__(self, name):\n            return ('seen', name) if name == 'odd' else super().__getattribute__(name)\n"
          "        def __setattr__(self, name, value):\n            super().__setattr__(name, value * 2)\n"
          "    s = Sub(1)\n    s.value = 21\n    return s.odd, s.value");
    ask("super", "with_super", point());
}

CASE(type_multiple_inheritance)
{
    py_do("def multiple(P):\n    class Mixin:\n        def mixed(self):\n            return 'mixed', self.value\n    class Sub(Mixin, P):\n        pass\n    return Sub(3).mixed(), [c.__name__ for c in Sub.__mro__]");
    ask("mixin", "multiple", point());
    py_do("def conflict(P):\n    class Bad(P, list):\n        pass");
    ask("conflict", "conflict", point());
}

CASE(type_copy_and_pickle)
{
    ask("reduce", "lambda P: P(1).__reduce__()", point());
    ask("copyreg", "lambda P: __import__('copy').copy(P(1))", point());
    ask("sizeof", "lambda P: P(1).__sizeof__()", point());
}

CASE(type_base_by_token)
{
    static int token;
    static PyType_Slot slots[] = {{Py_tp_token, &token}, {0, NULL}};
    static PyType_Spec spec = {"m.Token", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
    PyObject *type = PyType_FromSpec(&spec);
    NEED(type);
    PyTypeObject *found = NULL;
    say_status("found", PyType_GetBaseByToken((PyTypeObject *)type, &token, &found));
    say("same %d", (PyObject *)found == type);
    Py_XDECREF(found);
    say_status("absent", PyType_GetBaseByToken(&PyList_Type, &token, &found));
    Py_DECREF(type);
}

CASE(type_freeze)
{
    PyObject *type = PyType_FromSpec(&heap_spec);
    say_status("freeze", PyType_Freeze((PyTypeObject *)type));
    say_status("set", PyObject_SetAttrString(type, "x", Py_None));
    Py_DECREF(type);
}

CASE(type_generic_alias)
{
    PyObject *alias = Py_GenericAlias((PyObject *)&PyList_Type, (PyObject *)&PyLong_Type);
    say_seen("alias", alias);
    ask("python", "lambda a: (a.__origin__, a.__args__, a == list[int])", alias);
    Py_XDECREF(alias);
}

static PyObject *made_of(const char *name, unsigned long flags, PyType_Slot *type_slots, PyObject *bases)
{
    PyType_Spec made = {name, 0, 0, Py_TPFLAGS_DEFAULT | flags, type_slots};
    return PyType_FromSpecWithBases(&made, bases);
}

CASE(type_specs_that_are_refused)
{
    static PyMemberDef none[] = {{NULL}}, one[] = {{"x", Py_T_INT, sizeof(PyObject)}, {NULL}};
    PyType_Slot empty[] = {{0, NULL}};
    PyType_Slot docs[] = {{Py_tp_doc, "one"}, {Py_tp_doc, "two"}, {0, NULL}};
    PyType_Slot members[] = {{Py_tp_members, none}, {Py_tp_members, none}, {0, NULL}};
    PyType_Slot twice[] = {{Py_tp_members, one}, {Py_tp_members, one}, {0, NULL}};
    PyType_Slot bases[] = {{Py_tp_bases, Py_None}, {0, NULL}};
    py_do("class Maker(type):\n    def __new__(cls, *args):\n        return type.__new__(cls, *args)\n"
          "class Made(metaclass=Maker):\n    pass\nclass Mutable:\n    pass\n");
    PyObject *made = py("(Made,)"), *mutable = py("(Mutable,)"), *plain = py("(object,)");
    say_new("docs", made_of("m.Docs", 0, docs, NULL));
    say_new("members", made_of("m.Members", 0, members, NULL));
    say_new("members twice", made_of("m.Twice", 0, twice, NULL));
    say_new("bases", made_of("m.Bases", 0, bases, NULL));
    say_new("metaclass", made_of("m.Meta", 0, empty, made));
    say_new("immutable of mutable", made_of("m.Frozen", Py_TPFLAGS_IMMUTABLETYPE, empty, mutable));
    PyObject *good = made_of("m.Good", Py_TPFLAGS_IMMUTABLETYPE, empty, plain);
    say("immutable %d", good != NULL);
    Py_XDECREF(good);
    py_do("class Below(Mutable):\n    pass\n");
    PyObject *below = py("Below"), *above = py("Mutable");
    say_status("freeze below", PyType_Freeze((PyTypeObject *)below));
    say_status("freeze", PyType_Freeze((PyTypeObject *)above));
    say_status("freeze below again", PyType_Freeze((PyTypeObject *)below));
    say_status("set", PyObject_SetAttrString(above, "x", Py_None));
    Py_DECREF(below);
    Py_DECREF(above);
    Py_DECREF(made);
    Py_DECREF(mutable);
    Py_DECREF(plain);
}

CASE(type_names_with_odd_modules)
{
    py_do("class Named:\n    pass\n");
    PyObject *class = py("Named");
    const char *modules[] = {"'m'", "'builtins'", "'__main__'", "123"};
    for (size_t at = 0; at < sizeof modules / sizeof *modules; at++) {
        PyObject *module = py(modules[at]);
        PyObject_SetAttrString(class, "__module__", module);
        say_new("full", PyType_GetFullyQualifiedName((PyTypeObject *)class));
        say_new("module", PyType_GetModuleName((PyTypeObject *)class));
        Py_DECREF(module);
    }
    Py_DECREF(class);
}

/* Cases of what binding generators compile into wheels: Cython, mypyc, pybind11, nanobind, PyO3, SWIG and hand-made runtimes, without a header of their own.
 * Not the functions one by one (those are with their headers), but the ways they are put together. */
#include "cases.h"

int _PyGen_FetchStopIterationValue(PyObject **);

static void ask(const char *what, const char *function, PyObject *object)
{
    PyObject *callable = py(function);
    say_new(what, PyObject_CallFunctionObjArgs(callable, object, NULL));
    Py_DECREF(callable);
}

/* ---- SWIG: the old tp_getattr and tp_setattr ---- */

static PyObject *old_getattr(PyObject *self, char *name)
{
    (void)self;
    if (name[0] == 'v')
        return PyUnicode_FromFormat("value of %s", name);
    PyErr_Format(PyExc_AttributeError, "no %s here", name);
    return NULL;
}

static int last_set;
static int old_setattr(PyObject *self, char *name, PyObject *value)
{
    (void)self, (void)name;
    last_set = value ? (int)PyLong_AsLong(value) : -1;
    return 0;
}

CASE(swig_old_attribute_slots)
{
    static PyTypeObject type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swigvarlink", .tp_basicsize = sizeof(PyObject), .tp_flags = Py_TPFLAGS_DEFAULT,
        .tp_getattr = old_getattr, .tp_setattr = old_setattr};
    if (PyType_Ready(&type) < 0)
        give_up("ready");
    PyObject *made = PyObject_New(PyObject, &type);
    NEED(made);
    ask("get", "lambda o: o.variable", made);
    ask("absent", "lambda o: o.absent", made);
    ask("set", "lambda o: setattr(o, 'x', 42)", made);
    say("set %d", last_set);
    ask("delete", "lambda o: delattr(o, 'x')", made);
    say("deleted %d", last_set);
    say_new("from C", PyObject_GetAttrString(made, "variable"));
    say_status("set from C", PyObject_SetAttrString(made, "x", Py_True));
    say("set %d", last_set);
    Py_DECREF(made);
}

/* ---- pybind11 and nanobind: a metaclass whose slots call those of `type` ---- */

static int meta_setattro(PyObject *type, PyObject *name, PyObject *value)
{
    return PyType_Type.tp_setattro(type, name, value);
}

static PyObject *meta_getattro(PyObject *type, PyObject *name)
{
    return PyType_Type.tp_getattro(type, name);
}

static PyObject *meta_call(PyObject *type, PyObject *args, PyObject *kwargs)
{
    return PyType_Type.tp_call(type, args, kwargs);
}

static int meta_deallocated;
static void meta_dealloc(PyObject *type)
{
    meta_deallocated++;
    PyType_Type.tp_dealloc(type);
}

static PyTypeObject *metaclass(void)
{
    static PyTypeObject type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "pilotage_cases.CMeta", .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HEAPTYPE * 0,
        .tp_setattro = meta_setattro, .tp_getattro = meta_getattro, .tp_call = meta_call, .tp_dealloc = meta_dealloc};
    type.tp_base = &PyType_Type;
    if (PyType_Ready(&type) < 0)
        give_up("metaclass");
    return &type;
}

CASE(pybind11_metaclass)
{
    PyTypeObject *meta = metaclass();
    say("inherited size %d", meta->tp_basicsize == PyType_Type.tp_basicsize);
    py_do("def with_meta(M):\n    class C(metaclass=M):\n        x = 5\n        def __init__(self, n):\n            self.n = n\n    return C");
    PyObject *klass = PyObject_CallFunction(py("with_meta"), "O", (PyObject *)meta);
    NEED(klass);
    ask("set", "lambda C: (setattr(C, 'y', 6), C.y, C.x)", klass);
    say_status("set from C", PyObject_SetAttrString(klass, "z", Py_True));
    ask("get", "lambda C: C.z", klass);
    ask("delete", "lambda C: (delattr(C, 'z'), hasattr(C, 'z'))", klass);
    ask("call", "lambda C: C(7).n", klass);
    ask("call wrong", "lambda C: C()", klass);
    ask("absent", "lambda C: C.absent", klass);
    Py_DECREF(klass);
}

/* pybind11 makes its heap types by hand: metaclass->tp_alloc, then the fields of PyHeapTypeObject, then PyType_Ready. */
CASE(pybind11_heap_type_by_hand)
{
    PyTypeObject *meta = metaclass();
    PyHeapTypeObject *heap = (PyHeapTypeObject *)meta->tp_alloc(meta, 0);
    NEED(heap);
    PyObject *name = PyUnicode_FromString("ByHand");
    heap->ht_name = Py_NewRef(name);
    heap->ht_qualname = Py_NewRef(name);
    PyTypeObject *type = &heap->ht_type;
    type->tp_name = "ByHand";
    type->tp_base = (PyTypeObject *)Py_NewRef(&PyBaseObject_Type);
    type->tp_basicsize = sizeof(PyObject) + 32;
    type->tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HEAPTYPE | Py_TPFLAGS_BASETYPE;
    type->tp_as_number = &heap->as_number;
    type->tp_as_sequence = &heap->as_sequence;
    type->tp_as_mapping = &heap->as_mapping;
    type->tp_as_async = &heap->as_async;
    type->tp_new = PyType_GenericNew;
    say_status("ready", PyType_Ready(type));
    say_status("module", PyObject_SetAttrString((PyObject *)type, "__module__", py("'by.hand'")));
    ask("made", "lambda T: (T.__name__, T.__module__, type(T).__name__, type(T()).__name__)", (PyObject *)type);
    ask("subclass", "lambda T: type('Sub', (T,), {'x': 1})().x", (PyObject *)type);
    ask("method", "lambda T: (setattr(T, 'm', lambda self: 'called'), T().m())[1]", (PyObject *)type);
    Py_DECREF(name);
    Py_DECREF(type);
}

/* ---- PyO3 and others: a dict that the VM manages ---- */

typedef struct {
    PyObject_HEAD
    PyObject *held;
} Managed;

static int managed_alive;

static int managed_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Managed *)self)->held);
    return PyObject_VisitManagedDict(self, visit, arg);
}

static int managed_clear(PyObject *self)
{
    Py_CLEAR(((Managed *)self)->held);
    PyObject_ClearManagedDict(self);
    return 0;
}

static void managed_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    PyObject_ClearWeakRefs(self);
    managed_clear(self);
    managed_alive--;
    type->tp_free(self);
    Py_DECREF(type);
}

static PyObject *managed_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args, (void)kwargs;
    managed_alive++;
    return type->tp_alloc(type, 0);
}

static PyObject *managed_type(void)
{
    static PyGetSetDef getset[] = {{"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL}, {NULL, NULL, NULL, NULL, NULL}};
    static PyType_Slot slots[] = {{Py_tp_new, managed_new}, {Py_tp_dealloc, managed_dealloc}, {Py_tp_traverse, managed_traverse}, {Py_tp_clear, managed_clear}, {Py_tp_getset, getset}, {0, NULL}};
    static PyType_Spec spec = {"pilotage_cases.Managed", sizeof(Managed), 0,
        Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_MANAGED_DICT | Py_TPFLAGS_MANAGED_WEAKREF, slots};
    PyObject *type = PyType_FromSpec(&spec);
    NEED(type);
    return type;
}

CASE(pyo3_managed_dict)
{
    PyObject *type = managed_type();
    managed_alive = 0;
    PyObject *made = PyObject_CallNoArgs(type);
    say_status("set", PyObject_SetAttrString(made, "x", Py_True));
    ask("dict", "lambda o: (o.x, o.__dict__, vars(o))", made);
    ask("weakref", "lambda o: __import__('weakref').ref(o)() is o", made);
    ask("replace", "lambda o: (setattr(o, '__dict__', {'z': 1}), o.z, hasattr(o, 'x'))", made);
    Py_DECREF(made);
    say("alive %d", managed_alive);
    Py_DECREF(type);
}

CASE(pyo3_managed_dict_cycle)
{
    PyObject *type = managed_type();
    managed_alive = 0;
    PyObject *made = PyObject_CallNoArgs(type);
    PyObject_SetAttrString(made, "me", made);
    Py_DECREF(made);
    PyGC_Collect();
    say("alive %d", managed_alive);
    Py_DECREF(type);
}

CASE(pyo3_weakref_dies)
{
    PyObject *type = managed_type(), *made = PyObject_CallNoArgs(type), *reference = PyWeakref_NewRef(made, NULL);
    Py_DECREF(made);
    say_status("dead", PyWeakref_IsDead(reference));
    Py_DECREF(reference);
    Py_DECREF(type);
}

/* ---- a C type that is called by vectorcall, as Cython's functions are ---- */

typedef struct {
    PyObject_HEAD
    vectorcallfunc call;
} Fast;

static PyObject *fast_call(PyObject *self, PyObject *const *args, size_t flags, PyObject *names)
{
    (void)self;
    Py_ssize_t count = PyVectorcall_NARGS(flags), all = count + (names ? PyTuple_GET_SIZE(names) : 0);
    PyObject *list = PyList_New(all);
    for (Py_ssize_t at = 0; at < all; at++)
        PyList_SET_ITEM(list, at, Py_NewRef(args[at]));
    return Py_BuildValue("(NO)", list, names ? names : Py_None);
}

static PyObject *fast_get(PyObject *self, PyObject *instance, PyObject *owner)
{
    (void)owner;
    return instance && instance != Py_None ? PyMethod_New(self, instance) : Py_NewRef(self);
}

CASE(cython_vectorcall_function_type)
{
    static PyTypeObject type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "cython_function_or_method", .tp_basicsize = sizeof(Fast), .tp_vectorcall_offset = offsetof(Fast, call),
        .tp_call = PyVectorcall_Call, .tp_descr_get = fast_get, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_METHOD_DESCRIPTOR};
    if (PyType_Ready(&type) < 0)
        give_up("ready");
    Fast *made = PyObject_New(Fast, &type);
    NEED(made);
    made->call = fast_call;
    say("function %d", PyVectorcall_Function((PyObject *)made) == fast_call);
    ask("call", "lambda f: (f(), f(1, 2), f(1, k=2), f(*[1], **{'a': 3}))", (PyObject *)made);
    PyObject *tuple = py("(1, 2)"), *kwargs = py("{'k': 3}");
    say_new("from C", PyObject_Call((PyObject *)made, tuple, kwargs));
    say_new("vectorcall call", PyVectorcall_Call((PyObject *)made, tuple, kwargs));
    say_new("one", PyObject_CallOneArg((PyObject *)made, Py_None));
    py_do("class Holder:\n    def __repr__(self):\n        return 'holder'");
    PyObject *holder = py("Holder");
    PyObject_SetAttrString(holder, "method", (PyObject *)made);
    ask("bound", "lambda H: H().method(5)", holder);
    ask("unbound", "lambda H: H.method(5)", holder);
    say_new("method from C", PyObject_CallMethod(py("Holder()"), "method", "i", 5));
    Py_DECREF(holder);
    Py_DECREF(tuple);
    Py_DECREF(kwargs);
    Py_DECREF(made);
}

/* Cython gives the wrapper of `__init__` a text of its own. */
CASE(cython_copies_a_wrapperbase)
{
    static PyTypeObject type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "pilotage_cases.Wrapped", .tp_basicsize = sizeof(PyObject), .tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = PyType_GenericNew};
    static struct wrapperbase own;
    extern int code_init(PyObject *, PyObject *, PyObject *);
    type.tp_init = code_init;
    if (PyType_Ready(&type) < 0)
        give_up("ready");
    PyObject *wrapper = PyObject_GetAttrString((PyObject *)&type, "__init__");
    NEED(wrapper);
    say("type %d", Py_IS_TYPE(wrapper, &PyWrapperDescr_Type));
    if (Py_IS_TYPE(wrapper, &PyWrapperDescr_Type) && ((PyWrapperDescrObject *)wrapper)->d_base) {
        own = *((PyWrapperDescrObject *)wrapper)->d_base;
        own.doc = "text of its own";
        ((PyWrapperDescrObject *)wrapper)->d_base = &own;
        say("name %s", own.name);
    }
    ask("doc", "lambda T: T.__init__.__doc__", (PyObject *)&type);
    ask("works", "lambda T: type(T()).__name__", (PyObject *)&type);
    Py_DECREF(wrapper);
}

int code_init(PyObject *self, PyObject *args, PyObject *kwargs);
int code_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    (void)self, (void)args, (void)kwargs;
    return 0;
}

/* Cython keeps C function tables in capsules of the type's dict. */
CASE(cython_vtable_in_type_dict)
{
    static int vtable;
    static PyType_Slot slots[] = {{0, NULL}};
    static PyType_Spec spec = {"pilotage_cases.WithVtable", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
    PyObject *type = PyType_FromSpec(&spec), *capsule = PyCapsule_New(&vtable, NULL, NULL), *name = PyUnicode_InternFromString("__pyx_vtable__");
    say_status("set", PyObject_SetAttr(type, name, capsule));
    PyObject *sub = PyObject_CallFunction(py("lambda T: type('Sub', (T,), {})"), "O", type), *found = PyObject_GetAttr(sub, name);
    say("found %d", found && PyCapsule_GetPointer(found, NULL) == &vtable);
    say("in tp_dict %d", PyDict_GetItem(((PyTypeObject *)type)->tp_dict, name) == capsule);
    Py_XDECREF(found);
    Py_DECREF(sub);
    Py_DECREF(capsule);
    Py_DECREF(name);
    Py_DECREF(type);
}

/* Cython's traceback: a code object made in C, kept, with a frame. */
CASE(cython_code_object)
{
    PyObject *empty = PyTuple_New(0), *bytes = PyBytes_FromStringAndSize("", 0), *file = PyUnicode_FromString("file.pyx"), *name = PyUnicode_FromString("function"), *names = py("('a', 'b')");
    PyCodeObject *code = PyUnstable_Code_NewWithPosOnlyArgs(2, 0, 0, 2, 0, CO_OPTIMIZED | CO_NEWLOCALS, bytes, empty, empty, names, empty, empty, file, name, name, 10, bytes, bytes);
    NEED(code);
    say("arguments %d", code->co_argcount);
    say_new("names", PyObject_GetAttrString((PyObject *)code, "co_varnames"));
    say_new("name", PyObject_GetAttrString((PyObject *)code, "co_name"));
    Py_DECREF(code);
    Py_DECREF(empty);
    Py_DECREF(bytes);
    Py_DECREF(file);
    Py_DECREF(name);
    Py_DECREF(names);
}

/* ---- mypyc: views of dicts made by hand ---- */

typedef struct {
    PyObject_HEAD
    PyDictObject *dict;
} View;

static PyObject *view_of(PyObject *dict, PyTypeObject *type)
{
    View *view = PyObject_GC_New(View, type);
    NEED(view);
    view->dict = (PyDictObject *)Py_NewRef(dict);
    PyObject_GC_Track(view);
    return (PyObject *)view;
}

CASE(mypyc_dict_views)
{
    PyObject *dict = py("{'a': 1, 'b': 2}"), *items = view_of(dict, &PyDictItems_Type), *keys = view_of(dict, &PyDictKeys_Type), *values = view_of(dict, &PyDictValues_Type);
    ask("items", "lambda v: (sorted(v), len(v), type(v).__name__)", items);
    ask("keys", "lambda v: (sorted(v), 'a' in v)", keys);
    ask("values", "lambda v: sorted(v)", values);
    PyObject *iterator = PyObject_GetIter(items);
    say_new("first", PyIter_Next(iterator));
    Py_DECREF(iterator);
    Py_DECREF(items);
    Py_DECREF(keys);
    Py_DECREF(values);
    Py_DECREF(dict);
}

/* ---- msgspec: slots of Python classes read at their offsets ---- */

CASE(msgspec_slots_of_a_python_class_on_a_c_base)
{
    static PyType_Slot slots[] = {{0, NULL}};
    static PyType_Spec spec = {"pilotage_cases.SlotBase", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
    PyObject *base = PyType_FromSpec(&spec), *klass = PyObject_CallFunction(py("lambda B: type('Slotted', (B,), {'__slots__': ('first', 'second')})"), "O", base);
    NEED(klass);
    PyObject *descr = PyObject_GetAttrString(klass, "second");
    say("member %d", Py_IS_TYPE(descr, &PyMemberDescr_Type));
    if (Py_IS_TYPE(descr, &PyMemberDescr_Type)) {
        PyMemberDef *member = ((PyMemberDescrObject *)descr)->d_member;
        PyObject *made = PyObject_CallNoArgs(klass), **place = (PyObject **)((char *)made + member->offset);
        say("name %s, empty %d", member->name, *place == NULL);
        PyObject_SetAttrString(made, "second", Py_True);
        say("set by name %d", *place == Py_True);
        Py_XSETREF(*place, PyUnicode_FromString("by place"));
        say_new("read by name", PyObject_GetAttrString(made, "second"));
        say("grown %d", ((PyTypeObject *)klass)->tp_basicsize == ((PyTypeObject *)base)->tp_basicsize + 16);
        Py_DECREF(made);
    }
    Py_DECREF(descr);
    Py_DECREF(klass);
    Py_DECREF(base);
}

/* ---- data behind the object: PyObject_GetTypeData ---- */

CASE(nanobind_relative_type_data)
{
    static PyType_Slot slots[] = {{0, NULL}};
    static PyType_Spec spec = {"pilotage_cases.Relative", -16, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
    PyObject *type = PyType_FromSpecWithBases(&spec, (PyObject *)&PyBaseObject_Type);
    NEED(type);
    PyObject *made = PyObject_CallNoArgs(type);
    NEED(made);
    long *data = PyObject_GetTypeData(made, (PyTypeObject *)type);
    say("zero %ld, size %zd", data[0], PyType_GetTypeDataSize((PyTypeObject *)type));
    data[0] = 42;
    PyObject *seen = publish(made);
    say("kept %ld", *(long *)PyObject_GetTypeData(seen, (PyTypeObject *)type));
    Py_DECREF(seen);
    Py_DECREF(made);
    Py_DECREF(type);
}

/* ---- coroutines of C ---- */

static PyObject *await_iter(PyObject *self)
{
    (void)self;
    PyObject *list = py("[]"), *iterator = PyObject_GetIter(list);
    Py_DECREF(list);
    return iterator;
}

CASE(awaitable_c_type)
{
    static PyType_Slot slots[] = {{Py_am_await, await_iter}, {0, NULL}};
    static PyType_Spec spec = {"pilotage_cases.Awaitable", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, slots};
    PyObject *type = PyType_FromSpec(&spec);
    py_do("def drive(T):\n    async def run():\n        return await T()\n    c = run()\n    try:\n        c.send(None)\n    except StopIteration as e:\n        return 'done', e.value");
    ask("awaited", "drive", type);
    Py_DECREF(type);
}

/* ---- descriptors of C ---- */

static PyObject *descr_get(PyObject *self, PyObject *instance, PyObject *owner)
{
    (void)self;
    return Py_BuildValue("(iO)", instance == NULL || instance == Py_None, owner ? owner : Py_None);
}

static int descr_set_value;
static int descr_set(PyObject *self, PyObject *instance, PyObject *value)
{
    (void)self, (void)instance;
    descr_set_value = value ? (int)PyLong_AsLong(value) : -1;
    return 0;
}

CASE(descriptor_c_type)
{
    static PyType_Slot slots[] = {{Py_tp_descr_get, descr_get}, {Py_tp_descr_set, descr_set}, {0, NULL}};
    static PyType_Spec spec = {"pilotage_cases.Descr", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, slots};
    PyObject *type = PyType_FromSpec(&spec);
    PyObject *klass = PyObject_CallFunction(py("lambda D: type('K', (), {'d': D()})"), "O", type);
    ask("of an instance", "lambda K: K().d[0]", klass);
    ask("of the class", "lambda K: K.d[0]", klass);
    ask("set", "lambda K: setattr(K(), 'd', 12)", klass);
    say("%d", descr_set_value);
    ask("delete", "lambda K: delattr(K(), 'd')", klass);
    say("%d", descr_set_value);
    Py_DECREF(klass);
    Py_DECREF(type);
}

/* ---- mapping slots, as most containers of wheels have them ---- */

static PyObject *map_get(PyObject *self, PyObject *key) { (void)self; return Py_BuildValue("(sO)", "got", key); }
static int map_set(PyObject *self, PyObject *key, PyObject *value) { (void)self, (void)key; if (value) return 0; PyErr_SetString(PyExc_KeyError, "no deletion"); return -1; }
static Py_ssize_t map_length(PyObject *self) { (void)self; return 3; }

CASE(mapping_c_type)
{
    static PyType_Slot slots[] = {{Py_mp_subscript, map_get}, {Py_mp_ass_subscript, map_set}, {Py_mp_length, map_length}, {0, NULL}};
    static PyType_Spec spec = {"pilotage_cases.Map", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_MAPPING, slots};
    PyObject *type = PyType_FromSpec(&spec), *made = PyObject_CallNoArgs(type);
    ask("get", "lambda m: (m['a'], m[1:2], m[...])", made);
    ask("set", "lambda m: m.__setitem__('a', 1)", made);
    ask("delete", "lambda m: m.__delitem__('a')", made);
    ask("len", "lambda m: (len(m), bool(m))", made);
    py_do("def matched(m):\n    match m:\n        case {}:\n            return 'mapping'\n        case _:\n            return 'other'");
    ask("match", "matched", made);
    say("%d %d", PyMapping_Check(made), PySequence_Check(made));
    Py_DECREF(made);
    Py_DECREF(type);
}

/* ---- deep structures ---- */

CASE(deep_nesting_is_freed)
{
    PyObject *chain = Py_NewRef(Py_None);
    for (int at = 0; at < 20000; at++) {
        PyObject *tuple = PyTuple_New(1);
        PyTuple_SET_ITEM(tuple, 0, chain);
        chain = tuple;
    }
    Py_DECREF(chain);
    say("tuples");
    chain = Py_NewRef(Py_None);
    for (int at = 0; at < 20000; at++) {
        PyObject *list = PyList_New(0);
        PyList_Append(list, chain);
        Py_DECREF(chain);
        chain = list;
    }
    Py_DECREF(chain);
    say("lists");
}

/* ---- private functions that the generators still call ---- */

CASE(private_helpers)
{
    PyObject *dict = _PyDict_NewPresized(10), *object = py("Plain()");
    say_new("presized", dict);
    PyObject_SetAttrString(object, "x", Py_True);
    PyObject **place = _PyObject_GetDictPtr(object);
    say("dict pointer %d", place == NULL || *place == NULL || PyDict_Check(*place));
    PyObject *name = PyUnicode_FromString("made"), *module = PyModule_NewObject(name);
    say_new("module name", PyModule_GetNameObject(module));
    PyErr_SetString(PyExc_KeyError, "first");
    PyObject *first = PyErr_GetRaisedException();
    PyErr_SetString(PyExc_ValueError, "second");
    _PyErr_ChainExceptions1(first);
    PyObject *raised = PyErr_GetRaisedException(), *context = PyException_GetContext(raised);
    say_new("context", context);
    Py_DECREF(raised);
    PyObject *stop = NULL;
    PyErr_SetObject(PyExc_StopIteration, py("7"));
    say_status("stop iteration", _PyGen_FetchStopIterationValue(&stop));
    say_new("value", stop);
    say("%d %d %d", Py_ISALPHA('a') != 0, Py_TOLOWER('A'), Py_ISDIGIT('x') != 0);
    Py_DECREF(object);
    Py_DECREF(name);
    Py_DECREF(module);
}

CASE(private_set_immortal_and_unstable)
{
    PyObject *text = PyUnicode_FromString("shared for good");
    say("%d", PyUnstable_IsImmortal(Py_None) != 0);
    say("%d", PyUnstable_Object_EnableDeferredRefcount(text) >= 0);
    say("%d", PyUnstable_TryIncRef(text));
    Py_DECREF(text);
    Py_DECREF(text);
}

/* ---- free lists: Cython's @freelist and mypyc's generators keep a dead instance and make the next one of it ---- */

static PyObject *kept_instance;
static int reused;

static PyObject *kept_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args, (void)kwargs;
    if (kept_instance) {
        PyObject *self = kept_instance;
        kept_instance = NULL;
        reused++;
        memset((char *)self + sizeof(PyObject), 0, sizeof(Managed) - sizeof(PyObject));
        (void)PyObject_Init(self, type);
        if (PyType_IS_GC(type))
            PyObject_GC_Track(self);
        return self;
    }
    return type->tp_alloc(type, 0);
}

static void kept_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    if (PyType_IS_GC(type))
        PyObject_GC_UnTrack(self);
    Py_CLEAR(((Managed *)self)->held);
    if (!kept_instance)
        kept_instance = self;
    else
        type->tp_free(self);
    Py_DECREF(type);
}

static int kept_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Managed *)self)->held);
    return 0;
}

static PyObject *kept_value(PyObject *self, PyObject *unused)
{
    (void)unused;
    return Py_NewRef(((Managed *)self)->held ? ((Managed *)self)->held : Py_None);
}

static PyObject *kept_set(PyObject *self, PyObject *value)
{
    Py_XSETREF(((Managed *)self)->held, Py_NewRef(value));
    Py_RETURN_NONE;
}

static void with_free_list(unsigned long flags)
{
    static PyMethodDef methods[] = {{"value", kept_value, METH_NOARGS, NULL}, {"set", kept_set, METH_O, NULL}, {NULL, NULL, 0, NULL}};
    PyType_Slot slots[] = {{Py_tp_new, kept_new}, {Py_tp_dealloc, kept_dealloc}, {Py_tp_methods, methods}, {flags & Py_TPFLAGS_HAVE_GC ? Py_tp_traverse : 0, kept_traverse}, {0, NULL}};
    PyType_Spec spec = {"pilotage_cases.Kept", sizeof(Managed), 0, Py_TPFLAGS_DEFAULT | flags, slots};
    PyObject *type = PyType_FromSpec(&spec);
    NEED(type);
    kept_instance = NULL;
    reused = 0;
    ask("one after the other", "lambda T: [(lambda o: (o.set(n), o.value(), type(o).__name__)[1])(T()) for n in range(50)]", type);
    ask("two at a time", "lambda T: [(lambda a, b: (a.set([n]), b.set('b%d' % n), a.value(), b.value())[2:])(T(), T()) for n in range(5)]", type);
    ask("distinct", "lambda T: (lambda a, b: a is not b and a == a and a != b)(T(), T())", type);
    for (int at = 0; at < 20; at++) {
        PyObject *made = PyObject_CallNoArgs(type), *number = PyLong_FromLong(1000 + at), *seen = publish(made);
        Py_XDECREF(PyObject_CallMethod(seen, "set", "O", number));
        if (((Managed *)made)->held != number)
            say("lost %d", at);
        Py_DECREF(seen);
        Py_DECREF(number);
        Py_DECREF(made);
    }
    say("reused %d", reused > 20);
    if (kept_instance)
        ((PyTypeObject *)type)->tp_free(kept_instance);
    kept_instance = NULL;
    Py_DECREF(type);
}

CASE(freelist_plain) { with_free_list(0); }
CASE(freelist_gc) { with_free_list(Py_TPFLAGS_HAVE_GC); }

/* The same, made by a C function and not by a call of the type; dealloc keeps the instance before it clears it, and its type is not released. */

static PyObject *kept_generator;

static void generator_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    if (!kept_generator) {
        kept_generator = self;
        Py_CLEAR(((Managed *)self)->held);
        return;
    }
    Py_CLEAR(((Managed *)self)->held);
    Py_TYPE(self)->tp_free(self);
}

static PyTypeObject *generator_type;

static PyObject *make_generator(PyObject *self, PyObject *value)
{
    (void)self;
    PyObject *made = kept_generator;
    if (made) {
        kept_generator = NULL;
        reused++;
        Py_SET_REFCNT(made, 1);
        PyObject_GC_Track(made);
    } else {
        made = generator_type->tp_alloc(generator_type, 0);
        NEED(made);
    }
    ((Managed *)made)->held = Py_NewRef(value);
    return made;
}

static PyObject *generator_next(PyObject *self)
{
    PyObject *value = ((Managed *)self)->held;
    ((Managed *)self)->held = NULL;
    return value;
}

CASE(mypyc_generator_free_list)
{
    static PyMethodDef definition = {"make_generator", make_generator, METH_O, NULL};
    static PyType_Slot slots[] = {{Py_tp_dealloc, generator_dealloc}, {Py_tp_traverse, kept_traverse}, {Py_tp_iter, PyObject_SelfIter}, {Py_tp_iternext, generator_next}, {0, NULL}};
    static PyType_Spec spec = {"pilotage_cases.Generator", sizeof(Managed), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots};
    generator_type = (PyTypeObject *)PyType_FromSpec(&spec);
    NEED(generator_type);
    kept_generator = NULL;
    reused = 0;
    PyObject *function = PyCFunction_New(&definition, NULL);
    ask("one after the other", "lambda f: [(type(f(n)).__name__, list(f(n))) for n in range(5)]", function);
    ask("kept for a while", "lambda f: [(lambda g: (next(g, 'end'), next(g, 'end')))(f(n)) for n in range(5)]", function);
    say("reused %d", reused);
    Py_DECREF(function);
}

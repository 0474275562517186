/* Cases of methodobject.h, descrobject.h, classobject.h and funcobject.h: C functions with each calling convention, descriptors, methods.
 * What Python code sees of them is part of it: names, texts, `__self__`. */
#include "cases.h"

static void ask(const char *what, const char *function, PyObject *object)
{
    PyObject *callable = py(function);
    say_new(what, PyObject_CallFunctionObjArgs(callable, object, NULL));
    Py_DECREF(callable);
}

static PyObject *f_noargs(PyObject *self, PyObject *unused) { return Py_BuildValue("(Oi)", self ? self : Py_None, unused == NULL); }
static PyObject *f_one(PyObject *self, PyObject *arg) { return Py_BuildValue("(OO)", self ? self : Py_None, arg); }
static PyObject *f_varargs(PyObject *self, PyObject *args) { return Py_BuildValue("(OO)", self ? self : Py_None, args); }
static PyObject *f_keywords(PyObject *self, PyObject *args, PyObject *kwargs)
{
    return Py_BuildValue("(OOO)", self ? self : Py_None, args, kwargs ? kwargs : Py_None);
}
static PyObject *f_fast(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    PyObject *list = PyList_New(count);
    for (Py_ssize_t at = 0; at < count; at++)
        PyList_SET_ITEM(list, at, Py_NewRef(args[at]));
    return Py_BuildValue("(ON)", self ? self : Py_None, list);
}
static PyObject *f_fast_keywords(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    Py_ssize_t all = count + (names ? PyTuple_GET_SIZE(names) : 0);
    PyObject *list = PyList_New(all);
    for (Py_ssize_t at = 0; at < all; at++)
        PyList_SET_ITEM(list, at, Py_NewRef(args[at]));
    return Py_BuildValue("(ONO)", self ? self : Py_None, list, names ? names : Py_None);
}
static PyObject *f_null(PyObject *self, PyObject *unused) { (void)self, (void)unused; return NULL; }
static PyObject *f_both(PyObject *self, PyObject *unused)
{
    (void)self, (void)unused;
    PyErr_SetString(PyExc_KeyError, "besides");
    return Py_NewRef(Py_None);
}
static PyObject *f_raise(PyObject *self, PyObject *arg) { (void)self; PyErr_SetObject(PyExc_ValueError, arg); return NULL; }

static PyMethodDef definitions[] = {
    {"noargs", f_noargs, METH_NOARGS, "noargs($module, /)\n--\n\nTakes nothing."},
    {"one", f_one, METH_O, "Takes one."},
    {"varargs", f_varargs, METH_VARARGS, NULL},
    {"keywords", C_FUNCTION(f_keywords), METH_VARARGS | METH_KEYWORDS, NULL},
    {"fast", C_FUNCTION(f_fast), METH_FASTCALL, NULL},
    {"fast_keywords", C_FUNCTION(f_fast_keywords), METH_FASTCALL | METH_KEYWORDS, NULL},
    {"null", f_null, METH_NOARGS, NULL},
    {"both", f_both, METH_NOARGS, NULL},
    {"raise", f_raise, METH_O, NULL}};

static PyObject *function(int at, PyObject *self)
{
    PyObject *made = PyCFunction_NewEx(&definitions[at], self, NULL);
    NEED(made);
    return made;
}

CASE(cfunction_conventions_from_python)
{
    const char *calls[] = {"lambda f: f()", "lambda f: f(1)", "lambda f: f(1, 2)", "lambda f: f(1, b=2, a=3)", "lambda f: f(*[1], **{'k': 2})"};
    for (int at = 0; at < 6; at++)
        for (size_t call = 0; call < sizeof calls / sizeof *calls; call++) {
            PyObject *made = function(at, Py_True);
            ask(definitions[at].ml_name, calls[call], made);
            Py_DECREF(made);
        }
}

CASE(cfunction_conventions_from_c)
{
    PyObject *args = py("(1, 2)"), *kwargs = py("{'k': 3}"), *names = py("('k',)"), *stack[] = {Py_None, Py_True, Py_False};
    for (int at = 0; at < 6; at++) {
        PyObject *made = function(at, NULL);
        say_new("none", PyObject_CallNoArgs(made));
        say_new("one", PyObject_CallOneArg(made, Py_None));
        say_new("tuple", PyObject_Call(made, args, NULL));
        say_new("keywords", PyObject_Call(made, args, kwargs));
        say_new("vector", PyObject_Vectorcall(made, stack, 1, names));
        Py_DECREF(made);
    }
    Py_DECREF(args);
    Py_DECREF(kwargs);
    Py_DECREF(names);
}

CASE(cfunction_result_and_exception_disagree)
{
    PyObject *null = function(6, NULL), *both = function(7, NULL), *raising = function(8, NULL);
    say_new("NULL without an exception", PyObject_CallNoArgs(null));
    ask("from Python", "lambda f: f()", null);
    say_new("a result with an exception", PyObject_CallNoArgs(both));
    ask("from Python", "lambda f: f()", both);
    say_new("raises", PyObject_CallOneArg(raising, Py_True));
    Py_DECREF(null);
    Py_DECREF(both);
    Py_DECREF(raising);
}

CASE(cfunction_attributes)
{
    PyObject *module = PyUnicode_FromString("a.module"), *made = PyCFunction_NewEx(&definitions[0], Py_True, module), *plain = function(1, NULL);
    ask("named", "lambda f: (f.__name__, f.__qualname__, f.__module__, f.__doc__, f.__text_signature__, f.__self__)", made);
    ask("plain", "lambda f: (f.__name__, f.__module__, f.__doc__, f.__self__)", plain);
    ask("type", "lambda f: (type(f).__name__, callable(f), f == f)", made);
    ask("no dict", "lambda f: setattr(f, 'x', 1)", made);
    say("check %d %d", PyCFunction_Check(made), PyCFunction_CheckExact(made));
    say("function %d, self %d, flags %d", PyCFunction_GetFunction(made) == f_noargs, PyCFunction_GetSelf(made) == Py_True, PyCFunction_GetFlags(made));
    say("inline %d %d", PyCFunction_GET_FUNCTION(made) == f_noargs, PyCFunction_GET_SELF(made) == Py_True);
    say("ml %d", ((PyCFunctionObject *)made)->m_ml == &definitions[0]);
    Py_DECREF(module);
    Py_DECREF(made);
    Py_DECREF(plain);
}

CASE(cfunction_getters_misuse)
{
    PyObject *number = py("5");
    say("%d", PyCFunction_GetFunction(number) == NULL);
    say_raised("function");
    say("%d", PyCFunction_GetSelf(number) == NULL);
    say_raised("self");
    say_status("flags", PyCFunction_GetFlags(number));
    Py_DECREF(number);
}

CASE(cfunction_keeps_self)
{
    PyObject *item = probe(), *made = PyCFunction_NewEx(&definitions[0], item, NULL);
    Py_DECREF(item);
    say("alive %d", probes());
    Py_DECREF(made);
    say("alive %d", probes());
}

CASE(cfunction_bad_flags)
{
    static PyMethodDef bad = {"bad", f_noargs, METH_NOARGS | METH_O, NULL};
    say_new("made", PyCFunction_NewEx(&bad, NULL, NULL));
}

CASE(cfunction_as_attribute_is_not_bound)
{
    PyObject *made = function(0, Py_True), *klass = py("type('K', (), {})");
    PyObject_SetAttrString(klass, "f", made);
    ask("through an instance", "lambda K: K().f()", klass);
    Py_DECREF(made);
    Py_DECREF(klass);
}

CASE(cfunction_in_python_map_and_sort)
{
    PyObject *made = function(1, NULL);
    ask("map", "lambda f: list(map(f, [1, 2]))", made);
    ask("sorted", "lambda f: sorted([3, 1, 2], key=lambda n: f(n)[1])", made);
    ask("partial", "lambda f: __import__('functools').partial(f, 5)()", made);
    ask("inspect", "lambda f: __import__('inspect').isbuiltin(f)", made);
    Py_DECREF(made);
}

CASE(cmethod_with_class)
{
    static PyMethodDef definition = {"with_class", C_FUNCTION(f_fast_keywords), METH_FASTCALL | METH_KEYWORDS, NULL};
    PyObject *made = PyCMethod_New(&definition, Py_None, NULL, NULL);
    say_new("call", PyObject_CallOneArg(made, Py_True));
    Py_XDECREF(made);
}

/* ---- descriptors ---- */

static PyObject *get_name(PyObject *self, void *closure) { return Py_BuildValue("(Os)", self, closure ? (char *)closure : "none"); }

CASE(descr_method)
{
    PyObject *descr = PyDescr_NewMethod(&PyList_Type, &definitions[1]), *list = py("[1]"), *number = py("5");
    NEED(descr);
    say("type %d", Py_IS_TYPE(descr, &PyMethodDescr_Type));
    say_new("call", PyObject_CallFunctionObjArgs(descr, list, Py_True, NULL));
    say_new("call wrong", PyObject_CallFunctionObjArgs(descr, number, Py_True, NULL));
    descrgetfunc get = Py_TYPE(descr)->tp_descr_get;
    PyObject *bound = get(descr, list, (PyObject *)&PyList_Type);
    say_new("bound", PyObject_CallOneArg(bound, Py_False));
    Py_XDECREF(bound);
    say_new("get wrong", get(descr, number, (PyObject *)&PyLong_Type));
    say_new("objclass", PyObject_GetAttrString(descr, "__objclass__"));
    say("inline %d %d", PyDescr_TYPE(descr) == &PyList_Type, ((PyMethodDescrObject *)descr)->d_method == &definitions[1]);
    Py_DECREF(descr);
    Py_DECREF(list);
    Py_DECREF(number);
}

CASE(descr_getset)
{
    static PyGetSetDef definition = {"name", get_name, NULL, "text", "closure"};
    PyObject *descr = PyDescr_NewGetSet(&PyList_Type, &definition), *list = py("[1]");
    NEED(descr);
    descrgetfunc get = Py_TYPE(descr)->tp_descr_get;
    say_new("get", get(descr, list, NULL));
    PyObject *self = get(descr, NULL, (PyObject *)&PyList_Type);
    say("of the class itself %d", self == descr);
    Py_XDECREF(self);
    say_status("set", Py_TYPE(descr)->tp_descr_set(descr, list, Py_None));
    say("is data %d", PyDescr_IsData(descr));
    say_new("name", PyObject_GetAttrString(descr, "__name__"));
    say("inline %d", ((PyGetSetDescrObject *)descr)->d_getset == &definition);
    Py_DECREF(descr);
    Py_DECREF(list);
}

CASE(descr_class_method)
{
    PyObject *descr = PyDescr_NewClassMethod(&PyList_Type, &definitions[1]);
    NEED(descr);
    PyObject *bound = Py_TYPE(descr)->tp_descr_get(descr, NULL, (PyObject *)&PyList_Type);
    say_new("call", PyObject_CallOneArg(bound, Py_True));
    Py_XDECREF(bound);
    Py_DECREF(descr);
}

CASE(descr_wrapper_of_a_builtin)
{
    PyObject *wrapper = PyObject_GetAttrString((PyObject *)&PyList_Type, "__len__"), *list = py("[1, 2]");
    say("type %d", Py_IS_TYPE(wrapper, &PyWrapperDescr_Type));
    if (Py_IS_TYPE(wrapper, &PyWrapperDescr_Type))
        say("base %d", ((PyWrapperDescrObject *)wrapper)->d_base != NULL && strcmp(((PyWrapperDescrObject *)wrapper)->d_base->name, "__len__") == 0);
    say_new("call", PyObject_CallOneArg(wrapper, list));
    PyObject *bound = PyObject_GetAttrString(list, "__len__");
    say("bound %s", Py_TYPE(bound)->tp_name);
    say_new("call", PyObject_CallNoArgs(bound));
    Py_DECREF(wrapper);
    Py_DECREF(list);
    Py_DECREF(bound);
}

CASE(descr_of_builtin_methods)
{
    PyObject *descr = PyObject_GetAttrString((PyObject *)&PyUnicode_Type, "upper"), *text = py("'abc'");
    say("type %d", Py_IS_TYPE(descr, &PyMethodDescr_Type));
    say_new("call", PyObject_CallOneArg(descr, text));
    PyObject *bound = PyObject_GetAttrString(text, "upper");
    say("builtin %d", PyCFunction_Check(bound));
    say_new("call", PyObject_CallNoArgs(bound));
    Py_DECREF(descr);
    Py_DECREF(text);
    Py_DECREF(bound);
}

CASE(property_from_c)
{
    PyObject *property = PyObject_CallFunction((PyObject *)&PyProperty_Type, "O", py("lambda self: 'got'")), *klass = py("type('K', (), {})");
    PyObject_SetAttrString(klass, "p", property);
    ask("get", "lambda K: K().p", klass);
    ask("set", "lambda K: setattr(K(), 'p', 1)", klass);
    Py_DECREF(property);
    Py_DECREF(klass);
}

/* ---- methods and functions ---- */

CASE(method_new)
{
    PyObject *echo = py("echo"), *item = probe(), *method = PyMethod_New(echo, item);
    Py_DECREF(item);
    say("alive %d", probes());
    say("check %d, function %d, self %d", PyMethod_Check(method), PyMethod_Function(method) == echo, PyMethod_Self(method) == item);
    say("inline %d %d", PyMethod_GET_FUNCTION(method) == echo, PyMethod_GET_SELF(method) == item);
    say_new("call", PyObject_CallOneArg(method, Py_None));
    Py_DECREF(method);
    say("alive %d", probes());
    say_new("NULL self", PyMethod_New(echo, NULL));
    Py_DECREF(echo);
}

CASE(method_of_python_instance)
{
    PyObject *object = py("Method()"), *method = PyObject_GetAttrString(object, "none");
    say("check %d, self %d", PyMethod_Check(method), PyMethod_GET_SELF(method) == object);
    say("function %d", PyFunction_Check(PyMethod_GET_FUNCTION(method)));
    Py_DECREF(object);
    Py_DECREF(method);
}

CASE(instancemethod_and_static_and_class)
{
    PyObject *made = function(2, NULL), *instance = PyInstanceMethod_New(made), *statics = PyStaticMethod_New(made), *classes = PyClassMethod_New(made), *klass = py("type('K', (), {'__repr__': lambda s: 'K()'})");
    PyObject_SetAttrString(klass, "i", instance);
    PyObject_SetAttrString(klass, "s", statics);
    PyObject_SetAttrString(klass, "c", classes);
    ask("instance", "lambda K: K().i(1)", klass);
    ask("static", "lambda K: K().s(1)", klass);
    ask("class", "lambda K: K().c(1)", klass);
    say("function %d", PyInstanceMethod_Function(instance) == made);
    Py_DECREF(made);
    Py_DECREF(instance);
    Py_DECREF(statics);
    Py_DECREF(classes);
    Py_DECREF(klass);
}

CASE(function_attributes)
{
    PyObject *made = py("(lambda a, b=5, *, c=6: (a, b, c))");
    say("check %d", PyFunction_Check(made));
    say_seen("defaults", PyFunction_GetDefaults(made));
    say_seen("keyword defaults", PyFunction_GetKwDefaults(made));
    say("code %d, globals %d", PyCode_Check(PyFunction_GetCode(made)), PyDict_Check(PyFunction_GetGlobals(made)));
    say_seen("module", PyFunction_GetModule(made));
    say_seen("closure", PyFunction_GetClosure(made));
    PyObject *defaults = py("(7,)");
    say_status("set defaults", PyFunction_SetDefaults(made, defaults));
    say_new("call", PyObject_CallOneArg(made, Py_None));
    say_status("set wrong defaults", PyFunction_SetDefaults(made, Py_True));
    Py_DECREF(defaults);
    Py_DECREF(made);
}

CASE(function_new_from_code)
{
    PyObject *globals = py("{'x': 41}"), *code = py("compile('x + 1', 'file', 'eval')"), *made = PyFunction_New(code, globals);
    say_new("call", PyObject_CallNoArgs(made));
    Py_XDECREF(made);
    Py_DECREF(globals);
    Py_DECREF(code);
}

CASE(instancemethod_made_in_python)
{
    PyObject *type = (PyObject *)&PyInstanceMethod_Type, *length = py("type('Callable', (), {'__call__': lambda self, other: 42, '__doc__': 'its text'})()"), *number = py("5");
    say_new("number", PyObject_CallOneArg(type, number));
    say_new("nothing", PyObject_CallNoArgs(type));
    PyObject *method = PyObject_CallOneArg(type, length);
    NEED(method);
    say("function %d", PyInstanceMethod_Function(method) == length);
    PyObject *class = PyObject_CallFunction(py("lambda m: type('Sized', (), {'length': m, '__len__': lambda self: 42})"), "O", method);
    NEED(class);
    PyObject *object = PyObject_CallNoArgs(class), *seen = PyObject_GetAttrString(method, "__func__"), *doc = PyObject_GetAttrString(method, "__doc__");
    say_new("called", PyObject_CallMethod(object, "length", NULL));
    say("func %d", seen == length);
    say_new("doc", doc);
    Py_XDECREF(seen);
    Py_DECREF(object);
    Py_DECREF(class);
    Py_DECREF(method);
    Py_DECREF(length);
    Py_DECREF(number);
}

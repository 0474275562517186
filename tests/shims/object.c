/* Cases of object.h: attributes, comparison, texts, truth, hashes, instance checks, references.
 * Types are in typeobject.c. */
#include "cases.h"

CASE(object_texts)
{
    const char *values[] = {"'caf\\xe9'", "5", "[1]", "Boom()", "None"};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]);
        PyObject *str = PyObject_Str(value);
        say_new("str", str);
        say_new("repr", PyObject_Repr(value));
        say_new("ascii", PyObject_ASCII(value));
        Py_DECREF(value);
    }
    say_new("NULL str", PyObject_Str(NULL));
    say_new("NULL repr", PyObject_Repr(NULL));
    say_new("NULL ascii", PyObject_ASCII(NULL));
}

CASE(object_bytes)
{
    const char *values[] = {"b'x'", "bytearray(b'y')", "[65, 66]", "'text'", "5", "memoryview(b'z')"};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]);
        say_new("bytes", PyObject_Bytes(value));
        Py_DECREF(value);
    }
    say_new("NULL", PyObject_Bytes(NULL));
}

CASE(object_str_of_str_is_itself)
{
    PyObject *text = PyUnicode_FromString("text"), *again = PyObject_Str(text);
    say("same %d", text == again);
    Py_DECREF(text);
    Py_DECREF(again);
}

CASE(object_format)
{
    PyObject *number = py("5"), *spec = py("'03d'"), *bad = py("'q'"), *object = py("Plain()");
    say_new("spec", PyObject_Format(number, spec));
    say_new("NULL", PyObject_Format(number, NULL));
    say_new("bad", PyObject_Format(number, bad));
    say_new("object with a spec", PyObject_Format(object, spec));
    Py_DECREF(number);
    Py_DECREF(spec);
    Py_DECREF(bad);
    Py_DECREF(object);
}

CASE(object_getattr)
{
    PyObject *object = py("Plain()"), *name = PyUnicode_FromString("x"), *number = py("5");
    say_status("set", PyObject_SetAttr(object, name, Py_None));
    say_new("get", PyObject_GetAttr(object, name));
    say_new("string", PyObject_GetAttrString(object, "x"));
    say_new("absent", PyObject_GetAttrString(object, "y"));
    say_new("name is an int", PyObject_GetAttr(object, number));
    say_new("of an int", PyObject_GetAttrString(number, "real"));
    say_status("set string", PyObject_SetAttrString(object, "z", Py_True));
    say_status("delete", PyObject_DelAttr(object, name));
    say_status("delete again", PyObject_DelAttr(object, name));
    say_status("delete string", PyObject_DelAttrString(object, "z"));
    say_status("set NULL deletes", PyObject_SetAttrString(object, "z", NULL));
    say_status("set on an int", PyObject_SetAttrString(number, "z", Py_None));
    say_status("name is an int", PyObject_SetAttr(object, number, Py_None));
    Py_DECREF(object);
    Py_DECREF(name);
    Py_DECREF(number);
}

CASE(object_attribute_keeps_and_releases)
{
    PyObject *object = py("Plain()"), *item = probe();
    PyObject_SetAttrString(object, "x", item);
    Py_DECREF(item);
    say("alive %d", probes());
    PyObject *same = PyObject_GetAttrString(object, "x");
    say("same %d", same == item);
    Py_DECREF(same);
    PyObject_SetAttrString(object, "x", Py_None);
    say("replaced %d", probes());
    item = probe();
    PyObject_SetAttrString(object, "y", item);
    Py_DECREF(item);
    Py_DECREF(object);
    say("object gone %d", probes());
}

CASE(object_hasattr)
{
    PyObject *object = py("BoomAttribute()"), *plain = py("Plain()"), *name = PyUnicode_FromString("x");
    say("hides errors %d", PyObject_HasAttr(object, name));
    say("string %d", PyObject_HasAttrString(plain, "x"));
    say("string there %d", PyObject_HasAttrString(plain, "__class__"));
    say_status("with error", PyObject_HasAttrWithError(object, name));
    say_status("string with error", PyObject_HasAttrStringWithError(object, "x"));
    say_status("string with error", PyObject_HasAttrStringWithError(plain, "x"));
    Py_DECREF(object);
    Py_DECREF(plain);
    Py_DECREF(name);
}

CASE(object_optional_attr)
{
    PyObject *object = py("BoomAttribute()"), *plain = py("Plain()"), *name = PyUnicode_FromString("x"), *klass = PyUnicode_FromString("__class__"), *out = (PyObject *)1;
    say_status("absent", PyObject_GetOptionalAttr(plain, name, &out));
    say("null %d", out == NULL);
    say_status("there", PyObject_GetOptionalAttr(plain, klass, &out));
    Py_XDECREF(out);
    out = (PyObject *)1;
    say_status("raises", PyObject_GetOptionalAttr(object, name, &out));
    say("null %d", out == NULL);
    say_status("string", PyObject_GetOptionalAttrString(plain, "x", &out));
    Py_DECREF(object);
    Py_DECREF(plain);
    Py_DECREF(name);
    Py_DECREF(klass);
}

CASE(object_generic_attributes)
{
    PyObject *object = py("Plain()"), *name = PyUnicode_FromString("g"), *slotted = py("Slotted()"), *a = PyUnicode_FromString("a"), *number = py("5");
    say_status("set", PyObject_GenericSetAttr(object, name, Py_None));
    say_new("get", PyObject_GenericGetAttr(object, name));
    say_status("delete", PyObject_GenericSetAttr(object, name, NULL));
    say_new("get", PyObject_GenericGetAttr(object, name));
    say_status("slot", PyObject_GenericSetAttr(slotted, a, Py_True));
    say_new("slot", PyObject_GenericGetAttr(slotted, a));
    say_status("no dict", PyObject_GenericSetAttr(slotted, name, Py_True));
    say_status("of an int", PyObject_GenericSetAttr(number, name, Py_True));
    say_new("a dict", PyObject_GenericGetDict(object, NULL));
    say_new("no dict", PyObject_GenericGetDict(slotted, NULL));
    Py_DECREF(object);
    Py_DECREF(name);
    Py_DECREF(slotted);
    Py_DECREF(a);
    Py_DECREF(number);
}

CASE(object_generic_attributes_of_classes)
{
    PyObject *classes = py("(base := type('Base', (), {'kept': 1}), type('Below', (base,), {'own': 2}))");
    PyObject *base = PyTuple_GetItem(classes, 0), *below = PyTuple_GetItem(classes, 1);
    const char *names[] = {"kept", "own", "__name__", "nothing"};
    for (size_t at = 0; at < sizeof names / sizeof *names; at++) {
        PyObject *name = PyUnicode_FromString(names[at]);
        say_new("of the base", PyObject_GenericGetAttr(base, name));
        say_new("of the class below", PyObject_GenericGetAttr(below, name));
        Py_DECREF(name);
    }
    Py_DECREF(classes);
}

CASE(object_type_used_first_while_an_exception_is_set)
{
    static PyTypeObject unready = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "cases.Unready", .tp_basicsize = sizeof(PyObject), .tp_flags = Py_TPFLAGS_DEFAULT};
    PyErr_SetString(PyExc_ValueError, "kept");
    say("%d", PyObject_TypeCheck(Py_None, &unready));
    say("%d", PyType_IsSubtype(Py_TYPE(Py_None), &unready));
    say("set %d", PyErr_ExceptionMatches(PyExc_ValueError));
    PyErr_Clear();
}

CASE(object_dir)
{
    PyObject *object = py("Slotted()"), *dir = PyObject_Dir(object), *a = PyUnicode_FromString("a");
    say_status("contains", PySequence_Contains(dir, a));
    Py_DECREF(object);
    Py_DECREF(dir);
    Py_DECREF(a);
}

CASE(object_compare)
{
    PyObject *one = py("1"), *two = py("2"), *text = py("'x'"), *boom = py("Boom()"), *nan = py("float('nan')");
    for (int operation = Py_LT; operation <= Py_GE; operation++) {
        say_new("numbers", PyObject_RichCompare(one, two, operation));
        say_new("mixed", PyObject_RichCompare(one, text, operation));
        say_status("bool", PyObject_RichCompareBool(one, two, operation));
        say_status("bool mixed", PyObject_RichCompareBool(one, text, operation));
    }
    say_status("raises", PyObject_RichCompareBool(boom, one, Py_EQ));
    say_status("identity first", PyObject_RichCompareBool(nan, nan, Py_EQ));
    say_new("not so here", PyObject_RichCompare(nan, nan, Py_EQ));
    say_new("NULL", PyObject_RichCompare(NULL, two, Py_EQ));
    Py_DECREF(one);
    Py_DECREF(two);
    Py_DECREF(text);
    Py_DECREF(boom);
    Py_DECREF(nan);
}

CASE(object_truth)
{
    const char *values[] = {"0", "5", "''", "[0]", "None", "Boom()", "0.0", "Sequence()", "Plain()"};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]);
        say_status(values[at], PyObject_IsTrue(value));
        say_status("not", PyObject_Not(value));
        Py_DECREF(value);
    }
}

CASE(object_hash)
{
    PyObject *list = py("[]"), *number = py("2**61"), *boom = py("Boom()"), *text = py("'text'"), *again = PyUnicode_FromString("text");
    say_status("list", PyObject_Hash(list));
    say_status("number", PyObject_Hash(number));
    say_status("boom", PyObject_Hash(boom));
    say("str %d", PyObject_Hash(text) == PyObject_Hash(again));
    say_status("not hashable", PyObject_HashNotImplemented(list));
    say("pointer %d", Py_HashPointer(list) == Py_HashPointer(list));
    say("buffer %d", Py_HashBuffer("abc", 3) == PyObject_Hash(py("b'abc'")));
    Py_DECREF(list);
    Py_DECREF(number);
    Py_DECREF(boom);
    Py_DECREF(text);
    Py_DECREF(again);
}

CASE(object_isinstance)
{
    PyObject *number = py("True"), *types = py("(str, (list, int))"), *bad = py("5"), *fake = py("type('F', (), {'__class__': int})()"),
             *hook = py("type('M', (type,), {'__instancecheck__': lambda c, o: 7})('H', (), {})"), *klass = py("Plain");
    say_status("type", PyObject_IsInstance(number, (PyObject *)&PyLong_Type));
    say_status("tuple", PyObject_IsInstance(number, types));
    say_status("not a type", PyObject_IsInstance(number, bad));
    say_status("__class__", PyObject_IsInstance(fake, (PyObject *)&PyLong_Type));
    say_status("hook", PyObject_IsInstance(number, hook));
    say_status("other", PyObject_IsInstance(number, klass));
    Py_DECREF(number);
    Py_DECREF(types);
    Py_DECREF(bad);
    Py_DECREF(fake);
    Py_DECREF(hook);
    Py_DECREF(klass);
}

CASE(object_issubclass)
{
    PyObject *klass = py("Plain"), *types = py("(str, object)"), *number = py("5");
    say_status("type", PyObject_IsSubclass((PyObject *)&PyBool_Type, (PyObject *)&PyLong_Type));
    say_status("tuple", PyObject_IsSubclass(klass, types));
    say_status("not", PyObject_IsSubclass(klass, (PyObject *)&PyLong_Type));
    say_status("no class", PyObject_IsSubclass(number, klass));
    say_status("of no class", PyObject_IsSubclass(klass, number));
    Py_DECREF(klass);
    Py_DECREF(types);
    Py_DECREF(number);
}

CASE(object_type_of)
{
    PyObject *list = py("[]"), *type = PyObject_Type(list), *object = py("WithMeta()"), *klass = py("WithMeta"), *meta = py("Meta");
    say("list %d, inline %d", type == (PyObject *)&PyList_Type, Py_TYPE(list) == &PyList_Type);
    say("python class %d, its type %d", (PyObject *)Py_TYPE(object) == klass, (PyObject *)Py_TYPE(klass) == meta);
    say("is type %d", Py_IS_TYPE(list, &PyList_Type));
    say("NULL %d", PyObject_Type(NULL) == NULL);
    say_raised("NULL");
    Py_DECREF(list);
    Py_DECREF(type);
    Py_DECREF(object);
    Py_DECREF(klass);
    Py_DECREF(meta);
}

CASE(object_identity_is_kept)
{
    PyObject *object = py("Plain()"), *holder = py("[None]");
    PyList_SetItem(holder, 0, Py_NewRef(object));
    PyObject *again = PyObject_CallFunction(py("lambda h: h[0]"), "O", holder);
    say("same %d", object == again);
    Py_DECREF(again);
    Py_DECREF(object);
    again = PySequence_GetItem(holder, 0);
    say("same after release %d", again != NULL && again == PyList_GET_ITEM(holder, 0));
    Py_DECREF(again);
    Py_DECREF(holder);
}

CASE(object_references)
{
    PyObject *object = probe(), *other = Py_NewRef(object);
    say("%d", (int)Py_REFCNT(object));
    Py_DECREF(other);
    say("%d, unique %d", (int)Py_REFCNT(object), PyUnstable_Object_IsUniquelyReferenced(object));
    PyObject *null = NULL;
    Py_XINCREF(null);
    Py_XDECREF(null);
    Py_CLEAR(object);
    say("cleared %d, alive %d", object == NULL, probes());
    Py_IncRef(NULL);
    Py_DecRef(NULL);
}

CASE(object_setref)
{
    PyObject *holder = probe();
    Py_SETREF(holder, probe());
    say("alive %d", probes());
    Py_XSETREF(holder, NULL);
    say("alive %d", probes());
}

CASE(object_is_functions)
{
    PyObject *list = py("[]");
    say("%d %d %d %d", Py_Is(list, list), Py_IsNone(Py_None), Py_IsTrue(Py_True), Py_IsFalse(Py_None));
    say("getters %d %d %d", Py_GetConstant(Py_CONSTANT_NONE) == Py_None, Py_GetConstantBorrowed(Py_CONSTANT_TRUE) == Py_True,
        Py_GetConstantBorrowed(Py_CONSTANT_ELLIPSIS) == Py_Ellipsis);
    say_seen("zero", Py_GetConstantBorrowed(Py_CONSTANT_ZERO));
    say_seen("empty str", Py_GetConstantBorrowed(Py_CONSTANT_EMPTY_STR));
    say_seen("empty bytes", Py_GetConstantBorrowed(Py_CONSTANT_EMPTY_BYTES));
    say_seen("empty tuple", Py_GetConstantBorrowed(Py_CONSTANT_EMPTY_TUPLE));
    say_seen("out of range", Py_GetConstantBorrowed(99));
    Py_DECREF(list);
}

CASE(object_singletons)
{
    PyObject *none = py("None"), *ellipsis = py("..."), *not_implemented = py("NotImplemented");
    say("%d %d %d", none == Py_None, ellipsis == Py_Ellipsis, not_implemented == Py_NotImplemented);
    say("%s %s %s", Py_TYPE(Py_None)->tp_name, Py_TYPE(Py_Ellipsis)->tp_name, Py_TYPE(Py_NotImplemented)->tp_name);
    Py_DECREF(none);
    Py_DECREF(ellipsis);
    Py_DECREF(not_implemented);
}

CASE(object_repr_guard)
{
    PyObject *list = py("[]");
    say_status("enter", Py_ReprEnter(list));
    say_status("again", Py_ReprEnter(list));
    Py_ReprLeave(list);
    say_status("after", Py_ReprEnter(list));
    Py_ReprLeave(list);
    Py_DECREF(list);
}

CASE(object_print)
{
    PyObject *text = py("'pr\\'int'");
    FILE *file = tmpfile();
    char buffer[64] = "";
    say_status("repr", PyObject_Print(text, file, 0));
    say_status("raw", PyObject_Print(text, file, Py_PRINT_RAW));
    rewind(file);
    size_t count = fread(buffer, 1, sizeof buffer - 1, file);
    say_bytes("file", buffer, (Py_ssize_t)count);
    fclose(file);
    Py_DECREF(text);
}

CASE(object_file_descriptor)
{
    PyObject *number = py("3"), *negative = py("-1"), *text = py("'x'"), *object = py("type('F', (), {'fileno': lambda self: 9})()");
    say_status("number", PyObject_AsFileDescriptor(number));
    say_status("negative", PyObject_AsFileDescriptor(negative));
    say_status("str", PyObject_AsFileDescriptor(text));
    say_status("fileno", PyObject_AsFileDescriptor(object));
    Py_DECREF(number);
    Py_DECREF(negative);
    Py_DECREF(text);
    Py_DECREF(object);
}

CASE(object_self_iter)
{
    PyObject *list = py("[]"), *same = PyObject_SelfIter(list);
    say("%d", same == list);
    Py_DECREF(same);
    Py_DECREF(list);
}

/* Cases of tupleobject.h and structseq.h: tuples that C fills inline, resizes and keeps items of; struct sequences.
 * Tuples are the argument of most calls, hence the weight on identity. */
#include "cases.h"

CASE(tuple_new_fill_publish)
{
    PyObject *tuple = PyTuple_New(3);
    for (Py_ssize_t at = 0; at < 3; at++)
        PyTuple_SET_ITEM(tuple, at, PyLong_FromSsize_t(at + 1000));
    PyObject *seen = publish(tuple);
    say("same %d, size %zd", seen == tuple, PyTuple_GET_SIZE(seen));
    say_new("tuple", seen);
    Py_DECREF(tuple);
}

CASE(tuple_new_sizes)
{
    PyObject *empty = PyTuple_New(0), *again = PyTuple_New(0);
    say("one empty tuple %d", empty == again);
    say_new("empty", empty);
    Py_DECREF(again);
    say_new("negative", PyTuple_New(-1));
}

CASE(tuple_empty_is_pythons)
{
    PyObject *empty = PyTuple_New(0), *python = py("()");
    say("same %d", empty == python);
    Py_DECREF(empty);
    Py_DECREF(python);
}

CASE(tuple_size_and_getitem)
{
    PyObject *tuple = py("('a', 'b')"), *list = py("[1]"), *sub = py("Tuple((1, 2, 3))");
    say_status("tuple", PyTuple_Size(tuple));
    say_status("subclass", PyTuple_Size(sub));
    say_status("list", PyTuple_Size(list));
    say_seen("0", PyTuple_GetItem(tuple, 0));
    say_seen("2", PyTuple_GetItem(tuple, 2));
    say_seen("-1", PyTuple_GetItem(tuple, -1));
    say_seen("list", PyTuple_GetItem(list, 0));
    say_seen("inline of a subclass", PyTuple_GET_ITEM(sub, 2));
    Py_DECREF(tuple);
    Py_DECREF(list);
    Py_DECREF(sub);
}

CASE(tuple_setitem)
{
    PyObject *tuple = PyTuple_New(2);
    say_status("0", PyTuple_SetItem(tuple, 0, probe()));
    say_status("replace", PyTuple_SetItem(tuple, 0, Py_NewRef(Py_None)));
    say("alive %d", probes());
    say_status("1", PyTuple_SetItem(tuple, 1, PyUnicode_FromString("x")));
    say_new("tuple", tuple);
}

CASE(tuple_setitem_steals_on_failure)
{
    PyObject *tuple = PyTuple_New(1), *list = py("[1]"), *shared = Py_NewRef(tuple);
    say_status("shared", PyTuple_SetItem(tuple, 0, probe()));
    say("alive %d", probes());
    Py_DECREF(shared);
    say_status("out of range", PyTuple_SetItem(tuple, 1, probe()));
    say_status("negative", PyTuple_SetItem(tuple, -1, probe()));
    say_status("list", PyTuple_SetItem(list, 0, probe()));
    say("alive %d", probes());
    Py_DECREF(tuple);
    Py_DECREF(list);
}

CASE(tuple_releases_items)
{
    PyObject *tuple = PyTuple_New(3);
    PyTuple_SET_ITEM(tuple, 0, probe());
    PyTuple_SET_ITEM(tuple, 2, probe());
    say("alive %d", probes());
    Py_DECREF(tuple);
    say("alive %d", probes());
}

CASE(tuple_releases_items_after_publish)
{
    PyObject *tuple = PyTuple_New(1);
    PyTuple_SET_ITEM(tuple, 0, probe());
    PyObject *seen = publish(tuple);
    Py_DECREF(tuple);
    say("alive %d", probes());
    Py_DECREF(seen);
    say("alive %d", probes());
}

CASE(tuple_pack)
{
    PyObject *item = probe(), *tuple = PyTuple_Pack(3, item, Py_None, item);
    Py_DECREF(item);
    say("alive %d", probes());
    say("identical %d", PyTuple_GET_ITEM(tuple, 0) == PyTuple_GET_ITEM(tuple, 2));
    say_new("tuple", tuple);
    say("alive %d", probes());
    say_new("nothing", PyTuple_Pack(0));
}

CASE(tuple_getslice)
{
    PyObject *tuple = py("(0, 1, 2, 3)"), *list = py("[]");
    PyObject *whole = PyTuple_GetSlice(tuple, 0, 4);
    say("the whole is itself %d", whole == tuple);
    Py_XDECREF(whole);
    say_new("1:3", PyTuple_GetSlice(tuple, 1, 3));
    say_new("-9:99", PyTuple_GetSlice(tuple, -9, 99));
    say_new("3:1", PyTuple_GetSlice(tuple, 3, 1));
    say_new("list", PyTuple_GetSlice(list, 0, 1));
    Py_DECREF(tuple);
    Py_DECREF(list);
}

CASE(tuple_resize)
{
    PyObject *tuple = PyTuple_New(3);
    for (int at = 0; at < 3; at++)
        PyTuple_SET_ITEM(tuple, at, PyLong_FromLong(at));
    say_status("shrink", _PyTuple_Resize(&tuple, 2));
    say_seen("shrunk", tuple);
    say_status("grow", _PyTuple_Resize(&tuple, 3));
    PyTuple_SET_ITEM(tuple, 2, Py_NewRef(Py_None));
    say_new("grown", tuple);
}

CASE(tuple_resize_shared_fails)
{
    PyObject *tuple = PyTuple_New(1), *other = NULL;
    PyTuple_SET_ITEM(tuple, 0, probe());
    other = Py_NewRef(tuple);
    say_status("resize", _PyTuple_Resize(&tuple, 5));
    say("null %d, alive %d", tuple == NULL, probes());
    Py_DECREF(other);
    say("alive %d", probes());
}

CASE(tuple_borrowed_item_kept)
{
    PyObject *tuple = py("(Plain(), 'text %d' % 1)");
    PyObject *first = Py_NewRef(PyTuple_GET_ITEM(tuple, 0)), *second = Py_NewRef(PyTuple_GET_ITEM(tuple, 1));
    Py_DECREF(tuple);
    say("type %s", Py_TYPE(first)->tp_name);
    Py_DECREF(first);
    say_new("second", second);
}

CASE(tuple_nested_pointers)
{
    PyObject *inner = PyTuple_Pack(1, Py_None), *outer = PyTuple_Pack(2, inner, inner);
    PyObject *result = PyObject_CallFunction(py("lambda *o: (o[0] is o[1], o[0])"), "O", outer);
    Py_DECREF(inner);
    say_new("seen", result);
    Py_DECREF(outer);
}

CASE(tuple_hash_and_compare)
{
    PyObject *tuple = PyTuple_New(2), *same = py("(1, 'x')");
    PyTuple_SET_ITEM(tuple, 0, PyLong_FromLong(1));
    PyTuple_SET_ITEM(tuple, 1, PyUnicode_FromString("x"));
    say("equal hash %d", PyObject_Hash(tuple) == PyObject_Hash(same));
    say_status("equal", PyObject_RichCompareBool(tuple, same, Py_EQ));
    Py_DECREF(tuple);
    Py_DECREF(same);
}

CASE(tuple_as_dict_key_from_c)
{
    PyObject *dict = py("{(1, 'x'): 'found'}"), *key = Py_BuildValue("(is)", 1, "x");
    say_seen("value", PyDict_GetItemWithError(dict, key));
    Py_DECREF(dict);
    Py_DECREF(key);
}

CASE(tuple_checks)
{
    PyObject *tuple = py("()"), *sub = py("Tuple()"), *list = py("[]");
    say("%d%d %d%d %d", PyTuple_Check(tuple), PyTuple_CheckExact(tuple), PyTuple_Check(sub), PyTuple_CheckExact(sub), PyTuple_Check(list));
    Py_DECREF(tuple);
    Py_DECREF(sub);
    Py_DECREF(list);
    say("basicsize %zd, itemsize %zd", PyTuple_Type.tp_basicsize, PyTuple_Type.tp_itemsize);
}

/* ---- structseq.h ---- */

static PyStructSequence_Field fields[] = {{"first", "the first"}, {"second", NULL}, {"hidden", NULL}, {NULL, NULL}};
static PyStructSequence_Desc description = {"pilotage_cases.Pair", "two and a hidden one", fields, 2};

CASE(structseq_new_type)
{
    PyTypeObject *type = PyStructSequence_NewType(&description);
    NEED(type);
    PyObject *value = PyStructSequence_New(type);
    NEED(value);
    PyStructSequence_SetItem(value, 0, PyLong_FromLong(1));
    PyStructSequence_SetItem(value, 1, PyUnicode_FromString("two"));
    PyStructSequence_SetItem(value, 2, Py_NewRef(Py_None));
    say_seen("repr", value);
    say_new("first", PyObject_GetAttrString(value, "first"));
    say_new("hidden", PyObject_GetAttrString(value, "hidden"));
    say_seen("item", PyStructSequence_GetItem(value, 1));
    say_status("len", PyObject_Size(value));
    say("tuple %d", PyTuple_Check(value));
    say_new("n_fields", PyObject_GetAttrString((PyObject *)type, "n_fields"));
    say_new("n_sequence_fields", PyObject_GetAttrString((PyObject *)type, "n_sequence_fields"));
    say_new("name", PyObject_GetAttrString((PyObject *)type, "__name__"));
    Py_DECREF(value);
    Py_DECREF(type);
}

CASE(structseq_static_type)
{
    static PyTypeObject type;
    static int ready;
    if (!ready++)
        say_status("init", PyStructSequence_InitType2(&type, &description));
    PyObject *value = PyObject_CallFunction((PyObject *)&type, "((iii))", 1, 2, 3);
    say_seen("value", value);
    say_new("of one", PyObject_CallFunction((PyObject *)&type, "((i))", 1));
    Py_XDECREF(value);
}

CASE(tuple_that_cannot_be)
{
    say_new("most", PyTuple_New(PY_SSIZE_T_MAX));
    say_new("many", PyTuple_New((Py_ssize_t)1 << 57));
    say_new("negative", PyTuple_New(-1));
}

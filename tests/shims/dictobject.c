/* Cases of dictobject.h: lookups with and without errors, iteration, views, subclasses, and what C keeps from a dict.
 * Order of insertion is part of the contract and is compared. */
#include "cases.h"

CASE(dict_new_set_get)
{
    PyObject *dict = PyDict_New(), *key = PyUnicode_FromString("key"), *value = PyLong_FromLong(12345);
    say_status("set", PyDict_SetItem(dict, key, value));
    say("borrowed is the same %d", PyDict_GetItem(dict, key) == value);
    say_status("size", PyDict_Size(dict));
    say_seen("dict", dict);
    Py_DECREF(key);
    Py_DECREF(value);
    say_new("after", dict);
}

CASE(dict_keeps_and_releases)
{
    PyObject *dict = PyDict_New(), *item = probe();
    PyDict_SetItemString(dict, "a", item);
    Py_DECREF(item);
    say("alive %d", probes());
    PyDict_SetItemString(dict, "a", Py_None);
    say("replaced %d", probes());
    item = probe();
    PyDict_SetItemString(dict, "b", item);
    Py_DECREF(item);
    say_status("delete", PyDict_DelItemString(dict, "b"));
    say("deleted %d", probes());
    item = probe();
    PyDict_SetItemString(dict, "c", item);
    Py_DECREF(item);
    Py_DECREF(dict);
    say("gone %d", probes());
}

CASE(dict_getitem_hides_errors)
{
    PyObject *dict = py("{1: 'one'}"), *list = py("[]"), *one = PyLong_FromLong(1), *two = PyLong_FromLong(2);
    say_seen("there", PyDict_GetItem(dict, one));
    say_seen("absent", PyDict_GetItem(dict, two));
    say_seen("not a dict", PyDict_GetItem(list, one));
    Py_DECREF(dict);
    Py_DECREF(list);
    Py_DECREF(one);
    Py_DECREF(two);
}

CASE(dict_getitemwitherror)
{
    PyObject *dict = py("{1: 'one'}"), *list = py("[]"), *one = PyLong_FromLong(1), *two = PyLong_FromLong(2);
    say_seen("there", PyDict_GetItemWithError(dict, one));
    say_seen("absent", PyDict_GetItemWithError(dict, two));
    say_seen("unhashable", PyDict_GetItemWithError(dict, list));
    say_seen("not a dict", PyDict_GetItemWithError(list, one));
    Py_DECREF(dict);
    Py_DECREF(list);
    Py_DECREF(one);
    Py_DECREF(two);
}

CASE(dict_getitemref)
{
    PyObject *dict = py("{'a': [1]}"), *key = PyUnicode_FromString("a"), *absent = PyUnicode_FromString("b"), *list = py("[]"), *out = (PyObject *)1;
    say_status("there", PyDict_GetItemRef(dict, key, &out));
    say_new("value", out);
    out = (PyObject *)1;
    say_status("absent", PyDict_GetItemRef(dict, absent, &out));
    say("null %d", out == NULL);
    out = (PyObject *)1;
    say_status("unhashable", PyDict_GetItemRef(dict, list, &out));
    say("null %d", out == NULL);
    out = (PyObject *)1;
    say_status("not a dict", PyDict_GetItemRef(list, key, &out));
    say("null %d", out == NULL);
    Py_DECREF(dict);
    Py_DECREF(key);
    Py_DECREF(absent);
    Py_DECREF(list);
}

CASE(dict_getitemstring)
{
    PyObject *dict = py("{'a': 1, 'ä': 2}"), *out = NULL;
    say_seen("a", PyDict_GetItemString(dict, "a"));
    say_seen("utf-8", PyDict_GetItemString(dict, "\xc3\xa4"));
    say_seen("absent", PyDict_GetItemString(dict, "b"));
    say_status("ref", PyDict_GetItemStringRef(dict, "a", &out));
    say_new("value", out);
    say_status("ref absent", PyDict_GetItemStringRef(dict, "b", &out));
    say("null %d", out == NULL);
    Py_DECREF(dict);
}

CASE(dict_set_misuse)
{
    PyObject *dict = PyDict_New(), *list = py("[]");
    say_status("unhashable", PyDict_SetItem(dict, list, Py_None));
    say_status("not a dict", PyDict_SetItem(list, Py_None, Py_None));
    say_status("not a dict, str", PyDict_SetItemString(list, "k", Py_None));
    say_new("dict", dict);
    Py_DECREF(list);
}

CASE(dict_del)
{
    PyObject *dict = py("{'a': 1, 'b': 2}"), *a = PyUnicode_FromString("a"), *list = py("[]");
    say_status("there", PyDict_DelItem(dict, a));
    say_status("absent", PyDict_DelItem(dict, a));
    say_status("unhashable", PyDict_DelItem(dict, list));
    say_status("not a dict", PyDict_DelItem(list, a));
    say_status("string", PyDict_DelItemString(dict, "b"));
    say_status("string absent", PyDict_DelItemString(dict, "b"));
    say_new("dict", dict);
    Py_DECREF(a);
    Py_DECREF(list);
}

CASE(dict_contains)
{
    PyObject *dict = py("{'a': 1}"), *a = PyUnicode_FromString("a"), *list = py("[]");
    say_status("there", PyDict_Contains(dict, a));
    say_status("string", PyDict_ContainsString(dict, "a"));
    say_status("string absent", PyDict_ContainsString(dict, "z"));
    say_status("absent", PyDict_Contains(dict, Py_None));
    say_status("unhashable", PyDict_Contains(dict, list));
    Py_DECREF(dict);
    Py_DECREF(a);
    Py_DECREF(list);
}

CASE(dict_size)
{
    PyObject *dict = py("{'a': 1, 'b': 2}"), *list = py("[]"), *sub = py("Dict(x=1)");
    say_status("dict", PyDict_Size(dict));
    say_status("subclass", PyDict_Size(sub));
    say_status("list", PyDict_Size(list));
    say_status("inline", PyDict_GET_SIZE(dict));
    say_status("used", ((PyDictObject *)dict)->ma_used);
    Py_DECREF(dict);
    Py_DECREF(list);
    Py_DECREF(sub);
}

CASE(dict_inline_size_after_python_changed_it)
{
    PyObject *dict = py("{'a': 1}"), *change = py("lambda d: d.update(b=2, c=3)");
    Py_ssize_t before = PyDict_GET_SIZE(dict);
    Py_XDECREF(PyObject_CallFunctionObjArgs(change, dict, NULL));
    say("%zd %zd %zd", before, PyDict_GET_SIZE(dict), PyDict_Size(dict));
    Py_DECREF(dict);
    Py_DECREF(change);
}

CASE(dict_next)
{
    PyObject *dict = py("{'a': 1, 'b': [2], 3: None}"), *key, *value;
    Py_ssize_t at = 0;
    while (PyDict_Next(dict, &at, &key, &value)) {
        say_seen("key", key);
        say_seen("value", value);
    }
    PyObject *empty = PyDict_New();
    at = 0;
    say("empty %d", PyDict_Next(empty, &at, &key, &value));
    Py_DECREF(dict);
    Py_DECREF(empty);
}

CASE(dict_next_without_key_or_value)
{
    PyObject *dict = py("{'a': 1, 'b': 2}"), *key, *value;
    Py_ssize_t at = 0;
    while (PyDict_Next(dict, &at, &key, NULL))
        say_seen("key", key);
    at = 0;
    while (PyDict_Next(dict, &at, NULL, &value))
        say_seen("value", value);
    at = 0;
    PyObject *list = py("[]");
    say("list %d", PyDict_Next(list, &at, &key, &value));
    say_raised("list");
    Py_DECREF(dict);
    Py_DECREF(list);
}

CASE(dict_next_replacing_values)
{
    /* Values of existing keys may be replaced while iterating. */
    PyObject *dict = py("{'a': 1, 'b': 2, 'c': 3}"), *key, *value;
    Py_ssize_t at = 0;
    while (PyDict_Next(dict, &at, &key, &value)) {
        PyObject *more = PyLong_FromLong(PyLong_AsLong(value) * 10);
        PyDict_SetItem(dict, key, more);
        Py_DECREF(more);
    }
    say_new("dict", dict);
}

CASE(dict_next_born_in_c)
{
    PyObject *dict = PyDict_New(), *key, *value;
    for (long at = 0; at < 5; at++) {
        PyObject *number = PyLong_FromLong(1000 + at);
        PyDict_SetItem(dict, number, Py_None);
        Py_DECREF(number);
    }
    long sum = 0;
    Py_ssize_t at = 0;
    while (PyDict_Next(dict, &at, &key, &value))
        sum += PyLong_AsLong(key);
    say("sum %ld", sum);
    Py_DECREF(dict);
}

CASE(dict_views)
{
    PyObject *dict = py("{'a': 1, 'b': 2}"), *list = py("[]"), *sub = py("Dict(z=26)");
    say_new("keys", PyDict_Keys(dict));
    say_new("values", PyDict_Values(dict));
    say_new("items", PyDict_Items(dict));
    say_new("subclass", PyDict_Items(sub));
    say_new("keys of a list", PyDict_Keys(list));
    say_new("values of a list", PyDict_Values(list));
    say_new("items of a list", PyDict_Items(list));
    Py_DECREF(dict);
    Py_DECREF(list);
    Py_DECREF(sub);
}

CASE(dict_copy)
{
    PyObject *dict = py("{'a': 1}"), *list = py("[]"), *sub = py("Dict(z=26)"), *copy = PyDict_Copy(dict), *other = PyDict_Copy(sub);
    say("distinct %d", copy != dict);
    PyDict_SetItemString(copy, "b", Py_None);
    say_new("copy", copy);
    say_new("dict", dict);
    say("type of the copy of a subclass %s", Py_TYPE(other)->tp_name);
    say_new("list", PyDict_Copy(list));
    say_new("NULL", PyDict_Copy(NULL));
    Py_DECREF(list);
    Py_DECREF(sub);
    Py_DECREF(other);
}

CASE(dict_clear)
{
    PyObject *dict = PyDict_New(), *item = probe(), *list = py("[1]");
    PyDict_SetItemString(dict, "a", item);
    Py_DECREF(item);
    PyDict_Clear(dict);
    say("alive %d size %zd", probes(), PyDict_Size(dict));
    PyDict_Clear(list);
    say_raised("list");
    Py_DECREF(dict);
    Py_DECREF(list);
}

CASE(dict_update_merge)
{
    PyObject *dict = py("{'a': 1, 'b': 2}"), *other = py("{'b': 'x', 'c': 3}"), *mapping = py("Mapping(d=4)"), *number = py("5");
    say_status("no override", PyDict_Merge(dict, other, 0));
    say_seen("dict", dict);
    say_status("override", PyDict_Merge(dict, other, 1));
    say_status("mapping", PyDict_Update(dict, mapping));
    say_status("a number", PyDict_Update(dict, number));
    say_status("not a dict", PyDict_Update(number, dict));
    say_new("dict", dict);
    Py_DECREF(other);
    Py_DECREF(mapping);
    Py_DECREF(number);
}

CASE(dict_mergefromseq2)
{
    PyObject *dict = py("{'a': 1}"), *pairs = py("[('a', 2), ['b', 3]]"), *wrong = py("[(1, 2, 3)]"), *number = py("[5]");
    say_status("keep", PyDict_MergeFromSeq2(dict, pairs, 0));
    say_seen("dict", dict);
    say_status("override", PyDict_MergeFromSeq2(dict, pairs, 1));
    say_status("three", PyDict_MergeFromSeq2(dict, wrong, 1));
    say_status("no pair", PyDict_MergeFromSeq2(dict, number, 1));
    say_new("dict", dict);
    Py_DECREF(pairs);
    Py_DECREF(wrong);
    Py_DECREF(number);
}

CASE(dict_setdefault)
{
    PyObject *dict = py("{'a': 1}"), *a = PyUnicode_FromString("a"), *b = PyUnicode_FromString("b"), *list = py("[]");
    say_seen("there", PyDict_SetDefault(dict, a, Py_None));
    say_seen("absent", PyDict_SetDefault(dict, b, Py_True));
    say_seen("unhashable", PyDict_SetDefault(dict, list, Py_True));
    say_seen("not a dict", PyDict_SetDefault(list, a, Py_True));
    say_new("dict", dict);
    Py_DECREF(a);
    Py_DECREF(b);
    Py_DECREF(list);
}

CASE(dict_setdefaultref)
{
    PyObject *dict = py("{'a': 1}"), *a = PyUnicode_FromString("a"), *b = PyUnicode_FromString("b"), *out = NULL;
    say_status("there", PyDict_SetDefaultRef(dict, a, Py_None, &out));
    say_new("value", out);
    say_status("absent", PyDict_SetDefaultRef(dict, b, Py_True, &out));
    say_new("value", out);
    say_status("without result", PyDict_SetDefaultRef(dict, b, Py_True, NULL));
    say_new("dict", dict);
    Py_DECREF(a);
    Py_DECREF(b);
}

CASE(dict_pop)
{
    PyObject *dict = py("{'a': 1, 'b': 2}"), *a = PyUnicode_FromString("a"), *out = (PyObject *)1, *list = py("[]");
    say_status("there", PyDict_Pop(dict, a, &out));
    say_new("value", out);
    say_status("absent", PyDict_Pop(dict, a, &out));
    say("null %d", out == NULL);
    say_status("string, no result", PyDict_PopString(dict, "b", NULL));
    say_status("unhashable", PyDict_Pop(dict, list, &out));
    say_status("not a dict", PyDict_Pop(list, a, &out));
    say_new("dict", dict);
    Py_DECREF(a);
    Py_DECREF(list);
}

CASE(dict_subclass_ignores_missing)
{
    PyObject *dict = py("DictMissing(a=1)"), *key = PyUnicode_FromString("nope");
    say_seen("dict function", PyDict_GetItemWithError(dict, key));
    say_new("object function", PyObject_GetItem(dict, key));
    Py_DECREF(dict);
    Py_DECREF(key);
}

CASE(dict_key_that_raises)
{
    PyObject *dict = py("{'a': 1}"), *boom = py("Boom()");
    say_seen("with error", PyDict_GetItemWithError(dict, boom));
    say_status("set", PyDict_SetItem(dict, boom, Py_None));
    say_status("contains", PyDict_Contains(dict, boom));
    Py_DECREF(dict);
    Py_DECREF(boom);
}

CASE(dict_known_hash)
{
    PyObject *dict = py("{'a': 1}"), *a = PyUnicode_FromString("a");
    Py_hash_t hash = PyObject_Hash(a);
    say("hash is kept in the str %d", ((PyASCIIObject *)a)->hash == hash);
    say_seen("known hash", _PyDict_GetItem_KnownHash(dict, a, hash));
    Py_DECREF(dict);
    Py_DECREF(a);
}

CASE(dict_borrowed_value_kept)
{
    PyObject *dict = py("{'a': Plain(), 'b': 'text %d' % 5}");
    PyObject *value = Py_NewRef(PyDict_GetItemString(dict, "b")), *plain = Py_NewRef(PyDict_GetItemString(dict, "a"));
    PyDict_Clear(dict);
    Py_DECREF(dict);
    say("type %s", Py_TYPE(plain)->tp_name);
    Py_DECREF(plain);
    say_new("value", value);
}

CASE(dict_pointer_kept_without_a_count)
{
    /* NumPy gives its only count to a dict and goes on using the pointer. */
    PyObject *owner = PyDict_New(), *inner = PyDict_New();
    PyDict_SetItemString(owner, "inner", inner);
    Py_DECREF(inner);
    PyDict_SetItemString(inner, "later", Py_True);
    say("same %d", PyDict_GetItemString(owner, "inner") == inner);
    say_new("owner", owner);
}

CASE(dict_proxy)
{
    PyObject *dict = py("{'a': 1}"), *proxy = PyDictProxy_New(dict), *list = py("[1]"), *key = PyUnicode_FromString("a");
    say("type %d", Py_IS_TYPE(proxy, &PyDictProxy_Type));
    say_new("get", PyObject_GetItem(proxy, key));
    say_status("set", PyObject_SetItem(proxy, key, Py_None));
    say_new("of a list", PyDictProxy_New(list));
    Py_DECREF(dict);
    Py_DECREF(proxy);
    Py_DECREF(list);
    Py_DECREF(key);
}

CASE(dict_checks)
{
    PyObject *dict = py("{}"), *sub = py("Dict()"), *keys = py("{}.keys()"), *values = py("{}.values()"), *items = py("{}.items()");
    say("dict %d %d", PyDict_Check(dict), PyDict_CheckExact(dict));
    say("subclass %d %d", PyDict_Check(sub), PyDict_CheckExact(sub));
    say("views %d %d %d %d", PyDictKeys_Check(keys), PyDictValues_Check(values), PyDictItems_Check(items), PyDictViewSet_Check(values));
    Py_DECREF(dict);
    Py_DECREF(sub);
    Py_DECREF(keys);
    Py_DECREF(values);
    Py_DECREF(items);
}

CASE(dict_modified_during_c_iteration_by_iterator)
{
    PyObject *dict = py("{'a': 1}"), *iterator = PyObject_GetIter(dict);
    PyDict_SetItemString(dict, "b", Py_None);
    say_new("next", PyIter_Next(iterator));
    Py_DECREF(dict);
    Py_DECREF(iterator);
}

CASE(dict_equality_of_keys)
{
    PyObject *dict = PyDict_New(), *one = PyLong_FromLong(1), *real = PyFloat_FromDouble(1.0);
    PyDict_SetItem(dict, one, Py_None);
    PyDict_SetItem(dict, real, Py_True);
    PyDict_SetItem(dict, Py_True, Py_False);
    say_new("dict", dict);
    Py_DECREF(one);
    Py_DECREF(real);
}

CASE(dict_of_instance)
{
    PyObject *object = py("Plain()");
    PyObject_SetAttrString(object, "x", Py_None);
    PyObject *dict = PyObject_GenericGetDict(object, NULL);
    NEED(dict);
    PyDict_SetItemString(dict, "y", Py_True);
    say_new("attribute", PyObject_GetAttrString(object, "y"));
    say_new("dict", dict);
    Py_DECREF(object);
}

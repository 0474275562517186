/* Cases of listobject.h: lists that C makes, lists that Python makes, and items that C puts in place itself.
 * Each list that C fills inline is shown to Python afterwards. */
#include "cases.h"

CASE(list_new_fill_publish)
{
    PyObject *list = PyList_New(3);
    NEED(list);
    for (Py_ssize_t at = 0; at < 3; at++)
        PyList_SET_ITEM(list, at, PyLong_FromSsize_t(at * 1000));
    say("size %zd %zd", PyList_Size(list), PyList_GET_SIZE(list));
    PyObject *seen = publish(list);
    say("same %d", seen == list);
    say_new("list", seen);
    Py_DECREF(list);
}

CASE(list_new_zero_and_negative)
{
    say_new("empty", PyList_New(0));
    say_new("negative", PyList_New(-1));
}

CASE(list_size_of_others)
{
    PyObject *tuple = py("(1, 2)"), *sub = py("List([1, 2, 3])");
    say_status("tuple", PyList_Size(tuple));
    say_status("subclass", PyList_Size(sub));
    Py_DECREF(tuple);
    Py_DECREF(sub);
}

CASE(list_checks)
{
    PyObject *list = py("[]"), *sub = py("List()"), *tuple = py("()");
    say("list %d %d", PyList_Check(list), PyList_CheckExact(list));
    say("subclass %d %d", PyList_Check(sub), PyList_CheckExact(sub));
    say("tuple %d %d", PyList_Check(tuple), PyList_CheckExact(tuple));
    Py_DECREF(list);
    Py_DECREF(sub);
    Py_DECREF(tuple);
}

CASE(list_getitem_bounds)
{
    PyObject *list = py("['a', 'b']"), *dict = py("{}");
    say_seen("0", PyList_GetItem(list, 0));
    say_seen("1", PyList_GetItem(list, 1));
    say_seen("2", PyList_GetItem(list, 2));
    say_seen("-1", PyList_GetItem(list, -1));
    say_seen("wrong type", PyList_GetItem(dict, 0));
    Py_DECREF(list);
    Py_DECREF(dict);
}

CASE(list_getitemref)
{
    PyObject *list = py("['a', 'b']"), *dict = py("{}");
    say_new("0", PyList_GetItemRef(list, 0));
    say_new("2", PyList_GetItemRef(list, 2));
    say_new("-1", PyList_GetItemRef(list, -1));
    say_new("wrong type", PyList_GetItemRef(dict, 0));
    Py_DECREF(list);
    Py_DECREF(dict);
}

CASE(list_getitem_same_pointer_twice)
{
    PyObject *list = py("[1000000, 'text', 2.5, object()]");
    for (Py_ssize_t at = 0; at < 4; at++)
        say("%d", PyList_GetItem(list, at) == PyList_GET_ITEM(list, at));
    Py_DECREF(list);
}

CASE(list_borrowed_item_kept)
{
    PyObject *list = py("[Plain(), 'kept %d' % 1]");
    PyObject *first = Py_NewRef(PyList_GetItem(list, 0)), *second = Py_NewRef(PyList_GET_ITEM(list, 1));
    Py_DECREF(list);
    say("type %s", Py_TYPE(first)->tp_name);
    say_new("second", second);
    Py_DECREF(first);
}

CASE(list_borrowed_item_of_changed_list)
{
    PyObject *list = py("['one %d' % 1, 'two']");
    PyObject *item = Py_NewRef(PyList_GET_ITEM(list, 0));
    say_status("slice", PyList_SetSlice(list, 0, 2, NULL));
    say_new("item", item);
    say_new("list", list);
}

CASE(list_setitem_replaces)
{
    PyObject *list = py("['a', 'b']"), *seen;
    say_status("set", PyList_SetItem(list, 1, PyUnicode_FromString("z")));
    say_status("set last", PyList_SetItem(list, 0, PyLong_FromLong(5)));
    seen = publish(list);
    say_new("list", seen);
    Py_DECREF(list);
}

CASE(list_setitem_steals)
{
    PyObject *list = PyList_New(1);
    say_status("set", PyList_SetItem(list, 0, probe()));
    say("alive %d", probes());
    say_status("replace", PyList_SetItem(list, 0, probe()));
    say("alive %d", probes());
    Py_DECREF(list);
    say("alive %d", probes());
}

CASE(list_setitem_steals_on_failure)
{
    PyObject *list = PyList_New(1), *tuple = PyTuple_New(0);
    say_status("out of range", PyList_SetItem(list, 1, probe()));
    say("alive %d", probes());
    say_status("negative", PyList_SetItem(list, -1, probe()));
    say("alive %d", probes());
    say_status("wrong type", PyList_SetItem(tuple, 0, probe()));
    say("alive %d", probes());
    Py_DECREF(list);
    Py_DECREF(tuple);
}

CASE(list_setitem_null_makes_hole)
{
    PyObject *list = PyList_New(2);
    say_status("0", PyList_SetItem(list, 0, Py_NewRef(Py_None)));
    say_status("1", PyList_SetItem(list, 1, NULL));
    say("hole %d", PyList_GET_ITEM(list, 1) == NULL);
    say_status("fill", PyList_SetItem(list, 1, Py_NewRef(Py_True)));
    say_new("list", list);
}

CASE(list_unfilled_is_released)
{
    PyObject *list = PyList_New(4);
    PyList_SET_ITEM(list, 1, probe());
    say("alive %d", probes());
    Py_DECREF(list);
    say("alive %d", probes());
}

CASE(list_append_counts)
{
    PyObject *list = PyList_New(0), *item = probe();
    say_status("append", PyList_Append(list, item));
    say_status("append", PyList_Append(list, item));
    Py_DECREF(item);
    say("alive %d, size %zd", probes(), PyList_GET_SIZE(list));
    say("same %d", PyList_GET_ITEM(list, 0) == PyList_GET_ITEM(list, 1));
    Py_DECREF(list);
    say("alive %d", probes());
}

CASE(list_append_misuse)
{
    PyObject *tuple = py("(1,)"), *list = PyList_New(0);
    say_status("to a tuple", PyList_Append(tuple, Py_None));
    say_status("NULL", PyList_Append(list, NULL));
    Py_DECREF(tuple);
    Py_DECREF(list);
}

CASE(list_append_many)
{
    PyObject *list = PyList_New(0);
    for (long at = 0; at < 1000; at++) {
        PyObject *item = PyLong_FromLong(at * 3);
        if (PyList_Append(list, item) < 0)
            give_up("append");
        Py_DECREF(item);
    }
    say("size %zd", PyList_GET_SIZE(list));
    PyObject *sum = PyObject_CallFunction(py("sum"), "O", list);
    say_new("sum", sum);
    Py_DECREF(list);
}

CASE(list_append_after_publish)
{
    PyObject *list = PyList_New(0);
    PyObject *holder = PyObject_CallFunction(py("lambda held: (held, held.append('python'))[0]"), "O", list);
    NEED(holder);
    say_status("append", PyList_Append(list, Py_None));
    say("size %zd", PyList_GET_SIZE(list));
    say_seen("last", PyList_GetItem(list, 1));
    say_new("seen by Python", holder);
    Py_DECREF(list);
}

CASE(list_inline_read_after_python_grew_it)
{
    PyObject *list = py("[1]"), *grow = py("lambda held: held.extend(range(100, 150))");
    say("before %zd", PyList_GET_SIZE(list));
    Py_XDECREF(PyObject_CallFunctionObjArgs(grow, list, NULL));
    say("after %zd", PyList_GET_SIZE(list));
    say_seen("last", PyList_GET_ITEM(list, 50));
    Py_DECREF(grow);
    Py_DECREF(list);
}

CASE(list_insert)
{
    PyObject *list = py("['b']"), *text = PyUnicode_FromString("x"), *tuple = py("()");
    say_status("0", PyList_Insert(list, 0, text));
    say_status("99", PyList_Insert(list, 99, text));
    say_status("-1", PyList_Insert(list, -1, text));
    say_status("-99", PyList_Insert(list, -99, text));
    say_status("NULL", PyList_Insert(list, 0, NULL));
    say_status("tuple", PyList_Insert(tuple, 0, text));
    Py_DECREF(text);
    Py_DECREF(tuple);
    say_new("list", list);
}

CASE(list_getslice)
{
    PyObject *list = py("[0, 1, 2, 3]"), *tuple = py("(1, 2)");
    say_new("1:3", PyList_GetSlice(list, 1, 3));
    say_new("-5:99", PyList_GetSlice(list, -5, 99));
    say_new("3:1", PyList_GetSlice(list, 3, 1));
    say_new("tuple", PyList_GetSlice(tuple, 0, 1));
    Py_DECREF(list);
    Py_DECREF(tuple);
}

CASE(list_setslice)
{
    PyObject *list = py("[0, 1, 2, 3]"), *two = py("['x', 'y']"), *number = py("5"), *generator_ = py("generator('g', 'h')");
    say_status("1:2", PyList_SetSlice(list, 1, 2, two));
    say_status("delete 0:2", PyList_SetSlice(list, 0, 2, NULL));
    say_status("tail", PyList_SetSlice(list, 99, 99, two));
    say_status("itself", PyList_SetSlice(list, 0, 0, list));
    say_status("a number", PyList_SetSlice(list, 0, 0, number));
    say_status("an iterator", PyList_SetSlice(list, 0, 0, generator_));
    say_status("of a list in a tuple", PyList_SetSlice(number, 0, 0, two));
    say_new("list", list);
    Py_DECREF(two);
    Py_DECREF(number);
    Py_DECREF(generator_);
}

CASE(list_setslice_releases)
{
    PyObject *list = PyList_New(0);
    for (int at = 0; at < 3; at++) {
        PyObject *item = probe();
        PyList_Append(list, item);
        Py_DECREF(item);
    }
    say_status("delete", PyList_SetSlice(list, 0, 2, NULL));
    say("alive %d", probes());
    Py_DECREF(list);
}

CASE(list_sort)
{
    PyObject *list = py("[3, 1, 2]"), *mixed = py("[1, 'a']"), *tuple = py("(2, 1)");
    say_status("list", PyList_Sort(list));
    say_status("mixed", PyList_Sort(mixed));
    say_status("tuple", PyList_Sort(tuple));
    say_status("NULL", PyList_Sort(NULL));
    say_new("list", list);
    Py_DECREF(mixed);
    Py_DECREF(tuple);
}

CASE(list_reverse)
{
    PyObject *list = PyList_New(3), *tuple = py("(2, 1)");
    for (int at = 0; at < 3; at++)
        PyList_SET_ITEM(list, at, PyLong_FromLong(at));
    say_status("list", PyList_Reverse(list));
    say_seen("first", PyList_GET_ITEM(list, 0));
    say_status("tuple", PyList_Reverse(tuple));
    say_status("NULL", PyList_Reverse(NULL));
    say_new("list", list);
    Py_DECREF(tuple);
}

CASE(list_astuple)
{
    PyObject *list = py("[1, 'x']"), *tuple = py("()");
    say_new("list", PyList_AsTuple(list));
    say_new("tuple", PyList_AsTuple(tuple));
    say_new("NULL", PyList_AsTuple(NULL));
    Py_DECREF(list);
    Py_DECREF(tuple);
}

CASE(list_astuple_keeps_items)
{
    PyObject *list = PyList_New(1);
    PyList_SET_ITEM(list, 0, probe());
    PyObject *tuple = PyList_AsTuple(list);
    Py_DECREF(list);
    say("alive %d", probes());
    Py_DECREF(tuple);
    say("alive %d", probes());
}

CASE(list_extend)
{
    PyObject *list = py("[1]"), *more = py("(2, 3)"), *bad = py("IterRaises()"), *number = py("4");
    say_status("tuple", PyList_Extend(list, more));
    say_status("raising", PyList_Extend(list, bad));
    say_status("a number", PyList_Extend(list, number));
    say_status("to a tuple", PyList_Extend(more, list));
    say_new("list", list);
    Py_DECREF(more);
    Py_DECREF(bad);
    Py_DECREF(number);
}

CASE(list_clear)
{
    PyObject *list = PyList_New(1), *tuple = py("()");
    PyList_SET_ITEM(list, 0, probe());
    say_status("list", PyList_Clear(list));
    say("alive %d size %zd", probes(), PyList_GET_SIZE(list));
    say_status("tuple", PyList_Clear(tuple));
    Py_DECREF(list);
    Py_DECREF(tuple);
}

CASE(list_contains_itself)
{
    PyObject *list = PyList_New(1);
    PyList_SET_ITEM(list, 0, Py_NewRef(list));
    PyObject *repr = PyObject_Repr(list);
    say_new("repr", repr);
    PyList_SetSlice(list, 0, 1, NULL);
    Py_DECREF(list);
}

CASE(list_subclass_through_api)
{
    PyObject *list = py("List([1, 2])");
    say_status("append", PyList_Append(list, Py_None));
    say_status("set", PyList_SetItem(list, 0, Py_NewRef(Py_True)));
    say("type %s size %zd", Py_TYPE(list)->tp_name, PyList_GET_SIZE(list));
    say_seen("inline", PyList_GET_ITEM(list, 2));
    say_new("list", list);
}

CASE(list_set_item_macro_on_published)
{
    /* What Cython and others do with a list that is theirs alone although Python has seen it. */
    PyObject *list = PyList_New(2);
    PyList_SET_ITEM(list, 0, Py_NewRef(Py_None));
    PyList_SET_ITEM(list, 1, Py_NewRef(Py_True));
    PyObject *copy = PySequence_List(list);
    say("distinct %d", copy != list);
    say_new("copy", copy);
    say_new("list", list);
}

CASE(list_nested_born_in_c)
{
    PyObject *outer = PyList_New(2), *inner = PyList_New(1);
    PyList_SET_ITEM(inner, 0, PyUnicode_FromString("deep"));
    PyList_SET_ITEM(outer, 0, inner);
    PyList_SET_ITEM(outer, 1, PyTuple_Pack(1, inner));
    PyObject *same = PyObject_CallFunction(py("lambda o: (o[0] is o[1][0], o)"), "O", outer);
    say_new("seen", same);
    Py_DECREF(outer);
}

CASE(list_type_from_c)
{
    PyObject *empty = PyObject_CallNoArgs((PyObject *)&PyList_Type);
    say_new("no args", empty);
    say_new("from a str", PyObject_CallFunction((PyObject *)&PyList_Type, "s", "abc"));
    say_new("from a number", PyObject_CallFunction((PyObject *)&PyList_Type, "i", 3));
    say("name %s, basicsize %zd, itemsize %zd", PyList_Type.tp_name, PyList_Type.tp_basicsize, PyList_Type.tp_itemsize);
    say("flags %d %d", PyType_HasFeature(&PyList_Type, Py_TPFLAGS_LIST_SUBCLASS), PyType_HasFeature(&PyList_Type, Py_TPFLAGS_BASETYPE));
}

CASE(list_iteration_while_c_appends)
{
    PyObject *list = py("[1, 2]"), *iterator = PyObject_GetIter(list), *item;
    int count = 0;
    while ((item = PyIter_Next(iterator)) && count < 6) {
        if (count++ < 2)
            PyList_Append(list, item);
        Py_DECREF(item);
    }
    say("items %d, size %zd", count, PyList_GET_SIZE(list));
    Py_DECREF(iterator);
    Py_DECREF(list);
}

/* Each way into Python code may change a list that C holds; C reads it inline afterwards. */
CASE(list_inline_read_after_each_way_into_python)
{
    py_do("class Shrinks:\n"
          "    def _shrink(self, *args):\n        del watched[1:]\n        return 5\n"
          "    __getitem__ = __len__ = __hash__ = __add__ = __int__ = __index__ = __call__ = __neg__ = method = _shrink\n"
          "    def __eq__(self, other):\n        return bool(self._shrink())\n"
          "    def __bool__(self):\n        return bool(self._shrink())\n"
          "    def __str__(self):\n        return str(self._shrink())\n"
          "    __repr__ = __str__\n"
          "    def __iter__(self):\n        self._shrink()\n        return iter(())\n"
          "    def __getattr__(self, name):\n        return self._shrink()\n"
          "    def __contains__(self, item):\n        return bool(self._shrink())\n"
          "    def __next__(self):\n        return self._shrink()\n"
          "    def __del__(self):\n        self._shrink()\n"
          "watched = []");
    PyObject *list = py("watched"), *evil = py("Shrinks()"), *fill = py("lambda: watched.extend(object() for _ in range(20))"), *number = py("1");
    PyTypeObject *type = Py_TYPE(evil);
    for (int way = 0; way < 18; way++) {
        Py_XDECREF(PyObject_CallNoArgs(fill));
        Py_ssize_t before = PyList_GET_SIZE(list);
        PyObject *result = NULL;
        switch (way) {
        case 0: result = PySequence_GetItem(evil, 0); break;
        case 1: PyObject_Size(evil); break;
        case 2: PyObject_Hash(evil); break;
        case 3: result = PyNumber_Add(evil, number); break;
        case 4: result = PyNumber_Long(evil); break;
        case 5: PyLong_AsLong(evil); break;
        case 6: result = PyObject_CallNoArgs(evil); break;
        case 7: result = PyNumber_Negative(evil); break;
        case 8: PyObject_RichCompareBool(evil, number, Py_EQ); break;
        case 9: PyObject_IsTrue(evil); break;
        case 10: result = PyObject_Str(evil); break;
        case 11: result = PyObject_GetIter(evil); break;
        case 12: result = PyObject_GetAttrString(evil, "anything"); break;
        case 13: PySequence_Contains(evil, number); break;
        case 14: result = type->tp_iternext ? type->tp_iternext(evil) : NULL; break;
        case 15: result = PyObject_CallMethod(evil, "method", NULL); break;
        case 16: result = PyObject_GetItem(evil, number); break;
        default: result = py("Shrinks()"); Py_DECREF(result); result = NULL; break;
        }
        Py_XDECREF(result);
        say("%d: %zd %zd%s", way, before, PyList_GET_SIZE(list), PyErr_Occurred() ? " raised" : "");
        PyErr_Clear();
    }
    Py_DECREF(list);
    Py_DECREF(evil);
    Py_DECREF(fill);
    Py_DECREF(number);
    py_do("del Shrinks.__del__");
}

CASE(list_changed_by_a_method_called_through_a_slot)
{
    PyObject *list = py("[object() for _ in range(40)]");
    PyObject *changer = py("type('Changer', (), {'__init__': lambda self, list: setattr(self, 'list', list), '__getitem__': lambda self, at: self.list.pop() and at,"
                           " '__len__': lambda self: self.list.clear() or 1, '__iter__': lambda self: self, '__next__': lambda self: self.list.extend(range(3))})");
    PyObject *item = PyObject_CallOneArg(changer, list);
    PyTypeObject *type = Py_TYPE(item);
    say("before %zd", PyList_GET_SIZE(list));
    say_new("item", type->tp_as_sequence->sq_item(item, 7));
    say("after sq_item %zd", PyList_GET_SIZE(list));
    PyObject *key = PyLong_FromLong(8);
    say_new("item", type->tp_as_mapping->mp_subscript(item, key));
    say("after mp_subscript %zd", PyList_GET_SIZE(list));
    say("length %zd", type->tp_as_mapping->mp_length(item));
    say("after mp_length %zd", PyList_GET_SIZE(list));
    say_new("next", type->tp_iternext(item));
    say("after tp_iternext %zd", PyList_GET_SIZE(list));
    Py_DECREF(key);
    Py_DECREF(item);
    Py_DECREF(changer);
    Py_DECREF(list);
}

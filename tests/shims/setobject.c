/* Cases of setobject.h, iterobject.h, sliceobject.h, enumobject.h and rangeobject: sets that C fills, iterators that C makes, slices.
 * Order of sets is not part of any contract: they are shown sorted. */
#include "cases.h"

int _PySet_NextEntry(PyObject *, Py_ssize_t *, PyObject **, Py_hash_t *);

static void say_sorted(const char *what, PyObject *set)
{
    PyObject *sorted = py("sorted"), *list = set ? PyObject_CallOneArg(sorted, set) : NULL;
    say_new(what, list);
    Py_DECREF(sorted);
}

CASE(set_new)
{
    PyObject *list = py("[3, 1, 1]"), *number = py("5"), *unhashable = py("[[]]"), *set = PySet_New(list), *empty = PySet_New(NULL);
    say_sorted("set", set);
    say_status("size", PySet_Size(set));
    say_status("empty", PySet_Size(empty));
    say_new("int", PySet_New(number));
    say_new("unhashable", PySet_New(unhashable));
    say("inline %zd", PySet_GET_SIZE(set));
    say("checks %d%d%d%d", PySet_Check(set), PySet_CheckExact(set), PyFrozenSet_Check(set), PyAnySet_Check(set));
    Py_DECREF(list);
    Py_DECREF(number);
    Py_DECREF(unhashable);
    Py_DECREF(set);
    Py_DECREF(empty);
}

CASE(set_add_contains_discard)
{
    PyObject *set = PySet_New(NULL), *one = py("1"), *list = py("[]"), *boom = py("Boom()");
    say_status("add", PySet_Add(set, one));
    say_status("add again", PySet_Add(set, one));
    say_status("unhashable", PySet_Add(set, list));
    say_status("raising", PySet_Add(set, boom));
    say_status("contains", PySet_Contains(set, one));
    say_status("contains unhashable", PySet_Contains(set, list));
    say_status("discard", PySet_Discard(set, one));
    say_status("discard again", PySet_Discard(set, one));
    say_status("discard unhashable", PySet_Discard(set, list));
    say_status("size", PySet_Size(set));
    Py_DECREF(set);
    Py_DECREF(one);
    Py_DECREF(list);
    Py_DECREF(boom);
}

CASE(set_misuse)
{
    PyObject *list = py("[]");
    say_status("size", PySet_Size(list));
    say_status("add", PySet_Add(list, Py_None));
    say_status("contains", PySet_Contains(list, Py_None));
    say_status("discard", PySet_Discard(list, Py_None));
    say_status("clear", PySet_Clear(list));
    say_new("pop", PySet_Pop(list));
    Py_DECREF(list);
}

CASE(set_pop_clear)
{
    PyObject *set = py("{5}");
    say_new("pop", PySet_Pop(set));
    say_new("pop empty", PySet_Pop(set));
    say_status("add", PySet_Add(set, Py_None));
    say_status("clear", PySet_Clear(set));
    say_status("size", PySet_Size(set));
    Py_DECREF(set);
}

CASE(set_keeps_and_releases)
{
    PyObject *set = PySet_New(NULL), *item = probe();
    PySet_Add(set, item);
    Py_DECREF(item);
    say("alive %d", probes());
    PySet_Discard(set, item);
    say("alive %d", probes());
    item = probe();
    PySet_Add(set, item);
    Py_DECREF(item);
    Py_DECREF(set);
    say("alive %d", probes());
}

CASE(frozenset_filled_in_c)
{
    /* What Cython and mypyc do for each constant frozenset. */
    PyObject *frozen = PyFrozenSet_New(NULL), *a = PyUnicode_FromString("a"), *b = PyUnicode_FromString("b");
    say_status("add", PySet_Add(frozen, a));
    say_status("add", PySet_Add(frozen, b));
    say_status("contains", PySet_Contains(frozen, a));
    say_sorted("frozen", frozen);
    say_new("equal in Python", PyObject_CallFunction(py("lambda f: (f == frozenset('ab'), hash(f) == hash(frozenset('ab')), 'a' in f)"), "O", frozen));
    say_status("discard", PySet_Discard(frozen, a));
    Py_DECREF(frozen);
    Py_DECREF(a);
    Py_DECREF(b);
}

CASE(frozenset_add_after_publish)
{
    PyObject *frozen = py("frozenset([1])"), *other = Py_NewRef(frozen);
    say_status("shared", PySet_Add(frozen, Py_None));
    Py_DECREF(other);
    Py_DECREF(frozen);
}

CASE(frozenset_from_iterable)
{
    PyObject *list = py("[2, 1]"), *frozen = PyFrozenSet_New(list), *again = PyFrozenSet_New(frozen);
    say_sorted("frozen", frozen);
    say("checks %d%d%d", PyFrozenSet_Check(frozen), PyFrozenSet_CheckExact(frozen), PySet_Check(frozen));
    Py_DECREF(list);
    Py_DECREF(frozen);
    Py_DECREF(again);
}

CASE(set_of_python_changed)
{
    PyObject *set = py("{1}"), *change = py("lambda s: s.update({2, 3})");
    Py_ssize_t before = PySet_GET_SIZE(set);
    Py_XDECREF(PyObject_CallFunctionObjArgs(change, set, NULL));
    say("%zd %zd %zd", before, PySet_GET_SIZE(set), PySet_Size(set));
    Py_DECREF(set);
    Py_DECREF(change);
}

CASE(set_next_entry)
{
    PyObject *set = py("{7}"), *key = NULL;
    Py_ssize_t at = 0;
    Py_hash_t hash = 0;
    say("%d", _PySet_NextEntry(set, &at, &key, &hash));
    say_seen("key", key);
    say("hash %d", hash == 7);
    say("%d", _PySet_NextEntry(set, &at, &key, &hash));
    Py_DECREF(set);
}

/* ---- iterators ---- */

CASE(seqiter)
{
    PyObject *list = py("['a', 'b']"), *sequence = py("Sequence(1, 2)"), *iterator = PySeqIter_New(list), *number = py("5");
    say("check %d", PySeqIter_Check(iterator));
    say_new("first", PyIter_Next(iterator));
    say_new("rest", PySequence_List(iterator));
    Py_DECREF(iterator);
    iterator = PySeqIter_New(sequence);
    say_new("of an object", PySequence_List(iterator));
    Py_DECREF(iterator);
    say_new("of an int", PySeqIter_New(number));
    Py_DECREF(list);
    Py_DECREF(sequence);
    Py_DECREF(number);
}

CASE(calliter)
{
    py_do("count = iter([1, 2, 9, 3]).__next__");
    PyObject *callable = py("count"), *nine = py("9"), *iterator = PyCallIter_New(callable, nine);
    say("check %d", PyCallIter_Check(iterator));
    say_new("until nine", PySequence_List(iterator));
    say_new("after", PyIter_Next(iterator));
    Py_DECREF(callable);
    Py_DECREF(nine);
    Py_DECREF(iterator);
}

CASE(iterator_types)
{
    const char *values[] = {"iter([])", "iter(())", "iter('')", "iter({})", "iter(range(3))", "enumerate([])", "zip([])", "map(len, [])", "reversed([1])"};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]);
        say("%s %d", values[at], PyIter_Check(value));
        Py_DECREF(value);
    }
}

/* ---- slices ---- */

CASE(slice_new)
{
    PyObject *two = py("2"), *slice = PySlice_New(NULL, two, NULL);
    say_seen("slice", slice);
    say("check %d, stop %d, start %d", PySlice_Check(slice), ((PySliceObject *)slice)->stop == two, ((PySliceObject *)slice)->start == Py_None);
    Py_DECREF(two);
    Py_DECREF(slice);
}

CASE(slice_indices)
{
    const char *values[] = {"slice(None)", "slice(1, 5, 2)", "slice(-2, None)", "slice(None, None, -1)", "slice(100, -100, -3)", "slice('a', 5)", "slice(1, 5, 0)", "slice(Index(1), Index(3))"};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *slice = py(values[at]);
        Py_ssize_t start = 0, stop = 0, step = 0, length = 0;
        say_status("unpack", PySlice_Unpack(slice, &start, &stop, &step));
        int status = PySlice_GetIndicesEx(slice, 10, &start, &stop, &step, &length);
        say_status("ex", status);
        if (status == 0)
            say("%zd %zd %zd %zd", start, stop, step, length);
        Py_DECREF(slice);
    }
    Py_ssize_t start = -3, stop = 100;
    say("adjusted %zd", PySlice_AdjustIndices(10, &start, &stop, 1));
    say("%zd %zd", start, stop);
}

CASE(slice_as_key)
{
    PyObject *list = py("[0, 1, 2, 3, 4]"), *one = py("1"), *four = py("4"), *slice = PySlice_New(one, four, NULL), *two = py("['x']");
    say_new("get", PyObject_GetItem(list, slice));
    say_status("set", PyObject_SetItem(list, slice, two));
    say_new("list", list);
    Py_DECREF(one);
    Py_DECREF(four);
    Py_DECREF(slice);
    Py_DECREF(two);
}

CASE(range_type)
{
    PyObject *range = PyObject_CallFunction((PyObject *)&PyRange_Type, "iii", 1, 10, 4);
    say("check %d", PyRange_Check(range));
    say_new("list", PySequence_List(range));
    Py_XDECREF(range);
}

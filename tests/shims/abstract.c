/* Cases of abstract.h: PyNumber_*, PySequence_*, PyMapping_*, iteration and calls on objects of Python and of C.
 * Attributes and comparison are in object.c. */
#include "cases.h"

/* A binary operation on many pairs of values. */
static void on_pairs(const char *name, PyObject *(*operation)(PyObject *, PyObject *))
{
    const char *pairs[] = {"(7, 2)", "(-7, 2)", "(7.5, 2)", "(7, 0)", "('ab', 2)", "([1], [2])", "(True, False)", "({1, 2}, {2})", "(7, 'x')", "(2**70, 3)"};
    for (size_t at = 0; at < sizeof pairs / sizeof *pairs; at++) {
        PyObject *pair = py(pairs[at]);
        char what[64];
        snprintf(what, sizeof what, "%s%s", name, pairs[at]);
        say_new(what, operation(PyTuple_GET_ITEM(pair, 0), PyTuple_GET_ITEM(pair, 1)));
        Py_DECREF(pair);
    }
}

CASE(number_add) { on_pairs("add", PyNumber_Add); }
CASE(number_subtract) { on_pairs("subtract", PyNumber_Subtract); }
CASE(number_multiply) { on_pairs("multiply", PyNumber_Multiply); }
CASE(number_truedivide) { on_pairs("divide", PyNumber_TrueDivide); }
CASE(number_floordivide) { on_pairs("floordivide", PyNumber_FloorDivide); }
CASE(number_remainder) { on_pairs("remainder", PyNumber_Remainder); }
CASE(number_divmod) { on_pairs("divmod", PyNumber_Divmod); }
CASE(number_lshift) { on_pairs("lshift", PyNumber_Lshift); }
CASE(number_rshift) { on_pairs("rshift", PyNumber_Rshift); }
CASE(number_and) { on_pairs("and", PyNumber_And); }
CASE(number_or) { on_pairs("or", PyNumber_Or); }
CASE(number_xor) { on_pairs("xor", PyNumber_Xor); }
CASE(number_matrix_multiply) { on_pairs("matmul", PyNumber_MatrixMultiply); }
CASE(number_inplace_add) { on_pairs("+=", PyNumber_InPlaceAdd); }
CASE(number_inplace_or) { on_pairs("|=", PyNumber_InPlaceOr); }
CASE(number_inplace_multiply) { on_pairs("*=", PyNumber_InPlaceMultiply); }
CASE(number_inplace_subtract) { on_pairs("-=", PyNumber_InPlaceSubtract); }
CASE(number_inplace_divide) { on_pairs("/=", PyNumber_InPlaceTrueDivide); }

CASE(number_inplace_keeps_the_list)
{
    PyObject *list = py("[1]"), *more = py("[2]"), *sum = PyNumber_InPlaceAdd(list, more), *product;
    say("same %d", sum == list);
    Py_XDECREF(sum);
    product = PySequence_InPlaceRepeat(list, 2);
    say("same %d", product == list);
    Py_XDECREF(product);
    say_new("list", list);
    Py_DECREF(more);
}

CASE(number_power)
{
    PyObject *two = py("2"), *ten = py("10"), *seven = py("7"), *text = py("'x'");
    say_new("2**10", PyNumber_Power(two, ten, Py_None));
    say_new("2**10 % 7", PyNumber_Power(two, ten, seven));
    say_new("text", PyNumber_Power(two, text, Py_None));
    say_new("in place", PyNumber_InPlacePower(two, ten, Py_None));
    Py_DECREF(two);
    Py_DECREF(ten);
    Py_DECREF(seven);
    Py_DECREF(text);
}

CASE(number_unary)
{
    const char *values[] = {"5", "-2.5", "True", "'x'", "Boom()"};
    for (size_t at = 0; at < 5; at++) {
        PyObject *value = py(values[at]);
        say_new("negative", PyNumber_Negative(value));
        say_new("positive", PyNumber_Positive(value));
        say_new("invert", PyNumber_Invert(value));
        say_new("absolute", PyNumber_Absolute(value));
        Py_DECREF(value);
    }
}

CASE(number_long_and_float)
{
    const char *values[] = {"5", "-2.75", "'42'", "b'7'", "'x'", "None", "Index(3)", "Float()", "Int(9)", "FloatSub(1.5)", "Boom()"};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]);
        say_new("long", PyNumber_Long(value));
        say_new("float", PyNumber_Float(value));
        say_new("index", PyNumber_Index(value));
        say("%d %d", PyNumber_Check(value), PyIndex_Check(value));
        Py_DECREF(value);
    }
    say_new("NULL", PyNumber_Long(NULL));
    say_new("NULL", PyNumber_Index(NULL));
}

CASE(number_index_result_is_exact)
{
    PyObject *sub = py("Int(12)"), *index = PyNumber_Index(sub);
    say("type %s", Py_TYPE(index)->tp_name);
    Py_DECREF(sub);
    Py_DECREF(index);
}

CASE(number_as_ssize)
{
    PyObject *small = py("12"), *huge = py("-2**100"), *text = py("'x'");
    say_status("small", PyNumber_AsSsize_t(small, PyExc_IndexError));
    say_status("huge", PyNumber_AsSsize_t(huge, PyExc_IndexError));
    say_status("clipped", PyNumber_AsSsize_t(huge, NULL));
    say_status("str", PyNumber_AsSsize_t(text, PyExc_IndexError));
    Py_DECREF(small);
    Py_DECREF(huge);
    Py_DECREF(text);
}

CASE(number_to_base)
{
    PyObject *number = py("-255"), *real = py("1.5");
    say_new("2", PyNumber_ToBase(number, 2));
    say_new("8", PyNumber_ToBase(number, 8));
    say_new("10", PyNumber_ToBase(number, 10));
    say_new("16", PyNumber_ToBase(number, 16));
    say_new("3", PyNumber_ToBase(number, 3));
    say_new("float", PyNumber_ToBase(real, 10));
    Py_DECREF(number);
    Py_DECREF(real);
}

CASE(number_null)
{
    say_new("negative", PyNumber_Negative(NULL));
    say_new("invert", PyNumber_Invert(NULL));
    say_new("absolute", PyNumber_Absolute(NULL));
}

/* ---- sequences ---- */

CASE(sequence_size)
{
    const char *values[] = {"[1, 2]", "'abc'", "{1: 2}", "Sequence(1, 2, 3)", "5", "Boom()", "Mapping(a=1)"};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]);
        say_status("sequence", PySequence_Size(value));
        say_status("object", PyObject_Size(value));
        say_status("mapping", PyMapping_Size(value));
        say("%d %d", PySequence_Check(value), PyMapping_Check(value));
        Py_DECREF(value);
    }
    say_status("NULL", PySequence_Size(NULL));
}

CASE(sequence_length_hint)
{
    const char *values[] = {"[1, 2]", "Hint(5)", "Hint(NotImplemented)", "Hint(-1)", "Hint('x')", "generator(1)", "5"};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]);
        say_status(values[at], PyObject_LengthHint(value, 77));
        Py_DECREF(value);
    }
}

CASE(sequence_getitem)
{
    const char *values[] = {"['a', 'b']", "('a', 'b')", "'ab'", "b'ab'", "Sequence('a', 'b')", "{0: 'zero', -1: 'minus'}", "5", "range(10)"};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]);
        say_new("0", PySequence_GetItem(value, 0));
        say_new("-1", PySequence_GetItem(value, -1));
        say_new("20", PySequence_GetItem(value, 20));
        Py_DECREF(value);
    }
    say_new("NULL", PySequence_GetItem(NULL, 0));
}

CASE(sequence_setitem)
{
    const char *values[] = {"['a', 'b']", "('a', 'b')", "Sequence('a', 'b')", "{}", "bytearray(b'xy')"};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]);
        PyObject *item = PyLong_FromLong(65);
        say_status("0", PySequence_SetItem(value, 0, item));
        say_status("-1", PySequence_SetItem(value, -1, item));
        say_status("9", PySequence_SetItem(value, 9, item));
        say_status("delete", PySequence_DelItem(value, 0));
        Py_DECREF(item);
        if (at != 2)
            say_seen("value", value);
        Py_DECREF(value);
    }
}

CASE(sequence_slices)
{
    PyObject *list = py("[0, 1, 2, 3]"), *text = py("'abcd'"), *two = py("['x']"), *number = py("1");
    say_new("list", PySequence_GetSlice(list, 1, -1));
    say_new("str", PySequence_GetSlice(text, -3, 99));
    say_new("int", PySequence_GetSlice(number, 0, 1));
    say_status("set", PySequence_SetSlice(list, 0, 2, two));
    say_status("delete", PySequence_DelSlice(list, 0, 1));
    say_status("set in a str", PySequence_SetSlice(text, 0, 1, two));
    say_new("list", list);
    Py_DECREF(text);
    Py_DECREF(two);
    Py_DECREF(number);
}

CASE(sequence_concat_repeat)
{
    PyObject *list = py("[1]"), *tuple = py("(2,)"), *text = py("'ab'"), *number = py("3"), *sequence = py("Sequence(1)");
    say_new("lists", PySequence_Concat(list, list));
    say_new("mixed", PySequence_Concat(list, tuple));
    say_new("numbers", PySequence_Concat(number, number));
    say_new("repeat", PySequence_Repeat(text, 3));
    say_new("repeat negative", PySequence_Repeat(text, -1));
    say_new("repeat a number", PySequence_Repeat(number, 2));
    say_new("repeat an object", PySequence_Repeat(sequence, 2));
    Py_DECREF(list);
    Py_DECREF(tuple);
    Py_DECREF(text);
    Py_DECREF(number);
    Py_DECREF(sequence);
}

CASE(sequence_search)
{
    const char *values[] = {"['a', 'b', 'a']", "'abc'", "generator('b', 'a')", "Sequence('a')", "5", "{'a': 1}"};
    PyObject *a = PyUnicode_FromString("a"), *z = PyUnicode_FromString("z");
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]);
        say_status("contains", PySequence_Contains(value, a));
        say_status("contains z", PySequence_Contains(value, z));
        say_status("count", PySequence_Count(value, a));
        say_status("index", PySequence_Index(value, a));
        Py_DECREF(value);
    }
    Py_DECREF(a);
    Py_DECREF(z);
}

CASE(sequence_list_tuple_fast)
{
    const char *values[] = {"[1, 2]", "(1, 2)", "generator(1, 2)", "{'a': 1}", "5", "IterRaises()", "Sequence(1, 2)", "List([3])", "Tuple((4,))"};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]);
        say_new("list", PySequence_List(value));
        say_new("tuple", PySequence_Tuple(value));
        PyObject *fast = PySequence_Fast(value, "own text");
        if (fast)
            say("fast %s %zd same %d", Py_TYPE(fast)->tp_name, PySequence_Fast_GET_SIZE(fast), fast == value);
        else
            say_raised("fast");
        if (fast && PySequence_Fast_GET_SIZE(fast))
            say("first %d", PySequence_Fast_ITEMS(fast)[0] == PySequence_Fast_GET_ITEM(fast, 0));
        Py_XDECREF(fast);
        Py_DECREF(value);
    }
}

CASE(sequence_tuple_of_a_tuple_is_itself)
{
    PyObject *tuple = py("(1, [2])"), *again = PySequence_Tuple(tuple);
    say("same %d", tuple == again);
    Py_DECREF(tuple);
    Py_DECREF(again);
}

/* ---- mappings ---- */

CASE(mapping_strings)
{
    const char *values[] = {"{'k': 1}", "Mapping(k=2)", "5", "[1]", "DictMissing()", "Boom()"};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]), *out = (PyObject *)1;
        say_new("get", PyMapping_GetItemString(value, "k"));
        say_status("has", PyMapping_HasKeyString(value, "k"));
        say_status("has with error", PyMapping_HasKeyStringWithError(value, "k"));
        say_status("optional", PyMapping_GetOptionalItemString(value, "k", &out));
        say_new("value", out);
        PyErr_Clear();
        say_status("set", PyMapping_SetItemString(value, "k", Py_None));
        Py_DECREF(value);
    }
}

CASE(mapping_views)
{
    const char *values[] = {"{'k': 1}", "Mapping(k=2)", "5", "Dict(z=1)"};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]);
        say_new("keys", PyMapping_Keys(value));
        say_new("values", PyMapping_Values(value));
        say_new("items", PyMapping_Items(value));
        Py_DECREF(value);
    }
}

CASE(object_items)
{
    const char *values[] = {"{'k': 1}", "[5, 6]", "(5, 6)", "'ab'", "5", "list", "Sequence(8, 9)"};
    PyObject *one = py("1"), *text = PyUnicode_FromString("k");
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]);
        say_new("get 1", PyObject_GetItem(value, one));
        say_new("get k", PyObject_GetItem(value, text));
        say_status("set", PyObject_SetItem(value, one, Py_None));
        say_status("delete", PyObject_DelItem(value, one));
        Py_DECREF(value);
    }
    say_new("NULL", PyObject_GetItem(NULL, one));
    say_status("NULL", PyObject_SetItem(NULL, one, one));
    Py_DECREF(one);
    Py_DECREF(text);
}

CASE(object_delitemstring)
{
    PyObject *dict = py("{'a': 1}");
    say_status("there", PyObject_DelItemString(dict, "a"));
    say_status("absent", PyObject_DelItemString(dict, "a"));
    Py_DECREF(dict);
}

/* ---- iteration ---- */

CASE(iterate)
{
    const char *values[] = {"[1, 2]", "'ab'", "{'k': 1}", "Sequence(1)", "IterRaises()", "5", "generator()", "{3}"};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]), *iterator = PyObject_GetIter(value), *item;
        Py_DECREF(value);
        if (!iterator) {
            say_raised("no iterator");
            continue;
        }
        say("iterator %d", PyIter_Check(iterator));
        while ((item = PyIter_Next(iterator)))
            say_new("item", item);
        say_raised("end");
        say_new("after the end", PyIter_Next(iterator));
        Py_DECREF(iterator);
    }
}

CASE(iterate_next_item)
{
    PyObject *list = py("[1]"), *iterator = PyObject_GetIter(list), *item = NULL;
    say_status("one", PyIter_NextItem(iterator, &item));
    say_new("item", item);
    say_status("end", PyIter_NextItem(iterator, &item));
    say("null %d", item == NULL);
    say_status("not an iterator", PyIter_NextItem(list, &item));
    Py_DECREF(list);
    Py_DECREF(iterator);
}

CASE(iterate_tp_iternext_directly)
{
    PyObject *list = py("[1, 2]"), *iterator = PyObject_GetIter(list);
    iternextfunc next = Py_TYPE(iterator)->tp_iternext;
    say_new("first", next(iterator));
    say_new("second", next(iterator));
    say_new("end", next(iterator));
    Py_DECREF(list);
    Py_DECREF(iterator);
}

CASE(iterate_send)
{
    PyObject *generator_ = py("(lambda: (yield 1))()"), *out = NULL;
    say("%d", (int)PyIter_Send(generator_, Py_None, &out));
    say_new("yielded", out);
    out = NULL;
    say("%d", (int)PyIter_Send(generator_, Py_True, &out));
    say_new("returned", out);
    out = NULL;
    say("%d", (int)PyIter_Send(generator_, Py_None, &out));
    PyErr_Clear();
    Py_XDECREF(out);
    Py_DECREF(generator_);
}

CASE(iterate_async)
{
    py_do("async def counting():\n    yield 1");
    PyObject *counting = py("counting()"), *number = py("5"), *same = PyObject_GetAIter(counting);
    say("%d %d same %d", PyAIter_Check(counting), PyAIter_Check(number), same == counting);
    say_new("aiter of an int", PyObject_GetAIter(number));
    Py_XDECREF(same);
    Py_DECREF(counting);
    Py_DECREF(number);
}

/* ---- calls ---- */

CASE(call_object)
{
    PyObject *echo = py("echo"), *args = py("(1, 'x')"), *kwargs = py("{'b': 2, 'a': 1}"), *list = py("[1]"), *number = py("5");
    say_new("args", PyObject_CallObject(echo, args));
    say_new("NULL", PyObject_CallObject(echo, NULL));
    say_new("list", PyObject_CallObject(echo, list));
    say_new("kwargs", PyObject_Call(echo, args, kwargs));
    say_new("no kwargs", PyObject_Call(echo, args, NULL));
    say_new("not callable", PyObject_CallObject(number, NULL));
    say("%d %d", PyCallable_Check(echo), PyCallable_Check(number));
    Py_DECREF(echo);
    Py_DECREF(args);
    Py_DECREF(kwargs);
    Py_DECREF(list);
    Py_DECREF(number);
}

CASE(call_function_formats)
{
    PyObject *echo = py("echo"), *list = py("[1]"), *tuple = py("(1, 2)");
    say_new("nothing", PyObject_CallFunction(echo, NULL));
    say_new("empty", PyObject_CallFunction(echo, ""));
    say_new("one", PyObject_CallFunction(echo, "i", 5));
    say_new("two", PyObject_CallFunction(echo, "is", 5, "x"));
    say_new("a tuple is spread", PyObject_CallFunction(echo, "O", tuple));
    say_new("a tuple in parentheses", PyObject_CallFunction(echo, "(O)", tuple));
    say_new("a list is one", PyObject_CallFunction(echo, "O", list));
    say_new("objects", PyObject_CallFunctionObjArgs(echo, list, Py_None, NULL));
    say_new("no objects", PyObject_CallFunctionObjArgs(echo, NULL));
    Py_DECREF(echo);
    Py_DECREF(list);
    Py_DECREF(tuple);
}

CASE(call_methods)
{
    PyObject *object = py("Method()"), *name = PyUnicode_FromString("echo"), *none = PyUnicode_FromString("none"), *absent = PyUnicode_FromString("absent");
    say_new("method", PyObject_CallMethod(object, "echo", "is", 1, "x"));
    say_new("no args", PyObject_CallMethod(object, "none", NULL));
    say_new("objects", PyObject_CallMethodObjArgs(object, name, Py_True, NULL));
    say_new("one", PyObject_CallMethodOneArg(object, name, Py_False));
    say_new("none", PyObject_CallMethodNoArgs(object, none));
    say_new("class method", PyObject_CallMethod(object, "klass", "i", 5));
    say_new("static method", PyObject_CallMethod(object, "static", "i", 5));
    say_new("absent", PyObject_CallMethod(object, "absent", NULL));
    say_new("absent", PyObject_CallMethodNoArgs(object, absent));
    Py_DECREF(object);
    Py_DECREF(name);
    Py_DECREF(none);
    Py_DECREF(absent);
}

CASE(call_vectorcall)
{
    PyObject *echo = py("echo"), *names = py("('key',)"), *method = PyUnicode_FromString("echo"), *object = py("Method()");
    PyObject *space[4] = {NULL, Py_None, Py_True, Py_False};
    say_new("two", PyObject_Vectorcall(echo, space + 1, 2, NULL));
    say_new("offset", PyObject_Vectorcall(echo, space + 1, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL));
    say_new("names", PyObject_Vectorcall(echo, space + 1, 1, names));
    space[0] = object;
    say_new("method", PyObject_VectorcallMethod(method, space, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL));
    say_new("method names", PyObject_VectorcallMethod(method, space, 1, names));
    PyObject *kwargs = py("{'z': 1}");
    say_new("dict", PyObject_VectorcallDict(echo, space + 1, 1, kwargs));
    say_new("one", PyObject_CallOneArg(echo, Py_None));
    say_new("none", PyObject_CallNoArgs(echo));
    say("nargs %zd", PyVectorcall_NARGS(3 | PY_VECTORCALL_ARGUMENTS_OFFSET));
    Py_DECREF(echo);
    Py_DECREF(names);
    Py_DECREF(method);
    Py_DECREF(object);
    Py_DECREF(kwargs);
}

CASE(call_that_raises)
{
    PyObject *raiser = py("raiser"), *kind = py("Error");
    say_new("value error", PyObject_CallNoArgs(raiser));
    PyObject *result = PyObject_CallFunction(raiser, "Os", kind, "own text");
    say("null %d", result == NULL);
    say_raised_text("own error");
    Py_DECREF(raiser);
    Py_DECREF(kind);
}

CASE(call_types)
{
    PyObject *text = PyUnicode_FromString("12");
    say_new("int", PyObject_CallOneArg((PyObject *)&PyLong_Type, text));
    say_new("float", PyObject_CallOneArg((PyObject *)&PyFloat_Type, text));
    say_new("tuple", PyObject_CallOneArg((PyObject *)&PyTuple_Type, text));
    say_new("set", PyObject_CallOneArg((PyObject *)&PyFrozenSet_Type, py("'a'")));
    say_new("dict", PyObject_CallNoArgs((PyObject *)&PyDict_Type));
    say_new("type", PyObject_CallOneArg((PyObject *)&PyType_Type, text));
    Py_DECREF(text);
}

CASE(call_recursion_is_stopped)
{
    py_do("def endless(): return endless()");
    PyObject *endless = py("endless");
    say_new("endless", PyObject_CallNoArgs(endless));
    Py_DECREF(endless);
}

CASE(recursive_call_guard)
{
    say_status("enter", Py_EnterRecursiveCall(" in a case"));
    Py_LeaveRecursiveCall();
}

CASE(sequence_edges)
{
    PyObject *list = py("['a', 'b']"), *empty = py("[]"), *number = py("5"), *bad = py("type('Bad', (), {'__bytes__': lambda self: bytearray(b'x')})()");
    say_status("nothing in nothing", PySequence_Contains(empty, NULL));
    say_status("nothing in a list", PySequence_Contains(list, NULL));
    say_new("too long", PySequence_Repeat(list, PY_SSIZE_T_MAX));
    say_new("too long in place", PySequence_InPlaceRepeat(list, PY_SSIZE_T_MAX));
    say_new("negative", PySequence_Repeat(list, PY_SSIZE_T_MIN));
    say_new("bytes of the wrong kind", PyObject_Bytes(bad));
    Py_hash_t hash = PyObject_GenericHash(list), again = PyObject_HashNotImplemented(number);
    say_raised("no hash");
    PyObject *same = PyObject_CallFunction(py("object.__hash__"), "O", list);
    say("hash %d %d", hash == PyLong_AsSsize_t(same), again == -1);
    Py_XDECREF(same);
    Py_DECREF(list);
    Py_DECREF(empty);
    Py_DECREF(number);
    Py_DECREF(bad);
}

CASE(number_power_of_three)
{
    py_do("class Left:\n    def __pow__(self, *others):\n        return ('pow', *others)\n"
          "class Right:\n    def __rpow__(self, *others):\n        return ('rpow', *others)\n"
          "class Place:\n    def __ipow__(self, *others):\n        return ('ipow', *others)\n");
    PyObject *left = py("Left()"), *right = py("Right()"), *place = py("Place()"), *four = py("4"), *five = py("5");
    say_new("left", PyNumber_Power(left, four, five));
    say_new("right", PyNumber_Power(four, right, five));
    say_new("right of two", PyNumber_Power(four, right, Py_None));
    say_new("in place", PyNumber_InPlacePower(place, four, five));
    say_new("in place of the left", PyNumber_InPlacePower(left, four, five));
    say_new("in place of the right", PyNumber_InPlacePower(four, right, five));
    say_new("ints", PyNumber_Power(four, four, five));
    Py_DECREF(left);
    Py_DECREF(right);
    Py_DECREF(place);
    Py_DECREF(four);
    Py_DECREF(five);
}

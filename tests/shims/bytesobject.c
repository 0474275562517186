/* Cases of bytesobject.h and bytearrayobject.h: bytes that C fills after it made them, resizes, concatenates and formats.
 * The memory behind PyBytes_AS_STRING is read and written inline. */
#include "cases.h"

CASE(bytes_from_string_and_size)
{
    say_new("text", PyBytes_FromStringAndSize("a\0b", 3));
    say_new("empty", PyBytes_FromStringAndSize("", 0));
    say_new("one", PyBytes_FromStringAndSize("x", 1));
    say_new("negative", PyBytes_FromStringAndSize("x", -1));
    say_new("from string", PyBytes_FromString("hello"));
}

CASE(bytes_filled_later)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, 4);
    NEED(bytes);
    memcpy(PyBytes_AS_STRING(bytes), "wxyz", 4);
    say("ends with nul %d", PyBytes_AS_STRING(bytes)[4] == 0);
    PyObject *seen = publish(bytes);
    say("same %d", seen == bytes);
    say_new("bytes", seen);
    Py_DECREF(bytes);
}

CASE(bytes_size)
{
    PyObject *bytes = py("b'abc'"), *text = py("'abc'"), *sub = py("Bytes(b'abcd')");
    say_status("bytes", PyBytes_Size(bytes));
    say_status("subclass", PyBytes_Size(sub));
    say_status("str", PyBytes_Size(text));
    say("inline %zd %zd", PyBytes_GET_SIZE(bytes), PyBytes_GET_SIZE(sub));
    Py_DECREF(bytes);
    Py_DECREF(text);
    Py_DECREF(sub);
}

CASE(bytes_as_string)
{
    PyObject *bytes = py("b'a' b'bc'"), *text = py("'abc'"), *sub = py("Bytes(b'sub')"), *array = py("bytearray(b'x')");
    char *pointer = PyBytes_AsString(bytes);
    say("%s, same %d", pointer, pointer == PyBytes_AS_STRING(bytes));
    say("%s", PyBytes_AsString(sub));
    say("null %d", PyBytes_AsString(text) == NULL);
    say_raised("str");
    say("null %d", PyBytes_AsString(array) == NULL);
    say_raised("bytearray");
    Py_DECREF(bytes);
    Py_DECREF(text);
    Py_DECREF(sub);
    Py_DECREF(array);
}

CASE(bytes_as_string_and_size)
{
    PyObject *bytes = py("b'a\\0b'"), *plain = py("b'ab'"), *text = py("'ab'");
    char *pointer = NULL;
    Py_ssize_t size = -5;
    say_status("both", PyBytes_AsStringAndSize(bytes, &pointer, &size));
    say_bytes("data", pointer, size);
    say_status("nul without size", PyBytes_AsStringAndSize(bytes, &pointer, NULL));
    say_status("plain without size", PyBytes_AsStringAndSize(plain, &pointer, NULL));
    say_status("str", PyBytes_AsStringAndSize(text, &pointer, &size));
    say_status("no place", PyBytes_AsStringAndSize(plain, NULL, &size));
    Py_DECREF(bytes);
    Py_DECREF(plain);
    Py_DECREF(text);
}

CASE(bytes_resize)
{
    PyObject *bytes = PyBytes_FromStringAndSize("abcdef", 6);
    say_status("shrink", _PyBytes_Resize(&bytes, 3));
    say_seen("shrunk", bytes);
    say_status("grow", _PyBytes_Resize(&bytes, 5));
    memcpy(PyBytes_AS_STRING(bytes) + 3, "XY", 2);
    say_seen("grown", bytes);
    say_status("zero", _PyBytes_Resize(&bytes, 0));
    say_new("empty", bytes);
}

CASE(bytes_resize_shared_or_negative)
{
    PyObject *bytes = PyBytes_FromStringAndSize("abc", 3), *other = Py_NewRef(bytes);
    say_status("shared", _PyBytes_Resize(&bytes, 2));
    say("null %d", bytes == NULL);
    say_status("negative", _PyBytes_Resize(&other, -1));
    say("null %d", other == NULL);
}

CASE(bytes_concat)
{
    PyObject *bytes = PyBytes_FromString("ab"), *more = py("b'cd'"), *view = py("memoryview(b'ef')"), *text = py("'x'");
    PyBytes_Concat(&bytes, more);
    say_seen("bytes", bytes);
    PyBytes_Concat(&bytes, view);
    say_seen("a buffer", bytes);
    PyBytes_Concat(&bytes, text);
    say_seen("str", bytes);
    bytes = PyBytes_FromString("q");
    PyBytes_Concat(&bytes, NULL);
    say("NULL makes NULL %d", bytes == NULL);
    PyErr_Clear();
    bytes = PyBytes_FromString("q");
    PyBytes_ConcatAndDel(&bytes, PyBytes_FromString("r"));
    say_new("and del", bytes);
    bytes = NULL;
    PyBytes_Concat(&bytes, more);
    say_raised("of NULL");
    Py_DECREF(more);
    Py_DECREF(view);
    Py_DECREF(text);
}

CASE(bytes_from_format)
{
    say_new("all", PyBytes_FromFormat("%c %d %u %ld %zd %i %x %s %% %.3s", 'c', -1, 2u, 3L, (Py_ssize_t)4, 5, 255, "text", "truncated"));
    say_new("lu zu", PyBytes_FromFormat("%lu %zu", 7UL, (size_t)8));
    say_new("byte range", PyBytes_FromFormat("%c", 256));
}

CASE(bytes_from_object)
{
    PyObject *list = py("[1, 2, 255]"), *large = py("[256]"), *text = py("'x'"), *view = py("memoryview(b'view')"), *number = py("3"), *bytes = py("b'z' * 3");
    say_new("list", PyBytes_FromObject(list));
    say_new("256", PyBytes_FromObject(large));
    say_new("str", PyBytes_FromObject(text));
    say_new("view", PyBytes_FromObject(view));
    say_new("int", PyBytes_FromObject(number));
    PyObject *same = PyBytes_FromObject(bytes);
    say("bytes themselves %d", same == bytes);
    say_new("NULL", PyBytes_FromObject(NULL));
    Py_XDECREF(same);
    Py_DECREF(list);
    Py_DECREF(large);
    Py_DECREF(text);
    Py_DECREF(view);
    Py_DECREF(number);
    Py_DECREF(bytes);
}

CASE(bytes_repr_and_hash)
{
    PyObject *bytes = PyBytes_FromString("it's"), *same = py("b\"it's\"");
    say_new("repr", PyBytes_Repr(bytes, 1));
    say_new("plain quotes", PyBytes_Repr(bytes, 0));
    say("hash %d", PyObject_Hash(bytes) == PyObject_Hash(same));
    say("compare %d", PyObject_RichCompareBool(bytes, same, Py_EQ));
    Py_DECREF(bytes);
    Py_DECREF(same);
}

CASE(bytes_decode_escape)
{
    say_new("escapes", PyBytes_DecodeEscape("a\\n\\x41\\\\", 9, NULL, 0, NULL));
    say_new("bad", PyBytes_DecodeEscape("\\x4", 3, NULL, 0, NULL));
}

CASE(bytes_join)
{
    PyObject *separator = py("b', '"), *list = py("[b'a', b'b']"), *wrong = py("[b'a', 'b']");
    say_new("join", PyBytes_Join(separator, list));
    say_new("wrong", PyBytes_Join(separator, wrong));
    Py_DECREF(separator);
    Py_DECREF(list);
    Py_DECREF(wrong);
}

CASE(bytes_kept_pointer)
{
    PyObject *bytes = py("bytes(range(65, 75))");
    const char *pointer = PyBytes_AsString(bytes);
    PyObject *again = publish(bytes);
    say("%.10s, stable %d", pointer, pointer == PyBytes_AS_STRING(again));
    Py_DECREF(again);
    Py_DECREF(bytes);
}

CASE(bytearray_new)
{
    say_new("text", PyByteArray_FromStringAndSize("a\0b", 3));
    say_new("empty", PyByteArray_FromStringAndSize(NULL, 0));
    say_new("negative", PyByteArray_FromStringAndSize("x", -1));
    PyObject *bytes = py("b'from bytes'"), *text = py("'x'");
    say_new("object", PyByteArray_FromObject(bytes));
    say_new("str", PyByteArray_FromObject(text));
    Py_DECREF(bytes);
    Py_DECREF(text);
}

CASE(bytearray_write_through_pointer)
{
    PyObject *array = PyByteArray_FromStringAndSize("hello", 5);
    PyByteArray_AS_STRING(array)[0] = 'J';
    say_status("size", PyByteArray_Size(array));
    say_seen("seen by Python", array);
    PyObject *value = PyObject_CallMethod(array, "decode", NULL);
    say_new("decoded", value);
    Py_DECREF(array);
}

CASE(bytearray_pointer_after_python_changed_it)
{
    PyObject *array = py("bytearray(b'abc')"), *change = py("lambda a: a.extend(b'defghijkl')");
    say("%s", PyByteArray_AsString(array));
    Py_XDECREF(PyObject_CallFunctionObjArgs(change, array, NULL));
    say("%s %zd", PyByteArray_AsString(array), PyByteArray_GET_SIZE(array));
    Py_DECREF(array);
    Py_DECREF(change);
}

CASE(bytearray_resize)
{
    PyObject *array = PyByteArray_FromStringAndSize("hello", 5);
    say_status("shrink", PyByteArray_Resize(array, 2));
    say_seen("shrunk", array);
    say_status("grow", PyByteArray_Resize(array, 4));
    memcpy(PyByteArray_AS_STRING(array) + 2, "!!", 2);
    say_seen("grown", array);
    say_status("negative", PyByteArray_Resize(array, -1));
    Py_DECREF(array);
}

CASE(bytearray_resize_while_exported)
{
    PyObject *array = py("bytearray(b'abc')");
    Py_buffer view;
    say_status("get", PyObject_GetBuffer(array, &view, PyBUF_WRITABLE));
    say_status("resize", PyByteArray_Resize(array, 10));
    PyBuffer_Release(&view);
    say_status("after release", PyByteArray_Resize(array, 1));
    say_new("array", array);
}

CASE(bytearray_concat)
{
    PyObject *array = py("bytearray(b'a')"), *bytes = py("b'b'"), *text = py("'c'");
    say_new("bytes", PyByteArray_Concat(array, bytes));
    say_new("two bytes", PyByteArray_Concat(bytes, bytes));
    say_new("str", PyByteArray_Concat(array, text));
    Py_DECREF(array);
    Py_DECREF(bytes);
    Py_DECREF(text);
}

CASE(bytes_checks)
{
    PyObject *bytes = py("b''"), *sub = py("Bytes()"), *array = py("bytearray()");
    say("%d%d %d%d %d%d", PyBytes_Check(bytes), PyBytes_CheckExact(bytes), PyBytes_Check(sub), PyBytes_CheckExact(sub), PyBytes_Check(array),
        PyByteArray_Check(array));
    say("basicsize %zd %zd", PyBytes_Type.tp_basicsize, PyByteArray_Type.tp_basicsize);
    Py_DECREF(bytes);
    Py_DECREF(sub);
    Py_DECREF(array);
}

CASE(bytes_decode_escape_handlers)
{
    const char *sources[] = {"abc", "\\t\\n\\x41\\101\\\\\\'", "a\\\nb", "\\", "\\x", "\\x4", "\\xzz", "\\q", "\\777"};
    const char *handlers[] = {NULL, "strict", "ignore", "replace", "other"};
    py_do("import warnings\nwarnings.simplefilter('ignore')");
    for (size_t at = 0; at < sizeof sources / sizeof *sources; at++)
        for (size_t handler = 0; handler < sizeof handlers / sizeof *handlers; handler++)
            say_new(sources[at], PyBytes_DecodeEscape(sources[at], (Py_ssize_t)strlen(sources[at]), handlers[handler], 0, NULL));
    py_do("warnings.simplefilter('error')");
    say_new("unknown", PyBytes_DecodeEscape("\\q", 2, NULL, 0, NULL));
    say_new("octal", PyBytes_DecodeEscape("\\777", 4, NULL, 0, NULL));
    py_do("warnings.resetwarnings()");
    say_new("too large", PyBytes_DecodeEscape("abc", PY_SSIZE_T_MAX, NULL, 0, NULL));
    say_new("join NULL", PyBytes_Join(NULL, NULL));
}

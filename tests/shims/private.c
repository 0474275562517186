/* Cases of private names that few extensions use, by what they do: writers of bytes, pickle buffers, keys of constants, numbers of interpreters. */
#define Py_BUILD_CORE 1
#include <Python.h>
#include "internal/pycore_bytesobject.h"
#include "internal/pycore_interp.h"
#include "cases.h"

PyObject *_PyCode_ConstantKey(PyObject *);
int _PySlice_GetLongIndices(PySliceObject *, PyObject *, PyObject **, PyObject **, PyObject **);
extern PyTypeObject PyFrameLocalsProxy_Type, _PyNone_Type;

static PyObject *written(int over, int bytearray, const char *piece, int times)
{
    _PyBytesWriter writer;
    _PyBytesWriter_Init(&writer);
    writer.overallocate = over;
    writer.use_bytearray = bytearray;
    char *at = _PyBytesWriter_Alloc(&writer, 4);
    NEED(at);
    memcpy(at, "head", 4);
    at += 4;
    for (int time = 0; time < times; time++) {
        at = _PyBytesWriter_WriteBytes(&writer, at, piece, strlen(piece));
        NEED(at);
    }
    at = _PyBytesWriter_Prepare(&writer, at, 1);
    NEED(at);
    *at++ = '.';
    return _PyBytesWriter_Finish(&writer, at);
}

CASE(bytes_writer)
{
    say_new("short", written(0, 0, "ab", 3));
    say_new("short", written(1, 1, "ab", 3));
    PyObject *long_one = written(1, 0, "0123456789", 500), *array = written(0, 1, "0123456789", 500);
    say("%zd %zd", PyBytes_Size(long_one), PyByteArray_Size(array));
    say_bytes("begin", PyBytes_AsString(long_one), 20);
    say_bytes("end", PyByteArray_AsString(array) + 4990, 15);
    Py_DECREF(long_one);
    Py_DECREF(array);
    _PyBytesWriter writer;
    _PyBytesWriter_Init(&writer);
    char *at = _PyBytesWriter_Alloc(&writer, 0);
    say_new("empty", _PyBytesWriter_Finish(&writer, at));
    _PyBytesWriter_Init(&writer);
    at = _PyBytesWriter_Alloc(&writer, 3000);
    at = _PyBytesWriter_Resize(&writer, at, 9000);
    say("%d", at != NULL && writer.allocated >= 9000);
    _PyBytesWriter_Dealloc(&writer);
}

CASE(pickle_buffers)
{
    PyObject *bytes = PyBytes_FromString("memory"), *array = py("memoryview(bytearray(range(24))).cast('B', (2, 3, 4))"), *buffer = PyPickleBuffer_FromObject(bytes), *other = PyPickleBuffer_FromObject(array);
    NEED(buffer);
    NEED(other);
    say("%d %d", PyPickleBuffer_Check(buffer), PyPickleBuffer_Check(bytes));
    const Py_buffer *view = PyPickleBuffer_GetBuffer(buffer), *shaped = PyPickleBuffer_GetBuffer(other);
    NEED(view);
    NEED(shaped);
    say("%zd %d %d %s %zd", view->len, view->readonly, view->ndim, view->format, view->shape[0]);
    say_bytes("memory", view->buf, view->len);
    say("%zd %d %d %zd %zd %zd", shaped->len, shaped->readonly, shaped->ndim, shaped->shape[1], shaped->strides[0], shaped->strides[2]);
    say("same %d", PyPickleBuffer_GetBuffer(buffer) == view);
    say_status("release", PyPickleBuffer_Release(buffer));
    say("null %d", PyPickleBuffer_GetBuffer(buffer) == NULL);
    say_raised("released");
    say_status("again", PyPickleBuffer_Release(buffer));
    say("null %d", PyPickleBuffer_GetBuffer(bytes) == NULL);
    say_raised("bytes");
    say_status("bytes", PyPickleBuffer_Release(bytes));
    say_new("number", PyPickleBuffer_FromObject(Py_None));
    Py_DECREF(buffer);
    Py_DECREF(other);
    Py_DECREF(bytes);
    Py_DECREF(array);
}

CASE(constant_keys)
{
    const char *values[] = {"None", "...", "1", "True", "'text'", "b'bytes'", "0.0", "-0.0", "1.5", "0j", "complex(-0.0, 0.0)", "complex(0.0, -0.0)", "complex(-0.0, -0.0)", "(1, 1.0, True)", "frozenset([1])", "slice(1, None, 2.0)", "((),)"};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]);
        say_new(values[at], _PyCode_ConstantKey(value));
        Py_DECREF(value);
    }
    PyObject *list = PyList_New(0), *key = _PyCode_ConstantKey(list);
    say("other %d", PyTuple_Size(key) == 2 && PyTuple_GetItem(key, 1) == list);
    Py_DECREF(list);
    Py_DECREF(key);
}

CASE(slice_long_indices)
{
    const char *slices[] = {"slice(None)", "slice(1, -1, 2)", "slice(None, None, -1)", "slice(10**30, -10**30, -5)", "slice('a')", "slice(0, 5, 0)"};
    PyObject *length = py("10 ** 25");
    for (size_t at = 0; at < sizeof slices / sizeof *slices; at++) {
        PyObject *slice = py(slices[at]), *start, *stop, *step;
        int status = _PySlice_GetLongIndices((PySliceObject *)slice, length, &start, &stop, &step);
        say_status(slices[at], status);
        if (status == 0) {
            say_new("start", start);
            say_new("stop", stop);
            say_new("step", step);
        }
        Py_DECREF(slice);
    }
    Py_DECREF(length);
}

CASE(stack_effects)
{
    PyObject *pop = py("__import__('opcode').opmap['POP_TOP']"), *tuple = py("__import__('opcode').opmap['BUILD_TUPLE']");
    int pop_top = PyLong_AsLong(pop), build_tuple = PyLong_AsLong(tuple);
    say("%d %d", PyCompile_OpcodeStackEffect(pop_top, 0), PyCompile_OpcodeStackEffect(build_tuple, 5));
    say("%d %d", PyCompile_OpcodeStackEffectWithJump(pop_top, 0, 1), PyCompile_OpcodeStackEffectWithJump(build_tuple, 2, -1));
    say("%d", PyCompile_OpcodeStackEffect(9999, 0) == PY_INVALID_STACK_EFFECT);
    say_raised("nothing");
    Py_DECREF(pop);
    Py_DECREF(tuple);
}

static int visit(PyObject *object, void *found)
{
    PyObject **wanted = found;
    if (object == wanted[0])
        wanted[1] = object;
    return wanted[1] == NULL;
}

CASE(visit_objects)
{
    PyObject *list = py("[Plain()]"), *wanted[2] = {list, NULL};
    PyUnstable_GC_VisitObjects(visit, wanted);
    say("found %d, still on %d", wanted[1] == list, PyGC_IsEnabled());
    Py_DECREF(list);
}

CASE(locals_proxy_type)
{
    PyObject *proxy = py("(lambda: __import__('sys')._getframe().f_locals)()");
    say("%d %s %zd", Py_TYPE(proxy) == &PyFrameLocalsProxy_Type, PyFrameLocalsProxy_Type.tp_name, PyFrameLocalsProxy_Type.tp_basicsize);
    Py_DECREF(proxy);
}

CASE(executable_kinds)
{
    say("%d %d %d", PyUnstable_ExecutableKinds[PyUnstable_EXECUTABLE_KIND_SKIP] == &_PyNone_Type, PyUnstable_ExecutableKinds[PyUnstable_EXECUTABLE_KIND_PY_FUNCTION] == &PyCode_Type,
        PyUnstable_ExecutableKinds[2] == NULL);
    say("%d %d %d", PyUnstable_ExecutableKinds[PyUnstable_EXECUTABLE_KIND_BUILTIN_FUNCTION] == &PyMethod_Type, PyUnstable_ExecutableKinds[PyUnstable_EXECUTABLE_KIND_METHOD_DESCRIPTOR] == &PyMethodDescr_Type,
        PyUnstable_ExecutableKinds[PyUnstable_EXECUTABLE_KINDS] == NULL);
}

static PyObject *plain(PyObject *self, PyObject *args, void *wrapped)
{
    return Py_BuildValue("(OsO)", self, (char *)wrapped, args);
}

static PyObject *keywords(PyObject *self, PyObject *args, void *wrapped, PyObject *kwds)
{
    return Py_BuildValue("(sOO)", (char *)wrapped, args, kwds ? kwds : Py_None);
}

CASE(own_wrappers)
{
    static struct wrapperbase one = {"one", 0, NULL, plain, "one($self, value, /)\n--\n\nText of one."}, two = {"two", 0, NULL, (wrapperfunc)(void (*)(void))keywords, "Text of two.", PyWrapperFlag_KEYWORDS};
    PyObject *first = PyDescr_NewWrapper(&PyFloat_Type, &one, "wrapped"), *second = PyDescr_NewWrapper(&PyFloat_Type, &two, "kept");
    NEED(first);
    NEED(second);
    say("%s", Py_TYPE(first)->tp_name);
    PyObject *number = PyFloat_FromDouble(2.5), *arg = PyUnicode_FromString("arg"), *kwds = py("{'k': 1}");
    say_new("call", PyObject_CallFunctionObjArgs(first, number, arg, NULL));
    PyObject *args = PyTuple_Pack(2, number, arg);
    say_new("keywords", PyObject_Call(second, args, kwds));
    say_new("no keywords", PyObject_Call(first, args, kwds));
    say_new("without", PyObject_Call(second, args, NULL));
    say_new("wrong type", PyObject_CallFunctionObjArgs(first, arg, NULL));
    say_new("name", PyObject_GetAttrString(first, "__name__"));
    say_new("doc", PyObject_GetAttrString(first, "__doc__"));
    say_new("signature", PyObject_GetAttrString(first, "__text_signature__"));
    Py_DECREF(args);
    Py_DECREF(number);
    Py_DECREF(arg);
    Py_DECREF(kwds);
    Py_DECREF(first);
    Py_DECREF(second);
}

PyObject *_PyInterpreterState_GetIDObject(PyInterpreterState *);
int _PyInterpreterState_RequiresIDRef(PyInterpreterState *);
void _PyInterpreterState_RequireIDRef(PyInterpreterState *, int);
int _Py_CheckRecursiveCall(PyThreadState *, const char *);

CASE(interpreter_numbers)
{
    PyInterpreterState *interpreter = PyInterpreterState_Get();
    say_new("number", _PyInterpreterState_GetIDObject(interpreter));
    int before = _PyInterpreterState_RequiresIDRef(interpreter);
    _PyInterpreterState_RequireIDRef(interpreter, 5);
    say("%d %d", before, _PyInterpreterState_RequiresIDRef(interpreter));
    _PyInterpreterState_RequireIDRef(interpreter, before);
    say_status("recursion", _Py_CheckRecursiveCall(PyThreadState_Get(), " here"));
}

PyAPI_FUNC(void) PyEval_AcquireLock(void);
PyAPI_FUNC(void) PyEval_ReleaseLock(void);

CASE(thread_states_before_threads)
{
    PyThreadState *state = PyThreadState_New(PyInterpreterState_Get());
    say("made %d", state != NULL);
    PyThreadState_Clear(state);
    PyThreadState_Delete(state);
    PyEval_ReleaseLock();
    PyEval_AcquireLock();
    say_new("works", py("1 + 1"));
}

/* Cases of pycore_runtime.h: `_PyRuntime` and the interpreter state, read as extensions do that are compiled as if they were CPython. */
#define Py_BUILD_CORE 1
#include <Python.h>
#include "internal/pycore_runtime.h"
#include "internal/pycore_interp.h"
#include "internal/pycore_long.h"
#include "internal/pycore_global_objects.h"
#include "internal/pycore_interpframe.h"
#include "cases.h"

CASE(runtime_says_that_python_runs)
{
    say("%d %d %d %d", _PyRuntime._initialized, _PyRuntime.preinitialized, _PyRuntime.core_initialized, _PyRuntime.initialized);
    say("finalizing %d", _PyRuntime._finalizing != NULL);
    say("thread %d", _PyRuntime.main_thread == PyThread_get_thread_ident());
}

CASE(runtime_has_one_interpreter)
{
    PyInterpreterState *interpreter = _PyRuntime.interpreters.main;
    say("main %d head %d", interpreter == PyInterpreterState_Main(), _PyRuntime.interpreters.head == PyInterpreterState_Head());
    say("this %d", interpreter == PyInterpreterState_Get());
    say("id %lld next %d", (long long)interpreter->id, interpreter->next == NULL);
    say("runtime %d", interpreter->runtime == &_PyRuntime);
    say("threads %d %d", interpreter->threads.main == PyThreadState_Get(), interpreter->threads.main->interp == interpreter);
    say("config %d", _Py_GetConfig() == &interpreter->config);
}

CASE(runtime_small_ints)
{
    int wrong = 0;
    for (int value = -5; value <= 256; value++) {
        PyObject *number = (PyObject *)&_PyRuntime.static_objects.singletons.small_ints[5 + value];
        wrong += !PyLong_CheckExact(number) || PyLong_AsLong(number) != value;
        wrong += _PyLong_IsNegative((PyLongObject *)number) != (value < 0);
    }
    say("wrong %d", wrong);
    PyObject *zero = _PyLong_GetZero(), *one = _PyLong_GetOne();
    say_new("sum", PyNumber_Add(zero, one));
    say_new("list", Py_BuildValue("[OO]", zero, one));
    PyObject *made = PyLong_FromLong(1);
    say("equal %d", PyObject_RichCompareBool(made, one, Py_EQ));
    Py_DECREF(made);
}

CASE(runtime_texts)
{
    PyObject *ascii = (PyObject *)&_PyRuntime.static_objects.singletons.strings.ascii['k'], *latin1 = (PyObject *)&_PyRuntime.static_objects.singletons.strings.latin1[0xe9 - 128];
    say("%d %d %zd", PyUnicode_CheckExact(ascii), PyUnicode_IS_ASCII(ascii), PyUnicode_GET_LENGTH(ascii));
    say("%d %d %d", PyUnicode_IS_ASCII(latin1), PyUnicode_KIND(latin1), PyUnicode_READ_CHAR(latin1, 0));
    say_new("both", PyUnicode_Concat(ascii, latin1));
    say_new("repr", PyObject_Repr(latin1));
    PyObject *dict = PyDict_New();
    say_status("set", PyDict_SetItem(dict, ascii, latin1));
    say_seen("get", PyDict_GetItemString(dict, "k"));
    Py_DECREF(dict);
}

CASE(runtime_bytes_and_tuple)
{
    PyObject *empty = (PyObject *)&_PyRuntime.static_objects.singletons.bytes_empty, *byte = (PyObject *)&_PyRuntime.static_objects.singletons.bytes_characters['A'];
    PyObject *tuple = (PyObject *)&_PyRuntime.static_objects.singletons.tuple_empty;
    say("%zd %zd %d", PyBytes_GET_SIZE(empty), PyBytes_GET_SIZE(byte), PyBytes_AS_STRING(byte)[0]);
    say_new("repeat", PySequence_Repeat(byte, 3));
    say_new("joined", PyBytes_FromObject(byte));
    say_new("tuple", PySequence_Concat(tuple, tuple));
    say("length %zd", PyTuple_Size(tuple));
}

static PyObject *as_ever(PyThreadState *state, struct _PyInterpreterFrame *frame, int throws)
{
    return _PyEval_EvalFrameDefault(state, frame, throws);
}

CASE(frame_evaluation)
{
    PyInterpreterState *interpreter = PyInterpreterState_Get();
    say("default %d", _PyInterpreterState_GetEvalFrameFunc(interpreter) == _PyEval_EvalFrameDefault);
    _PyInterpreterState_SetEvalFrameFunc(interpreter, _PyEval_EvalFrameDefault);
    say_raised("set the default");
    say("default %d", _PyInterpreterState_GetEvalFrameFunc(interpreter) == _PyEval_EvalFrameDefault);
    say_new("works", py("(lambda x: x + 1)(2)"));
}

CASE(frame_evaluation_by_another)
{
    PyInterpreterState *interpreter = PyInterpreterState_Get();
    _PyInterpreterState_SetEvalFrameFunc(interpreter, as_ever);
    say_raised("set another");
    say_new("works", py("(lambda x: x + 1)(2)"));
    _PyInterpreterState_SetEvalFrameFunc(interpreter, _PyEval_EvalFrameDefault);
}

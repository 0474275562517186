/* Cases of code.h and of watchers: numbers that are given out and taken back. */
#include "cases.h"

static int on_code(PyCodeEvent event, PyCodeObject *code) { return 0; }
static int on_type(PyTypeObject *type) { return 0; }

CASE(code_watchers)
{
    int ids[9];
    for (int at = 0; at < 9; at++) {
        ids[at] = PyCode_AddWatcher(on_code);
        say_status("add", ids[at]);
    }
    say_status("clear", PyCode_ClearWatcher(ids[3]));
    say_status("twice", PyCode_ClearWatcher(ids[3]));
    say_status("again", PyCode_AddWatcher(on_code));
    say_status("negative", PyCode_ClearWatcher(-1));
    say_status("large", PyCode_ClearWatcher(8));
    for (int at = 0; at < 8; at++)
        PyCode_ClearWatcher(ids[at]);
}

CASE(type_watchers)
{
    int id = PyType_AddWatcher(on_type);
    say_status("add", id);
    PyObject *class = py("type('Watched', (), {})");
    say_status("watch", PyType_Watch(id, class));
    say_status("unwatch", PyType_Unwatch(id, class));
    say_status("unwatch", PyType_Unwatch(id, class));
    say_status("no type", PyType_Watch(id, Py_None));
    say_status("no type", PyType_Unwatch(id, Py_None));
    say_status("no number", PyType_Watch(id + 1, class));
    say_status("large", PyType_Watch(8, class));
    say_status("clear", PyType_ClearWatcher(id));
    say_status("twice", PyType_ClearWatcher(id));
    Py_DECREF(class);
}

CASE(arenas)
{
    PyObjectArenaAllocator arenas, again;
    PyObject_GetArenaAllocator(&arenas);
    char *arena = arenas.alloc(arenas.ctx, 1 << 18);
    NEED(arena);
    memset(arena, 7, 1 << 18);
    say("page %d", ((size_t)arena & 4095) == 0);
    arenas.free(arenas.ctx, arena, 1 << 18);
    PyObject_SetArenaAllocator(&arenas);
    PyObject_GetArenaAllocator(&again);
    say("same %d", again.alloc == arenas.alloc && again.free == arenas.free && again.ctx == arenas.ctx);
}

extern PyTypeObject _PyAsyncGenASend_Type;
int _PyFrame_IsEntryFrame(PyFrameObject *frame);

CASE(asend_type)
{
    py_do("async def agen():\n    yield 1\n");
    PyObject *send = py("agen().asend(None)");
    say("exact %d", Py_TYPE(send) == &_PyAsyncGenASend_Type);
    say("%s %zd", _PyAsyncGenASend_Type.tp_name, _PyAsyncGenASend_Type.tp_basicsize);
    say("await %d", _PyAsyncGenASend_Type.tp_as_async && _PyAsyncGenASend_Type.tp_as_async->am_await);
    PyObject *closed = PyObject_CallMethod(send, "close", NULL);
    Py_XDECREF(closed);
    Py_DECREF(send);
}

static PyObject *ask_entry(PyObject *self, PyObject *none)
{
    PyFrameObject *frame = PyEval_GetFrame();
    return PyLong_FromLong(frame ? _PyFrame_IsEntryFrame(frame) : -1);
}

static PyMethodDef entry_def = {"entry", ask_entry, METH_NOARGS, NULL};

CASE(entry_frame)
{
    PyObject *function = PyCFunction_New(&entry_def, NULL), *caller = py("lambda f: f()");
    say_new("called from C", PyObject_CallOneArg(caller, function));
    Py_DECREF(function);
    Py_DECREF(caller);
}

CASE(entry_frame_called_by_python)
{
    PyObject *function = PyCFunction_New(&entry_def, NULL), *caller = py("lambda f: (lambda: f())()");
    say_new("called by Python", PyObject_CallOneArg(caller, function));
    Py_DECREF(function);
    Py_DECREF(caller);
}

/* Cases of pystate.h, ceval.h, pythonrun.h, sysmodule.h, pythread.h, critical sections, locks, frames, code and tracebacks.
 * Threads that C starts take part; the indicator is also read out of PyThreadState, as Cython does. */
#include "cases.h"

#include <frameobject.h>
#include <marshal.h>
#include <pthread.h>

CASE(state_current)
{
    PyThreadState *state = PyThreadState_Get(), *again = PyThreadState_GetUnchecked();
    say("%d %d %d", state != NULL, state == again, PyGILState_Check());
    say("interpreter %d", PyThreadState_GetInterpreter(state) == PyInterpreterState_Get());
    say("main %d, id %lld", PyInterpreterState_Main() == PyInterpreterState_Get(), (long long)PyInterpreterState_GetID(PyInterpreterState_Get()));
    say("this thread %d", PyGILState_GetThisThreadState() == state);
    PyObject *dict = PyThreadState_GetDict();
    say("dict %d", dict && PyDict_Check(dict));
    PyDict_SetItemString(dict, "pilotage", Py_True);
    say("kept %d", PyDict_GetItemString(PyThreadState_GetDict(), "pilotage") == Py_True);
}

CASE(state_exception_inline)
{
    PyThreadState *state = PyThreadState_Get();
    say("nothing %d", state->current_exception == NULL);
    PyErr_SetString(PyExc_ValueError, "inline");
    say("set %d", state->current_exception && (PyObject *)Py_TYPE(state->current_exception) == PyExc_ValueError);
    PyObject *taken = state->current_exception;
    state->current_exception = NULL;
    say("cleared %d", PyErr_Occurred() == NULL);
    state->current_exception = taken;
    say("given back %d", PyErr_ExceptionMatches(PyExc_ValueError));
    say_raised_text("raised");
}

CASE(state_exc_info_inline)
{
    PyThreadState *state = PyThreadState_Get();
    _PyErr_StackItem *info = state->exc_info;
    say("there %d, empty %d", info != NULL, info && (info->exc_value == NULL || info->exc_value == Py_None));
    PyObject *error = py("ValueError('handled')");
    PyErr_SetHandledException(error);
    while (info && (info->exc_value == NULL || info->exc_value == Py_None) && info->previous_item)
        info = info->previous_item;
    say("seen %d", info && info->exc_value == error);
    PyErr_SetHandledException(NULL);
    Py_DECREF(error);
}

CASE(state_allow_threads)
{
    int during = -1;
    Py_BEGIN_ALLOW_THREADS
    during = PyGILState_Check();
    Py_END_ALLOW_THREADS
    say("during %d after %d", during, PyGILState_Check());
    PyThreadState *saved = PyEval_SaveThread();
    PyEval_RestoreThread(saved);
    say("same %d", PyThreadState_Get() == saved);
}

CASE(state_gilstate_nested)
{
    PyGILState_STATE first = PyGILState_Ensure(), second = PyGILState_Ensure();
    say("%d %d", first == PyGILState_LOCKED, second == PyGILState_LOCKED);
    PyGILState_Release(second);
    PyGILState_Release(first);
    say("%d", PyGILState_Check());
}

static PyObject *worker_list;

static void *worker(void *argument)
{
    for (int at = 0; at < 50; at++) {
        PyGILState_STATE state = PyGILState_Ensure();
        PyObject *item = PyUnicode_FromFormat("%d-%d", (int)(intptr_t)argument, at);
        PyList_Append(worker_list, item);
        Py_XDECREF(item);
        PyGILState_Release(state);
    }
    return NULL;
}

CASE(state_foreign_threads)
{
    pthread_t threads[4];
    worker_list = PyList_New(0);
    for (intptr_t at = 0; at < 4; at++)
        pthread_create(&threads[at], NULL, worker, (void *)at);
    Py_BEGIN_ALLOW_THREADS
    for (int at = 0; at < 4; at++)
        pthread_join(threads[at], NULL);
    Py_END_ALLOW_THREADS
    say("items %zd", PyList_GET_SIZE(worker_list));
    PyObject *kinds = PyObject_CallFunction(py("lambda l: sorted({i.split('-')[0] for i in l})"), "O", worker_list);
    say_new("threads", kinds);
    Py_CLEAR(worker_list);
}

static void *caller(void *argument)
{
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *result = PyObject_CallFunction((PyObject *)argument, "i", 21);
    PyErr_Clear();
    Py_XDECREF(result);
    PyGILState_Release(state);
    return NULL;
}

CASE(state_foreign_thread_calls_python)
{
    pthread_t thread;
    py_do("heard = []");
    PyObject *callback = py("lambda n: heard.append((n * 2, __import__('threading').current_thread() is __import__('threading').main_thread()))");
    pthread_create(&thread, NULL, caller, callback);
    Py_BEGIN_ALLOW_THREADS
    pthread_join(thread, NULL);
    Py_END_ALLOW_THREADS
    say_new("heard", py("heard"));
    Py_DECREF(callback);
}

static int pending_calls;
static int pending(void *argument)
{
    pending_calls += (int)(intptr_t)argument;
    return 0;
}

CASE(state_pending_calls)
{
    pending_calls = 0;
    say_status("add", Py_AddPendingCall(pending, (void *)5));
    say_status("make", Py_MakePendingCalls());
    say("called %d", pending_calls);
}

CASE(eval_run_string)
{
    PyObject *globals = PyDict_New(), *locals = PyDict_New();
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    say_new("eval", PyRun_String("6 * 7", Py_eval_input, globals, globals));
    say_new("exec", PyRun_String("x = 5\ny = x + 1", Py_file_input, globals, locals));
    say_seen("locals", locals);
    say_new("syntax", PyRun_String("1 +", Py_eval_input, globals, globals));
    say_new("raises", PyRun_String("1/0", Py_eval_input, globals, globals));
    say_new("name", PyRun_String("nothing_here", Py_eval_input, globals, globals));
    Py_DECREF(globals);
    Py_DECREF(locals);
}

CASE(eval_compile)
{
    PyObject *code = Py_CompileString("a + 1", "some file", Py_eval_input), *globals = py("{'a': 41}");
    say("code %d", code && PyCode_Check(code));
    say_new("value", PyEval_EvalCode(code, globals, globals));
    say_new("file name", PyObject_GetAttrString(code, "co_filename"));
    say_new("bad", Py_CompileString("a b", "file", Py_eval_input));
    Py_XDECREF(code);
    Py_DECREF(globals);
}

CASE(eval_run_simple_string)
{
    say_status("fine", PyRun_SimpleString("import sys; sys.pilotage_simple = 5"));
    say_new("seen", py("__import__('sys').pilotage_simple"));
}

CASE(eval_frame_of_caller)
{
    say("builtins %d", PyDict_Check(PyEval_GetBuiltins()));
    PyObject *print = PyDict_GetItemString(PyEval_GetBuiltins(), "len");
    say_new("len", PyObject_CallFunction(print, "([ii])", 1, 2));
    say_new("builtin", PyEval_GetBuiltins() ? PyObject_GetAttrString(PyImport_AddModule("builtins"), "__name__") : NULL);
    PyFrameObject *frame = PyEval_GetFrame();
    say("frame %d", frame != NULL);
    if (frame) {
        PyCodeObject *code = PyFrame_GetCode(frame);
        say_new("code", PyObject_GetAttrString((PyObject *)code, "co_name"));
        Py_DECREF(code);
        say("line %d", PyFrame_GetLineNumber(frame) > 0);
    }
    PyObject *globals = PyEval_GetGlobals();
    say("globals %d", globals && PyDict_Check(globals));
}

CASE(sys_objects)
{
    say("path %d", PyList_Check(PySys_GetObject("path")));
    say("absent %d", PySys_GetObject("no_such_thing") == NULL);
    say_status("set", PySys_SetObject("pilotage_set", Py_True));
    say_new("python", py("__import__('sys').pilotage_set"));
    say_status("delete", PySys_SetObject("pilotage_set", NULL));
    PyObject *version = PySys_GetObject("version");
    say("%.4s", PyUnicode_AsUTF8(version));
    say("%.4s %d", Py_GetVersion(), (int)(Py_Version >> 16));
    say("%s", Py_GetPlatform());
    say_status("audit", PySys_Audit("pilotage.case", "i", 5));
}

CASE(sys_write)
{
    py_do("import sys, io\nkept = sys.stdout, sys.stderr\nsys.stdout, sys.stderr = io.StringIO(), io.StringIO()");
    PySys_WriteStdout("out %d %s", 5, "x");
    PySys_WriteStderr("err %d", 6);
    PySys_FormatStdout(" %R", Py_None);
    say_new("written", py("(sys.stdout.getvalue(), sys.stderr.getvalue())"));
    py_do("sys.stdout, sys.stderr = kept");
}

CASE(file_objects)
{
    py_do("import io\nstream = io.StringIO('first\\nsecond\\n')");
    PyObject *stream = py("stream"), *number = py("5");
    say_new("line", PyFile_GetLine(stream, 0));
    say_new("part", PyFile_GetLine(stream, 3));
    say_status("write", PyFile_WriteString("text", stream));
    say_status("write object", PyFile_WriteObject(number, stream, Py_PRINT_RAW));
    say_status("int", PyFile_WriteString("text", number));
    say_new("value", PyObject_CallMethod(stream, "getvalue", NULL));
    Py_DECREF(stream);
    Py_DECREF(number);
}

CASE(thread_locks)
{
    PyThread_type_lock lock = PyThread_allocate_lock();
    say("%d", PyThread_acquire_lock(lock, WAIT_LOCK));
    say("%d", PyThread_acquire_lock(lock, NOWAIT_LOCK));
    say("%d", (int)PyThread_acquire_lock_timed(lock, 1000, 0));
    PyThread_release_lock(lock);
    say("%d", PyThread_acquire_lock(lock, NOWAIT_LOCK));
    PyThread_release_lock(lock);
    PyThread_free_lock(lock);
    say("ident %d", PyThread_get_thread_ident() != 0);
    say_new("same as Python", PyObject_CallFunction(py("lambda n: n == __import__('threading').get_ident()"), "k", PyThread_get_thread_ident()));
}

CASE(thread_specific)
{
    Py_tss_t key = Py_tss_NEEDS_INIT;
    int place;
    say("%d", PyThread_tss_is_created(&key));
    say_status("create", PyThread_tss_create(&key));
    say("%d", PyThread_tss_get(&key) == NULL);
    say_status("set", PyThread_tss_set(&key, &place));
    say("%d", PyThread_tss_get(&key) == &place);
    PyThread_tss_delete(&key);
    say("%d", PyThread_tss_is_created(&key));
}

CASE(mutex_and_critical_section)
{
    PyMutex mutex = {0};
    PyMutex_Lock(&mutex);
    say("locked %d", PyMutex_IsLocked(&mutex));
    PyMutex_Unlock(&mutex);
    say("locked %d", PyMutex_IsLocked(&mutex));
    PyObject *list = py("[]");
    Py_BEGIN_CRITICAL_SECTION(list);
    PyList_Append(list, Py_None);
    Py_END_CRITICAL_SECTION();
    Py_BEGIN_CRITICAL_SECTION2(list, Py_None);
    PyList_Append(list, Py_True);
    Py_END_CRITICAL_SECTION2();
    say_new("list", list);
}

CASE(code_new_empty)
{
    PyCodeObject *code = PyCode_NewEmpty("a file.c", "a_function", 42);
    NEED(code);
    say_new("name", PyObject_GetAttrString((PyObject *)code, "co_name"));
    say_new("file", PyObject_GetAttrString((PyObject *)code, "co_filename"));
    say_new("line", PyObject_GetAttrString((PyObject *)code, "co_firstlineno"));
    say("check %d, free %zd", PyCode_Check(code), PyCode_GetNumFree(code));
    Py_DECREF(code);
}

CASE(code_of_python_function)
{
    PyObject *function = py("lambda a, b: a"), *code = PyFunction_GetCode(function);
    say("arguments %d", ((PyCodeObject *)code)->co_argcount);
    say("line %d", PyCode_Addr2Line((PyCodeObject *)code, 0) > 0);
    say_new("names", PyCode_GetVarnames((PyCodeObject *)code));
    say("bytes %d", (int)(PyObject_Size(PyCode_GetCode((PyCodeObject *)code)) > 0));
    Py_DECREF(function);
}

CASE(traceback_with_a_c_frame)
{
    /* What Cython does to name the C function in tracebacks. */
    PyErr_SetString(PyExc_ValueError, "traced");
    PyObject *globals = PyDict_New(), *raised = PyErr_GetRaisedException();
    PyCodeObject *code = PyCode_NewEmpty("module.pyx", "c_function", 77);
    PyFrameObject *frame = PyFrame_New(PyThreadState_Get(), code, globals, NULL);
    say("frame %d", frame != NULL);
    PyErr_SetRaisedException(raised);
    int status = frame ? PyTraceBack_Here(frame) : -1;
    raised = PyErr_GetRaisedException();
    say("here %d", status);
    say_new("seen", PyObject_CallFunction(py("lambda e: [(f.filename, f.name, f.lineno) for f in __import__('traceback').extract_tb(e.__traceback__)]"), "O", raised));
    Py_XDECREF(raised);
    Py_XDECREF(frame);
    Py_DECREF(code);
    Py_DECREF(globals);
}

CASE(traceback_print)
{
    py_do("import io\ndef failing():\n    raise ValueError('x')\ntry:\n    failing()\nexcept ValueError as e:\n    tb = e.__traceback__\nstream = io.StringIO()");
    PyObject *trace = py("tb"), *stream = py("stream"), *number = py("5");
    say_status("print", PyTraceBack_Print(trace, stream));
    say_new("head", py("stream.getvalue().splitlines()[0]"));
    say_status("int", PyTraceBack_Print(number, stream));
    Py_DECREF(trace);
    Py_DECREF(stream);
    Py_DECREF(number);
}

CASE(codecs_functions)
{
    PyObject *text = py("'caf\\xe9'"), *bytes = py("b'caf\\xc3\\xa9'");
    say_new("encode", PyCodec_Encode(text, "latin-1", NULL));
    say_new("decode", PyCodec_Decode(bytes, "utf-8", NULL));
    say("known %d %d", PyCodec_KnownEncoding("utf-8"), PyCodec_KnownEncoding("no-such"));
    say_new("unknown", PyCodec_Encode(text, "no-such", NULL));
    say_new("handler", PyObject_GetAttrString(PyCodec_LookupError("strict"), "__name__"));
    say_new("no handler", PyCodec_LookupError("no-such"));
    PyObject *encoder = PyCodec_Encoder("utf-8");
    say("callable %d", encoder && PyCallable_Check(encoder));
    Py_XDECREF(encoder);
    Py_DECREF(text);
    Py_DECREF(bytes);
}

CASE(generator_objects)
{
    PyObject *made = py("generator(1, 2)"), *coroutine, *function = py("echo");
    say("%d %d", PyGen_Check(made), PyGen_CheckExact(function));
    py_do("async def waits():\n    return 5");
    coroutine = py("waits()");
    say("%d", PyCoro_CheckExact(coroutine));
    Py_XDECREF(PyObject_CallMethod(coroutine, "close", NULL));
    Py_DECREF(made);
    Py_DECREF(coroutine);
    Py_DECREF(function);
}

CASE(os_functions)
{
    PyObject *path = py("'/some/path'"), *number = py("5"), *object = py("__import__('pathlib').PurePosixPath('/a/b')");
    say_new("str", PyOS_FSPath(path));
    say_new("object", PyOS_FSPath(object));
    say_new("int", PyOS_FSPath(number));
    Py_DECREF(path);
    Py_DECREF(number);
    Py_DECREF(object);
}

CASE(interpreter_state)
{
    say("initialized %d, finalizing %d", Py_IsInitialized(), Py_IsFinalizing());
    PyObject *dict = PyInterpreterState_GetDict(PyInterpreterState_Get());
    say("dict %d", dict && PyDict_Check(dict));
    PyTime_t now = 0;
    say_status("time", PyTime_Monotonic(&now));
    say("positive %d, seconds %d", now > 0, PyTime_AsSecondsDouble(1500000000) == 1.5);
}

CASE(marshal_round_trip)
{
    PyObject *value = py("[1, 'text', (2.5, None)]"), *bytes = PyMarshal_WriteObjectToString(value, Py_MARSHAL_VERSION);
    say("bytes %d", bytes && PyBytes_Check(bytes));
    if (bytes)
        say_new("back", PyMarshal_ReadObjectFromString(PyBytes_AS_STRING(bytes), PyBytes_GET_SIZE(bytes)));
    Py_XDECREF(bytes);
    Py_DECREF(value);
}

static int tracked_exit;
static void at_exit(void) { tracked_exit = 1; }

CASE(at_exit_registers)
{
    say_status("register", Py_AtExit(at_exit));
}

static void *state_maker(void *interpreter)
{
    PyThreadState *made = PyThreadState_New(interpreter);
    PyEval_AcquireThread(made);
    PyObject *item = PyLong_FromLong(5);
    PyList_Append(worker_list, item);
    Py_DECREF(item);
    PyThreadState_Clear(made);
    PyThreadState_DeleteCurrent();
    return NULL;
}

CASE(state_made_by_hand)
{
    pthread_t thread;
    worker_list = PyList_New(0);
    pthread_create(&thread, NULL, state_maker, PyInterpreterState_Get());
    Py_BEGIN_ALLOW_THREADS
    pthread_join(thread, NULL);
    Py_END_ALLOW_THREADS
    say_new("list", worker_list);
    worker_list = NULL;
}

CASE(state_frames)
{
    PyFrameObject *frame = PyThreadState_GetFrame(PyThreadState_Get());
    say("frame %d", frame != NULL && PyFrame_Check(frame));
    PyFrameObject *back = frame ? PyFrame_GetBack(frame) : NULL;
    say("back %d", back != NULL);
    PyObject *globals = frame ? PyFrame_GetGlobals(frame) : NULL;
    say("globals %d", globals && PyDict_Check(globals));
    Py_XDECREF(globals);
    Py_XDECREF(back);
    Py_XDECREF(frame);
}

CASE(state_questions_while_detached)
{
    /* PyO3 asks these before it attaches. */
    PyThreadState *saved = PyEval_SaveThread();
    int initialized = Py_IsInitialized(), finalizing = Py_IsFinalizing(), held = PyGILState_Check(), none = PyThreadState_GetUnchecked() == NULL;
    PyGILState_STATE state = PyGILState_Ensure();
    int attached = PyGILState_Check(), same = PyThreadState_Get() == saved;
    PyGILState_Release(state);
    PyEval_RestoreThread(saved);
    say("initialized %d finalizing %d held %d none %d", initialized, finalizing, held, none);
    say("attached %d same %d", attached, same);
}

CASE(run_with_mappings)
{
    PyObject *dict = py("{'a': 1}"), *mapping = py("__import__('collections').UserDict(a=2)"), *list = py("[]");
    say_new("locals", PyRun_String("a", Py_eval_input, dict, mapping));
    say_new("globals", PyRun_String("a", Py_eval_input, mapping, dict));
    say_new("no globals", PyRun_String("a", Py_eval_input, NULL, dict));
    say_new("locals are a list", PyRun_String("a", Py_eval_input, dict, list));
    Py_DECREF(dict);
    Py_DECREF(mapping);
    Py_DECREF(list);
}

CASE(compile_with_a_cookie)
{
    PyObject *dict = PyDict_New();
    const char *source = "# coding: latin-1\nx = ascii('a\xc3\xa9')\n";
    for (int ignore = 0; ignore < 2; ignore++) {
        PyCompilerFlags flags = {ignore ? PyCF_IGNORE_COOKIE : 0, PY_MINOR_VERSION};
        PyObject *code = Py_CompileStringExFlags(source, "name", Py_file_input, &flags, -1);
        NEED(code);
        Py_XDECREF(PyEval_EvalCode(code, dict, dict));
        say_seen("x", PyDict_GetItemString(dict, "x"));
        Py_DECREF(code);
    }
    Py_DECREF(dict);
}

CASE(eval_code_with_arguments)
{
    py_do("def plain(a, b=2, *, c=3):\n    return (a, b, c)\n");
    PyObject *code = py("plain.__code__"), *globals = py("{'__builtins__': __builtins__}"), *values[] = {py("10"), py("20"), py("'c'"), py("30")};
    PyObject *defaults = py("{'c': 5}"), *mapping = py("__import__('collections').UserDict()");
    say_new("positional", PyEval_EvalCodeEx(code, globals, NULL, values, 2, NULL, 0, NULL, 0, defaults, NULL));
    say_new("default", PyEval_EvalCodeEx(code, globals, NULL, values, 1, NULL, 0, values + 1, 1, defaults, NULL));
    say_new("keyword", PyEval_EvalCodeEx(code, globals, NULL, values, 2, values + 2, 1, NULL, 0, NULL, NULL));
    say_new("missing", PyEval_EvalCodeEx(code, globals, NULL, NULL, 0, NULL, 0, NULL, 0, defaults, NULL));
    say_new("mapping", PyEval_EvalCodeEx(code, mapping, NULL, values, 2, NULL, 0, NULL, 0, defaults, NULL));
    say_new("mapping of defaults", PyEval_EvalCodeEx(code, globals, NULL, values, 2, NULL, 0, NULL, 0, mapping, NULL));
    Py_DECREF(code);
    Py_DECREF(globals);
    Py_DECREF(defaults);
    Py_DECREF(mapping);
    for (size_t at = 0; at < 4; at++)
        Py_DECREF(values[at]);
}

CASE(frame_variables)
{
    py_do("import sys\ndef framed():\n    x = 7\n    return sys._getframe(), x\nframe = framed()[0]");
    PyObject *frame = py("frame"), *name = py("'x'"), *number = py("5");
    say_new("var", PyFrame_GetVar((PyFrameObject *)frame, name));
    say_new("string", PyFrame_GetVarString((PyFrameObject *)frame, "x"));
    say_new("absent", PyFrame_GetVarString((PyFrameObject *)frame, "y"));
    say_new("no text", PyFrame_GetVar((PyFrameObject *)frame, number));
    say_new("no utf-8", PyFrame_GetVarString((PyFrameObject *)frame, "\xff"));
    PyObject *code = py("framed.__code__"), *globals = py("globals()");
    PyObject *made = (PyObject *)PyFrame_New(PyThreadState_Get(), (PyCodeObject *)code, globals, NULL);
    NEED(made);
    say_new("back", PyObject_GetAttrString(made, "f_back"));
    PyObject *own = PyObject_GetAttrString(made, "f_code");
    say("code %d", own == code);
    Py_XDECREF(own);
    Py_DECREF(made);
    Py_DECREF(code);
    Py_DECREF(globals);
    Py_DECREF(frame);
    Py_DECREF(name);
    Py_DECREF(number);
}

CASE(run_file_sets_the_loader)
{
    FILE *file = tmpfile();
    NEED(file);
    fputs("import sys\nsys.pilotage_told = (__file__.endswith('.py'), type(__loader__).__name__)\n", file);
    rewind(file);
    say_status("run", PyRun_SimpleFile(file, "somewhere.py"));
    fclose(file);
    say_seen("told", PySys_GetObject("pilotage_told"));
}

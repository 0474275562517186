/* Cases of pyerrors.h and warnings.h: the indicator, exception objects, chaining, formats, types of exceptions, warnings.
 * The indicator is also read inline, by Cython, out of PyThreadState: that is in pystate.c. */
#include "cases.h"

CASE(error_set_string)
{
    PyErr_SetString(PyExc_ValueError, "text \xe2\x82\xac");
    say("occurred %d", PyErr_Occurred() == PyExc_ValueError);
    say_raised_text("raised");
    say("after %d", PyErr_Occurred() == NULL);
}

CASE(error_set_object)
{
    PyObject *value = py("('a', 1)"), *instance = py("KeyError('k')"), *text = py("'x'");
    PyErr_SetObject(PyExc_ValueError, value);
    say_new("tuple becomes arguments", PyErr_GetRaisedException());
    PyErr_SetObject(PyExc_KeyError, instance);
    PyObject *raised = PyErr_GetRaisedException();
    say("the instance itself %d", raised == instance);
    Py_XDECREF(raised);
    PyErr_SetObject(PyExc_TypeError, instance);
    say_new("another type wraps it", PyErr_GetRaisedException());
    PyErr_SetObject(PyExc_ValueError, text);
    say_new("text", PyErr_GetRaisedException());
    PyErr_SetObject(PyExc_ValueError, NULL);
    say_new("NULL", PyErr_GetRaisedException());
    PyErr_SetNone(PyExc_StopIteration);
    say_new("none", PyErr_GetRaisedException());
    Py_DECREF(value);
    Py_DECREF(instance);
    Py_DECREF(text);
}

CASE(error_set_not_an_exception)
{
    PyErr_SetString((PyObject *)&PyList_Type, "text");
    say_raised("a list");
    PyObject *number = py("5");
    PyErr_SetObject(number, number);
    say_raised("an int");
    Py_DECREF(number);
}

CASE(error_format)
{
    PyObject *list = py("[1]");
    say("null %d", PyErr_Format(PyExc_TypeError, "%s %d %zd %R %.3s %c %x %%", "s", -1, (Py_ssize_t)2, list, "abcdef", 'q', 255) == NULL);
    say_raised_text("raised");
    PyErr_Format(PyExc_KeyError, "%s", "quoted");
    say_raised_text("key error");
    PyErr_Format(PyExc_ValueError, "%S and %U", list, py("'text'"));
    say_raised_text("objects");
    PyErr_Format(PyExc_ValueError, "type %.200s, %T", Py_TYPE(list)->tp_name, list);
    say_raised_text("type names");
    Py_DECREF(list);
}

CASE(error_fetch_restore)
{
    PyObject *type = NULL, *value = NULL, *trace = NULL;
    PyErr_Fetch(&type, &value, &trace);
    say("nothing %d %d %d", type == NULL, value == NULL, trace == NULL);
    PyErr_SetString(PyExc_ValueError, "first");
    PyErr_Fetch(&type, &value, &trace);
    say("type %d, cleared %d", type == PyExc_ValueError, PyErr_Occurred() == NULL);
    PyErr_NormalizeException(&type, &value, &trace);
    say_seen("value", value);
    PyErr_Restore(type, value, trace);
    say_raised_text("restored");
    PyErr_Restore(Py_NewRef(PyExc_TypeError), PyUnicode_FromString("from a str"), NULL);
    say_raised_text("restored from a str");
    PyErr_Restore(NULL, NULL, NULL);
    say_raised("nothing");
}

CASE(error_normalize)
{
    PyObject *type = Py_NewRef(PyExc_ValueError), *value = py("('a', 'b')"), *trace = NULL;
    PyErr_NormalizeException(&type, &value, &trace);
    say_seen("value", value);
    Py_DECREF(type);
    Py_DECREF(value);
    type = Py_NewRef(PyExc_KeyError), value = NULL;
    PyErr_NormalizeException(&type, &value, &trace);
    say_seen("value", value);
    Py_DECREF(type);
    Py_DECREF(value);
}

CASE(error_get_set_raised)
{
    PyObject *error = py("Error('mine')");
    PyErr_SetRaisedException(Py_NewRef(error));
    say("occurred %d", PyErr_Occurred() == (PyObject *)Py_TYPE(error));
    PyObject *again = PyErr_GetRaisedException();
    say("same %d", again == error);
    Py_XDECREF(again);
    PyErr_SetRaisedException(NULL);
    say_raised("nothing");
    Py_DECREF(error);
}

CASE(error_matches)
{
    PyObject *tuple = py("(KeyError, LookupError)"), *instance = py("IndexError()");
    PyErr_SetString(PyExc_KeyError, "k");
    say("%d %d %d", PyErr_ExceptionMatches(PyExc_LookupError), PyErr_ExceptionMatches(PyExc_ValueError), PyErr_ExceptionMatches(tuple));
    PyErr_Clear();
    say("%d %d", PyErr_GivenExceptionMatches(instance, tuple), PyErr_GivenExceptionMatches(PyExc_OSError, PyExc_Exception));
    say("%d", PyErr_GivenExceptionMatches(NULL, PyExc_Exception));
    Py_DECREF(tuple);
    Py_DECREF(instance);
}

CASE(error_bad_things)
{
    say("%d", PyErr_BadArgument());
    say_raised("bad argument");
    PyErr_BadInternalCall();
    say_raised("bad internal call");
    say("%d", PyErr_NoMemory() == NULL);
    say_raised("no memory");
}

CASE(error_chaining)
{
    PyObject *first = py("ValueError('first')"), *second = py("KeyError('second')");
    PyException_SetContext(second, Py_NewRef(first));
    PyObject *context = PyException_GetContext(second);
    say("context %d", context == first);
    Py_XDECREF(context);
    PyException_SetCause(second, Py_NewRef(first));
    PyObject *cause = PyException_GetCause(second);
    say("cause %d", cause == first);
    Py_XDECREF(cause);
    say_new("suppress", PyObject_GetAttrString(second, "__suppress_context__"));
    PyException_SetCause(second, NULL);
    say("no cause %d", PyException_GetCause(second) == NULL);
    Py_DECREF(first);
    Py_DECREF(second);
}

CASE(error_args_and_traceback)
{
    PyObject *error = py("ValueError('a', 1)"), *args = py("('new',)");
    say_new("args", PyException_GetArgs(error));
    PyException_SetArgs(error, args);
    say_seen("error", error);
    say("no traceback %d", PyException_GetTraceback(error) == NULL);
    say_status("set None", PyException_SetTraceback(error, Py_None));
    say_status("set a tuple", PyException_SetTraceback(error, args));
    Py_DECREF(error);
    Py_DECREF(args);
}

CASE(error_traceback_of_python_code)
{
    PyObject *raiser = py("raiser");
    PyObject *result = PyObject_CallNoArgs(raiser);
    say("null %d", result == NULL);
    PyObject *error = PyErr_GetRaisedException(), *trace = PyException_GetTraceback(error);
    say("traceback %d", trace && PyTraceBack_Check(trace));
    say_new("line", trace ? PyObject_GetAttrString(trace, "tb_lineno") : NULL);
    PyErr_SetRaisedException(error);
    PyErr_Clear();
    Py_XDECREF(trace);
    Py_DECREF(raiser);
}

CASE(error_survives_cleanup_calls)
{
    PyErr_SetString(PyExc_ValueError, "kept");
    PyObject *raised = PyErr_GetRaisedException();
    PyObject *list = py("[1, 2]");
    Py_DECREF(list);
    PyErr_SetRaisedException(raised);
    say_raised_text("raised");
}

CASE(error_crosses_python)
{
    /* C raises, Python catches it, changes it and raises again, C takes it. */
    PyObject *run = py("lambda kind, text: raiser(kind, text)"), *caught;
    PyObject *result = PyObject_CallFunction(run, "Os", PyExc_OverflowError, "round");
    say("null %d", result == NULL);
    caught = PyErr_GetRaisedException();
    say_seen("caught", caught);
    say("type %d", (PyObject *)Py_TYPE(caught) == PyExc_OverflowError);
    Py_DECREF(caught);
    Py_DECREF(run);
}

CASE(error_handled_state)
{
    say("nothing %d", PyErr_GetHandledException() == NULL);
    PyObject *error = py("ValueError('handled')");
    PyErr_SetHandledException(error);
    PyObject *seen = PyErr_GetHandledException();
    say("same %d", seen == error);
    Py_XDECREF(seen);
    say_new("sys.exception()", PyObject_CallNoArgs(py("__import__('sys').exception")));
    PyErr_SetHandledException(NULL);
    say("nothing %d", PyErr_GetHandledException() == NULL);
    PyObject *type, *value, *trace;
    PyErr_GetExcInfo(&type, &value, &trace);
    say("exc info %d", type == NULL || type == Py_None);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(trace);
    Py_DECREF(error);
}

CASE(error_handled_becomes_context)
{
    PyObject *error = py("ValueError('outer')");
    PyErr_SetHandledException(error);
    PyErr_SetString(PyExc_KeyError, "inner");
    PyErr_SetHandledException(NULL);
    PyObject *raised = PyErr_GetRaisedException(), *context = PyException_GetContext(raised);
    say("context %d", context == error);
    Py_XDECREF(context);
    Py_DECREF(raised);
    Py_DECREF(error);
}

CASE(error_new_exception)
{
    PyObject *base = PyErr_NewException("made.in.C", NULL, NULL), *dict = py("{'extra': 5}"), *bases = py("(ValueError, KeyError)");
    NEED(base);
    say_new("repr", PyObject_Repr(base));
    say_new("module", PyObject_GetAttrString(base, "__module__"));
    say_new("bases", PyObject_GetAttrString(base, "__bases__"));
    PyObject *derived = PyErr_NewExceptionWithDoc("made.Derived", "a text", bases, dict);
    NEED(derived);
    say_new("bases", PyObject_GetAttrString(derived, "__bases__"));
    say_new("doc", PyObject_GetAttrString(derived, "__doc__"));
    say_new("extra", PyObject_GetAttrString(derived, "extra"));
    PyErr_SetString(derived, "text");
    say("matches %d", PyErr_ExceptionMatches(PyExc_LookupError));
    say_raised_text("raised");
    say_new("no dot", PyErr_NewException("nodot", NULL, NULL));
    Py_DECREF(base);
    Py_DECREF(derived);
    Py_DECREF(dict);
    Py_DECREF(bases);
}

CASE(error_exception_macros)
{
    PyObject *instance = py("ValueError()"), *number = py("5");
    say("%d %d %d", PyExceptionClass_Check(PyExc_ValueError), PyExceptionInstance_Check(instance), PyExceptionInstance_Check(number));
    say("%d %s", PyExceptionInstance_Class(instance) == PyExc_ValueError, PyExceptionClass_Name(PyExc_KeyError));
    Py_DECREF(instance);
    Py_DECREF(number);
}

CASE(error_hierarchy)
{
    struct {
        const char *name;
        PyObject *type;
    } kinds[] = {{"BaseException", PyExc_BaseException}, {"Exception", PyExc_Exception}, {"ArithmeticError", PyExc_ArithmeticError}, {"AssertionError", PyExc_AssertionError},
        {"AttributeError", PyExc_AttributeError}, {"BlockingIOError", PyExc_BlockingIOError}, {"BrokenPipeError", PyExc_BrokenPipeError}, {"BufferError", PyExc_BufferError},
        {"ChildProcessError", PyExc_ChildProcessError}, {"ConnectionError", PyExc_ConnectionError}, {"EOFError", PyExc_EOFError}, {"FileExistsError", PyExc_FileExistsError},
        {"FileNotFoundError", PyExc_FileNotFoundError}, {"FloatingPointError", PyExc_FloatingPointError}, {"GeneratorExit", PyExc_GeneratorExit}, {"ImportError", PyExc_ImportError},
        {"IndentationError", PyExc_IndentationError}, {"IndexError", PyExc_IndexError}, {"InterruptedError", PyExc_InterruptedError}, {"KeyError", PyExc_KeyError},
        {"KeyboardInterrupt", PyExc_KeyboardInterrupt}, {"LookupError", PyExc_LookupError}, {"MemoryError", PyExc_MemoryError}, {"ModuleNotFoundError", PyExc_ModuleNotFoundError},
        {"NameError", PyExc_NameError}, {"NotImplementedError", PyExc_NotImplementedError}, {"OSError", PyExc_OSError}, {"OverflowError", PyExc_OverflowError},
        {"PermissionError", PyExc_PermissionError}, {"RecursionError", PyExc_RecursionError}, {"ReferenceError", PyExc_ReferenceError}, {"RuntimeError", PyExc_RuntimeError},
        {"StopAsyncIteration", PyExc_StopAsyncIteration}, {"StopIteration", PyExc_StopIteration}, {"SyntaxError", PyExc_SyntaxError}, {"SystemError", PyExc_SystemError},
        {"SystemExit", PyExc_SystemExit}, {"TimeoutError", PyExc_TimeoutError}, {"TypeError", PyExc_TypeError}, {"UnboundLocalError", PyExc_UnboundLocalError},
        {"UnicodeError", PyExc_UnicodeError}, {"UnicodeDecodeError", PyExc_UnicodeDecodeError}, {"UnicodeEncodeError", PyExc_UnicodeEncodeError}, {"ValueError", PyExc_ValueError},
        {"ZeroDivisionError", PyExc_ZeroDivisionError}, {"EnvironmentError", PyExc_EnvironmentError}, {"IOError", PyExc_IOError}, {"Warning", PyExc_Warning},
        {"DeprecationWarning", PyExc_DeprecationWarning}, {"FutureWarning", PyExc_FutureWarning}, {"ImportWarning", PyExc_ImportWarning}, {"ResourceWarning", PyExc_ResourceWarning},
        {"RuntimeWarning", PyExc_RuntimeWarning}, {"SyntaxWarning", PyExc_SyntaxWarning}, {"UserWarning", PyExc_UserWarning}, {"BytesWarning", PyExc_BytesWarning},
        {"UnicodeWarning", PyExc_UnicodeWarning}, {"PendingDeprecationWarning", PyExc_PendingDeprecationWarning}, {"BaseExceptionGroup", PyExc_BaseExceptionGroup}};
    for (size_t at = 0; at < sizeof kinds / sizeof *kinds; at++) {
        PyObject *python = py(kinds[at].name);
        say("%s %d base %s size %zd", kinds[at].name, python == kinds[at].type, ((PyTypeObject *)kinds[at].type)->tp_base->tp_name, ((PyTypeObject *)kinds[at].type)->tp_basicsize);
        Py_DECREF(python);
    }
}

CASE(error_from_errno)
{
    errno = ENOENT;
    say("null %d", PyErr_SetFromErrno(PyExc_OSError) == NULL);
    PyObject *error = PyErr_GetRaisedException();
    say_new("error", error);
    errno = EACCES;
    PyErr_SetFromErrnoWithFilename(PyExc_OSError, "some file");
    error = PyErr_GetRaisedException();
    say_new("filename", PyObject_GetAttrString(error, "filename"));
    say_new("type", error);
    PyObject *name = py("'other'"), *second = py("'second'");
    errno = EEXIST;
    PyErr_SetFromErrnoWithFilenameObjects(PyExc_OSError, name, second);
    error = PyErr_GetRaisedException();
    say_new("str", PyObject_Str(error));
    Py_DECREF(error);
    Py_DECREF(name);
    Py_DECREF(second);
}

CASE(error_import)
{
    PyObject *message = py("'no such'"), *name = py("'mod'"), *path = py("'/a/path'");
    say("null %d", PyErr_SetImportError(message, name, path) == NULL);
    PyObject *error = PyErr_GetRaisedException();
    say_new("name", PyObject_GetAttrString(error, "name"));
    say_new("path", PyObject_GetAttrString(error, "path"));
    say_new("error", error);
    PyErr_SetImportErrorSubclass(PyExc_ModuleNotFoundError, message, name, NULL);
    say_raised_text("subclass");
    Py_DECREF(message);
    Py_DECREF(name);
    Py_DECREF(path);
}

CASE(error_stop_iteration_value)
{
    PyObject *value = NULL;
    PyErr_SetObject(PyExc_StopIteration, py("42"));
    PyObject *error = PyErr_GetRaisedException();
    say_new("value", PyObject_GetAttrString(error, "value"));
    say_new("inline", Py_NewRef(((PyStopIterationObject *)error)->value));
    Py_DECREF(error);
    (void)value;
}

CASE(error_write_unraisable)
{
    py_do("import sys\nseen = []\nsys.unraisablehook = lambda u: seen.append((u.exc_type.__name__, str(u.exc_value), u.object))");
    PyObject *where = py("'where'");
    PyErr_SetString(PyExc_ValueError, "lost");
    PyErr_WriteUnraisable(where);
    say_raised("after");
    PyErr_SetString(PyExc_KeyError, "lost too");
    PyErr_WriteUnraisable(NULL);
    PyErr_SetString(PyExc_TypeError, "with a text");
    PyErr_FormatUnraisable("in %s", "a case");
    py_do("sys.unraisablehook = sys.__unraisablehook__");
    say_new("seen", py("seen"));
    Py_DECREF(where);
}

CASE(error_print_clears)
{
    py_do("import sys, io\nkept = sys.stderr\nsys.stderr = io.StringIO()");
    PyErr_SetString(PyExc_ValueError, "printed");
    PyErr_Print();
    say("after %d", PyErr_Occurred() == NULL);
    say_new("text", py("sys.stderr.getvalue().splitlines()[-1]"));
    py_do("sys.stderr = kept");
}

CASE(error_display_exception)
{
    py_do("import sys, io\nkept = sys.stderr\nsys.stderr = io.StringIO()");
    PyObject *error = py("KeyError('shown')");
    PyErr_DisplayException(error);
    say_new("text", py("sys.stderr.getvalue().splitlines()[-1]"));
    py_do("sys.stderr = kept");
    Py_DECREF(error);
}

CASE(warning_recorded)
{
    py_do("import warnings\ncatcher = warnings.catch_warnings(record=True)\ncaught = catcher.__enter__()\nwarnings.simplefilter('always')");
    say_status("warn", PyErr_WarnEx(PyExc_UserWarning, "careful", 1));
    say_status("format", PyErr_WarnFormat(PyExc_RuntimeWarning, 1, "value %d", 5));
    say_status("NULL category", PyErr_WarnEx(NULL, "plain", 1));
    say_status("explicit", PyErr_WarnExplicit(PyExc_DeprecationWarning, "explicit", "file.py", 12, "mod", NULL));
    say_status("resource", PyErr_ResourceWarning(NULL, 1, "left %s", "open"));
    py_do("catcher.__exit__(None, None, None)");
    say_new("caught", py("[(w.category.__name__, str(w.message)) for w in caught]"));
}

CASE(warning_as_error)
{
    py_do("import warnings\ncatcher = warnings.catch_warnings()\ncatcher.__enter__()\nwarnings.simplefilter('error')");
    say_status("warn", PyErr_WarnEx(PyExc_UserWarning, "careful", 1));
    py_do("catcher.__exit__(None, None, None)");
}

CASE(error_signals)
{
    say_status("check", PyErr_CheckSignals());
}

CASE(error_syntax_location)
{
    PyErr_SetString(PyExc_SyntaxError, "bad");
    PyErr_SyntaxLocationEx("file.py", 3, 7);
    PyObject *error = PyErr_GetRaisedException();
    say_new("filename", PyObject_GetAttrString(error, "filename"));
    say_new("lineno", PyObject_GetAttrString(error, "lineno"));
    say_new("offset", PyObject_GetAttrString(error, "offset"));
    Py_DECREF(error);
}

CASE(error_group_from_c)
{
    PyObject *group = PyObject_CallFunction(PyExc_BaseExceptionGroup, "sO", "group", py("[ValueError(1), KeyError(2)]"));
    say_new("group", group);
}

CASE(error_subclass_of_python)
{
    PyObject *kind = py("Error");
    PyErr_Format(kind, "%s-%d", "own", 5);
    say("matches %d", PyErr_ExceptionMatches(PyExc_Exception));
    say_raised_text("raised");
    Py_DECREF(kind);
}

CASE(error_constructor_raises)
{
    py_do("class Picky(Exception):\n    def __init__(self, a, b):\n        super().__init__(a, b)");
    PyObject *kind = py("Picky");
    PyErr_SetString(kind, "one argument only");
    say_raised("raised");
    PyErr_SetNone(kind);
    say_raised("none");
    Py_DECREF(kind);
}

CASE(errors_that_cannot_be_made)
{
    py_do("class Broken(Exception):\n    def __init__(self, *args):\n        raise ValueError('no')\n"
          "class Meta(type):\n    def __subclasscheck__(cls, other):\n        1 / 0\n"
          "class Odd(Exception, metaclass=Meta):\n    pass\n");
    PyObject *broken = py("Broken"), *odd = py("Odd"), *text = py("'abcd'"), *instance = py("Broken.__new__(Broken)"), *boom = py("Boom()"), *list = py("list");
    PyObject *arguments[] = {text, boom, Py_None};
    for (size_t at = 0; at < 3; at++) {
        PyErr_SetObject(broken, arguments[at]);
        PyObject *raised = PyErr_GetRaisedException();
        PyObject *notes = raised ? PyObject_GetAttrString(raised, "__notes__") : NULL;
        say_new("notes", notes);
        Py_XDECREF(raised);
    }
    PyErr_SetObject(odd, text);
    say_raised("text");
    PyErr_SetObject(odd, instance);
    say_raised("instance of another class");
    PyErr_SetString(list, "text");
    say_raised("no exception");
    PyErr_Restore(Py_NewRef(PyExc_ValueError), Py_NewRef(text), Py_NewRef(text));
    say_raised("no traceback");
    Py_DECREF(broken);
    Py_DECREF(odd);
    Py_DECREF(text);
    Py_DECREF(instance);
    Py_DECREF(boom);
    Py_DECREF(list);
}

CASE(errors_of_except_star)
{
    py_do("def shape(e):\n    return [shape(p) for p in e.exceptions] if isinstance(e, BaseExceptionGroup) else type(e).__name__\n"
          "try:\n    raise ExceptionGroup('eg', [TypeError('t'), ValueError(42)])\nexcept ExceptionGroup as e:\n    orig = e\n"
          "match, rest = orig.split(TypeError)\nnew = OSError('file')\n");
    PyObject *orig = py("orig"), *number = py("5"), *fresh = py("ValueError(1)"), *shape = py("shape");
    const char *lists[] = {"[]", "[None]", "[orig]", "[match, rest]", "[match]", "[new, rest]", "[new, match, rest]", "[new]", "[5]"};
    for (size_t at = 0; at < sizeof lists / sizeof *lists; at++) {
        PyObject *list = py(lists[at]), *result = PyUnstable_Exc_PrepReraiseStar(orig, list);
        say_new(lists[at], result ? PyObject_CallOneArg(shape, result) : NULL);
        Py_XDECREF(result);
        Py_DECREF(list);
    }
    PyObject *empty = py("[]");
    say_new("no exception", PyUnstable_Exc_PrepReraiseStar(number, empty));
    say_new("no list", PyUnstable_Exc_PrepReraiseStar(orig, number));
    say_new("not raised", PyUnstable_Exc_PrepReraiseStar(fresh, empty));
    Py_DECREF(empty);
    Py_DECREF(orig);
    Py_DECREF(number);
    Py_DECREF(fresh);
    Py_DECREF(shape);
}

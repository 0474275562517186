/* Functions with variable arguments: each hands its `va_list` to the function in Rust that does the work.
   Nothing is decided here; no header of CPython is needed. Calls with variable arguments are in `calls.c`. */

#include <stdarg.h>
#include <stdio.h>
#include <stddef.h>

typedef struct object PyObject;
typedef struct state PyThreadState;
typedef ptrdiff_t Py_ssize_t;

#define EXPORT __attribute__((visibility("default")))

/* RESULT NAME(PARAMETERS, ...) calls TARGET(ARGUMENTS, va). */
#define FORWARD(RESULT, NAME, PARAMETERS, LAST, TARGET, ...) \
    EXPORT RESULT NAME PARAMETERS { \
        va_list va; \
        va_start(va, LAST); \
        RESULT result = TARGET(__VA_ARGS__, va); \
        va_end(va); \
        return result; \
    }

#define FORWARD_VOID(NAME, PARAMETERS, LAST, TARGET, ...) \
    EXPORT void NAME PARAMETERS { \
        va_list va; \
        va_start(va, LAST); \
        TARGET(__VA_ARGS__, va); \
        va_end(va); \
    }

/* --- arguments of functions --- */

int PyArg_VaParse(PyObject *, const char *, va_list);
int PyArg_VaParseTupleAndKeywords(PyObject *, PyObject *, const char *, char *const *, va_list);
int pilotage_parse_object(PyObject *, const char *, va_list);
int pilotage_unpack(PyObject *const *, Py_ssize_t, const char *, Py_ssize_t, Py_ssize_t, va_list);
int pilotage_unpack_tuple(PyObject *, const char *, Py_ssize_t, Py_ssize_t, va_list);
int pilotage_parse_stack(PyObject *const *, Py_ssize_t, const char *, va_list);
int pilotage_parse_stack_keywords(PyObject *const *, Py_ssize_t, PyObject *, void *, va_list);
int _PyArg_VaParseTupleAndKeywordsFast(PyObject *, PyObject *, void *, va_list);

FORWARD(int, PyArg_ParseTuple, (PyObject *args, const char *format, ...), format, PyArg_VaParse, args, format)
FORWARD(int, _PyArg_ParseTuple_SizeT, (PyObject *args, const char *format, ...), format, PyArg_VaParse, args, format)
FORWARD(int, PyArg_Parse, (PyObject *arg, const char *format, ...), format, pilotage_parse_object, arg, format)
FORWARD(int, _PyArg_Parse_SizeT, (PyObject *arg, const char *format, ...), format, pilotage_parse_object, arg, format)
FORWARD(int, PyArg_ParseTupleAndKeywords,
        (PyObject *args, PyObject *kwargs, const char *format, char *const *keywords, ...), keywords,
        PyArg_VaParseTupleAndKeywords, args, kwargs, format, keywords)
FORWARD(int, _PyArg_ParseTupleAndKeywords_SizeT,
        (PyObject *args, PyObject *kwargs, const char *format, char *const *keywords, ...), keywords,
        PyArg_VaParseTupleAndKeywords, args, kwargs, format, keywords)
FORWARD(int, PyArg_UnpackTuple, (PyObject *args, const char *name, Py_ssize_t min, Py_ssize_t max, ...), max,
        pilotage_unpack_tuple, args, name, min, max)
FORWARD(int, _PyArg_UnpackStack,
        (PyObject *const *args, Py_ssize_t nargs, const char *name, Py_ssize_t min, Py_ssize_t max, ...), max,
        pilotage_unpack, args, nargs, name, min, max)
FORWARD(int, _PyArg_ParseStack, (PyObject *const *args, Py_ssize_t nargs, const char *format, ...), format,
        pilotage_parse_stack, args, nargs, format)
FORWARD(int, _PyArg_ParseStack_SizeT, (PyObject *const *args, Py_ssize_t nargs, const char *format, ...), format,
        pilotage_parse_stack, args, nargs, format)
FORWARD(int, _PyArg_ParseStackAndKeywords,
        (PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames, void *parser, ...), parser,
        pilotage_parse_stack_keywords, args, nargs, kwnames, parser)
FORWARD(int, _PyArg_ParseStackAndKeywords_SizeT,
        (PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames, void *parser, ...), parser,
        pilotage_parse_stack_keywords, args, nargs, kwnames, parser)
FORWARD(int, _PyArg_ParseTupleAndKeywordsFast, (PyObject *args, PyObject *kwargs, void *parser, ...), parser,
        _PyArg_VaParseTupleAndKeywordsFast, args, kwargs, parser)
FORWARD(int, _PyArg_ParseTupleAndKeywordsFast_SizeT, (PyObject *args, PyObject *kwargs, void *parser, ...), parser,
        _PyArg_VaParseTupleAndKeywordsFast, args, kwargs, parser)

/* --- values --- */

PyObject *Py_VaBuildValue(const char *, va_list);

FORWARD(PyObject *, Py_BuildValue, (const char *format, ...), format, Py_VaBuildValue, format)
FORWARD(PyObject *, _Py_BuildValue_SizeT, (const char *format, ...), format, Py_VaBuildValue, format)

/* --- text --- */

PyObject *PyUnicode_FromFormatV(const char *, va_list);
PyObject *PyBytes_FromFormatV(const char *, va_list);
int pilotage_writer_format(void *, const char *, va_list);

FORWARD(PyObject *, PyUnicode_FromFormat, (const char *format, ...), format, PyUnicode_FromFormatV, format)
FORWARD(PyObject *, PyBytes_FromFormat, (const char *format, ...), format, PyBytes_FromFormatV, format)
FORWARD(int, PyUnicodeWriter_Format, (void *writer, const char *format, ...), format, pilotage_writer_format, writer,
        format)

/* --- exceptions and warnings --- */

PyObject *PyErr_FormatV(PyObject *, const char *, va_list);
PyObject *pilotage_format_from_cause(PyObject *, const char *, va_list);
void pilotage_format_unraisable(const char *, va_list);
int pilotage_warn_format(PyObject *, Py_ssize_t, const char *, va_list);
int pilotage_resource_warning(PyObject *, Py_ssize_t, const char *, va_list);
int pilotage_warn_explicit_format(PyObject *, const char *, int, const char *, PyObject *, const char *, va_list);

FORWARD(PyObject *, PyErr_Format, (PyObject *class, const char *format, ...), format, PyErr_FormatV, class, format)
FORWARD(PyObject *, _PyErr_Format, (PyThreadState *state, PyObject *class, const char *format, ...), format,
        PyErr_FormatV, class, format)
FORWARD(PyObject *, _PyErr_FormatFromCause, (PyObject *class, const char *format, ...), format,
        pilotage_format_from_cause, class, format)
FORWARD(PyObject *, _PyErr_FormatFromCauseTstate, (PyThreadState *state, PyObject *class, const char *format, ...),
        format, pilotage_format_from_cause, class, format)
FORWARD_VOID(PyErr_FormatUnraisable, (const char *format, ...), format, pilotage_format_unraisable, format)
FORWARD(int, PyErr_WarnFormat, (PyObject *category, Py_ssize_t level, const char *format, ...), format,
        pilotage_warn_format, category, level, format)
FORWARD(int, PyErr_ResourceWarning, (PyObject *source, Py_ssize_t level, const char *format, ...), format,
        pilotage_resource_warning, source, level, format)
FORWARD(int, PyErr_WarnExplicitFormat,
        (PyObject *category, const char *filename, int line, const char *module, PyObject *registry,
         const char *format, ...),
        format, pilotage_warn_explicit_format, category, filename, line, module, registry, format)

/* --- sys --- */

int pilotage_audit(const char *, const char *, va_list);
void pilotage_sys_write(int, const char *);
void pilotage_sys_format(int, const char *, va_list);

FORWARD(int, PySys_Audit, (const char *event, const char *format, ...), format, pilotage_audit, event, format)
FORWARD_VOID(PySys_FormatStdout, (const char *format, ...), format, pilotage_sys_format, 1, format)
FORWARD_VOID(PySys_FormatStderr, (const char *format, ...), format, pilotage_sys_format, 2, format)

/* At most 1000 bytes of output are promised. */
static void sys_write(int stream, const char *format, va_list va)
{
    char text[1001];
    int written = vsnprintf(text, sizeof text, format, va);
    pilotage_sys_write(stream, text);
    if (written < 0 || (size_t)written >= sizeof text) {
        pilotage_sys_write(stream, "... truncated");
    }
}

FORWARD_VOID(PySys_WriteStdout, (const char *format, ...), format, sys_write, 1, format)
FORWARD_VOID(PySys_WriteStderr, (const char *format, ...), format, sys_write, 2, format)

/* --- printf --- */

EXPORT int PyOS_vsnprintf(char *text, size_t size, const char *format, va_list va)
{
    int written;
    if (size > 0x7fffffff - 512) {
        written = -666;
    } else {
        written = vsnprintf(text, size, format, va);
    }
    if (size > 0) {
        text[size - 1] = '\0';
    }
    return written;
}

FORWARD(int, PyOS_snprintf, (char *text, size_t size, const char *format, ...), format, PyOS_vsnprintf, text, size,
        format)

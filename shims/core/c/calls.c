/* Functions with variable arguments of the call protocol and of tuples: each gathers its arguments and calls core.
 * No behaviour of its own. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

typedef struct object PyObject;
typedef struct {
    uint64_t index_and_mutex;
    const char *string;
} Identifier;

PyObject *PyObject_Vectorcall(PyObject *, PyObject *const *, size_t, PyObject *);
PyObject *PyObject_VectorcallMethod(PyObject *, PyObject *const *, size_t, PyObject *);
PyObject *PyObject_CallNoArgs(PyObject *);
PyObject *PyObject_GetAttr(PyObject *, PyObject *);
PyObject *Py_VaBuildValue(const char *, va_list);
PyObject *PyTuple_New(ptrdiff_t);
int PyTuple_SetItem(PyObject *, ptrdiff_t, PyObject *);
void Py_IncRef(PyObject *);
void Py_DecRef(PyObject *);
PyObject *pilotage_call_built(PyObject *, PyObject *);
PyObject *pilotage_call_method_built(PyObject *, PyObject *, PyObject *);
PyObject *pilotage_name(const char *);
PyObject *pilotage_null_argument(void);
PyObject *pilotage_call_many(PyObject *, size_t, PyObject *(*)(void *), void *);

enum { FEW = 12 };

struct rest {
    va_list args;
};

static PyObject *next_argument(void *rest)
{
    return va_arg(((struct rest *)rest)->args, PyObject *);
}

/* Counts the objects up to NULL; the first ones are kept. */
static size_t gather(PyObject **kept, size_t start, va_list args)
{
    size_t count = start;
    PyObject *next;
    while ((next = va_arg(args, PyObject *)) != NULL) {
        if (count < FEW)
            kept[count] = next;
        count++;
    }
    return count;
}

PyObject *PyObject_CallFunctionObjArgs(PyObject *callable, ...)
{
    PyObject *kept[FEW];
    struct rest rest;
    if (callable == NULL)
        return pilotage_null_argument();
    va_start(rest.args, callable);
    size_t count = gather(kept, 0, rest.args);
    va_end(rest.args);
    if (count <= FEW)
        return PyObject_Vectorcall(callable, kept, count, NULL);
    va_start(rest.args, callable);
    PyObject *result = pilotage_call_many(callable, count, next_argument, &rest);
    va_end(rest.args);
    return result;
}

PyObject *PyObject_CallMethodObjArgs(PyObject *object, PyObject *name, ...)
{
    PyObject *kept[FEW];
    struct rest rest;
    if (object == NULL || name == NULL)
        return pilotage_null_argument();
    kept[0] = object;
    va_start(rest.args, name);
    size_t count = gather(kept, 1, rest.args);
    va_end(rest.args);
    if (count <= FEW)
        return PyObject_VectorcallMethod(name, kept, count, NULL);
    PyObject *method = PyObject_GetAttr(object, name);
    if (method == NULL)
        return NULL;
    va_start(rest.args, name);
    PyObject *result = pilotage_call_many(method, count - 1, next_argument, &rest);
    va_end(rest.args);
    Py_DecRef(method);
    return result;
}

static PyObject *call_format(PyObject *callable, const char *format, va_list args)
{
    if (callable == NULL)
        return pilotage_null_argument();
    if (format == NULL || *format == '\0')
        return PyObject_CallNoArgs(callable);
    return pilotage_call_built(callable, Py_VaBuildValue(format, args));
}

/* Steals the name. */
static PyObject *call_method_format(PyObject *object, PyObject *name, const char *format, va_list args)
{
    PyObject *built = format == NULL || *format == '\0' ? PyTuple_New(0) : Py_VaBuildValue(format, args);
    return pilotage_call_method_built(object, name, built);
}

#define FORMAT_CALL(first)                                   \
    va_list args;                                            \
    va_start(args, format);                                  \
    PyObject *result = first;                                \
    va_end(args);                                            \
    return result

PyObject *PyObject_CallFunction(PyObject *callable, const char *format, ...)
{
    FORMAT_CALL(call_format(callable, format, args));
}

PyObject *_PyObject_CallFunction_SizeT(PyObject *callable, const char *format, ...)
{
    FORMAT_CALL(call_format(callable, format, args));
}

PyObject *PyEval_CallFunction(PyObject *callable, const char *format, ...)
{
    FORMAT_CALL(call_format(callable, format, args));
}

PyObject *PyObject_CallMethod(PyObject *object, const char *name, const char *format, ...)
{
    if (object == NULL || name == NULL)
        return pilotage_null_argument();
    FORMAT_CALL(call_method_format(object, pilotage_name(name), format, args));
}

PyObject *_PyObject_CallMethod_SizeT(PyObject *object, const char *name, const char *format, ...)
{
    if (object == NULL || name == NULL)
        return pilotage_null_argument();
    FORMAT_CALL(call_method_format(object, pilotage_name(name), format, args));
}

PyObject *PyEval_CallMethod(PyObject *object, const char *name, const char *format, ...)
{
    if (object == NULL || name == NULL)
        return pilotage_null_argument();
    FORMAT_CALL(call_method_format(object, pilotage_name(name), format, args));
}

PyObject *_PyObject_CallMethod(PyObject *object, PyObject *name, const char *format, ...)
{
    if (object == NULL || name == NULL)
        return pilotage_null_argument();
    Py_IncRef(name);
    FORMAT_CALL(call_method_format(object, name, format, args));
}

PyObject *_PyObject_CallMethodId(PyObject *object, Identifier *name, const char *format, ...)
{
    if (object == NULL || name == NULL)
        return pilotage_null_argument();
    FORMAT_CALL(call_method_format(object, pilotage_name(name->string), format, args));
}

PyObject *PyTuple_Pack(ptrdiff_t count, ...)
{
    PyObject *tuple = PyTuple_New(count);
    if (tuple == NULL)
        return NULL;
    va_list args;
    va_start(args, count);
    for (ptrdiff_t at = 0; at < count; at++) {
        PyObject *item = va_arg(args, PyObject *);
        Py_IncRef(item);
        PyTuple_SetItem(tuple, at, item);
    }
    va_end(args);
    return tuple;
}

/* Functions with one fault each (`*_bad`) and their right twins (`*_ok`), for the test of `pilotage check`. The heading
 * in front of a function says what is to be found in it; `FN_*` are known misses.
 * No example of style: every fault here is on purpose, and the twins look for the places where a checker errs. */
#define _GNU_SOURCE
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#ifdef Py_LIMITED_API
/* The stable ABI has functions for the macros; where the difference is the point, the function is left out. */
#define PyList_GET_ITEM(list, at) PyList_GetItem(list, at)
#define PyTuple_GET_ITEM(tuple, at) PyTuple_GetItem(tuple, at)
#define PyTuple_GET_SIZE(tuple) PyTuple_Size(tuple)
#define PyList_SET_ITEM(list, at, item) PyList_SetItem(list, at, item)
#define PyTuple_SET_ITEM(tuple, at, item) PyTuple_SetItem(tuple, at, item)
#endif

static PyObject *cache;
static PyObject *swapped;
static PyObject *interned;
static PyObject *table[8];

typedef struct node {
    PyObject *value;
    struct node *next;
} node;

static node *nodes;

/* ---- REF001 leaked-reference ---- */

static PyObject *leak_new_bad(PyObject *self, PyObject *arg)
{
    PyObject *number = PyLong_FromLong(1234567);
    if (number == NULL)
        return NULL;
    return PyObject_Repr(number);
}

static PyObject *leak_new_ok(PyObject *self, PyObject *arg)
{
    PyObject *number = PyLong_FromLong(1234567), *text;
    if (number == NULL)
        return NULL;
    text = PyObject_Repr(number);
    Py_DECREF(number);
    return text;
}

static PyObject *leak_on_error_bad(PyObject *self, PyObject *arg)
{
    PyObject *list = PyList_New(0);
    if (list == NULL)
        return NULL;
    if (!PyLong_Check(arg)) {
        PyErr_SetString(PyExc_TypeError, "not an int");
        return NULL;
    }
    return list;
}

static PyObject *leak_on_error_ok(PyObject *self, PyObject *arg)
{
    PyObject *list = PyList_New(0);
    if (list == NULL)
        return NULL;
    if (!PyLong_Check(arg)) {
        PyErr_SetString(PyExc_TypeError, "not an int");
        Py_DECREF(list);
        return NULL;
    }
    return list;
}

static PyObject *extra_incref_bad(PyObject *self, PyObject *arg)
{
    Py_INCREF(arg);
    Py_INCREF(arg);
    return arg;
}

static PyObject *extra_incref_ok(PyObject *self, PyObject *arg)
{
    Py_INCREF(arg);
    Py_INCREF(arg);
    Py_DECREF(arg);
    return arg;
}

static PyObject *incref_borrowed_bad(PyObject *self, PyObject *arg)
{
    PyObject *item = PyList_GetItem(arg, 0);
    if (item == NULL)
        return NULL;
    Py_INCREF(item);
    return PyLong_FromSsize_t(PyObject_Length(item));
}

static PyObject *incref_borrowed_ok(PyObject *self, PyObject *arg)
{
    PyObject *item = PyList_GetItem(arg, 0), *length;
    if (item == NULL)
        return NULL;
    Py_INCREF(item);
    length = PyLong_FromSsize_t(PyObject_Length(item));
    Py_DECREF(item);
    return length;
}

static PyObject *append_bad(PyObject *self, PyObject *arg)
{
    PyObject *list = PyList_New(0);
    PyObject *text = PyUnicode_FromString("an item that is appended");
    if (list == NULL || text == NULL || PyList_Append(list, text) < 0)
        return NULL;
    return list;
}

static PyObject *append_ok(PyObject *self, PyObject *arg)
{
    PyObject *list = PyList_New(0);
    PyObject *text = PyUnicode_FromString("an item that is appended");
    if (list == NULL || text == NULL || PyList_Append(list, text) < 0)
        return NULL;
    Py_DECREF(text);
    return list;
}

static PyObject *build_value_bad(PyObject *self, PyObject *arg)
{
    return Py_BuildValue("(iOd)", 1, PyUnicode_FromString("lost in a tuple"), 2.0);
}

static PyObject *build_value_ok(PyObject *self, PyObject *arg)
{
    return Py_BuildValue("(iNd{s:N})", 1, PyUnicode_FromString("kept in a tuple"), 2.0, "key", PyLong_FromLong(99999));
}

static PyObject *iterate_bad(PyObject *self, PyObject *arg)
{
    PyObject *iterator = PyObject_GetIter(arg), *item;
    long count = 0;
    if (iterator == NULL)
        return NULL;
    while ((item = PyIter_Next(iterator)) != NULL)
        count++;
    Py_DECREF(iterator);
    return PyErr_Occurred() ? NULL : PyLong_FromLong(count);
}

static PyObject *iterate_ok(PyObject *self, PyObject *arg)
{
    PyObject *iterator = PyObject_GetIter(arg), *item;
    long count = 0;
    if (iterator == NULL)
        return NULL;
    while ((item = PyIter_Next(iterator)) != NULL) {
        count++;
        Py_DECREF(item);
    }
    Py_DECREF(iterator);
    return PyErr_Occurred() ? NULL : PyLong_FromLong(count);
}

static PyObject *overwrite_static_bad(PyObject *self, PyObject *arg)
{
    /* The former value is forgotten, not released. */
    cache = PyUnicode_FromFormat("cached %d", (int)PyLong_AsLong(arg));
    Py_RETURN_NONE;
}

static PyObject *overwrite_static_ok(PyObject *self, PyObject *arg)
{
    PyObject *old = swapped;
    swapped = PyUnicode_FromFormat("swapped %d", (int)PyLong_AsLong(arg));
    Py_XDECREF(old);
    Py_RETURN_NONE;
}

#ifndef Py_LIMITED_API
static PyObject *set_item_inline_bad(PyObject *self, PyObject *arg)
{
    /* The list has an item already: it is overwritten, and its reference with it. */
    PyObject *list = PyList_New(1);
    if (list == NULL)
        return NULL;
    PyList_SET_ITEM(list, 0, PyUnicode_FromString("overwritten soon"));
    PyList_SET_ITEM(list, 0, PyUnicode_FromString("written over it"));
    return list;
}
#endif

static PyObject *set_item_inline_ok(PyObject *self, PyObject *arg)
{
    PyObject *tuple = PyTuple_New(3);
    int at;
    if (tuple == NULL)
        return NULL;
    for (at = 0; at < 3; at++) {
        PyTuple_SET_ITEM(tuple, at, arg);
        Py_INCREF(arg);
    }
    return tuple;
}

static PyObject *get_attribute_bad(PyObject *self, PyObject *arg)
{
    PyObject *name = PyObject_GetAttrString(arg, "name");
    if (name == NULL)
        return NULL;
    return PyBool_FromLong(PyUnicode_Check(name));
}

static PyObject *get_attribute_ok(PyObject *self, PyObject *arg)
{
    PyObject *name = PyObject_GetAttrString(arg, "name");
    int is_text;
    if (name == NULL)
        return NULL;
    is_text = PyUnicode_Check(name);
    Py_DECREF(name);
    return PyBool_FromLong(is_text);
}

/* ---- REF003 over-release ---- */

static PyObject *return_borrowed_bad(PyObject *self, PyObject *arg)
{
    return PyDict_GetItemString(arg, "key");
}

static PyObject *return_borrowed_ok(PyObject *self, PyObject *arg)
{
    PyObject *value = PyDict_GetItemString(arg, "key");
    Py_XINCREF(value);
    if (value == NULL)
        PyErr_SetString(PyExc_KeyError, "key");
    return value;
}

static PyObject *release_argument_bad(PyObject *self, PyObject *arg)
{
    Py_ssize_t length = PyObject_Length(arg);
    Py_DECREF(arg);
    return PyLong_FromSsize_t(length);
}

static PyObject *release_argument_ok(PyObject *self, PyObject *arg)
{
    Py_ssize_t length;
    Py_INCREF(arg);
    length = PyObject_Length(arg);
    Py_DECREF(arg);
    return PyLong_FromSsize_t(length);
}

static PyObject *release_item_bad(PyObject *self, PyObject *arg)
{
    PyObject *item = PyList_GET_ITEM(arg, 0);
    Py_ssize_t length = PyObject_Length(item);
    Py_DECREF(item);
    return PyLong_FromSsize_t(length);
}

static PyObject *release_item_ok(PyObject *self, PyObject *arg)
{
    PyObject *item = PyList_GET_ITEM(arg, 0);
    Py_ssize_t length;
    Py_INCREF(item);
    if (PyList_SetSlice(arg, 0, 1, NULL) < 0)
        return NULL;
    length = PyObject_Length(item);
    Py_DECREF(item);
    return PyLong_FromSsize_t(length);
}

static PyObject *steal_borrowed_bad(PyObject *self, PyObject *arg)
{
    PyObject *tuple = PyTuple_New(1);
    if (tuple == NULL)
        return NULL;
    PyTuple_SetItem(tuple, 0, arg);
    return tuple;
}

static PyObject *steal_borrowed_ok(PyObject *self, PyObject *arg)
{
    PyObject *tuple = PyTuple_New(1);
    if (tuple == NULL)
        return NULL;
    Py_INCREF(arg);
    PyTuple_SetItem(tuple, 0, arg);
    return tuple;
}

static PyObject *steal_inline_bad(PyObject *self, PyObject *arg)
{
    PyObject *list = PyList_New(2);
    if (list == NULL)
        return NULL;
    PyList_SET_ITEM(list, 0, PyLong_FromLong(424242));
    PyList_SET_ITEM(list, 1, arg);
    return list;
}

static PyObject *steal_inline_ok(PyObject *self, PyObject *arg)
{
    PyObject *list = PyList_New(2);
    if (list == NULL)
        return NULL;
    PyList_SET_ITEM(list, 0, PyLong_FromLong(424242));
    Py_INCREF(arg);
    PyList_SET_ITEM(list, 1, arg);
    Py_INCREF(PyList_GET_ITEM(list, 1));
    Py_DECREF(list);
    return arg;
}

static PyObject *release_twice_bad(PyObject *self, PyObject *arg)
{
    Py_INCREF(arg);
    if (PyObject_IsTrue(arg) < 0)
        goto done;
    Py_DECREF(arg);
done:
    Py_DECREF(arg);
    Py_RETURN_NONE;
}

static PyObject *release_twice_ok(PyObject *self, PyObject *arg)
{
    Py_INCREF(arg);
    Py_INCREF(arg);
    if (PyObject_IsTrue(arg) < 0)
        goto done;
    Py_DECREF(arg);
done:
    Py_DECREF(arg);
    Py_RETURN_NONE;
}

static PyObject *build_stolen_bad(PyObject *self, PyObject *arg)
{
    return Py_BuildValue("(Ns)", arg, "a borrowed reference was given away");
}

static PyObject *build_stolen_ok(PyObject *self, PyObject *arg)
{
    Py_INCREF(arg);
    return Py_BuildValue("(Nsd)", arg, "a reference was given away", 0.5);
}

/* ---- REF006 use-after-release ---- */

static PyObject *use_after_bad(PyObject *self, PyObject *arg)
{
    PyObject *text = PyUnicode_FromFormat("a text that dies %d", 1);
    if (text == NULL)
        return NULL;
    Py_DECREF(text);
    return PyObject_Repr(text);
}

static PyObject *use_after_ok(PyObject *self, PyObject *arg)
{
    PyObject *text = PyUnicode_FromFormat("a text that dies %d", 1), *result;
    if (text == NULL)
        return NULL;
    result = PyObject_Repr(text);
    Py_DECREF(text);
    return result;
}

static PyObject *use_class_after_bad(PyObject *self, PyObject *arg)
{
    PyObject *made = PyObject_CallObject(arg, NULL);
    if (made == NULL)
        return NULL;
    Py_DECREF(made);
    if (PyObject_SetAttrString(made, "name", Py_None) < 0)
        return NULL;
    Py_RETURN_NONE;
}

static PyObject *use_class_after_ok(PyObject *self, PyObject *arg)
{
    PyObject *made = PyObject_CallObject(arg, NULL);
    int done;
    if (made == NULL)
        return NULL;
    done = PyObject_SetAttrString(made, "name", Py_None);
    Py_DECREF(made);
    if (done < 0)
        return NULL;
    /* The address may be that of the former object. */
    made = PyObject_CallObject(arg, NULL);
    if (made == NULL)
        return NULL;
    done = PyObject_SetAttrString(made, "name", Py_None);
    Py_DECREF(made);
    if (done < 0)
        return NULL;
    Py_RETURN_NONE;
}

static PyObject *return_dead_bad(PyObject *self, PyObject *arg)
{
    PyObject *made = PyObject_CallObject(arg, NULL);
    if (made == NULL)
        return NULL;
    Py_DECREF(made);
    return made;
}

static PyObject *return_dead_ok(PyObject *self, PyObject *arg)
{
    PyObject *made = PyObject_CallObject(arg, NULL);
    if (made == NULL)
        return NULL;
    Py_INCREF(made);
    Py_DECREF(made);
    return made;
}

/* ---- REF007 stale-borrowed-reference ---- */

static PyObject *stale_borrowed_bad(PyObject *self, PyObject *arg)
{
    PyObject *item = PyList_GetItem(arg, 0);
    if (item == NULL || PyList_SetSlice(arg, 0, 1, NULL) < 0)
        return NULL;
    return PyObject_Repr(item);
}

static PyObject *stale_borrowed_ok(PyObject *self, PyObject *arg)
{
    PyObject *item = PyList_GetItem(arg, 0), *text;
    if (item == NULL)
        return NULL;
    Py_INCREF(item);
    if (PyList_SetSlice(arg, 0, 1, NULL) < 0) {
        Py_DECREF(item);
        return NULL;
    }
    text = PyObject_Repr(item);
    Py_DECREF(item);
    return text;
}

static PyObject *stale_dict_bad(PyObject *self, PyObject *arg)
{
    PyObject *value = PyDict_GetItemString(arg, "key");
    if (value == NULL || PyDict_SetItemString(arg, "key", Py_None) < 0)
        return NULL;
    return PyObject_Str(value);
}

static PyObject *stale_dict_ok(PyObject *self, PyObject *arg)
{
    /* Borrowed, but the other reference lives as long as the dictionary of the caller's object. */
    PyObject *value = PyDict_GetItemString(arg, "key");
    if (value == NULL || PyDict_SetItemString(arg, "other", Py_None) < 0)
        return NULL;
    return PyObject_Str(value);
}

/* ---- ERR003 null-without-exception ---- */

static PyObject *null_bad(PyObject *self, PyObject *arg)
{
    if (PyLong_Check(arg))
        return NULL;
    Py_RETURN_NONE;
}

static PyObject *null_ok(PyObject *self, PyObject *arg)
{
    PyErr_SetString(PyExc_ValueError, "as it should be");
    return NULL;
}

static PyObject *null_cleared_bad(PyObject *self, PyObject *arg)
{
    PyObject *value = PyObject_GetAttrString(arg, "no_such_attribute");
    if (value == NULL)
        PyErr_Clear();
    return value;
}

static PyObject *null_cleared_ok(PyObject *self, PyObject *arg)
{
    PyObject *value = PyObject_GetAttrString(arg, "no_such_attribute");
    if (value == NULL) {
        PyErr_Clear();
        Py_RETURN_NONE;
    }
    return value;
}

/* ---- ERR004 result-with-exception-set ---- */

static PyObject *result_bad(PyObject *self, PyObject *arg)
{
    PyObject *value = PyObject_GetAttrString(arg, "no_such_attribute");
    if (value == NULL)
        Py_RETURN_NONE;
    return value;
}

static PyObject *result_ok(PyObject *self, PyObject *arg)
{
    PyObject *type, *value, *trace;
    PyErr_SetString(PyExc_ValueError, "put aside");
    PyErr_Fetch(&type, &value, &trace);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(trace);
    Py_RETURN_NONE;
}

static PyObject *result_number_bad(PyObject *self, PyObject *arg)
{
    long number = PyLong_AsLong(arg);
    return PyLong_FromLong(number);
}

static PyObject *result_number_ok(PyObject *self, PyObject *arg)
{
    long number = PyLong_AsLong(arg);
    if (number == -1 && PyErr_Occurred())
        return NULL;
    return PyLong_FromLong(number);
}

/* ---- ERR006 call-with-exception-pending ---- */

static PyObject *pending_bad(PyObject *self, PyObject *arg)
{
    PyObject *result;
    PyErr_SetString(PyExc_ValueError, "pending");
    result = PyObject_CallObject(arg, NULL);
    Py_XDECREF(result);
    PyErr_Clear();
    Py_RETURN_NONE;
}

static PyObject *pending_ok(PyObject *self, PyObject *arg)
{
    PyObject *type, *value, *trace, *result;
    PyErr_SetString(PyExc_ValueError, "pending");
    PyErr_Fetch(&type, &value, &trace);
    result = PyObject_CallObject(arg, NULL);
    Py_XDECREF(result);
    PyErr_Restore(type, value, trace);
    if (!PyErr_ExceptionMatches(PyExc_ValueError))
        return NULL;
    PyErr_Clear();
    Py_RETURN_NONE;
}

static PyObject *pending_attribute_bad(PyObject *self, PyObject *arg)
{
    PyObject *first = PyObject_GetAttrString(arg, "no_such_attribute");
    PyObject *second = PyObject_GetAttrString(arg, "name");
    Py_XDECREF(first);
    PyErr_Clear();
    return second;
}

static PyObject *pending_attribute_ok(PyObject *self, PyObject *arg)
{
    PyObject *first = PyObject_GetAttrString(arg, "no_such_attribute");
    if (first == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError))
            return NULL;
        PyErr_Clear();
    }
    Py_XDECREF(first);
    return PyObject_GetAttrString(arg, "name");
}

/* ---- GIL001 api-without-gil ---- */

static PyObject *no_gil_bad(PyObject *self, PyObject *arg)
{
    PyObject *number;
    Py_BEGIN_ALLOW_THREADS
    number = PyLong_FromLong(7654321);
    Py_END_ALLOW_THREADS
    return number;
}

#ifndef Py_LIMITED_API
static PyObject *no_gil_ok(PyObject *self, PyObject *arg)
{
    PyObject *number;
    void *memory;
    Py_BEGIN_ALLOW_THREADS
    memory = PyMem_RawMalloc(100);
    Py_BLOCK_THREADS
    number = PyLong_FromLong(7654321);
    Py_UNBLOCK_THREADS
    PyMem_RawFree(memory);
    Py_END_ALLOW_THREADS
    return number;
}
#endif

static PyObject *no_gil_error_bad(PyObject *self, PyObject *arg)
{
    int failed = 1;
    Py_BEGIN_ALLOW_THREADS
    if (failed)
        PyErr_SetString(PyExc_ValueError, "set without the lock");
    Py_END_ALLOW_THREADS
    return NULL;
}

static PyObject *no_gil_error_ok(PyObject *self, PyObject *arg)
{
    Py_BEGIN_ALLOW_THREADS
    PyGILState_STATE state = PyGILState_Ensure();
    PyErr_SetString(PyExc_ValueError, "set with the lock");
    PyGILState_Release(state);
    Py_END_ALLOW_THREADS
    return NULL;
}

/* ---- REF015 mismatched-allocator ---- */

static PyObject *allocator_bad(PyObject *self, PyObject *arg)
{
    char *memory = PyMem_Malloc(64);
    if (memory == NULL)
        return PyErr_NoMemory();
    memset(memory, 0, 64);
    PyObject_Free(memory);
    Py_RETURN_NONE;
}

static PyObject *allocator_ok(PyObject *self, PyObject *arg)
{
    char *memory = PyMem_Malloc(64);
    if (memory == NULL)
        return PyErr_NoMemory();
    memory = PyMem_Realloc(memory, 1024);
    PyMem_Free(memory);
    Py_RETURN_NONE;
}

#ifndef Py_LIMITED_API
static PyObject *allocator_c_bad(PyObject *self, PyObject *arg)
{
    char *memory = PyMem_RawMalloc(4096);
    if (memory == NULL)
        return PyErr_NoMemory();
    memset(memory, 1, 4096);
    free(memory);
    Py_RETURN_NONE;
}
#endif

static PyObject *allocator_c_ok(PyObject *self, PyObject *arg)
{
    char *memory = malloc(4096);
    if (memory == NULL)
        return PyErr_NoMemory();
    memory = realloc(memory, 8192);
    memset(memory, 1, 4096);
    free(memory);
    Py_RETURN_NONE;
}

static PyObject *allocator_python_bad(PyObject *self, PyObject *arg)
{
    char *memory = malloc(4096);
    if (memory == NULL)
        return PyErr_NoMemory();
    memset(memory, 1, 4096);
    PyMem_Free(memory);
    Py_RETURN_NONE;
}

static PyObject *allocator_python_ok(PyObject *self, PyObject *arg)
{
    /* Given out by the interpreter, to be freed with PyMem_Free. */
    wchar_t *text = PyUnicode_AsWideCharString(arg, NULL);
    if (text == NULL)
        return NULL;
    PyMem_Free(text);
    Py_RETURN_NONE;
}

/* ---- REF014 memory-not-freed ---- */

static PyObject *lost_python_bad(PyObject *self, PyObject *arg)
{
    static size_t size = 300;
    char *memory = PyMem_Malloc(size += 32);
    if (memory == NULL)
        return PyErr_NoMemory();
    strcpy(memory, "from PyMem_Malloc");
    return PyUnicode_FromString(memory);
}

static PyObject *lost_python_ok(PyObject *self, PyObject *arg)
{
    char *memory = PyMem_Malloc(460);
    PyObject *text;
    if (memory == NULL)
        return PyErr_NoMemory();
    strcpy(memory, "from PyMem_Malloc");
    text = PyUnicode_FromString(memory);
    PyMem_Free(memory);
    return text;
}

static PyObject *lost_object_bad(PyObject *self, PyObject *arg)
{
    char *memory = PyObject_Malloc(600);
    if (memory == NULL)
        return PyErr_NoMemory();
    strcpy(memory, "from PyObject_Malloc");
    return PyUnicode_FromString(memory);
}

static PyObject *lost_on_error_bad(PyObject *self, PyObject *arg)
{
    char *copy = malloc(2000);
    PyObject *text;
    if (copy == NULL)
        return PyErr_NoMemory();
    strcpy(copy, "from malloc");
    if (!PyLong_Check(arg)) {
        PyErr_Format(PyExc_TypeError, "not an int: %s", copy);
        return NULL;
    }
    text = PyUnicode_FromString(copy);
    free(copy);
    return text;
}

static PyObject *lost_on_error_ok(PyObject *self, PyObject *arg)
{
    char *copy = malloc(2000);
    if (copy == NULL)
        return PyErr_NoMemory();
    strcpy(copy, "from malloc");
    if (!PyLong_Check(arg))
        PyErr_Format(PyExc_TypeError, "not an int: %s", copy);
    free(copy);
    return NULL;
}

typedef struct chain {
    struct chain *next;
    char text[440];
} chain;

static chain *chains;
static char *spare, *behind;

static chain *two_links(void)
{
    chain *first = malloc(sizeof(chain)), *second = calloc(1, sizeof(chain));
    if (first == NULL || second == NULL) {
        free(first);
        free(second);
        return (chain *)PyErr_NoMemory();
    }
    strcpy(first->text, "first");
    first->next = second;
    return first;
}

/* The second link is in the hands of the first, and the first in nobody's. */
static PyObject *lost_chain_bad(PyObject *self, PyObject *arg)
{
    chain *first = malloc(sizeof(chain));
    if (first == NULL)
        return PyErr_NoMemory();
    first->next = calloc(1, sizeof(chain));
    strcpy(first->text, "first");
    if (first->next != NULL)
        strcpy(first->next->text, "second");
    return PyUnicode_FromString(first->text);
}

static PyObject *lost_chain_ok(PyObject *self, PyObject *arg)
{
    chain *first = two_links();
    if (first == NULL)
        return NULL;
    first->next->next = chains;
    chains = first;
    return PyUnicode_FromString(first->text);
}

static PyObject *lost_overwritten_bad(PyObject *self, PyObject *arg)
{
    spare = malloc(3000);
    if (spare == NULL)
        return PyErr_NoMemory();
    strcpy(spare, "one");
    spare = malloc(3000);
    if (spare == NULL)
        return PyErr_NoMemory();
    strcpy(spare, "two");
    Py_RETURN_NONE;
}

/* Grows, and is known by its middle only. */
static PyObject *lost_middle_ok(PyObject *self, PyObject *arg)
{
    char *memory = behind == NULL ? NULL : behind - 16;
    memory = realloc(memory, 5000);
    if (memory == NULL)
        return PyErr_NoMemory();
    strcpy(memory, "middle");
    behind = memory + 16;
    Py_RETURN_NONE;
}

static void free_capsule(PyObject *capsule)
{
    free(PyCapsule_GetPointer(capsule, "seeded.memory"));
}

static PyObject *lost_capsule_ok(PyObject *self, PyObject *arg)
{
    char *memory = malloc(700);
    PyObject *capsule;
    if (memory == NULL)
        return PyErr_NoMemory();
    strcpy(memory, "of a capsule");
    capsule = PyCapsule_New(memory, "seeded.memory", free_capsule);
    if (capsule == NULL)
        free(memory);
    return capsule;
}

/* The address of a function of the API is that of the slots of the interpreter's types: with another one, this fails. */
static PyObject *compare_slot_ok(PyObject *self, PyObject *arg)
{
#ifndef Py_LIMITED_API
    if (Py_TYPE(arg)->tp_getattro != PyObject_GenericGetAttr)
        return NULL;
#endif
    return PyUnicode_FromString("as it should be");
}

/* ---- REF013 buffer-not-released ---- */

static PyObject *buffer_bad(PyObject *self, PyObject *arg)
{
    Py_buffer view;
    if (PyObject_GetBuffer(arg, &view, PyBUF_SIMPLE) < 0)
        return NULL;
    return PyLong_FromSsize_t(view.len);
}

static PyObject *buffer_ok(PyObject *self, PyObject *arg)
{
    Py_buffer view;
    PyObject *length;
    if (PyObject_GetBuffer(arg, &view, PyBUF_SIMPLE) < 0)
        return NULL;
    length = PyLong_FromSsize_t(view.len);
    PyBuffer_Release(&view);
    return length;
}

static PyObject *buffer_parsed_bad(PyObject *self, PyObject *args)
{
    Py_buffer view;
    int flag;
    double number;
    if (!PyArg_ParseTuple(args, "idy*", &flag, &number, &view))
        return NULL;
    if (flag) {
        PyErr_SetString(PyExc_ValueError, "left early");
        return NULL;
    }
    PyBuffer_Release(&view);
    Py_RETURN_NONE;
}

static PyObject *buffer_parsed_ok(PyObject *self, PyObject *args)
{
    Py_buffer view;
    int flag;
    double number;
    if (!PyArg_ParseTuple(args, "idy*", &flag, &number, &view))
        return NULL;
    PyBuffer_Release(&view);
    if (flag) {
        PyErr_SetString(PyExc_ValueError, "left early");
        return NULL;
    }
    Py_RETURN_NONE;
}

/* ---- RUN001 crash ---- */

static PyObject *crash_bad(PyObject *self, PyObject *arg)
{
    PyObject *volatile *nowhere = (PyObject *volatile *)16;
    PyObject *text = PyObject_Repr(arg);
    Py_XDECREF(text);
    return *nowhere;
}

static PyObject *crash_ok(PyObject *self, PyObject *arg)
{
    PyErr_SetString(PyExc_SystemError, "no crash");
    return NULL;
}

static PyObject *abort_bad(PyObject *self, PyObject *arg)
{
    if (PyObject_IsTrue(arg))
        abort();
    Py_RETURN_NONE;
}

static PyObject *abort_ok(PyObject *self, PyObject *arg)
{
    if (PyObject_IsTrue(arg) < 0)
        return NULL;
    Py_RETURN_NONE;
}

/* ---- INJECT: right as long as no call fails ---- */

static PyObject *unchecked(PyObject *self, PyObject *arg)
{
    PyObject *number = PyLong_FromLong(4711471), *text = PyObject_Repr(number);
    Py_DECREF(number);
    return text;
}

static PyObject *unreleased(PyObject *self, PyObject *arg)
{
    PyObject *list = PyList_New(0), *text;
    if (list == NULL)
        return NULL;
    text = PyObject_Repr(arg);
    if (text == NULL)
        return NULL;
    Py_DECREF(list);
    return text;
}

static PyObject *careful(PyObject *self, PyObject *arg)
{
    PyObject *list = PyList_New(0), *text;
    if (list == NULL)
        return NULL;
    text = PyObject_Repr(arg);
    Py_DECREF(list);
    return text;
}

/* ---- twins without a fault of their own: where references may be ---- */

static PyObject *hold_in_static_ok(PyObject *self, PyObject *arg)
{
    if (interned == NULL)
        interned = PyUnicode_InternFromString("kept for ever by this module");
    Py_XINCREF(interned);
    return interned;
}

static PyObject *hold_in_array_ok(PyObject *self, PyObject *arg)
{
    static int next;
    PyObject *old = table[next % 8];
    Py_INCREF(arg);
    table[next++ % 8] = arg;
    Py_XDECREF(old);
    Py_RETURN_NONE;
}

static PyObject *hold_in_nodes_ok(PyObject *self, PyObject *arg)
{
    node *fresh = malloc(sizeof(node));
    if (fresh == NULL)
        return PyErr_NoMemory();
    Py_INCREF(arg);
    fresh->value = arg;
    fresh->next = nodes;
    nodes = fresh;
    Py_RETURN_NONE;
}

static PyObject *drop_nodes_ok(PyObject *self, PyObject *arg)
{
    node *at = nodes;
    nodes = NULL;
    while (at != NULL) {
        node *next = at->next;
        Py_DECREF(at->value);
        free(at);
        at = next;
    }
    Py_RETURN_NONE;
}

static PyObject *immortal_ok(PyObject *self, PyObject *arg)
{
    Py_INCREF(Py_None);
    Py_INCREF(Py_True);
    Py_DECREF(Py_True);
    return Py_None;
}

static PyObject *call_back_ok(PyObject *self, PyObject *args)
{
    PyObject *function, *value, *result;
    if (!PyArg_ParseTuple(args, "OO", &function, &value))
        return NULL;
    Py_INCREF(value);
    result = PyObject_CallFunctionObjArgs(function, value, NULL);
    Py_DECREF(value);
    return result;
}

static PyObject *capsule_ok(PyObject *self, PyObject *arg)
{
    static int pointee;
    return PyCapsule_New(&pointee, "seeded.pointee", NULL);
}

static PyObject *reverse_ok(PyObject *self, PyObject *arg)
{
    Py_ssize_t at, length = PyTuple_GET_SIZE(arg);
    PyObject *tuple = PyTuple_New(length);
    if (tuple == NULL)
        return NULL;
    for (at = 0; at < length; at++) {
        PyObject *item = PyTuple_GET_ITEM(arg, at);
        Py_INCREF(item);
        PyTuple_SET_ITEM(tuple, length - 1 - at, item);
    }
    return tuple;
}

static PyObject *concat_ok(PyObject *self, PyObject *arg)
{
    PyObject *text = PyUnicode_FromString("left");
    PyUnicode_Append(&text, arg);
    if (text == NULL)
        return NULL;
    PyUnicode_AppendAndDel(&text, PyUnicode_FromString(" and right"));
    return text;
}

#ifndef Py_LIMITED_API
static PyObject *resize_ok(PyObject *self, PyObject *arg)
{
    PyObject *tuple = PyTuple_New(4), *bytes = PyBytes_FromStringAndSize(NULL, 64);
    if (tuple == NULL || bytes == NULL)
        return NULL;
    PyTuple_SET_ITEM(tuple, 0, bytes);
    Py_INCREF(arg);
    PyTuple_SET_ITEM(tuple, 1, arg);
    if (_PyTuple_Resize(&tuple, 2) < 0)
        return NULL;
    return tuple;
}

/* What is resized moves, and its former memory goes back to the system. */
static PyObject *resize_large_ok(PyObject *self, PyObject *arg)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, 1 << 20), *list = PyList_New(0);
    if (bytes == NULL || list == NULL)
        return NULL;
    Py_DECREF(list);
    if (_PyBytes_Resize(&bytes, 300 << 20) < 0 || _PyBytes_Resize(&bytes, 100) < 0)
        return NULL;
    return bytes;
}
#endif

/* ---- converters, keywords, the state of the module, threads ---- */

static int to_text(PyObject *object, void *target)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL)
        return 0;
    *(PyObject **)target = text;
    return 1;
}

/* ---- REF001 leaked-reference ---- */

static int convert_bad(PyObject *object, void *target)
{
    PyObject *text = PyObject_Str(object), *upper;
    if (text == NULL)
        return 0;
    upper = PyObject_CallMethod(text, "upper", NULL);
    *(PyObject **)target = upper;
    return upper != NULL;
}

static PyObject *converted(PyObject *self, PyObject *args)
{
    PyObject *text;
    if (!PyArg_ParseTuple(args, "O&", convert_bad, &text))
        return NULL;
    return text;
}

static PyObject *convert_ok(PyObject *self, PyObject *args)
{
    PyObject *text, *length, *path;
    if (!PyArg_ParseTuple(args, "O&", to_text, &text))
        return NULL;
    length = PyLong_FromSsize_t(PyUnicode_GetLength(text));
    Py_DECREF(text);
    if (length == NULL || !PyArg_ParseTuple(args, "O&", PyUnicode_FSConverter, &path)) {
        Py_XDECREF(length);
        return NULL;
    }
    Py_DECREF(path);
    return length;
}

static PyObject *keywords_bad(PyObject *self, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"value", "other", NULL};
    PyObject *value = Py_None, *other = Py_None;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "|OO", names, &value, &other))
        return NULL;
    Py_INCREF(other);
    return PyObject_Repr(value);
}

static PyObject *keywords_ok(PyObject *self, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"value", "other", NULL};
    static PyObject *last;
    PyObject *value = Py_None, *other = Py_None, *old = last;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "|OO", names, &value, &other))
        return NULL;
    Py_INCREF(other);
    last = other;
    Py_XDECREF(old);
    return PyObject_Repr(value);
}

typedef struct {
    PyObject *kept;
    Py_buffer view;
    int has_view;
} module_state;

/* Missed: the call takes no reference too many, it forgets one that an earlier call left in memory. */
static PyObject *FN_state_bad(PyObject *self, PyObject *arg)
{
    module_state *state = PyModule_GetState(self);
    if (state == NULL)
        return NULL;
    Py_INCREF(arg);
    state->kept = arg;
    Py_RETURN_NONE;
}

static PyObject *state_ok(PyObject *self, PyObject *arg)
{
    module_state *state = PyModule_GetState(self);
    PyObject *old;
    if (state == NULL)
        return NULL;
    old = state->kept;
    Py_INCREF(arg);
    state->kept = arg;
    Py_XDECREF(old);
    Py_RETURN_NONE;
}

/* ---- REF003 over-release ---- */

static PyObject *next_bad(PyObject *self, PyObject *arg)
{
    PyObject *key, *value;
    Py_ssize_t at = 0;
    while (PyDict_Next(arg, &at, &key, &value))
        Py_DECREF(value);
    Py_RETURN_NONE;
}

static PyObject *next_ok(PyObject *self, PyObject *arg)
{
    PyObject *key, *value, *copy = PyDict_New();
    Py_ssize_t at = 0;
    if (copy == NULL)
        return NULL;
    while (PyDict_Next(arg, &at, &key, &value)) {
        if (PyDict_SetItem(copy, key, value) < 0) {
            Py_DECREF(copy);
            return NULL;
        }
    }
    return copy;
}

/* ---- REF015 mismatched-allocator ---- */

static PyObject *resize_memory_bad(PyObject *self, PyObject *arg)
{
    char *memory = PyMem_Malloc(64);
    if (memory == NULL)
        return PyErr_NoMemory();
    memory = PyObject_Realloc(memory, 128);
    PyObject_Free(memory);
    Py_RETURN_NONE;
}

static PyObject *resize_memory_ok(PyObject *self, PyObject *arg)
{
    int **memory = PyMem_New(int *, 4);
    if (memory == NULL)
        return PyErr_NoMemory();
    PyMem_Resize(memory, int *, 400);
    PyMem_Del(memory);
    Py_RETURN_NONE;
}

/* ---- REF013 buffer-not-released ---- */

static PyObject *buffer_loop_bad(PyObject *self, PyObject *arg)
{
    Py_buffer views[2];
    if (PyObject_GetBuffer(arg, &views[0], PyBUF_SIMPLE) < 0)
        return NULL;
    if (PyObject_GetBuffer(arg, &views[1], PyBUF_SIMPLE) < 0)
        return NULL;
    PyBuffer_Release(&views[1]);
    Py_RETURN_NONE;
}

static PyObject *buffer_loop_ok(PyObject *self, PyObject *arg)
{
    /* Kept in the state of the module, released by the next call. */
    module_state *state = PyModule_GetState(self);
    if (state == NULL)
        return NULL;
    if (state->has_view)
        PyBuffer_Release(&state->view);
    state->has_view = PyObject_GetBuffer(arg, &state->view, PyBUF_SIMPLE) == 0;
    if (!state->has_view)
        return NULL;
    return PyLong_FromSsize_t(state->view.len);
}

/* ---- GIL001 api-without-gil ---- */

static void *thread_main_bad(void *argument)
{
    PyObject *number = PyLong_FromLong(1357924680);
    PyGILState_STATE state = PyGILState_Ensure();
    Py_XDECREF(number);
    PyGILState_Release(state);
    return NULL;
}

static void *thread_main_ok(void *argument)
{
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *result = PyObject_CallObject(argument, NULL);
    if (result == NULL)
        PyErr_Clear();
    Py_XDECREF(result);
    PyGILState_Release(state);
    return NULL;
}

static PyObject *run_thread(void *(*body)(void *), PyObject *arg)
{
    pthread_t thread;
    Py_BEGIN_ALLOW_THREADS
    if (pthread_create(&thread, NULL, body, arg) == 0)
        pthread_join(thread, NULL);
    Py_END_ALLOW_THREADS
    Py_RETURN_NONE;
}

static PyObject *thread_ok(PyObject *self, PyObject *arg)
{
    return run_thread(thread_main_ok, arg);
}

static PyObject *start_thread(PyObject *self, PyObject *arg)
{
    return run_thread(thread_main_bad, arg);
}

/* ---- what capsules hold, what is parked for later ---- */

static void drop_capsule(PyObject *capsule)
{
    PyObject **held = PyCapsule_GetPointer(capsule, "seeded.held");
    Py_XDECREF(*held);
    free(held);
}

static PyObject *capsule_held_ok(PyObject *self, PyObject *arg)
{
    PyObject **held = malloc(sizeof(PyObject *));
    PyObject *capsule;
    if (held == NULL)
        return PyErr_NoMemory();
    Py_INCREF(arg);
    *held = arg;
    capsule = PyCapsule_New(held, "seeded.held", drop_capsule);
    if (capsule == NULL) {
        Py_DECREF(arg);
        free(held);
    }
    return capsule;
}

#ifndef Py_LIMITED_API
/* A type without a collector, with a member that the interpreter sets, and with one instance parked for the next. */

typedef struct {
    PyObject_HEAD
    PyObject *left;
    PyObject *right;
} Pair;

static Pair *parked;

static PyObject *pair_new_ok(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    PyObject *left, *right;
    Pair *pair;
    if (!PyArg_ParseTuple(args, "OO", &left, &right))
        return NULL;
    if (parked != NULL) {
        pair = parked;
        parked = NULL;
        (void)PyObject_Init((PyObject *)pair, type);
    }
    else {
        pair = PyObject_New(Pair, type);
        if (pair == NULL)
            return NULL;
    }
    Py_INCREF(left);
    pair->left = left;
    Py_INCREF(right);
    pair->right = right;
    return (PyObject *)pair;
}

static void pair_dealloc_ok(PyObject *self)
{
    Pair *pair = (Pair *)self;
    Py_XDECREF(pair->left);
    Py_XDECREF(pair->right);
    if (parked == NULL)
        parked = pair;
    else
        PyObject_Free(self);
}

static Py_ssize_t pair_length_ok(PyObject *self)
{
    return 2;
}

static PyObject *pair_item_ok(PyObject *self, Py_ssize_t at)
{
    PyObject *item;
    if (at < 0 || at > 1) {
        PyErr_SetString(PyExc_IndexError, "a pair has two items");
        return NULL;
    }
    item = at == 0 ? ((Pair *)self)->left : ((Pair *)self)->right;
    Py_XINCREF(item);
    return item;
}

/* ---- REF001 leaked-reference ---- */

static PyObject *pair_concat_bad(PyObject *self, PyObject *other)
{
    PyObject *left = PyObject_Repr(((Pair *)self)->left), *right = PyObject_Repr(other), *both;
    if (left == NULL || right == NULL)
        return NULL;
    both = PyUnicode_Concat(left, right);
    Py_DECREF(right);
    return both;
}

static PySequenceMethods pair_sequence = {
    .sq_length = pair_length_ok,
    .sq_concat = pair_concat_bad,
    .sq_item = pair_item_ok,
};

#include <structmember.h>

static PyMemberDef pair_members[] = {
    {"left", T_OBJECT_EX, offsetof(Pair, left), 0, NULL},
    {"right", T_OBJECT, offsetof(Pair, right), 0, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyTypeObject pair_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "seeded.Pair",
    .tp_basicsize = sizeof(Pair),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = pair_new_ok,
    .tp_dealloc = pair_dealloc_ok,
    .tp_members = pair_members,
    .tp_as_sequence = &pair_sequence,
};
#endif

/* ---- a type ---- */

typedef struct {
    PyObject_HEAD
    PyObject *value;
    PyObject *member;
} Box;

static void box_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_CLEAR(((Box *)self)->value);
    Py_CLEAR(((Box *)self)->member);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

static int box_traverse(PyObject *self, visitproc visit, void *arg)
{
#if PY_VERSION_HEX >= 0x03090000
    Py_VISIT(Py_TYPE(self));
#endif
    Py_VISIT(((Box *)self)->value);
    Py_VISIT(((Box *)self)->member);
    return 0;
}

static int box_clear(PyObject *self)
{
    Py_CLEAR(((Box *)self)->value);
    Py_CLEAR(((Box *)self)->member);
    return 0;
}

static int box_init(PyObject *self, PyObject *args, PyObject *keywords)
{
    PyObject *value = Py_None, *old;
    if (!PyArg_ParseTuple(args, "|O", &value))
        return -1;
    old = ((Box *)self)->value;
    Py_INCREF(value);
    ((Box *)self)->value = value;
    Py_XDECREF(old);
    return 0;
}

static PyObject *box_get_ok(PyObject *self, void *closure)
{
    PyObject *value = ((Box *)self)->value;
    Py_INCREF(value);
    return value;
}

static int box_set_ok(PyObject *self, PyObject *value, void *closure)
{
    PyObject *old = ((Box *)self)->value;
    Py_XINCREF(value);
    ((Box *)self)->value = value;
    Py_XDECREF(old);
    return 0;
}

/* ---- REF001 leaked-reference ---- */

static int box_set_bad(PyObject *self, PyObject *value, void *closure)
{
    /* The former value is lost when the new one is too long. */
    PyObject *text = PyObject_Str(value);
    if (text == NULL)
        return -1;
    if (PyUnicode_GetLength(text) > 3) {
        PyErr_SetString(PyExc_ValueError, "too long");
        return -1;
    }
    Py_DECREF(text);
    return box_set_ok(self, value, closure);
}

static PyObject *box_take_ok(PyObject *self, PyObject *unused)
{
    PyObject *value = ((Box *)self)->value;
    Py_INCREF(Py_None);
    ((Box *)self)->value = Py_None;
    return value;
}

static PyObject *box_swap_ok(PyObject *self, PyObject *other)
{
    PyObject *value = ((Box *)self)->value;
    ((Box *)self)->value = ((Box *)other)->value;
    ((Box *)other)->value = value;
    Py_RETURN_NONE;
}

/* ---- REF003 over-release ---- */

static PyObject *box_peek_bad(PyObject *self, PyObject *unused)
{
    return ((Box *)self)->value;
}

/* ---- ERR003 null-without-exception ---- */

static Py_hash_t box_hash_bad(PyObject *self)
{
    return -1;
}

static PyGetSetDef box_properties[] = {
    {"value", box_get_ok, box_set_ok, NULL, NULL},
    {"short_value", box_get_ok, box_set_bad, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef box_methods[] = {
    {"take", box_take_ok, METH_NOARGS, NULL},
    {"swap", box_swap_ok, METH_O, NULL},
    {"peek", box_peek_bad, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot box_slots[] = {
    {Py_tp_dealloc, box_dealloc},   {Py_tp_traverse, box_traverse}, {Py_tp_clear, box_clear},
    {Py_tp_init, box_init},         {Py_tp_getset, box_properties}, {Py_tp_methods, box_methods},
    {Py_tp_new, PyType_GenericNew}, {Py_tp_hash, box_hash_bad},     {0, NULL},
};

static PyType_Spec box_spec = {
    "seeded.Box", sizeof(Box), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, box_slots,
};

#define ONE(name) {#name, name, METH_O, NULL}
#define MANY(name) {#name, name, METH_VARARGS, NULL}
#define NAMED(name) {#name, (PyCFunction)(void (*)(void))name, METH_VARARGS | METH_KEYWORDS, NULL}
#ifdef Py_LIMITED_API
#define INLINE(name)
#else
#define INLINE(name) ONE(name),
#endif
#include "seeded_found.c"

#define TWINS(name) ONE(name##_bad), ONE(name##_ok)

static PyMethodDef methods[] = {
    TWINS(leak_new), TWINS(leak_on_error), TWINS(extra_incref), TWINS(incref_borrowed), TWINS(append),
    TWINS(build_value), TWINS(iterate), TWINS(overwrite_static), INLINE(set_item_inline_bad) ONE(set_item_inline_ok), TWINS(get_attribute),
    TWINS(return_borrowed), TWINS(release_argument), TWINS(release_item), TWINS(steal_borrowed),
    TWINS(steal_inline), TWINS(release_twice), TWINS(build_stolen), TWINS(use_after), TWINS(use_class_after),
    TWINS(return_dead), TWINS(stale_borrowed), TWINS(stale_dict), TWINS(null), TWINS(null_cleared),
    TWINS(result), TWINS(result_number), TWINS(pending), TWINS(pending_attribute), ONE(no_gil_bad), INLINE(no_gil_ok)
    TWINS(no_gil_error), TWINS(allocator), INLINE(allocator_c_bad) ONE(allocator_c_ok), TWINS(allocator_python), TWINS(buffer),
    TWINS(lost_python), ONE(lost_object_bad), TWINS(lost_on_error), TWINS(lost_chain), ONE(lost_overwritten_bad), ONE(lost_middle_ok),
    ONE(lost_capsule_ok), ONE(compare_slot_ok), MANY(buffer_parsed_bad), MANY(buffer_parsed_ok), TWINS(crash), TWINS(abort), ONE(hold_in_static_ok),
    ONE(hold_in_array_ok), ONE(hold_in_nodes_ok), ONE(drop_nodes_ok), ONE(immortal_ok), MANY(call_back_ok),
    MANY(converted), MANY(convert_ok), NAMED(keywords_bad), NAMED(keywords_ok), ONE(FN_state_bad), ONE(state_ok), TWINS(next),
    TWINS(resize_memory), TWINS(buffer_loop), ONE(thread_ok), ONE(start_thread), ONE(capsule_held_ok),
    ONE(unchecked), ONE(unreleased), ONE(careful), ONE(capsule_ok), ONE(reverse_ok), ONE(concat_ok), INLINE(resize_ok) INLINE(resize_large_ok)
    FOUND
    {NULL, NULL, 0, NULL},
};

static int execute(PyObject *module)
{
    PyObject *type = PyType_FromSpec(&box_spec);
    if (type == NULL || keep_unread() < 0)
        return -1;
#ifndef Py_LIMITED_API
    if (PyType_Ready(&pair_type) < 0 || PyObject_SetAttrString(module, "Pair", (PyObject *)&pair_type) < 0) {
        Py_DECREF(type);
        return -1;
    }
#endif
    if (PyModule_AddObject(module, "Box", type) < 0) {
        Py_DECREF(type);
        return -1;
    }
    return 0;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, execute}, {0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "seeded", NULL, sizeof(module_state), methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_seeded(void)
{
    return PyModuleDef_Init(&definition);
}

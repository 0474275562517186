/* An extension that ends its process in every way that a C function can: for tests of what `pilotage check` says of it, and of how the
 * tests behind it go on. Ours; `seeded.c` has the faults that leave the process alive. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>

static volatile int sink, zero;

/* ---- wrong addresses */

__attribute__((noinline)) static PyObject *read_nowhere(PyObject *arg)
{
    PyObject *volatile *nowhere = (PyObject *volatile *)16;
    Py_hash_t hash = PyObject_Hash(arg);
    sink = (int)hash;
    return *nowhere;
}

static PyObject *segfault(PyObject *self, PyObject *arg)
{
    PyObject *found = read_nowhere(arg);
    sink++;
    return found;
}

/* The interpreter dies, in a call that should not have been made. */
static PyObject *pass_null(PyObject *self, PyObject *arg)
{
    PyObject *list = PyList_New(0);
    Py_ssize_t length = list == NULL ? -1 : PyUnicode_GetLength(NULL);
    Py_XDECREF(list);
    return PyLong_FromSsize_t(length);
}

/* What is passed is no object. */
static PyObject *pass_garbage(PyObject *self, PyObject *arg)
{
    static Py_ssize_t garbage[] = {100, 24, 0, 0, 0, 0, 0, 0};
    PyObject *result = PyObject_Repr((PyObject *)garbage);
    sink++;
    return result;
}

/* ---- signals of other kinds */

static PyObject *abort_it(PyObject *self, PyObject *arg)
{
    if (PyObject_IsTrue(arg))
        abort();
    Py_RETURN_NONE;
}

static PyObject *illegal(PyObject *self, PyObject *arg)
{
    if (PyObject_IsTrue(arg))
        __builtin_trap();
    Py_RETURN_NONE;
}

static PyObject *divide(PyObject *self, PyObject *arg)
{
    return PyLong_FromLong(4711 / zero);
}

static PyObject *exit_at_once(PyObject *self, PyObject *arg)
{
    PyObject_IsTrue(arg);
    _exit(3);
}

static PyObject *kill_it(PyObject *self, PyObject *arg)
{
    PyObject_IsTrue(arg);
    kill(getpid(), SIGKILL);
    Py_RETURN_NONE;
}

/* ---- the stack */

__attribute__((noinline)) static int recurse(PyObject *arg, int depth)
{
    volatile char room[200];
    room[depth % 200] = (char)depth;
    if (depth % 1000 == 0)
        sink = PyObject_IsTrue(arg);
    return recurse(arg, depth + 1) + room[depth % 7];
}

static PyObject *overflow(PyObject *self, PyObject *arg)
{
    return PyLong_FromLong(recurse(arg, 0));
}

/* ---- threads */

static void *thread_main(void *argument)
{
    PyGILState_STATE state = PyGILState_Ensure();
    if (argument == NULL)
        read_nowhere(Py_None);
    else
        sink = recurse(Py_None, 0);
    PyGILState_Release(state);
    return NULL;
}

static PyObject *start(void *argument)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, thread_main, argument) != 0) {
        PyErr_SetString(PyExc_RuntimeError, "no thread");
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
    pthread_join(thread, NULL);
    Py_END_ALLOW_THREADS
    Py_RETURN_NONE;
}

static PyObject *thread_segfault(PyObject *self, PyObject *arg)
{
    return start(NULL);
}

static PyObject *thread_overflow(PyObject *self, PyObject *arg)
{
    return start(&sink);
}

/* ---- no end */

static PyObject *hang(PyObject *self, PyObject *arg)
{
    PyObject_IsTrue(arg);
    for (;;)
        sink++;
}

static PyObject *hang_without_gil(PyObject *self, PyObject *arg)
{
    PyObject_IsTrue(arg);
    Py_BEGIN_ALLOW_THREADS
    for (;;)
        sink++;
    Py_END_ALLOW_THREADS
}

/* ---- nothing is wrong */

static sigjmp_buf back;

static void come_back(int signal)
{
    siglongjmp(back, 1);
}

/* It asks for the signal and lives: a check of what memory can be read, as some libraries make it. */
static PyObject *survive(PyObject *self, PyObject *arg)
{
    struct sigaction action = {.sa_handler = come_back, .sa_flags = SA_ONSTACK}, former;
    sigaction(SIGSEGV, &action, &former);
    if (sigsetjmp(back, 1) == 0)
        sink = *(volatile int *)16;
    sigaction(SIGSEGV, &former, NULL);
    return PyLong_FromLong(1);
}

static PyObject *fine(PyObject *self, PyObject *arg)
{
    return PyObject_Repr(arg);
}

/* The next function of the object is called, from here. */
static PyObject *call(PyObject *self, PyObject *function)
{
    PyObject *result = PyObject_CallFunction(function, "s", "argument");
    sink++;
    return result;
}

#define ONE(name) {#name, name, METH_O, NULL}

static PyMethodDef methods[] = {
    ONE(segfault), ONE(pass_garbage), ONE(pass_null), ONE(abort_it), ONE(illegal), ONE(divide), ONE(exit_at_once), ONE(kill_it), ONE(overflow),
    ONE(thread_segfault), ONE(thread_overflow), ONE(hang), ONE(hang_without_gil), ONE(survive), ONE(fine), ONE(call), {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "dying", NULL, 0, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_dying(void)
{
    return PyModuleDef_Init(&definition);
}

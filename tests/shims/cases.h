/* What every file of C cases includes: the CASE macro and the words with which a case tells what it saw.
 * Not the cases: those are in <header>.c, one file per header of CPython. cases.c is the module that runs them. */
#ifndef PILOTAGE_CASES_H
#define PILOTAGE_CASES_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* A case is a function that calls the C-API and says what it saw. Both interpreters run the same binary; what they say must be equal.
 * run.py collects the names from the sources and generates the table. */
#define CASE(name) void case_##name(void); void case_##name(void)

/* One item of what a case tells, as printf. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The repr of a new reference, which is released; NULL: the exception that is set, which is cleared. */
void say_new(const char *what, PyObject *object);
/* The same of a borrowed reference. */
void say_seen(const char *what, PyObject *object);
/* A returned number, and the exception if one is set (cleared). */
void say_status(const char *what, long long status);
/* A returned floating-point number, and the exception if one is set (cleared). */
void say_double(const char *what, double value);
/* The type of the exception that is set, or `nothing`; cleared. Its text is compared too, but a different text is not a failure. */
void say_raised(const char *what);
/* The type and the text of the exception that is set: for texts that the case itself or the contract decides. */
void say_raised_text(const char *what);
/* Bytes of memory, escaped. */
void say_bytes(const char *what, const char *bytes, Py_ssize_t count);

/* The value of a Python expression (names: prelude.py), a new reference; a failure ends the case. */
PyObject *py(const char *expression);
/* Executes statements in the namespace of prelude.py; a failure ends the case. */
void py_do(const char *statements);
/* Shows an object to Python code and gives back what that code holds: a new reference, to the same object on a right implementation. */
PyObject *publish(PyObject *object);
/* Ends the case. */
void give_up(const char *why) __attribute__((noreturn));
/* Ends the case when a pointer is NULL: for steps that are not what the case is about. */
#define NEED(pointer) ((void)((pointer) || (give_up("needed: " #pointer), 0)))

/* An object that counts its life: `probes()` is how many of them exist. Holding it needs no cooperation of the VM. */
PyObject *probe(void);
int probes(void);
extern PyTypeObject Probe_Type;

/* A module-like type table entry for a C function with any signature. */
#define C_FUNCTION(function) ((PyCFunction)(void (*)(void))(function))

#endif

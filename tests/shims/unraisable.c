/* Cases of functions that give no exception to their caller: it goes to sys.unraisablehook.
 * What the hook is told is kept in the list `told`. */
#include "cases.h"

static void watch(void)
{
    py_do("import sys\ntold = []\nsys.unraisablehook = lambda args: told.append((args.exc_type.__name__, str(args.exc_value)[:4]))");
}

static void tell(void)
{
    say_new("told", py("told"));
    py_do("sys.unraisablehook = sys.__unraisablehook__");
}

CASE(unraisable_attributes)
{
    PyObject *object = py("BoomAttribute()"), *name = PyUnicode_FromString("x"), *number = py("5");
    watch();
    say("%d", PyObject_HasAttr(object, name));
    say("%d", PyObject_HasAttrString(object, "y"));
    say("%d", PyObject_HasAttrString(number, "\xff"));
    say("%d", PyObject_HasAttrString(number, "absent"));
    say("%d", PyObject_HasAttr(object, number));
    tell();
    Py_DECREF(object);
    Py_DECREF(name);
    Py_DECREF(number);
}

CASE(unraisable_keys)
{
    PyObject *dict = py("{'a': 1}"), *list = py("[]"), *number = py("5"), *key = py("Boom()");
    watch();
    say("%d", PyMapping_HasKey(number, list));
    say("%d", PyMapping_HasKeyString(dict, "\xff"));
    say("%d", PyMapping_HasKeyString(dict, "absent"));
    say("%d", PyMapping_HasKey(NULL, list));
    say("%d", PyDict_GetItem(dict, key) == NULL);
    say("%d", PyDict_GetItemString(dict, "\xff") == NULL);
    say("%d", PyDict_GetItemString(dict, "absent") == NULL);
    say("%d", PySys_GetObject("\xff") == NULL);
    tell();
    Py_DECREF(dict);
    Py_DECREF(list);
    Py_DECREF(number);
    Py_DECREF(key);
}

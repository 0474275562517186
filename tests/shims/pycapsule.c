/* Cases of pycapsule.h, cellobject.h and contextvars: pointers with names, cells, context variables.
 * Capsules are how extensions hand their C functions to each other. */
#include "cases.h"

static int destroyed;

static void destroy(PyObject *capsule)
{
    destroyed++;
    PyCapsule_GetPointer(capsule, PyCapsule_GetName(capsule));
}

CASE(capsule_usual)
{
    static int place;
    destroyed = 0;
    PyObject *capsule = PyCapsule_New(&place, "a.name", destroy);
    say("exact %d, name %s", PyCapsule_CheckExact(capsule), PyCapsule_GetName(capsule));
    say("pointer %d", PyCapsule_GetPointer(capsule, "a.name") == &place);
    say("valid %d %d", PyCapsule_IsValid(capsule, "a.name"), PyCapsule_IsValid(capsule, "other"));
    say("wrong name %d", PyCapsule_GetPointer(capsule, "other") == NULL);
    say_raised("wrong name");
    say("no name %d", PyCapsule_GetPointer(capsule, NULL) == NULL);
    say_raised("no name");
    say("destructor %d", PyCapsule_GetDestructor(capsule) == destroy);
    PyObject *seen = publish(capsule);
    say("same %d", seen == capsule);
    Py_DECREF(seen);
    Py_DECREF(capsule);
    say("destroyed %d", destroyed);
}

CASE(capsule_without_name)
{
    static int place;
    PyObject *capsule = PyCapsule_New(&place, NULL, NULL);
    say("%d %d", PyCapsule_GetName(capsule) == NULL, PyCapsule_GetPointer(capsule, NULL) == &place);
    say("%d", PyCapsule_GetPointer(capsule, "x") == NULL);
    say_raised("named");
    Py_DECREF(capsule);
}

CASE(capsule_misuse)
{
    PyObject *number = py("5");
    say_new("NULL pointer", PyCapsule_New(NULL, "x", NULL));
    say("%d", PyCapsule_GetPointer(number, "x") == NULL);
    say_raised("int");
    say("%d", PyCapsule_GetName(number) == NULL);
    say_raised("int name");
    say("%d", PyCapsule_IsValid(number, "x"));
    say("%d", PyCapsule_IsValid(NULL, "x"));
    say_status("set", PyCapsule_SetPointer(number, number));
    Py_DECREF(number);
}

CASE(capsule_setters)
{
    static int first, second;
    PyObject *capsule = PyCapsule_New(&first, "x", NULL);
    say_status("pointer", PyCapsule_SetPointer(capsule, &second));
    say_status("pointer NULL", PyCapsule_SetPointer(capsule, NULL));
    say_status("name", PyCapsule_SetName(capsule, "y"));
    say_status("context", PyCapsule_SetContext(capsule, &first));
    say_status("destructor", PyCapsule_SetDestructor(capsule, NULL));
    say("%d %d", PyCapsule_GetPointer(capsule, "y") == &second, PyCapsule_GetContext(capsule) == &first);
    Py_DECREF(capsule);
}

CASE(capsule_import)
{
    static int place;
    PyObject *module = PyImport_AddModule("pilotage_capsules"), *capsule = PyCapsule_New(&place, "pilotage_capsules.api", NULL);
    PyObject_SetAttrString(module, "api", capsule);
    say("%d", PyCapsule_Import("pilotage_capsules.api", 0) == &place);
    say("absent %d", PyCapsule_Import("pilotage_capsules.absent", 0) == NULL);
    say_raised("absent");
    PyObject_SetAttrString(module, "other", capsule);
    say("other name %d", PyCapsule_Import("pilotage_capsules.other", 0) == NULL);
    say_raised("other name");
    say("no module %d", PyCapsule_Import("no_such_module_here.api", 0) == NULL);
    say_raised("no module");
    PyDict_DelItemString(PyImport_GetModuleDict(), "pilotage_capsules");
    Py_DECREF(capsule);
}

CASE(capsule_dies_with_its_holder)
{
    static int place;
    destroyed = 0;
    PyObject *list = PyList_New(1);
    PyList_SET_ITEM(list, 0, PyCapsule_New(&place, "x", destroy));
    PyObject *seen = publish(list);
    Py_DECREF(list);
    say("alive %d", destroyed);
    Py_DECREF(seen);
    say("destroyed %d", destroyed);
}

CASE(cell)
{
    PyObject *item = probe(), *cell = PyCell_New(item);
    Py_DECREF(item);
    say("check %d alive %d", PyCell_Check(cell), probes());
    PyObject *got = PyCell_Get(cell);
    say("same %d, inline %d", got == item, PyCell_GET(cell) == item);
    Py_XDECREF(got);
    say_status("set", PyCell_Set(cell, Py_None));
    say("alive %d", probes());
    say_status("clear", PyCell_Set(cell, NULL));
    say("empty %d", PyCell_Get(cell) == NULL);
    say_raised("empty");
    PyObject *number = py("5");
    say_new("get of an int", PyCell_Get(number));
    say_status("set of an int", PyCell_Set(number, Py_None));
    Py_DECREF(number);
    Py_DECREF(cell);
}

CASE(contextvar)
{
    PyObject *variable = PyContextVar_New("name", Py_True), *bare = PyContextVar_New("bare", NULL), *value = NULL;
    say_status("default of the variable", PyContextVar_Get(variable, NULL, &value));
    say_new("value", value);
    value = NULL;
    say_status("default of the call", PyContextVar_Get(variable, Py_None, &value));
    say_new("value", value);
    value = NULL;
    say_status("nothing", PyContextVar_Get(bare, NULL, &value));
    say("null %d", value == NULL);
    PyObject *token = PyContextVar_Set(variable, Py_False);
    say("token %d", PyContextToken_CheckExact(token));
    PyContextVar_Get(variable, NULL, &value);
    say_new("set", value);
    say_new("in Python", PyObject_CallFunction(py("lambda v: v.get()"), "O", variable));
    say_status("reset", PyContextVar_Reset(variable, token));
    say_status("reset again", PyContextVar_Reset(variable, token));
    value = NULL;
    PyContextVar_Get(variable, NULL, &value);
    say_new("after", value);
    Py_DECREF(variable);
    Py_DECREF(bare);
    Py_XDECREF(token);
}

CASE(context_enter_exit)
{
    PyObject *context = PyContext_CopyCurrent(), *fresh = PyContext_New(), *variable = PyContextVar_New("v", NULL), *value = NULL;
    say("%d %d %d", PyContext_CheckExact(context), PyContext_CheckExact(fresh), PyContextVar_CheckExact(variable));
    say_status("enter", PyContext_Enter(fresh));
    say_status("enter again", PyContext_Enter(fresh));
    Py_XDECREF(PyContextVar_Set(variable, Py_True));
    say_status("exit", PyContext_Exit(fresh));
    say_status("outside", PyContextVar_Get(variable, NULL, &value));
    say("null %d", value == NULL);
    say_status("exit again", PyContext_Exit(fresh));
    Py_DECREF(context);
    Py_DECREF(fresh);
    Py_DECREF(variable);
}

CASE(context_enter_nested)
{
    PyObject *outer = PyContext_New(), *inner = PyContext_New(), *variable = PyContextVar_New("v", NULL), *value = NULL;
    Py_XDECREF(PyContextVar_Set(variable, Py_None));
    say_status("outer", PyContext_Enter(outer));
    Py_XDECREF(PyContextVar_Set(variable, Py_True));
    say_status("inner", PyContext_Enter(inner));
    say_status("unset", PyContextVar_Get(variable, NULL, &value));
    say("null %d", value == NULL);
    Py_XDECREF(PyContextVar_Set(variable, Py_False));
    say_status("outer again", PyContext_Enter(outer));
    say_status("not the last", PyContext_Exit(outer));
    say_status("inner", PyContext_Exit(inner));
    say_status("get", PyContextVar_Get(variable, NULL, &value));
    say_new("value", value);
    say_status("outer", PyContext_Exit(outer));
    say_status("get", PyContextVar_Get(variable, NULL, &value));
    say_new("value", value);
    say_status("never entered", PyContext_Exit(inner));
    say_status("no context", PyContext_Enter(Py_None));
    say_status("no context", PyContext_Exit(Py_None));
    say_new("inner", PyObject_GetItem(inner, variable));
    PyObject *current = PyContext_CopyCurrent();
    say_new("current", PyObject_GetItem(current, variable));
    Py_DECREF(current);
    Py_DECREF(outer);
    Py_DECREF(inner);
    Py_DECREF(variable);
}

static PyObject *enters(PyObject *context, PyObject *none)
{
    return PyLong_FromLong(PyContext_Enter(context));
}

static PyMethodDef enters_def = {"enters", enters, METH_NOARGS, NULL};

CASE(context_enter_what_python_runs)
{
    PyObject *context = PyContext_New(), *function = PyCFunction_New(&enters_def, context);
    say_new("while it runs", PyObject_CallMethod(context, "run", "O", function));
    say_status("afterwards", PyContext_Enter(context));
    say_status("exit", PyContext_Exit(context));
    Py_DECREF(function);
    Py_DECREF(context);
}

static long resident(void)
{
    long pages = 0, all;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file && fscanf(file, "%ld %ld", &all, &pages) != 2)
        pages = 0;
    if (file)
        fclose(file);
    return pages;
}

CASE(context_enter_often)
{
    PyObject *context = PyContext_New();
    long before = 0;
    for (int at = 0; at < 200000; at++) {
        if (at == 50000)
            before = resident();
        if (PyContext_Enter(context) || PyContext_Exit(context))
            give_up("not entered");
    }
    say("grew %d", resident() - before > 256);
    Py_DECREF(context);
}

CASE(capsule_import_failures)
{
    const char *names[] = {"", ".", "no_such_module_here", "sys", "sys.", "sys..x", "sys.maxsize", "os.path.join"};
    py_do("import os");
    for (size_t at = 0; at < sizeof names / sizeof *names; at++) {
        say("%d", PyCapsule_Import(names[at], 0) == NULL);
        say_raised(names[at]);
    }
}

/* Cases of names and texts in C that are no UTF-8: every function that takes one raises UnicodeDecodeError, whatever its header.
 * Functions that can raise nothing tell sys.unraisablehook; those are in unraisable.c. */
#include "cases.h"

#define BAD "name\xff"

CASE(not_utf8_attributes)
{
    PyObject *object = py("Plain()"), *out = NULL;
    say_new("get", PyObject_GetAttrString(object, BAD));
    say_status("set", PyObject_SetAttrString(object, BAD, Py_None));
    say_status("delete", PyObject_DelAttrString(object, BAD));
    say_status("optional", PyObject_GetOptionalAttrString(object, BAD, &out));
    say_status("has", PyObject_HasAttrStringWithError(object, BAD));
    say_new("method", PyObject_CallMethod(object, BAD, NULL));
    say_new("names", PyObject_Dir(object));
    Py_DECREF(object);
}

CASE(not_utf8_items)
{
    PyObject *dict = py("{'a': 1}"), *out = NULL;
    say_new("get", PyMapping_GetItemString(dict, BAD));
    say_status("set", PyMapping_SetItemString(dict, BAD, Py_None));
    say_status("delete", PyMapping_DelItemString(dict, BAD));
    say_status("optional", PyMapping_GetOptionalItemString(dict, BAD, &out));
    say_status("has", PyMapping_HasKeyStringWithError(dict, BAD));
    say_status("dict set", PyDict_SetItemString(dict, BAD, Py_None));
    say_status("dict delete", PyDict_DelItemString(dict, BAD));
    say_status("dict contains", PyDict_ContainsString(dict, BAD));
    say_status("dict ref", PyDict_GetItemStringRef(dict, BAD, &out));
    say_status("dict pop", PyDict_PopString(dict, BAD, &out));
    say_seen("dict", dict);
    Py_DECREF(dict);
}

CASE(not_utf8_modules)
{
    PyObject *module = PyModule_New("plain");
    say_new("import", PyImport_ImportModule(BAD));
    say_seen("add", PyImport_AddModule(BAD));
    say_new("add ref", PyImport_AddModuleRef(BAD));
    say_new("new", PyModule_New(BAD));
    say_status("doc", PyModule_SetDocString(module, BAD));
    say_status("constant", PyModule_AddIntConstant(module, BAD, 1));
    say_status("text", PyModule_AddStringConstant(module, "x", BAD));
    say("capsule %d", PyCapsule_Import("sys." BAD, 0) == NULL);
    say_raised("capsule");
    say_status("sys", PySys_SetObject(BAD, Py_None));
    Py_DECREF(module);
}

CASE(not_utf8_messages)
{
    PyErr_SetString(PyExc_ValueError, BAD);
    say_raised("error");
    say_status("warning", PyErr_WarnEx(PyExc_UserWarning, BAD, 1));
    PyObject *stream = py("__import__('io').StringIO()");
    say_status("written", PyFile_WriteString(BAD, stream));
    Py_DECREF(stream);
    say_new("variable", PyContextVar_New(BAD, NULL));
    PyObject *error = py("UnicodeEncodeError('utf-8', 'abc', 0, 1, 'why')");
    say_status("reason", PyUnicodeEncodeError_SetReason(error, BAD));
    Py_DECREF(error);
}

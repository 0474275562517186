/* Cases of moduleobject.h and import.h: modules made in C, multi-phase definitions, module state, imports from C.
 * Definitions run through PyModule_FromDefAndSpec, as an import would run them. */
#include "cases.h"

static void ask(const char *what, const char *function, PyObject *object)
{
    PyObject *callable = py(function);
    say_new(what, PyObject_CallFunctionObjArgs(callable, object, NULL));
    Py_DECREF(callable);
}

CASE(module_new)
{
    PyObject *module = PyModule_New("made.here");
    say("check %d %d", PyModule_Check(module), PyModule_CheckExact(module));
    say("name %s", PyModule_GetName(module));
    say_new("name object", PyModule_GetNameObject(module));
    say("no file %d", PyModule_GetFilename(module) == NULL);
    say_raised("no file");
    say("def %d, state %d", PyModule_GetDef(module) == NULL, PyModule_GetState(module) == NULL);
    ask("names", "lambda m: sorted(m.__dict__)", module);
    ask("repr", "repr", module);
    Py_DECREF(module);
}

CASE(module_misuse)
{
    PyObject *number = py("5");
    say("%d", PyModule_GetDict(number) == NULL);
    say_raised("dict");
    say("%d", PyModule_GetName(number) == NULL);
    say_raised("name");
    say("%d", PyModule_GetDef(number) == NULL);
    say_raised("def");
    say("%d", PyModule_GetState(number) == NULL);
    say_raised("state");
    Py_DECREF(number);
}

CASE(module_attributes_and_getattr)
{
    PyObject *module = PyModule_New("m");
    say_status("set", PyObject_SetAttrString(module, "x", Py_True));
    say_new("get", PyObject_GetAttrString(module, "x"));
    say_new("absent", PyObject_GetAttrString(module, "absent"));
    PyDict_SetItemString(PyModule_GetDict(module), "__getattr__", py("lambda name: 'hook ' + name"));
    say_new("hook", PyObject_GetAttrString(module, "absent"));
    say_status("doc", PyModule_SetDocString(module, "a text"));
    say_new("doc", PyObject_GetAttrString(module, "__doc__"));
    Py_DECREF(module);
}

/* ---- definitions ---- */

typedef struct {
    PyObject *held;
    long count;
} State;

static int executed, freed, cleared;

static PyObject *state_count(PyObject *module, PyObject *unused)
{
    (void)unused;
    return PyLong_FromLong(++((State *)PyModule_GetState(module))->count);
}

static int module_execute(PyObject *module)
{
    executed++;
    State *state = PyModule_GetState(module);
    state->held = PyList_New(0);
    return PyModule_AddObjectRef(module, "held", state->held);
}

static int module_traverse(PyObject *module, visitproc visit, void *arg)
{
    Py_VISIT(((State *)PyModule_GetState(module))->held);
    return 0;
}

static int module_clear(PyObject *module)
{
    cleared++;
    Py_CLEAR(((State *)PyModule_GetState(module))->held);
    return 0;
}

static void module_free(void *module)
{
    freed++;
    module_clear(module);
}

static PyMethodDef module_methods[] = {{"count", state_count, METH_NOARGS, "counts"}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, module_execute}, {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED}, {Py_mod_gil, Py_MOD_GIL_USED}, {0, NULL}};
static struct PyModuleDef module_definition = {
    PyModuleDef_HEAD_INIT, .m_name = "defined", .m_doc = "the doc", .m_size = sizeof(State), .m_methods = module_methods, .m_slots = module_slots,
    .m_traverse = module_traverse, .m_clear = module_clear, .m_free = module_free};

static PyObject *spec(void)
{
    return py("__import__('types').SimpleNamespace(name='defined', loader=None, origin='a file', parent='', submodule_search_locations=None)");
}

CASE(module_multi_phase)
{
    PyObject *given = spec();
    executed = freed = cleared = 0;
    PyModuleDef_Init(&module_definition);
    PyObject *module = PyModule_FromDefAndSpec(&module_definition, given);
    NEED(module);
    say("not executed %d", executed);
    say_status("execute", PyModule_ExecDef(module, &module_definition));
    say("executed %d, def %d", executed, PyModule_GetDef(module) == &module_definition);
    say_new("count", PyObject_CallMethod(module, "count", NULL));
    say_new("count", PyObject_CallMethod(module, "count", NULL));
    ask("held", "lambda m: (m.held, m.__name__, m.__doc__)", module);
    ask("function", "lambda m: (m.count.__module__, m.count.__doc__, m.count.__self__ is m)", module);
    Py_DECREF(module);
    PyGC_Collect();
    say("freed %d", freed);
    Py_DECREF(given);
}

CASE(module_two_instances_have_two_states)
{
    PyObject *given = spec();
    PyModuleDef_Init(&module_definition);
    PyObject *first = PyModule_FromDefAndSpec(&module_definition, given), *second = PyModule_FromDefAndSpec(&module_definition, given);
    PyModule_ExecDef(first, &module_definition);
    PyModule_ExecDef(second, &module_definition);
    Py_XDECREF(PyObject_CallMethod(first, "count", NULL));
    say_new("first", PyObject_CallMethod(first, "count", NULL));
    say_new("second", PyObject_CallMethod(second, "count", NULL));
    say("states %d", PyModule_GetState(first) != PyModule_GetState(second));
    Py_DECREF(first);
    Py_DECREF(second);
    Py_DECREF(given);
}

static int refuse(PyObject *module) { (void)module; PyErr_SetString(PyExc_ValueError, "refused"); return -1; }
static int refuse_silently(PyObject *module) { (void)module; return -1; }
static int complain(PyObject *module) { (void)module; PyErr_SetString(PyExc_ValueError, "complained"); return 0; }

CASE(module_execution_fails)
{
    int (*functions[])(PyObject *) = {refuse, refuse_silently, complain};
    PyObject *given = spec();
    for (size_t at = 0; at < 3; at++) {
        static PyModuleDef_Slot slots[3][2];
        static struct PyModuleDef definitions[3];
        slots[at][0] = (PyModuleDef_Slot){Py_mod_exec, functions[at]};
        definitions[at] = (struct PyModuleDef){PyModuleDef_HEAD_INIT, .m_name = "failing", .m_slots = slots[at]};
        PyModuleDef_Init(&definitions[at]);
        PyObject *module = PyModule_FromDefAndSpec(&definitions[at], given);
        NEED(module);
        say_status("execute", PyModule_ExecDef(module, &definitions[at]));
        Py_DECREF(module);
    }
    Py_DECREF(given);
}

static PyObject *create_list(PyObject *given, PyModuleDef *definition)
{
    (void)definition;
    return PyObject_GetAttrString(given, "name");
}

CASE(module_create_slot_gives_another_object)
{
    static PyModuleDef_Slot slots[] = {{Py_mod_create, create_list}, {0, NULL}};
    static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "created", .m_slots = slots};
    PyObject *given = spec();
    PyModuleDef_Init(&definition);
    say_new("made", PyModule_FromDefAndSpec(&definition, given));
    Py_DECREF(given);
}

CASE(module_unknown_slot)
{
    static PyModuleDef_Slot slots[] = {{777, NULL}, {0, NULL}};
    static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "unknown", .m_slots = slots};
    PyObject *given = spec();
    PyModuleDef_Init(&definition);
    say_new("made", PyModule_FromDefAndSpec(&definition, given));
    Py_DECREF(given);
}

static struct PyModuleDef single = {PyModuleDef_HEAD_INIT, .m_name = "single", .m_size = sizeof(State), .m_methods = module_methods, .m_free = NULL};

CASE(module_create_single_phase)
{
    PyObject *module = PyModule_Create(&single);
    NEED(module);
    say_new("count", PyObject_CallMethod(module, "count", NULL));
    say("state zeroed besides %d", ((State *)PyModule_GetState(module))->held == NULL);
    say("find before %d", PyState_FindModule(&single) == NULL);
    say_status("add", PyState_AddModule(module, &single));
    say("find %d", PyState_FindModule(&single) == module);
    say_status("remove", PyState_RemoveModule(&single));
    say("find after %d", PyState_FindModule(&single) == NULL);
    Py_DECREF(module);
}

CASE(module_create_with_slots_fails)
{
    static PyModuleDef_Slot slots[] = {{Py_mod_exec, refuse}, {0, NULL}};
    static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "slotted", .m_slots = slots};
    say_new("made", PyModule_Create(&definition));
}

CASE(module_state_of_a_type)
{
    static PyType_Slot slots[] = {{0, NULL}};
    static PyType_Spec type_spec = {"defined.Type", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
    PyObject *given = spec();
    PyModuleDef_Init(&module_definition);
    PyObject *module = PyModule_FromDefAndSpec(&module_definition, given);
    PyModule_ExecDef(module, &module_definition);
    PyObject *type = PyType_FromModuleAndSpec(module, &type_spec, NULL);
    NEED(type);
    say("module %d, state %d", PyType_GetModule((PyTypeObject *)type) == module, PyType_GetModuleState((PyTypeObject *)type) == PyModule_GetState(module));
    PyObject *sub = PyObject_CallFunction(py("lambda T: type('Sub', (T,), {})"), "O", type);
    say("by def %d", PyType_GetModuleByDef((PyTypeObject *)sub, &module_definition) == module);
    say("none of its own %d", PyType_GetModule((PyTypeObject *)sub) == NULL);
    say_raised("none");
    say("list %d", PyType_GetModuleByDef(&PyList_Type, &module_definition) == NULL);
    say_raised("list");
    Py_DECREF(sub);
    Py_DECREF(type);
    Py_DECREF(module);
    Py_DECREF(given);
}

/* The defining class reaches the module's state. */
static PyObject *with_class(PyObject *self, PyTypeObject *defining, PyObject *const *args, size_t count, PyObject *names)
{
    (void)self, (void)args, (void)names;
    State *state = PyType_GetModuleState(defining);
    return Py_BuildValue("(sni)", defining->tp_name, (Py_ssize_t)count, state && state->held ? 1 : 0);
}

CASE(module_defining_class)
{
    static PyMethodDef methods[] = {{"with_class", C_FUNCTION(with_class), METH_METHOD | METH_FASTCALL | METH_KEYWORDS, NULL}, {NULL, NULL, 0, NULL}};
    static PyType_Slot slots[] = {{Py_tp_methods, methods}, {0, NULL}};
    static PyType_Spec type_spec = {"defined.Defining", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
    PyObject *given = spec();
    PyModuleDef_Init(&module_definition);
    PyObject *module = PyModule_FromDefAndSpec(&module_definition, given);
    PyModule_ExecDef(module, &module_definition);
    PyObject *type = PyType_FromModuleAndSpec(module, &type_spec, NULL);
    NEED(type);
    ask("instance", "lambda T: T().with_class(1, 2)", type);
    ask("subclass", "lambda T: type('Sub', (T,), {})().with_class(a=1)", type);
    PyObject *made = PyObject_CallNoArgs(type);
    say_new("from C", PyObject_CallMethod(made, "with_class", "i", 1));
    Py_DECREF(made);
    Py_DECREF(type);
    Py_DECREF(module);
    Py_DECREF(given);
}

/* ---- imports ---- */

CASE(import_module)
{
    PyObject *json = PyImport_ImportModule("json"), *name = PyUnicode_FromString("os.path"), *path = PyImport_Import(name);
    say("name %s", PyModule_GetName(json));
    say_new("dotted gives the last", PyObject_GetAttrString(path, "__name__"));
    say_new("absent", PyImport_ImportModule("no_such_module_here"));
    say_new("dotted absent", PyImport_ImportModule("json.no_such"));
    say_new("not blocking", PyObject_GetAttrString(PyImport_ImportModuleNoBlock("json"), "__name__"));
    Py_XDECREF(json);
    Py_XDECREF(name);
    Py_XDECREF(path);
}

CASE(import_levels)
{
    PyObject *top = PyImport_ImportModuleLevel("os.path", NULL, NULL, NULL, 0), *from = py("('join',)"), *last = PyImport_ImportModuleLevel("os.path", NULL, NULL, from, 0);
    say_new("top", top ? PyObject_GetAttrString(top, "__name__") : NULL);
    say("last has join %d", last ? PyObject_HasAttrString(last, "join") : -1);
    PyObject *globals = py("{'__package__': 'json', '__name__': 'json.x'}"), *relative = PyImport_ImportModuleLevel("decoder", globals, NULL, from, 1);
    say_new("relative", relative ? PyObject_GetAttrString(relative, "__name__") : NULL);
    PyObject *name = PyUnicode_FromString("json");
    PyObject *object = PyImport_ImportModuleLevelObject(name, NULL, NULL, NULL, 0);
    say_new("object", object ? PyObject_GetAttrString(object, "__name__") : NULL);
    say_new("negative", PyImport_ImportModuleLevel("json", NULL, NULL, NULL, -1));
    say_new("empty", PyImport_ImportModuleLevel("", NULL, NULL, NULL, 0));
    Py_XDECREF(top);
    Py_XDECREF(from);
    Py_XDECREF(last);
    Py_XDECREF(globals);
    Py_XDECREF(relative);
    Py_XDECREF(name);
    Py_XDECREF(object);
}

CASE(import_attribute)
{
    say_new("there", PyImport_ImportModuleAttrString("json", "__name__"));
    say_new("absent", PyImport_ImportModuleAttrString("json", "absent"));
    say_new("no module", PyImport_ImportModuleAttrString("no_such_module", "x"));
}

CASE(import_add_and_get)
{
    PyObject *added = PyImport_AddModule("pilotage_added"), *again = PyImport_AddModuleRef("pilotage_added"), *name = PyUnicode_FromString("pilotage_added");
    say("same %d", added == again);
    PyObject *got = PyImport_GetModule(name), *modules = PyImport_GetModuleDict();
    say("get %d, in sys.modules %d", got == added, PyDict_GetItemString(modules, "pilotage_added") == added);
    say_new("python", py("__import__('sys').modules['pilotage_added'].__name__"));
    PyObject *absent = PyUnicode_FromString("pilotage_absent");
    say_new("absent", PyImport_GetModule(absent));
    say_status("delete", PyDict_DelItemString(modules, "pilotage_added"));
    Py_XDECREF(again);
    Py_XDECREF(got);
    Py_DECREF(name);
    Py_DECREF(absent);
}

CASE(import_exec_code)
{
    PyObject *code = py("compile('made = 6 * 7', 'file.py', 'exec')"), *module = PyImport_ExecCodeModule("pilotage_executed", code);
    say_new("made", module ? PyObject_GetAttrString(module, "made") : NULL);
    Py_XDECREF(module);
    Py_DECREF(code);
    PyDict_DelItemString(PyImport_GetModuleDict(), "pilotage_executed");
    PyErr_Clear();
}

CASE(import_reload)
{
    PyObject *module = PyImport_ImportModule("json.scanner"), *again = PyImport_ReloadModule(module), *number = py("5");
    say("same %d", again == module);
    say_new("int", PyImport_ReloadModule(number));
    Py_XDECREF(module);
    Py_XDECREF(again);
    Py_DECREF(number);
}

CASE(module_from_code)
{
    PyObject *code = Py_CompileString("attr = __name__", "folder/there.py", Py_file_input), *odd = py("('not', 'a', 'text')");
    NEED(code);
    PyObject *module = PyImport_ExecCodeModule("pilotage_made", code);
    NEED(module);
    say_new("attr", PyObject_GetAttrString(module, "attr"));
    say_new("file", PyObject_GetAttrString(module, "__file__"));
    say_new("spec", PyObject_CallFunction(py("lambda m: (m.__spec__.name, m.__spec__.origin.endswith('/folder/there.py'), type(m.__loader__).__name__)"), "O", module));
    Py_DECREF(module);
    say_new("no name", PyImport_Import(NULL));
    say_new("no utf-8", PyImport_ExecCodeModule("\xff", code));
    say_new("no text", PyImport_ExecCodeModuleObject(odd, code, NULL, NULL));
    module = PyImport_AddModuleObject(odd);
    say_new("name", module ? PyObject_GetAttrString(module, "__name__") : NULL);
    PyObject *modules = PyImport_GetModuleDict(), *made = PyUnicode_FromString("pilotage_made");
    PyDict_DelItem(modules, odd);
    PyDict_DelItem(modules, made);
    Py_DECREF(made);
    Py_DECREF(odd);
    Py_DECREF(code);
}

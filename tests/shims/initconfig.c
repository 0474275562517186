/* Cases of initconfig.h: configurations as structs and by name, and the one that runs. Not what runs with it. */
#include "cases.h"

const PyConfig *_Py_GetConfig(void);

static void say_wide(const char *what, const wchar_t *text)
{
    PyObject *object = text ? PyUnicode_FromWideChar(text, -1) : NULL;
    say_new(what, object ? object : Py_NewRef(Py_None));
}

static void say_struct(const char *what, const PyConfig *c)
{
    say("%s %d %d %d %d %d %d %lu", what, c->_config_init, c->isolated, c->use_environment, c->dev_mode, c->install_signal_handlers, c->use_hash_seed, c->hash_seed);
    say("%d %d %d %d %d %d %d %d", c->faulthandler, c->tracemalloc, c->perf_profiling, c->remote_debug, c->import_time, c->code_debug_ranges, c->show_ref_count, c->dump_refs);
    say("%d %d %d %d %d %d %d %d", c->malloc_stats, c->parse_argv, c->site_import, c->bytes_warning, c->warn_default_encoding, c->inspect, c->interactive, c->optimization_level);
    say("%d %d %d %d %d %d %d %d", c->parser_debug, c->write_bytecode, c->verbose, c->quiet, c->user_site_directory, c->configure_c_stdio, c->buffered_stdio, c->use_frozen_modules);
    say("%d %d %d %d %d %d %d %d", c->safe_path, c->int_max_str_digits, c->thread_inherit_context, c->context_aware_warnings, c->cpu_count, c->pathconfig_warnings, c->module_search_paths_set, c->skip_source_first_line);
    say("%d %d %d", c->_install_importlib, c->_init_main, c->_is_python_build);
    say("texts %d", c->executable || c->home || c->run_command || c->filesystem_encoding || c->argv.length || c->argv.items);
}

CASE(config_structs)
{
    PyConfig config;
    memset(&config, 0x55, sizeof config);
    PyConfig_InitPythonConfig(&config);
    say_struct("python", &config);
    memset(&config, 0x55, sizeof config);
    PyConfig_InitIsolatedConfig(&config);
    say_struct("isolated", &config);
}

CASE(config_preconfig_structs)
{
    PyPreConfig config;
    const int *fields = (const int *)&config;
    memset(&config, 0x55, sizeof config);
    PyPreConfig_InitPythonConfig(&config);
    for (size_t at = 0; at < sizeof config / sizeof(int); at++)
        say("%d", fields[at]);
    memset(&config, 0x55, sizeof config);
    PyPreConfig_InitIsolatedConfig(&config);
    for (size_t at = 0; at < sizeof config / sizeof(int); at++)
        say("%d", fields[at]);
}

CASE(config_wide_lists)
{
    PyWideStringList list = {0, NULL};
    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    say("negative %d", PyStatus_IsError(PyWideStringList_Insert(&list, -1, L"x")));
    say("beyond %d", PyStatus_Exception(PyWideStringList_Insert(&list, 7, L"b")));
    say("first %d", PyStatus_Exception(PyWideStringList_Insert(&list, 0, L"a")));
    say("last %d", PyStatus_Exception(PyWideStringList_Append(&list, L"c\xe9\x4e2d")));
    say("length %zd", list.length);
    for (Py_ssize_t at = 0; at < list.length; at++)
        say_wide("item", list.items[at]);
    say("set %d", PyStatus_Exception(PyConfig_SetWideStringList(&config, &config.warnoptions, list.length, list.items)));
    say("copied %d %zd", config.warnoptions.items != list.items, config.warnoptions.length);
    say_wide("item", config.warnoptions.items[2]);
    say("emptied %d", PyStatus_Exception(PyConfig_SetWideStringList(&config, &config.warnoptions, 0, NULL)));
    say("length %zd", config.warnoptions.length);
    PyConfig_SetWideStringList(&config, &list, 0, NULL);
    PyConfig_Clear(&config);
}

CASE(config_texts)
{
    PyConfig config;
    char *bytes[] = {"program", "na\xc3\xafve", NULL};
    wchar_t *wide[] = {L"one"};
    PyConfig_InitPythonConfig(&config);
    say("text %d", PyStatus_Exception(PyConfig_SetString(&config, &config.home, L"/somewhere")));
    say_wide("home", config.home);
    say("again %d", PyStatus_Exception(PyConfig_SetString(&config, &config.home, L"/else")));
    say_wide("home", config.home);
    say("none %d", PyStatus_Exception(PyConfig_SetString(&config, &config.home, NULL)));
    say("null %d", config.home == NULL);
    say("bytes %d", PyStatus_Exception(PyConfig_SetBytesString(&config, &config.program_name, "caf\xc3\xa9")));
    say_wide("name", config.program_name);
    say("argv %d", PyStatus_Exception(PyConfig_SetBytesArgv(&config, 2, bytes)));
    say("length %zd", config.argv.length);
    say_wide("second", config.argv.items[1]);
    say("argv %d", PyStatus_Exception(PyConfig_SetArgv(&config, 1, wide)));
    say("length %zd", config.argv.length);
    config.module_search_paths_set = 1;
    PyConfig_Clear(&config);
    say("cleared %d %d %zd %d", config.program_name == NULL, config.argv.items == NULL, config.argv.length, config.module_search_paths_set);
}

CASE(config_that_runs)
{
    const PyConfig *config = _Py_GetConfig();
    say("same %d", config == _Py_GetConfig());
    say("%d %d %d %d %d", config->_config_init, config->isolated, config->use_environment, config->dev_mode, config->install_signal_handlers);
    say("%d %d %d %d", config->inspect, config->interactive, config->optimization_level, config->verbose);
    say("%d %d %d %d %d", config->site_import, config->bytes_warning, config->quiet, config->safe_path, config->int_max_str_digits);
    say("%d %d %d", config->module_search_paths_set, config->_install_importlib, config->_init_main);
    say_wide("encoding", config->filesystem_encoding);
    say_wide("errors", config->filesystem_errors);
    say_wide("pyc", config->check_hash_pycs_mode);
    PyObject *executable = PyUnicode_FromWideChar(config->executable, -1), *prefix = PyUnicode_FromWideChar(config->prefix, -1);
    say("executable %d", PyUnicode_Compare(executable, PySys_GetObject("executable")));
    say("prefix %d", PyUnicode_Compare(prefix, PySys_GetObject("prefix")));
    say("paths %d %zd %zd", config->module_search_paths.length > 0, config->argv.length, PyList_Size(PySys_GetObject("argv")));
    Py_XDECREF(executable);
    Py_XDECREF(prefix);
}

CASE(config_get_by_name)
{
    const char *names[] = {"isolated", "use_environment", "verbose", "bytes_warning", "int_max_str_digits", "cpu_count", "argv", "xoptions", "dump_refs",
        "malloc_stats", "allocator", "parse_argv", "home", "run_module", "check_hash_pycs_mode", "filesystem_encoding", "use_frozen_modules", "dev_mode", "write_bytecode"};
    int number = -7;
    PyObject *all = PyConfig_Names();
    say("names %zd", PySet_Size(all));
    Py_XDECREF(all);
    for (size_t at = 0; at < sizeof names / sizeof *names; at++) {
        PyObject *value = PyConfig_Get(names[at]);
        say("%s %s", names[at], value ? Py_TYPE(value)->tp_name : "nothing");
        Py_XDECREF(value);
        PyErr_Clear();
    }
    say_new("safe_path", PyConfig_Get("safe_path"));
    say_new("dump_refs", PyConfig_Get("dump_refs"));
    say_new("home", PyConfig_Get("home"));
    say_new("unknown", PyConfig_Get("nothing"));
    say_status("int", PyConfig_GetInt("int_max_str_digits", &number));
    say("%d", number);
    say_status("int of text", PyConfig_GetInt("filesystem_encoding", &number));
}

CASE(config_set)
{
    PyObject *old = PyConfig_Get("int_max_str_digits"), *number = PyLong_FromLong(5000), *text = PyUnicode_FromString("/cache"), *list = py("['a', 1]"), *few = PyLong_FromLong(3);
    say_status("digits", PyConfig_Set("int_max_str_digits", number));
    say_new("now", py("__import__('sys').get_int_max_str_digits()"));
    say_new("now", PyConfig_Get("int_max_str_digits"));
    say_status("too few", PyConfig_Set("int_max_str_digits", few));
    say_status("back", PyConfig_Set("int_max_str_digits", old));
    say_status("text", PyConfig_Set("pycache_prefix", text));
    say_new("now", py("__import__('sys').pycache_prefix"));
    say_status("none", PyConfig_Set("pycache_prefix", Py_None));
    say_status("wrong type", PyConfig_Set("pycache_prefix", number));
    say_status("not none", PyConfig_Set("platlibdir", Py_None));
    say_status("list of others", PyConfig_Set("argv", list));
    say_status("list of text", PyConfig_Set("argv", text));
    say_status("read-only", PyConfig_Set("dev_mode", Py_True));
    say_status("read-only", PyConfig_Set("home", text));
    say_status("unknown", PyConfig_Set("nothing", text));
    Py_XDECREF(old);
    Py_XDECREF(number);
    Py_XDECREF(text);
    Py_XDECREF(list);
    Py_XDECREF(few);
}

static void say_error(PyInitConfig *config, const char *what, int status)
{
    const char *message = NULL;
    int failed = PyInitConfig_GetError(config, &message);
    say("%s %d %d %s", what, status, failed, message ? message : "-");
}

CASE(init_config_numbers)
{
    PyInitConfig *config = PyInitConfig_Create();
    int64_t number = -7;
    int code = -7;
    NEED(config);
    say("has %d %d %d", PyInitConfig_HasOption(config, "verbose"), PyInitConfig_HasOption(config, "allocator"), PyInitConfig_HasOption(config, "nothing"));
    say_error(config, "begin", 0);
    const char *names[] = {"isolated", "safe_path", "int_max_str_digits", "import_time", "utf8_mode", "site_import", "hash_seed", "cpu_count"};
    for (size_t at = 0; at < sizeof names / sizeof *names; at++) {
        int status = PyInitConfig_GetInt(config, names[at], &number);
        say("%s %d %lld", names[at], status, (long long)number);
    }
    say_error(config, "set", PyInitConfig_SetInt(config, "verbose", 2));
    say_error(config, "get", PyInitConfig_GetInt(config, "verbose", &number));
    say("%lld", (long long)number);
    say_error(config, "negative", PyInitConfig_SetInt(config, "verbose", -3));
    say_error(config, "not cleared", PyInitConfig_SetInt(config, "dev_mode", 1));
    say_error(config, "early", PyInitConfig_SetInt(config, "utf8_mode", 1));
    say_error(config, "seed", PyInitConfig_SetInt(config, "hash_seed", -1));
    say_error(config, "large", PyInitConfig_SetInt(config, "verbose", 1LL << 40));
    say_error(config, "minus", PyInitConfig_SetInt(config, "cpu_count", -1));
    say_error(config, "large", PyInitConfig_SetInt(config, "cpu_count", 1LL << 40));
    say_error(config, "text", PyInitConfig_SetInt(config, "executable", 1));
    say_error(config, "unknown", PyInitConfig_SetInt(config, "nothing", 1));
    say("exit %d", PyInitConfig_GetExitCode(config, &code));
    PyInitConfig_Free(config);
    PyInitConfig_Free(NULL);
}

CASE(init_config_texts)
{
    PyInitConfig *config = PyInitConfig_Create();
    char *text = "x", **items = NULL, *given[] = {"a", "b\xc3\xa9"};
    size_t count = 7;
    NEED(config);
    say_error(config, "unset", PyInitConfig_GetStr(config, "executable", &text));
    say("null %d", text == NULL);
    say_error(config, "set", PyInitConfig_SetStr(config, "executable", "/x/\xc3\xa9"));
    say_error(config, "get", PyInitConfig_GetStr(config, "executable", &text));
    say_bytes("text", text, strlen(text));
    free(text);
    say_error(config, "number", PyInitConfig_SetStr(config, "verbose", "x"));
    say_error(config, "list", PyInitConfig_SetStr(config, "argv", "x"));
    say_error(config, "set list", PyInitConfig_SetStrList(config, "argv", 2, given));
    say_error(config, "get list", PyInitConfig_GetStrList(config, "argv", &count, &items));
    say("%zu", count);
    say_bytes("second", items[1], strlen(items[1]));
    PyInitConfig_FreeStrList(count, items);
    say_error(config, "get empty", PyInitConfig_GetStrList(config, "warnoptions", &count, &items));
    say("%zu", count);
    PyInitConfig_FreeStrList(count, items);
    say_error(config, "text", PyInitConfig_SetStrList(config, "executable", 2, given));
    say_error(config, "unknown", PyInitConfig_GetStr(config, "nothing", &text));
    PyInitConfig_Free(config);
}

CASE(preinitialize_when_it_runs)
{
    PyPreConfig config;
    PyPreConfig_InitPythonConfig(&config);
    say("%d", PyStatus_Exception(Py_PreInitialize(&config)));
    say("%d", PyStatus_Exception(Py_PreInitializeFromArgs(&config, 0, NULL)));
    say("%d", PyStatus_Exception(Py_PreInitializeFromBytesArgs(&config, 0, NULL)));
}

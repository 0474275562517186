/* Cases of pythonrun.h: the interactive loop over a file. */
#include "cases.h"

/* Runs the text and says what sys.displayhook and sys.excepthook were given. */
static FILE *script(const char *text)
{
    FILE *file = tmpfile();
    NEED(file);
    fputs(text, file);
    rewind(file);
    py_do("import sys\n"
          "shown, raised = [], []\n"
          "olds = sys.displayhook, sys.excepthook, sys.stderr\n"
          "sys.displayhook = lambda value: shown.append(value)\n"
          "sys.excepthook = lambda kind, value, trace: raised.append(kind.__name__)\n");
    return file;
}

static void finish(FILE *file)
{
    fclose(file);
    py_do("sys.displayhook, sys.excepthook, sys.stderr = olds");
    say_new("shown", py("shown"));
    say_new("raised", py("raised"));
}

CASE(interactive_loop)
{
    FILE *file = script("x = 20\nx + 1\n\nfor i in range(2):\n    i\n\n1 / 0\nx +\nx * 2\nif x:\n    'last'\n");
    say_status("loop", PyRun_InteractiveLoopFlags(file, "<text>", NULL));
    say_new("prompt", py("sys.ps1"));
    finish(file);
    file = script("'again'\n");
    say_status("loop", PyRun_InteractiveLoop(file, "<text>"));
    finish(file);
    file = script("");
    say_status("empty", PyRun_InteractiveLoop(file, "<text>"));
    finish(file);
}

CASE(interactive_one)
{
    PyCompilerFlags flags = {0, PY_MINOR_VERSION};
    FILE *file = script("'first'\nraise KeyError\n'third'\n");
    PyObject *name = PyUnicode_FromString("<text>");
    say_status("one", PyRun_InteractiveOne(file, "<text>"));
    say_status("two", PyRun_InteractiveOneFlags(file, "<text>", &flags));
    say_status("three", PyRun_InteractiveOneObject(file, name, &flags));
    int end = PyRun_InteractiveOneFlags(file, "<text>", &flags);
    say_status("end", end);
    Py_DECREF(name);
    finish(file);
}

/* Cases of pylifecycle.h: the end of the interpreter, in a process of its own. And its environment. */
#include "cases.h"
#include <sys/wait.h>
#include <unistd.h>

char *Py_GETENV(const char *name);

static int told;

static void at_exit(void)
{
    char word[] = "end\n";
    if (write(told, word, 4) != 4)
        _exit(9);
}

/* What a child wrote, and how it ended. */
static void in_a_child(const char *what, void (*work)(void))
{
    int ends[2];
    char text[512] = "";
    if (pipe(ends) != 0)
        give_up("no pipe");
    py_do("import sys; sys.stdout.flush(); sys.stderr.flush()");
    PyOS_BeforeFork();
    pid_t child = fork();
    if (child == 0) {
        PyOS_AfterFork_Child();
        told = ends[1];
        dup2(ends[1], 1);
        work();
        _exit(0);
    }
    PyOS_AfterFork_Parent();
    close(ends[1]);
    size_t length = 0;
    ssize_t count;
    while (length < sizeof text - 1 && (count = read(ends[0], text + length, sizeof text - 1 - length)) > 0)
        length += count;
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    say_bytes(what, text, length);
    say("status %d", WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
}

static void finalizes(void)
{
    Py_AtExit(at_exit);
    py_do("import atexit, os; atexit.register(lambda: os.write(1, b'atexit\\n'))");
    int first = Py_FinalizeEx(), second = Py_FinalizeEx();
    Py_Finalize();
    dprintf(told, "%d %d %d\n", first, second, Py_IsInitialized());
}

CASE(finalize)
{
    say("before %d", Py_IsInitialized());
    in_a_child("child", finalizes);
    say("after %d", Py_IsInitialized());
}

CASE(getenv_of_python)
{
    setenv("PILOTAGE_CASE", "value", 1);
    say("%s", Py_GETENV("PILOTAGE_CASE"));
    unsetenv("PILOTAGE_CASE");
    say("%d", Py_GETENV("PILOTAGE_CASE") == NULL);
}

static void runs_a_program(void)
{
    char *args[] = {"python", "-c", "print(1)", NULL};
    _exit(Py_BytesMain(3, args));
}

CASE(main_in_a_process_that_runs)
{
    in_a_child("child", runs_a_program);
}

CASE(new_interpreter)
{
    PyThreadState *old = PyThreadState_Get(), *state = Py_NewInterpreter();
    say("made %d", state != NULL);
    if (state)
        Py_EndInterpreter(state);
    PyThreadState_Swap(old);
}

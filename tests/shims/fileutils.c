/* Cases of pycore_fileutils.h, fileobject.h and marshal.h: descriptors, lines, streams of C. */
#include "cases.h"
#include <fcntl.h>
#include <marshal.h>
#include <sys/stat.h>
#include <unistd.h>

int _Py_open(const char *, int), _Py_open_noraise(const char *, int), _Py_dup(int), _Py_fstat(int, struct stat *), _Py_fstat_noraise(int, struct stat *), _Py_stat(PyObject *, struct stat *);
Py_ssize_t _Py_write(int, const void *, size_t), _Py_write_noraise(int, const void *, size_t);
int _Py_set_inheritable(int, int, int *), _Py_set_inheritable_async_safe(int, int, int *), _Py_GetErrorHandler(const char *);
int _Py_DecodeLocaleEx(const char *, wchar_t **, size_t *, const char **, int, int), _Py_EncodeLocaleEx(const wchar_t *, char **, size_t *, const char **, int, int);
char *_Py_UniversalNewlineFgetsWithSize(char *, int, FILE *, PyObject *, size_t *);
extern PyTypeObject PyStdPrinter_Type;

static int inheritable(int fd) { return !(fcntl(fd, F_GETFD) & FD_CLOEXEC); }

CASE(file_open_and_stat)
{
    struct stat status;
    int fd = _Py_open("/dev/null", O_RDWR), other = _Py_open_noraise("/dev/null", O_RDONLY), copy = _Py_dup(fd);
    say("%d %d %d", fd > 2, other > 2, copy > 2);
    say("inheritable %d %d %d", inheritable(fd), inheritable(other), inheritable(copy));
    say_status("fstat", _Py_fstat(fd, &status));
    say("%d", S_ISCHR(status.st_mode));
    say_status("fstat", _Py_fstat_noraise(other, &status));
    say_status("no file", _Py_fstat(987, &status));
    say_status("no file", _Py_fstat_noraise(987, &status));
    say_status("no file", _Py_open("/nowhere/at/all", O_RDONLY));
    say_status("no file", _Py_open_noraise("/nowhere/at/all", O_RDONLY));
    say_status("no file", _Py_dup(987));
    PyObject *path = PyUnicode_FromString("/dev/null"), *missing = PyUnicode_FromString("/nowhere"), *lone = py("'\\ud800'");
    say_status("stat", _Py_stat(path, &status));
    say_status("stat", _Py_stat(missing, &status));
    say("%d", errno);
    say_status("stat", _Py_stat(lone, &status));
    Py_DECREF(path);
    Py_DECREF(missing);
    Py_DECREF(lone);
    close(fd);
    close(other);
    close(copy);
}

CASE(file_error_names_the_file)
{
    _Py_open("/nowhere/at/all", O_RDONLY);
    PyObject *error = PyErr_GetRaisedException();
    NEED(error);
    say_new("filename", PyObject_GetAttrString(error, "filename"));
    say_new("errno", PyObject_GetAttrString(error, "errno"));
    Py_DECREF(error);
}

CASE(file_write_and_inherit)
{
    int ends[2], works = -1;
    char text[16] = "";
    if (pipe(ends) != 0)
        give_up("no pipe");
    say_status("write", _Py_write(ends[1], "abc", 3));
    say_status("write", _Py_write_noraise(ends[1], "de", 2));
    say_status("read", read(ends[0], text, sizeof text));
    say("%s", text);
    say_status("set", _Py_set_inheritable(ends[0], 0, NULL));
    say("%d", inheritable(ends[0]));
    say_status("set", _Py_set_inheritable_async_safe(ends[0], 1, NULL));
    say("%d", inheritable(ends[0]));
    say_status("ask", _Py_set_inheritable(ends[0], 0, &works));
    say("%d %d", works, inheritable(ends[0]));
    close(ends[0]);
    close(ends[1]);
    say_status("closed", _Py_write(ends[1], "x", 1));
    say_status("closed", _Py_write_noraise(ends[1], "x", 1));
    say_status("closed", _Py_set_inheritable(ends[1], 1, NULL));
}

CASE(file_error_handlers)
{
    const char *names[] = {"strict", "surrogateescape", "replace", "ignore", "backslashreplace", "surrogatepass", "xmlcharrefreplace", "nothing", NULL};
    for (size_t at = 0; at < sizeof names / sizeof *names; at++)
        say("%d", _Py_GetErrorHandler(names[at]));
}

CASE(file_locale)
{
    wchar_t *wide = NULL;
    char *text = NULL;
    size_t length = 77;
    const char *reason = NULL;
    say("%d", _Py_DecodeLocaleEx("caf\xc3\xa9", &wide, &length, &reason, 0, 1));
    say("%zu %d", length, (int)wide[3]);
    PyMem_RawFree(wide);
    say("%d", _Py_DecodeLocaleEx("a\xff", &wide, &length, &reason, 0, 2));
    say("%zu %x", length, (int)wide[1]);
    say("%d", _Py_EncodeLocaleEx(wide, &text, &length, &reason, 0, 2));
    say_bytes("text", text, strlen(text));
    PyMem_Free(text);
    say("%d %zu", _Py_EncodeLocaleEx(wide, &text, &length, &reason, 0, 1), length);
    PyMem_RawFree(wide);
    say("%d", _Py_DecodeLocaleEx("a\xff", &wide, &length, &reason, 0, 1));
    say("%zu %d", length, reason != NULL);
    say("%d", _Py_DecodeLocaleEx("a", &wide, &length, &reason, 0, 4));
}

CASE(file_lines)
{
    FILE *file = tmpfile();
    char line[32];
    size_t length = 0;
    NEED(file);
    fwrite("a\r\nb\rc\0d\nlast", 1, 13, file);
    rewind(file);
    while (_Py_UniversalNewlineFgetsWithSize(line, sizeof line, file, NULL, &length))
        say_bytes("line", line, length);
    fclose(file);
}

CASE(marshal_one_by_one)
{
    FILE *file = tmpfile();
    NEED(file);
    PyObject *list = py("[1, 'text', (2.5, None)]"), *number = py("10 ** 30");
    PyMarshal_WriteObjectToFile(list, file, Py_MARSHAL_VERSION);
    PyMarshal_WriteObjectToFile(number, file, Py_MARSHAL_VERSION);
    PyMarshal_WriteLongToFile(77, file, Py_MARSHAL_VERSION);
    rewind(file);
    say_new("first", PyMarshal_ReadObjectFromFile(file));
    say_new("second", PyMarshal_ReadObjectFromFile(file));
    say_status("long", PyMarshal_ReadLongFromFile(file));
    PyObject *none = PyMarshal_ReadObjectFromFile(file);
    say_new("end", none);
    Py_DECREF(list);
    Py_DECREF(number);
    fclose(file);
}

CASE(std_printer)
{
    int ends[2], old = dup(1);
    char text[64] = "";
    if (pipe(ends) != 0)
        give_up("no pipe");
    PyObject *printer = PyFile_NewStdPrinter(1), *word = PyUnicode_FromString("word\xc3\xa9"), *lone = py("'\\ud800'");
    NEED(printer);
    say("%s %d", Py_TYPE(printer)->tp_name, Py_TYPE(printer) == &PyStdPrinter_Type);
    fflush(stdout);
    dup2(ends[1], 1);
    PyObject *first = PyObject_CallMethod(printer, "write", "O", word), *second = PyObject_CallMethod(printer, "write", "O", lone), *third = PyObject_CallMethod(printer, "isatty", NULL);
    dup2(old, 1);
    close(old);
    close(ends[1]);
    say_new("write", first);
    say_new("write", second);
    say_new("isatty", third);
    say_bytes("written", text, read(ends[0], text, sizeof text));
    close(ends[0]);
    say_new("fileno", PyObject_CallMethod(printer, "fileno", NULL));
    say_new("flush", PyObject_CallMethod(printer, "flush", NULL));
    say_new("close", PyObject_CallMethod(printer, "close", NULL));
    say_new("closed", PyObject_GetAttrString(printer, "closed"));
    say_new("encoding", PyObject_GetAttrString(printer, "encoding"));
    say_new("mode", PyObject_GetAttrString(printer, "mode"));
    say_new("bytes", PyObject_CallMethod(printer, "write", "y", "x"));
    say_new("other", PyFile_NewStdPrinter(7));
    Py_DECREF(printer);
    Py_DECREF(word);
    Py_DECREF(lone);
}

CASE(readline_of_c)
{
    FILE *file = tmpfile();
    NEED(file);
    fputs("one\ntwo", file);
    rewind(file);
    for (int at = 0; at < 3; at++) {
        char *line = PyOS_Readline(file, stdout, "");
        NEED(line);
        say_bytes("line", line, strlen(line));
        PyMem_Free(line);
    }
    fclose(file);
}

CASE(perf_map)
{
    char path[64], text[256] = "";
    snprintf(path, sizeof path, "/tmp/perf-%d.map", (int)getpid());
    say("%d", PyUnstable_PerfMapState_Init());
    say("%d", PyUnstable_WritePerfMapEntry((void *)0x1234, 0x56, "py::name of code"));
    say("%d", PyUnstable_WritePerfMapEntry((void *)0xabcdef, 7, "other"));
    PyUnstable_PerfMapState_Fini();
    FILE *file = fopen(path, "r");
    NEED(file);
    size_t length = fread(text, 1, sizeof text, file);
    fclose(file);
    remove(path);
    say_bytes("map", text, length);
    say("%d", PyUnstable_PerfTrampoline_SetPersistAfterFork(0));
}

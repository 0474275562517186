"""Sources that no compiler likes: too deep, too long, endless, in other encodings, or not C at all."""

import os

from .case import AUDITED, EITHER, IGNORED, PROBLEM

HEAD = b"#include <Python.h>\n"
BODY = b"PyObject *f(PyObject *o) { return PyList_GetItem(o, 0); }\n"
DEEP = 100_000


def write(folder):
    write_encodings(folder)
    write_deep(folder)
    write_endless(folder)
    write_trees(folder)


def write_encodings(folder):
    def add(name, body, expect, why):
        folder.file("source/" + name, body, expect, why)

    add("good.c", HEAD + BODY, AUDITED, "the file that the others are made of")
    add("latin1.c", HEAD + b"/* Gr\xfc\xdfe */\nstatic const char *s = \"\xe9\xff\";\n" + BODY, AUDITED, "latin-1 in a comment and in a string")
    add("utf16.c", (HEAD + BODY).decode().encode("utf-16"), IGNORED, "UTF-16 with a byte-order mark")
    add("bom.c", b"\xef\xbb\xbf" + HEAD + BODY, AUDITED, "UTF-8 with a byte-order mark")
    add("crlf.c", (HEAD + BODY).replace(b"\n", b"\r\n"), AUDITED, "line ends of Windows")
    add("cr.c", (HEAD + BODY).replace(b"\n", b"\r"), EITHER, "line ends of old Macs")
    add("nul.c", HEAD + b"int a;\0\0\0int b;\n" + BODY, EITHER, "NUL bytes between declarations")
    add("nothing.c", b"", IGNORED, "0 bytes")
    add("binary.c", HEAD + bytes(range(256)) * 64, PROBLEM, "bytes that are no text")
    add("noise.c", HEAD + b"PyObject }}}} ((( ]] `` @@ ## %% return return \"never closed\n/* never closed", PROBLEM, "nothing in it parses")
    add("prose.c", HEAD + b"PyObject_Call is a function that calls a thing. It is not C, and it goes on.\n" * 200, PROBLEM, "English, not C")
    add("python.c", b"import sys\nfrom Python import h\nclass PyObject:\n    pass\n", EITHER, "Python, not C")
    add("unclosed.c", HEAD + BODY + b"PyObject *g(void) { if (1) {\n", EITHER, "braces that are never closed")
    add("trigraph.c", b"??=include <Python.h>\n" + BODY, EITHER, "trigraphs")
    add("no-newline.c", (HEAD + BODY).rstrip(b"\n") + b" //\\", AUDITED, "ends in a line continuation")
    add("old-style.c", HEAD + b"PyObject *f(o) PyObject *o; { return PyList_GetItem(o, 0); }\n", AUDITED, "parameters of before 1989")


def write_deep(folder):
    def add(name, body, why, expect=EITHER):
        folder.file("source/deep-" + name, body, expect, why, seconds=120)

    add("parens.c", HEAD + b"int x = " + b"(" * DEEP + b"1" + b")" * DEEP + b";\n", "100,000 parentheses")
    add("braces.c", HEAD + b"void f(void) " + b"{" * DEEP + b"}" * DEEP + b"\n", "100,000 blocks")
    add("plus.c", HEAD + b"int f(int a) { return " + b"a + " * DEEP + b"a; }\n", "a sum of 100,000 terms")
    add("minus.c", HEAD + b"int f(int a) { return " + b"-" * 2 * DEEP + b"a; }\n".replace(b"--", b"- -"), "100,000 signs")
    add("not.c", HEAD + b"int f(int a) { return " + b"!" * DEEP + b"a; }\n", "100,000 negations")
    add("else.c", HEAD + b"int f(int a) {\n" + b"if (a) a++; else\n" * 20_000 + b"a--; return a; }\n", "20,000 else-ifs")
    add("calls.c", HEAD + b"PyObject *f(PyObject *o) { return " + b"PyNumber_Negative(" * 20_000 + b"o" + b")" * 20_000 + b"; }\n", "20,000 calls in each other")
    add("pointers.c", HEAD + b"int " + b"*" * DEEP + b"p;\n", "a pointer to a pointer to ...")
    add("initialiser.c", HEAD + b"int a[] = " + b"{" * DEEP + b"1" + b"}" * DEEP + b";\n", "100,000 braces in an initialiser")
    add("if-zero.c", HEAD + b"#if 0\n" * 20_000 + b"#endif\n" * 20_000 + BODY, "20,000 conditions in each other")
    add("condition.c", HEAD + b"#if " + b"(" * DEEP + b"1" + b")" * DEEP + b"\n" + BODY + b"#endif\n", "100,000 parentheses in a condition")
    add("templates.cpp", HEAD + b"template<int N> struct A { typedef typename A<N + 1>::t t; };\nA<0>::t x;\n", "a template without an end")
    arrow = b"struct A { A *operator->(); };\n" + b"template<class T> struct B { B<B<T> > operator->(); };\nint f(B<int> b) { return b->x; }\n"
    add("arrow.cpp", HEAD + arrow, "an operator without an end")
    add("constexpr.cpp", HEAD + b"constexpr int f(int n) { return n < 0 ? 0 : f(n + 1); }\nint a[f(0)];\nconstexpr int g() { for (;;) {} }\nstatic_assert(g(), \"\");\n", "a constant without an end")


def write_endless(folder):
    def add(name, body, why, expect=EITHER):
        folder.file("source/" + name, body, expect, why, seconds=120)

    folder.tree(
        "source/include-loop",
        {"loop.c": HEAD + b'#include "a.h"\n' + BODY, "a.h": b'#include "b.h"\n', "b.h": b'#include "a.h"\n'},
        EITHER, "two headers that include each other", "loop.c",
    )
    folder.tree(
        "source/include-fan",
        {"fan.c": HEAD + b'#include "h0.h"\n' + BODY}
        | {f"h{at}.h": f'#include "h{at + 1}.h"\n#include "h{at + 1}.h"\n'.encode() for at in range(40)}
        | {"h40.h": b"extern int x;\n"},
        EITHER, "headers that include the next one twice, 40 deep: 2 to the 40th inclusions", "fan.c", seconds=120,
    )
    add("include-self.c", HEAD + b'#include "include-self.c"\n' + BODY, "a file that includes itself")
    add("include-device.c", HEAD + b'#include "/dev/zero"\n' + BODY, "a device that never ends, included")
    add("include-absolute.c", HEAD + b'#include "/etc/passwd"\n' + BODY, "a file outside of the tree, included")
    bomb = [b"#define M0 PyList_GetItem(o, 0);"]
    bomb += [f"#define M{at} M{at - 1} M{at - 1}".encode() for at in range(1, 41)]
    add("macro-bomb.c", HEAD + b"\n".join(bomb) + b"\nvoid f(PyObject *o) { M40 }\n", "a macro that grows to 2 to the 40th calls")
    ten = [b"#define T0 a,a,a,a,a,a,a,a,a,a"] + [f"#define T{at} {','.join([f'T{at - 1}'] * 10)}".encode() for at in range(1, 11)]
    add("macro-laugh.c", HEAD + b"\n".join(ten) + b"\nint x[] = { T10 };\n", "ten thousand million tokens from eleven macros")
    add("one-line.c", HEAD + b"void f(PyObject *o) { " + b"PyList_GetItem(o, 0); " * 100_000 + b"}\n", "one line of 2 MB", AUDITED)
    add("many-lines.c", HEAD + b"\n" * 5_000_000 + BODY, "five million empty lines", AUDITED)
    add("many-functions.c", HEAD + b"".join(b"PyObject *f%d(PyObject *o) { return PyList_GetItem(o, 0); }\n" % at for at in range(20_000)), "20,000 functions", AUDITED)
    add("long-string.c", HEAD + b'const char *s = "' + b"x" * 4_000_000 + b'";\n' + BODY, "a string of 4 MB", AUDITED)
    add("long-name.c", HEAD + b"int " + b"x" * 1_000_000 + b";\n" + BODY, "a name of a megabyte", AUDITED)
    add("long-macro.c", HEAD + b"#define A " + b"\\\n" * 200_000 + b"1\n" + BODY, "200,000 continued lines")
    add("goto.c", HEAD + b"int f(int a) {\n" + b"".join(b"l%d: if (a++ < 3) goto l%d;\n" % (at, 1999 - at) for at in range(2000)) + b"return a; }\n", "2,000 jumps across each other", AUDITED)
    add("switch.c", HEAD + b"int f(int a) { switch (a) {\n" + b"".join(b"case %d: a++;\n" % at for at in range(20_000)) + b"} return a; }\n", "20,000 cases that fall through", AUDITED)
    add("paths.c", HEAD + b"void f(PyObject *o, int *a) {\n" + b"".join(b"if (a[%d]) Py_INCREF(o);\n" % at for at in range(300)) + b"}\n", "2 to the 300th paths", AUDITED)


def write_trees(folder):
    root = folder.tree("tree/link-out", {"good.c": HEAD + BODY}, EITHER, "a link to a file outside", "passwd_link.c")
    relink("/etc/passwd", root / "passwd_link.c")
    root = folder.tree("tree/link-loop", {"good.c": HEAD + BODY}, AUDITED, "a link to its own folder", "good.c")
    relink(".", root / "again")
    root = folder.tree("tree/link-dead", {"good.c": HEAD + BODY}, EITHER, "a link to nothing", "dead.c")
    relink("nowhere.c", root / "dead.c")
    root = folder.tree("tree/link-root", {"good.c": HEAD + BODY}, AUDITED, "a link to the root folder", "good.c")
    relink("/", root / "root")
    root = folder.tree("tree/fifo", {"good.c": HEAD + BODY}, PROBLEM, "a FIFO: to open it is to wait for ever", "pipe.c")
    if not (root / "pipe.c").exists():
        os.mkfifo(root / "pipe.c")
    root = folder.tree("tree/fifo-so", {"good.c": HEAD + BODY}, PROBLEM, "a FIFO with the suffix of a library", "pipe.so")
    if not (root / "pipe.so").exists():
        os.mkfifo(root / "pipe.so")
    root = folder.tree("tree/device", {"good.c": HEAD + BODY}, PROBLEM, "a link to a device", "zero.c")
    relink("/dev/zero", root / "zero.c")
    expect = AUDITED if os.geteuid() == 0 else PROBLEM  # root reads everything
    root = folder.tree("tree/unreadable", {"locked.c": HEAD + BODY}, expect, "a file that may not be read", "locked.c")
    (root / "locked.c").chmod(0)
    root = folder.tree("tree/bytes", {}, EITHER, "a file name that is not UTF-8", "caf")
    with open(os.fsencode(root) + b"/caf\xe9\xff.c", "wb") as file:
        file.write(HEAD + BODY)
    folder.tree("tree/newline", {"a\nb.c": HEAD + BODY}, AUDITED, "a file name with a line break", "b.c")
    folder.tree("tree/deep", {"d/" * 200 + "deep.c": HEAD + BODY}, AUDITED, "200 folders deep", "deep.c")
    folder.tree("tree/folder-named-so", {"strange.so/good.c": HEAD + BODY}, AUDITED, "a folder with the suffix of a library", "good.c")
    folder.tree("tree/empty", {}, IGNORED, "an empty folder: exit code 3", "empty")
    write_settings(folder)


def write_settings(folder):
    """Configuration, compile databases and project files that are broken: the sources are audited all the same."""
    def add(name, file, body, why):
        folder.tree("tree/" + name, {"good.c": HEAD + BODY, file: body}, EITHER, why, file)

    add("bad-database", "compile_commands.json", b'[{"file": "good.c", "command": ', "a compile database that is cut off")
    add("odd-database", "compile_commands.json", b'[{"file": 3}, {"directory": "/nowhere", "file": "/nowhere/x.c", "command": "cc \\"x"}, 7]', "a compile database of the wrong shape")
    add("plugin-database", "compile_commands.json", b'[{"directory": ".", "file": "good.c", "arguments": ["cc", "-fplugin=/tmp/evil.so", "-Xclang", "-load", "-Xclang", "/tmp/evil.so", "-include", "/dev/zero", "good.c"]}]', "a compile database that wants code loaded and a device read")
    add("bad-pyproject", "pyproject.toml", b"[project\nname = = 3\n\xff\xfe", "a project file that does not parse")
    add("deep-pyproject", "pyproject.toml", b"a = " + b"[" * 100_000, "100,000 brackets in a project file")
    add("bad-setup", "setup.py", b"Extension('x', ['good.c'], include_dirs=[" * 5000, "a setup.py that never closes its brackets")
    add("bad-meson", "meson.build", b"py.extension_module('x', " * 5000, "a meson file that never closes its brackets")
    deep = b"[" * 100_000
    add("deep-database", "compile_commands.json", deep, "100,000 brackets in a compile database")


def relink(target, link):
    if link.is_symlink():
        link.unlink()
    link.symlink_to(target)

/* The C-API of curses: types of the terminal library stay opaque. */
#ifndef Py_CURSES_H
#define Py_CURSES_H

#include "Python.h"
#ifdef __cplusplus
extern "C" {
#endif

#ifndef NCURSES_VERSION
typedef struct _win_st WINDOW;
#endif
typedef struct PyCursesWindowObject {
    PyObject ob_base;
    WINDOW *win;
    char *encoding;
    struct PyCursesWindowObject *orig;
} PyCursesWindowObject;

#define PyCurses_CAPSULE_NAME "_curses._C_API"
#define PyCurses_API_pointers 4
extern void **PyCurses_API;
extern PyTypeObject pil_PyCursesWindow_Type;
int pil_PyCursesSetupTermCalled(void);
int pil_PyCursesInitialised(void);
int pil_PyCursesInitialisedColor(void);
int pil_PyCursesWindow_Check(PyObject *);
void **pil_import_curses(void);
#define PyCursesWindow_Type pil_PyCursesWindow_Type
#define PyCursesSetupTermCalled pil_PyCursesSetupTermCalled()
#define PyCursesInitialised pil_PyCursesInitialised()
#define PyCursesInitialisedColor pil_PyCursesInitialisedColor()
#define PyCursesWindow_Check(v) pil_PyCursesWindow_Check(_PyObject_CAST(v))
#define import_curses() (PyCurses_API = pil_import_curses())

#ifdef __cplusplus
}
#endif
#endif

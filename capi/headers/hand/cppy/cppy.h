/* The owning pointer of the cppy library and its helpers: declarations only, so that users of it (kiwisolver, atom, enaml) parse
   without the library. `cppy::ptr` owns one reference and gives it up in its destructor. */
#ifndef PIL_CPPY_H
#define PIL_CPPY_H

#include <Python.h>
#include <string>

#define CPPY_MAJOR_VERSION 1
#define CPPY_MINOR_VERSION 1
#define CPPY_PATCH_VERSION 0
#define CPPY_VERSION "1.1.0"

#define pyobject_cast(o) (reinterpret_cast<PyObject *>(o))
#define pytype_cast(o) (reinterpret_cast<PyTypeObject *>(o))
#define cast_py_tp_doc(o) (reinterpret_cast<void *>(const_cast<char *>(o)))
#define void_cast(o) (reinterpret_cast<void *>(o))

namespace cppy {

PyObject *system_error(const char *);
PyObject *type_error(const char *);
PyObject *type_error(PyObject *, const char *);
PyObject *value_error(const char *);
PyObject *runtime_error(const char *);
PyObject *attribute_error(const char *);
PyObject *attribute_error(PyObject *, const char *);

template <typename T> T *incref(T *);
template <typename T> T *xincref(T *);
template <typename T> T *decref(T *);
template <typename T> T *xdecref(T *);
template <typename T> void clear(T **);
template <typename T> void replace(T **, T *);

class ptr {
public:
    ptr();
    ptr(const ptr &);
    ptr(PyObject *, bool incref = false);
    ~ptr();
    ptr &operator=(PyObject *);
    ptr &operator=(const ptr &);
    PyObject *get() const;
    void set(PyObject *, bool incref = false);
    void set(const ptr &);
    PyObject *release();
    operator void *() const;
    bool is_none() const;
    bool is_true() const;
    bool is_false() const;
    bool is_bool() const;
    bool is_int() const;
    bool is_float() const;
    bool is_list() const;
    bool is_dict() const;
    bool is_set() const;
    bool is_bytes() const;
    bool is_str() const;
    bool is_unicode() const;
    bool is_callable() const;
    bool is_iter() const;
    bool is_type(PyTypeObject *) const;
    int is_truthy() const;
    int is_instance(PyObject *) const;
    int is_instance(const ptr &) const;
    int is_subclass(PyObject *) const;
    int is_subclass(const ptr &) const;
    PyObject *iter() const;
    PyObject *next() const;
    PyObject *repr() const;
    PyObject *str() const;
    PyObject *bytes() const;
    PyObject *unicode() const;
    Py_ssize_t length() const;
    PyTypeObject *type() const;
    int richcmp(PyObject *, int) const;
    int richcmp(const ptr &, int) const;
    template <typename A> bool hasattr(const A &) const;
    template <typename A> PyObject *getattr(const A &) const;
    template <typename A, typename V> bool setattr(const A &, const V &) const;
    template <typename A> bool delattr(const A &) const;
    template <typename K> PyObject *getitem(const K &) const;
    template <typename K, typename V> bool setitem(const K &, const V &) const;
    template <typename K> bool delitem(const K &);
    PyObject *call(PyObject *, PyObject * = 0) const;
    PyObject *call(const ptr &) const;
    PyObject *call(const ptr &, const ptr &) const;
    PyObject *call(const ptr &, PyObject *) const;
    PyObject *call(PyObject *, const ptr &) const;
};

bool operator==(const ptr &, const ptr &);
bool operator==(PyObject *, const ptr &);
bool operator==(const ptr &, PyObject *);
bool operator!=(const ptr &, const ptr &);
bool operator!=(PyObject *, const ptr &);
bool operator!=(const ptr &, PyObject *);

}

#endif

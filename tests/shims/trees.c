/* Cases of containers that C builds, before and after the interpreter sees them: results of functions, keywords, what C keeps of them.
 * Not the functions of one header: those are in the file of that header. */
#include "cases.h"

static PyObject *call(PyMethodDef *def, const char *caller)
{
    PyObject *function = PyCFunction_New(def, NULL), *python = py(caller), *result;
    NEED(function);
    result = PyObject_CallFunctionObjArgs(python, function, NULL);
    Py_DECREF(python);
    Py_DECREF(function);
    return result;
}

static PyObject *record(PyObject *self, PyObject *unused)
{
    return Py_BuildValue("{s:i,s:s,s:[s,s,O],s:{s:(i,N),s:[]},s:d,s:y,s:{}}", "id", 70000, "name", "somebody", "tags", "a", "bb", Py_None, "nested", "pair", -1,
                         PyList_New(0), "none", "score", 1.5, "bytes", "xyz", "empty");
}

CASE(tree_as_a_result)
{
    static PyMethodDef def = {"record", record, METH_NOARGS, NULL};
    say_new("one", call(&def, "lambda f: f()"));
    say_new("equal and apart", call(&def, "lambda f: (f() == f(), f()['tags'] is f()['tags'], f()['nested']['pair'][1] is f()['nested']['pair'][1])"));
    say_new("types", call(&def, "lambda f: [type(v).__name__ for v in f().values()]"));
}

static PyObject *kept_list, *kept_dict;

static PyObject *with_parts(PyObject *self, PyObject *unused)
{
    PyObject *tree = PyDict_New();
    kept_list = Py_BuildValue("[i,i]", 1, 2);
    kept_dict = Py_BuildValue("{s:i}", "a", 1);
    PyDict_SetItemString(tree, "list", kept_list);
    PyDict_SetItemString(tree, "dict", kept_dict);
    return tree;
}

CASE(tree_with_parts_that_c_keeps)
{
    static PyMethodDef def = {"with_parts", with_parts, METH_NOARGS, NULL};
    PyObject *tree = call(&def, "lambda f: f()"), *change = py("lambda t: (t['list'].append(3), t['dict'].update(b=2))");
    say("same %d %d", PyDict_GetItemString(tree, "list") == kept_list, PyDict_GetItemString(tree, "dict") == kept_dict);
    say_new("change", PyObject_CallFunctionObjArgs(change, tree, NULL));
    say("%zd %zd", PyList_GET_SIZE(kept_list), PyDict_Size(kept_dict));
    Py_DECREF(tree);
    say_new("list", kept_list);
    say_new("dict", kept_dict);
    Py_DECREF(change);
}

static PyObject *deep(PyObject *self, PyObject *unused)
{
    PyObject *tree = PyList_New(0);
    for (int level = 1; level < 900; level++) {
        PyObject *outer = level % 2 ? Py_BuildValue("[N]", tree) : Py_BuildValue("{s:N}", "in", tree);
        tree = outer;
    }
    return tree;
}

CASE(tree_that_is_deep)
{
    static PyMethodDef def = {"deep", deep, METH_NOARGS, NULL};
    py_do("def depth_of(tree):\n    levels = 0\n    while tree:\n        tree = tree['in'] if type(tree) is dict else tree[0]\n        levels += 1\n    return levels\n");
    say_new("levels", call(&def, "lambda f: depth_of(f())"));
}

static PyObject *same_text(PyObject *self, PyObject *unused)
{
    static PyObject *text;
    if (text == NULL)
        text = PyUnicode_FromString("a text that C keeps");
    return Py_NewRef(text);
}

CASE(tree_result_keeps_identity)
{
    static PyMethodDef def = {"same_text", same_text, METH_NOARGS, NULL};
    say_new("same", call(&def, "lambda f: f() is f()"));
}

CASE(tree_dict_same_key_twice)
{
    PyObject *dict = PyDict_New(), *first = PyUnicode_FromString("key"), *second = PyUnicode_FromString("key"), *item = probe();
    PyDict_SetItem(dict, first, item);
    Py_DECREF(item);
    PyDict_SetItemString(dict, "other", Py_None);
    say("alive %d", probes());
    PyDict_SetItem(dict, second, Py_True);
    say("alive %d, %zd entries", probes(), PyDict_Size(dict));
    say_seen("dict", dict);
    Py_DECREF(first);
    Py_DECREF(second);
    Py_DECREF(dict);
}

CASE(tree_dict_of_many_keys)
{
    PyObject *dict = PyDict_New(), *key, *value;
    Py_ssize_t position = 0, steps = 0;
    long sum = 0;
    for (int at = 0; at < 100; at++) {
        key = PyUnicode_FromFormat("key%d", at);
        value = PyLong_FromLong(at * 1000);
        PyDict_SetItem(dict, key, value);
        Py_DECREF(key);
        Py_DECREF(value);
        if (at == 31 || at == 32)
            say("%zd, last %ld", PyDict_Size(dict), PyLong_AsLong(PyDict_GetItemString(dict, at == 31 ? "key31" : "key32")));
    }
    while (PyDict_Next(dict, &position, &key, &value)) {
        steps++;
        sum += PyLong_AsLong(value);
    }
    say("%zd steps, sum %ld", steps, sum);
    say_new("keys", PyDict_Keys(dict));
    Py_DECREF(dict);
}

CASE(tree_dict_of_all_kinds_of_keys)
{
    PyObject *dict = PyDict_New(), *number = PyLong_FromLong(5);
    const char *keys[] = {"", "a", "ab", "abc", "abcd", "abcdefg", "abcdefgh", "a key of more than thirty-two characters", "\xc3\xa9", "e", "\xe6\x97\xa5\xe6\x9c\xac", "\xf0\x9f\x90\x8d"};
    for (size_t at = 0; at < sizeof keys / sizeof *keys; at++) {
        PyObject *value = PyLong_FromSize_t(at);
        PyDict_SetItemString(dict, keys[at], value);
        Py_DECREF(value);
    }
    for (size_t at = 0; at < sizeof keys / sizeof *keys; at++)
        say("%ld", PyLong_AsLong(PyDict_GetItemString(dict, keys[at])));
    say("%d %d", PyDict_GetItemString(dict, "abce") == NULL, PyDict_ContainsString(dict, "\xc3\xa8"));
    say_status("a number", PyDict_SetItem(dict, number, Py_None));
    say_status("and a str behind", PyDict_SetItemString(dict, "last", Py_True));
    say_seen("dict", dict);
    Py_DECREF(number);
    Py_DECREF(dict);
}

CASE(tree_dict_cleared_and_used_again)
{
    PyObject *dict = PyDict_New(), *item = probe();
    PyDict_SetItemString(dict, "a", item);
    Py_DECREF(item);
    PyDict_Clear(dict);
    say("%zd entries, alive %d", PyDict_Size(dict), probes());
    PyDict_SetItemString(dict, "b", Py_None);
    say_new("dict", dict);
}

CASE(tree_borrowed_from_a_dict)
{
    PyObject *dict = PyDict_New(), *key = PyUnicode_FromString("the key"), *value = PyLong_FromLong(987654321), *list = PyList_New(0);
    PyDict_SetItem(dict, key, value);
    PyDict_SetItemString(dict, "list", list);
    Py_DECREF(key);
    Py_DECREF(value);
    Py_DECREF(list);
    Py_DECREF(publish(dict));
    say("%ld %s", PyLong_AsLong(value), PyUnicode_AsUTF8(key));
    PyList_Append(list, value);
    say("same %d", PyDict_GetItem(dict, key) == value);
    say_new("dict", dict);
}

CASE(tree_dict_in_itself)
{
    PyObject *dict = PyDict_New(), *item = probe();
    PyDict_SetItemString(dict, "self", dict);
    PyDict_SetItemString(dict, "item", item);
    Py_DECREF(item);
    say_seen("dict", dict);
    Py_DECREF(dict);
    Py_DECREF(py("__import__('gc').collect() * 0"));
    say("alive %d", probes());
}

CASE(tree_dict_and_list_in_each_other)
{
    PyObject *dict = PyDict_New(), *list = PyList_New(0), *item = probe();
    PyDict_SetItemString(dict, "item", item);
    PyList_Append(list, dict);
    PyDict_SetItemString(dict, "list", list);
    Py_DECREF(item);
    Py_DECREF(list);
    Py_DECREF(dict);
    Py_DECREF(py("__import__('gc').collect() * 0"));
    say("alive %d", probes());
}

static void walk_and_replace(PyObject *dict, PyObject *change)
{
    PyObject *key, *value;
    Py_ssize_t position = 0;
    while (PyDict_Next(dict, &position, &key, &value)) {
        say("%s %ld", PyUnicode_AsUTF8(key), PyLong_AsLong(value));
        if (change)
            Py_XDECREF(PyObject_CallFunctionObjArgs(change, dict, NULL));
        else {
            PyObject *new = PyLong_FromLong(500000 + PyLong_AsLong(value));
            PyDict_SetItemString(dict, "c", new);
            Py_DECREF(new);
        }
    }
}

CASE(tree_values_replaced_on_a_walk)
{
    PyObject *made = Py_BuildValue("{s:i,s:i,s:i}", "a", 1000, "b", 2000, "c", 3000), *given = py("{'a': 1000, 'b': 2000, 'c': 3000, 'd': 4000}");
    PyObject *change = py("lambda d: d.__setitem__('d', d['d'] + 1000)");
    walk_and_replace(made, NULL);
    walk_and_replace(given, NULL);
    walk_and_replace(given, change);
    Py_DECREF(made);
    Py_DECREF(given);
    Py_DECREF(change);
}

static PyObject *kept_keywords;

static PyObject *keywords(PyObject *self, PyObject *args, PyObject *kwargs)
{
    int number = -1;
    PyObject *object = NULL, *rest;
    static char *names[] = {"number", "object", NULL};
    if (kwargs)
        kept_keywords = Py_NewRef(kwargs);
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|iO", names, &number, &object))
        return NULL;
    rest = PyLong_FromLong(number);
    return Py_BuildValue("(NO)", rest, object ? object : Py_None);
}

CASE(tree_keywords)
{
    static PyMethodDef def = {"keywords", C_FUNCTION(keywords), METH_VARARGS | METH_KEYWORDS, NULL};
    PyObject *change = py("lambda d: d.setdefault('more', []).append(1)");
    say_new("names", call(&def, "lambda f: f(number=7, object=[1, 2])"));
    say_seen("kept", kept_keywords);
    Py_CLEAR(kept_keywords);
    say_new("position and name", call(&def, "lambda f: f(7, object='x')"));
    Py_XDECREF(PyObject_CallFunctionObjArgs(change, kept_keywords, NULL));
    say_seen("changed", kept_keywords);
    Py_CLEAR(kept_keywords);
    say_new("unknown", call(&def, "lambda f: f(numbre=7)"));
    Py_CLEAR(kept_keywords);
    say_new("twice", call(&def, "lambda f: f(7, number=7)"));
    Py_CLEAR(kept_keywords);
    say_new("unpacked", call(&def, "lambda f: f(**{'object': 3})"));
    Py_CLEAR(kept_keywords);
    Py_DECREF(change);
}

static PyObject *kept_argument;

static PyObject *keep(PyObject *self, PyObject *argument)
{
    PyObject *old = kept_argument;
    kept_argument = Py_NewRef(argument);
    Py_XDECREF(old);
    Py_RETURN_NONE;
}

CASE(tree_argument_that_c_keeps)
{
    static PyMethodDef def = {"keep", keep, METH_O, NULL};
    PyObject *function = PyCFunction_New(&def, NULL), *item = probe(), *pass = py("lambda f, x: f(x)");
    Py_DECREF(PyObject_CallFunctionObjArgs(pass, function, item, NULL));
    Py_DECREF(item);
    say("alive %d, same %d", probes(), kept_argument == item);
    Py_DECREF(PyObject_CallFunctionObjArgs(pass, function, Py_None, NULL));
    say("alive %d", probes());
    py_do("class Kept:\n    def __del__(self): told.append('gone')\ntold = []\n");
    item = py("lambda f: f(Kept())");
    Py_DECREF(PyObject_CallFunctionObjArgs(item, function, NULL));
    say_new("told", py("list(told)"));
    Py_CLEAR(kept_argument);
    say_new("told", py("list(told)"));
    Py_DECREF(item);
    Py_DECREF(pass);
    Py_DECREF(function);
}

static PyObject *second_item(PyObject *self, PyObject *list)
{
    return Py_NewRef(PyList_GET_ITEM(list, 1));
}

CASE(tree_list_that_python_changes)
{
    static PyMethodDef def = {"second_item", second_item, METH_O, NULL};
    py_do("def changes(f):\n"
          "    items, wrong = [0, 0, 0], 0\n"
          "    for number in range(3000):\n"
          "        items[1] = str(number) * 3 if number % 3 else [number]\n"
          "        wrong += f(items) is not items[1]\n"
          "        if number % 7 == 0:\n"
          "            items[0], items[1] = items[1], items[0]\n"
          "            wrong += f(items) is not items[1]\n"
          "    return wrong\n");
    say_new("wrong", call(&def, "lambda f: changes(f)"));
}

CASE(tree_interned_texts)
{
    PyObject *one = PyUnicode_FromString("pilotage_interned_text"), *two = PyUnicode_FromString("pilotage_interned_text"), *three;
    say("apart %d", one != two);
    PyUnicode_InternInPlace(&one);
    PyUnicode_InternInPlace(&two);
    three = PyUnicode_InternFromString("pilotage_interned_text");
    say("same %d %d", one == two, one == three);
    PyUnicode_InternInPlace(&one);
    say("again %d", one == two);
    for (int at = 0; at < 3000; at++) {
        PyObject *text = PyUnicode_FromFormat("interned%d", at), *other = PyUnicode_FromFormat("interned%d", at);
        PyUnicode_InternInPlace(&text);
        PyUnicode_InternInPlace(&other);
        if (text != other)
            say("%d: two of them", at);
        Py_DECREF(text);
        Py_DECREF(other);
    }
    Py_DECREF(one);
    Py_DECREF(two);
    Py_DECREF(three);
}

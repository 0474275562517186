/* Cases of unicodeobject.h: making, reading inline, encoding, comparing, formatting; PyUnicodeWriter; subclasses.
 * Each kind (ASCII, Latin-1, 2 and 4 bytes) is made in C and in Python. */
#include "cases.h"

static void say_layout(const char *what, PyObject *text)
{
    NEED(text);
    say("%s: length %zd kind %d ascii %d compact %d max %u", what, PyUnicode_GET_LENGTH(text), (int)PyUnicode_KIND(text), PyUnicode_IS_ASCII(text) != 0,
        PyUnicode_IS_COMPACT(text) != 0, (unsigned)PyUnicode_MAX_CHAR_VALUE(text));
    if (PyUnicode_GET_LENGTH(text))
        say("first %x last %x", (unsigned)PyUnicode_READ_CHAR(text, 0), (unsigned)PyUnicode_READ_CHAR(text, PyUnicode_GET_LENGTH(text) - 1));
}

CASE(unicode_layout_made_by_python)
{
    const char *texts[] = {"''", "'a'", "'hello' + ' world'", "'caf\\xe9'", "'\\u20ac uro'", "'\\U0001f600!'", "'\\ud800'"};
    for (size_t at = 0; at < sizeof texts / sizeof *texts; at++) {
        PyObject *text = py(texts[at]);
        say_layout(texts[at], text);
        Py_DECREF(text);
    }
}

CASE(unicode_layout_made_in_c)
{
    const char *texts[] = {"", "a", "hello world", "caf\xc3\xa9", "\xe2\x82\xac uro", "\xf0\x9f\x98\x80!"};
    for (size_t at = 0; at < sizeof texts / sizeof *texts; at++) {
        PyObject *text = PyUnicode_FromString(texts[at]);
        say_layout("c", text);
        say_new("repr", text);
    }
}

CASE(unicode_layout_of_subclass)
{
    PyObject *text = py("Str('sub \\u20ac')");
    say_layout("subclass", text);
    say("check %d exact %d", PyUnicode_Check(text), PyUnicode_CheckExact(text));
    say("%s", PyUnicode_AsUTF8(text));
    Py_DECREF(text);
}

CASE(unicode_from_string_and_size)
{
    say_new("with nul", PyUnicode_FromStringAndSize("a\0b", 3));
    say_new("empty", PyUnicode_FromStringAndSize(NULL, 0));
    say_new("negative", PyUnicode_FromStringAndSize("x", -1));
    say_new("bad utf-8", PyUnicode_FromStringAndSize("\xff\xfe", 2));
    say_new("NULL with a size", PyUnicode_FromStringAndSize(NULL, 3));
}

CASE(unicode_single_characters_are_shared)
{
    PyObject *a = PyUnicode_FromString("a"), *b = PyUnicode_FromStringAndSize("abc", 1), *python = py("chr(97)");
    say("%d %d", a == b, a == python);
    PyObject *empty = PyUnicode_FromString(""), *other = PyUnicode_New(0, 0);
    say("empty %d", empty == other);
    Py_DECREF(a);
    Py_DECREF(b);
    Py_DECREF(python);
    Py_DECREF(empty);
    Py_DECREF(other);
}

CASE(unicode_new_and_write_inline)
{
    PyObject *text = PyUnicode_New(4, 127);
    NEED(text);
    memcpy(PyUnicode_1BYTE_DATA(text), "abcd", 4);
    PyObject *seen = publish(text);
    say("same %d", seen == text);
    say_new("ascii", seen);
    Py_DECREF(text);
    text = PyUnicode_New(2, 0x20ac);
    PyUnicode_WRITE(PyUnicode_KIND(text), PyUnicode_DATA(text), 0, 0x20ac);
    PyUnicode_WRITE(PyUnicode_KIND(text), PyUnicode_DATA(text), 1, 'x');
    say_new("two bytes", text);
    text = PyUnicode_New(1, 0x10ffff);
    PyUnicode_4BYTE_DATA(text)[0] = 0x1f600;
    say_new("four bytes", text);
    say_new("too large", PyUnicode_New(1, 0x110000));
    say_new("negative", PyUnicode_New(-1, 127));
}

CASE(unicode_writechar_readchar)
{
    PyObject *text = PyUnicode_New(2, 127), *number = py("5");
    say_status("write", PyUnicode_WriteChar(text, 0, 'x'));
    say_status("write", PyUnicode_WriteChar(text, 1, 'y'));
    say_status("out of range", PyUnicode_WriteChar(text, 2, 'z'));
    say_status("too wide", PyUnicode_WriteChar(text, 0, 0x20ac));
    say_status("read", PyUnicode_ReadChar(text, 1));
    say_status("read out of range", (int)PyUnicode_ReadChar(text, 2));
    say_status("read of an int", (int)PyUnicode_ReadChar(number, 0));
    say_new("text", text);
    Py_DECREF(number);
}

CASE(unicode_length)
{
    PyObject *text = py("'\\U0001f600a'"), *bytes = py("b'x'");
    say_status("str", PyUnicode_GetLength(text));
    say_status("bytes", PyUnicode_GetLength(bytes));
    Py_DECREF(text);
    Py_DECREF(bytes);
}

CASE(unicode_as_utf8)
{
    PyObject *text = py("'caf\\xe9 \\u20ac'"), *nul = py("'a\\0b'"), *surrogate = py("'\\ud800'"), *bytes = py("b'x'");
    Py_ssize_t size = 0;
    const char *utf8 = PyUnicode_AsUTF8AndSize(text, &size);
    say_bytes("utf-8", utf8, size);
    say("cached %d", utf8 == PyUnicode_AsUTF8(text));
    utf8 = PyUnicode_AsUTF8AndSize(nul, &size);
    say_bytes("nul", utf8, size);
    utf8 = PyUnicode_AsUTF8AndSize(surrogate, &size);
    say("surrogate null %d size %zd", utf8 == NULL, size);
    say_raised("surrogate");
    say("bytes null %d", PyUnicode_AsUTF8(bytes) == NULL);
    say_raised("bytes");
    Py_DECREF(text);
    Py_DECREF(nul);
    Py_DECREF(surrogate);
    Py_DECREF(bytes);
}

CASE(unicode_as_utf8_is_stable_after_publish)
{
    PyObject *text = PyUnicode_FromString("stable \xe2\x82\xac");
    const char *before = PyUnicode_AsUTF8(text);
    PyObject *seen = publish(text);
    say("%d %s", before == PyUnicode_AsUTF8(seen), before);
    Py_DECREF(text);
    say("%s", PyUnicode_AsUTF8(seen));
    Py_DECREF(seen);
}

CASE(unicode_encode)
{
    PyObject *text = py("'\\xe9\\u20ac'"), *plain = py("'abc'"), *bytes = py("b''");
    say_new("utf-8", PyUnicode_AsUTF8String(text));
    say_new("latin-1", PyUnicode_AsLatin1String(text));
    say_new("ascii", PyUnicode_AsASCIIString(plain));
    say_new("ascii of others", PyUnicode_AsASCIIString(text));
    say_new("utf-16", PyUnicode_AsUTF16String(plain));
    say_new("utf-32", PyUnicode_AsUTF32String(plain));
    say_new("escape", PyUnicode_AsUnicodeEscapeString(text));
    say_new("raw escape", PyUnicode_AsRawUnicodeEscapeString(text));
    say_new("named", PyUnicode_AsEncodedString(text, "cp1252", "strict"));
    say_new("ignored", PyUnicode_AsEncodedString(text, "ascii", "ignore"));
    say_new("default", PyUnicode_AsEncodedString(text, NULL, NULL));
    say_new("unknown", PyUnicode_AsEncodedString(text, "no-such-codec", NULL));
    say_new("bytes", PyUnicode_AsUTF8String(bytes));
    Py_DECREF(text);
    Py_DECREF(plain);
    Py_DECREF(bytes);
}

CASE(unicode_decode)
{
    int order = 0;
    Py_ssize_t used = 0;
    say_new("utf-8", PyUnicode_DecodeUTF8("\xc3\xa9", 2, NULL));
    say_new("replace", PyUnicode_DecodeUTF8("a\xff", 2, "replace"));
    say_new("surrogateescape", PyUnicode_DecodeUTF8("a\xff", 2, "surrogateescape"));
    say_new("strict", PyUnicode_DecodeUTF8("a\xff", 2, "strict"));
    say_new("stateful", PyUnicode_DecodeUTF8Stateful("ab\xc3", 3, NULL, &used));
    say("used %zd", used);
    say_new("latin-1", PyUnicode_DecodeLatin1("\xe9\xff", 2, NULL));
    say_new("ascii", PyUnicode_DecodeASCII("abc", 3, NULL));
    say_new("ascii of others", PyUnicode_DecodeASCII("\xe9", 1, NULL));
    say_new("utf-16", PyUnicode_DecodeUTF16("\xff\xfe" "a\0", 4, NULL, &order));
    say("order %d", order);
    say_new("utf-32", PyUnicode_DecodeUTF32("a\0\0\0", 4, NULL, NULL));
    say_new("named", PyUnicode_Decode("\x80", 1, "cp1252", NULL));
    say_new("unknown", PyUnicode_Decode("x", 1, "no-such-codec", NULL));
    say_new("escape", PyUnicode_DecodeUnicodeEscape("\\u20ac", 6, NULL));
    say_new("raw escape", PyUnicode_DecodeRawUnicodeEscape("\\u20ac", 6, NULL));
    say_new("file system", PyUnicode_DecodeFSDefault("name\xff"));
    say_new("locale", PyUnicode_DecodeLocale("plain", "strict"));
}

CASE(unicode_from_encoded_object)
{
    PyObject *bytes = py("b'caf\\xc3\\xa9'"), *text = py("'x'"), *view = py("memoryview(b'view')"), *number = py("1");
    say_new("bytes", PyUnicode_FromEncodedObject(bytes, "utf-8", NULL));
    say_new("view", PyUnicode_FromEncodedObject(view, "ascii", NULL));
    say_new("str", PyUnicode_FromEncodedObject(text, "utf-8", NULL));
    say_new("int", PyUnicode_FromEncodedObject(number, "utf-8", NULL));
    say_new("NULL", PyUnicode_FromEncodedObject(NULL, "utf-8", NULL));
    Py_DECREF(bytes);
    Py_DECREF(text);
    Py_DECREF(view);
    Py_DECREF(number);
}

CASE(unicode_from_object)
{
    PyObject *exact = py("'a' + 'b'"), *sub = py("Str('sub')"), *bytes = py("b''"), *same = PyUnicode_FromObject(exact), *plain = PyUnicode_FromObject(sub);
    say("itself %d, exact %d", same == exact, PyUnicode_CheckExact(plain));
    say_new("bytes", PyUnicode_FromObject(bytes));
    Py_DECREF(exact);
    Py_DECREF(sub);
    Py_DECREF(bytes);
    Py_DECREF(same);
    say_new("plain", plain);
}

CASE(unicode_from_kind_and_data)
{
    Py_UCS2 two[] = {0x20ac, 'x'}, narrow[] = {'a', 'b'};
    Py_UCS4 four[] = {0x1f600};
    say_new("1", PyUnicode_FromKindAndData(PyUnicode_1BYTE_KIND, "\xe9z", 2));
    say_new("2", PyUnicode_FromKindAndData(PyUnicode_2BYTE_KIND, two, 2));
    say_new("4", PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, four, 1));
    PyObject *small = PyUnicode_FromKindAndData(PyUnicode_2BYTE_KIND, narrow, 2);
    say("smallest kind %d", (int)PyUnicode_KIND(small));
    Py_DECREF(small);
    say_new("kind 3", PyUnicode_FromKindAndData(3, "abc", 1));
    say_new("negative", PyUnicode_FromKindAndData(PyUnicode_1BYTE_KIND, "abc", -1));
}

CASE(unicode_from_ordinal)
{
    say_new("A", PyUnicode_FromOrdinal('A'));
    say_new("emoji", PyUnicode_FromOrdinal(0x1f600));
    say_new("too large", PyUnicode_FromOrdinal(0x110000));
    say_new("negative", PyUnicode_FromOrdinal(-1));
}

CASE(unicode_from_format)
{
    PyObject *object = py("[1, 'x']"), *text = py("'text'"), *type = py("Plain");
    say_new("numbers", PyUnicode_FromFormat("%d %5d %-5d| %05d %u %ld %lu %lld %llu %zd %zu", -1, 42, 42, 42, 3u, 4L, 5UL, 6LL, 7ULL, (Py_ssize_t)8, (size_t)9));
    say_new("hex", PyUnicode_FromFormat("%x %X %#x %lx %o", 255, 255, 255, 4096L, 8));
    say_new("text", PyUnicode_FromFormat("%s %.2s %10s| %-6s| %c %%", "abc", "abc", "abc", "abc", 'z'));
    say_new("objects", PyUnicode_FromFormat("%S %R %A %U", object, text, text, text));
    say_new("either", PyUnicode_FromFormat("%V %V", NULL, "fallback", text, "unused"));
    say_new("type", PyUnicode_FromFormat("%T %#T %N", object, object, type));
    say_new("utf-8", PyUnicode_FromFormat("caf\xc3\xa9"));
    say_new("utf-8 text", PyUnicode_FromFormat("%s", "\xe2\x82\xac"));
    say_new("wide character", PyUnicode_FromFormat("%c", 0x20ac));
    say_new("star", PyUnicode_FromFormat("%*d %.*s", 5, 42, 2, "abc"));
    Py_DECREF(object);
    Py_DECREF(text);
    Py_DECREF(type);
}

CASE(unicode_from_format_pointer)
{
    PyObject *text = PyUnicode_FromFormat("%p", (void *)0x1234);
    say_new("pointer", text);
}

CASE(unicode_compare)
{
    PyObject *a = py("'abc'"), *b = py("'abd'"), *wide = py("'ab\\u20ac'"), *number = py("1");
    say_status("less", PyUnicode_Compare(a, b));
    say_status("equal", PyUnicode_Compare(a, a));
    say_status("greater", PyUnicode_Compare(wide, a));
    say_status("an int", PyUnicode_Compare(a, number));
    say("%d %d %d", PyUnicode_CompareWithASCIIString(a, "abc"), PyUnicode_CompareWithASCIIString(a, "abd"), PyUnicode_CompareWithASCIIString(b, "abc"));
    say("%d %d", PyUnicode_EqualToUTF8(wide, "ab\xe2\x82\xac"), PyUnicode_EqualToUTF8AndSize(a, "abcd", 3));
    say_new("rich", PyUnicode_RichCompare(a, b, Py_LT));
    say_new("rich int", PyUnicode_RichCompare(a, number, Py_EQ));
    say_status("equal function", PyUnicode_Equal(a, b));
    say_status("equal with an int", PyUnicode_Equal(a, number));
    Py_DECREF(a);
    Py_DECREF(b);
    Py_DECREF(wide);
    Py_DECREF(number);
}

CASE(unicode_concat_append)
{
    PyObject *a = PyUnicode_FromString("ab"), *b = py("'\\u20ac'"), *number = py("1");
    say_new("concat", PyUnicode_Concat(a, b));
    say_new("with an int", PyUnicode_Concat(a, number));
    PyUnicode_Append(&a, b);
    say_seen("append", a);
    PyUnicode_AppendAndDel(&a, PyUnicode_FromString("!"));
    say_seen("append and del", a);
    PyUnicode_Append(&a, number);
    say("null %d", a == NULL);
    say_raised("append an int");
    Py_DECREF(b);
    Py_DECREF(number);
}

CASE(unicode_append_shared_leaves_the_other)
{
    PyObject *a = PyUnicode_FromString("shared text"), *other = Py_NewRef(a), *more = PyUnicode_FromString(" more");
    PyUnicode_Append(&a, more);
    say_new("grown", a);
    say_new("other", other);
    Py_DECREF(more);
}

CASE(unicode_resize)
{
    PyObject *text = PyUnicode_New(5, 127);
    memcpy(PyUnicode_1BYTE_DATA(text), "abcde", 5);
    say_status("shrink", PyUnicode_Resize(&text, 3));
    say_seen("text", text);
    PyObject *shared = Py_NewRef(text);
    say_status("shared", PyUnicode_Resize(&text, 2));
    say_seen("shared text", text);
    Py_XDECREF(text);
    Py_DECREF(shared);
    PyObject *number = py("5");
    say_status("int", PyUnicode_Resize(&number, 2));
    Py_XDECREF(number);
}

CASE(unicode_join_split)
{
    PyObject *comma = py("', '"), *list = py("['a', 'b', '\\u20ac']"), *wrong = py("['a', 1]"), *text = py("'a b  c'"), *lines = py("'x\\ny\\r\\nz'");
    say_new("join", PyUnicode_Join(comma, list));
    say_new("join NULL", PyUnicode_Join(NULL, list));
    say_new("join wrong", PyUnicode_Join(comma, wrong));
    say_new("split", PyUnicode_Split(text, NULL, -1));
    say_new("split once", PyUnicode_Split(text, comma, 1));
    say_new("rsplit", PyUnicode_RSplit(text, NULL, 1));
    say_new("lines", PyUnicode_Splitlines(lines, 0));
    say_new("lines kept", PyUnicode_Splitlines(lines, 1));
    say_new("partition", PyUnicode_Partition(text, comma));
    Py_DECREF(comma);
    Py_DECREF(list);
    Py_DECREF(wrong);
    Py_DECREF(text);
    Py_DECREF(lines);
}

CASE(unicode_search)
{
    PyObject *text = py("'hello hello'"), *part = py("'ll'"), *number = py("1"), *none = py("'zz'");
    say_status("contains", PyUnicode_Contains(text, part));
    say_status("contains an int", PyUnicode_Contains(text, number));
    say_status("find", PyUnicode_Find(text, part, 0, 11, 1));
    say_status("find back", PyUnicode_Find(text, part, 0, 11, -1));
    say_status("absent", PyUnicode_Find(text, none, 0, 11, 1));
    say_status("find in an int", PyUnicode_Find(number, part, 0, 11, 1));
    say_status("character", PyUnicode_FindChar(text, 'o', 0, 11, 1));
    say_status("character back", PyUnicode_FindChar(text, 'o', 0, 11, -1));
    say_status("count", PyUnicode_Count(text, part, 0, 99));
    say_status("prefix", PyUnicode_Tailmatch(text, part, 2, 11, -1));
    say_status("suffix", PyUnicode_Tailmatch(text, part, 0, 11, 1));
    Py_DECREF(text);
    Py_DECREF(part);
    Py_DECREF(number);
    Py_DECREF(none);
}

CASE(unicode_substring_replace)
{
    PyObject *text = py("'h\\u20acllo'"), *l = py("'l'"), *x = py("'XX'");
    PyObject *whole = PyUnicode_Substring(text, 0, 5);
    say("whole is itself %d", whole == text);
    Py_XDECREF(whole);
    say_new("1:3", PyUnicode_Substring(text, 1, 3));
    say_new("2:99", PyUnicode_Substring(text, 2, 99));
    say_new("negative", PyUnicode_Substring(text, -1, 2));
    say_new("replace", PyUnicode_Replace(text, l, x, -1));
    say_new("replace once", PyUnicode_Replace(text, l, x, 1));
    Py_DECREF(text);
    Py_DECREF(l);
    Py_DECREF(x);
}

CASE(unicode_substring_narrows)
{
    PyObject *text = py("'\\u20acascii'"), *part = PyUnicode_Substring(text, 1, 6);
    say_layout("part", part);
    Py_DECREF(text);
    Py_DECREF(part);
}

CASE(unicode_intern)
{
    PyObject *a = PyUnicode_InternFromString("pilotage_interned"), *b = PyUnicode_InternFromString("pilotage_interned");
    say("same %d", a == b);
    PyObject *c = PyUnicode_FromString("pilotage_interned");
    PyUnicode_InternInPlace(&c);
    say("in place %d", c == a);
    PyObject *python = py("__import__('sys').intern('pilotage_' + 'interned')");
    say("python %d", python == a);
    say("state %d", PyUnicode_CHECK_INTERNED(a) != 0);
    Py_DECREF(a);
    Py_DECREF(b);
    Py_DECREF(c);
    Py_DECREF(python);
}

CASE(unicode_hash_matches)
{
    PyObject *c = PyUnicode_FromString("some key"), *python = py("'some ' + 'key'"), *dict = py("{'some key': 1}");
    Py_hash_t hash = PyObject_Hash(c);
    say("%d %d", hash == PyObject_Hash(python), hash == ((PyASCIIObject *)c)->hash);
    say_seen("in a dict", PyDict_GetItem(dict, c));
    Py_DECREF(c);
    Py_DECREF(python);
    Py_DECREF(dict);
}

CASE(unicode_format)
{
    PyObject *format = py("'%s is %d'"), *args = py("('x', 5)"), *few = py("('x',)");
    say_new("format", PyUnicode_Format(format, args));
    say_new("too few", PyUnicode_Format(format, few));
    Py_DECREF(format);
    Py_DECREF(args);
    Py_DECREF(few);
}

CASE(unicode_wide_characters)
{
    PyObject *text = py("'a\\u20ac'"), *nul = py("'a\\0'");
    Py_ssize_t size = 0;
    wchar_t *wide = PyUnicode_AsWideCharString(text, &size), small[2] = {0, 0};
    say("size %zd second %x", size, wide ? (unsigned)wide[1] : 0);
    say_new("back", PyUnicode_FromWideChar(wide, size));
    say_new("back by nul", PyUnicode_FromWideChar(wide, -1));
    PyMem_Free(wide);
    say_status("into a buffer", PyUnicode_AsWideChar(text, small, 2));
    wide = PyUnicode_AsWideCharString(nul, NULL);
    say("nul without size %d", wide == NULL);
    say_raised("nul");
    Py_DECREF(text);
    Py_DECREF(nul);
}

CASE(unicode_ucs4)
{
    PyObject *text = py("'a\\u20ac'");
    Py_UCS4 buffer[3] = {9, 9, 9}, *copy = PyUnicode_AsUCS4Copy(text);
    say("%x %x %x", copy[0], copy[1], copy[2]);
    PyMem_Free(copy);
    say("null %d", PyUnicode_AsUCS4(text, buffer, 2, 1) == NULL);
    say_raised("too small");
    say("null %d", PyUnicode_AsUCS4(text, buffer, 2, 0) == NULL);
    say("%x %x %x", buffer[0], buffer[1], buffer[2]);
    Py_DECREF(text);
}

CASE(unicode_copy_characters_and_fill)
{
    PyObject *to = PyUnicode_New(6, 0x20ac), *from = py("'a\\u20ac'");
    say_status("fill", PyUnicode_Fill(to, 0, 6, '-'));
    say_status("copy", PyUnicode_CopyCharacters(to, 2, from, 0, 2));
    say_status("copy past the end", PyUnicode_CopyCharacters(to, 5, from, 0, 2));
    say_status("fill too wide", PyUnicode_Fill(to, 0, 1, 0x1f600));
    say_new("text", to);
    Py_DECREF(from);
}

CASE(unicode_fs_converter)
{
    PyObject *out = NULL, *path = py("'file name'"), *number = py("5"), *nul = py("'a\\0'");
    say_status("str", PyUnicode_FSConverter(path, &out));
    say_new("bytes", out);
    out = NULL;
    say_status("int", PyUnicode_FSConverter(number, &out));
    say_status("nul", PyUnicode_FSConverter(nul, &out));
    say_status("decoder", PyUnicode_FSDecoder(path, &out));
    say_new("str", out);
    say_new("encode", PyUnicode_EncodeFSDefault(path));
    Py_DECREF(path);
    Py_DECREF(number);
    Py_DECREF(nul);
}

CASE(unicode_identifier)
{
    PyObject *good = py("'name_1'"), *bad = py("'1name'");
    say("%d %d", PyUnicode_IsIdentifier(good), PyUnicode_IsIdentifier(bad));
    Py_DECREF(good);
    Py_DECREF(bad);
}

CASE(unicode_character_classes)
{
    Py_UCS4 characters[] = {'a', 'A', '5', ' ', 0xe9, 0x20ac, 0x0661, 0x2028, 0xb2};
    for (size_t at = 0; at < sizeof characters / sizeof *characters; at++) {
        Py_UCS4 c = characters[at];
        say("%x: %d%d%d%d%d%d%d%d", (unsigned)c, Py_UNICODE_ISALPHA(c) != 0, Py_UNICODE_ISALNUM(c) != 0, Py_UNICODE_ISDIGIT(c) != 0, Py_UNICODE_ISDECIMAL(c) != 0,
            Py_UNICODE_ISNUMERIC(c) != 0, Py_UNICODE_ISSPACE(c) != 0, Py_UNICODE_ISUPPER(c) != 0, Py_UNICODE_ISPRINTABLE(c) != 0);
        say("%x %x %d", (unsigned)Py_UNICODE_TOLOWER(c), (unsigned)Py_UNICODE_TOUPPER(c), Py_UNICODE_TODECIMAL(c));
    }
    say("linebreak %d %d", Py_UNICODE_ISLINEBREAK('\n'), Py_UNICODE_ISLINEBREAK(0x2028));
    say_double("numeric", Py_UNICODE_TONUMERIC(0xbd));
}

CASE(unicode_error_objects)
{
    PyObject *error = PyUnicodeDecodeError_Create("utf-8", "ab\xff", 3, 2, 3, "why");
    Py_ssize_t place = 0;
    say_seen("error", error);
    say_new("object", PyUnicodeDecodeError_GetObject(error));
    say_new("reason", PyUnicodeDecodeError_GetReason(error));
    say_new("encoding", PyUnicodeDecodeError_GetEncoding(error));
    say_status("start", PyUnicodeDecodeError_GetStart(error, &place));
    say("%zd", place);
    say_status("set end", PyUnicodeDecodeError_SetEnd(error, 1));
    say_status("end", PyUnicodeDecodeError_GetEnd(error, &place));
    say("%zd", place);
    say_status("set reason", PyUnicodeDecodeError_SetReason(error, "because"));
    say_new("text", PyObject_Str(error));
    Py_XDECREF(error);
}

CASE(unicode_writer)
{
    PyUnicodeWriter *writer = PyUnicodeWriter_Create(0);
    PyObject *list = py("[1]"), *text = py("'t\\u20ac'");
    if (!writer)
        give_up("writer");
    say_status("char", PyUnicodeWriter_WriteChar(writer, 'a'));
    say_status("utf-8", PyUnicodeWriter_WriteUTF8(writer, "caf\xc3\xa9", -1));
    say_status("ascii", PyUnicodeWriter_WriteASCII(writer, "plain", 2));
    say_status("str", PyUnicodeWriter_WriteStr(writer, list));
    say_status("repr", PyUnicodeWriter_WriteRepr(writer, text));
    say_status("substring", PyUnicodeWriter_WriteSubstring(writer, text, 1, 2));
    say_status("format", PyUnicodeWriter_Format(writer, "<%d %s>", 5, "x"));
    say_status("ucs4", PyUnicodeWriter_WriteUCS4(writer, (Py_UCS4[]){0x1f600}, 1));
    say_status("bad utf-8", PyUnicodeWriter_WriteUTF8(writer, "\xff", 1));
    say_status("char too large", PyUnicodeWriter_WriteChar(writer, 0x110000));
    say_new("finished", PyUnicodeWriter_Finish(writer));
    writer = PyUnicodeWriter_Create(10);
    say_new("empty", PyUnicodeWriter_Finish(writer));
    say("negative %d", PyUnicodeWriter_Create(-1) == NULL);
    say_raised("negative");
    PyUnicodeWriter_Discard(PyUnicodeWriter_Create(5));
    PyUnicodeWriter_Discard(NULL);
    Py_DECREF(list);
    Py_DECREF(text);
}

CASE(unicode_default_encoding)
{
    say("%s", PyUnicode_GetDefaultEncoding());
}

CASE(unicode_translate)
{
    PyObject *text = py("'abc'"), *map = py("{97: 'X', 98: None}");
    say_new("translate", PyUnicode_Translate(text, map, NULL));
    Py_DECREF(text);
    Py_DECREF(map);
}

CASE(unicode_charmap)
{
    PyObject *map = py("{'a': 1}"), *text = py("'abc'"), *table = py("{0: 'x', 1: '\\u20ac'}");
    say_new("build", PyUnicode_AsCharmapString(text, NULL));
    say_new("decode", PyUnicode_DecodeCharmap("\x00\x01", 2, table, NULL));
    say_new("undefined", PyUnicode_DecodeCharmap("\x05", 1, table, NULL));
    Py_DECREF(map);
    Py_DECREF(text);
    Py_DECREF(table);
}

CASE(unicode_stateful_decoders_that_fail)
{
    Py_ssize_t consumed = 77;
    int order = 0;
    say_new("utf-8", PyUnicode_DecodeUTF8Stateful("a\xff\xff", 3, NULL, &consumed));
    say("%zd", consumed);
    say_new("utf-16", PyUnicode_DecodeUTF16Stateful("\xff\xfe\0\xde", 4, NULL, &order, &consumed));
    say("%zd %d", consumed, order);
    say_new("utf-32", PyUnicode_DecodeUTF32Stateful("\xff\xfe\0\0\xff\xff\xff\xff", 8, NULL, &order, &consumed));
    say("%zd %d", consumed, order);
    say_new("utf-16 rest", PyUnicode_DecodeUTF16Stateful("\xff\xfe" "a\0b", 5, NULL, &order, &consumed));
    say("%zd %d", consumed, order);
}

CASE(unicode_sizes_that_cannot_be)
{
    wchar_t wide[] = L"abc";
    say_new("too large", PyUnicode_FromStringAndSize("abc", PY_SSIZE_T_MAX));
    say_new("NULL", PyUnicode_FromStringAndSize(NULL, 3));
    say_new("wide", PyUnicode_FromWideChar(wide, -2));
    say_new("wide whole", PyUnicode_FromWideChar(wide, -1));
    say_new("wide NULL", PyUnicode_FromWideChar(NULL, -1));
    PyObject *text = py("'abc'");
    say_new("no table", PyUnicode_Translate(text, NULL, NULL));
    Py_DECREF(text);
}

CASE(unicode_characters_that_are_none)
{
    Py_UCS4 bad[] = {'a', 0x110000};
    wchar_t wide[] = L"xyz";
    say_new("kind 4", PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, bad, 2));
    PyUnicodeWriter *writer = PyUnicodeWriter_Create(0);
    say_status("writer", PyUnicodeWriter_WriteUCS4(writer, bad, 2));
    say_status("wide", PyUnicodeWriter_WriteWideChar(writer, wide, -5));
    say_new("all", PyUnicodeWriter_Finish(writer));
}

CASE(unicode_writer_consumed)
{
    PyUnicodeWriter *writer = PyUnicodeWriter_Create(0);
    Py_ssize_t consumed = 77;
    say_status("good", PyUnicodeWriter_DecodeUTF8Stateful(writer, "caf\xc3\xa9\xc3", 6, NULL, &consumed));
    say("%zd", consumed);
    consumed = 77;
    say_status("bad", PyUnicodeWriter_DecodeUTF8Stateful(writer, "a\xff" "b", 3, NULL, &consumed));
    say("%zd", consumed);
    say_new("all", PyUnicodeWriter_Finish(writer));
}

CASE(unicode_error_handlers_outside_of_the_object)
{
    const char *errors[] = {"UnicodeEncodeError('x', 'abc', -3, 9, 'why')", "UnicodeEncodeError('x', '', 2, 5, 'why')", "UnicodeDecodeError('x', b'abc', 1, 40, 'why')",
                            "UnicodeTranslateError('abc', -2, 2, 'why')", "UnicodeEncodeError('x', 'abc', 0, 0, 'why')", "UnicodeDecodeError('x', b'abc', 2, 1, 'why')", "UnicodeTranslateError('abc', 3, 2, 'why')", "UnicodeDecodeError('x', b'', 0, 0, 'why')"};
    for (size_t at = 0; at < sizeof errors / sizeof *errors; at++) {
        PyObject *error = py(errors[at]);
        say_new("ignore", PyCodec_IgnoreErrors(error));
        say_new("replace", PyCodec_ReplaceErrors(error));
        say_new("backslashreplace", PyCodec_BackslashReplaceErrors(error));
        say_new("xmlcharrefreplace", PyCodec_XMLCharRefReplaceErrors(error));
        say_new("namereplace", PyCodec_NameReplaceErrors(error));
        Py_DECREF(error);
    }
}

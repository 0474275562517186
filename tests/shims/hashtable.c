/* Cases of pycore_hashtable.h, a header for CPython itself that extensions use all the same: its inline functions read the table. */
#define Py_BUILD_CORE 1
#include <Python.h>
#include "internal/pycore_hashtable.h"
#include "cases.h"

static int keys_gone, values_gone, blocks;

static void key_gone(void *key) { keys_gone++; }
static void value_gone(void *value) { values_gone++; }
static void *count_malloc(size_t size) { blocks++; return malloc(size); }
static void count_free(void *block) { blocks -= block != NULL; free(block); }

static void *look(_Py_hashtable_t *table, const void *key)
{
    _Py_hashtable_entry_t *entry = _Py_hashtable_get_entry(table, key);
    return entry ? entry->value : NULL;
}

CASE(hashtable_of_addresses)
{
    static char memory[3000];
    _Py_hashtable_allocator_t allocator = {count_malloc, count_free};
    keys_gone = values_gone = blocks = 0;
    _Py_hashtable_t *table = _Py_hashtable_new_full(_Py_hashtable_hash_ptr, _Py_hashtable_compare_direct, key_gone, value_gone, &allocator);
    NEED(table);
    say("empty %zu %zu %d", table->nentries, table->nbuckets, look(table, memory) == NULL);
    int failed = 0, wrong = 0;
    for (int at = 0; at < 3000; at++)
        failed += _Py_hashtable_set(table, memory + at, memory + (at * 7) % 3000);
    for (int at = 0; at < 3000; at++)
        wrong += look(table, memory + at) != memory + (at * 7) % 3000;
    say("failed %d wrong %d entries %zu", failed, wrong, table->nentries);
    say("power of two %d, room %d", (table->nbuckets & (table->nbuckets - 1)) == 0, table->nbuckets * 2 >= table->nentries);
    say("absent %d", look(table, &allocator) == NULL);
    say("gone %d %d", keys_gone, values_gone);
    _Py_hashtable_destroy(table);
    say("gone %d %d, blocks left %d", keys_gone, values_gone, blocks);
}

static Py_uhash_t by_length(const void *key) { return strlen(key); }
static int same_text(const void *a, const void *b) { return strcmp(a, b) == 0; }

CASE(hashtable_of_texts)
{
    _Py_hashtable_t *table = _Py_hashtable_new_full(by_length, same_text, NULL, NULL, NULL);
    NEED(table);
    say("%d %d %d", _Py_hashtable_set(table, "one", "1"), _Py_hashtable_set(table, "two", "2"), _Py_hashtable_set(table, "three", "3"));
    char key[] = "two";
    say("%s %s %d", (char *)look(table, key), (char *)look(table, "three"), look(table, "six") == NULL);
    say("hash %d direct %d %d", _Py_hashtable_hash_ptr((void *)0x1230) == 0x123, _Py_hashtable_compare_direct(key, key), _Py_hashtable_compare_direct(key, key + 1));
    _Py_hashtable_destroy(table);
}

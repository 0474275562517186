/* langinfo: properties of the locale. */
#ifndef PIL_LIBC_LANGINFO_H
#define PIL_LIBC_LANGINFO_H

#ifdef __cplusplus
extern "C" {
#endif
typedef int nl_item;
#define CODESET 14
#define RADIXCHAR 0x10000
#define THOUSEP 0x10001
#define D_T_FMT 0x20028
char *nl_langinfo(nl_item);
#ifdef __cplusplus
}
#endif

#endif

/* assert: the condition stays visible in the tree (in sizeof) but counts as not executed, as in releases.
   PIL_ASSERTS: the unit says that its assertions always stand. */
#ifndef PIL_LIBC_ASSERT_H
#define PIL_LIBC_ASSERT_H

#ifdef __cplusplus
extern "C" {
#endif
int pil_assert(int);
#ifdef PIL_ASSERTS
__attribute__((noreturn)) void __assert_fail(const char *, const char *, unsigned, const char *);
#define assert(...) ((__VA_ARGS__) ? (void)0 : __assert_fail("", "", 0, ""))
#else
#define assert(...) ((void)sizeof(pil_assert(!!(__VA_ARGS__))))
#endif
#ifndef __cplusplus
#define static_assert _Static_assert
#endif
#ifdef __cplusplus
}
#endif

#endif

/* assert: the condition stays visible in the tree (in sizeof) but counts as not executed. */
#ifndef PIL_LIBC_ASSERT_H
#define PIL_LIBC_ASSERT_H

#ifdef __cplusplus
extern "C" {
#endif
int pil_assert(int);
#define assert(...) ((void)sizeof(pil_assert(!!(__VA_ARGS__))))
#ifndef __cplusplus
#define static_assert _Static_assert
#endif
#ifdef __cplusplus
}
#endif

#endif

/* shadow: shadow passwords. */
#ifndef PIL_LIBC_SHADOW_H
#define PIL_LIBC_SHADOW_H

#ifdef __cplusplus
extern "C" {
#endif
struct spwd {
    char *sp_namp, *sp_pwdp;
    long sp_lstchg, sp_min, sp_max, sp_warn, sp_inact, sp_expire;
    unsigned long sp_flag;
};
struct spwd *getspnam(const char *);
struct spwd *getspent(void);
#ifdef __cplusplus
}
#endif

#endif

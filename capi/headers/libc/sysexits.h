/* sysexits: exit codes. */
#ifndef PIL_LIBC_SYSEXITS_H
#define PIL_LIBC_SYSEXITS_H

#define EX_OK 0
#define EX_USAGE 64
#define EX_DATAERR 65
#define EX_SOFTWARE 70
#define EX_OSERR 71

#endif

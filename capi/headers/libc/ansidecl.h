/* ansidecl: nothing. */
#ifndef PIL_LIBC_ANSIDECL_H
#define PIL_LIBC_ANSIDECL_H

#define PTR void *

#endif

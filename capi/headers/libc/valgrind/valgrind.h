/* valgrind: requests to valgrind do nothing. */
#ifndef PIL_LIBC_VALGRIND_VALGRIND_H
#define PIL_LIBC_VALGRIND_VALGRIND_H

#define RUNNING_ON_VALGRIND 0
#define VALGRIND_STACK_REGISTER(a, b) 0
#define VALGRIND_STACK_DEREGISTER(id)

#endif

/* features: the C library that is simulated. */
#ifndef PIL_LIBC_FEATURES_H
#define PIL_LIBC_FEATURES_H

#define __GLIBC__ 2
#define __GLIBC_MINOR__ 36
#define __GLIBC_PREREQ(major, minor) (2 > (major) || (2 == (major) && 36 >= (minor)))

#endif

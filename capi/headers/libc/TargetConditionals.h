/* Apple's targets: none of them is simulated. */
#ifndef PIL_LIBC_TARGETCONDITIONALS_H
#define PIL_LIBC_TARGETCONDITIONALS_H

#define TARGET_OS_MAC 0
#define TARGET_OS_OSX 0
#define TARGET_OS_IPHONE 0
#define TARGET_OS_IOS 0
#define TARGET_OS_SIMULATOR 0

#endif

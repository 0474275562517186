/* sys/un: addresses of local sockets. */
#ifndef PIL_LIBC_SYS_UN_H
#define PIL_LIBC_SYS_UN_H

#include "socket.h"

struct sockaddr_un {
    sa_family_t sun_family;
    char sun_path[108];
};

#endif

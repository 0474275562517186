/* Windows sockets: the POSIX ones with Windows' names. */
#ifndef PIL_LIBC_WINSOCK2_H
#define PIL_LIBC_WINSOCK2_H

#include "windows.h"
#include "sys/socket.h"
#include "netinet/in.h"
#include "arpa/inet.h"
#include "netdb.h"
#include "sys/select.h"

#ifdef __cplusplus
extern "C" {
#endif
typedef unsigned long SOCKET;
typedef struct sockaddr SOCKADDR, *PSOCKADDR, *LPSOCKADDR;
typedef struct sockaddr_in SOCKADDR_IN, *PSOCKADDR_IN;
typedef struct sockaddr_in6 SOCKADDR_IN6, *PSOCKADDR_IN6;
typedef struct sockaddr_storage SOCKADDR_STORAGE;
typedef struct in_addr IN_ADDR;
typedef struct in6_addr IN6_ADDR;
typedef struct { WORD wVersion, wHighVersion; char szDescription[257]; } WSADATA, *LPWSADATA;
#define INVALID_SOCKET ((SOCKET)~0)
#define SOCKET_ERROR (-1)
#define WSAEWOULDBLOCK 10035
#define WSAEINTR 10004
#define SD_BOTH 2
int WSAStartup(WORD, LPWSADATA);
int WSACleanup(void);
int WSAGetLastError(void);
void WSASetLastError(int);
int closesocket(SOCKET);
int ioctlsocket(SOCKET, long, unsigned long *);
#ifdef __cplusplus
}
#endif

#endif

/* A Windows header: what is needed of it stands in winsock2.h. */
#include "winsock2.h"

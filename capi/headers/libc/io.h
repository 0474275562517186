/* A Windows header: what is needed of it stands in unistd.h. */
#include "unistd.h"

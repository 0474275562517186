/* paths: well-known files. */
#ifndef PIL_LIBC_PATHS_H
#define PIL_LIBC_PATHS_H

#define _PATH_DEVNULL "/dev/null"
#define _PATH_MOUNTED "/etc/mtab"
#define _PATH_TMP "/tmp/"
#define _PATH_BSHELL "/bin/sh"

#endif

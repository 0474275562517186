/* asm/hwcap: bits of the processor's features (none here). */
#ifndef PIL_LIBC_ASM_HWCAP_H
#define PIL_LIBC_ASM_HWCAP_H

#define HWCAP_CRC32 (1 << 7)

#endif

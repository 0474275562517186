"""Device numbers: in the results of `stat` and on their own."""

import os
import stat
from pathlib import Path

null = os.stat("/dev/null")
print(stat.S_ISCHR(null.st_mode), os.major(null.st_rdev), os.minor(null.st_rdev), os.makedev(1, 3) == null.st_rdev)
print(len(null), null[0] == null.st_mode, null.st_rdev == os.lstat("/dev/null").st_rdev)
descriptor = os.open("/dev/null", os.O_RDONLY)
print(os.fstat(descriptor).st_rdev == null.st_rdev, os.stat(descriptor).st_rdev == null.st_rdev)
folder = os.open("/dev", os.O_RDONLY)
print(os.stat("null", dir_fd=folder).st_rdev == os.stat(b"/dev/null").st_rdev == Path("/dev/null").stat().st_rdev)
print(os.stat("/").st_rdev, os.stat(__file__, follow_symlinks=False).st_rdev)
print(os.stat in os.supports_dir_fd, os.stat in os.supports_fd, os.stat in os.supports_follow_symlinks)
for device in (0, 0x103, 0x12345678, (1 << 40) + 7):
    print(os.major(device), os.minor(device), os.makedev(os.major(device), os.minor(device)) == device)
try:
    os.stat("/dev/nothing")
except FileNotFoundError as error:
    print(error.errno, error.filename)

"""Runs one command and says what it cost: exit status, output, CPU seconds, wall seconds, peak memory.
Costs include the processes that the command started and waited for.
"""

import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass


@dataclass
class Cost:
    """`status` is negative for a signal and None when the time ran out; `peak_mb` is of the largest single process."""

    status: int | None
    stdout: bytes
    stderr: bytes
    cpu: float
    wall: float
    peak_mb: float


def run(command, seconds=600, env=None, cwd=None, output=True):
    """Runs `command` in its own process group; when the time runs out the whole group is ended."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begin = time.monotonic()
        child = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out if output else subprocess.DEVNULL,
            stderr=err,
            env=env,
            cwd=cwd,
            start_new_session=True,
        )
        late = []
        timer = threading.Timer(seconds, lambda: (late.append(True), os.killpg(child.pid, 9)))
        timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - begin
        out.seek(0)
        err.seek(0)
        return Cost(
            None if late else child.returncode,
            out.read(),
            err.read(),
            usage.ru_utime + usage.ru_stime,
            wall,
            usage.ru_maxrss / 1024,
        )

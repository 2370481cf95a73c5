# SPDX-License-Identifier: Apache-2.0
"""Runs a process and measures it."""

import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass


@dataclass
class Run:
    """A finished process."""

    output: bytes
    errors: bytes
    seconds: float
    memory: int  # peak resident set, bytes
    others: float  # share of all cores that other processes used meanwhile


def run(command: list, text: pathlib.Path | None = None) -> Run:
    """Runs a command with the file `text` as its input. Exits if the command fails."""
    command = [str(word) for word in command]
    source = open(text, "rb") if text else subprocess.DEVNULL
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        busy, start = busy_seconds(), time.perf_counter()
        process = subprocess.Popen(command, stdin=source, stdout=output, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        others = busy_seconds() - busy - usage.ru_utime - usage.ru_stime
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        result = Run(output.read(), errors.read(), seconds, usage.ru_maxrss * 1024,
                     max(0, others) / seconds / os.cpu_count())
    if process.returncode != 0:
        message = result.errors.decode(errors="replace")
        sys.exit(f"{shlex.join(command)}\nfailed with status {process.returncode}:\n{message}")
    return result


def busy_seconds() -> float:
    """Returns the busy time of all cores since boot, including time used by other virtual machines."""
    with open("/proc/stat") as stat:
        user, nice, system, _, _, *interrupts = map(int, stat.readline().split()[1:9])
    return (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")

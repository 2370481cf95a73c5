#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts the instructions of each kernel with valgrind's callgrind; the load does not affect the counts.

'record' writes the counts, with a description of the machine, to instructions.json. 'compare' counts
again and prints both, with exit status 1 if a kernel needs more. Requires valgrind and
.build/release/kernel-bench (swift build -c release --product kernel-bench). Valgrind does not support AVX-512.
"""

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAM = HERE.parent / ".build/release/kernel-bench"
FIGURES = HERE / "instructions.json"
SETS = ["plain", "avx2"] if platform.machine() == "x86_64" else ["plain"]


def output(*command, environment=None):
    """Returns the standard output and standard error of a command."""
    run = subprocess.run(command, env=environment, text=True, stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT)
    if run.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{run.stdout}")
    return run.stdout


def fields(*command):
    """Parses the lines 'name<TAB>value' that a command prints."""
    return dict(line.split("\t") for line in output(*command).splitlines())


def count(program, kernel, instruction_set):
    """Returns the instructions in one call of a kernel; None if the CPU does not support the set."""
    text = output(
        "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
        f"--toggle-collect={kernel}", program, "once", kernel,
        environment={**os.environ, "DRAGOMAN_KERNELS": instruction_set})
    if instruction_set not in text.splitlines():
        return None
    collected = int(re.search(r"Collected : (\d+)", text)[1])
    if collected == 0:
        sys.exit(f"{kernel}: callgrind found no call of a function with this name.")
    return collected


def measure():
    """Returns the instructions per element of each kernel, by instruction set."""
    figures = {}
    with tempfile.TemporaryDirectory() as directory:
        # Valgrind cannot read the debug information of newer compilers.
        program = Path(directory) / PROGRAM.name
        output("strip", "--strip-debug", "-o", program, PROGRAM)
        for kernel, elements in fields(PROGRAM, "list").items():
            counts = {name: count(program, kernel, name) for name in SETS}
            figures[kernel] = {name: round(instructions / int(elements), 3)
                               for name, instructions in counts.items() if instructions}
    return figures


def machine():
    entries = re.findall(r"^(.+?)\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    cpu = dict(reversed(entries))
    interesting = re.compile(r"(avx|fma|f16c|amx|sve|asimd|bf16|i8mm)")
    flags = cpu.get("flags", cpu.get("Features", "")).split()
    return {
        "cpu": cpu.get("model name", platform.machine()),
        "cores": os.cpu_count(),
        "flags": sorted(flag for flag in flags if interesting.match(flag)),
        "system": next((line.split("=")[1].strip('"')
                        for line in Path("/etc/os-release").read_text().splitlines()
                        if line.startswith("PRETTY_NAME=")), platform.system()),
        "compiler": re.search(r"Swift version [^\n]*", output("swift", "--version"))[0],
        "valgrind": output("valgrind", "--version").strip(),
    }


def record():
    figures = {"machine": machine(), "instructions_per_element": measure()}
    FIGURES.write_text(json.dumps(figures, indent=2) + "\n")


def compare(tolerance):
    committed = json.loads(FIGURES.read_text())
    now = machine()
    for key, value in committed["machine"].items():
        if now.get(key) != value:
            print(f"{key}: committed {value}, here {now.get(key)}")
    before, after = committed["instructions_per_element"], measure()
    grew = False
    print(f"{'kernel':<24}{'set':>8}{'committed':>12}{'now':>12}{'change':>10}")
    for kernel in list(before) + [name for name in after if name not in before]:
        for instruction_set in SETS:
            old = before.get(kernel, {}).get(instruction_set)
            new = after.get(kernel, {}).get(instruction_set)
            if old is None and new is None:
                continue
            change = "new" if old is None else "gone" if new is None else f"{new / old - 1:+.1%}"
            if old is not None and new is not None:
                grew = grew or new > old * (1 + tolerance / 100)
            cells = ["-" if value is None else f"{value:.3f}" for value in (old, new)]
            print(f"{kernel:<24}{instruction_set:>8}{cells[0]:>12}{cells[1]:>12}{change:>10}")
    return grew


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("action", choices=["record", "compare"])
    parser.add_argument("--tolerance", type=float, default=1,
                        help="allowed growth in per cent (default: 1)")
    arguments = parser.parse_args()
    for tool, package in (("valgrind", "valgrind"), ("strip", "binutils")):
        if not shutil.which(tool):
            sys.exit(f"{tool} is missing: apt-get install {package}")
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is missing: swift build -c release --product kernel-bench")
    if arguments.action == "record":
        record()
    elif compare(arguments.tolerance):
        sys.exit(1)


if __name__ == "__main__":
    main()

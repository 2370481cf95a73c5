#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plants faults in a copy of the sources, one at a time, and lists those that no test catches.

    make mutants                                    # 50 faults over all modules
    make mutants MUTANTS="--module Files --count 10 --seed 7"
    make mutants MUTANTS="--first 21"               # the same 50, from the 21st on
    Tests/mutants.py --list                         # what there is to plant; runs nothing

A fault that is caught stands for a kind of fault that tests hold off; one that survives asks for a test,
unless the program does the same with it as without. The sources are taken as they lie, changes that are
not committed included, and are never touched: the copy lies in a temporary directory, or in the one that
--work names, which is kept and saves the next run its first build.

The first build takes as long as `swift build --build-tests` from nothing, about 10 minutes on two cores.
A fault that the tests of its module catch takes about a minute, most of it the build of what changed. One
that they do not goes on to the tests of the modules that import it, and then to CommandLineTests, up to 10
minutes in all. Tests that do not end are stopped after 3 times what they take, and a minute. 50 faults
take about 3 hours.

Needs Python 3 and nothing else.
"""

import argparse
import collections
import contextlib
import json
import os
import platform
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SWIFT = os.environ.get("SWIFT", "swift")
MEMORY = 32 << 30

Mutant = collections.namedtuple("Mutant", "module path start end new kind")

# MARK: - Kinds of faults


def masked(text, is_swift):
    """The text with blanks for comments and the insides of strings: only code is changed."""
    pattern = r'//[^\n]*|/\*.*?\*/|"""(?:\\.|.)*?"""|"(?:\\.|[^"\\\n])*"'
    if not is_swift:
        pattern += r"|'(?:\\.|[^'\\\n])*'|^[ \t]*#[^\n]*"

    def blank(match):
        found = match.group()
        inside = re.sub(r"[^\n]", " ", found)
        return f'"{inside[1:-1]}"' if found[0] == '"' else inside

    return re.sub(pattern, blank, text, flags=re.S | re.M)


SWAPS = {
    "arithmetic": [(" + ", " - "), (" - ", " + "), (" += ", " -= "), (" -= ", " += ")],
    "comparison": [
        (" < ", " <= "), (" <= ", " < "), (" > ", " >= "), (" >= ", " > "), (" == ", " != "),
        (" != ", " == "),
    ],
    "logic": [(" && ", " || "), (" || ", " && ")],
    "range": [("..<", "...")],
}
# These lines state conditions or declarations; a fault in them proves nothing.
SKIPPED = re.compile(r"^\s*(precondition|assert|fatalError|import|package import|public import|@)")


def swaps(code):
    for kind, pairs in SWAPS.items():
        for old, new in pairs:
            for match in re.finditer(re.escape(old), code):
                yield kind, match.start(), match.end(), new


def constants(code):
    for match in re.finditer(r"(?<![\w.$#])\d+(?![\w.]|\.\d)", code):
        value = int(match.group())
        for new in {value + 1, value - 1, 0} - {value, -1}:
            kind = "constant" if new == 0 and value > 1 else "off by one"
            yield kind, match.start(), match.end(), str(new)
    for match in re.finditer(r"(?<![\w.])\d+\.\d+f?(?!\w)", code):
        yield "constant", match.start(), match.end(), "0.5" if match.group() != "0.5" else "1.0"
    for match in re.finditer(r"\b(true|false)\b", code):
        yield "constant", match.start(), match.end(), {"true": "false", "false": "true"}[match.group()]


def calls(code, is_swift):
    """Statements of one line that only call."""
    end = "" if is_swift else ";"
    pattern = rf"(?<=[{{}};)\n])\n([ \t]+)((?:(?:try|unsafe|_ =) )*[a-zA-Z_][\w.]*\([^\n]*\){end})(?=\n)"
    for match in re.finditer(pattern, code):
        call = match.group(2)
        if call.count("(") == call.count(")") and not re.match(r"(if|for|while|switch|return)\b", call):
            yield "dropped call", match.start(2), match.end(2), "do {}" if is_swift else ";"


def conditions(code, is_swift):
    pattern = r"\b(?:if|while|guard) ([^{}\n]+?)(?= else\b| \{)" if is_swift else r"\bif \((.+)\)"
    for match in re.finditer(pattern, code):
        condition = match.group(1)
        if re.search(r"\b(let|var|case)\b|#|,", condition) or condition.count("(") != condition.count(")"):
            continue
        yield "negated condition", match.start(1), match.end(1), f"!({condition})"


def early_returns(code):
    for match in re.finditer(r"\bfunc [^{}]*?\) (?:throws(?:\(\w+\))? )?(-> Bool )?\{(?=\s)", code):
        if "->" in match.group() and not match.group(1):
            continue
        for value in [" true", " false"] if match.group(1) else [""]:
            yield "early return", match.end(), match.end(), f" return{value};"
    for match in re.finditer(r": Bool (?=\{ [^{}\n]+ \}\n)\{([^{}\n]+)\}", code):
        for value in ["true", "false"]:
            yield "early return", match.start(1), match.end(1), f" {value} "


def members(inside):
    """The ends of the members of a list, each with its comma; commas in brackets belong to a member."""
    depth = 0
    for place, letter in enumerate(inside):
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            yield place + 1
    yield len(inside)


def elements(code, text):
    """Members of lists that are written out, and words of a string of words."""
    for match in re.finditer(r"(?<=[=(:,\s])\[([^\[\]{}]+)\]", code):
        begin, ends = 0, list(members(match.group(1)))
        for end in ends if len(ends) > 1 else []:
            if match.group(1)[begin:end].strip(" \n,"):
                yield "dropped element", match.start(1) + begin, match.start(1) + end, ""
            begin = end
    for match in re.finditer(r'"\s[^"]*\s"|"[^"\n]*"', code):
        inside = text[match.start() + 1:match.end() - 1]
        if re.fullmatch(r'(?:"")?\s*(?:\w+[ \n\\]+){3,}\w+\s*(?:"")?', inside):
            for word in re.finditer(r"\w+ ", inside):
                start = match.start() + 1
                yield "dropped element", start + word.start(), start + word.end(), ""


def mutants(module, path):
    text = open(os.path.join(ROOT, path), encoding="utf-8").read()
    is_swift = path.endswith(".swift")
    code = masked(text, is_swift)
    found = [*swaps(code), *constants(code), *calls(code, is_swift), *conditions(code, is_swift)]
    if is_swift:
        found += [*early_returns(code), *elements(code, text)]
    for kind, start, end, new in found:
        line = code[code.rfind("\n", 0, start) + 1:code.find("\n", start)]
        if not SKIPPED.match(line):
            yield Mutant(module, path, start, end, new, kind)


# Code for other processors is not compiled or not called on this one.
def runs_here(path):
    needs = {
        "neon": "asimd", "amx": "amx_tile", "bf16": "avx512_bf16", "vnni": "avx512_vnni",
        "avx512": "avx512f", "avx2": "avx2",
    }
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        flags = set(info.read().split())
    name = os.path.basename(path)
    return all(flag in flags for part, flag in needs.items() if part in name) and (
        "neon" not in name or platform.machine() == "aarch64")


def sample(candidates, count, generator):
    """Modules in turn, and in each a kind of fault and then one of that kind."""
    by_module = collections.defaultdict(lambda: collections.defaultdict(list))
    for mutant in candidates:
        by_module[mutant.module][mutant.kind].append(mutant)
    modules = sorted(by_module)
    generator.shuffle(modules)
    chosen = []
    while len(chosen) < count and any(by_module.values()):
        for module in modules:
            kinds = by_module[module]
            if len(chosen) == count or not kinds:
                continue
            kind = generator.choice(sorted(kinds))
            chosen.append(kinds[kind].pop(generator.randrange(len(kinds[kind]))))
            if not kinds[kind]:
                del kinds[kind]
    return chosen


# MARK: - Running


def run(command, directory, limit, memory=None, failure=None):
    """Whether the command succeeded in time, and what it printed. What it started ends with it.

    A line that begins with `failure` decides: the command is stopped there."""

    def limit_memory():
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    process = subprocess.Popen(
        command, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        errors="replace", start_new_session=True, preexec_fn=limit_memory)
    output = []

    def stop(reason):
        output.append(reason)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(limit, stop, [f"not done after {limit:.0f} seconds"])
    timer.start()
    try:
        for line in process.stdout:
            output.append(line)
            if failure and line.startswith(failure):
                stop("stopped at the first failure")
        return process.wait() == 0, "".join(output)
    except BaseException:
        stop("interrupted")
        raise
    finally:
        timer.cancel()


class Tests:
    """The copy of the package, built, with the time that each module's tests take."""

    def __init__(self, directory, targets):
        self.directory = directory
        self.targets = targets
        self.seconds = {}

    def build(self):
        return run([SWIFT, "build", "--build-tests"], self.directory, 7200)

    def stages(self, module):
        """The test targets to run for a module, one set after another until one of them fails."""
        names = {name for name, target in self.targets.items() if target["type"] == "test"}
        importers = {
            name for name, target in self.targets.items()
            if module in target.get("target_dependencies", [])}
        # Test targets that only import the module besides their own run in a later stage.
        importers = {name for name in importers if name not in names} | {module}
        own = {f"{module}Tests"} & names or {f"{name}Tests" for name in importers} & names
        if module == "Dragoman":
            own = {"LibraryExampleTests"}
        others = {f"{name}Tests" for name in importers} & names - own
        stages = [own, others, {"CommandLineTests"}]
        return [sorted(stage) for stage in stages if stage]

    def test(self, names):
        filters = [word for name in names for word in ("--filter", f"^{name}\\.")]
        limit = 3 * self.seconds.get(tuple(names), 1200) + 60
        command = [SWIFT, "test", "--skip-build", *filters]
        return run(command, self.directory, limit, MEMORY, failure="✘")

    def measure(self, names):
        """Runs tests on the sources as they are, once."""
        if tuple(names) in self.seconds:
            return
        self.build()
        started = time.monotonic()
        passed, output = self.test(names)
        if not passed:
            sys.exit(f"{output}\nThe tests fail without a fault: {', '.join(names)}.")
        self.seconds[tuple(names)] = time.monotonic() - started

    def outcome(self, mutant):
        path = os.path.join(self.directory, mutant.path)
        with open(path, encoding="utf-8") as file:
            text = file.read()

        def write(text):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)

        try:
            for names in self.stages(mutant.module):
                self.measure(names)
                write(text[:mutant.start] + mutant.new + text[mutant.end:])
                if not self.build()[0]:
                    return "does not compile"
                passed, output = self.test(names)
                if not passed:
                    late = ", not done in time" if output.endswith("seconds") else ""
                    return "caught by " + ", ".join(names) + late
                write(text)
            return "SURVIVED"
        finally:
            write(text)


def copy_tree(directory):
    """Copies what git tracks, as it lies, and leaves alone what is the same already."""
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in tracked.split("\0"):
        source, target = os.path.join(ROOT, name), os.path.join(directory, name)
        if not name or not os.path.isfile(source):
            continue
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if not os.path.exists(target) or open(source, "rb").read() != open(target, "rb").read():
            shutil.copy(source, target)


def described(mutant):
    text = open(os.path.join(ROOT, mutant.path), encoding="utf-8").read()
    number = text.count("\n", 0, mutant.start) + 1
    begin = text.rfind("\n", 0, mutant.start) + 1
    end = text.find("\n", mutant.end)
    changed = text[begin:mutant.start] + mutant.new + text[mutant.end:end]
    return (f"{mutant.path}:{number}: {mutant.kind}\n"
            f"    - {text[begin:end].strip()}\n    + {changed.strip()}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=50, help="how many faults to plant (50)")
    parser.add_argument("--seed", type=int, default=1, help="which ones (1)")
    parser.add_argument(
        "--first", type=int, default=1, help="start with this fault of the sample (1)")
    parser.add_argument("--module", action="append", help="of this module only; may be repeated")
    parser.add_argument("--work", help="a directory for the copy, kept for the next run")
    parser.add_argument("--list", action="store_true", help="count what can be planted, run nothing")
    options = parser.parse_args()

    description = subprocess.run(
        [SWIFT, "package", "describe", "--type", "json"], cwd=ROOT, check=True, capture_output=True,
        text=True).stdout
    targets = {target["name"]: target for target in json.loads(description)["targets"]}
    # Changed headers of system libraries are not rebuilt.
    modules = [name for name, target in targets.items()
             if target["path"].startswith("Sources/") and target["type"] != "system-target"]
    for module in options.module or []:
        if module not in modules:
            parser.error(f"there is no module {module}; there are {', '.join(sorted(modules))}")
    candidates = []
    for module in options.module or sorted(modules):
        for folder, _, names in sorted(os.walk(os.path.join(ROOT, targets[module]["path"]))):
            for name in sorted(names):
                path = os.path.relpath(os.path.join(folder, name), ROOT)
                if name.endswith((".swift", ".c", ".h")) and runs_here(path):
                    candidates += mutants(module, path)
    if options.list:
        for (module, kind), count in sorted(
                collections.Counter((one.module, one.kind) for one in candidates).items()):
            print(f"{module:12} {kind:18} {count:5}")
        return
    chosen = sample(candidates, options.count, random.Random(options.seed))

    # End child processes and restore the copy, whatever stops the script.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit("Stopped."))
    directory = options.work or tempfile.mkdtemp(prefix="dragoman-mutants-")
    try:
        copy_tree(directory)
        tests = Tests(directory, targets)
        print(f"Building the sources as they are in {directory}.", flush=True)
        built, output = tests.build()
        if not built:
            sys.exit(output)
        survivors, counts = [], collections.Counter()
        for number, mutant in list(enumerate(chosen, 1))[options.first - 1:]:
            started = time.monotonic()
            outcome = tests.outcome(mutant)
            counts[outcome.split(" by ")[0]] += 1
            if outcome == "SURVIVED":
                survivors.append(mutant)
            print(f"{number}/{len(chosen)} {outcome} ({time.monotonic() - started:.0f} s): "
                  f"{described(mutant)}", flush=True)
        print(f"\n{counts['caught']} caught, {len(survivors)} survived, "
              f"{counts['does not compile']} did not compile.")
        for mutant in survivors:
            print(described(mutant))
    finally:
        if not options.work:
            shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()

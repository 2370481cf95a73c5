# SPDX-License-Identifier: Apache-2.0
"""Lets language models of C source write, and checks what they write: do braces close, are lines indented?

A sample begins after a line end, at depth 0. Braces in comments, strings and character constants do not count.

    cat Sources/CKernels/*.h Sources/CKernels/*.c > kernels.txt
    dragoman train language-model --text kernels.txt --checkpoint checkpoints/kernels --dev-share 0.05
    python3 Benchmarks/code_samples.py --dragoman .build/release/dragoman checkpoints/kernels
"""

import argparse
import json
import pathlib
import re
import subprocess

IGNORED = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", type=pathlib.Path, nargs="+")
    parser.add_argument("--dragoman", type=lambda name: pathlib.Path(name).absolute(), required=True)
    parser.add_argument("--samples", type=int, default=100)
    parser.add_argument("--length", type=int, default=1000)
    parser.add_argument("--temperature", type=float, default=0.7)
    parser.add_argument("--indentation", type=int, default=2, help="spaces for each level")
    return parser.parse_args()


def samples(options: argparse.Namespace, checkpoint: pathlib.Path) -> list[str]:
    command = [options.dragoman, "sample", checkpoint, "}\n\n", "--samples", options.samples, "--length",
               options.length, "--temperature", options.temperature, "--omit-seed", "--json"]
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True)
    return [json.loads(line)["text"] for line in result.stdout.splitlines()]


class Check:
    """What is right in one sample."""

    def __init__(self, text: str, indentation: int) -> None:
        # Comments and strings keep their lines, but not their contents.
        text = IGNORED.sub(lambda match: "\n" * match.group().count("\n"), text)
        depth, self.opened, self.closed, self.stray = 0, 0, 0, 0
        self.lines, self.indented = 0, 0
        for line in text.split("\n")[:-1]:
            code = line.strip()
            if code and not code.startswith(("#", "}")) and depth > 0:
                self.lines += 1
                spaces = len(line) - len(line.lstrip(" "))
                # A statement that goes on has more spaces.
                self.indented += spaces >= depth * indentation
            for character in line:
                if character == "{":
                    depth, self.opened = depth + 1, self.opened + 1
                elif character == "}" and depth == 0:
                    self.stray += 1
                elif character == "}":
                    depth, self.closed = depth - 1, self.closed + 1


def main() -> None:
    options = parse_options()
    print("checkpoint                    blocks  closed  stray braces  lines indented")
    for checkpoint in options.checkpoints:
        checks = [Check(text, options.indentation) for text in samples(options, checkpoint)]
        opened, closed = sum(check.opened for check in checks), sum(check.closed for check in checks)
        lines, indented = sum(check.lines for check in checks), sum(check.indented for check in checks)
        print(f"{str(checkpoint):<28}  {opened:6}  {closed / max(opened, 1):6.1%}  "
              f"{sum(check.stray for check in checks):12}  {indented / max(lines, 1):14.1%}")


if __name__ == "__main__":
    main()

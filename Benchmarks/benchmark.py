# SPDX-License-Identifier: Apache-2.0
"""Trains and translates with Dragoman and with PyTorch in turn, and prints how they compare.

The same model, sentences, vocabularies and batch size; README.md describes the method. `run.sh`
calls this. It imports nothing but Python's own library: the peak memory that Linux reports for a
child is at least what its parent had, so the parent must be small.
"""

import argparse
import json
import math
import os
import pathlib
import random
import shlex
import statistics
import sys

from process import Run, run

ROOT = pathlib.Path(__file__).resolve().parent.parent
PYTORCH = ROOT / "Benchmarks" / "pytorch"


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    path = pathlib.Path
    parser.add_argument("--work", type=path, required=True, help="directory for what the benchmark makes")
    parser.add_argument("--dragoman", type=path, default=ROOT / ".build/release/dragoman")
    parser.add_argument("--json", type=path, help="also write every measurement here")
    corpus = parser.add_argument_group("corpus")
    corpus.add_argument("--source", type=path, help="sentences to train on")
    corpus.add_argument("--target", type=path, help="their translations")
    corpus.add_argument("--pairs", type=path, default=ROOT / "corpora/eng-fra/train.tsv",
                        help="or both, separated by a tab (default: corpora/eng-fra/train.tsv)")
    corpus.add_argument("--translate", type=path, default=ROOT / "corpora/eng-fra/dev.tsv",
                        help="sentences to translate: the first column (default: corpora/eng-fra/dev.tsv)")
    corpus.add_argument("--source-language", default="en")
    corpus.add_argument("--target-language", default="fr")
    corpus.add_argument("--lowercase", action="store_true")
    corpus.add_argument("--min-frequency", type=int, default=2)
    model = parser.add_argument_group("model")
    model.add_argument("--embedding-size", type=int, default=256)
    model.add_argument("--hidden-size", type=int, default=512)
    model.add_argument("--layers", type=int, default=2)
    model.add_argument("--dropout", type=float, default=0.4)
    model.add_argument("--reverse-source", action=argparse.BooleanOptionalAction, default=True)
    runs = parser.add_argument_group("runs")
    runs.add_argument("--rounds", type=int, default=5, help="how often each has its turn")
    runs.add_argument("--steps", type=int, default=60, help="training steps of a run, at most: a multiple of a tenth of them is made")
    runs.add_argument("--lines", type=int, default=500, help="lines to translate in a run")
    runs.add_argument("--batch-size", type=int, default=64)
    runs.add_argument("--max-length", type=int, default=50, help="tokens of a translation at most")
    runs.add_argument("--threads", type=int, default=2)
    runs.add_argument("--precision", choices=("float32", "bfloat16"), default="float32",
                      help="of PyTorch's training")
    runs.add_argument("--checkpoint", type=path, help="translate with this (default: what the runs trained)")
    runs.add_argument("--peak-gflops", metavar="COMMAND",
                      help="prints the peak of the matrix product (default: matrix-peak beside dragoman, else PyTorch)")
    options = parser.parse_args()
    if (options.source is None) != (options.target is None):
        parser.error("--source and --target go together")
    peak = options.dragoman.parent / "matrix-peak"
    if not options.peak_gflops and peak.exists():
        options.peak_gflops = shlex.join([str(peak), str(options.threads)])
    return options


class Benchmark:
    """What both sides are given, and the commands of each side."""

    def __init__(self, options: argparse.Namespace):
        self.options = options
        self.work = options.work
        self.work.mkdir(parents=True, exist_ok=True)
        self.trained = self.work / "checkpoint"
        self.start = math.inf  # seconds that Dragoman needs for one line
        self.prepare()

    # Corpus

    def prepare(self):
        """Writes the sentences, tokens and vocabularies that both sides read."""
        options = self.options
        if options.source:
            sides = [lines(options.source), lines(options.target)]
        else:
            sides = [[line.split(b"\t")[side] for line in lines(options.pairs)] for side in (0, 1)]
        self.pairs = len(sides[0])
        options.steps, self.log_interval = even_steps(min(options.steps, self.pairs // options.batch_size))
        chosen = sorted(random.Random(1).sample(range(self.pairs), options.steps * options.batch_size))
        for side, sentences in zip(("source", "target"), sides, strict=True):
            write_lines(self.work / f"all.{side}", sentences)
            write_lines(self.work / f"train.{side}", [sentences[i] for i in chosen])
            self.dragoman("vocabulary", "--input", self.work / f"all.{side}", *self.text_options(side),
                          "--output", self.work / f"{side}.vocab", "--min-frequency", options.min_frequency)
            self.tokenize(f"train.{side}", side)
        sentences = [line.split(b"\t")[0] for line in lines(options.translate)][: options.lines]
        write_lines(self.work / "translate.source", sentences)
        write_lines(self.work / "line.source", sentences[:1])
        self.tokenize("translate.source", "source")

    def text_options(self, side: str) -> list:
        language = getattr(self.options, f"{side}_language")
        return ["--language", language] + ["--lowercase"] * self.options.lowercase

    def tokenize(self, name: str, side: str):
        tokens = self.dragoman("tokenize", *self.text_options(side), text=self.work / name).output
        (self.work / f"{name}.tokens").write_bytes(tokens)

    # Commands

    def dragoman(self, *words, text: pathlib.Path | None = None) -> Run:
        return run([self.options.dragoman, *words], text)

    def python(self, script: str, *words, text: pathlib.Path | None = None) -> Run:
        return run([sys.executable, PYTORCH / script, *words], text)

    def training_options(self) -> list:
        options, names = self.options, ("embedding-size", "hidden-size", "layers", "dropout", "batch-size", "threads")
        words = [word for name in names for word in ("--" + name, getattr(options, name.replace("-", "_")))]
        return words + [
            "--reverse-source" if options.reverse_source else "--no-reverse-source",
            "--source-vocabulary", self.work / "source.vocab", "--target-vocabulary", self.work / "target.vocab",
            "--epochs", 1, "--log-interval", self.log_interval]

    def train_with_dragoman(self) -> dict:
        options = self.options
        result = self.dragoman(
            "train", "--source", self.work / "train.source", "--target", self.work / "train.target",
            "--source-language", options.source_language, "--target-language", options.target_language,
            *["--lowercase"] * options.lowercase, *self.training_options(),
            "--checkpoint", self.trained, "--overwrite")
        return training_result((self.trained / "metrics.jsonl").read_bytes(), result)

    def train_with_pytorch(self) -> dict:
        result = self.python(
            "train.py", "--source", self.work / "train.source.tokens", "--target", self.work / "train.target.tokens",
            *self.training_options(), "--precision", self.options.precision)
        return training_result(result.output, result)

    def translate_with_dragoman(self) -> dict:
        """The time of all lines less the least time of the first alone: without starting and loading."""
        command = ["translate", self.checkpoint, *self.translation_options()]
        self.start = min(self.start, self.dragoman(*command, text=self.work / "line.source").seconds)
        result = self.dragoman(*command, text=self.work / "translate.source")
        return translation_result(result.output, result.seconds - self.start, result)

    def translate_with_pytorch(self) -> dict:
        """The time that the script itself measures, from tokens to tokens."""
        command = [self.checkpoint, *self.translation_options()]
        result = self.python("translate.py", *command, text=self.work / "translate.source.tokens")
        (self.work / "translated.tokens").write_bytes(result.output)
        language = self.options.target_language
        text = self.dragoman(
            "tokenize", "--language", language, "--detokenize", text=self.work / "translated.tokens").output
        return translation_result(text, json.loads(result.errors.splitlines()[-1])["seconds"], result)

    @property
    def checkpoint(self) -> pathlib.Path:
        return self.options.checkpoint or self.trained

    def translation_options(self) -> list:
        options = self.options
        return ["--batch-size", options.batch_size, "--max-length", options.max_length, "--threads", options.threads]

    def peak(self) -> float:
        """GFLOP/s of a large matrix product."""
        if self.options.peak_gflops:
            return float(run(shlex.split(self.options.peak_gflops)).output.split()[-1])
        return float(self.python("peak.py", self.options.threads).output)

    def work_per_pair(self) -> int:
        """Multiply-adds of a forward pass per source and target token."""
        embedding, hidden = self.options.embedding_size, self.options.hidden_size
        stack = sum((size + hidden) * 4 * hidden for size in [embedding] + [hidden] * (self.options.layers - 1))
        return 2 * stack + hidden * len(lines(self.work / "target.vocab"))


def even_steps(steps: int) -> tuple[int, int]:
    """The steps, rounded down to a multiple of those between two log entries, and these: the last entry
    then counts the whole text, which both sides read in an order of their own."""
    interval = max(1, steps // 10)
    return steps // interval * interval, interval


def lines(path: pathlib.Path) -> list[bytes]:
    return path.read_bytes().removesuffix(b"\n").split(b"\n")


def write_lines(path: pathlib.Path, lines: list[bytes]):
    path.write_bytes(b"".join(line + b"\n" for line in lines))


def training_result(metrics: bytes, result: Run) -> dict:
    """Target tokens a second after the first entry of the metrics, which is for warming up."""
    entries = [entry for entry in map(json.loads, metrics.splitlines()) if entry["kind"] == "training"]
    if len(entries) < 2:
        sys.exit("The run is too short to measure: raise --steps.")
    first, last = entries[0], entries[-1]
    rate = (last["target_tokens"] - first["target_tokens"]) / (last["seconds"] - first["seconds"])
    return {"rate": rate, "tokens": last["target_tokens"], "loss": last["loss"],
            "memory": result.memory, "others": result.others}


def translation_result(output: bytes, seconds: float, result: Run) -> dict:
    translations = output.removesuffix(b"\n").split(b"\n")
    return {"rate": len(translations) / seconds, "translations": [t.decode() for t in translations],
            "memory": result.memory, "others": result.others}


def spread(values: list[float], form: str) -> str:
    return f"{statistics.median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def in_turn(dragoman, pytorch, number: int) -> tuple[dict, dict]:
    """Runs both; who goes first alternates."""
    if number % 2 == 0:
        first = dragoman()
        return first, pytorch()
    first = pytorch()
    return dragoman(), first


def compare(title: str, unit: str, rounds: int, dragoman, pytorch, peak=None, work=0) -> list[dict]:
    """Prints a line a round, then medians with the range; `work` is FLOP per token."""
    print(f"\n{title}: {unit}\nround  Dragoman   PyTorch  ratio  others' load"
          + ("  peak GFLOP/s  share" if peak else ""))
    results = []
    for number in range(rounds):
        result = {"peak_gflops": peak()} if peak else {}
        ours, theirs = in_turn(dragoman, pytorch, number)
        result |= {"dragoman": ours, "pytorch": theirs, "ratio": ours["rate"] / theirs["rate"]}
        line = f"{number + 1:5}  {ours['rate']:8.0f}  {theirs['rate']:8.0f}  {result['ratio']:5.2f}"
        line += f"  {ours['others']:5.0%}  {theirs['others']:5.0%}"
        if peak:
            result["share"] = ours["rate"] * work / 1e9 / result["peak_gflops"]
            line += f"  {result['peak_gflops']:12.0f}  {result['share']:5.0%}"
        print(line, flush=True)
        results.append(result)
    for name in ("Dragoman", "PyTorch"):
        sides = [result[name.lower()] for result in results]
        print(f"{name}: {spread([side['rate'] for side in sides], '.0f')} {unit}; peak memory "
              f"{max(side['memory'] for side in sides) / 2**20:.0f} MiB")
    print(f"ratio: {spread([result['ratio'] for result in results], '.2f')}")
    if peak:
        print(f"Dragoman's share of the peak: {spread([result['share'] for result in results], '.0%')}")
    return results


def check_same_tokens(results: list[dict]):
    counts = {result[side]["tokens"] for result in results for side in ("dragoman", "pytorch")}
    if len(counts) > 1:
        sys.exit(f"The sides did not train on the same text: target tokens {sorted(counts)}.")


def report_agreement(results: list[dict]):
    ours, theirs = (results[0][side].pop("translations") for side in ("dragoman", "pytorch"))
    for result in results[1:]:
        for side in ("dragoman", "pytorch"):
            del result[side]["translations"]
    same = sum(a == b for a, b in zip(ours, theirs, strict=True))
    print(f"same translation: {same} of {len(ours)} lines")


def main():
    options = parse_options()
    benchmark = Benchmark(options)
    work = benchmark.work_per_pair()
    peak = options.peak_gflops or "torch.mm of PyTorch, 2048³, float32, for want of matrix-peak"
    print(f"model: {work / 1e6:.1f} million multiply-adds per token pair, forward; corpus: {benchmark.pairs} pairs\n"
          f"runs: {options.steps} steps of {options.batch_size} pairs, {options.threads} threads, "
          f"PyTorch in {options.precision}\npeak of the matrix product: {peak}\n"
          f"load average before: {os.getloadavg()[0]:.2f}")
    # A training step costs three times forward; a multiply-add is two operations.
    training = compare("training", "target tokens/s", options.rounds, benchmark.train_with_dragoman,
                       benchmark.train_with_pytorch, benchmark.peak, 3 * 2 * work)
    check_same_tokens(training)
    translating = compare("translating", "sentences/s", options.rounds, benchmark.translate_with_dragoman,
                          benchmark.translate_with_pytorch)
    report_agreement(translating)
    if options.json:
        options.json.write_text(json.dumps({"training": training, "translating": translating}, indent=1) + "\n")


if __name__ == "__main__":
    main()

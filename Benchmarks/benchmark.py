# SPDX-License-Identifier: Apache-2.0
"""Trains and translates with Dragoman and PyTorch in turn, and compares their speed, round by round
and in a table at the end.

Both use the same models, sentences, vocabularies and batch sizes; README.md describes the method.
`run.sh` calls this script. It imports only Python's standard library: the peak memory that Linux
reports for a child is at least that of its parent, so the parent must be small.
"""

import argparse
import itertools
import json
import math
import os
import pathlib
import random
import shlex
import statistics
import sys
from dataclasses import dataclass

from process import Run, run

ROOT = pathlib.Path(__file__).resolve().parent.parent
PYTORCH = ROOT / "Benchmarks" / "pytorch"


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    path = pathlib.Path
    parser.add_argument("--work", type=path, required=True, help="directory for the files of the benchmark")
    parser.add_argument("--dragoman", type=lambda name: path(name).absolute(), default=ROOT / ".build/release/dragoman")
    parser.add_argument("--json", type=path, help="also write all measurements to this file")
    corpus = parser.add_argument_group("corpus")
    corpus.add_argument("--source", type=path, help="source sentences to train on")
    corpus.add_argument("--target", type=path, help="their translations")
    corpus.add_argument("--pairs", type=path, default=ROOT / "corpora/eng-fra/train.tsv",
                        help="tab-separated pairs, instead of --source and --target (default: corpora/eng-fra/train.tsv)")
    corpus.add_argument("--translate", type=path, default=ROOT / "corpora/eng-fra/dev.tsv",
                        help="file whose first column is translated (default: corpora/eng-fra/dev.tsv)")
    corpus.add_argument("--source-language", default="en")
    corpus.add_argument("--target-language", default="fr")
    corpus.add_argument("--lowercase", action="store_true")
    corpus.add_argument("--min-frequency", type=int, default=2)
    model = parser.add_argument_group("model")
    model.add_argument("--models", nargs="+", type=Shape.parse, metavar="E/H/L/B",
                       default=[Shape(512, 512, 2, 128), Shape(256, 512, 2, 64)],
                       help="embedding, hidden size, layers, training batch (default: 512/512/2/128 256/512/2/64)")
    model.add_argument("--dropout", type=float, default=0.4)
    model.add_argument("--attention", action="store_true",
                       help="use a bidirectional encoder and general attention; training only")
    model.add_argument("--reverse-source", action=argparse.BooleanOptionalAction, default=True)
    runs = parser.add_argument_group("runs")
    runs.add_argument("--rounds", type=int, default=5, help="number of rounds")
    runs.add_argument("--steps", type=int, default=60, help="maximum number of training steps in a run, rounded down to a multiple of a tenth")
    runs.add_argument("--lines", type=int, default=500, help="number of lines to translate in a run")
    runs.add_argument("--max-length", type=int, default=50, help="maximum number of tokens in a translation")
    runs.add_argument("--threads", type=int, default=2)
    runs.add_argument("--lines-alone", type=int, default=50, help="number of these lines to translate one at a time")
    runs.add_argument("--bfloat16", action=argparse.BooleanOptionalAction, default=has_bfloat16(),
                      help="also measure bfloat16 (default: if the CPU has instructions for it)")
    runs.add_argument("--pytorch-batches", nargs="+", choices=("by-length", "packed-by-length", "shuffled"),
                      default=["by-length", "shuffled"], help="PyTorch's training batches (default: by-length shuffled)")
    runs.add_argument("--training", action=argparse.BooleanOptionalAction, default=True)
    runs.add_argument("--translating", action=argparse.BooleanOptionalAction, default=True)
    runs.add_argument("--checkpoint", type=path,
                      help="translate with this checkpoint, and only with the model of its sizes (default: the models of the training runs)")
    runs.add_argument("--peak-gflops", metavar="COMMAND",
                      help="command that prints the matrix-product peak in the precision given as its last argument "
                           "(default: matrix-peak beside dragoman, or else PyTorch)")
    options = parser.parse_args()
    if (options.source is None) != (options.target is None):
        parser.error("--source and --target must be given together")
    options.translating &= not options.attention
    peak = options.dragoman.parent / "matrix-peak"
    if not options.peak_gflops and peak.exists():
        options.peak_gflops = shlex.join([str(peak), str(options.threads)])
    return options


def has_bfloat16() -> bool:
    flags = pathlib.Path("/proc/cpuinfo").read_text().split()
    return any(flag in flags for flag in ("avx512_bf16", "amx_bf16", "bf16"))


@dataclass(frozen=True)
class Shape:
    """The sizes of a model, and the number of pairs in a training step."""

    embedding: int
    hidden: int
    layers: int
    batch: int

    @staticmethod
    def parse(text: str) -> "Shape":
        return Shape(*map(int, text.split("/")))

    def __str__(self) -> str:
        return f"{self.embedding}/{self.hidden}/{self.layers}, batch {self.batch}"


class Benchmark:
    """The input of both sides, and the commands of each."""

    def __init__(self, options: argparse.Namespace, shape: Shape):
        self.options = options
        self.shape = shape
        self.work = options.work
        self.work.mkdir(parents=True, exist_ok=True)
        self.trained = self.work / "checkpoint"
        self.start: dict[str, float] = {}  # seconds that Dragoman needs for one line, by precision
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
        steps, self.log_interval = even_steps(min(options.steps, self.pairs // self.shape.batch))
        for side, sentences in zip(("source", "target"), sides, strict=True):
            write_lines(self.work / f"all.{side}", sentences)
            self.dragoman("vocabulary", "--input", self.work / f"all.{side}", *self.text_options(side),
                          "--output", self.work / f"{side}.vocab", "--min-frequency", options.min_frequency)
            self.tokenize(f"all.{side}", side)
        chosen = self.draw_batches(steps)
        for side, sentences in zip(("source", "target"), sides, strict=True):
            write_lines(self.work / f"train.{side}", [sentences[i] for i in chosen])
            self.tokenize(f"train.{side}", side)
        sentences = [line.split(b"\t")[0] for line in lines(options.translate)]
        for name, count in (("translate", options.lines), ("alone", options.lines_alone), ("line", 1)):
            write_lines(self.work / f"{name}.source", sentences[:count])
            self.tokenize(f"{name}.source", "source")

    def draw_batches(self, count: int) -> list[int]:
        """The pairs of `count` random batches, each with sources of one length and targets of similar lengths.

        A few batches drawn pair by pair would leave PyTorch, which sorts by length, no full batch of one length."""
        lengths = [[len(line.split(b" ")) for line in lines(self.work / f"all.{side}.tokens")]
                   for side in ("source", "target")]
        groups: dict[int, list[int]] = {}
        for pair, length in enumerate(lengths[0]):
            groups.setdefault(length, []).append(pair)
        size, batches = self.shape.batch, []
        for group in groups.values():
            group.sort(key=lambda pair: lengths[1][pair])
            batches += [group[i : i + size] for i in range(0, len(group) - size + 1, size)]
        if len(batches) < count:
            sys.exit(f"The corpus has {len(batches)} full batches of sources of one length: lower --steps.")
        return sorted(itertools.chain.from_iterable(random.Random(1).sample(batches, count)))

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

    def training_options(self, precision: str) -> list:
        options, shape = self.options, self.shape
        return [
            "--embedding-size", shape.embedding, "--hidden-size", shape.hidden, "--layers", shape.layers,
            "--batch-size", shape.batch, "--dropout", options.dropout, "--threads", options.threads,
            "--reverse-source" if options.reverse_source else "--no-reverse-source",
            "--source-vocabulary", self.work / "source.vocab", "--target-vocabulary", self.work / "target.vocab",
            "--epochs", 1, "--log-interval", self.log_interval, "--precision", precision]

    def train_with_dragoman(self, precision: str) -> dict:
        options = self.options
        result = self.dragoman(
            "train", "--source", self.work / "train.source", "--target", self.work / "train.target",
            "--source-language", options.source_language, "--target-language", options.target_language,
            *["--lowercase"] * options.lowercase, *self.training_options(precision),
            *["--attention", "general", "--bidirectional", "all"] * options.attention,
            "--checkpoint", self.trained, "--overwrite")
        return training_result((self.trained / "metrics.jsonl").read_bytes(), result)

    def train_with_pytorch(self, precision: str, batches: str) -> dict:
        result = self.python(
            "train.py", "--source", self.work / "train.source.tokens", "--target", self.work / "train.target.tokens",
            *self.training_options(precision), "--batches", batches, *["--attention"] * self.options.attention)
        return training_result(result.output, result)

    def translate_with_dragoman(self, text: str, batch: int, precision: str) -> dict:
        """Translates all lines; the time of a single line is subtracted, to exclude starting and loading."""
        command = ["translate", self.checkpoint, *self.translation_options(batch), "--precision", precision]
        start = self.dragoman(*command, text=self.work / "line.source").seconds
        self.start[precision] = min(self.start.get(precision, math.inf), start)
        result = self.dragoman(*command, text=self.work / f"{text}.source")
        return translation_result(result.output, result.seconds - self.start[precision], result)

    def translate_with_pytorch(self, text: str, batch: int, precision: str) -> dict:
        """Translates all lines; the script measures its own time, from tokens to tokens."""
        command = [self.checkpoint, *self.translation_options(batch), "--precision", precision]
        result = self.python("translate.py", *command, text=self.work / f"{text}.source.tokens")
        (self.work / "translated.tokens").write_bytes(result.output)
        language = self.options.target_language
        translated = self.dragoman(
            "tokenize", "--language", language, "--detokenize", text=self.work / "translated.tokens").output
        return translation_result(translated, json.loads(result.errors.splitlines()[-1])["seconds"], result)

    @property
    def checkpoint(self) -> pathlib.Path:
        given = self.options.checkpoint
        if not given:
            return self.trained
        model = json.loads((given / "config.json").read_text())["model"]
        sizes = (model["embedding_size"], model["hidden_size"], model["layers"])
        return given if sizes == (self.shape.embedding, self.shape.hidden, self.shape.layers) else self.trained

    def translation_options(self, batch: int) -> list:
        options = self.options
        return ["--batch-size", batch, "--max-length", options.max_length, "--threads", options.threads]

    def peak(self, precision: str) -> float:
        """Returns the GFLOP/s of a large matrix product."""
        if self.options.peak_gflops:
            return float(run([*shlex.split(self.options.peak_gflops), precision]).output.split()[-1])
        return float(self.python("peak.py", self.options.threads, precision).output)

    def work_per_pair(self) -> int:
        """Returns the multiply-adds of a forward pass per source and target token."""
        embedding, hidden = self.shape.embedding, self.shape.hidden
        inputs = [embedding] + [hidden] * (self.shape.layers - 1)
        decoder = sum((size + hidden) * 4 * hidden for size in inputs)
        output = hidden * len(lines(self.work / "target.vocab"))
        if not self.options.attention:
            return 2 * decoder + output
        # Each direction has half of the hidden state. Attention takes H² for keys and 2 H² for its output.
        encoder = sum((size + hidden // 2) * 4 * hidden for size in inputs)
        return encoder + decoder + 3 * hidden**2 + output


def precisions(options: argparse.Namespace) -> list[str]:
    return ["float32"] + ["bfloat16"] * options.bfloat16


def even_steps(steps: int) -> tuple[int, int]:
    """Returns the steps, rounded down to a multiple of the log interval, and the interval. The last log
    entry then covers the whole text, although each side reads it in a different order."""
    interval = max(1, steps // 10)
    return steps // interval * interval, interval


def lines(path: pathlib.Path) -> list[bytes]:
    return path.read_bytes().removesuffix(b"\n").split(b"\n")


def write_lines(path: pathlib.Path, lines: list[bytes]):
    path.write_bytes(b"".join(line + b"\n" for line in lines))


def training_result(metrics: bytes, result: Run) -> dict:
    """Returns the target tokens per second after the first entry of the metrics, which is a warm-up."""
    entries = [entry for entry in map(json.loads, metrics.splitlines()) if entry["kind"] == "training"]
    if len(entries) < 2:
        sys.exit("The run is too short to measure: increase --steps.")
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
    """Runs both; the order alternates."""
    if number % 2 == 0:
        first = dragoman()
        return first, pytorch()
    first = pytorch()
    return dragoman(), first


def compare(title: str, unit: str, rounds: int, dragoman, pytorch, peak=None, work=0) -> list[dict]:
    """Prints a line per round, then medians and ranges; `work` is in FLOP per token."""
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


class Table:
    """One line for each comparison."""

    def __init__(self):
        self.rows = [["", "unit", "PyTorch", "Dragoman", "ratio", "share of the peak", "peak memory, MiB"]]
        self.results = {}

    def add(self, title: str, unit: str, results: list[dict]):
        def median(side: str) -> str:
            return f"{statistics.median(result[side]['rate'] for result in results):.0f}"

        def memory(side: str) -> int:
            return max(result[side]["memory"] for result in results) >> 20

        shares = [result["share"] for result in results if "share" in result]
        self.rows.append([
            title, unit, median("pytorch"), median("dragoman"),
            spread([result["ratio"] for result in results], ".2f"), spread(shares, ".0%") if shares else "",
            f"{memory('dragoman')} / {memory('pytorch')}"])
        self.results[title] = results

    def print(self):
        widths = [max(map(len, column)) for column in zip(*self.rows, strict=True)]
        print()
        for number, row in enumerate(self.rows):
            print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
            if number == 0:
                print("| " + " | ".join("-" * width for width in widths) + " |")


def measure_training(benchmark: Benchmark, table: Table):
    options, shape = benchmark.options, benchmark.shape
    # A training step takes three times the work of forward; a multiply-add is two operations.
    work = 3 * 2 * benchmark.work_per_pair()
    for precision, batches in itertools.product(precisions(options), options.pytorch_batches):
        model = f"{shape}, attention" if options.attention else f"{shape}"
        title, unit = f"training {model}, {precision}, PyTorch {batches}", "target tokens/s"
        results = compare(
            title, unit, options.rounds, lambda: benchmark.train_with_dragoman(precision),
            lambda: benchmark.train_with_pytorch(precision, batches),
            lambda: benchmark.peak(precision), work)
        check_same_tokens(results)
        table.add(title, unit, results)


def measure_translating(benchmark: Benchmark, table: Table):
    options, shape = benchmark.options, benchmark.shape
    if benchmark.checkpoint == benchmark.trained and not options.training:
        benchmark.train_with_dragoman("float32")
    sizes = f"{shape.embedding}/{shape.hidden}/{shape.layers}"
    for text, batch, manner in (("translate", 64, "batch 64"), ("alone", 1, "one at a time")):
        for ours in ("float32", "int8"):
            for theirs in precisions(options):
                title, unit = f"translating {sizes}, {manner}, {ours} against {theirs}", "sentences/s"
                results = compare(
                    title, unit, options.rounds,
                    lambda: benchmark.translate_with_dragoman(text, batch, ours),
                    lambda: benchmark.translate_with_pytorch(text, batch, theirs))
                report_agreement(results)
                table.add(title, unit, results)


def main():
    options = parse_options()
    peak = options.peak_gflops or "torch.mm of PyTorch, 2048³ (matrix-peak is missing)"
    print(f"{options.steps} steps per training run, {options.threads} threads\nmatrix-product peak: {peak}\n"
          f"load average before: {os.getloadavg()[0]:.2f}")
    table = Table()
    for shape in options.models:
        benchmark = Benchmark(options, shape)
        print(f"\n{shape}: {benchmark.work_per_pair() / 1e6:.1f} million multiply-adds per token pair, forward; "
              f"corpus: {benchmark.pairs} pairs")
        if options.training:
            measure_training(benchmark, table)
        if options.translating and (not options.checkpoint or benchmark.checkpoint == options.checkpoint):
            measure_translating(benchmark, table)
    table.print()
    breakdown = options.dragoman.parent / "step-bench"
    if options.training and breakdown.exists():
        for shape, precision in itertools.product(options.models, precisions(options)):
            print("\n" + run([
                breakdown, "--embedding-size", shape.embedding, "--hidden-size", shape.hidden, "--layers",
                shape.layers, "--batch-size", shape.batch, "--threads", options.threads,
                *["--bfloat16"] * (precision == "bfloat16"),
                *["--attention"] * options.attention]).output.decode(), end="")
    if options.json:
        options.json.write_text(json.dumps(table.results, indent=1) + "\n")


if __name__ == "__main__":
    main()

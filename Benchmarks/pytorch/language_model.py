# SPDX-License-Identifier: Apache-2.0
"""Trains a recurrent language model with PyTorch, and prints the dev loss after each epoch and the speed.

The peer of `dragoman train language-model`, with the same settings. A text of characters is folded into streams and
read in windows; the state is carried on, the gradient is not. With `--lines`, each line is a text of its own, in
batches sorted by length and packed; its tokens are those that a Dragoman checkpoint reads (`dragoman score --json`).

    python language_model.py --text train.txt --dev-text dev.txt --embedding-size 64 --hidden-size 512 \\
      --batch-size 50 --learning-rate 0.002 --epochs 5 --sample 1000
    python language_model.py --lines --checkpoint checkpoints/words --dragoman .build/release/dragoman \\
      --text train.en --dev-text val.en --batch-size 64 --learning-rate 0.001 --epochs 5
"""

import argparse
import json
import math
import pathlib
import subprocess
import time

import torch
from torch.nn.utils.rnn import PackedSequence, pack_sequence

SPECIAL = 4
END = 3


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    path = pathlib.Path
    parser.add_argument("--text", type=path, required=True)
    parser.add_argument("--dev-text", type=path, required=True)
    parser.add_argument("--lines", action="store_true", help="each line is a text of its own")
    parser.add_argument("--checkpoint", type=path, help="a Dragoman checkpoint, whose tokens are read, with --lines")
    parser.add_argument("--dragoman", type=lambda name: path(name).absolute(),
                        help="the program that splits lines into tokens, with --lines")
    parser.add_argument("--cell", choices=("LSTM", "GRU", "RNN"), default="LSTM")
    parser.add_argument("--embedding-size", type=int, default=256)
    parser.add_argument("--hidden-size", type=int, default=512)
    parser.add_argument("--layers", type=int, default=1)
    parser.add_argument("--dropout", type=float, default=0.0, help="on embeddings and between layers")
    parser.add_argument("--output-dropout", type=float, default=0.0)
    parser.add_argument("--batch-size", type=int, default=64, help="streams, or lines")
    parser.add_argument("--window", type=int, default=100)
    parser.add_argument("--learning-rate", type=float, default=0.001)
    parser.add_argument("--clip-norm", type=float, default=1.0)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--max-steps", type=int, help="ends early, to measure the speed")
    parser.add_argument("--sample", type=int, default=0, help="characters to sample one by one, to measure the speed")
    parser.add_argument("--precision", choices=("float32", "bfloat16"), default="float32")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


class LanguageModel(torch.nn.Module):
    def __init__(self, options: argparse.Namespace, vocabulary: int) -> None:
        super().__init__()
        dropout = options.dropout
        self.embedding = torch.nn.Embedding(vocabulary, options.embedding_size)
        self.rnn = getattr(torch.nn, options.cell)(
            options.embedding_size, options.hidden_size, options.layers, dropout=dropout if options.layers > 1 else 0)
        self.input_dropout = torch.nn.Dropout(dropout)
        self.output_dropout = torch.nn.Dropout(options.output_dropout)
        self.output = torch.nn.Linear(options.hidden_size, vocabulary)

    def forward(self, ids, state=None):
        """`ids` are `[T, B]`, or packed. Returns the logits of all tokens, `[N, V]`, and the last state."""
        if isinstance(ids, PackedSequence):
            embedded = PackedSequence(self.input_dropout(self.embedding(ids.data)), ids.batch_sizes)
            states, state = self.rnn(embedded, state)
            return self.output(self.output_dropout(states.data)), state
        states, state = self.rnn(self.input_dropout(self.embedding(ids)), state)
        return self.output(self.output_dropout(states)).flatten(0, 1), state


class Streams:
    """A text folded into streams and read in windows."""

    def __init__(self, ids: torch.Tensor, streams: int, window: int) -> None:
        predictions = (len(ids) - 1) // streams
        starts = torch.arange(streams) * predictions
        places = starts[None, :] + torch.arange(predictions)[:, None]
        self.inputs, self.targets, self.window = ids[places], ids[places + 1], window

    def batches(self, shuffled: bool):
        for start in range(0, len(self.inputs), self.window):
            yield self.inputs[start:start + self.window], self.targets[start:start + self.window].flatten(), start > 0


class Lines:
    """Lines of their own, in batches of similar lengths."""

    def __init__(self, lines: list[list[int]], batch_size: int) -> None:
        self.lines = sorted((torch.tensor([END] + line + [END]) for line in lines), key=len)
        self.batch_size = batch_size

    def batches(self, shuffled: bool):
        starts = range(0, len(self.lines), self.batch_size)
        order = torch.randperm(len(starts)).tolist() if shuffled else range(len(starts))
        for index in order:
            lines = self.lines[starts[index]:starts[index] + self.batch_size][::-1]
            yield pack_sequence([line[:-1] for line in lines]), pack_sequence([line[1:] for line in lines]).data, False


def tokens_of_lines(options: argparse.Namespace, path: pathlib.Path, ids: dict[str, int]) -> list[list[int]]:
    result = subprocess.run(
        [options.dragoman, "score", options.checkpoint, "--text", path, "--json"], capture_output=True, text=True,
        check=True)
    lines = [json.loads(line)["tokens"] for line in result.stdout.splitlines()]
    return [[ids.get(token, 1) for token in tokens if token != "</s>"] for tokens in lines if tokens]


def read(options: argparse.Namespace):
    """Returns the training text, the dev text, and the size of the vocabulary."""
    if options.lines:
        words = [line.split("\t")[0] for line in (options.checkpoint / "text.vocab").open(encoding="utf-8", newline="\n")]
        ids = {word.rstrip("\n"): number for number, word in enumerate(words)}
        texts = [tokens_of_lines(options, path, ids) for path in (options.text, options.dev_text)]
        return Lines(texts[0], options.batch_size), Lines(texts[1], options.batch_size), len(words)
    texts = [path.read_text(encoding="utf-8", errors="strict") for path in (options.text, options.dev_text)]
    ids = {character: SPECIAL + number for number, character in enumerate(sorted(set(texts[0])))}
    train, dev = (torch.tensor([ids.get(character, 1) for character in text]) for text in texts)
    # The dev text starts afresh a few times, as Dragoman scores it during training.
    parts = max(1, min(64, len(dev) // 2000))
    return Streams(train, options.batch_size, options.window), Streams(dev, parts, len(dev)), SPECIAL + len(ids)


def mean_loss(model: LanguageModel, data) -> float:
    model.eval()
    total, count = 0.0, 0
    with torch.inference_mode():
        for inputs, targets, _ in data.batches(shuffled=False):
            loss = torch.nn.functional.cross_entropy(model(inputs)[0], targets, reduction="sum")
            total, count = total + loss.item(), count + len(targets)
    model.train()
    return total / count


def detached(state):
    return tuple(part.detach() for part in state) if isinstance(state, tuple) else state.detach()


def sample(model: LanguageModel, count: int) -> float:
    """Draws `count` tokens one by one and returns the number per second."""
    model.eval()
    with torch.inference_mode():
        state, token = None, torch.full((1, 1), END)
        start = time.perf_counter()
        for _ in range(count):
            logits, state = model(token, state)
            token = torch.multinomial(torch.softmax(logits[0], dim=-1), 1)[None]
        return count / (time.perf_counter() - start)


def main() -> None:
    options = parse_options()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    train, dev, vocabulary = read(options)
    model = LanguageModel(options, vocabulary)
    optimizer = torch.optim.Adam(model.parameters(), lr=options.learning_rate, fused=True)
    autocast = torch.autocast("cpu", torch.bfloat16, enabled=options.precision == "bfloat16")
    seconds, tokens, steps = 0.0, 0, 0
    for epoch in range(1, options.epochs + 1):
        state = None
        for inputs, targets, is_continued in train.batches(shuffled=True):
            start = time.perf_counter()
            optimizer.zero_grad()
            with autocast:
                logits, state = model(inputs, detached(state) if is_continued else None)
                loss = torch.nn.functional.cross_entropy(logits, targets)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), options.clip_norm)
            optimizer.step()
            steps += 1
            # The first steps are a warm-up.
            if steps > 5:
                seconds, tokens = seconds + time.perf_counter() - start, tokens + len(targets)
            if steps == options.max_steps:
                break
        loss = mean_loss(model, dev)
        print(f"epoch {epoch}  dev loss {loss:.4f}  perplexity {math.exp(loss):.2f}", flush=True)
        if steps == options.max_steps:
            break
    print(f"{tokens / seconds:,.0f} tokens/s in training steps")
    if options.sample:
        print(f"{sample(model, options.sample):,.0f} tokens/s sampled one by one")


if __name__ == "__main__":
    main()

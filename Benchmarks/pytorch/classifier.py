# SPDX-License-Identifier: Apache-2.0
"""Trains a recurrent classifier of texts with PyTorch, and prints the dev accuracy after each epoch and the speed.

The peer of `dragoman train classifier --unit character`, with the same settings. Batches have texts of similar
lengths, and are packed.

    python classifier.py --examples train.tsv --dev-examples dev.tsv --hidden-size 256 --epochs 10
"""

import argparse
import pathlib
import random
import time

import torch
from torch.nn.utils.rnn import pack_sequence, pad_packed_sequence

SPECIAL, UNKNOWN = 4, 1


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=pathlib.Path, required=True)
    parser.add_argument("--dev-examples", type=pathlib.Path, required=True)
    parser.add_argument("--embedding-size", type=int, default=128)
    parser.add_argument("--hidden-size", type=int, default=256, help="of both directions together")
    parser.add_argument("--layers", type=int, default=1)
    parser.add_argument("--bidirectional", action="store_true")
    parser.add_argument("--pooling", choices=("last", "mean", "max"), default="last")
    parser.add_argument("--dropout", type=float, default=0.0, help="on embeddings and between layers")
    parser.add_argument("--output-dropout", type=float, default=0.0)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--learning-rate", type=float, default=0.001)
    parser.add_argument("--clip-norm", type=float, default=1.0)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--max-steps", type=int, help="ends early, to measure the speed")
    parser.add_argument("--one-by-one", type=int, default=0, help="texts to classify one by one, to measure the speed")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def read(path: pathlib.Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [tuple(cell.strip() for cell in line.split("\t")[:2]) for line in lines if line.strip()]


class Classifier(torch.nn.Module):
    def __init__(self, options: argparse.Namespace, characters: int, labels: int) -> None:
        super().__init__()
        halves = 2 if options.bidirectional else 1
        self.pooling, self.halves = options.pooling, halves
        self.embedding = torch.nn.Embedding(characters, options.embedding_size)
        self.input_dropout = torch.nn.Dropout(options.dropout)
        self.lstm = torch.nn.LSTM(
            options.embedding_size, options.hidden_size // halves, options.layers,
            dropout=options.dropout if options.layers > 1 else 0, bidirectional=options.bidirectional)
        self.output_dropout = torch.nn.Dropout(options.output_dropout)
        self.output = torch.nn.Linear(options.hidden_size, labels)

    def forward(self, packed):
        """`packed` are texts, longest first. Returns the logits, `[B, L]`."""
        embedded = torch.nn.utils.rnn.PackedSequence(
            self.input_dropout(self.embedding(packed.data)), packed.batch_sizes)
        outputs, (hidden, _) = self.lstm(embedded)
        return self.output(self.output_dropout(self.pooled(outputs, hidden)))

    def pooled(self, outputs, hidden):
        if self.pooling == "last":
            return torch.cat(list(hidden[-self.halves:]), dim=1)
        padded, lengths = pad_packed_sequence(outputs, padding_value=0 if self.pooling == "mean" else -2)
        return padded.sum(0) / lengths[:, None] if self.pooling == "mean" else padded.max(0).values


    def alone(self, text: torch.Tensor) -> torch.Tensor:
        """Returns the logits of one text, `[1, L]`. Without packing, a single one is faster."""
        outputs, (hidden, _) = self.lstm(self.embedding(text)[:, None])
        if self.pooling == "last":
            return self.output(torch.cat(list(hidden[-self.halves:]), dim=1))
        return self.output(outputs.mean(0) if self.pooling == "mean" else outputs.max(0).values)


class Examples:
    """Texts in batches of similar lengths."""

    def __init__(self, lines, ids: dict[str, int], labels: dict[str, int], batch_size: int) -> None:
        texts = [(torch.tensor([ids.get(character, UNKNOWN) for character in text]), labels.get(label, -1))
                 for text, label in lines]
        self.texts = sorted(texts, key=lambda example: len(example[0]))
        self.batch_size = batch_size

    def batches(self, shuffled: bool):
        texts = self.texts
        if shuffled:
            # Texts of the same length are in a new order each time.
            texts = sorted(random.sample(texts, len(texts)), key=lambda example: len(example[0]))
        starts = list(range(0, len(texts), self.batch_size))
        if shuffled:
            random.shuffle(starts)
        for start in starts:
            batch = texts[start:start + self.batch_size][::-1]
            yield pack_sequence([text for text, _ in batch]), torch.tensor([label for _, label in batch])


def accuracy(model: Classifier, examples: Examples) -> float:
    model.eval()
    with torch.inference_mode():
        right = sum(
            (model(texts).argmax(1) == labels).sum().item() for texts, labels in examples.batches(shuffled=False))
    model.train()
    return right / len(examples.texts)


def one_by_one(model: Classifier, examples: Examples, count: int) -> float:
    """Classifies `count` texts one by one and returns the number per second, with as many threads as are fastest."""
    model.eval()
    texts = random.Random(1).sample(examples.texts, count)
    rates = []
    for threads in range(1, torch.get_num_threads() + 1):
        torch.set_num_threads(threads)
        with torch.inference_mode():
            start = time.perf_counter()
            for text, _ in texts:
                model.alone(text).argmax(1).item()
        rates.append(count / (time.perf_counter() - start))
    return max(rates)


def main() -> None:
    options = parse_options()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    train, dev = read(options.examples), read(options.dev_examples)
    ids = {character: SPECIAL + number for number, character in enumerate(sorted({c for text, _ in train for c in text}))}
    labels = {label: number for number, label in enumerate(sorted({label for _, label in train}))}
    model = Classifier(options, SPECIAL + len(ids), len(labels))
    examples, development = (Examples(lines, ids, labels, options.batch_size) for lines in (train, dev))
    optimizer = torch.optim.Adam(model.parameters(), lr=options.learning_rate, fused=True)
    seconds, count, steps = 0.0, 0, 0
    for epoch in range(1, options.epochs + 1):
        for texts, targets in examples.batches(shuffled=True):
            start = time.perf_counter()
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(texts), targets).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), options.clip_norm)
            optimizer.step()
            steps += 1
            # The first steps are a warm-up.
            if steps > 5:
                seconds, count = seconds + time.perf_counter() - start, count + len(targets)
            if steps == options.max_steps:
                break
        print(f"epoch {epoch}  dev accuracy {100 * accuracy(model, development):.1f} %", flush=True)
        if steps == options.max_steps:
            break
    print(f"{count / seconds:,.0f} examples/s in training steps")
    if options.one_by_one:
        print(f"{one_by_one(model, development, options.one_by_one):,.0f} examples/s one by one")


if __name__ == "__main__":
    main()

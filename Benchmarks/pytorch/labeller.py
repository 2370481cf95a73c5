# SPDX-License-Identifier: Apache-2.0
"""Trains a recurrent labeller of tokens and their characters with PyTorch, and prints the dev accuracy after each
epoch and the speed.

The peer of `dragoman train labeller`, with the same settings. Batches have sentences of similar lengths, and are
packed; the characters of equal tokens of a batch are read once.

    python labeller.py --tokens train.conllu --dev-tokens dev.conllu --bidirectional --epochs 10
"""

import argparse
import collections
import pathlib
import random
import time

import torch
from torch.nn.utils.rnn import PackedSequence, pack_sequence

SPECIAL, UNKNOWN = 4, 1


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokens", type=pathlib.Path, required=True, help="a CoNLL-U file")
    parser.add_argument("--dev-tokens", type=pathlib.Path, required=True)
    parser.add_argument("--embedding-size", type=int, default=128)
    parser.add_argument("--character-embedding-size", type=int, default=32)
    parser.add_argument("--character-hidden-size", type=int, default=64, help="of both directions together")
    parser.add_argument("--hidden-size", type=int, default=256, help="of both directions together")
    parser.add_argument("--layers", type=int, default=1)
    parser.add_argument("--bidirectional", action="store_true")
    parser.add_argument("--min-frequency", type=int, default=2)
    parser.add_argument("--dropout", type=float, default=0.0, help="on the input and between layers")
    parser.add_argument("--output-dropout", type=float, default=0.0)
    parser.add_argument("--word-dropout", type=float, default=0.0, help="on whole embeddings of tokens")
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--learning-rate", type=float, default=0.001)
    parser.add_argument("--clip-norm", type=float, default=1.0)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--max-steps", type=int, help="ends early, to measure the speed")
    parser.add_argument("--one-by-one", type=int, default=0, help="sentences to label one by one, to measure the speed")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def read(path: pathlib.Path) -> list[list[tuple[str, str]]]:
    sentences: list[list[tuple[str, str]]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if not line:
            sentences.append([])
        elif len(cells) == 10 and cells[0].isdigit():
            sentences[-1].append((cells[1], cells[3]))
    return [sentence for sentence in sentences if sentence]


class Labeller(torch.nn.Module):
    def __init__(self, options: argparse.Namespace, tokens: int, characters: int, labels: int) -> None:
        super().__init__()
        halves = 2 if options.bidirectional else 1
        self.embedding = torch.nn.Embedding(tokens, options.embedding_size)
        self.character_embedding = torch.nn.Embedding(characters, options.character_embedding_size)
        self.characters = torch.nn.LSTM(
            options.character_embedding_size, options.character_hidden_size // 2, bidirectional=True)
        self.word_dropout = torch.nn.Dropout(options.word_dropout)
        self.input_dropout = torch.nn.Dropout(options.dropout)
        self.lstm = torch.nn.LSTM(
            options.embedding_size + options.character_hidden_size, options.hidden_size // halves, options.layers,
            dropout=options.dropout if options.layers > 1 else 0, bidirectional=options.bidirectional)
        self.output_dropout = torch.nn.Dropout(options.output_dropout)
        self.output = torch.nn.Linear(options.hidden_size, labels)

    def forward(self, tokens: PackedSequence, spellings: PackedSequence, places: torch.Tensor):
        """`spellings` are the different tokens of the batch, and `places` the one of each row. Returns the logits of
        each row, `[N, L]`."""
        embedded = PackedSequence(
            self.character_embedding(spellings.data), spellings.batch_sizes, spellings.sorted_indices,
            spellings.unsorted_indices)
        _, (hidden, _) = self.characters(embedded)
        spelled = torch.cat([hidden[0], hidden[1]], dim=1)[places]
        mask = self.word_dropout(torch.ones(len(tokens.data), 1))
        rows = self.input_dropout(torch.cat([self.embedding(tokens.data) * mask, spelled], dim=1))
        # Without packing, a single sentence is faster.
        if len(tokens.data) == len(tokens.batch_sizes):
            return self.output(self.output_dropout(self.lstm(rows)[0]))
        outputs, _ = self.lstm(PackedSequence(rows, tokens.batch_sizes))
        return self.output(self.output_dropout(outputs.data))


class Sentences:
    """Sentences in batches of similar lengths."""

    def __init__(self, sentences, ids, characters, labels, batch_size: int) -> None:
        self.spelling = {
            token: torch.tensor([characters.get(character, UNKNOWN) for character in token])
            for sentence in sentences for token, _ in sentence}
        self.numbers = {token: number for number, token in enumerate(self.spelling)}
        self.spellings = list(self.spelling.values())
        self.sentences = sorted((
            (torch.tensor([ids.get(token, UNKNOWN) for token, _ in sentence]),
             torch.tensor([self.numbers[token] for token, _ in sentence]),
             torch.tensor([labels.get(label, -1) for _, label in sentence]))
            for sentence in sentences), key=lambda sentence: len(sentence[0]))
        self.batch_size = batch_size

    def batches(self, shuffled: bool):
        sentences = self.sentences
        if shuffled:
            sentences = sorted(random.sample(sentences, len(sentences)), key=lambda sentence: len(sentence[0]))
        starts = list(range(0, len(sentences), self.batch_size))
        if shuffled:
            random.shuffle(starts)
        for start in starts:
            batch = sentences[start:start + self.batch_size][::-1]
            tokens, numbers, labels = (pack_sequence(part) for part in zip(*batch))
            different, places = torch.unique(numbers.data, return_inverse=True)
            spellings = pack_sequence([self.spellings[number] for number in different], enforce_sorted=False)
            yield tokens, spellings, places, labels.data


def accuracy(model: Labeller, sentences: Sentences) -> float:
    model.eval()
    right, count = 0, 0
    with torch.inference_mode():
        for tokens, spellings, places, labels in sentences.batches(shuffled=False):
            right += (model(tokens, spellings, places).argmax(1) == labels).sum().item()
            count += len(labels)
    model.train()
    return right / count


def one_by_one(model: Labeller, sentences: Sentences, count: int) -> float:
    """Labels `count` sentences one by one and returns the number per second, with as many threads as are fastest."""
    model.eval()
    sample = random.Random(1).sample(sentences.sentences, count)
    rates = []
    for threads in range(1, torch.get_num_threads() + 1):
        torch.set_num_threads(threads)
        with torch.inference_mode():
            start = time.perf_counter()
            for tokens, numbers, _ in sample:
                different, places = torch.unique(numbers, return_inverse=True)
                spellings = pack_sequence([sentences.spellings[number] for number in different], enforce_sorted=False)
                model(pack_sequence([tokens]), spellings, places).argmax(1).tolist()
        rates.append(count / (time.perf_counter() - start))
    return max(rates)


def main() -> None:
    options = parse_options()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    train, dev = read(options.tokens), read(options.dev_tokens)
    counts = collections.Counter(token for sentence in train for token, _ in sentence)
    kept = sorted(token for token, count in counts.items() if count >= options.min_frequency)
    ids = {token: SPECIAL + number for number, token in enumerate(kept)}
    characters = {character: SPECIAL + number for number, character in enumerate(sorted(set("".join(counts))))}
    labels = {label: number for number, label in enumerate(sorted({label for s in train for _, label in s}))}
    model = Labeller(options, SPECIAL + len(ids), SPECIAL + len(characters), len(labels))
    sentences, development = (Sentences(part, ids, characters, labels, options.batch_size) for part in (train, dev))
    optimizer = torch.optim.Adam(model.parameters(), lr=options.learning_rate, fused=True)
    seconds, count, steps = 0.0, 0, 0
    for epoch in range(1, options.epochs + 1):
        for tokens, spellings, places, targets in sentences.batches(shuffled=True):
            start = time.perf_counter()
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(tokens, spellings, places), targets).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), options.clip_norm)
            optimizer.step()
            steps += 1
            # The first steps are a warm-up.
            if steps > 5:
                seconds, count = seconds + time.perf_counter() - start, count + len(targets)
            if steps == options.max_steps:
                break
        print(f"epoch {epoch}  dev accuracy {100 * accuracy(model, development):.2f} %", flush=True)
        if steps == options.max_steps:
            break
    print(f"{count / seconds:,.0f} tokens/s in training steps")
    if options.one_by_one:
        print(f"{one_by_one(model, development, options.one_by_one):,.0f} sentences/s one by one")


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""Trains the reference model on tokenized text, for the benchmark.

Writes the metrics as `dragoman train` does, to standard output: a JSON object a line, with `kind`,
`step`, `loss`, and, since the start of training, `target_tokens` (`</s>` counted) and `seconds`.
"""

import argparse
import json
import pathlib
import random
import time

import torch

import attention
import padded
import reference
from data import Vocabulary, batches, batches_by_length, precision, read_pairs

# Batches by `--batches`, and the models that compute them.
BATCHES = {"shuffled": batches, "packed-by-length": batches_by_length, "by-length": batches_by_length}


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("source", "target", "source-vocabulary", "target-vocabulary"):
        parser.add_argument("--" + name, type=pathlib.Path, required=True)
    parser.add_argument("--embedding-size", type=int, default=256)
    parser.add_argument("--hidden-size", type=int, default=512)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--attention", action="store_true", help="the model of attention.py")
    parser.add_argument("--label-smoothing", type=float, default=0.0, help="with --attention")
    parser.add_argument("--reverse-source", action=argparse.BooleanOptionalAction, default=False)
    parser.add_argument("--max-length", type=int, default=100, help="longer pairs are left out")
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--learning-rate", type=float, default=0.001)
    parser.add_argument("--clip-norm", type=float, default=1.0)
    parser.add_argument("--batches", choices=BATCHES, default="by-length",
                        help="by-length: sources of one length, nothing packed; packed-by-length: the same, packed; "
                             "shuffled: any pairs together, packed")
    parser.add_argument("--compile", action="store_true", help="run the loss through torch.compile")
    parser.add_argument("--adam", choices=("fused", "foreach"), default="fused")
    parser.add_argument("--precision", choices=("float32", "bfloat16"), default="float32")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log-interval", type=int, default=10)
    return parser.parse_args()


def main():
    options = parse_options()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    vocabularies = [Vocabulary(options.source_vocabulary), Vocabulary(options.target_vocabulary)]
    pairs = read_pairs([options.source, options.target], vocabularies, options.max_length)
    sizes = (*map(len, vocabularies), options.embedding_size, options.hidden_size, options.layers, options.dropout)
    plain, attending = (padded.Translator, padded.AttentionTranslator) if options.batches == "by-length" else (
        reference.Translator, attention.Translator)
    model = attending(*sizes, options.label_smoothing) if options.attention else plain(*sizes)
    train(model, pairs, options)


def train(model: torch.nn.Module, pairs: list, options: argparse.Namespace):
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.Adam(parameters, lr=options.learning_rate, **{options.adam: True})
    order = random.Random(options.seed)
    loss_of = torch.compile(model.loss, dynamic=True) if options.compile else model.loss
    step = tokens = 0
    loss_sum = interval_tokens = 0
    start = time.perf_counter()
    for _ in range(options.epochs):
        for pairs_of_batch in BATCHES[options.batches](pairs, options.batch_size, order):
            batch = reference.Batch.of(*zip(*pairs_of_batch), options.reverse_source)
            with precision(options.precision):
                loss = loss_of(batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, options.clip_norm)
            optimizer.step()

            step += 1
            count = int(batch.lengths.sum())
            tokens += count
            interval_tokens += count
            loss_sum += loss.item() * count
            if step % options.log_interval == 0:
                log(step, loss_sum / interval_tokens, tokens, time.perf_counter() - start)
                loss_sum = interval_tokens = 0


def log(step: int, loss: float, tokens: int, seconds: float):
    entry = {"kind": "training", "step": step, "loss": loss, "target_tokens": tokens, "seconds": seconds}
    print(json.dumps(entry), flush=True)


if __name__ == "__main__":
    main()

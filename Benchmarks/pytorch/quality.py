# SPDX-License-Identifier: Apache-2.0
"""Trains a PyTorch model on tokenized text and prints how the dev BLEU rises with the minutes of training.

The peer of a recipe in "time to quality": a small Transformer, or an LSTM with attention. Batches hold sentences of
similar lengths, up to `--batch-tokens` target tokens; Adam with a linear warm-up, then a decay by the inverse square
root of the step; the moving average of the weights is scored. Translating the dev set does not count as training
time. Tokens may be subword units that end in `@@`.

    python quality.py --source train.bpe.de --target train.bpe.en --source-vocabulary de.vocab \\
      --target-vocabulary en.vocab --dev-source val.bpe.de --reference val.en --dragoman .build/release/dragoman
"""

import argparse
import itertools
import pathlib
import random
import subprocess
import time

import sacrebleu
import torch

import attention
import reference
import transformer
from data import Pair, Vocabulary, precision, read_pairs, split_tokens


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    path = pathlib.Path
    for name in ("source", "target", "source-vocabulary", "target-vocabulary", "dev-source", "reference"):
        parser.add_argument("--" + name, type=path, required=True)
    parser.add_argument("--dragoman", type=lambda name: path(name).absolute(), required=True, help="joins the tokens of translations")
    parser.add_argument("--model", choices=("transformer", "lstm"), default="transformer")
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--feed-forward", type=int, default=256)
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--label-smoothing", type=float, default=0.1)
    parser.add_argument("--batch-tokens", type=int, default=2000)
    parser.add_argument("--learning-rate", type=float, default=0.002, help="the highest, after the warm-up")
    parser.add_argument("--warmup-steps", type=int, default=1000)
    parser.add_argument("--clip-norm", type=float, default=1.0)
    parser.add_argument("--ema-decay", type=float, default=0.999)
    parser.add_argument("--precision", choices=("float32", "bfloat16"), default="float32")
    parser.add_argument("--minutes", type=float, default=16, help="of training")
    parser.add_argument("--score-every", type=float, default=2, help="minutes of training between two scores")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def make_model(options: argparse.Namespace, source: int, target: int) -> torch.nn.Module:
    if options.model == "transformer":
        return transformer.Translator(
            source, target, options.size, options.layers, feed_forward=options.feed_forward,
            dropout=options.dropout, label_smoothing=options.label_smoothing)
    return attention.Translator(
        source, target, options.size, options.size, options.layers, options.dropout, options.label_smoothing)


def batches_by_tokens(pairs: list[Pair], tokens: int, order: random.Random) -> list[list[Pair]]:
    """One epoch in random order, of batches of similar lengths with at most so many target tokens, padding counted."""
    pairs = sorted(order.sample(pairs, len(pairs)), key=lambda pair: (len(pair[0]), len(pair[1])))
    cut, longest = [[]], 0
    for pair in pairs:
        longest = max(longest, len(pair[0]) + 1, len(pair[1]) + 1)
        if cut[-1] and longest * (len(cut[-1]) + 1) > tokens:
            cut.append([])
            longest = max(len(pair[0]), len(pair[1])) + 1
        cut[-1].append(pair)
    return order.sample(cut, len(cut))


def endless_batches(pairs: list[Pair], options: argparse.Namespace):
    """Yields the epoch, from 1, and a batch."""
    order = random.Random(options.seed)
    for epoch in itertools.count(1):
        for batch in batches_by_tokens(pairs, options.batch_tokens, order):
            yield epoch, batch


def moving_average(most: float):
    """Averages with the decay min(most, (1 + t) / (10 + t)) at step t, so that the random start is soon forgotten."""
    @torch.no_grad()
    def update(averages, weights, step):
        decay = min(most, (1 + int(step)) / (10 + int(step)))
        torch._foreach_lerp_(averages, weights, 1 - decay)
    return update


def dev_bleu(model, sources: list[list[int]], vocabulary: Vocabulary, options: argparse.Namespace) -> float:
    """sacreBLEU of the greedy translations."""
    order = sorted(range(len(sources)), key=lambda i: len(sources[i]))
    translations = [""] * len(sources)
    for first in range(0, len(order), 64):
        rows = order[first : first + 64]
        for row, ids in zip(rows, model.greedy(*reference.pad([sources[row] for row in rows]), 80), strict=True):
            translations[row] = " ".join(vocabulary.tokens[i] for i in ids).replace("@@ ", "")
    joined = subprocess.run([options.dragoman, "tokenize", "--detokenize"], input="\n".join(translations) + "\n",
                            capture_output=True, encoding="utf-8", check=True).stdout.removesuffix("\n").split("\n")
    references = options.reference.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    return sacrebleu.corpus_bleu(joined, [references]).score


def main():
    options = parse_options()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    vocabularies = [Vocabulary(options.source_vocabulary), Vocabulary(options.target_vocabulary)]
    pairs = read_pairs([options.source, options.target], vocabularies, 100)
    dev = [reference.encoder_input(vocabularies[0].ids(tokens), False)
           for tokens in split_tokens(options.dev_source.read_bytes())]
    model = make_model(options, *map(len, vocabularies))
    average = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=moving_average(options.ema_decay))
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    print(f"{sum(p.numel() for p in parameters):,} parameters", flush=True)
    optimizer = torch.optim.Adam(parameters, lr=options.learning_rate, betas=(0.9, 0.98), fused=True)
    warmup = options.warmup_steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warmup, (warmup / (step + 1)) ** 0.5))
    seconds, scored, step = 0.0, 0.0, 0
    for epoch, pairs_of_batch in endless_batches(pairs, options):
        start = time.perf_counter()
        model.train()
        batch = reference.Batch.of(*zip(*pairs_of_batch))
        with precision(options.precision):
            loss = model.loss(batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, options.clip_norm)
        optimizer.step()
        schedule.step()
        average.update_parameters(model)
        step += 1
        seconds += time.perf_counter() - start
        if seconds - scored < 60 * options.score_every:
            continue
        scored = seconds
        average.eval()
        bleu = dev_bleu(average.module, dev, vocabularies[1], options)
        print(f"epoch {epoch}  step {step}  {seconds / 60:.2f} minutes  dev BLEU {bleu:.2f}", flush=True)
        if seconds >= 60 * options.minutes:
            break


if __name__ == "__main__":
    main()

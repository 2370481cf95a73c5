# SPDX-License-Identifier: Apache-2.0
"""Makes the golden files of this folder; README.md describes their contents.

    pip install torch==2.13.0 numpy safetensors        (Python 3.11; any CPU)
    python Tests/ModelsTests/Goldens/make_goldens.py

Prints the error of each float32 result, compared with the same computation in float64.
"""

import pathlib
import sys

import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.nn.utils.rnn import pad_packed_sequence

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "Benchmarks" / "pytorch"))
import reference  # noqa: E402

# name: (source vocabulary, target vocabulary, embedding, hidden, layers), seed,
# (words of the source, words of the target) of each pair, clip norm, whether trained weights are kept.
# The clip norm is such that clipping sets in at some steps and not at others.
CASES = {
    "small": ((11, 13, 5, 7, 2), 1, [(3, 4), (1, 2), (6, 1), (4, 6), (2, 4)], 0.3, True),
    "single": ((6, 5, 3, 2, 1), 2, [(0, 0)], 1.0, True),
    "odd": ((23, 29, 17, 33, 3), 3, [(2, 5), (9, 1), (0, 3), (5, 0), (7, 7), (1, 2)], 0.3, False),
}
STEPS = 10
SCALE = 1.5  # of PyTorch's initial weights, so that gates leave their linear range


def make_batch(sizes, pairs, generator) -> reference.Batch:
    """Random sentences of the given lengths."""

    def words(count, vocabulary):
        return torch.randint(4, vocabulary, (count,), generator=generator).tolist()

    sources = [words(length, sizes[0]) for length, _ in pairs]
    targets = [words(length, sizes[1]) for _, length in pairs]
    return reference.Batch.of(sources, targets)


def integers(batch) -> dict[str, Tensor]:
    names = ("source.ids", "source.lengths", "target.inputs", "target.outputs", "target.lengths")
    return {name: value.to(torch.int32) for name, value in zip(names, batch, strict=True)}


def forward_and_backward(model, batch) -> dict[str, Tensor]:
    h, c = model.encode(batch.source, batch.source_lengths)
    packed = reference.pack(batch.inputs, batch.lengths)._replace(data=model.logits(batch))
    logits, _ = pad_packed_sequence(packed, batch_first=True)
    loss = model.loss(batch)
    loss.backward()
    results = {"encoder.h": h, "encoder.c": c, "logits": logits, "loss": loss.reshape(1)}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            results["gradient." + name] = parameter.grad
    return results


def train(model, batch, clip_norm, make_optimizer) -> dict[str, Tensor]:
    """Losses before, and gradient norms before clipping, in each of STEPS steps; the weights after them."""
    optimizer = make_optimizer([p for p in model.parameters() if p.requires_grad])
    losses, norms = [], []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = model.loss(batch)
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), clip_norm))
        optimizer.step()
        losses.append(loss)
    return {"losses": torch.stack(losses), "norms": torch.stack(norms), **model.state_dict()}


OPTIMIZERS = {
    "adam": lambda parameters: torch.optim.Adam(parameters, lr=0.01, betas=(0.9, 0.999), eps=1e-8),
    "adamw": lambda parameters: torch.optim.AdamW(parameters, lr=0.01, weight_decay=0.1),
    "adagrad": lambda parameters: torch.optim.Adagrad(parameters, lr=0.01, weight_decay=1e-3),
    "sgd": lambda parameters: torch.optim.SGD(parameters, lr=0.1, momentum=0.9, weight_decay=1e-3),
}


def compute(sizes, weights, batch, clip_norm, keeps_trained_weights, dtype) -> dict[str, Tensor]:
    def model():
        fresh = reference.Translator(*sizes).to(dtype)
        fresh.load_state_dict(weights, strict=True)
        return fresh

    results = forward_and_backward(model(), batch)
    for name, make_optimizer in OPTIMIZERS.items():
        for key, value in train(model(), batch, clip_norm, make_optimizer).items():
            if key in ("losses", "norms") or (keeps_trained_weights and "bias_hh" not in key):
                results[f"{name}.{key}"] = value
    return {name: value.detach() for name, value in results.items()}


def distance(single: Tensor, double: Tensor) -> float:
    """The largest difference of an element, relative to the largest element of the tensor."""
    return ((single.double() - double).abs().max() / double.abs().max()).item()


def report(name, single, double):
    for group in ("encoder", "logits", "loss", "gradient", *OPTIMIZERS):
        distances = [(distance(single[key], double[key]), key) for key in single if key.split(".")[0] == group]
        print(f"{name:8} {max(distances)[0]:.1e}  {max(distances)[1]}")
    for optimizer in OPTIMIZERS:
        losses, norms = single[f"{optimizer}.losses"], single[f"{optimizer}.norms"]
        print(f"{name:8} {optimizer}: loss {losses[0]:.6f} to {losses[-1]:.6f}, "
              f"gradient norm {norms.min():.2f} to {norms.max():.2f}")


def main():
    torch.set_num_threads(1)
    for name, (sizes, seed, pairs, clip_norm, keeps_trained_weights) in CASES.items():
        torch.manual_seed(seed)
        model = reference.Translator(*sizes)
        weights = {key: SCALE * value.detach() for key, value in model.state_dict().items()}
        batch = make_batch(sizes, pairs, torch.Generator().manual_seed(seed))
        settings = (sizes, weights, batch, clip_norm, keeps_trained_weights)
        single, double = compute(*settings, torch.float32), compute(*settings, torch.float64)
        report(name, single, double)
        tensors = weights | integers(batch) | single | {"clip_norm": torch.tensor([clip_norm])}
        path = HERE / f"{name}.safetensors"
        save_file({key: value.contiguous() for key, value in tensors.items()}, path)
        path.chmod(0o644)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""Makes the golden files of this folder; README.md describes their contents.

    pip install torch==2.13.0 numpy safetensors        (Python 3.11; any CPU)
    python Tests/LayersTests/Goldens/make_goldens.py

Prints the error of each float32 result, compared with the same computation in float64.
"""

import pathlib

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import PackedSequence

HERE = pathlib.Path(__file__).resolve().parent


def uniform(generator, *shape) -> Tensor:
    """Numbers between -1 and 1."""
    return 2 * torch.rand(*shape, generator=generator) - 1


def lstm_inputs(lengths, inputs, hidden, generator) -> dict[str, Tensor]:
    """Rows sorted by length, longest first; step t holds the rows that still have a token."""
    batch, rows = len(lengths), sum(lengths)
    sizes = [sum(length > t for length in lengths) for t in range(lengths[0])]
    return {
        "lengths": torch.tensor(lengths, dtype=torch.int32),
        "batch_sizes": torch.tensor(sizes, dtype=torch.int32),
        "x": uniform(generator, rows, inputs),
        "h0": uniform(generator, batch, hidden),
        "c0": 2 * uniform(generator, batch, hidden),
        "weight_ih": uniform(generator, 4 * hidden, inputs),
        "weight_hh": uniform(generator, 4 * hidden, hidden),
        "bias": uniform(generator, 4 * hidden),
        "d.y": uniform(generator, rows, hidden),
        "d.h": uniform(generator, batch, hidden),
        "d.c": uniform(generator, batch, hidden),
    }


def lstm(t: dict[str, Tensor]) -> dict[str, Tensor]:
    layer = nn.LSTM(t["x"].shape[1], t["h0"].shape[1]).to(t["x"].dtype)
    names = {"weight_ih_l0": t["weight_ih"], "weight_hh_l0": t["weight_hh"], "bias_ih_l0": t["bias"]}
    layer.load_state_dict(names | {"bias_hh_l0": torch.zeros_like(t["bias"])})
    x, h0, c0 = (t[name].clone().requires_grad_() for name in ("x", "h0", "c0"))
    y, (h, c) = layer(PackedSequence(x, t["batch_sizes"].long()), (h0[None], c0[None]))
    torch.autograd.backward([y.data, h, c], [t["d.y"], t["d.h"][None], t["d.c"][None]])
    return {
        "y": y.data,
        "h": h[0],
        "c": c[0],
        "d.x": x.grad,
        "d.h0": h0.grad,
        "d.c0": c0.grad,
        "d.weight_ih": layer.weight_ih_l0.grad,
        "d.weight_hh": layer.weight_hh_l0.grad,
        "d.bias": layer.bias_ih_l0.grad,
    }


def linear_inputs(generator) -> dict[str, Tensor]:
    return {
        "x": uniform(generator, 6, 5),
        "weight": uniform(generator, 7, 5),
        "bias": uniform(generator, 7),
        "d.y": uniform(generator, 6, 7),
    }


def linear(t: dict[str, Tensor]) -> dict[str, Tensor]:
    x, weight, bias = (t[name].clone().requires_grad_() for name in ("x", "weight", "bias"))
    y = functional.linear(x, weight, bias)
    y.backward(t["d.y"])
    return {"y": y, "d.x": x.grad, "d.weight": weight.grad, "d.bias": bias.grad}


def cross_entropy_inputs(generator) -> dict[str, Tensor]:
    """Ordinary logits, then all equal, then so large that a plain exp overflows, then a hopeless target."""
    logits = 4 * uniform(generator, 8, 37)
    logits[5] = 0.5
    logits[6] *= 200
    logits[7, 3] = 60
    targets = torch.randint(0, 37, (8,), generator=generator, dtype=torch.int32)
    targets[6] = logits[6].argmax()
    targets[7] = 4
    return {"logits": logits, "targets": targets}


def cross_entropy(t: dict[str, Tensor]) -> dict[str, Tensor]:
    logits = t["logits"].clone().requires_grad_()
    losses = functional.cross_entropy(logits, t["targets"].long(), reduction="none")
    losses.mean().backward()
    return {"losses": losses, "loss": losses.mean().reshape(1), "d.logits": logits.grad}


OPTIMIZERS = {
    "adam": lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.9, 0.999), eps=1e-8),
    "adam_weight_decay": lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.1),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.01, betas=(0.9, 0.999), eps=1e-8),
    "adamw_weight_decay": lambda p: torch.optim.AdamW(p, lr=0.01, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.1),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.1),
    "adagrad_weight_decay": lambda p: torch.optim.Adagrad(p, lr=0.1, weight_decay=0.1),
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "sgd_momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
    "sgd_momentum_weight_decay": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.1),
}


def optimizer_inputs(generator) -> dict[str, Tensor]:
    """Gradients of all magnitudes; the first element's is always zero, as of a word that does not occur."""
    gradients = uniform(generator, 5, 37) * torch.logspace(-4, 1, 37)
    gradients[:, 0] = 0
    return {"weights": uniform(generator, 37), "gradients": gradients}


def optimize(t: dict[str, Tensor]) -> dict[str, Tensor]:
    results = {}
    for name, make_optimizer in OPTIMIZERS.items():
        weights = nn.Parameter(t["weights"].clone())
        optimizer, steps = make_optimizer([weights]), []
        for gradient in t["gradients"]:
            weights.grad = gradient.clone()
            optimizer.step()
            steps.append(weights.detach().clone())
        results[name] = torch.stack(steps)
    return results


def clip_inputs(generator) -> dict[str, Tensor]:
    return {"gradient": uniform(generator, 37)}


def clip(t: dict[str, Tensor]) -> dict[str, Tensor]:
    """Clipped to norm 1, which is below the gradient's, and to norm 100, which changes nothing."""
    results = {}
    for limit in (1, 100):
        weights = nn.Parameter(torch.zeros_like(t["gradient"]))
        weights.grad = t["gradient"].clone()
        results["norm"] = nn.utils.clip_grad_norm_([weights], limit).reshape(1)
        results[f"clipped_to_{limit}"] = weights.grad
    return results


def as_double(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name: t.double() if t.is_floating_point() else t for name, t in tensors.items()}


def write(name, inputs, function):
    single, double = function(inputs), function(as_double(inputs))
    distances = [((single[key].double() - double[key]).abs().max() / double[key].abs().max(), key) for key in single]
    print(f"{name:14} {max(distances)[0].item():.1e}  {max(distances)[1]}")
    path = HERE / f"{name}.safetensors"
    save_file({key: value.detach().contiguous() for key, value in (inputs | single).items()}, path)
    path.chmod(0o644)


def main():
    torch.set_num_threads(1)
    generator = torch.Generator().manual_seed(1)
    write("lstm", lstm_inputs([6, 3, 3, 1], 5, 7, generator), lstm)
    write("lstm_single", lstm_inputs([1], 3, 2, generator), lstm)
    write("lstm_wide", lstm_inputs([4, 2, 1], 17, 33, generator), lstm)
    write("linear", linear_inputs(generator), linear)
    write("cross_entropy", cross_entropy_inputs(generator), cross_entropy)
    write("optimizers", optimizer_inputs(generator), optimize)
    write("clip", clip_inputs(generator), clip)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""Makes generators/*.safetensors: a small generator for each cell and each place where the vector enters, with
the loss, every gradient and the first losses of training.

    pip install torch==2.13.0 numpy safetensors        (Python 3.11; any CPU)
    python Tests/ModelsTests/Goldens/make_generator_goldens.py

The layers are PyTorch's own. A vector that enters every step is a part of the layer's input, with weights of
its own: [W_x W_v] · [x; v] = W_x · x + W_v · v. Each sequence is computed alone, so that nothing depends on
padding. Prints the error of each float32 result, compared with the same computation in float64.
"""

import pathlib
from dataclasses import dataclass

import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional

HERE = pathlib.Path(__file__).parent
TOKENS, EMBEDDING, HIDDEN, VECTOR = 9, 4, 5, 3
START, END = 2, 3
LENGTHS = [3, 6, 0, 4]
STEPS = 10
GATES = {"lstm": 4, "gru": 3, "tanh": 1}
RUN = {"lstm": torch.lstm, "gru": torch.gru, "tanh": torch.rnn_tanh}


@dataclass(frozen=True)
class Shape:
    cell: str
    injection: str
    layers: int = 1

    @property
    def module(self) -> str:
        return "rnn" if self.cell == "tanh" else self.cell

    def sizes(self) -> dict[str, tuple[int, ...]]:
        width = GATES[self.cell] * HIDDEN
        sizes = {"embedding.weight": (TOKENS, EMBEDDING)}
        for layer in range(self.layers):
            sizes |= {
                f"{self.module}.weight_ih_l{layer}": (width, EMBEDDING if layer == 0 else HIDDEN),
                f"{self.module}.weight_hh_l{layer}": (width, HIDDEN),
                f"{self.module}.bias_ih_l{layer}": (width,),
                f"{self.module}.bias_hh_l{layer}": (width,),
            }
            if self.injection != "steps":
                for part in ["hidden", "cell"] if self.cell == "lstm" else ["hidden"]:
                    sizes[f"injection.{part}_l{layer}.weight"] = (HIDDEN, VECTOR)
                    sizes[f"injection.{part}_l{layer}.bias"] = (HIDDEN,)
            if self.injection != "state":
                sizes[f"injection.gates_l{layer}.weight"] = (width, VECTOR)
        return sizes | {"output.weight": (TOKENS, HIDDEN), "output.bias": (TOKENS,)}


CASES = {
    f"{cell}_{injection}": Shape(cell, injection, layers=2 if cell == "lstm" else 1)
    for cell in GATES for injection in ("state", "steps", "both")
}


def trained(name: str, shape: Shape) -> bool:
    return "bias_hh" not in name or shape.cell == "gru"


def logits(weights: dict[str, Tensor], shape: Shape, vector: Tensor, tokens: Tensor) -> Tensor:
    hidden = weights["embedding.weight"][tokens]
    for layer in range(shape.layers):
        def first(part: str) -> Tensor:
            name = f"injection.{part}_l{layer}."
            if name + "weight" not in weights:
                return torch.zeros(1, 1, HIDDEN, dtype=vector.dtype)
            return torch.tanh(functional.linear(vector, weights[name + "weight"], weights[name + "bias"]))[None, None]

        names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]
        parts = [weights[f"{shape.module}.{name}_l{layer}"] for name in names]
        if shape.injection != "state":
            parts[0] = torch.cat([parts[0], weights[f"injection.gates_l{layer}.weight"]], dim=1)
            hidden = torch.cat([hidden, vector.expand(len(hidden), VECTOR)], dim=1)
        state = (first("hidden"), first("cell")) if shape.cell == "lstm" else first("hidden")
        hidden = RUN[shape.cell](hidden[:, None], state, parts, True, 1, 0.0, False, False, False)[0][:, 0]
    return functional.linear(hidden, weights["output.weight"], weights["output.bias"])


def loss(weights: dict[str, Tensor], shape: Shape, batch) -> Tensor:
    """The mean over all tokens of all sequences."""
    all_logits = [logits(weights, shape, made["vector"], made["tokens"][:-1]) for made in batch]
    return functional.cross_entropy(torch.cat(all_logits), torch.cat([made["tokens"][1:] for made in batch]))


def compute(shape: Shape, weights: dict[str, Tensor], batch, dtype) -> dict[str, Tensor]:
    batch = [made | {"vector": made["vector"].to(dtype)} for made in batch]

    def fresh() -> dict[str, Tensor]:
        return {
            name: value.to(dtype).clone().requires_grad_(trained(name, shape))
            for name, value in weights.items()
        }

    made = fresh()
    value = loss(made, shape, batch)
    value.backward()
    results = {"loss": value.reshape(1)}
    results |= {f"gradient.{name}": value.grad for name, value in made.items() if value.requires_grad}
    made, steps = fresh(), []
    optimizer = torch.optim.Adam([value for value in made.values() if value.requires_grad], lr=0.01)
    for _ in range(STEPS):
        optimizer.zero_grad()
        value = loss(made, shape, batch)
        value.backward()
        optimizer.step()
        steps.append(value)
    results["losses"] = torch.stack(steps)
    return {name: value.detach() for name, value in results.items()}


def example(length: int, generator: torch.Generator) -> dict[str, Tensor]:
    words = torch.randint(4, TOKENS, (length,), generator=generator)
    return {
        "vector": 2 * torch.rand(VECTOR, generator=generator) - 1,
        "tokens": torch.cat([torch.tensor([START]), words, torch.tensor([END])]),
    }


def write(name: str, shape: Shape, generator: torch.Generator) -> None:
    weights = {
        key: 1.6 * (torch.rand(size, generator=generator) - 0.5) if trained(key, shape) else torch.zeros(size)
        for key, size in shape.sizes().items()
    }
    batch = [example(length, generator) for length in LENGTHS]
    single, double = (compute(shape, weights, batch, dtype) for dtype in (torch.float32, torch.float64))
    distances = [
        (((single[key].double() - double[key]).abs().max() / double[key].abs().max().clamp(1e-9)).item(), key)
        for key in single
    ]
    print(f"{name:20} {max(distances)[0]:.1e} {max(distances)[1]}")
    files = dict(weights)
    for number, made in enumerate(batch):
        files[f"example{number}.vector"] = made["vector"]
        files[f"example{number}.tokens"] = made["tokens"].to(torch.int32)
    path = HERE / "generators" / f"{name}.safetensors"
    path.parent.mkdir(exist_ok=True)
    save_file({key: value.contiguous() for key, value in (files | single).items()}, path)
    path.chmod(0o644)


def main() -> None:
    torch.set_num_threads(1)
    for index, (name, shape) in enumerate(CASES.items()):
        write(name, shape, torch.Generator().manual_seed(index + 1))


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""Makes language_models/*.safetensors: a small language model of each kind, with the losses of windows and
of lines, every gradient and the first losses of training.

    pip install torch==2.13.0 numpy safetensors        (Python 3.11; any CPU)
    python Tests/ModelsTests/Goldens/make_language_model_goldens.py

The layers are PyTorch's own, except that make_architecture_goldens.py computes those with layer
normalization. Prints the error of each float32 result, compared with the same computation in float64.
"""

from dataclasses import dataclass

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional

import make_architecture_goldens as architectures

TOKENS, EMBEDDING, HIDDEN = 9, 4, 5
STREAMS, WINDOW, WINDOWS = 3, 4, 10
LINES = [3, 6, 1, 4]  # predicted tokens of each
MODULES = {"lstm": nn.LSTM, "gru": nn.GRU, "tanh": nn.RNN}


@dataclass(frozen=True)
class Shape:
    cell: str = "lstm"
    layers: int = 1
    tied: bool = False
    learned: bool = False
    layer_norm: bool = False

    @property
    def embedding(self) -> int:
        return HIDDEN if self.tied else EMBEDDING

    @property
    def parts(self) -> list[str]:
        return ["hidden", "cell"] if self.cell == "lstm" else ["hidden"]


CASES = {
    "lstm": Shape(layers=2),
    "gru": Shape(cell="gru"),
    "tanh": Shape(cell="tanh"),
    "tied": Shape(tied=True),
    "learned_lstm": Shape(learned=True, layers=2),
    "learned_gru": Shape(learned=True, cell="gru"),
    "learned_tanh": Shape(learned=True, cell="tanh"),
    "normalized_lstm": Shape(layer_norm=True, learned=True),
    "normalized_gru": Shape(layer_norm=True, cell="gru"),
}


class Normalized(nn.Module):
    """Recurrent layers with layer normalization, with the interface of nn.LSTM with batch_first."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = architectures.Shape(cell=shape.cell, layer_norm=True, layers=shape.layers)
        width = architectures.GATES[shape.cell] * HIDDEN
        for layer in range(shape.layers):
            matrices = {"weight_ih": HIDDEN if layer else shape.embedding, "weight_hh": HIDDEN}
            for kind, columns in matrices.items():
                self.register_parameter(f"{kind}_l{layer}", nn.Parameter(torch.zeros(width, columns)))
            for kind in ("bias_ih", "bias_hh"):
                self.register_parameter(f"{kind}_l{layer}", nn.Parameter(torch.zeros(width)))
            norms = {"norm_ih": width, "norm_hh": width} | ({"norm_c": HIDDEN} if shape.cell == "lstm" else {})
            for kind, size in norms.items():
                self.add_module(f"{kind}_l{layer}", nn.LayerNorm(size, bias=False))

    def forward(self, inputs: Tensor, states):
        name = architectures.MODULES[self.shape.cell]
        weights = {f"decoder.{name}.{key}": value for key, value in self.named_parameters()}
        model = architectures.Model(self.shape, weights)
        hidden = states[0] if isinstance(states, tuple) else states
        cell = states[1] if isinstance(states, tuple) else torch.zeros_like(hidden)
        outputs, finals = [], []
        for row in range(len(inputs)):
            values, ends = inputs[row], []
            for layer in range(self.shape.layers):
                state, found = (hidden[layer, row], cell[layer, row]), []
                for x in values:
                    state = model.step("decoder", f"l{layer}", x, state)
                    found.append(state[0])
                values = torch.stack(found)
                ends.append(state)
            outputs.append(values)
            finals.append(ends)
        h, c = (torch.stack([torch.stack([end[n][part] for end in finals]) for n in range(self.shape.layers)])
                for part in range(2))
        return torch.stack(outputs), (h, c) if isinstance(states, tuple) else h


class LanguageModel(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(TOKENS, shape.embedding)
        layers = (
            Normalized(shape) if shape.layer_norm
            else MODULES[shape.cell](shape.embedding, HIDDEN, shape.layers, batch_first=True))
        self.name = architectures.MODULES[shape.cell]
        self.add_module(self.name, layers)
        self.output = nn.Linear(HIDDEN, TOKENS)
        if shape.tied:
            self.output.weight = self.embedding.weight
        if shape.learned:
            self.initial_state = nn.ParameterDict({
                f"{part}_l{layer}": nn.Parameter(torch.zeros(HIDDEN))
                for layer in range(shape.layers) for part in shape.parts})

    def start(self, rows: int):
        """The state before the first token, as PyTorch's layers take it."""
        def part(kind):
            if not self.shape.learned:
                return self.output.bias.new_zeros(self.shape.layers, rows, HIDDEN)
            values = [self.initial_state[f"{kind}_l{layer}"] for layer in range(self.shape.layers)]
            return torch.stack(values)[:, None].expand(-1, rows, -1).contiguous()
        return tuple(map(part, self.shape.parts)) if self.shape.cell == "lstm" else part("hidden")

    def forward(self, inputs: Tensor, states):
        outputs, states = getattr(self, self.name)(self.embedding(inputs), states)
        return self.output(outputs), states

    def loss(self, tokens: Tensor, states):
        """The mean loss of [B, T + 1] tokens, and the states after T of them."""
        logits, states = self(tokens[:, :-1], states)
        return functional.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten()), states

    def loss_of_lines(self, lines: list[Tensor]) -> Tensor:
        sums = [self.loss(line[None], self.start(1))[0] * (len(line) - 1) for line in lines]
        return torch.stack(sums).sum() / sum(LINES)


def detached(states):
    return tuple(part.detach() for part in states) if isinstance(states, tuple) else states.detach()


def trained(name: str, shape: Shape) -> bool:
    return "bias_hh" not in name or shape.cell == "gru"


def windows(tokens: Tensor) -> list[Tensor]:
    return [tokens[:, WINDOW * n : WINDOW * (n + 1) + 1] for n in range(WINDOWS)]


def compute(shape: Shape, weights: dict[str, Tensor], tokens: Tensor, lines, dtype) -> dict[str, Tensor]:
    def model():
        fresh = LanguageModel(shape).to(dtype)
        fresh.load_state_dict(weights, strict=True)
        for name, parameter in fresh.named_parameters():
            parameter.requires_grad_(trained(name, shape))
        return fresh

    results: dict[str, Tensor] = {}

    def gradients(group, made):
        for name, parameter in made.named_parameters():
            if parameter.requires_grad:
                results[f"{group}.{name}"] = parameter.grad

    def two_windows(group, between):
        """The sum of the losses of the first two windows."""
        made = model()
        first, states = made.loss(windows(tokens)[0], made.start(STREAMS))
        second, _ = made.loss(windows(tokens)[1], between(states))
        (first + second).backward()
        results["loss"] = torch.stack([first, second])
        gradients(group, made)

    # PyTorch's gradient if it crosses the boundary between windows, which ours must not.
    two_windows("crossing", lambda states: states)
    two_windows("gradient", detached)

    made = model()
    loss = made.loss_of_lines(lines)
    loss.backward()
    results["lines.loss"] = loss.reshape(1)
    gradients("lines.gradient", made)

    made = model()
    optimizer = torch.optim.Adam([p for p in made.parameters() if p.requires_grad], lr=0.01)
    losses, states = [], None
    for window in windows(tokens):
        optimizer.zero_grad()
        loss, states = made.loss(window, made.start(STREAMS) if states is None else detached(states))
        loss.backward()
        optimizer.step()
        losses.append(loss)
    results["losses"] = torch.stack(losses)
    states = states if isinstance(states, tuple) else (states,)
    for part, value in zip(shape.parts, states):
        results[f"final.{part}"] = value
    return {name: value.detach() for name, value in results.items()}


def write(name: str, shape: Shape, generator: torch.Generator):
    weights = {
        key: torch.zeros_like(value) if not trained(key, shape)
        else 1.6 * (torch.rand(value.shape, generator=generator) - 0.5)
        for key, value in LanguageModel(shape).state_dict().items()
    }
    if shape.tied:
        weights["output.weight"] = weights["embedding.weight"].clone()
    tokens = torch.randint(TOKENS, (STREAMS, WINDOW * WINDOWS + 1), generator=generator)
    lines = [torch.randint(TOKENS, (length + 1,), generator=generator) for length in LINES]
    single, double = (compute(shape, weights, tokens, lines, dtype) for dtype in (torch.float32, torch.float64))
    distances = [
        (((single[key].double() - double[key]).abs().max() / double[key].abs().max().clamp(1e-9)).item(), key)
        for key in single
    ]
    losses = single["losses"]
    print(f"{name:20} {max(distances)[0]:.1e} {max(distances)[1]:40} {losses[0]:.4f} to {losses[-1]:.4f}")
    files = dict(weights) | {
        "tokens": tokens.to(torch.int32),
        "lines.ids": torch.cat(lines).to(torch.int32),
        "lines.lengths": torch.tensor(LINES, dtype=torch.int32),
    }
    path = architectures.HERE / "language_models" / f"{name}.safetensors"
    save_file({key: value.contiguous() for key, value in (files | single).items()}, path)
    path.chmod(0o644)


def main():
    torch.set_num_threads(1)
    for index, (name, shape) in enumerate(CASES.items()):
        write(name, shape, torch.Generator().manual_seed(index + 1))


if __name__ == "__main__":
    main()

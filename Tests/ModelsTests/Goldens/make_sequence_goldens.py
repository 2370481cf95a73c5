# SPDX-License-Identifier: Apache-2.0
"""Makes sequences/*.safetensors: a small classifier and labeller for each kind of input, with the losses,
every gradient and the first losses of training; and the states and gates at each step and after each sequence.

    pip install torch==2.13.0 numpy safetensors        (Python 3.11; any CPU)
    python Tests/ModelsTests/Goldens/make_sequence_goldens.py

The layers are PyTorch's own. Each sequence is computed alone, so that nothing depends on padding. Prints the
error of each float32 result, compared with the same computation in float64.
"""

import pathlib
from dataclasses import dataclass

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional

HERE = pathlib.Path(__file__).parent
TOKENS, EMBEDDING, HIDDEN, LABELS = 9, 4, 6, 3
CHARACTERS, CHARACTER_EMBEDDING, CHARACTER_HIDDEN = 7, 3, 4
LENGTHS = [3, 6, 1, 4]
STEPS = 10
MODULES = {"lstm": nn.LSTM, "gru": nn.GRU, "tanh": nn.RNN}


@dataclass(frozen=True)
class Shape:
    cell: str = "lstm"
    layers: int = 1
    bidirectional: bool = False
    vectors: int = 0
    characters: bool = False

    @property
    def module(self) -> str:
        return "rnn" if self.cell == "tanh" else self.cell


CASES = {
    "lstm": Shape(),
    "gru_both": Shape(cell="gru", layers=2, bidirectional=True),
    "tanh_vectors": Shape(cell="tanh", vectors=3),
    "characters": Shape(bidirectional=True, characters=True),
}


class Encoder(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        size = shape.vectors
        if not shape.vectors:
            self.embedding = nn.Embedding(TOKENS, EMBEDDING)
            size = EMBEDDING
        cell, halves = MODULES[shape.cell], 2 if shape.bidirectional else 1
        if shape.characters:
            self.character_embedding = nn.Embedding(CHARACTERS, CHARACTER_EMBEDDING)
            self.characters = nn.ModuleDict({
                shape.module: cell(CHARACTER_EMBEDDING, CHARACTER_HIDDEN // 2, bidirectional=True)})
            size += CHARACTER_HIDDEN
        self.add_module(
            shape.module, cell(size, HIDDEN // halves, shape.layers, bidirectional=shape.bidirectional))
        self.output = nn.Linear(HIDDEN, LABELS)

    def inputs(self, sequence) -> Tensor:
        """The inputs of the first layer, [T, D]."""
        inputs = sequence["vectors"] if self.shape.vectors else self.embedding(sequence["tokens"])
        if self.shape.characters:
            spelled = [self.spelled(characters) for characters in sequence["characters"]]
            inputs = torch.cat([inputs, torch.stack(spelled)], dim=1)
        return inputs

    def forward(self, sequence) -> tuple[Tensor, Tensor]:
        """The outputs [T, H], and the final state [H] of the last layer."""
        inputs = self.inputs(sequence)
        outputs, states = getattr(self, self.shape.module)(inputs)
        halves = 2 if self.shape.bidirectional else 1
        self.last = states if isinstance(states, tuple) else (states,)
        return outputs, hidden_state(states)[-halves:].flatten()

    def states(self, sequence) -> dict[str, Tensor]:
        """The hidden state and, if there is one, the cell state of each layer after the sequence, [layers, H]; and the
        mean of the outputs, [H]."""
        outputs, _ = self(sequence)
        names = ("hidden", "cell")[:len(self.last)]
        return {name: state.reshape(self.shape.layers, HIDDEN) for name, state in zip(names, self.last)} | {
            "mean": outputs.mean(0), "activations": self.activations(sequence, outputs)}

    def activations(self, sequence, outputs: Tensor) -> Tensor:
        """The hidden state, the cell state and the gates of each layer at each step, side by side: [T, columns]. Each
        is the part that reads forward and then the part that reads backward."""
        inputs, columns = self.inputs(sequence), []
        for layer in range(self.shape.layers):
            parts = []
            for suffix in ["", "_reverse"] if self.shape.bidirectional else [""]:
                weights = [
                    getattr(getattr(self, self.shape.module), f"{name}_l{layer}{suffix}")
                    for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
                parts.append(direction(self.shape.cell, inputs, weights, backward=bool(suffix)))
            joined = [torch.cat(halves, dim=1) for halves in zip(*parts)]
            columns, inputs = columns + joined, joined[0]
        assert torch.allclose(inputs, outputs, atol=1e-6)
        return torch.cat(columns, dim=1)

    def spelled(self, characters: Tensor) -> Tensor:
        _, states = self.characters[self.shape.module](self.character_embedding(characters))
        return hidden_state(states).flatten()

    def class_logits(self, sequence, pooling: str) -> Tensor:
        outputs, final = self(sequence)
        pooled = {"last": lambda: final, "mean": lambda: outputs.mean(0), "max": lambda: outputs.max(0).values}
        return self.output(pooled[pooling]())

    def classifier_loss(self, batch, pooling: str) -> Tensor:
        logits = torch.stack([self.class_logits(sequence, pooling) for sequence in batch])
        return functional.cross_entropy(logits, torch.stack([sequence["label"] for sequence in batch]))

    def labeller_loss(self, batch) -> Tensor:
        logits = torch.cat([self.output(self(sequence)[0]) for sequence in batch])
        return functional.cross_entropy(logits, torch.cat([sequence["labels"] for sequence in batch]))


def direction(cell: str, inputs: Tensor, weights: list[Tensor], backward: bool) -> list[Tensor]:
    """The hidden states, the cell states if there are any, and the gates of one direction, each [T, H]. The states
    are those of PyTorch's cell; the gates follow from its definition."""
    kinds = {"lstm": nn.LSTMCell, "gru": nn.GRUCell, "tanh": nn.RNNCell}
    size = weights[1].shape[1]
    made = kinds[cell](inputs.shape[1], size).to(inputs.dtype)
    made.load_state_dict(dict(zip(("weight_ih", "weight_hh", "bias_ih", "bias_hh"), weights)))
    hidden = torch.zeros(size, dtype=inputs.dtype)
    state, rows = ((hidden, hidden) if cell == "lstm" else hidden), []
    for x in (inputs.flip(0) if backward else inputs):
        before = hidden_state(state)
        from_input = (made.weight_ih @ x + made.bias_ih).split(size)
        from_hidden = (made.weight_hh @ before + made.bias_hh).split(size)
        if cell == "lstm":
            sums = [a + b for a, b in zip(from_input, from_hidden)]
            gates = [sums[0].sigmoid(), sums[1].sigmoid(), sums[2].tanh(), sums[3].sigmoid()]
        elif cell == "gru":
            reset, update = ((a + b).sigmoid() for a, b in zip(from_input[:2], from_hidden[:2]))
            gates = [reset, update, (from_input[2] + reset * from_hidden[2]).tanh()]
        else:
            gates = []
        state = made(x, state)
        rows.append([*(state if cell == "lstm" else [state]), *gates])
    columns = [torch.stack(column) for column in zip(*rows)]
    return [column.flip(0) for column in columns] if backward else columns


def hidden_state(states) -> Tensor:
    return states[0] if isinstance(states, tuple) else states


def trained(name: str, shape: Shape) -> bool:
    return "bias_hh" not in name or shape.cell == "gru"


def compute(shape: Shape, weights: dict[str, Tensor], batch, dtype) -> dict[str, Tensor]:
    batch = [{key: cast(value, dtype) for key, value in sequence.items()} for sequence in batch]
    results: dict[str, Tensor] = {}

    def model() -> Encoder:
        fresh = Encoder(shape).to(dtype)
        fresh.load_state_dict(weights, strict=True)
        for name, parameter in fresh.named_parameters():
            parameter.requires_grad_(trained(name, shape))
        return fresh

    losses = {"labels": lambda made: made.labeller_loss(batch)} | {
        pooling: lambda made, pooling=pooling: made.classifier_loss(batch, pooling)
        for pooling in ("last", "mean", "max")}
    for group, loss in losses.items():
        made = model()
        value = loss(made)
        value.backward()
        results[f"{group}.loss"] = value.reshape(1)
        for name, parameter in made.named_parameters():
            if parameter.requires_grad:
                results[f"{group}.{name}"] = parameter.grad
        if group in ("last", "labels"):
            made = model()
            optimizer = torch.optim.Adam([p for p in made.parameters() if p.requires_grad], lr=0.01)
            steps = []
            for _ in range(STEPS):
                optimizer.zero_grad()
                value = loss(made)
                value.backward()
                optimizer.step()
                steps.append(value)
            results[f"{group}.losses"] = torch.stack(steps)
    made = model()
    for number, sequence in enumerate(batch):
        results |= {f"sequence{number}.{name}": value for name, value in made.states(sequence).items()}
    return {name: value.detach() for name, value in results.items()}


def cast(value, dtype):
    if isinstance(value, list):
        return value
    return value.to(dtype) if value.is_floating_point() else value


def sequence(length: int, shape: Shape, generator: torch.Generator):
    made = {
        "label": torch.randint(LABELS, (), generator=generator),
        "labels": torch.randint(LABELS, (length,), generator=generator),
    }
    if shape.vectors:
        return made | {"vectors": torch.rand(length, shape.vectors, generator=generator) - 0.5}
    made["tokens"] = torch.randint(TOKENS, (length,), generator=generator)
    if shape.characters:
        # Equal tokens may have different characters, as unknown words have.
        made["characters"] = [
            torch.randint(CHARACTERS, (1 + int(token) % 4,), generator=generator) for token in made["tokens"]]
    return made


def write(name: str, shape: Shape, generator: torch.Generator) -> None:
    weights = {
        key: torch.zeros_like(value) if not trained(key, shape)
        else 1.6 * (torch.rand(value.shape, generator=generator) - 0.5)
        for key, value in Encoder(shape).state_dict().items()
    }
    batch = [sequence(length, shape, generator) for length in LENGTHS]
    single, double = (compute(shape, weights, batch, dtype) for dtype in (torch.float32, torch.float64))
    distances = [
        (((single[key].double() - double[key]).abs().max() / double[key].abs().max().clamp(1e-9)).item(), key)
        for key in single
    ]
    print(f"{name:20} {max(distances)[0]:.1e} {max(distances)[1]}")
    files = dict(weights)
    for number, made in enumerate(batch):
        characters = made.pop("characters", [])
        if characters:
            made["character_ids"] = torch.cat(characters)
            made["character_counts"] = torch.tensor([len(ids) for ids in characters])
        for key, value in made.items():
            value = value.reshape(-1)
            files[f"sequence{number}.{key}"] = value if value.is_floating_point() else value.to(torch.int32)
    path = HERE / "sequences" / f"{name}.safetensors"
    path.parent.mkdir(exist_ok=True)
    save_file({key: value.contiguous() for key, value in (files | single).items()}, path)
    path.chmod(0o644)


def main() -> None:
    torch.set_num_threads(1)
    for index, (name, shape) in enumerate(CASES.items()):
        write(name, shape, torch.Generator().manual_seed(index + 1))


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""Makes state_gradients/*.safetensors: small classifiers, labellers and translators of two layers, and the norm
of the gradient of the loss of each sequence with respect to the state of each layer after each step. The states
of a translator are those of its encoder.

    pip install torch==2.13.0 numpy safetensors        (Python 3.11; any CPU)
    python Tests/ModelsTests/Goldens/make_state_gradient_goldens.py

Each sequence is computed alone, step by step with PyTorch's own cells, whose states keep their gradients. Checks
the last output against that of the layer of torch.nn. Prints the error of each float32 result, compared with the
same computation in float64.
"""

import pathlib

import make_architecture_goldens as architectures
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional

HERE = pathlib.Path(__file__).parent
TOKENS, EMBEDDING, HIDDEN, LABELS, LAYERS = 9, 4, 6, 3, 2
LENGTHS = [3, 12, 1, 7]
TRANSLATORS = {
    "translator": architectures.Shape(),
    "attending_translator": architectures.Shape(bidirectional="all", attention="general"),
}
MODULES = {"lstm": nn.LSTM, "gru": nn.GRU, "tanh": nn.RNN}
CELLS = {"lstm": torch.lstm_cell, "gru": torch.gru_cell, "tanh": torch.rnn_tanh_cell}


class Network(nn.Module):
    def __init__(self, cell: str) -> None:
        super().__init__()
        self.cell, self.module = cell, "rnn" if cell == "tanh" else cell
        self.embedding = nn.Embedding(TOKENS, EMBEDDING)
        self.add_module(self.module, MODULES[cell](EMBEDDING, HIDDEN, LAYERS))
        self.output = nn.Linear(HIDDEN, LABELS)

    def run(self, tokens: Tensor) -> list[list[tuple[Tensor, ...]]]:
        """The state of each layer after each step, (hidden,) or (hidden, cell)."""
        layer_of = getattr(self, self.module)
        states, inputs = [], list(self.embedding(tokens))
        for layer in range(LAYERS):
            weights = [getattr(layer_of, f"{name}_l{layer}") for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
            zeros = inputs[0].new_zeros(HIDDEN)
            state, steps = (zeros, zeros) if self.cell == "lstm" else (zeros,), []
            for value in inputs:
                before = tuple(part[None] for part in state)
                after = CELLS[self.cell](value[None], before if self.cell == "lstm" else before[0], *weights)
                state = tuple(part[0] for part in (after if self.cell == "lstm" else (after,)))
                for part in state:
                    part.retain_grad()
                steps.append(state)
            states.append(steps)
            inputs = [step[0] for step in steps]
        expected, _ = layer_of(self.embedding(tokens))
        torch.testing.assert_close(states[-1][-1][0], expected[-1], rtol=1e-4, atol=1e-6)
        return states


def compute(cell: str, weights: dict[str, Tensor], sequences, dtype) -> dict[str, Tensor]:
    results: dict[str, Tensor] = {}
    model = Network(cell).to(dtype)
    model.load_state_dict(weights, strict=True)
    for number, (tokens, label) in enumerate(sequences):
        states = model.run(tokens)
        loss = functional.cross_entropy(model.output(states[-1][-1][0]), label)
        loss.backward()
        results[f"sequence{number}.loss"] = loss.reshape(1)
        for index, name in enumerate(("hidden", "cell")[:len(states[0][0])]):
            # The last cell state of the upper layer has no later step.
            norms = [[(step[index].grad if step[index].grad is not None else torch.zeros(1, dtype=dtype)).norm()
                      for step in steps] for steps in states]
            results[f"sequence{number}.{name}"] = torch.tensor(norms, dtype=dtype)
    return {name: value.detach() for name, value in results.items()}


class WatchedTranslator(architectures.Model):
    """A translator that keeps the gradients of its encoder's states."""

    def __init__(self, shape: architectures.Shape, weights: dict[str, Tensor]) -> None:
        super().__init__(shape, weights)
        self.states: dict[str, list[tuple[Tensor, Tensor]]] = {}

    def step(self, side: str, place: str, x: Tensor, state: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        after = super().step(side, place, x, state)
        if side == "encoder":
            for part in after:
                part.retain_grad()
            self.states.setdefault(place, []).append(after)
        return after


def compute_translations(shape: architectures.Shape, weights: dict[str, Tensor], pairs, dtype) -> dict[str, Tensor]:
    results: dict[str, Tensor] = {}
    for number, pair in enumerate(pairs):
        model = WatchedTranslator(
            shape, {name: value.to(dtype).clone().requires_grad_() for name, value in weights.items()})
        loss = model.losses(*pair, smoothing=0).sum()
        loss.backward()
        results[f"sentence{number}.loss"] = loss.reshape(1)
        for place, steps in model.states.items():
            for index, name in enumerate(("hidden", "cell")):
                # With attention, no loss depends on the last cell state of the upper layer.
                norms = [torch.zeros((), dtype=dtype) if step[index].grad is None else step[index].grad.norm()
                         for step in steps]
                results[f"sentence{number}.{name}_{place}"] = torch.stack(norms)
    return {name: value.detach() for name, value in results.items()}


def write_translator(name: str, shape: architectures.Shape, generator: torch.Generator) -> None:
    weights = architectures.parameters(shape, generator)
    pairs = [
        tuple(torch.randint(4, words, (length,), generator=generator).tolist()
              for words, length in zip((architectures.SOURCE_WORDS, architectures.TARGET_WORDS), lengths))
        for lengths in architectures.PAIRS]
    single, double = (compute_translations(shape, weights, pairs, dtype) for dtype in (torch.float32, torch.float64))
    files = weights | single
    for side, sentences in zip(("source", "target"), zip(*pairs)):
        files[f"{side}.ids"] = architectures.padded(sentences)
        files[f"{side}.lengths"] = torch.tensor([len(sentence) for sentence in sentences], dtype=torch.int32)
    save(name, files, single, double)


def save(name: str, files: dict[str, Tensor], single: dict[str, Tensor], double: dict[str, Tensor]) -> None:
    errors = [((single[key].double() - double[key]).abs().max() / double[key].abs().max().clamp(1e-9)).item()
              for key in single]
    print(f"{name:20} {max(errors):.1e}")
    path = HERE / "state_gradients" / f"{name}.safetensors"
    path.parent.mkdir(exist_ok=True)
    save_file({key: value.contiguous() for key, value in files.items()}, path)
    path.chmod(0o644)


def write(cell: str, generator: torch.Generator) -> None:
    weights = {
        key: torch.zeros_like(value) if "bias_hh" in key and cell != "gru"
        else 1.6 * (torch.rand(value.shape, generator=generator) - 0.5)
        for key, value in Network(cell).state_dict().items()
    }
    sequences = [
        (torch.randint(TOKENS, (length,), generator=generator), torch.randint(LABELS, (), generator=generator))
        for length in LENGTHS]
    single, double = (compute(cell, weights, sequences, dtype) for dtype in (torch.float32, torch.float64))
    files = weights | single
    for number, (tokens, label) in enumerate(sequences):
        files[f"sequence{number}.tokens"] = tokens.to(torch.int32)
        files[f"sequence{number}.label"] = label.reshape(1).to(torch.int32)
    save(cell, files, single, double)


def main() -> None:
    torch.set_num_threads(1)
    for index, cell in enumerate(MODULES):
        write(cell, torch.Generator().manual_seed(index + 1))
    for index, (name, shape) in enumerate(TRANSLATORS.items()):
        write_translator(name, shape, torch.Generator().manual_seed(index + 1))


if __name__ == "__main__":
    main()

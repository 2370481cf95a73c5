# SPDX-License-Identifier: Apache-2.0
"""Makes windows/*.safetensors: small window models, with the loss of a batch, every gradient and the first
losses of training.

    pip install torch==2.13.0 numpy safetensors        (Python 3.11; any CPU)
    python Tests/ModelsTests/Goldens/make_window_goldens.py

Prints the error of each float32 result, compared with the same computation in float64.
"""

import copy
import pathlib

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional

HERE = pathlib.Path(__file__).resolve().parent
START = 2
VOCABULARY = 11
LENGTHS = [3, 9, 1, 5]
STEPS, RATE = 10, 0.1

# Context size, embedding size (0: one-hot vectors) and hidden size (0: none).
CASES = {
    "hidden": (3, 5, 7),
    "straight": (2, 5, 0),
    "one_hot": (3, 0, 0),
    "one_hot_hidden": (1, 0, 6),
    "wide": (4, 17, 33),
}


class Window(nn.Module):
    def __init__(self, context: int, embedding: int, hidden: int):
        super().__init__()
        self.context = context
        width = context * (embedding or VOCABULARY)
        if embedding:
            self.embedding = nn.Embedding(VOCABULARY, embedding)
        if hidden:
            self.hidden = nn.Linear(width, hidden)
        self.output = nn.Linear(hidden or width, VOCABULARY)

    def forward(self, text: Tensor) -> Tensor:
        """Returns the logits of each token of a text."""
        padded = torch.cat([torch.full([self.context], START), text])
        windows = padded.unfold(0, self.context, 1)[: len(text)]
        if hasattr(self, "embedding"):
            x = self.embedding(windows)
        else:
            x = functional.one_hot(windows, VOCABULARY).to(self.output.weight.dtype)
        x = x.flatten(1)
        if hasattr(self, "hidden"):
            x = torch.tanh(self.hidden(x))
        return self.output(x)

    def loss(self, texts: list[Tensor]) -> Tensor:
        return functional.cross_entropy(torch.cat([self(text) for text in texts]), torch.cat(texts))


def train(model: Window, texts: list[Tensor]) -> dict[str, Tensor]:
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    results: dict[str, Tensor] = {}
    losses = []
    for step in range(STEPS):
        optimizer.zero_grad()
        loss = model.loss(texts)
        loss.backward()
        losses.append(loss.detach().clone())
        if step == 0:
            results["loss"] = losses[0].reshape(1)
            for name, parameter in model.named_parameters():
                results[f"gradient.{name}"] = parameter.grad.clone()
        optimizer.step()
    results["losses"] = torch.stack(losses)
    return results


def main() -> None:
    (HERE / "windows").mkdir(exist_ok=True)
    for number, (name, sizes) in enumerate(CASES.items()):
        torch.manual_seed(number + 1)
        texts = [torch.randint(0, VOCABULARY, [length]) for length in LENGTHS]
        model = Window(*sizes)
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.uniform_(-0.8, 0.8)
        weights = {key: value.clone() for key, value in model.state_dict().items()}
        exact = train(copy.deepcopy(model).double(), texts)
        results = train(model, texts)
        errors = [
            float((results[key] - exact[key]).abs().max() / exact[key].abs().max()) for key in results
        ]
        print(f"{name}: {max(errors):.1e}")
        ids = torch.zeros(len(texts), max(LENGTHS), dtype=torch.int32)
        for row, text in enumerate(texts):
            ids[row, : len(text)] = text
        lengths = torch.tensor(LENGTHS, dtype=torch.int32)
        save_file(
            {"ids": ids, "lengths": lengths, **weights, **results},
            HERE / "windows" / f"{name}.safetensors",
        )


main()

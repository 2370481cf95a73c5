# SPDX-License-Identifier: Apache-2.0
"""Makes architectures/*.safetensors: a small model of each kind, with the loss of a batch, every gradient
and the first losses of training.

    pip install torch==2.13.0 numpy safetensors        (Python 3.11; any CPU)
    python Tests/ModelsTests/Goldens/make_architecture_goldens.py

The model is implemented sentence by sentence, with PyTorch's own cells where they exist. Prints the error
of each float32 result, compared with the same computation in float64.
"""

import pathlib
from dataclasses import dataclass

import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional

HERE = pathlib.Path(__file__).resolve().parent
START, END = 2, 3
SOURCE_WORDS, TARGET_WORDS, EMBEDDING, HIDDEN = 11, 13, 6, 6
PAIRS = [(3, 4), (1, 2), (6, 1), (0, 3), (4, 0)]  # words of source and target
STEPS = 10
GATES = {"lstm": 4, "gru": 3, "tanh": 1, "relu": 1, "sigmoid": 1}
MODULES = {"lstm": "lstm", "gru": "gru", "tanh": "rnn", "relu": "rnn", "sigmoid": "rnn"}


@dataclass(frozen=True)
class Shape:
    cell: str = "lstm"
    layer_norm: bool = False
    bidirectional: str = "none"  # first, all
    residual: bool = False
    layers: int = 2
    start: str = "copy"  # bridge, mean, zero
    attention: str = "none"  # dot, general, additive, scaled_dot
    input_feeding: bool = False
    tied: str = "none"  # target, all
    smoothing: float = 0
    shared: bool = False  # one recurrence for both sides
    clip: float = 0  # the maximum norm of the summed loss's gradient by a state

    @property
    def target_words(self) -> int:
        return SOURCE_WORDS if self.tied == "all" else TARGET_WORDS

    def suffixes(self, side: str, layer: int) -> list[str]:
        both = self.bidirectional == "all" or (self.bidirectional == "first" and layer == 0)
        return ["", "_reverse"] if side == "encoder" and both else [""]


CASES = {
    "gru": Shape(cell="gru"),
    "tanh": Shape(cell="tanh"),
    "relu": Shape(cell="relu"),
    "normalized_lstm": Shape(layer_norm=True),
    "normalized_gru": Shape(layer_norm=True, cell="gru"),
    "normalized_tanh": Shape(layer_norm=True, cell="tanh"),
    "bidirectional": Shape(bidirectional="all"),
    "first_bidirectional": Shape(bidirectional="first"),
    "residual": Shape(residual=True, layers=3),
    "bridge": Shape(start="bridge"),
    "mean": Shape(start="mean"),
    "zero": Shape(start="zero"),
    "tied": Shape(tied="target"),
    "dot": Shape(attention="dot"),
    "general": Shape(attention="general"),
    "additive": Shape(attention="additive"),
    "scaled_dot": Shape(attention="scaled_dot"),
    "input_feeding": Shape(attention="general", input_feeding=True),
    "much": Shape(
        cell="gru", layer_norm=True, bidirectional="first", residual=True, start="mean", attention="additive",
        input_feeding=True, tied="target",
    ),
    "much_else": Shape(
        bidirectional="all", residual=True, start="bridge", attention="scaled_dot", input_feeding=True, tied="all",
    ),
    "luong": Shape(bidirectional="all", attention="general"),
    "smoothed": Shape(bidirectional="all", attention="general", smoothing=0.1),
    "sigmoid": Shape(cell="sigmoid"),
    "sigmoid_both": Shape(cell="sigmoid", bidirectional="all", start="bridge"),
    "normalized_sigmoid": Shape(cell="sigmoid", layer_norm=True),
    "clipped_lstm": Shape(bidirectional="all", attention="general", clip=0.3),
    "clipped_fed": Shape(attention="scaled_dot", input_feeding=True, clip=0.3),
    "clipped_gru": Shape(cell="gru", bidirectional="first", clip=0.3),
    "clipped_tanh": Shape(cell="tanh", clip=0.3),
    "clipped_relu": Shape(cell="relu", clip=0.3),
    "clipped_sigmoid": Shape(cell="sigmoid", bidirectional="all", clip=0.3),
    "clipped_normalized": Shape(layer_norm=True, clip=0.3),
    "shared": Shape(shared=True),
    "shared_much": Shape(shared=True, layers=3, residual=True, start="bridge", attention="general", tied="all"),
    "shared_gru": Shape(shared=True, cell="gru"),
}


def parameters(shape: Shape, generator) -> dict[str, Tensor]:
    """Random weights under the names of model.safetensors."""
    made: dict[str, Tensor] = {}

    def add(name, *sizes):
        # Attention that is nearly even would have next to no gradient.
        scale = 4 if name.startswith("attention.") else 1.2
        made[name] = scale * (torch.rand(*sizes, generator=generator) - 0.5)

    def stack(side, inputs):
        for layer in range(shape.layers):
            suffixes = shape.suffixes(side, layer)
            hidden = HIDDEN // len(suffixes)
            width = GATES[shape.cell] * hidden
            for suffix in suffixes:
                name, place = f"{side}.{MODULES[shape.cell]}", f"l{layer}{suffix}"
                add(f"{name}.weight_ih_{place}", width, inputs if layer == 0 else HIDDEN)
                add(f"{name}.weight_hh_{place}", width, hidden)
                add(f"{name}.bias_ih_{place}", width)
                made[f"{name}.bias_hh_{place}"] = torch.zeros(width)
                if shape.cell == "gru":
                    add(f"{name}.bias_hh_{place}", width)
                if shape.layer_norm:
                    add(f"{name}.norm_ih_{place}.weight", width)
                    add(f"{name}.norm_hh_{place}.weight", width)
                    if shape.cell == "lstm":
                        add(f"{name}.norm_c_{place}.weight", hidden)

    add("encoder.embedding.weight", SOURCE_WORDS, EMBEDDING)
    stack("encoder", EMBEDDING)
    if shape.start == "bridge":
        for layer in range(shape.layers):
            for part in ["hidden", "cell"] if shape.cell == "lstm" else ["hidden"]:
                add(f"bridge.{part}_l{layer}.weight", HIDDEN, HIDDEN)
                add(f"bridge.{part}_l{layer}.bias", HIDDEN)
    if shape.tied != "all":
        add("decoder.embedding.weight", shape.target_words, EMBEDDING)
    if not shape.shared:
        stack("decoder", EMBEDDING + (HIDDEN if shape.input_feeding else 0))
    if shape.attention in ("general", "additive"):
        add("attention.key.weight", HIDDEN, HIDDEN)
    if shape.attention == "additive":
        add("attention.query.weight", HIDDEN, HIDDEN)
        add("attention.vector", HIDDEN)
    if shape.attention != "none":
        add("attention.combine.weight", HIDDEN, 2 * HIDDEN)
    if shape.tied == "none":
        add("output.weight", shape.target_words, HIDDEN)
    add("output.bias", shape.target_words)
    return made


def sigmoid_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    """The logistic counterpart of torch.rnn_tanh_cell, which PyTorch lacks."""
    return torch.sigmoid(functional.linear(x, w_ih, b_ih) + functional.linear(h, w_hh, b_hh))


class Model:
    def __init__(self, shape: Shape, weights: dict[str, Tensor]):
        self.shape, self.weights = shape, weights
        self.limit: float | None = None
        self.clips: list[bool] = []

    def __getitem__(self, name: str) -> Tensor:
        return self.weights[name]

    @property
    def target_embedding(self) -> Tensor:
        return self["encoder.embedding.weight" if self.shape.tied == "all" else "decoder.embedding.weight"]

    @property
    def output_weight(self) -> Tensor:
        return self["output.weight"] if self.shape.tied == "none" else self.target_embedding

    def step(self, side, place, x, state):
        """One step of a cell; vectors. Clips the gradient by the new state."""
        h, c = self.cell(side, place, x, state)
        if self.limit is None:
            return h, c
        both = torch.cat([h, c])
        if both.requires_grad:
            both.register_hook(self.clipped)
        return both[: len(h)], both[len(h) :]

    def clipped(self, gradient):
        norm = gradient.norm().item()
        self.clips.append(norm > self.limit)
        return gradient * (self.limit / norm) if norm > self.limit else gradient

    def cell(self, side, place, x, state):
        name = f"{'encoder' if self.shape.shared else side}.{MODULES[self.shape.cell]}"
        w_ih, w_hh = self[f"{name}.weight_ih_{place}"], self[f"{name}.weight_hh_{place}"]
        b_ih, b_hh = self[f"{name}.bias_ih_{place}"], self[f"{name}.bias_hh_{place}"]
        h, c = state
        if not self.shape.layer_norm:
            x, h, c = x[None], h[None], c[None]
            if self.shape.cell == "lstm":
                h, c = torch.lstm_cell(x, (h, c), w_ih, w_hh, b_ih, b_hh)
                return h[0], c[0]
            cells = {
                "gru": torch.gru_cell, "tanh": torch.rnn_tanh_cell, "relu": torch.rnn_relu_cell,
                "sigmoid": sigmoid_cell,
            }
            return cells[self.shape.cell](x, h, w_ih, w_hh, b_ih, b_hh)[0], c[0]

        def normalized(kind, values):
            return functional.layer_norm(values, values.shape, self[f"{name}.norm_{kind}_{place}.weight"])

        from_input, from_hidden = normalized("ih", w_ih @ x) + b_ih, normalized("hh", w_hh @ h) + b_hh
        if self.shape.cell == "gru":
            (xr, xz, xn), (hr, hz, hn) = from_input.chunk(3), from_hidden.chunk(3)
            r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
            n = torch.tanh(xn + r * hn)
            return (1 - z) * n + z * h, c
        if self.shape.cell == "lstm":
            i, f, g, o = (from_input + from_hidden).chunk(4)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            return torch.sigmoid(o) * torch.tanh(normalized("c", c)), c
        squash = {"tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid}[self.shape.cell]
        return squash(from_input + from_hidden), c

    def zeros(self, size):
        return torch.zeros(size, dtype=self["output.bias"].dtype)

    def encode(self, words):
        """Outputs [T, H], and the final state of each layer."""
        outputs = self["encoder.embedding.weight"][words]
        finals = []
        for layer in range(self.shape.layers):
            suffixes = self.shape.suffixes("encoder", layer)
            parts, ends = [], []
            for suffix in suffixes:
                state = (self.zeros(HIDDEN // len(suffixes)),) * 2
                found = []
                for x in outputs.flip(0) if suffix else outputs:
                    state = self.step("encoder", f"l{layer}{suffix}", x, state)
                    found.append(state[0])
                parts.append(torch.stack(found[::-1] if suffix else found))
                ends.append(state)
            made = torch.cat(parts, 1)
            outputs = made + outputs if self.shape.residual and layer > 0 else made
            finals.append(tuple(torch.cat([end[part] for end in ends]) for part in range(2)))
        return outputs, finals

    def start(self, outputs, finals):
        if self.shape.start == "copy":
            return list(finals)
        if self.shape.start == "bridge":
            def bridge(part, layer, value):
                if f"bridge.{part}_l{layer}.weight" not in self.weights:
                    return value
                return torch.tanh(self[f"bridge.{part}_l{layer}.weight"] @ value + self[f"bridge.{part}_l{layer}.bias"])
            return [(bridge("hidden", n, h), bridge("cell", n, c)) for n, (h, c) in enumerate(finals)]
        mean = outputs.mean(0) if self.shape.start == "mean" else self.zeros(HIDDEN)
        return [(mean, self.zeros(HIDDEN)) for _ in finals]

    def attend(self, query, outputs):
        """The attentional vector."""
        if self.shape.attention == "none":
            return query
        keys = outputs
        if self.shape.attention in ("general", "additive"):
            keys = outputs @ self["attention.key.weight"].T
        if self.shape.attention == "additive":
            scores = torch.tanh(self["attention.query.weight"] @ query + keys) @ self["attention.vector"]
        else:
            scores = keys @ query
        if self.shape.attention in ("general", "scaled_dot"):
            scores = scores / HIDDEN**0.5
        context = torch.softmax(scores, 0) @ outputs
        return torch.tanh(self["attention.combine.weight"] @ torch.cat([context, query]))

    def losses(self, source, target, smoothing) -> Tensor:
        outputs, finals = self.encode(source + [END])
        states = self.start(outputs, finals)
        fed, found = self.zeros(HIDDEN), []
        for word in [START] + target:
            x = self.target_embedding[word]
            if self.shape.input_feeding:
                x = torch.cat([x, fed])
            for layer in range(self.shape.layers):
                states[layer] = self.step("decoder", f"l{layer}", x, states[layer])
                x = states[layer][0] + x if self.shape.residual and layer > 0 else states[layer][0]
            fed = self.attend(x, outputs)
            found.append(self.output_weight @ fed + self["output.bias"])
        targets = torch.tensor(target + [END])
        return functional.cross_entropy(
            torch.stack(found), targets, reduction="none", label_smoothing=smoothing)

    def loss(self, pairs, smoothing) -> Tensor:
        """The mean over all target tokens."""
        tokens = sum(len(target) + 1 for _, target in pairs)
        self.limit = self.shape.clip / tokens if self.shape.clip else None
        return torch.cat([self.losses(*pair, smoothing) for pair in pairs]).mean()


def trained(name: str, shape: Shape) -> bool:
    return "bias_hh" not in name or shape.cell == "gru"


def compute(shape: Shape, weights: dict[str, Tensor], pairs, dtype) -> dict[str, Tensor]:
    def leaves():
        return {
            name: value.to(dtype).clone().requires_grad_(trained(name, shape)) for name, value in weights.items()
        }

    first = leaves()
    model = Model(shape, first)
    model.loss(pairs, shape.smoothing).backward()
    assert not shape.clip or {*model.clips} == {True, False}, "some states are clipped, some are not"
    # The reported loss is not smoothed.
    results = {"loss": Model(shape, first).loss(pairs, 0).reshape(1)}
    for name, value in first.items():
        if value.requires_grad:
            results[f"gradient.{name}"] = torch.zeros_like(value) if value.grad is None else value.grad
    second = leaves()
    optimizer = torch.optim.Adam([value for value in second.values() if value.requires_grad], lr=0.01)
    losses = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        losses.append(Model(shape, second).loss(pairs, 0))
        Model(shape, second).loss(pairs, shape.smoothing).backward()
        optimizer.step()
    return {name: value.detach() for name, value in results.items()} | {"losses": torch.stack(losses).detach()}


def padded(sentences: list[list[int]]) -> Tensor:
    longest = max(map(len, sentences))
    return torch.tensor([sentence + [0] * (longest - len(sentence)) for sentence in sentences], dtype=torch.int32)


def write(name: str, shape: Shape, generator):
    weights = parameters(shape, generator)
    pairs = [
        tuple(
            torch.randint(4, words, (length,), generator=generator).tolist()
            for words, length in zip((SOURCE_WORDS, shape.target_words), lengths)
        )
        for lengths in PAIRS
    ]
    single, double = (compute(shape, weights, pairs, dtype) for dtype in (torch.float32, torch.float64))
    distances = [
        (((single[key].double() - double[key]).abs().max() / double[key].abs().max().clamp(1e-9)).item(), key)
        for key in single
    ]
    losses = single["losses"]
    print(f"{name:20} {max(distances)[0]:.1e} {max(distances)[1]:40} {losses[0]:.4f} to {losses[-1]:.4f}")
    files = dict(weights)
    if shape.tied != "none":
        shared = "encoder" if shape.tied == "all" else "decoder"
        for other in ["decoder.embedding.weight", "output.weight"]:
            files[other] = weights[f"{shared}.embedding.weight"].clone()
    sides = {"source": [pair[0] for pair in pairs], "target": [pair[1] for pair in pairs]}
    for side, sentences in sides.items():
        files[f"{side}.ids"] = padded(sentences)
        files[f"{side}.lengths"] = torch.tensor(list(map(len, sentences)), dtype=torch.int32)
    if shape.clip:
        files["clip"] = torch.tensor([shape.clip])
    path = HERE / "architectures" / f"{name}.safetensors"
    save_file({key: value.contiguous() for key, value in (files | single).items()}, path)
    path.chmod(0o644)


def main():
    torch.set_num_threads(1)
    for index, (name, shape) in enumerate(CASES.items()):
        write(name, shape, torch.Generator().manual_seed(index + 1))


if __name__ == "__main__":
    main()

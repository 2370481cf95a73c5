# SPDX-License-Identifier: Apache-2.0
"""Dragoman's encoder-decoder in PyTorch, with the same parameter names and the same order.

`load_state_dict(strict=True)` accepts the `model.safetensors` of a Dragoman checkpoint. The benchmark and
the golden files of the tests use this file. Shapes: B sentences, T steps, L layers, E embedding, H hidden,
V vocabulary. Ids are padded `[B, T]`; between layers only real tokens are kept, `[sum of lengths, ...]`.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence

PAD, UNKNOWN, START, END = range(4)
State = tuple[Tensor, Tensor]  # h and c, each [L, B, H]


def pad(sentences: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Returns ids `[B, T]`, padded with 0, and lengths `[B]`."""
    lengths = torch.tensor([len(sentence) for sentence in sentences])
    ids = torch.zeros(len(sentences), int(lengths.max()), dtype=torch.long)
    for row, sentence in zip(ids, sentences):
        row[: len(sentence)] = torch.tensor(sentence)
    return ids, lengths


def encoder_input(sentence: list[int], reverse: bool) -> list[int]:
    """Returns the encoder's input: the words, reversed if asked for, and `</s>`."""
    return (sentence[::-1] if reverse else sentence) + [END]


class Batch(NamedTuple):
    """Sentence pairs as the model reads them: ids `[B, T]`, lengths `[B]`."""

    source: Tensor
    source_lengths: Tensor
    inputs: Tensor  # decoder input: `<s>`, words
    outputs: Tensor  # decoder targets: words, `</s>`
    lengths: Tensor  # lengths of inputs and outputs

    @staticmethod
    def of(sources: list[list[int]], targets: list[list[int]], reverse: bool = False) -> "Batch":
        outputs, lengths = pad([target + [END] for target in targets])
        inputs, _ = pad([[START] + target for target in targets])
        return Batch(*pad([encoder_input(source, reverse) for source in sources]), inputs, outputs, lengths)


class Encoder(nn.Module):
    """Embedding, dropout, stacked LSTM; returns each layer's state at each sentence's last token."""

    def __init__(self, vocabulary: int, embedding: int, hidden: int, layers: int, dropout: float):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding)
        self.dropout = nn.Dropout(dropout)
        self.lstm = nn.LSTM(embedding, hidden, layers, dropout=dropout if layers > 1 else 0)

    def forward(self, tokens: PackedSequence) -> State:
        return self.lstm(tokens._replace(data=self.dropout(self.embedding(tokens.data))))[1]


class Decoder(nn.Module):
    """Embedding, dropout, stacked LSTM; starts from the encoder's state."""

    def __init__(self, vocabulary: int, embedding: int, hidden: int, layers: int, dropout: float):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding)
        self.dropout = nn.Dropout(dropout)
        self.lstm = nn.LSTM(embedding, hidden, layers, dropout=dropout if layers > 1 else 0)

    def forward(self, tokens: PackedSequence, state: State) -> Tensor:
        embedded = tokens._replace(data=self.dropout(self.embedding(tokens.data)))
        return self.lstm(embedded, state)[0].data

    def step(self, ids: Tensor, h: list[Tensor], c: list[Tensor]) -> Tensor:
        """Computes one step of greedy search, from ids `[B]` to hidden `[B, H]`; updates the states in place.

        On a CPU this is much faster than one step of `nn.LSTM`, which prepares its weights at each call.
        """
        hidden = self.embedding(ids)
        for layer, weights in enumerate(self.lstm.all_weights):
            h[layer], c[layer] = torch.lstm_cell(hidden, (h[layer], c[layer]), *weights)
            hidden = h[layer]
        return hidden


class Translator(nn.Module):
    """The whole model: encoder, decoder, linear output."""

    def __init__(
        self,
        source_vocabulary: int,
        target_vocabulary: int,
        embedding: int,
        hidden: int,
        layers: int,
        dropout: float = 0,
    ):
        super().__init__()
        self.encoder = Encoder(source_vocabulary, embedding, hidden, layers, dropout)
        self.decoder = Decoder(target_vocabulary, embedding, hidden, layers, dropout)
        self.output = nn.Linear(hidden, target_vocabulary)
        self.use_one_bias()

    def use_one_bias(self):
        """Keeps the second bias of each layer at zero, because Dragoman trains only one."""
        for name, parameter in self.named_parameters():
            if "bias_hh" in name:
                nn.init.zeros_(parameter)
                parameter.requires_grad_(False)

    def encode(self, ids: Tensor, lengths: Tensor) -> State:
        return self.encoder(pack(ids, lengths))

    def logits(self, batch: Batch) -> Tensor:
        """Returns logits `[sum of target lengths, V]` in the order of a packed sequence."""
        state = self.encode(batch.source, batch.source_lengths)
        return self.output(self.decoder(pack(batch.inputs, batch.lengths), state))

    def loss(self, batch: Batch) -> Tensor:
        """Returns the cross-entropy per target token, including `</s>`."""
        return functional.cross_entropy(self.logits(batch), pack(batch.outputs, batch.lengths).data)

    @torch.inference_mode()
    def greedy(self, source: Tensor, source_lengths: Tensor, limit: int) -> list[list[int]]:
        """Greedy search up to `</s>` or `limit` tokens; finished rows leave the batch."""
        h, c = map(list, self.encode(source, source_lengths))
        translations: list[list[int]] = [[] for _ in source]
        rows = list(range(len(source)))
        ids = torch.full((len(source),), START)
        for _ in range(limit):
            ids = self.output(self.decoder.step(ids, h, c)).argmax(-1)
            going = ids != END
            if not going.all():
                rows = [row for row, goes in zip(rows, going.tolist()) if goes]
                ids, h, c = ids[going], [x[going] for x in h], [x[going] for x in c]
            if not rows:
                break
            for row, token in zip(rows, ids.tolist()):
                translations[row].append(token)
        return translations


def pack(ids: Tensor, lengths: Tensor) -> PackedSequence:
    """Converts padded `[B, T]` to time-major rows without padding."""
    return pack_padded_sequence(ids, lengths, batch_first=True, enforce_sorted=False)

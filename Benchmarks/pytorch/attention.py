# SPDX-License-Identifier: Apache-2.0
"""The encoder-decoder with attention in PyTorch: a bidirectional encoder and Luong's general attention.

`load_state_dict(strict=True)` accepts the `model.safetensors` of a checkpoint that was trained with
`--bidirectional all --attention general`. Shapes as in reference.py; S source steps.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pad_packed_sequence

import reference
from reference import Batch, pack


class Attention(nn.Module):
    """Scores q . W k / sqrt(H); the attentional vector is tanh(W [context; query])."""

    def __init__(self, hidden: int):
        super().__init__()
        self.key = nn.Linear(hidden, hidden, bias=False)
        self.combine = nn.Linear(2 * hidden, hidden, bias=False)

    def forward(self, queries: Tensor, values: Tensor, lengths: Tensor) -> Tensor:
        """Queries `[B, T, H]`, encoder outputs `[B, S, H]`, their lengths `[B]`."""
        scores = queries @ self.key(values).transpose(1, 2) / values.shape[2] ** 0.5
        beyond = torch.arange(values.shape[1])[None, :] >= lengths[:, None]
        weights = scores.masked_fill(beyond[:, None, :], float("-inf")).softmax(-1)
        return torch.tanh(self.combine(torch.cat([weights @ values, queries], -1)))


class Side(nn.Module):
    """Embedding, dropout, stacked LSTM."""

    def __init__(self, vocabulary, embedding, hidden, layers, dropout, bidirectional):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding)
        self.dropout = nn.Dropout(dropout)
        self.lstm = nn.LSTM(
            embedding, hidden, layers, dropout=dropout if layers > 1 else 0, bidirectional=bidirectional)

    def forward(self, ids: Tensor, lengths: Tensor, state=None):
        """Outputs `[B, T, H]`, and the states h and c."""
        tokens = pack(ids, lengths)
        outputs, state = self.lstm(tokens._replace(data=self.dropout(self.embedding(tokens.data))), state)
        return pad_packed_sequence(outputs, batch_first=True)[0], state


class Translator(nn.Module):
    def __init__(
        self,
        source_vocabulary: int,
        target_vocabulary: int,
        embedding: int,
        hidden: int,
        layers: int,
        dropout: float = 0,
        label_smoothing: float = 0,
    ):
        super().__init__()
        self.layers = layers
        self.label_smoothing = label_smoothing
        # Each direction has half of the hidden state.
        self.encoder = Side(source_vocabulary, embedding, hidden // 2, layers, dropout, True)
        self.decoder = Side(target_vocabulary, embedding, hidden, layers, dropout, False)
        self.attention = Attention(hidden)
        self.output = nn.Linear(hidden, target_vocabulary)
        reference.Translator.use_one_bias(self)

    def start(self, state: Tensor) -> Tensor:
        """Of both directions `[2 L, B, H/2]`, those of a layer side by side `[L, B, H]`."""
        return torch.cat([state[0::2], state[1::2]], -1)

    def logits(self, batch: Batch) -> Tensor:
        values, (h, c) = self.encoder(batch.source, batch.source_lengths)
        queries, _ = self.decoder(batch.inputs, batch.lengths, (self.start(h), self.start(c)))
        attended = self.attention(queries, values, batch.source_lengths)
        real = torch.arange(attended.shape[1])[None, :] < batch.lengths[:, None]
        return self.output(attended[real])

    def loss(self, batch: Batch) -> Tensor:
        """Cross-entropy per target token, `</s>` included."""
        real = torch.arange(batch.outputs.shape[1])[None, :] < batch.lengths[:, None]
        return functional.cross_entropy(
            self.logits(batch), batch.outputs[real], label_smoothing=self.label_smoothing)

    @torch.inference_mode()
    def greedy(self, source: Tensor, source_lengths: Tensor, limit: int) -> list[list[int]]:
        """The likeliest token at each step, up to `</s>` or `limit` tokens."""
        values, (h, c) = self.encoder(source, source_lengths)
        h, c = list(self.start(h)), list(self.start(c))
        ids = torch.full((len(source),), reference.START)
        steps, done = [], torch.zeros(len(source), dtype=torch.bool)
        while len(steps) < limit and not done.all():
            hidden = reference.Decoder.step(self.decoder, ids, h, c)
            attended = self.attention(hidden[:, None], values, source_lengths)[:, 0]
            ids = self.output(attended).argmax(-1)
            steps.append(ids)
            done |= ids == reference.END
        rows = torch.stack(steps, 1).tolist()
        return [row[: row.index(reference.END)] if reference.END in row else row for row in rows]

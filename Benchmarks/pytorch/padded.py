# SPDX-License-Identifier: Apache-2.0
"""The models of reference.py and attention.py for batches whose sources all have one length.

Nothing is packed, so PyTorch runs oneDNN's LSTM over all time steps at once. Targets differ a little in length: the
decoder computes a few padded rows, and the output layer only the real ones. Parameters and results are those of the
packed models. Shapes as in reference.py, but time comes first inside: ids `[T, B]`.
"""

import torch
from torch import Tensor
from torch.nn import functional

import attention
import reference
from reference import Batch


def real_tokens(batch: Batch) -> Tensor:
    """Which target tokens are not padding, `[T, B]`."""
    return torch.arange(batch.outputs.shape[1])[:, None] < batch.lengths[None, :]


def run(side, ids: Tensor, state=None):
    """Embedding, dropout and LSTM over ids `[T, B]`: outputs `[T, B, H]` and the last states."""
    return side.lstm(side.dropout(side.embedding(ids)), state)


class Translator(reference.Translator):
    def loss(self, batch: Batch) -> Tensor:
        _, state = run(self.encoder, batch.source.t())
        hidden, _ = run(self.decoder, batch.inputs.t(), state)
        real = real_tokens(batch)
        return functional.cross_entropy(self.output(hidden[real]), batch.outputs.t()[real])


class AttentionTranslator(attention.Translator):
    def loss(self, batch: Batch) -> Tensor:
        values, (h, c) = run(self.encoder, batch.source.t())
        queries, _ = run(self.decoder, batch.inputs.t(), (self.start(h), self.start(c)))
        attended = self.attention(queries.transpose(0, 1), values.transpose(0, 1), batch.source_lengths)
        real = real_tokens(batch)
        return functional.cross_entropy(
            self.output(attended.transpose(0, 1)[real]), batch.outputs.t()[real], label_smoothing=self.label_smoothing)

# SPDX-License-Identifier: Apache-2.0
"""A small Transformer (Vaswani et al., 2017), pre-norm, with one table for target embeddings and output.

Shapes: B sentences, S source and T target steps, D model size, V vocabulary. Ids are padded `[B, T]`.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from reference import END, START, Batch


class Translator(nn.Module):
    def __init__(self, source_vocabulary: int, target_vocabulary: int, size: int = 256, layers: int = 3,
                 heads: int = 4, feed_forward: int = 1024, dropout: float = 0.3, label_smoothing: float = 0.1):
        super().__init__()
        self.scale = math.sqrt(size)
        self.label_smoothing = label_smoothing
        self.source = nn.Embedding(source_vocabulary, size)
        self.target = nn.Embedding(target_vocabulary, size)
        for table in (self.source, self.target):
            nn.init.normal_(table.weight, std=size**-0.5)
        self.dropout = nn.Dropout(dropout)
        options = dict(d_model=size, nhead=heads, dim_feedforward=feed_forward, dropout=dropout, batch_first=True,
                       norm_first=True)
        self.encoder = nn.TransformerEncoder(
            nn.TransformerEncoderLayer(**options), layers, nn.LayerNorm(size), enable_nested_tensor=False)
        self.decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(**options), layers, nn.LayerNorm(size))
        for parameter in (p for side in (self.encoder, self.decoder) for p in side.parameters() if p.dim() > 1):
            nn.init.xavier_uniform_(parameter)

    def embed(self, table: nn.Embedding, ids: Tensor) -> Tensor:
        """Scaled embeddings plus sinusoids, `[B, T, D]`."""
        size = table.embedding_dim
        angles = torch.arange(ids.shape[1])[:, None] * torch.exp(
            torch.arange(0, size, 2) * (-math.log(10000) / size))
        positions = torch.stack([angles.sin(), angles.cos()], -1).flatten(1)
        return self.dropout(table(ids) * self.scale + positions)

    def encode(self, ids: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """Encoder outputs `[B, S, D]` and a mask of their padding `[B, S]`."""
        padding = torch.arange(ids.shape[1])[None, :] >= lengths[:, None]
        return self.encoder(self.embed(self.source, ids), src_key_padding_mask=padding), padding

    def decode(self, inputs: Tensor, memory: Tensor, padding: Tensor) -> Tensor:
        mask = nn.Transformer.generate_square_subsequent_mask(inputs.shape[1]) != 0
        return self.decoder(self.embed(self.target, inputs), memory, tgt_mask=mask, tgt_is_causal=True,
                            memory_key_padding_mask=padding)

    def loss(self, batch: Batch) -> Tensor:
        """Cross-entropy per target token, `</s>` included."""
        hidden = self.decode(batch.inputs, *self.encode(batch.source, batch.source_lengths))
        real = torch.arange(batch.outputs.shape[1])[None, :] < batch.lengths[:, None]
        logits = functional.linear(hidden[real], self.target.weight)
        return functional.cross_entropy(logits, batch.outputs[real], label_smoothing=self.label_smoothing)

    @torch.inference_mode()
    def greedy(self, source: Tensor, source_lengths: Tensor, limit: int) -> list[list[int]]:
        memory, padding = self.encode(source, source_lengths)
        ids = torch.full((len(source), 1), START)
        done = torch.zeros(len(source), dtype=torch.bool)
        for _ in range(limit):
            hidden = self.decode(ids, memory, padding)[:, -1]
            following = functional.linear(hidden, self.target.weight).argmax(-1)
            ids = torch.cat([ids, following[:, None]], 1)
            done |= following == END
            if done.all():
                break
        rows = [row[1:].tolist() for row in ids]
        return [row[: row.index(END)] if END in row else row for row in rows]

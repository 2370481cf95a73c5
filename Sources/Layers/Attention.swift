// SPDX-License-Identifier: Apache-2.0

package import Compute

/// The function that scores how well a key k, from an encoder output, matches a query q, the
/// decoder's state.
public enum AttentionKind: String, Codable, Sendable, CaseIterable {
  /// No attention: the decoder sees only its initial state.
  case none
  /// q · k (Luong, Pham and Manning, "Effective approaches to attention-based neural machine
  /// translation", 2015).
  case dot
  /// q · W k / √H: from the same paper, but scaled like `scaledDot`. Unscaled, a single step of
  /// Adam changes the scores so much that one word receives all attention from the first steps on,
  /// and no gradient is left to correct that.
  case general
  /// v · tanh(W q + U k) (Bahdanau, Cho and Bengio, "Neural machine translation by jointly learning
  /// to align and translate", 2015).
  case additive
  /// q · k / √H (Vaswani et al., "Attention is all you need", 2017).
  case scaledDot = "scaled_dot"
}

/// Attention of decoder states to encoder outputs. The attentional vector tanh(W · [context;
/// query]) replaces the query (Luong, Pham and Manning, "Effective approaches to attention-based
/// neural machine translation", 2015).
package struct Attention: Sendable {
  package let kind: AttentionKind
  /// `[H, H]`, for `general` and `additive`: maps encoder outputs to keys.
  package let keyWeight: ParameterSlot?
  /// `[H, H]` and `[H]`, for `additive`.
  package let queryWeight, vector: ParameterSlot?
  /// Maps context and query to the attentional vector, `[2H, H]`.
  package let combination: TanhLinear
  /// H
  package let size: Int

  package init(
    _ layout: inout ParameterLayout, name: String, _ kind: AttentionKind, hiddenSize: Int
  ) {
    precondition(kind != .none)
    self.kind = kind
    size = hiddenSize
    keyWeight =
      kind == .general || kind == .additive
      ? layout.claimTransposedMatrix(
        "\(name).key.weight", rows: hiddenSize, columns: hiddenSize) : nil
    queryWeight =
      kind == .additive
      ? layout.claimTransposedMatrix(
        "\(name).query.weight", rows: hiddenSize, columns: hiddenSize) : nil
    vector =
      kind == .additive ? layout.claimVector("\(name).vector", count: hiddenSize) : nil
    combination = TanhLinear(
      &layout, name: "\(name).combine", inputSize: 2 * hiddenSize, outputSize: hiddenSize,
      hasBias: false)
  }

  /// The factors of matrix products.
  package var matrices: [ParameterSlot] {
    [keyWeight, queryWeight].compactMap { $0 } + [combination.weight]
  }

  /// The factor of scores that are inner products.
  var scale: Float {
    switch kind {
    case .general, .scaledDot: 1 / Float(size).squareRoot()
    case .none, .dot, .additive: 1
    }
  }

  /// The encoder outputs of a batch, sentence after sentence.
  package struct Source {
    /// `[N, H]` each; the same matrix if keys are not learned.
    package let values, keys: MatrixView
    /// The rows that each querying sentence attends to.
    package let spans: [Range<Int>]

    /// Returns the same outputs for other querying sentences, given by their indices in `spans`.
    package func gathering(_ sentences: [Int32]) -> Source {
      Source(values: values, keys: keys, spans: sentences.map { spans[Int($0)] })
    }
  }

  /// The buffers of the computation. They hold all rows, also when these are computed step by step.
  package struct Buffers {
    /// The queries after their learned projection, `[N, H]`; nil if there is none.
    let projectedQueries: MatrixView?
    /// The contexts and queries `[N, 2H]`, and the attentional vectors `[N, H]`.
    let combined: TanhLinear.Saved

    package var output: MatrixView { combined.output }

    package func rows(_ range: Range<Int>) -> Buffers {
      Buffers(
        projectedQueries: projectedQueries?.rows(range), combined: combined.rows(range))
    }
  }

  package func buffers(rows: Int, _ pass: Pass) -> Buffers {
    let arena = pass.arena
    return Buffers(
      projectedQueries: queryWeight.map { arena.matrix(rows: rows, columns: $0.columns) },
      combined: TanhLinear.Saved(
        input: arena.matrix(rows: rows, columns: 2 * size),
        output: arena.matrix(rows: rows, columns: size)))
  }

  /// The values that `forward` keeps for `backward`.
  package struct Saved {
    let queries: MatrixView
    package let buffers: Buffers
    /// The rows of the queries of each sentence.
    let groups: [Range<Int>]
    /// The attention weights of each sentence: `[queries, source words]`.
    package let weights: [MatrixView]

    /// The attentional vectors, `[N, H]`.
    package var output: MatrixView { buffers.output }
    var projectedQueries: MatrixView { buffers.projectedQueries ?? queries }
  }
}

// MARK: - Forward

extension Attention {
  /// Prepares `values` `[N, H]` for attention; `spans` gives the rows of each querying sentence.
  package func source(
    _ values: MatrixView, spans: [Range<Int>], _ pass: Pass
  ) -> Source {
    guard let keyWeight else { return Source(values: values, keys: values, spans: spans) }
    let keys = pass.arena.matrix(rows: values.rows, columns: size)
    pass.multiply(values, by: keyWeight, into: keys)
    return Source(values: values, keys: keys, spans: spans)
  }

  /// Computes the attentional vectors of `queries` `[N, H]`. The rows `groups[i]` attend to
  /// sentence i of `source`.
  package func forward(
    _ queries: MatrixView, groups: [Range<Int>], _ source: Source, _ pass: Pass
  ) -> Saved {
    forward(
      queries, groups: groups, source, in: buffers(rows: queries.rows, pass), pass)
  }

  package func forward(
    _ queries: MatrixView, groups: [Range<Int>], _ source: Source, in buffers: Buffers,
    _ pass: Pass
  ) -> Saved {
    let arena = pass.arena
    if let queryWeight, let projected = buffers.projectedQueries {
      pass.multiply(queries, by: queryWeight, into: projected)
    }
    let projected = buffers.projectedQueries ?? queries
    let contexts = arena.matrix(rows: queries.rows, columns: size)
    let attended = zip(groups, source.spans).map { group, span in
      let attended = arena.matrix(rows: group.count, columns: span.count)
      score(projected.rows(group), source.keys.rows(span), into: attended, pass)
      pass.kernels.softmax(attended)
      pass.kernels.attentionContexts(
        attended, source.values.rows(span), into: contexts.rows(group))
      return attended
    }
    buffers.combined.input.copy(columnsFrom: 0, from: contexts)
    buffers.combined.input.copy(columnsFrom: size, from: queries)
    combination.forward(buffers.combined, pass)
    return Saved(queries: queries, buffers: buffers, groups: groups, weights: attended)
  }

  private func score(
    _ queries: MatrixView, _ keys: MatrixView, into scores: MatrixView, _ pass: Pass
  ) {
    if let vector {
      pass.kernels.additiveScores(queries, keys, vector: pass[vector], into: scores)
    } else {
      pass.kernels.attentionScores(queries, keys, scale: scale, into: scores)
    }
  }
}

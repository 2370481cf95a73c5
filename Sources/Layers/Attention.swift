// SPDX-License-Identifier: Apache-2.0

package import Compute

/// Attention of decoder states to encoder outputs, and the attentional vector
/// tanh(W · [context; query]) that goes on in the place of the query (Luong, Pham and Manning,
/// "Effective approaches to attention-based neural machine translation", 2015).
package struct Attention: Sendable {
  package let kind: AttentionKind
  /// `[H, H]`, of `general` and `additive`: turns encoder outputs into keys.
  package let keyWeight: ParameterSlot?
  /// `[H, H]` and `[H]`, of `additive`.
  package let queryWeight, vector: ParameterSlot?
  /// From context and query, `[2H, H]`.
  package let combination: SquashedLinear
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
    combination = SquashedLinear(
      &layout, name: "\(name).combine", inputSize: 2 * hiddenSize, outputSize: hiddenSize,
      hasBias: false)
  }

  /// What is multiplied by, besides the vector.
  package var matrices: [ParameterSlot] {
    [keyWeight, queryWeight].compactMap { $0 } + [combination.weight]
  }

  /// Of a score that is a product of two vectors.
  var scale: Float {
    switch kind {
    case .general, .scaledDot: 1 / Float(size).squareRoot()
    case .none, .dot, .additive: 1
    }
  }

  /// The encoder outputs of a batch, sentence after sentence.
  package struct Source {
    /// `[N, H]` both; the same where keys are not learned.
    package let values, keys: MatrixView
    /// The rows of each sentence that asks.
    package let spans: [Range<Int>]

    /// The same for other sentences that ask, by their places among those of now.
    package func gathering(_ sentences: [Int32]) -> Source {
      Source(values: values, keys: keys, spans: sentences.map { spans[Int($0)] })
    }
  }

  /// What `forward` leaves for `backward`.
  package struct Saved {
    let queries: MatrixView
    /// The queries as they meet the keys.
    let projectedQueries: MatrixView
    /// The rows of the queries of each sentence.
    let groups: [Range<Int>]
    /// Of each sentence: `[M, K]`.
    package let weights: [MatrixView]
    let combined: SquashedLinear.Saved

    /// The attentional vectors, `[N, H]`.
    package var output: MatrixView { combined.output }
  }
}

// MARK: - Forward

extension Attention {
  /// Prepares `values` `[N, H]`, whose rows `spans` belong to the sentences that will ask.
  package func source(
    _ values: MatrixView, spans: [Range<Int>], _ weights: Weights, _ workspace: Workspace
  ) -> Source {
    guard let keyWeight else { return Source(values: values, keys: values, spans: spans) }
    let keys = workspace.arena.matrix(rows: values.rows, columns: size)
    workspace.products.multiply(values, by: keyWeight, of: weights, into: keys)
    return Source(values: values, keys: keys, spans: spans)
  }

  /// The attentional vectors of `queries` `[N, H]`: the rows `groups[i]` are those of sentence i of
  /// `source`.
  package func forward(
    _ queries: MatrixView, groups: [Range<Int>], _ source: Source, _ weights: Weights,
    _ workspace: Workspace
  ) -> Saved {
    let output = workspace.arena.matrix(rows: queries.rows, columns: size)
    return forward(queries, groups: groups, source, into: output, weights, workspace)
  }

  package func forward(
    _ queries: MatrixView, groups: [Range<Int>], _ source: Source, into output: MatrixView,
    _ weights: Weights, _ workspace: Workspace
  ) -> Saved {
    let arena = workspace.arena
    var projected = queries
    if let queryWeight {
      projected = arena.matrix(rows: queries.rows, columns: size)
      workspace.products.multiply(queries, by: queryWeight, of: weights, into: projected)
    }
    let contexts = arena.matrix(rows: queries.rows, columns: size)
    let attended = zip(groups, source.spans).map { group, span in
      let attended = arena.matrix(rows: group.count, columns: span.count)
      score(projected.rows(group), source.keys.rows(span), into: attended, weights, workspace)
      workspace.kernels.softmax(attended)
      workspace.kernels.attentionContexts(
        attended, source.values.rows(span), into: contexts.rows(group))
      return attended
    }
    let both = arena.matrix(rows: queries.rows, columns: 2 * size)
    both.copy(columnsFrom: 0, from: contexts)
    both.copy(columnsFrom: size, from: queries)
    return Saved(
      queries: queries, projectedQueries: projected, groups: groups, weights: attended,
      combined: combination.forward(both, into: output, weights, workspace))
  }

  private func score(
    _ queries: MatrixView, _ keys: MatrixView, into scores: MatrixView, _ weights: Weights,
    _ workspace: Workspace
  ) {
    if let vector {
      workspace.kernels.additiveScores(queries, keys, vector: weights[vector], into: scores)
    } else {
      workspace.kernels.attentionScores(queries, keys, scale: scale, into: scores)
    }
  }
}

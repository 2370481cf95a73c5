// SPDX-License-Identifier: Apache-2.0

package import Compute

extension Attention {
  /// The gradients of a source's values and keys, `[N, H]` each. Every call of `backward` adds to
  /// them.
  package struct SourceGradient {
    let values, keys: MatrixView
    /// `[1, H]`, for `additive` only.
    let vector: MatrixView?
  }

  package func zeroGradient(of source: Source, _ pass: Pass) -> SourceGradient {
    let (rows, arena) = (source.values.rows, pass.arena)
    return SourceGradient(
      values: arena.zeros(rows: rows, columns: size), keys: arena.zeros(rows: rows, columns: size),
      vector: vector.map { arena.zeros(rows: 1, columns: $0.columns) })
  }

  /// Adds to `dSource`, and returns the gradient of the queries `[N, H]`. `dOutput` `[N, H]`, the
  /// gradient of the attentional vectors, and `saved` are overwritten with what `addGradients`
  /// needs.
  package func backward(
    _ dOutput: MatrixView, _ saved: Saved, _ source: Source, _ dSource: SourceGradient,
    _ pass: Pass
  ) -> MatrixView {
    let arena = pass.arena
    let dBoth = combination.backward(dOutput, saved.buffers.combined, pass)
    let dContexts = arena.matrix(rows: dBoth.rows, columns: size)
    dContexts.copy(from: dBoth, columnsFrom: 0)
    let dQueries = arena.matrix(rows: dBoth.rows, columns: size)
    dQueries.copy(from: dBoth, columnsFrom: size)
    let dProjected = arena.zeros(rows: dBoth.rows, columns: size)
    for (index, (group, span)) in zip(saved.groups, source.spans).enumerated() {
      arena.scope {
        let dWeights = arena.matrix(rows: group.count, columns: span.count)
        backward(
          dContexts.rows(group), saved, index, group, span, source, dSource, dWeights,
          dProjected.rows(group), pass)
      }
    }
    if let queryWeight {
      saved.projectedQueries.copy(from: dProjected)
      pass.multiply(
        dProjected, byTransposeOf: queryWeight, into: dQueries, accumulating: true)
    } else {
      pass.kernels.add(dProjected, to: dQueries)
    }
    return dQueries
  }

  /// Adds the gradient terms of the weights that map queries and contexts to the output. Call it
  /// after `backward` has processed all rows of `buffers`, with the `dOutput` that `backward` left.
  package func addGradients(
    _ dOutput: MatrixView, _ buffers: Buffers, _ pass: Pass
  ) {
    combination.addGradients(dOutput, buffers.combined, pass)
    guard let queryWeight, let dProjected = buffers.projectedQueries else { return }
    let queries = pass.arena.matrix(rows: dOutput.rows, columns: size)
    queries.copy(from: buffers.combined.input, columnsFrom: size)
    pass.add(.product(x: queries, dY: dProjected), to: queryWeight)
  }

  /// Computes the gradients of scores, queries, keys and values of one sentence from that of its
  /// contexts.
  private func backward(
    _ dContexts: MatrixView, _ saved: Saved, _ index: Int, _ group: Range<Int>,
    _ span: Range<Int>, _ source: Source, _ dSource: SourceGradient, _ dWeights: MatrixView,
    _ dQueries: MatrixView, _ pass: Pass
  ) {
    let kernels = pass.kernels
    let attended = saved.weights[index]
    kernels.attentionScores(dContexts, source.values.rows(span), scale: 1, into: dWeights)
    kernels.attentionScatter(attended, dContexts, to: dSource.values.rows(span))
    kernels.softmaxBackward(dWeights, probabilities: attended, scale: scale)
    let dScores = dWeights
    let (queries, keys) = (saved.projectedQueries.rows(group), source.keys.rows(span))
    if let vector, let dVector = dSource.vector {
      kernels.additiveScoresBackward(
        dScores, queries, keys, vector: pass[vector], dVector: dVector, dQueries: dQueries,
        dKeys: dSource.keys.rows(span))
    } else {
      kernels.attentionContexts(dScores, keys, into: dQueries)
      kernels.attentionScatter(dScores, queries, to: dSource.keys.rows(span))
    }
  }

  /// Adds gradient terms, and returns the gradient of the values of `source`, `[N, H]`. Call it
  /// last, after every `backward` that adds to `dSource`.
  package func backward(
    _ dSource: SourceGradient, _ source: Source, _ pass: Pass
  ) -> MatrixView {
    if let vector, let dVector = dSource.vector { pass.add(.whole(dVector), to: vector) }
    if let keyWeight {
      pass.add(.product(x: source.values, dY: dSource.keys), to: keyWeight)
      pass.multiply(
        dSource.keys, byTransposeOf: keyWeight, into: dSource.values,
        accumulating: true)
    } else {
      pass.kernels.add(dSource.keys, to: dSource.values)
    }
    return dSource.values
  }
}

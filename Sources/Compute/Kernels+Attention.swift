// SPDX-License-Identifier: Apache-2.0

private import CKernels

/// Attention of the queries of one sentence, `[M, W]`, to its keys, `[K, W]`.
extension Kernels {
  /// scores `[M, K]` = scale · queries · keysᵀ
  package func attentionScores(
    _ queries: MatrixView, _ keys: MatrixView, scale: Float, into scores: MatrixView
  ) {
    check(scores, queries, keys)
    unsafe table.pointee.attention_scores(
      Int64(queries.rows), Int64(keys.rows), Int64(queries.columns), scale, queries.base,
      keys.base, scores.base)
  }

  /// scores `[M, K]` = vector · tanh(query + key), the vector `[1, W]`.
  package func additiveScores(
    _ queries: MatrixView, _ keys: MatrixView, vector: MatrixView, into scores: MatrixView
  ) {
    check(scores, queries, keys)
    precondition(vector.count == queries.columns)
    unsafe table.pointee.additive_scores(
      Int64(queries.rows), Int64(keys.rows), Int64(queries.columns), vector.base, queries.base,
      keys.base, scores.base)
  }

  /// The backward pass of `additiveScores`: adds to the gradients of its arguments.
  package func additiveScoresBackward(
    _ dScores: MatrixView, _ queries: MatrixView, _ keys: MatrixView, vector: MatrixView,
    dVector: MatrixView, dQueries: MatrixView, dKeys: MatrixView
  ) {
    check(dScores, queries, keys)
    check(dScores, dQueries, dKeys)
    precondition(vector.count == queries.columns && dVector.count == queries.columns)
    unsafe table.pointee.additive_scores_backward(
      Int64(queries.rows), Int64(keys.rows), Int64(queries.columns), vector.base, queries.base,
      keys.base, dScores.base, dVector.base, dQueries.base, dKeys.base)
  }

  /// Replaces each row by its softmax.
  package func softmax(_ x: MatrixView) {
    precondition(x.columns > 0)
    unsafe table.pointee.softmax(Int64(x.rows), Int64(x.columns), x.base)
  }

  /// Turns `d`, the gradient of the softmax `probabilities`, into `scale` times the gradient of its
  /// argument.
  package func softmaxBackward(_ d: MatrixView, probabilities: MatrixView, scale: Float) {
    precondition(d.rows == probabilities.rows && d.columns == probabilities.columns)
    unsafe table.pointee.softmax_backward(
      Int64(d.rows), Int64(d.columns), scale, probabilities.base, d.base)
  }

  /// contexts `[M, W]` = weights `[M, K]` · values `[K, W]`
  package func attentionContexts(
    _ weights: MatrixView, _ values: MatrixView, into contexts: MatrixView
  ) {
    check(weights, contexts, values)
    unsafe table.pointee.attention_contexts(
      Int64(contexts.rows), Int64(values.rows), Int64(values.columns), weights.base, values.base,
      contexts.base)
  }

  /// values `[K, W]` += weightsᵀ · x, for weights `[M, K]` and x `[M, W]`.
  package func attentionScatter(_ weights: MatrixView, _ x: MatrixView, to values: MatrixView) {
    check(weights, x, values)
    unsafe table.pointee.attention_scatter(
      Int64(x.rows), Int64(values.rows), Int64(values.columns), weights.base, x.base,
      values.base)
  }

  private func check(_ scores: MatrixView, _ queries: MatrixView, _ keys: MatrixView) {
    precondition(scores.rows == queries.rows && scores.columns == keys.rows)
    precondition(queries.columns == keys.columns)
  }
}

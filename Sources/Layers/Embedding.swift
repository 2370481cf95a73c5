// SPDX-License-Identifier: Apache-2.0

package import Compute

/// A table of vectors, one row for each word: `[V, E]`.
package struct Embedding: Sendable {
  package let weight: ParameterSlot
  /// True if training does not change the vectors, and no gradient is computed.
  private let isFrozen: Bool

  package init(
    _ layout: inout ParameterLayout, name: String, vocabularySize: Int, embeddingSize: Int,
    isFrozen: Bool = false
  ) {
    weight = layout.claimMatrix(
      "\(name).weight", rows: vocabularySize, columns: embeddingSize, isFrozen: isFrozen)
    self.isFrozen = isFrozen
  }

  /// Returns the rows of `ids`: `[N, E]`.
  package func forward(_ ids: [Int32], _ pass: Pass) -> MatrixView {
    let output = pass.arena.matrix(rows: ids.count, columns: weight.columns)
    output.gather(ids, from: pass[weight])
    return output
  }

  /// Adds `dOutput` `[N, E]` to the gradient of the rows of `ids`.
  package func backward(
    _ dOutput: MatrixView, ids: [Int32], _ pass: Pass
  ) {
    if !isFrozen { pass.add(.rows(dOutput, ids: ids), to: weight) }
  }
}

// SPDX-License-Identifier: Apache-2.0

package import Compute
import Glibc
package import Layers
package import Models

/// An n-gram model in use, step by step. A text begins with the model's own beginning.
package final class NGramPredictor: TokenPredictor {
  private let model: NGramModel
  package let workspace: Workspace
  private var contexts: [NGramContext]
  private var saved: [NGramContext] = []

  package init(_ model: NGramModel, _ workspace: Workspace) {
    self.model = model
    self.workspace = workspace
    contexts = [model.start]
  }

  package var vocabularySize: Int { model.vocabularySize }

  package func start() { contexts = [model.start] }

  package func advance(_ rows: [Int32], by tokens: [Int32]) {
    contexts = zip(rows, tokens).map { row, token in
      var context = contexts[Int(row)]
      model.append(token, to: &context)
      return context
    }
  }

  /// The logits are log-probabilities.
  package func distribution() -> WordDistribution {
    let logits = workspace.arena.matrix(rows: contexts.count, columns: vocabularySize)
    for (row, context) in contexts.enumerated() {
      logits.row(row).copy(from: model.distribution(after: context).map { logf($0) })
    }
    return WordDistribution(
      logits: logits, normalizers: [Float](repeating: 0, count: contexts.count))
  }

  package func save() { saved = contexts }

  package func restore() { contexts = saved }
}

// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Models
import Threads

/// Scores sequences with an n-gram model. A sequence begins with the model's own beginning.
package struct NGramScorer: SequenceScorer {
  private let model: NGramModel

  package init(_ model: NGramModel) { self.model = model }

  package var partLength: Int? { 4096 }

  package func score(
    _ parts: [WindowExample], worker: Int, _ report: (Int, Int, [Float]) -> Void
  ) {
    for (index, part) in parts.enumerated() {
      let before = part.text[..<part.predicted.lowerBound].suffix(model.order - 1)
      var context = model.context(after: model.beginning + before)
      let losses = part.text[part.predicted].map { token in
        defer { model.append(token, to: &context) }
        return Float(-model.logProbability(of: token, after: context))
      }
      report(index, 0, losses)
    }
  }
}

/// Scores sequences with a window model.
package struct WindowScorer: SequenceScorer {
  private let model: WindowModel
  private let weights: Weights
  private let start: Int32
  private let workspaces: PerWorker<Workspace>

  /// `start` stands for all tokens before a sequence. Worker w computes in `workspaces[w]`.
  package init(
    _ model: WindowModel, start: Int32, _ weights: Weights, _ workspaces: [Workspace]
  ) {
    self.model = model
    self.weights = weights
    self.start = start
    self.workspaces = PerWorker(workspaces)
  }

  /// The one-hot vectors of a part take at most 2^28 bytes, unless those of 16 tokens take more.
  package var partLength: Int? {
    let bytes = model.configuration.oneHotBytes(predicting: 1)
    return min(4096, max(16, (1 << 28) / max(bytes, 1)))
  }

  package func score(
    _ parts: [WindowExample], worker: Int, _ report: (Int, Int, [Float]) -> Void
  ) {
    let pass = Pass(weights, workspaces[worker])
    pass.arena.scope {
      let batch = WindowBatch(
        parts, numbers: parts.indices.map { UInt32($0) },
        contextSize: model.configuration.contextSize, start: start)
      let losses = model.losses(batch, pass)
      for index in parts.indices {
        report(index, 0, batch.rows(ofExample: index).map { losses[$0] })
      }
    }
  }
}

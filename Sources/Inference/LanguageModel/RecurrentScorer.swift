// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers
package import Models
import Threads

/// Scores sequences with a recurrent language model. It reads several sequences side by side, in
/// windows, and carries the states on, so that a long sequence needs no more memory than a short
/// one.
package struct RecurrentScorer: SequenceScorer {
  private let model: LanguageModel
  private let weights: Weights
  private let start: Int32
  private let window: Int
  private let workspaces: PerWorker<Workspace>

  /// Every sequence begins with `start`, which is read but not predicted. Worker w computes in
  /// `workspaces[w]`, at most `window` tokens at a time, or one of each sequence.
  package init(
    _ model: LanguageModel, start: Int32, _ weights: Weights, _ workspaces: [Workspace],
    window: Int = 4096
  ) {
    self.model = model
    self.weights = weights
    self.start = start
    self.window = window
    self.workspaces = PerWorker(workspaces)
  }

  package var partLength: Int? { nil }

  package func score(
    _ parts: [WindowExample], worker: Int, _ report: (Int, Int, [Float]) -> Void
  ) {
    let texts = parts.map(\.text)
    let pass = Pass(weights, workspaces[worker])
    var memory = (Arena(), Arena())
    var carried: [RecurrentState]?
    var position = 0
    // The sequences are sorted, so those that go on are the first ones, and so are their states.
    var active = texts.count
    while active > 0 {
      let end = position + max(1, window / active)
      pass.arena.scope {
        let batch = batch(texts.prefix(active), from: position, to: end)
        let (losses, finalStates) = model.losses(batch, carried: carried, pass)
        for index in 0..<active {
          report(index, position, batch.targetPlaces(ofExample: index).map { losses[$0] })
        }
        active = texts.prefix(active).count { $0.count > end }
        memory = (memory.1, memory.0)
        memory.0.reset()
        let rows = [Int32](0..<Int32(active))
        carried = finalStates.map { $0.gathering(rows, memory.0) }
      }
      position = end
    }
  }

  /// Returns the windows of `texts` with the tokens to predict from `first` to `end`.
  private func batch(
    _ texts: ArraySlice<ArraySlice<Int32>>, from first: Int, to end: Int
  ) -> LanguageModelBatch {
    let examples = texts.map { text in
      let tokens = first == 0 ? [start] + text.prefix(end) : text.prefix(end).dropFirst(first - 1)
      return LanguageModelExample(tokens, startsAfresh: first == 0)
    }
    return LanguageModelBatch(examples, numbers: examples.indices.map { UInt32($0) })
  }
}

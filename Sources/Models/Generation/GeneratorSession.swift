// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers

/// A generator in use for inference, step by step.
package final class GeneratorSession: DecoderSession, SourceSession {
  private let model: SequenceGenerator

  package init(_ model: SequenceGenerator, _ pass: Pass) {
    self.model = model
    super.init(model.decoder, pass)
  }

  package func start(_ vectors: [[Float]]) -> DecoderState {
    let rows = pass.arena.matrix(rows: vectors.count, columns: model.configuration.vectorSize)
    rows.copy(from: vectors.flatMap { $0 })
    let condition = model.conditioning.forward(rows, pass)
    return DecoderState(layers: condition.states, addends: condition.addends)
  }
}

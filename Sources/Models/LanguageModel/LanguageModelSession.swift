// SPDX-License-Identifier: Apache-2.0

package import Compute

/// A language model in use for sampling, step by step.
package final class LanguageModelSession: DecoderSession {
  private let model: LanguageModel

  package init(_ model: LanguageModel, _ pass: Pass) {
    self.model = model
    super.init(model.decoder, pass)
  }

  /// Returns the state before the first token for `rows` sequences. It is valid until the second
  /// call after this one, of this function or of `gathering`.
  package func start(rows: Int) -> DecoderState {
    inNextMemory { DecoderState(layers: model.initialStates(rows: rows, pass.weights, $0)) }
  }
}

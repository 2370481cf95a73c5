// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers
package import Models

/// A recurrent language model in use, step by step.
package final class RecurrentPredictor: TokenPredictor {
  private let model: LanguageModel
  private let pass: Pass
  private let session: LanguageModelSession
  private let startToken: Int32
  private var state: DecoderState
  /// The input of the output layer, `[rows, H]`, and its memory.
  private var output: MatrixView
  private let outputMemory = Arena()
  private var saved: (state: DecoderState, output: MatrixView)?
  private let savedMemory = Arena()

  /// Every text begins with `start`, which is read but not predicted.
  package init(_ model: LanguageModel, start: Int32, _ pass: Pass) {
    self.model = model
    self.pass = pass
    startToken = start
    session = LanguageModelSession(model, pass)
    state = session.start(rows: 1)
    output = outputMemory.matrix(rows: 1, columns: model.configuration.hiddenSize)
    self.start()
  }

  package var vocabularySize: Int { model.configuration.vocabularySize }
  package var workspace: Workspace { pass.workspace }

  package func start() {
    state = session.start(rows: 1)
    step([startToken])
  }

  package func advance(_ rows: [Int32], by tokens: [Int32]) {
    if !rows.elementsEqual(0..<Int32(state.rows)) { state = session.gathering(rows, of: state) }
    step(tokens)
  }

  /// Reads a token in each row.
  private func step(_ tokens: [Int32]) {
    workspace.arena.scope { setOutput(session.advance(state, after: tokens).output) }
  }

  private func setOutput(_ newOutput: MatrixView) {
    outputMemory.reset()
    output = outputMemory.matrix(rows: newOutput.rows, columns: newOutput.columns)
    output.copy(from: newOutput)
  }

  package func distribution() -> WordDistribution {
    model.decoder.output.distribution(output, pass)
  }

  package func save() {
    savedMemory.reset()
    let rows = [Int32](0..<Int32(state.rows))
    saved = (state.gathering(rows, savedMemory), output.gathering(rows, savedMemory))
  }

  package func restore() {
    guard let saved else { preconditionFailure("nothing was saved") }
    state = session.gathering([Int32](0..<Int32(saved.state.rows)), of: saved.state)
    setOutput(saved.output)
  }
}

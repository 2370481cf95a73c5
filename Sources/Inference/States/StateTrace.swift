// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers
package import Models

/// The states of a recurrent network over the steps of a text.
package struct StateTrace: Sendable {
  package struct Step: Sendable {
    /// The hidden state of each layer after the step, `[H]`.
    package let hidden: [[Float]]
    /// The cell state of each layer after the step, `[H]`; empty if the cell has none.
    package let cell: [[Float]]
    /// The probability of each output after the step.
    package let probabilities: [Float]
  }

  package let steps: [Step]
}

extension LanguageModel {
  /// Reads `tokens` from the initial state and returns the states. The outputs are the tokens that
  /// may follow.
  package func trace(_ tokens: [Int32], _ pass: Pass) -> StateTrace {
    let session = LanguageModelSession(self, pass)
    let state = session.start(rows: 1)
    return StateTrace(
      steps: tokens.map { token in
        pass.arena.scope {
          let step = session.advance(state, after: [token])
          return StateTrace.Step(
            state.layers, row: 0, session.distribution(step).probabilities(row: 0))
        }
      })
  }
}

extension SequenceClassifier {
  /// Reads `tokens` and returns the states. The outputs are the labels that the text would have if
  /// it ended after the step.
  package func trace(_ tokens: [Int32], _ pass: Pass) -> StateTrace {
    guard !tokens.isEmpty else { return StateTrace(steps: []) }
    return pass.arena.scope {
      let input = SequenceInput([SequenceExample(tokens: tokens)], numbers: [0])
      let encoded = encoder.forward(input, pass)
      let states = encoder.states(encoded, input, pass)
      let probabilities = probabilitiesOfBeginnings(tokens, encoded, pass)
      return StateTrace(
        steps: tokens.indices.map { StateTrace.Step(states, row: $0, probabilities[$0]) })
    }
  }

  /// Returns the probabilities of the labels for each beginning of the text. Those of a model that
  /// reads ahead only and decides by the last state follow from the states; others need a pass each.
  private func probabilitiesOfBeginnings(
    _ tokens: [Int32], _ encoded: SequenceEncoder.Saved, _ pass: Pass
  ) -> [[Float]] {
    let encoder = configuration.encoder
    if configuration.pooling == .last && encoder.bidirectional == .none && !encoder.residual {
      let distribution = output.softmax.distribution(encoded.output, pass)
      return tokens.indices.map { distribution.probabilities(row: $0) }
    }
    let session = SequenceSession(self.encoder, pass)
    return tokens.indices.map { place in
      pass.arena.scope {
        let beginning = SequenceExample(tokens: Array(tokens[...place]))
        return distribution(SequenceInput([beginning], numbers: [0]), session)
          .probabilities(row: 0)
      }
    }
  }
}

extension SequenceLabeller {
  /// Reads a sequence and returns the states. The outputs are the labels of the step.
  package func trace(_ sequence: SequenceExample, _ pass: Pass) -> StateTrace {
    pass.arena.scope {
      let input = SequenceInput([sequence], numbers: [0])
      let encoded = encoder.forward(input, pass)
      let states = encoder.states(encoded, input, pass)
      let distribution = output.softmax.distribution(encoded.output, pass)
      return StateTrace(
        steps: (0..<sequence.length).map {
          StateTrace.Step(states, row: $0, distribution.probabilities(row: $0))
        })
    }
  }
}

extension StateTrace.Step {
  fileprivate init(_ states: [RecurrentState], row: Int, _ probabilities: [Float]) {
    hidden = states.map { $0.hidden.row(row).elements }
    cell = states.filter { $0.cell.columns > 0 }.map { $0.cell.row(row).elements }
    self.probabilities = probabilities
  }
}

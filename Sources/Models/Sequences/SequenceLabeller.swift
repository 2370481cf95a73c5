// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers
package import Text

/// Predicts a label for each step of a sequence: the encoder's output at the step goes through a
/// softmax.
///
/// A long sequence may be read in windows, as by `LanguageModel`: the states are carried on from one
/// window to the next, and the gradient ends at the start of a window.
package struct SequenceLabeller: Sendable {
  package let configuration: LabellerConfiguration
  package let layout: ParameterLayout
  package let encoder: SequenceEncoder
  package let output: LabelOutput
  package let carried: ParameterLayout

  /// `streams` is the number of sequences that are read in windows; 0 if sequences are read whole.
  package init(_ configuration: LabellerConfiguration, streams: Int = 0) {
    var layout = ParameterLayout()
    encoder = SequenceEncoder(&layout, configuration.encoder)
    output = LabelOutput(&layout, configuration.encoder, labelCount: configuration.labelCount)
    self.configuration = configuration
    self.layout = layout
    carried =
      streams == 0 ? ParameterLayout() : encoder.stack.carriedLayout(streams: streams)
  }

  package func lossAndGradient(
    _ batch: Batch, scale: Float, _ objective: TrainingObjective, _ pass: Pass,
    carried: ParameterBuffer
  ) -> Double {
    let encoded = pass.time(.encoderForward) {
      encoder.forward(batch.input, initial: initialStates(of: batch, carried, pass), pass)
    }
    if !batch.streams.isEmpty {
      encoder.stack.store(encoded.finalStates, of: batch.streams, in: carried)
    }
    let rows = batch.input.rows
    let (loss, dOutput) = output.lossAndGradient(
      encoded.output, labels: batch.labels, rows, scale: scale, objective, pass)
    pass.time(.encoderBackward) {
      let dFinal = encoder.stack.zeroStates(rows: rows.lengths.sentences, pass)
      encoder.backward(dOutput, dFinal: dFinal, encoded, batch.input, pass)
    }
    return loss
  }

  /// Returns the states from which the windows of a batch start; nil for whole sequences.
  private func initialStates(
    of batch: Batch, _ carried: ParameterBuffer, _ pass: Pass
  ) -> [RecurrentState]? {
    if batch.streams.isEmpty { return nil }
    let states = encoder.stack.states(of: batch.streams, in: carried, pass.arena)
    for (row, startsAfresh) in batch.startsAfresh.enumerated() where startsAfresh {
      for state in states {
        state.hidden.row(row).fill(0)
        state.cell.row(row).fill(0)
      }
    }
    return states
  }

  /// The distribution has a row for each step of `input`.
  package func distribution(
    _ input: SequenceInput, _ session: SequenceSession,
    with partner: SequenceSession.Partner? = nil
  ) -> WordDistribution {
    distribution(input, from: nil, session, with: partner).distribution
  }

  /// As above, from an initial state for each layer, `[B, H]`, or from zeros; also returns the state
  /// after the last step of each sequence.
  package func distribution(
    _ input: SequenceInput, from initial: [RecurrentState]?, _ session: SequenceSession,
    with partner: SequenceSession.Partner? = nil
  ) -> (distribution: WordDistribution, finalStates: [RecurrentState]) {
    let encoded = session.run(input, from: initial, with: partner)
    return (output.softmax.distribution(encoded.output, session.pass), encoded.finalStates)
  }

  package func byExample<Value>(_ values: [Value], _ input: SequenceInput) -> [[Value]] {
    input.byExample(values)
  }

  /// The label of a step depends most on the steps nearby, except in streams.
  package func initialParameters(
    seed: UInt64, embeddingDeviation: Float, forgetBias: Float?, embeddings: WordVectors?
  ) -> ParameterBuffer {
    initialParameters(
      seed: seed, embeddingDeviation, forgetBias, embeddings,
      statesMustLast: !carried.entries.isEmpty)
  }
}

// MARK: - Training

extension SequenceLabeller: LabelModel {
  /// A sequence and the label of each step.
  package struct Example: Sendable {
    let sequence: SequenceExample
    let labels: [Int32]
    let stream: UInt32?
    let startsAfresh: Bool

    /// A window of a stream starts from the state after the stream's window before, unless it
    /// `startsAfresh`.
    package init(
      _ sequence: SequenceExample, labels: [Int32], stream: UInt32? = nil,
      startsAfresh: Bool = true
    ) {
      precondition(labels.count == sequence.length)
      (self.sequence, self.labels) = (sequence, labels)
      (self.stream, self.startsAfresh) = (stream, startsAfresh)
    }
  }

  /// Sequences and the labels of their steps, sorted longest first.
  package struct Batch: Sendable {
    package let input: SequenceInput
    /// The label of each row: `[N]`.
    let labels: [Int32]
    /// The stream of each sequence, and whether it starts from zeros: `[B]`. Both are empty for whole
    /// sequences.
    let streams: [UInt32]
    let startsAfresh: [Bool]
  }

  /// Either all examples are windows, or none is.
  package func batch(_ examples: [Example], numbers: [UInt32]) -> Batch {
    let streams = examples.compactMap(\.stream)
    precondition(streams.isEmpty || streams.count == examples.count)
    let input = SequenceInput(
      examples.map(\.sequence), numbers: streams.isEmpty ? numbers : streams)
    return Batch(
      input: input, labels: input.rows.packed(input.sorted(examples.map(\.labels))),
      streams: streams.isEmpty ? [] : input.sorted(streams),
      startsAfresh: streams.isEmpty ? [] : input.sorted(examples.map(\.startsAfresh)))
  }

  package func work(_ example: Example) -> Int {
    example.sequence.length * (encoder.multiplyAddsPerStep + output.multiplyAdds)
  }

  package func predictions(_ batch: Batch) -> Int { batch.labels.count }
}

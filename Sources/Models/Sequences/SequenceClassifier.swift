// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers
package import Text

/// Predicts one label for a sequence: the encoder's state after the last step, or the mean or the
/// maximum of its outputs over time, goes through a softmax.
package struct SequenceClassifier: Sendable {
  package let configuration: ClassifierConfiguration
  package let layout: ParameterLayout
  package let encoder: SequenceEncoder
  package let output: LabelOutput

  package init(_ configuration: ClassifierConfiguration) {
    var layout = ParameterLayout()
    encoder = SequenceEncoder(&layout, configuration.encoder)
    output = LabelOutput(&layout, configuration.encoder, labelCount: configuration.labelCount)
    self.configuration = configuration
    self.layout = layout
  }

  package func lossAndGradient(
    _ batch: Batch, scale: Float, _ objective: TrainingObjective, _ pass: Pass,
    carried: ParameterBuffer
  ) -> Double {
    let encoded = pass.time(.encoderForward) { encoder.forward(batch.input, pass) }
    let pooled = pooled(
      encoded.output, encoded.finalStates, batch.input.rows.lengths, pass)
    let (loss, dPooled) = output.lossAndGradient(
      pooled.output, labels: batch.labels, batch.sequenceRows, scale: scale, objective, pass)
    pass.time(.encoderBackward) {
      backward(dPooled, pooled, encoded, batch.input, pass)
    }
    return loss
  }

  /// The distribution has a row for each sequence of `input`.
  package func distribution(
    _ input: SequenceInput, _ session: SequenceSession,
    with partner: SequenceSession.Partner? = nil
  ) -> WordDistribution {
    let (encoded, lengths) = (session.run(input, with: partner), input.rows.lengths)
    let pooled = pooled(encoded.output, encoded.finalStates, lengths, session.pass)
    return output.softmax.distribution(pooled.output, session.pass)
  }

  package func byExample<Value>(_ values: [Value], _ input: SequenceInput) -> [[Value]] {
    input.unsorted(values.map { [$0] })
  }

  /// With the last state, states must last from the start, because the first step may decide the
  /// label.
  package func initialParameters(
    seed: UInt64, embeddingDeviation: Float, forgetBias: Float?, embeddings: WordVectors?
  ) -> ParameterBuffer {
    initialParameters(
      seed: seed, embeddingDeviation, forgetBias, embeddings,
      statesMustLast: configuration.pooling == .last)
  }
}

// MARK: - Pooling

extension SequenceClassifier {
  private struct Pooled {
    /// `[B, H]`
    let output: MatrixView
    var maximum: MaxOverTime.Saved?
  }

  /// Pools the `outputs` `[N, H]` of the last layer, or the last of the `finalStates` `[B, H]`.
  private func pooled(
    _ outputs: MatrixView, _ finalStates: [RecurrentState], _ lengths: PackedLengths, _ pass: Pass
  ) -> Pooled {
    switch configuration.pooling {
    case .last: return Pooled(output: finalStates[finalStates.count - 1].hidden)
    case .mean: return Pooled(output: MeanOverTime.forward(outputs, lengths, pass))
    case .max:
      let maximum = MaxOverTime.forward(outputs, lengths, pass)
      return Pooled(output: maximum.output, maximum: maximum)
    }
  }

  private func backward(
    _ dPooled: MatrixView, _ pooled: Pooled, _ encoded: SequenceEncoder.Saved,
    _ input: SequenceInput, _ pass: Pass
  ) {
    let lengths = input.rows.lengths
    let dFinal = encoder.stack.zeroStates(rows: lengths.sentences, pass)
    let dOutput: MatrixView
    switch configuration.pooling {
    case .last:
      dFinal[dFinal.count - 1].hidden.copy(from: dPooled)
      dOutput = encoder.zeroOutputs(input, pass)
    case .mean: dOutput = MeanOverTime.backward(dPooled, lengths, pass)
    case .max:
      guard let maximum = pooled.maximum else { preconditionFailure("no maximum") }
      dOutput = MaxOverTime.backward(dPooled, maximum, lengths, pass)
    }
    encoder.backward(dOutput, dFinal: dFinal, encoded, input, pass)
  }
}

// MARK: - Training

extension SequenceClassifier: LabelModel {
  /// A sequence and its label.
  package struct Example: Sendable {
    let sequence: SequenceExample
    let label: Int32

    package init(_ sequence: SequenceExample, label: Int32) {
      (self.sequence, self.label) = (sequence, label)
    }
  }

  /// Sequences and their labels, sorted longest first.
  package struct Batch: Sendable {
    package let input: SequenceInput
    /// `[B]`
    let labels: [Int32]
    /// The rows of the sequences for dropout after pooling.
    let sequenceRows: PackedRows
  }

  package func batch(_ examples: [Example], numbers: [UInt32]) -> Batch {
    let input = SequenceInput(examples.map(\.sequence), numbers: numbers)
    return Batch(
      input: input, labels: input.sorted(examples.map(\.label)),
      sequenceRows: PackedRows(examples.map { _ in 1 }, numbers: input.sorted(numbers)))
  }

  package func work(_ example: Example) -> Int {
    example.sequence.length * encoder.multiplyAddsPerStep + output.multiplyAdds
  }

  package func predictions(_ batch: Batch) -> Int { batch.labels.count }
}

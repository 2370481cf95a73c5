// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// Predicts a label for each step of a sequence: the encoder's output at the step goes through a
/// softmax.
package struct SequenceLabeller: Sendable {
  package let configuration: LabellerConfiguration
  package let layout: ParameterLayout
  package let encoder: SequenceEncoder
  package let output: SoftmaxOutput
  private let outputDropout: Dropout

  package init(_ configuration: LabellerConfiguration) {
    var layout = ParameterLayout()
    encoder = SequenceEncoder(&layout, configuration.encoder)
    output = SoftmaxOutput(
      &layout, name: "output", inputSize: configuration.encoder.hiddenSize,
      vocabularySize: configuration.labelCount)
    outputDropout = Dropout(
      rate: configuration.encoder.outputDropout, stream: layout.claimRandomStream(1))
    self.configuration = configuration
    self.layout = layout
  }

  package func lossAndGradient(
    _ batch: Batch, scale: Float, _ objective: TrainingObjective, _ pass: Pass,
    carried: ParameterBuffer
  ) -> Double {
    let rows = batch.input.rows
    let encoded = pass.time(.encoderForward) { encoder.forward(batch.input, pass) }
    let (loss, dOutput) = pass.time(.outputAndLoss) {
      output.lossAndGradient(
        outputDropout.forward(encoded.output, rows.identities, pass), targets: batch.labels,
        scale: scale, smoothing: objective.labelSmoothing, pass)
    }
    pass.time(.encoderBackward) {
      outputDropout.backward(dOutput, rows.identities, pass)
      let dFinal = encoder.stack.zeroStates(rows: rows.lengths.sentences, pass)
      encoder.backward(dOutput, dFinal: dFinal, encoded, batch.input, pass)
    }
    return loss
  }

  /// Returns the distribution over the labels for each row of `input`, in buffers of the workspace's
  /// arena, without dropout.
  package func distribution(_ input: SequenceInput, _ pass: Pass) -> WordDistribution {
    output.distribution(encoder.forward(input, pass.withoutDropout).output, pass)
  }
}

// MARK: - Training

extension SequenceLabeller: LabelModel, TrainableModel {
  /// A sequence and the label of each step.
  package struct Example: Sendable {
    let sequence: SequenceExample
    let labels: [Int32]

    package init(_ sequence: SequenceExample, labels: [Int32]) {
      precondition(labels.count == sequence.length)
      (self.sequence, self.labels) = (sequence, labels)
    }
  }

  /// Sequences and the labels of their steps, sorted longest first.
  package struct Batch: Sendable {
    package let input: SequenceInput
    /// The label of each row: `[N]`.
    let labels: [Int32]
  }

  package func batch(_ examples: [Example], numbers: [UInt32]) -> Batch {
    let input = SequenceInput(examples.map(\.sequence), numbers: numbers)
    return Batch(
      input: input, labels: input.rows.packed(input.sorted(examples.map(\.labels))))
  }

  package func work(_ example: Example) -> Int {
    example.sequence.length
      * (encoder.multiplyAddsPerStep + output.weight.columns * output.weight.rows)
  }

  package func predictions(_ batch: Batch) -> Int { batch.labels.count }
}

// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers
package import Threads

/// A model whose loss depends on the last step of a sequence, directly or by way of a decoder, so that
/// the gradient with respect to the states of earlier steps tells how far back the network can learn
/// (Bengio, Simard and Frasconi, "Learning long-term dependencies with gradient descent is
/// difficult", 1994; Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural
/// networks", 2013).
///
/// The loss of a sequence is that of a classifier's label, that of the token or the label at the last
/// step of a language model, a generator or a labeller, or the summed loss of a translation, whose states are those
/// of the encoder. The state is that of a layer after a step: the hidden state and, in an LSTM, the
/// cell state. As for the outputs of `torch.nn.LSTMCell`, the gradient with respect to a cell state is
/// the part that does not pass through the hidden state of the same step. The distance of a step is
/// counted from the last one that the layer reads.
package protocol StateGradientModel: TrainableModel {
  var observedLayers: [ObservedLayer] { get }
  /// Returns the lengths of the sequences that the observed layers read.
  func observedLengths(_ batch: Batch) -> PackedLengths
  /// Returns the number of steps of an example that the observed layers read.
  func observedSteps(_ example: Example) -> Int
}

extension StateGradientModel {
  /// Returns the norms of the gradient with respect to the states of each observed layer, up to
  /// `distance` steps before the last one, and the mean loss of a sequence.
  ///
  /// Each sequence has a loss of its own. The result does not depend on the number of workers, which
  /// compute in `workspaces`. `carried` is not changed.
  package func stateGradients(
    of examples: [Example], upTo distance: Int, _ weights: Weights,
    carried: ParameterBuffer? = nil, _ pool: WorkerPool,
    _ workspace: @escaping @Sendable (Int) -> Workspace
  ) -> (layers: [LayerGradients], loss: Double) {
    let groups = groups(of: examples.map(observedSteps))
    let batches = groups.map { group in
      batch(group.map { examples[$0] }, numbers: group.map { UInt32($0) })
    }
    let found = pool.map(below: batches.count) { worker, number in
      let (workspace, batch) = (workspace(worker), batches[number])
      defer { workspace.arena.reset() }
      let observer = StateGradientObserver(
        observedLayers, observedLengths(batch), upTo: distance)
      let loss = lossAndGradient(
        batch, scale: 1, .lastStep,
        Pass(weights, workspace, observer: observer, into: GradientTerms(layout)),
        carried: copy(of: carried))
      return (layers: observer.gradients, loss: loss)
    }
    var layers = observedLayers.map(LayerGradients.init)
    for part in found {
      for index in layers.indices { layers[index].add(part.layers[index]) }
    }
    return (layers, found.reduce(0) { $0 + $1.loss } / Double(max(1, examples.count)))
  }

  private func copy(of carried: ParameterBuffer?) -> ParameterBuffer {
    let copy = ParameterBuffer(self.carried)
    if let carried { copy.all.copy(from: carried.all) }
    return copy
  }
}

extension RecurrentStack {
  /// The layers, with the direction that reads backward if `inBothDirections`.
  package func observedLayers(inBothDirections: Bool) -> [ObservedLayer] {
    layers.enumerated().flatMap { index, layer in
      layer.directions.prefix(inBothDirections ? 2 : 1).enumerated().map { direction, recurrent in
        ObservedLayer(number: index + 1, readsBackward: direction == 1, recurrent: recurrent)
      }
    }
  }
}

// MARK: - Models

extension SequenceClassifier: StateGradientModel {
  package var observedLayers: [ObservedLayer] {
    encoder.stack.observedLayers(inBothDirections: true)
  }

  package func observedLengths(_ batch: Batch) -> PackedLengths { batch.input.rows.lengths }
  package func observedSteps(_ example: Example) -> Int { example.sequence.length }
}

extension SequenceLabeller: StateGradientModel {
  /// Only the layers that read forward: others read nothing before the last step.
  package var observedLayers: [ObservedLayer] {
    encoder.stack.observedLayers(inBothDirections: false)
  }

  package func observedLengths(_ batch: Batch) -> PackedLengths { batch.input.rows.lengths }
  package func observedSteps(_ example: Example) -> Int { example.sequence.length }
}

extension SequenceGenerator: StateGradientModel {
  package var observedLayers: [ObservedLayer] {
    decoder.stack.observedLayers(inBothDirections: false)
  }

  package func observedLengths(_ batch: GeneratorBatch) -> PackedLengths {
    batch.text.tokens.lengths
  }

  package func observedSteps(_ example: GeneratorExample) -> Int { example.length }
}

// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
public import Corpora
import Layers
public import Models
import Threads

/// Turns texts into vectors: the states of a trained recurrent model after it has read them.
///
///     let encoder = try SentenceEncoder(checkpoint: "checkpoints/eng-fra")
///     print(encoder.vectors(of: ["In a few days."])[0] ?? [])
///
/// A translator reads with its encoder; a generator's vector is the first state of its decoder.
///
/// Use it from one thread at a time; it starts its own worker threads.
public final class SentenceEncoder {
  /// The number of values in a vector.
  public let size: Int
  public let choice: StateChoice
  private let model: ReadingModel
  private let pool: WorkerPool
  private let passes: PerWorker<Pass>

  /// Reads the checkpoint in `directory`, of any task.
  ///
  /// - Throws: `SentenceEncoderError` if the model has no such state; the errors of the checkpoint;
  ///   `ThreadError`.
  public convenience init(
    checkpoint directory: String, _ choice: StateChoice = StateChoice(), threads: Int = 1
  ) throws {
    let pool = try WorkerPool(count: threads)
    try self.init(ReadingModel(directory: directory, pool), choice, pool)
  }

  /// - Throws: `SentenceEncoderError`.
  init(
    _ model: ReadingModel, _ choice: StateChoice, _ pool: WorkerPool
  ) throws(SentenceEncoderError) {
    let network = model.network
    guard choice.layers.layers(of: network.layerCount) != nil else {
      throw .noSuchLayer(layers: network.layerCount)
    }
    if choice.state != .hidden && !network.cell.hasCellState { throw .noCellState }
    (self.model, self.choice, self.pool) = (model, choice, pool)
    size = network.vectorSize(choice)
    passes = PerWorker((0..<pool.count).map { _ in Pass(model.weights, Workspace()) })
  }

  /// The number of values in each vector that the model reads; 0 if it reads text.
  public var inputSize: Int { model.inputSize }

  /// Returns the vector of each text; nil for a blank one. The model must read text.
  public func vectors(of texts: [String]) -> [[Float]?] {
    let sequences = texts.map(model.sequence)
    let places = sequences.indices.filter { sequences[$0] != nil }
    var results = [[Float]?](repeating: nil, count: texts.count)
    for (place, vector) in zip(places, vectors(of: sequences.compactMap(\.self))) {
      results[place] = vector
    }
    return results
  }

  /// Returns the vector of each of some sequences of vectors, or of all. The model must read vectors
  /// of their size.
  public func vectors(
    of sequences: VectorSequences, _ range: Range<Int>? = nil
  ) -> [[Float]] {
    precondition(sequences.size == inputSize, "vectors of another size")
    return vectors(of: (range ?? 0..<sequences.count).map { model.sequence(sequences, $0) })
  }

  /// Returns a search for the nearest of `corpus`, vectors of `size` values, on the same threads.
  ///
  /// - Throws: `NearestVectors.InvalidRow`.
  package func nearestVectors(
    in corpus: VectorMatrix
  ) throws(NearestVectors.InvalidRow) -> NearestVectors {
    try NearestVectors(corpus, pool)
  }

  private func vectors(of sequences: [SequenceExample]) -> [[Float]] {
    let groups = groups(of: sequences.map(\.length))
    let (network, choice) = (model.network, choice)
    let found = pool.map(below: groups.count) { [passes] worker, number in
      let pass = passes[worker]
      return pass.arena.scope {
        network.vectors(of: groups[number].map { sequences[$0] }, choice, pass)
      }
    }
    var results = [[Float]](repeating: [], count: sequences.count)
    for (place, vector) in zip(groups.joined(), found.joined()) { results[place] = vector }
    return results
  }
}

/// The reason that a model has no vectors of a kind.
public enum SentenceEncoderError: Error, Equatable, Sendable {
  case noSuchLayer(layers: Int)
  /// The cells have no cell state.
  case noCellState
  /// A language model that is not recurrent has no state.
  case notRecurrent(directory: String, LanguageModelKind)
  /// The vector of a generator enters at every step only, not as a first state.
  case noFirstState(directory: String)
}

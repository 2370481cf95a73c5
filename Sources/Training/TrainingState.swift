// SPDX-License-Identifier: Apache-2.0

package import Compute
import Files
import FoundationEssentials
import Models
import Safetensors

/// Where a run stands: with the weights, the optimizer's moments and the data, all that the next
/// step depends on.
package struct TrainingState: Codable, Sendable, Equatable {
  /// Steps made.
  package var step = 0
  /// The epoch under way, from 0, and the batches of it that are done.
  package var epoch = 0
  package var batch = 0
  /// The batch size that `batch` counts in.
  package var batchSize: Int
  /// The lowest dev perplexity so far, and the epoch that reached it.
  package var bestPerplexity: Double?
  package var bestEpoch: Int?
  /// The step that the dev set was last scored at: a run that goes on from there does not score it
  /// again.
  package var validatedStep: Int?
  /// Target tokens trained on since the start.
  package var targetTokens = 0
  /// What was trained since the last entry of the metrics: Σ loss, tokens, and the largest norm.
  package var interval = Interval()

  package struct Interval: Codable, Sendable, Equatable {
    package var lossSum = 0.0
    package var targetTokens = 0
    package var largestGradientNorm = 0.0

    package init() {}

    package var meanLoss: Double { lossSum / Double(max(targetTokens, 1)) }
  }

  package init(batchSize: Int) { self.batchSize = batchSize }
}

// MARK: - File

extension TrainingState {
  private static let metadataKey = "state"

  /// Writes the state with weights and moments.
  package func save(
    to path: String, _ parameters: ParameterBuffer, _ optimizer: Optimizer
  ) throws {
    let buffers = [("weights.", parameters)] + optimizer.moments.map { ($0.name + ".", $0.buffer) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let state = String(decoding: try encoder.encode(self), as: UTF8.self)
    var writer = try SafetensorsWriter(
      path: path, metadata: [Self.metadataKey: state],
      tensors: buffers.flatMap { $0.1.declarations(prefix: $0.0) })
    for (prefix, buffer) in buffers { try buffer.write(prefix: prefix, to: &writer) }
    try writer.commit()
  }

  /// Whether the counts are some that training can come to: others would lead out of the data.
  private var isPossible: Bool {
    [step, epoch, batch, batchSize - 1, bestEpoch ?? 0]
      .allSatisfy { (0..<Int(Int32.max)).contains($0) }
      && [targetTokens, interval.targetTokens].allSatisfy { (0...Int.max / 2).contains($0) }
  }

  /// Reads a state into buffers of the right layout.
  ///
  /// - Throws: `TrainingError`, `SafetensorsError` or `FileError`.
  package init(
    from path: String, into parameters: ParameterBuffer, _ optimizer: Optimizer
  ) throws {
    guard fileExists(path) else { throw TrainingError.missingTrainingState(path: path) }
    let file = try SafetensorsFile(path: path)
    guard let json = file.metadata[Self.metadataKey],
      let state = try? JSONDecoder().decode(TrainingState.self, from: Data(json.utf8)),
      state.isPossible
    else { throw TrainingError.malformedTrainingState(path: path) }
    try parameters.read(prefix: "weights.", from: file)
    for moment in optimizer.moments {
      try moment.buffer.read(prefix: moment.name + ".", from: file)
    }
    self = state
  }
}

// MARK: - Progress

extension TrainingState {
  mutating func record(_ result: DataParallelStep.Result) {
    step += 1
    batch += 1
    targetTokens += result.targetTokens
    interval.lossSum += result.loss * Double(result.targetTokens)
    interval.targetTokens += result.targetTokens
    interval.largestGradientNorm = max(interval.largestGradientNorm, result.gradientNorm)
  }

  /// Scores of another dev set do not count.
  mutating func forgetBest() { (bestPerplexity, bestEpoch, validatedStep) = (nil, nil, nil) }

  /// Whether an entry of the metrics was made on the way to this state: what is behind it, the run
  /// that goes on will make again.
  func includes(_ entry: MetricsEntry) -> Bool {
    switch entry.kind {
    case .training: entry.step <= step
    case .validation: entry.step < step || entry.step == validatedStep
    }
  }

  /// Goes on in the epoch where as many pairs are done, as nearly as the new size can count.
  mutating func changeBatchSize(to size: Int) {
    guard size != batchSize else { return }
    batch = batch * batchSize / size
    batchSize = size
  }
}

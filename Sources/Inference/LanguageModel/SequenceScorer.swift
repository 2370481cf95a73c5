// SPDX-License-Identifier: Apache-2.0

package import Models
package import Threads

/// Computes the probability of each token of given sequences.
package protocol SequenceScorer: Sendable {
  /// The maximum number of tokens in a part. Nil if a token depends on all before it, so that a
  /// sequence is scored from its first token to its last.
  var partLength: Int? { get }

  /// Scores `parts`, which are sorted longest first. Calls `report` with the index of a part, the
  /// position of a token among its predicted ones, and the negative log-likelihood of the tokens
  /// from there on, in nats.
  func score(_ parts: [WindowExample], worker: Int, _ report: (Int, Int, [Float]) -> Void)
}

extension SequenceScorer {
  /// Returns the negative log-likelihood of each token of each of `sequences`, in nats. Each
  /// sequence starts from the initial state.
  package func losses(of sequences: [ArraySlice<Int32>], _ pool: WorkerPool) -> [[Float]] {
    var losses = sequences.map { [Float](repeating: 0, count: $0.count) }
    for report in reports(of: sequences, pool, { $0 }) {
      let positions = report.position..<report.position + report.value.count
      losses[report.sequence].replaceSubrange(positions, with: report.value)
    }
    return losses
  }

  /// Returns the negative log-likelihood of each token of each of `lines`, in nats. The lines are
  /// parts of one text: each continues the line before.
  package func losses(
    ofContinued lines: [ArraySlice<Int32>], _ pool: WorkerPool
  ) -> [[Float]] {
    let all = losses(of: [Array(lines.joined())[...]], pool)[0]
    var end = 0
    return lines.map { line in
      defer { end += line.count }
      return Array(all[end..<end + line.count])
    }
  }

  /// Returns the likelihood of each of `sequences`, each of which starts from the initial state. The
  /// losses of the tokens are not kept, so that texts may be long.
  package func likelihoods(of sequences: [ArraySlice<Int32>], _ pool: WorkerPool)
    -> [SequenceLikelihood]
  {
    var likelihoods = [SequenceLikelihood](repeating: SequenceLikelihood(), count: sequences.count)
    for report in reports(of: sequences, pool, { SequenceLikelihood(losses: $0) }) {
      likelihoods[report.sequence] += report.value
    }
    return likelihoods
  }

  /// Scores groups of parts on all workers, and replaces the losses in each report by `reduce` of
  /// them.
  private func reports<Value: Sendable>(
    of sequences: [ArraySlice<Int32>], _ pool: WorkerPool,
    _ reduce: @escaping @Sendable ([Float]) -> Value
  ) -> some Sequence<Report<Value>> {
    let groups = groups(of: sequences)
    return pool.map(below: groups.count) { worker, number in
      let group = groups[number]
      var reports: [Report<Value>] = []
      score(group.map(\.part), worker: worker) { index, position, losses in
        let (sequence, part) = group[index]
        let first = part.predicted.lowerBound - part.text.startIndex
        reports.append(Report(sequence, first + position, reduce(losses)))
      }
      return reports
    }.joined()
  }

  /// Divides `sequences` into parts, and groups these. The groups do not depend on the number of
  /// workers.
  private func groups(
    of sequences: [ArraySlice<Int32>]
  ) -> [[(sequence: Int, part: WindowExample)]] {
    let parts = sequences.enumerated().flatMap { number, text in
      stride(from: text.startIndex, to: text.endIndex, by: partLength ?? max(text.count, 1)).map {
        let end = min(text.endIndex, $0 + (partLength ?? text.count))
        return (sequence: number, part: WindowExample(text: text, predicted: $0..<end))
      }
    }
    var groups: [[(sequence: Int, part: WindowExample)]] = []
    var tokens = 0
    for index in longestFirst(parts.map(\.part.predicted.count)) {
      let length = parts[index].part.predicted.count
      tokens += length
      if groups.last?.count ?? mostParts == mostParts || tokens > partLength ?? .max {
        groups.append([])
        tokens = length
      }
      groups[groups.count - 1].append(parts[index])
    }
    return groups
  }
}

/// What is known of the tokens of a sequence from a position on.
private struct Report<Value: Sendable>: Sendable {
  let sequence: Int
  let position: Int
  let value: Value

  init(_ sequence: Int, _ position: Int, _ value: Value) {
    self.sequence = sequence
    self.position = position
    self.value = value
  }
}

/// The maximum number of parts that are scored together. They have at most `partLength` tokens in
/// all, if that is limited.
private let mostParts = 64

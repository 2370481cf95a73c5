// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Files
import FoundationEssentials
import Glibc

/// A line of `metrics.jsonl`.
public struct MetricsEntry: Codable, Sendable, Equatable {
  public enum Kind: String, Codable, Sendable {
    /// Training since the entry before.
    case training
    /// Scores on the dev set after an epoch.
    case validation
    /// Scores on the dev set of the averaged weights, after the last epoch.
    case average
    /// The gradients with respect to earlier states after an epoch, on a part of the training data.
    case gradients
  }

  public var kind: Kind
  public var step: Int
  /// The epoch, from 1.
  public var epoch: Int
  /// The steps of the weights that were averaged; nil unless the entry is an average.
  public var averagedSteps: [Int]?
  /// The mean negative log-likelihood of a predicted token, in nats.
  public var loss: Double
  public var perplexity: Double
  /// The largest gradient norm since the entry before.
  public var gradientNorm: Double?
  public var learningRate: Float?
  /// The number of predicted tokens since the start of training.
  public var tokens: Int
  /// The time spent in training steps since the process began, without validation and saving.
  public var seconds: Double
  public var tokensPerSecond: Double?
  /// Further scores, or the gradients, by name.
  public var scores: [String: Double] = [:]

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case kind, step, epoch
    case averagedSteps = "averaged_steps"
    case loss, perplexity
    case gradientNorm = "gradient_norm"
    case learningRate = "learning_rate"
    case tokens, seconds
    case tokensPerSecond = "tokens_per_second"
  }
}

extension MetricsEntry {
  /// Returns the value of `metric`; nil if it was not computed.
  package func value(_ metric: ValidationMetric) -> Double? {
    metric == .perplexity ? perplexity : scores[metric.rawValue]
  }

  /// The measured numbers, by the names that all tasks give them in the file.
  package var values: [String: Double] {
    // The shortest decimal of a float is not that of the double with the same value.
    let rate = learningRate.flatMap { Double("\($0)") }
    let measured: [(key: CodingKeys, value: Double?)] = [
      (.loss, loss), (.perplexity, perplexity), (.gradientNorm, gradientNorm),
      (.learningRate, rate), (.tokensPerSecond, tokensPerSecond),
    ]
    var values = scores
    for (key, value) in measured { values[key.rawValue] = value }
    return values
  }
}

// MARK: - File

extension MetricsEntry {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: NamedKey.self)
    let names = FileKeys(of: decoder.userInfo).metrics
    func key(_ key: CodingKeys) -> NamedKey { NamedKey(names[key.rawValue] ?? key.rawValue) }
    kind = try container.decode(Kind.self, forKey: key(.kind))
    step = try container.decode(Int.self, forKey: key(.step))
    epoch = try container.decode(Int.self, forKey: key(.epoch))
    averagedSteps = try container.decodeIfPresent([Int].self, forKey: key(.averagedSteps))
    loss = try container.decode(Double.self, forKey: key(.loss))
    perplexity = try container.decode(Double.self, forKey: key(.perplexity))
    gradientNorm = try container.decodeIfPresent(Double.self, forKey: key(.gradientNorm))
    learningRate = try container.decodeIfPresent(Float.self, forKey: key(.learningRate))
    tokens = try container.decode(Int.self, forKey: key(.tokens))
    seconds = try container.decode(Double.self, forKey: key(.seconds))
    tokensPerSecond = try container.decodeIfPresent(Double.self, forKey: key(.tokensPerSecond))
    let fixed = Set(CodingKeys.allCases.map { key($0).stringValue })
    for score in container.allKeys where !fixed.contains(score.stringValue) {
      scores[score.stringValue] = try container.decode(Double.self, forKey: score)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: NamedKey.self)
    let names = FileKeys(of: encoder.userInfo).metrics
    func key(_ key: CodingKeys) -> NamedKey { NamedKey(names[key.rawValue] ?? key.rawValue) }
    try container.encode(kind, forKey: key(.kind))
    try container.encode(step, forKey: key(.step))
    try container.encode(epoch, forKey: key(.epoch))
    try container.encodeIfPresent(averagedSteps, forKey: key(.averagedSteps))
    try container.encode(loss, forKey: key(.loss))
    try container.encode(perplexity, forKey: key(.perplexity))
    try container.encodeIfPresent(gradientNorm, forKey: key(.gradientNorm))
    try container.encodeIfPresent(learningRate, forKey: key(.learningRate))
    try container.encode(tokens, forKey: key(.tokens))
    try container.encode(seconds, forKey: key(.seconds))
    try container.encodeIfPresent(tokensPerSecond, forKey: key(.tokensPerSecond))
    for (name, score) in scores { try container.encode(score, forKey: NamedKey(name)) }
  }

  // JSON cannot express numbers that are not finite, and a diverging loss can be one.
  private static let (positiveInfinity, negativeInfinity, nan) = ("Infinity", "-Infinity", "NaN")

  /// Returns the entry as a JSON object on one line, with the task's names for some keys.
  package func line(_ keys: FileKeys) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.userInfo = keys.userInfo
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: Self.positiveInfinity, negativeInfinity: Self.negativeInfinity,
      nan: Self.nan)
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Parses a line that `line` wrote. Nil for anything else, such as a line cut short by a kill.
  package init?(line: some StringProtocol, _ keys: FileKeys) {
    let decoder = JSONDecoder()
    decoder.userInfo = keys.userInfo
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: Self.positiveInfinity, negativeInfinity: Self.negativeInfinity,
      nan: Self.nan)
    guard let entry = try? decoder.decode(MetricsEntry.self, from: Data(line.utf8)) else {
      return nil
    }
    self = entry
  }
}

/// Appends entries to `metrics.jsonl`, one JSON object per line.
struct MetricsLog {
  let path: String
  let keys: FileKeys

  func append(_ entry: MetricsEntry) throws {
    try appendLine(try entry.line(keys) + "\n")
  }

  /// Removes the entries that were written after `state` was saved.
  func truncate(to state: TrainingState) throws {
    guard fileExists(path) else { return }
    let text = try unsafe MappedFile(path: path).withBytes {
      unsafe String(decoding: $0, as: UTF8.self)
    }
    var file = try AtomicFile(path: path)
    for line in text.split(separator: "\n") {
      guard let entry = MetricsEntry(line: line, keys), state.includes(entry) else { break }
      try file.write(line + "\n")
    }
    try file.commit()
  }

  private func appendLine(_ line: String) throws(FileError) {
    let descriptor = unsafe open(path.systemPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError(.create, path: path, code: errno) }
    defer { close(descriptor) }
    var line = line
    let count = line.withUTF8 { unsafe write(descriptor, $0.baseAddress, $0.count) }
    guard count >= 0 else { throw FileError(.write, path: path, code: errno) }
    // A short write means that the disk is full.
    guard count == line.utf8.count else { throw FileError(.write, path: path, code: ENOSPC) }
  }
}

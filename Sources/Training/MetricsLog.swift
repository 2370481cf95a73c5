// SPDX-License-Identifier: Apache-2.0

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
  }

  public var kind: Kind
  public var step: Int
  /// The epoch, from 1.
  public var epoch: Int
  /// The steps of the weights that were averaged; nil unless the entry is an average.
  public var averagedSteps: [Int]?
  /// The mean negative log-likelihood of a target token, in nats.
  public var loss: Double
  public var perplexity: Double
  /// The largest gradient norm since the entry before.
  public var gradientNorm: Double?
  public var learningRate: Float?
  /// The number of target tokens since the start of training.
  public var targetTokens: Int
  /// The time spent in training steps since the process began, without validation and saving.
  public var seconds: Double
  public var targetTokensPerSecond: Double?
  /// Scores of the translations of the dev set; see `TranslationReport`.
  public var bleu: Double?
  public var chrF: Double?
  public var distinctShare: Double?
  public var repeatedShare: Double?
  public var copiedShare: Double?
  public var emptyShare: Double?
  public var unknownShare: Double?

  private enum CodingKeys: String, CodingKey {
    case kind, step, epoch
    case averagedSteps = "averaged_steps"
    case loss, perplexity
    case gradientNorm = "gradient_norm"
    case learningRate = "learning_rate"
    case targetTokens = "target_tokens"
    case seconds
    case targetTokensPerSecond = "target_tokens_per_second"
    case bleu
    case chrF = "chrf"
    case distinctShare = "distinct_share"
    case repeatedShare = "repeated_share"
    case copiedShare = "copied_share"
    case emptyShare = "empty_share"
    case unknownShare = "unknown_share"
  }
}

extension MetricsEntry {
  /// Returns the value of `metric`; nil if it was not computed.
  package func value(_ metric: ValidationMetric) -> Double? {
    switch metric {
    case .perplexity: perplexity
    case .bleu: bleu
    case .chrf: chrF
    }
  }

  mutating func add(_ translations: TranslationReport) {
    (bleu, chrF) = (translations.bleu, translations.chrF)
    (distinctShare, repeatedShare) = (translations.distinctShare, translations.repeatedShare)
    (copiedShare, emptyShare) = (translations.copiedShare, translations.emptyShare)
    unknownShare = translations.unknownShare
  }

  // JSON cannot express numbers that are not finite, and a diverging loss can be one.
  private static let (positiveInfinity, negativeInfinity, nan) = ("Infinity", "-Infinity", "NaN")

  /// The entry as a JSON object on one line.
  package var line: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: Self.positiveInfinity, negativeInfinity: Self.negativeInfinity,
        nan: Self.nan)
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }

  /// Parses a line that `line` wrote. Nil for anything else, such as a line cut short by a kill.
  package init?(line: some StringProtocol) {
    let decoder = JSONDecoder()
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

  func append(_ entry: MetricsEntry) throws {
    try appendLine(try entry.line + "\n")
  }

  /// Removes the entries that were written after `state` was saved.
  func truncate(to state: TrainingState) throws {
    guard fileExists(path) else { return }
    let text = try unsafe MappedFile(path: path).withBytes {
      unsafe String(decoding: $0, as: UTF8.self)
    }
    var file = try AtomicFile(path: path)
    for line in text.split(separator: "\n") {
      guard let entry = MetricsEntry(line: line), state.includes(entry) else { break }
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

// SPDX-License-Identifier: Apache-2.0

import Files
import FoundationEssentials
import Glibc

/// A line of `metrics.jsonl`.
public struct MetricsEntry: Codable, Sendable, Equatable {
  public enum Kind: String, Codable, Sendable {
    /// Training since the entry before.
    case training
    /// The dev set, after an epoch.
    case validation
  }

  public var kind: Kind
  public var step: Int
  /// From 1.
  public var epoch: Int
  /// The mean negative log-likelihood of a target token, in nats.
  public var loss: Double
  public var perplexity: Double
  /// The largest norm since the entry before.
  public var gradientNorm: Double?
  public var learningRate: Float?
  /// Since the start of training.
  public var targetTokens: Int
  /// Of training, validation and saving left out, since the process began.
  public var seconds: Double
  public var targetTokensPerSecond: Double?

  private enum CodingKeys: String, CodingKey {
    case kind, step, epoch, loss, perplexity
    case gradientNorm = "gradient_norm"
    case learningRate = "learning_rate"
    case targetTokens = "target_tokens"
    case seconds
    case targetTokensPerSecond = "target_tokens_per_second"
  }
}

/// Appends to `metrics.jsonl`, a JSON object a line.
struct MetricsLog {
  let path: String

  func append(_ entry: MetricsEntry) throws {
    try appendLine(try Self.line(entry))
  }

  /// Drops the entries behind `step`: a resumed run will make them again.
  func truncate(after step: Int) throws {
    guard fileExists(path) else { return }
    let text = try unsafe MappedFile(path: path).withBytes {
      unsafe String(decoding: $0, as: UTF8.self)
    }
    var file = try AtomicFile(path: path)
    for line in text.split(separator: "\n") {
      // A line that was cut off by a kill cannot be read, and is dropped with the rest.
      guard let entry = try? JSONDecoder().decode(MetricsEntry.self, from: Data(line.utf8)),
        entry.step <= step
      else { break }
      try file.write(line + "\n")
    }
    try file.commit()
  }

  static func line(_ entry: MetricsEntry) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(entry), as: UTF8.self) + "\n"
  }

  private func appendLine(_ line: String) throws(FileError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError(.create, path: path, code: errno) }
    defer { close(descriptor) }
    var line = line
    let status = line.withUTF8 { bytes in
      unsafe write(descriptor, bytes.baseAddress, bytes.count) == bytes.count ? 0 : errno
    }
    guard status == 0 else { throw FileError(.write, path: path, code: status) }
  }
}

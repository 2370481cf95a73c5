// SPDX-License-Identifier: Apache-2.0

public import Dragoman

/// What a server offers, and where.
public struct ServerSettings: Sendable {
  /// The directories of the checkpoints.
  public var checkpoints: [String]
  public var host = "127.0.0.1"
  public var port = 8080
  /// The number of translations that are computed at the same time.
  public var threads = 1
  public var precision = Translator.Precision.float32
  /// The maximum number of lines that wait for a thread.
  public var queue = 1_024
  /// The maximum number of characters of a text.
  public var characterLimit = 5_000
  /// The maximum number of texts in a list.
  public var listLimit = 200
  /// The maximum number of open connections; more of them wait.
  public var connections = 1_000
  /// The number of seconds after which a connection without a complete request is closed.
  public var idleSeconds = 60

  public init(checkpoints: [String]) { self.checkpoints = checkpoints }

  /// The largest body of a request, in bytes: what a list of the longest texts needs, at most 16 MiB.
  var largestBody: Int {
    let (bytes, overflows) = (12 * characterLimit).multipliedReportingOverflow(by: listLimit)
    return overflows ? 1 << 24 : min(1 << 24, max(1 << 16, bytes))
  }

  var limits: RequestLimits { RequestLimits(characters: characterLimit, texts: listLimit) }
}

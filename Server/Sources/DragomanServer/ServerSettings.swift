// SPDX-License-Identifier: Apache-2.0

public import Dragoman

/// The settings of a server: its checkpoints, its address and its limits.
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
  /// The number of seconds after which a server that is ending breaks off requests.
  public var shutdownSeconds = 30

  public init(checkpoints: [String]) { self.checkpoints = checkpoints }

  /// The largest body of a request, in bytes: at least 2 MiB, and room for a text of the greatest
  /// length, each of whose characters is escaped.
  var largestBody: Int { max(1 << 21, 12 * min(characterLimit, 1 << 24)) }

  var limits: RequestLimits { RequestLimits(characters: characterLimit, texts: listLimit) }
}

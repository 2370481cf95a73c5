// SPDX-License-Identifier: Apache-2.0

/// The server cannot start.
public enum ServerError: Error, Equatable {
  /// The system does not let the server listen; with the number of the error, as in `errno`.
  case cannotListen(host: String, port: Int, code: Int32)
  /// Two checkpoints translate between the same languages.
  case samePair(String, String, source: String, target: String)
  /// No address belongs to the name of a host.
  case unknownHost(String)
}

// SPDX-License-Identifier: Apache-2.0

/// The server cannot start.
public enum ServerError: Error, Equatable {
  /// The system does not let the server listen; with the number of the error, as in `errno`.
  case cannotListen(host: String, port: Int, code: Int32)
  /// No address belongs to the name of a host.
  case unknownHost(String)
}

// SPDX-License-Identifier: Apache-2.0

import DragomanServer
import Glibc
import Messages

extension ServerError {
  var text: ErrorText {
    switch self {
    case .cannotListen(let host, let port, EADDRINUSE):
      ErrorText(
        .inputOutput, "Cannot listen on \(host):\(port): another program uses this port.",
        advice: "Give another port with --port, or end the other program.")
    case .cannotListen(let host, let port, EACCES):
      ErrorText(
        .inputOutput, "Cannot listen on \(host):\(port): this needs more rights.",
        advice: "Give a port above 1023 with --port.")
    case .cannotListen(let host, let port, EADDRNOTAVAIL):
      ErrorText(
        .inputOutput, "Cannot listen on \(host):\(port): this machine does not have the address.",
        advice: "Give an address of this machine with --host, or 0.0.0.0 for all of them.")
    case .cannotListen(let host, let port, let code):
      ErrorText(
        .inputOutput,
        "Cannot listen on \(host):\(port): \(unsafe String(cString: strerror(code))).",
        advice: "Give another --host or --port.")
    case .samePair(let first, let second, let source, let target):
      ErrorText(
        .usage, "Both \(first) and \(second) translate from \(source) to \(target).",
        advice: "Give only one of them.")
    case .unknownHost(let host):
      ErrorText(
        .inputOutput, "Cannot listen on \(host): no address belongs to this name.",
        advice: "Give an address of this machine with --host, or 0.0.0.0 for all of them.")
    }
  }
}

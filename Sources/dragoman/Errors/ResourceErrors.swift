// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import Messages

/// A computation that needs more memory than the system gives.
struct MemoryError: Explainable, Equatable {
  let bytes: Int

  var explanation: ErrorText {
    ErrorText(
      .software, "Out of memory: \(size(bytes: bytes)) more is needed.",
      advice:
        "Use smaller batches, a smaller beam or a smaller model, or give the process more memory.")
  }
}

/// A request in the environment for kernels that do not exist or that this CPU cannot run.
struct KernelsError: Explainable, Equatable {
  private static let variable = "DRAGOMAN_KERNELS"

  let wanted: String

  /// - Throws: `KernelsError`
  static func check() throws(KernelsError) {
    guard let value = unsafe getenv(variable) else { return }
    let wanted = unsafe String(cString: value)
    if !wanted.isEmpty && !Kernels.names.contains(wanted) { throw KernelsError(wanted: wanted) }
  }

  var explanation: ErrorText {
    ErrorText(
      .usage,
      "\(Self.variable) is \(wanted), but must be \(listed(Kernels.names, "or")) on this CPU.",
      advice: "Unset it to use the fastest kernels.")
  }
}

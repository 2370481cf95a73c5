// SPDX-License-Identifier: Apache-2.0

/// A computation that needs more memory than the system gives.
struct MemoryError: Explainable, Equatable {
  let bytes: Int

  var explanation: Explanation {
    Explanation(
      .software, "Out of memory: \(size(bytes: bytes)) more is needed.",
      advice:
        "Use smaller batches, a smaller beam or a smaller model, or give the process more memory.")
  }
}

// SPDX-License-Identifier: Apache-2.0

/// The system does not give the memory for a computation.
struct MemoryError: Explainable, Equatable {
  let bytes: Int

  var explanation: Explanation {
    Explanation(
      .software, "Out of memory: \(size(bytes: bytes)) more are needed.",
      advice:
        "Use smaller batches, a smaller beam or a smaller model, or give the process more memory.")
  }
}

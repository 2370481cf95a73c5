// SPDX-License-Identifier: Apache-2.0

/// The system does not give the memory for a computation.
struct MemoryError: Explainable, Equatable {
  let bytes: Int

  var explanation: Explanation {
    Explanation(
      .software, "The system has no memory left: \(size(bytes: bytes)) more are needed.",
      advice: "Make the batches, the beam or the model smaller, or give the process more memory.")
  }
}

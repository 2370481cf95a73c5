// SPDX-License-Identifier: Apache-2.0

/// What one worker computes with: its scratch memory, its products and its kernels. For one thread
/// at a time.
package final class Workspace {
  package let arena = Arena()
  package let products: Products
  package let kernels: Kernels
  /// Where the time of a step goes, for benchmarks.
  package var clock: StepClock?

  package init(kernels: Kernels = .best) {
    self.kernels = kernels
    products = Products(kernels)
  }
}

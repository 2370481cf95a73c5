// SPDX-License-Identifier: Apache-2.0

/// What one worker computes with: its scratch memory, its products and its kernels. For one thread
/// at a time.
package final class Workspace {
  package let arena = Arena()
  package let products: Products
  package let kernels: Kernels
  /// Where the time of a step goes, for benchmarks.
  package var clock: StepClock?

  /// `precision` is that of products with matrices as they are stored.
  package init(kernels: Kernels = .best, _ precision: ProductPrecision = .float32) {
    self.kernels = kernels
    products = Products(kernels, precision)
  }
}

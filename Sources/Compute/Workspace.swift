// SPDX-License-Identifier: Apache-2.0

/// The resources of a worker: scratch memory, matrix products and kernels. Use from one thread at a
/// time.
package final class Workspace {
  package let arena = Arena()
  package let products: Products
  package let kernels: Kernels
  /// Measures the parts of a step, for benchmarks.
  package var clock: StepClock?

  /// `precision` applies to products with matrices that are not packed.
  package init(kernels: Kernels = .best, _ precision: ProductPrecision = .float32) {
    self.kernels = kernels
    products = Products(kernels, precision)
  }
}

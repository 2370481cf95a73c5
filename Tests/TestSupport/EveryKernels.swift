// SPDX-License-Identifier: Apache-2.0

import Compute

extension Kernels {
  /// The names of the kernels that this CPU can run, as arguments of a test.
  package static let names = ["plain", "avx2", "avx512"].filter { Kernels.named($0) != nil }
}

// SPDX-License-Identifier: Apache-2.0

import Compute

extension GradientTerms {
  /// Returns the sum of the terms of this worker.
  package func sum(_ layout: ParameterLayout, _ workspace: Workspace) -> ParameterBuffer {
    let gradient = ParameterBuffer(layout)
    let sum = GradientSum(layout, of: [self])
    for piece in sum.pieces { _ = sum.make(piece, in: gradient, workspace) }
    return gradient
  }
}

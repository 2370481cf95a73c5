// SPDX-License-Identifier: Apache-2.0

import Compute
import Text

enum Version {
  static let number = "0.1.0"

  /// The output of `--version`.
  static var text: String {
    """
    dragoman \(number)
    ICU \(ICU.version), kernels: \(Kernels.best.name)
    """
  }
}

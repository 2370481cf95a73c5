// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Writes a file with these bytes.
package func write(_ bytes: [UInt8], to path: String) throws {
  try Data(bytes).write(to: URL(filePath: path))
}

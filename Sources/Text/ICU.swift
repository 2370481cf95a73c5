// SPDX-License-Identifier: Apache-2.0

import CICU

/// The Unicode library that cuts text into words.
public enum ICU {
  /// The version of the library at run time, for example `72.1`.
  public static var version: String {
    var parts: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0)
    unsafe withUnsafeMutableBytes(of: &parts) { bytes in
      guard let base = unsafe bytes.bindMemory(to: UInt8.self).baseAddress else { return }
      unsafe cicu_version(base)
    }
    return "\(parts.0).\(parts.1)"
  }
}

// SPDX-License-Identifier: Apache-2.0

private import COneDNN

/// The version of the oneDNN library that the program runs with, as in `2.6.3`.
package func oneDNNVersion() -> String {
  var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
  unsafe odnn_version(&major, &minor, &patch)
  return "\(major).\(minor).\(patch)"
}

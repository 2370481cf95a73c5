// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Returns the number of descriptors of this process that are open on the file at `path`.
public func openDescriptors(of path: String) throws -> Int {
  let directory = "/proc/self/fd"
  return try FileManager.default.contentsOfDirectory(atPath: directory).filter { name in
    let target = try? FileManager.default.destinationOfSymbolicLink(
      atPath: directory + "/" + name)
    return target == path
  }.count
}

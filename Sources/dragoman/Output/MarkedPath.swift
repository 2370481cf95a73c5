// SPDX-License-Identifier: Apache-2.0

import Files

/// Returns the path with a mark before its extension: `p.tsv` becomes `p.utf8.tsv`, and `p` becomes `p.utf8`.
func markedPath(_ path: String, _ mark: String) -> String {
  let nameLength = splitPath(path).name.utf8.count
  let name = path.utf8.suffix(nameLength)
  guard let dot = name.dropFirst().lastIndex(of: UInt8(ascii: ".")) else {
    return "\(path).\(mark)"
  }
  return "\(path[..<dot]).\(mark)\(path[dot...])"
}

// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Names the runs of checkpoints by the last part of their path, or by as many parts as make the name
/// unique. A checkpoint that is given twice is one run.
func namedRuns(_ directories: [String]) -> [(directory: String, name: String)] {
  var paths: [[String]] = []
  var runs: [(directory: String, path: [String])] = []
  for directory in directories {
    let path = absoluteParts(of: directory)
    if paths.contains(path) { continue }
    paths.append(path)
    runs.append((directory, path))
  }
  return runs.map { directory, path in
    let others = paths.filter { $0 != path }
    let count = path.indices.map { $0 + 1 }.first { count in
      !others.contains { $0.suffix(count) == path.suffix(count) }
    }
    return (directory, path.suffix(count ?? path.count).joined(separator: "/"))
  }
}

/// Returns the parts of the absolute path, without `.` and `..`.
private func absoluteParts(of path: String) -> [String] {
  let start = path.hasPrefix("/") ? "" : FileManager.default.currentDirectoryPath + "/"
  var parts: [String] = []
  for part in (start + path).split(separator: "/") where part != "." {
    if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
  }
  return parts
}

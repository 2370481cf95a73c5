// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Text

/// A file that has been read to its end, or up to the current line.
protocol ReadFile {
  var byteCount: Int { get }
  var hash: XXHash64 { get }
}

extension LineReader: ReadFile {}
extension RunningTextReader: ReadFile {}

extension CorpusFingerprint {
  /// Creates the fingerprint of the files in the order of their readers.
  init(
    _ readers: [some ReadFile], lines: Int, columns: [Int]? = nil, headerLine: Int? = nil
  ) {
    self.init(
      bytes: readers.reduce(0) { $0 + $1.byteCount }, lines: lines,
      hash: readers.map(\.hash.hexadecimal).joined(), columns: columns, headerLine: headerLine)
  }
}

// SPDX-License-Identifier: Apache-2.0

import Files

extension TextFormatError: Explainable {
  var explanation: Explanation {
    switch format {
    case .utf16, .utf32:
      Explanation(
        .badData, "\(path) is \(encoding), not UTF-8.",
        advice:
          "Convert it: iconv -f \(encoding) -t UTF-8 \(shellWord(path)) > \(shellWord(converted))")
    case .gzip, .bzip2, .xz, .zstd:
      Explanation(
        .badData, "\(path) is compressed by \(format.rawValue), not text.",
        advice: "Unpack it: \(format.rawValue) -dc \(shellWord(path)) > \(shellWord(unpacked))")
    }
  }

  private var encoding: String { format == .utf32 ? "UTF-32" : "UTF-16" }

  /// `p.tsv.gz` becomes `p.tsv`, and `p` becomes `p.txt`.
  private var unpacked: String {
    let ending = [".gz", ".bz2", ".xz", ".zst"].first { path.hasSuffix($0) }
    return ending.map { String(path.dropLast($0.count)) } ?? path + ".txt"
  }

  private var converted: String { markedPath(path, "utf8") }
}

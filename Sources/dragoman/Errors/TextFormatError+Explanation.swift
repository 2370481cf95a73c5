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

  /// `p.tsv` becomes `p.utf8.tsv`.
  private var converted: String {
    let nameLength = splitPath(path).name.utf8.count
    let name = path.utf8.suffix(nameLength)
    guard let dot = name.dropFirst().lastIndex(of: UInt8(ascii: ".")) else { return path + ".utf8" }
    return "\(path[..<dot]).utf8\(path[dot...])"
  }
}

/// A word as a shell reads it, quoted where it has to be.
private func shellWord(_ word: String) -> String {
  let isPlain = word.unicodeScalars.allSatisfy {
    $0.properties.isAlphabetic || ("0"..."9").contains($0)
      || "/._-+,:@%".unicodeScalars.contains($0)
  }
  if isPlain { return word }
  let pieces = word.unicodeScalars.split(separator: "'", omittingEmptySubsequences: false)
  return "'" + pieces.map { String($0) }.joined(separator: #"'\''"#) + "'"
}

// SPDX-License-Identifier: Apache-2.0

import Files

/// Returns the path as a word of a shell command, quoted if necessary.
///
/// A path that begins with `-` gets the prefix `./`, so that programs do not take it for an option.
package func shellWord(_ path: String) -> String {
  quotedForShell(path.utf8.first == UInt8(ascii: "-") ? "./" + path : path)
}

/// Returns the text as a word of a shell command, quoted if necessary.
package func quotedForShell(_ text: String) -> String {
  if !text.isEmpty && text.unicodeScalars.allSatisfy(isPlain) { return text }
  if text.unicodeScalars.contains(where: needsEscape) { return escaped(text) }
  let pieces = text.unicodeScalars.split(separator: "'", omittingEmptySubsequences: false)
  return "'" + pieces.map { String($0) }.joined(separator: #"'\''"#) + "'"
}

/// Returns true for letters of any script and for characters without a meaning to a shell.
private func isPlain(_ scalar: Unicode.Scalar) -> Bool {
  scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    || "/._-+,:@%".unicodeScalars.contains(scalar)
}

/// Returns true for control characters and for bytes that are not UTF-8.
private func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
  scalar.properties.generalCategory == .control || keptByte(scalar) != nil
}

/// Returns the path in the form `$'…'` of bash, zsh and ksh, which shows control characters without sending
/// them to a terminal.
private func escaped(_ path: String) -> String {
  let octalDigits = 3
  let characters = path.unicodeScalars.map { scalar in
    if needsEscape(scalar) {
      return String(scalar).systemBytes.map { byte in
        let digits = String(byte, radix: 8)
        return #"\"# + String(repeating: "0", count: octalDigits - digits.count) + digits
      }.joined()
    }
    return scalar == "'" || scalar == #"\"# ? #"\"# + String(scalar) : String(scalar)
  }
  return "$'" + characters.joined() + "'"
}

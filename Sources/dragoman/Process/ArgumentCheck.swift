// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An argument that is not valid UTF-8. Swift replaces its invalid bytes, so that a file of that
/// name would not be found, or another one would be used.
struct ArgumentError: Explainable, Equatable {
  let bytes: [UInt8]

  /// - Throws: `ArgumentError` for the first such argument of this process.
  static func check() throws(ArgumentError) {
    for index in 0..<Int(CommandLine.argc) {
      guard let argument = unsafe CommandLine.unsafeArgv[index] else { return }
      if unsafe String(validatingCString: argument) == nil {
        let bytes = unsafe UnsafeBufferPointer(start: argument, count: strlen(argument))
        throw unsafe ArgumentError(bytes: bytes.map(UInt8.init(bitPattern:)))
      }
    }
  }

  var explanation: Explanation {
    Explanation(
      .usage, "The argument \(shellWord) is not valid UTF-8.",
      advice: "If it is the name of a file, give the file another name: ln -s \(shellWord) NAME")
  }

  /// The bytes as a word for bash, zsh and ksh.
  private var shellWord: String {
    let digits = Array("0123456789ABCDEF")
    let characters = bytes.map { byte -> String in
      let isPlain = (0x20..<0x7F).contains(byte) && byte != 0x27 && byte != 0x5C
      return isPlain
        ? String(UnicodeScalar(byte)) : "\\x\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }
    return "$'" + characters.joined() + "'"
  }
}

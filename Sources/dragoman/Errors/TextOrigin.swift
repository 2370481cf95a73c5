// SPDX-License-Identifier: Apache-2.0

import Files

/// Where a text came from, as a command that mends it is told.
enum TextOrigin: Equatable {
  case file(String)
  /// The standard input of a command of this program, for example `translate`.
  case standardInput(of: String)

  var name: String {
    switch self {
    case .file(let path): path
    case .standardInput: "Standard input"
    }
  }

  /// What the text is called in the middle of a sentence.
  var nameInside: String {
    switch self {
    case .file(let path): path
    case .standardInput: "the input"
    }
  }

  /// A command that reads the file and writes text, which goes to the file that `result` makes of the
  /// path, or on to this program.
  func filter(_ command: (_ file: String) -> String, into result: (String) -> String) -> String {
    switch self {
    // A pipe has no name to read it by again.
    case .file(let path) where path.hasPrefix("/dev/") || path.hasPrefix("/proc/"): command("FILE")
    case .file(let path): "\(command(shellWord(path))) > \(shellWord(result(path)))"
    case .standardInput(let name): "\(command("FILE")) | dragoman \(name) …"
    }
  }

  /// The same for a command that converts from an encoding.
  func conversion(from encoding: String) -> String {
    filter({ "iconv -f \(encoding) -t UTF-8 \($0)" }, into: { markedPath($0, "utf8") })
  }
}

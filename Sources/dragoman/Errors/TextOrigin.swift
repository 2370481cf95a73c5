// SPDX-License-Identifier: Apache-2.0

import Files

/// The origin of a text, for commands that repair it.
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

  /// The name of the text inside a sentence.
  var nameInside: String {
    switch self {
    case .file(let path): path
    case .standardInput: "the input"
    }
  }

  /// Returns a command line that reads the file and writes text: to the file that `result` names
  /// or, for standard input, to this program.
  func filter(_ command: (_ file: String) -> String, into result: (String) -> String) -> String {
    switch self {
    // A pipe cannot be read again by name.
    case .file(let path) where path.hasPrefix("/dev/") || path.hasPrefix("/proc/"): command("FILE")
    case .file(let path): "\(command(shellWord(path))) > \(shellWord(result(path)))"
    case .standardInput(let name): "\(command("FILE")) | dragoman \(name) …"
    }
  }

  /// Returns such a command line that converts from an encoding.
  func conversion(from encoding: String) -> String {
    filter({ "iconv -f \(encoding) -t UTF-8 \($0)" }, into: { markedPath($0, "utf8") })
  }
}

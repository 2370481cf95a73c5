// SPDX-License-Identifier: Apache-2.0

import Files

/// The origin of a text, for messages and for commands that convert the text.
package enum TextOrigin: Equatable, Sendable {
  case file(String)
  /// The standard input of a command of this program, for example `translate`.
  case standardInput(of: String)

  var name: String {
    switch self {
    case .file(let path): path
    case .standardInput: "Standard input"
    }
  }

  /// The name of the text within a sentence.
  var nameInside: String {
    switch self {
    case .file(let path): path
    case .standardInput: "the input"
    }
  }

  /// Returns a shell command that filters the text with `command`. It writes a new file, at the path that
  /// `result` returns, or for standard input pipes the result into this program.
  func filter(_ command: (_ file: String) -> String, into result: (String) -> String) -> String {
    switch self {
    case .file(let path) where isPassing(path): command("FILE")
    case .file(let path): "\(command(shellWord(path))) > \(shellWord(result(path)))"
    case .standardInput(let name): "\(command("FILE")) | dragoman \(name) …"
    }
  }

  /// Returns a shell command that converts the text from `encoding` to UTF-8.
  func conversion(from encoding: String) -> String {
    filter({ "iconv -f \(encoding) -t UTF-8 \($0)" }, into: { markedPath($0, "utf8") })
  }
}

/// True if the path names a pipe or a terminal, such as /dev/fd/63, which cannot be read a second time.
private func isPassing(_ path: String) -> Bool {
  (path.hasPrefix("/dev/") && !path.hasPrefix("/dev/shm/")) || path.hasPrefix("/proc/")
}

/// Returns the path with a mark before its extension: `p.tsv` becomes `p.utf8.tsv`, and `p` becomes `p.utf8`.
func markedPath(_ path: String, _ mark: String) -> String {
  let nameLength = splitPath(path).name.utf8.count
  let name = path.utf8.suffix(nameLength)
  guard let dot = name.dropFirst().lastIndex(of: UInt8(ascii: ".")) else {
    return "\(path).\(mark)"
  }
  return "\(path[..<dot]).\(mark)\(path[dot...])"
}

// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import TestSupport

/// Runs the program that was built beside the tests.
enum Dragoman {
  static let path: String = {
    guard let bundle = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    else { fatalError("no /proc") }
    return String(bundle[...(bundle.lastIndex(of: "/") ?? bundle.startIndex)]) + "dragoman"
  }()

  /// Splits arguments at spaces; `''` is an empty argument.
  static func start(_ arguments: String, in directory: String = "/tmp") -> ChildProcess {
    ChildProcess([path] + words(arguments), directory: directory, environment: environment)
  }

  static func run(
    _ arguments: String, in directory: String = "/tmp", input: String = ""
  ) -> ProcessResult {
    run(arguments, in: directory, bytes: Array(input.utf8))
  }

  /// Runs the program with more variables in its environment.
  static func run(
    _ arguments: String, in directory: String = "/tmp",
    with variables: (name: String, value: String)...
  ) -> ProcessResult {
    ChildProcess(
      [path] + words(arguments), directory: directory,
      environment: environment.merging(variables.map { ($0.name, $0.value) }) { $1 }
    ).finish()
  }

  static func run(
    _ arguments: String, in directory: String = "/tmp", bytes: [UInt8]
  ) -> ProcessResult {
    start(arguments, in: directory).finish(sending: bytes)
  }

  /// Runs the program through a wrapper, such as `setpriv …`.
  static func run(
    through wrapper: [String], _ arguments: String, in directory: String
  ) -> ProcessResult {
    ChildProcess(
      wrapper + [path] + words(arguments), directory: directory, environment: environment
    ).finish()
  }

  /// Takes away root's right to read and write all files.
  static let unprivileged =
    getuid() == 0
    ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"] : ["env"]

  private static let environment = ["COLUMNS": "80", "NO_COLOR": "1"]

  private static func words(_ arguments: String) -> [String] {
    arguments.split(separator: " ").map { $0 == "''" ? "" : String($0) }
  }
}

func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

func contents(of path: String) throws -> [UInt8] {
  Array(try Data(contentsOf: URL(filePath: path)))
}

/// Returns the names in a directory, sorted, including hidden ones.
func names(in directory: String) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
}

// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// The program, in a process of its own.
struct CommandTests {
  /// The program that was built beside the tests.
  private static let program: String = {
    let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return path[..<(path.lastIndex(of: "/") ?? path.startIndex)] + "/dragoman-server"
  }()

  private func start(_ arguments: [String]) -> ChildProcess {
    ChildProcess([Self.program] + arguments, directory: "/tmp")
  }

  private func run(_ arguments: String) -> ProcessResult {
    start(arguments.split(separator: " ").map(String.init)).finish()
  }

  /// Reads the port from the line that a server prints when it is ready.
  private func port(of server: ChildProcess) throws -> String {
    let line = try #require(server.readErrorLine())
    let found = try #require(line.wholeMatch(of: #/Serving on http://127\.0\.0\.1:([0-9]+)\./#))
    return String(found.1)
  }

  @Test func aServerRunsUntilItIsEnded() throws {
    let server = start(["--port", "0", try ToyModel.checkpoint.get()])
    let port = try port(of: server)
    let other = start(["--port", port, try ToyModel.checkpoint.get()]).finish()
    #expect(
      other
        == ProcessResult(
          status: 74, output: "",
          error: """
            Error: Cannot listen on 127.0.0.1:\(port): another program uses this port.
            Give another port with --port, or end the other program.

            """))
    server.signal(SIGTERM)
    #expect(server.finish() == ProcessResult(status: 0, output: "", error: ""))
  }

  @Test func wrongCheckpointsAndHosts() throws {
    #expect(
      run("/nowhere/model")
        == ProcessResult(
          status: 66, output: "",
          error: """
            Error: /nowhere/model is not a checkpoint: config.json is missing.
            Give the directory that 'dragoman train --checkpoint' wrote.

            """))
    let checkpoint = try ToyModel.checkpoint.get()
    #expect(
      run("\(checkpoint) \(checkpoint)")
        == ProcessResult(
          status: 64, output: "",
          error: """
            Error: Both \(checkpoint) and \(checkpoint) translate from en to fr.
            Give only one of them.

            """))
    #expect(
      run("--host 192.0.2.1 \(checkpoint)")
        == ProcessResult(
          status: 74, output: "",
          error: """
            Error: Cannot listen on 192.0.2.1:8080: this machine does not have the address.
            Give an address of this machine with --host, or 0.0.0.0 for all of them.

            """))
  }

  @Test(
    arguments: [
      ("--port 99999 x", "--port is 99999, but must be from 0 to 65535."),
      ("--queue 0 x", "--queue is 0, but must be from 1 to 1000000."),
      ("--threads 0 x", "--threads is 0, but must be from 1 to 256."),
      ("--precision half x", "The value 'half' is invalid for '--precision <precision>'."),
      ("", "Missing expected argument '<checkpoint> ...'"),
    ])
  func wrongUse(arguments: String, message: String) {
    let result = run(arguments)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.error.hasPrefix("Error: \(message)"), "\(result.error)")
  }
}

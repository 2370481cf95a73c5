// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Messages
import Models

struct ThreadOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Number of threads (default: the number of CPUs available to this process).", valueName: "n"))
  var threads: Int?

  var count: Int { threads ?? Resources.availableCPUs }

  func validate() throws {
    try require(threads, in: Limits.threads, "--threads")
  }
}

/// - Throws: `ValidationError` for a value that is out of range.
func require(_ value: Int?, in range: ClosedRange<Int>, _ flag: String) throws {
  if let value, !range.contains(value) {
    throw ValidationError("\(flag) is \(value), but must be \(Expectation.range(range).words).")
  }
}

/// - Throws: `ValidationError` for a value below the minimum.
func require(_ value: Int?, atLeast least: Int, _ flag: String) throws {
  if let value, value < least {
    throw ValidationError("\(flag) is \(value), but must be at least \(least).")
  }
}

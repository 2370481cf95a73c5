// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct ThreadOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Threads to compute with (default: the CPUs that this process may use).", valueName: "n"))
  var threads: Int?

  var count: Int { threads ?? Resources.availableCPUs }

  func validate() throws {
    try require(threads, atLeast: 1, "--threads")
  }
}

/// - Throws: `ValidationError` for a value below the least one.
func require(_ value: Int?, atLeast least: Int, _ flag: String) throws {
  if let value, value < least {
    throw ValidationError("\(flag) is \(value), but must be at least \(least).")
  }
}

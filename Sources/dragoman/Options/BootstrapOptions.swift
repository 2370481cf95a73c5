// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Evaluation

struct BootstrapOptions: ParsableArguments {
  private static let standard = Bootstrap()

  @Flag(
    help: """
      Print each score with its 95 % confidence interval; always on for several systems.
      """)
  var confidence = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Number of bootstrap resamples (default: \(standard.resamples)).", valueName: "n"))
  var resamples: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seed for the resampling (default: \(standard.seed)).", valueName: "n"))
  var resamplingSeed: UInt64?

  func validate() throws {
    try require(resamples, in: 1...1_000_000, "--resamples")
  }

  /// The flag of the first option that is given.
  var firstInUse: String? {
    let options: [(flag: String, isInUse: Bool)] = [
      ("--confidence", confidence), ("--resamples", resamples != nil),
      ("--resampling-seed", resamplingSeed != nil),
    ]
    return options.first(where: \.isInUse)?.flag
  }

  /// - Throws: `ValidationError` for an option of the bootstrap without a bootstrap.
  func requireUse(forSystems count: Int) throws {
    guard bootstrap(forSystems: count) == nil else { return }
    for (flag, isGiven) in [
      ("--resamples", resamples != nil), ("--resampling-seed", resamplingSeed != nil),
    ]
    where isGiven {
      throw ValidationError("\(flag) needs --confidence or several systems.")
    }
  }

  /// Returns the bootstrap to use; nil if no intervals are requested.
  func bootstrap(forSystems count: Int) -> Bootstrap? {
    guard confidence || count > 1 else { return nil }
    return Bootstrap(
      resamples: resamples ?? Self.standard.resamples, seed: resamplingSeed ?? Self.standard.seed)
  }
}

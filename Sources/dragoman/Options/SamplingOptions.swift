// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Inference
import Models

/// Options for drawing from the predicted probabilities.
struct SamplingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      When sampling: below 1, probable words (or units) are drawn more often; above 1, \
      less often (default: 1).
      """, valueName: "t"))
  var temperature: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "When sampling: draw from the n most probable words (or units) only.", valueName: "n"))
  var topK: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      When sampling: draw only from the smallest set of most probable words (or units) whose probabilities \
      add up to at least this.
      """, valueName: "p"))
  var topP: Float?

  func validate() throws {
    try require(topK, in: Limits.vocabularySize, "--top-k")
    if let temperature, !(temperature > 0 && temperature.isFinite) {
      throw ValidationError("--temperature is \(temperature), but must be above 0.")
    }
    if let topP, !(topP > 0 && topP <= 1) {
      throw ValidationError("--top-p is \(topP), but must be above 0 and at most 1.")
    }
  }

  /// The flag of the first option that is given.
  var firstGiven: String? {
    let given = [
      ("--temperature", temperature != nil), ("--top-k", topK != nil), ("--top-p", topP != nil),
    ]
    return given.first(where: \.1)?.0
  }

  /// Returns the settings; without a seed, the default one.
  func sampling(seed: UInt64?) -> Sampling {
    var sampling = Sampling()
    sampling.temperature = temperature ?? sampling.temperature
    sampling.topK = topK
    sampling.topP = topP
    sampling.seed = seed ?? sampling.seed
    return sampling
  }
}

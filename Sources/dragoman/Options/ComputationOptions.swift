// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Checkpoints
public import Inference
import Models
import Threads

/// Settings for running a model; they do not change what it is.
struct ComputationOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Number of texts to process together.", valueName: "n"))
  var batchSize = Translator.Options().batchSize

  @Option(
    help: ArgumentHelp(
      """
      Number format for matrix products: float32 or int8. int8 rounds weights to 8 bits; it is several \
      times as fast and rarely changes the result.
      """, valueName: "format"))
  var precision = Translator.Options().precision

  @OptionGroup var threads: ThreadOption

  func validate() throws {
    try require(batchSize, in: Limits.batchSize, "--batch-size")
  }

  var options: Translator.Options {
    var options = Translator.Options()
    options.batchSize = batchSize
    options.threads = threads.count
    options.precision = precision
    return options
  }
}

extension Translator.Precision: ExpressibleByArgument {}

/// Settings for running a language model.
struct LanguageModelComputationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Number format for matrix products: float32 or int8. int8 rounds weights to 8 bits and is faster.
      """, valueName: "format"))
  var precision = Translator.Precision.float32

  @OptionGroup var threads: ThreadOption

  var isQuantized: Bool { precision == .int8 }

  func workers() throws -> WorkerPool { try WorkerPool(count: threads.count) }
}

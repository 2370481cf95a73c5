// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inference
import Threads

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

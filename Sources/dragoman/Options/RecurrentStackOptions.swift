// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Options of the recurrent layers of a model with one stack of them, and of its dropout.
struct RecurrentStackOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Number of recurrent layers (default: 1).", valueName: "n"))
  var layers: Int?

  @OptionGroup var layer: RecurrentLayerOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Dropout probability on embeddings and between layers, at least 0 and below 1 (default: 0.0).
      """, valueName: "p"))
  var dropout: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Dropout probability before the output layer (default: 0.0).", valueName: "p"))
  var outputDropout: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Probability of dropping a unit's whole embedding, at least 0 and below 1 (default: 0.0).
      """, valueName: "p"))
  var wordDropout: Float?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Use the same dropout mask at all steps of a sequence or window (default: --no-variational-dropout).
      """)
  var variationalDropout: Bool?
}

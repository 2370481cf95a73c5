// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Layers
import Models

/// Options of the encoder of a classifier.
struct SequenceEncoderOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Embedding size (default: \(standard.embeddingSize)).", valueName: "n"))
  var embeddingSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Size of the recurrent states; of a bidirectional layer, both directions together \
      (default: \(standard.hiddenSize)).
      """, valueName: "n"))
  var hiddenSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Number of recurrent layers (default: \(standard.layers)).", valueName: "n"))
  var layers: Int?

  @OptionGroup var layer: RecurrentLayerOptions

  @Option(help: "Layers that read in both directions: none, first or all (default: none).")
  var bidirectional: BidirectionalLayers?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Dropout probability on embeddings and between layers, at least 0 and below 1 (default: \
      \(standard.dropout)).
      """, valueName: "p"))
  var dropout: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Dropout probability before the output layer (default: \(standard.outputDropout)).",
      valueName: "p"))
  var outputDropout: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Probability of dropping a unit's whole embedding, at least 0 and below 1 (default: 0).
      """, valueName: "p"))
  var wordDropout: Float?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Use the same dropout mask at all steps of a sequence (default: --no-variational-dropout).
      """)
  var variationalDropout: Bool?

  private static let standard = SequenceEncoderConfiguration()
}

struct ClassifierOptions: ParsableArguments {
  @OptionGroup var encoder: SequenceEncoderOptions

  @Option(
    help: """
      What the output layer sees: the last state, or the mean or the maximum of all outputs over time \
      (default: last).
      """)
  var pooling: Pooling?
}

extension Pooling: ExpressibleByArgument {}

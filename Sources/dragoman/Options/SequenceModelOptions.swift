// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Layers
import Models

/// Options of the encoder of a classifier or a labeller.
struct SequenceEncoderOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Embedding size (default: \(standard.embeddingSize)).", valueName: "n"))
  var embeddingSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Size of the recurrent states; for a bidirectional layer, of both directions together (default: \
      \(standard.hiddenSize)).
      """, valueName: "n"))
  var hiddenSize: Int?

  @Option(help: "Layers that read in both directions: none, first or all (default: none).")
  var bidirectional: BidirectionalLayers?

  @OptionGroup var stack: RecurrentStackOptions

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

struct LabellerOptions: ParsableArguments {
  @OptionGroup var encoder: SequenceEncoderOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Embedding size of characters (default: \(standard.characterEmbeddingSize)).",
      valueName: "n"))
  var characterEmbeddingSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Size of the output of the layer that reads the characters of a token in both directions (default: \
      \(standard.characterHiddenSize)).
      """, valueName: "n"))
  var characterHiddenSize: Int?

  private static let standard = SequenceEncoderConfiguration()
}

extension Pooling: ExpressibleByArgument {}

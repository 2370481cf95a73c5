// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Inference
public import Models

struct LanguageModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Kind of model: recurrent, window (a feed-forward network that sees the last --order units) or \
      ngram (counts of at most --order units, with Kneser-Ney smoothing) (default: recurrent).
      """, valueName: "kind"))
  var model: LanguageModelKind?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      With --model window or ngram: number of units that a window model sees, or maximum length of an n-gram \
      (default: \(standard.order)).
      """, valueName: "n"))
  var order: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Embedding size; 0 gives a window model one-hot vectors (default: \(standard.embeddingSize)).
      """, valueName: "n"))
  var embeddingSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Size of the recurrent states, or of a window model's hidden layer; 0 gives it none \
      (default: \(standard.hiddenSize)).
      """, valueName: "n"))
  var hiddenSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Number of recurrent layers (default: \(standard.layers)).", valueName: "n"))
  var layers: Int?

  @OptionGroup var layer: RecurrentLayerOptions

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
      Use the same dropout mask at all steps of a window (default: --no-variational-dropout).
      """)
  var variationalDropout: Bool?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Use the embeddings as the weights of the output layer, which needs --embedding-size to equal \
      --hidden-size (default: --no-tie-embeddings).
      """)
  var tieEmbeddings: Bool?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Learn the state before the first unit; otherwise it is zero (default: \
      --no-learned-initial-state).
      """)
  var learnedInitialState: Bool?

  private static let standard = LanguageModelConfiguration(vocabularySize: 0)
}

extension LanguageModelKind: ExpressibleByArgument {}

// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Inference
public import Models

struct LanguageModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Kind of model: recurrent, window (a feed-forward network that sees the last --order units) or ngram \
      (n-grams of at most --order units, with Kneser-Ney smoothing) (default: recurrent).
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
      Size of the recurrent states, or of a window model's hidden layer; 0 leaves out the hidden layer (default: \
      \(standard.hiddenSize)).
      """, valueName: "n"))
  var hiddenSize: Int?

  @OptionGroup var stack: RecurrentStackOptions

  @Flag(
    inversion: .prefixedNo,
    help: """
      Use the embeddings as the weights of the output layer, which requires --embedding-size to equal \
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

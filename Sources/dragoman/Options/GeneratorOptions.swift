// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Models

/// Options of the model of a generator.
struct GeneratorOptions: ParsableArguments {
  @Option(
    help: """
      How the vector enters the model: as the initial state of the recurrent layers (state), as an additional \
      input to their cells at every step (steps), or both (default: \(standard.injection.rawValue)).
      """)
  var injection: VectorInjection?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Embedding size (default: \(standard.decoder.embeddingSize)).", valueName: "n"))
  var embeddingSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Size of the recurrent states (default: \(standard.decoder.hiddenSize)).", valueName: "n"))
  var hiddenSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Number of recurrent layers (default: \(standard.decoder.layers)).", valueName: "n"))
  var layers: Int?

  @OptionGroup var layer: RecurrentLayerOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Dropout probability on embeddings and between layers, at least 0 and below 1 (default: \
      \(standard.decoder.dropout)).
      """, valueName: "p"))
  var dropout: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Dropout probability before the output layer (default: \(standard.decoder.outputDropout)).",
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
      Use the same dropout mask at all steps of a text (default: --no-variational-dropout).
      """)
  var variationalDropout: Bool?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Use the embeddings as the weights of the output layer, which requires --embedding-size to equal \
      --hidden-size (default: --no-tie-embeddings).
      """)
  var tieEmbeddings: Bool?

  private static let standard = GeneratorConfiguration()
}

extension VectorInjection: ExpressibleByArgument {}

struct GeneratorValidationOptions: ParsableArguments {
  @Option(
    help: """
      Dev score that decides which weights are best; perplexity breaks ties (default: perplexity).
      """)
  var validationMetric: TranslationMetric?

  @OptionGroup var shared: ValidationOptions
}

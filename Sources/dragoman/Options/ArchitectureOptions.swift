// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Layers
public import Models

/// Additions to the plain encoder–decoder.
struct ArchitectureOptions: ParsableArguments {
  @OptionGroup var layer: RecurrentLayerOptions

  @Option(
    help: ArgumentHelp(
      """
      Encoder layers that read in both directions: none, first or all (default: none).
      """, valueName: "layers"))
  var bidirectional: BidirectionalLayers?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Use one set of recurrent weights for encoder and decoder: one recurrence reads the source and goes on \
      to write the target (default: --no-share-weights).
      """)
  var shareWeights: Bool?

  @Option(
    help: ArgumentHelp(
      """
      Initial states of the decoder: copy (the encoder's last states), bridge (a learned transformation of \
      them), mean (of the encoder's outputs) or zero (default: copy).
      """, valueName: "states"))
  var decoderInit: DecoderInitialization?

  @Option(
    help: ArgumentHelp(
      """
      Attention score: none, dot, general, additive or scaled_dot (default: none).
      """, valueName: "kind"))
  var attention: AttentionKind?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Feed the result of attention into the decoder's next step (default: --no-input-feeding).
      """)
  var inputFeeding: Bool?

  @Option(
    help: ArgumentHelp(
      """
      Shared embeddings: none, target (target embeddings and output layer) or all (source embeddings \
      too) (default: none).
      """, valueName: "tables"))
  var tieEmbeddings: TiedEmbeddings?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Use the same dropout mask at all time steps of a sentence (default: \
      --no-variational-dropout).
      """)
  var variationalDropout: Bool?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Probability of dropping a word's whole embedding, at least 0 and below 1 (default: 0).
      """, valueName: "p"))
  var wordDropout: Float?
}

extension BidirectionalLayers: ExpressibleByArgument {}
extension DecoderInitialization: ExpressibleByArgument {}
extension AttentionKind: ExpressibleByArgument {}
extension TiedEmbeddings: ExpressibleByArgument {}

// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Layers
public import Models

/// What a model may have beside the plain encoder–decoder.
struct ArchitectureOptions: ParsableArguments {
  @Option(
    help: "The recurrent cell: lstm, gru, or that of Elman with tanh or relu (default: lstm).")
  var cell: RecurrentCell?

  @Option(
    help: ArgumentHelp(
      "Layers of the encoder that read in both directions: none, first or all (default: none).",
      valueName: "layers"))
  var bidirectional: BidirectionalLayers?

  @Flag(
    inversion: .prefixedNo,
    help: "Layers but the first add their input to their output (default: --no-residual).")
  var residual: Bool?

  @Flag(
    inversion: .prefixedNo,
    help: "Normalize products and cell states (default: --no-layer-norm).")
  var layerNorm: Bool?

  @Option(
    help: ArgumentHelp(
      "The decoder's first states: copy, bridge, mean or zero (default: copy).",
      valueName: "states"))
  var decoderInit: DecoderInitialization?

  @Option(
    help: ArgumentHelp(
      "How the decoder looks at the source words: none, dot, general, additive or scaled_dot "
        + "(default: none).", valueName: "kind"))
  var attention: AttentionKind?

  @Flag(
    inversion: .prefixedNo,
    help:
      "What attention found is part of the decoder's next input (default: --no-input-feeding).")
  var inputFeeding: Bool?

  @Option(
    help: ArgumentHelp(
      "Embeddings that are one with the output's weights: none, target or all (default: none).",
      valueName: "tables"))
  var tieEmbeddings: TiedEmbeddings?

  @Flag(
    inversion: .prefixedNo,
    help: "A sentence keeps its dropout masks over time (default: --no-variational-dropout).")
  var variationalDropout: Bool?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Probability to drop the whole vector of a word, from 0 to below 1 (default: 0).",
      valueName: "p"))
  var wordDropout: Float?
}

extension RecurrentCell: ExpressibleByArgument {}
extension BidirectionalLayers: ExpressibleByArgument {}
extension DecoderInitialization: ExpressibleByArgument {}
extension AttentionKind: ExpressibleByArgument {}
extension TiedEmbeddings: ExpressibleByArgument {}

// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import TestSupport
import Testing

/// Tests the decoder alone, with attention after all steps and with input feeding: every element of
/// every parameter, of the initial states and of the attended values.
@Suite struct DecoderGradientTests {
  private static let sentences: [[[Int32]]] = [
    [[2, 4, 5], [2, 3], [2]], [[2]],
  ]

  @Test(
    arguments: [(.lstm, .general), (.gru, .additive), (.tanh, .dot)]
      as [(RecurrentCell, AttentionKind)], [false, true])
  func agreesWithCentralDifferences(
    _ kind: (cell: RecurrentCell, attention: AttentionKind), feedsInput: Bool
  ) {
    for sentences in Self.sentences {
      var configuration = ModelConfiguration(
        sourceVocabularySize: 6, targetVocabularySize: 6, embeddingSize: 2, hiddenSize: 3,
        layers: 2, dropout: 0.3, outputDropout: 0.3)
      configuration.cell = kind.cell
      configuration.attention = kind.attention
      configuration.inputFeeding = feedsInput
      let bench = DecoderBench(configuration, sentences)
      let states = bench.initial
      bench.bench.expectGradients(
        of: [
          "values": bench.values, "hidden 0": states[0].hidden, "cell 0": states[0].cell,
          "hidden 1": states[1].hidden, "cell 1": states[1].cell,
        ], step: 0x1p-6
      ) { bench.pass() }
    }
  }
}

/// A decoder that attends to random values from random states.
private struct DecoderBench {
  let bench: LayerBench<Decoder>
  let attention: Attention
  let tokens: PackedTokens
  let values: MatrixView
  let initial: [RecurrentState]
  /// Two rows for the first sentence, and one more for each further sentence.
  private let spans: [Range<Int>]
  private let random = Philox(seed: 3, purpose: 2, step: 1)

  init(_ configuration: ModelConfiguration, _ sentences: [[Int32]]) {
    var generator = SeededGenerator(seed: 6)
    bench = LayerBench(&generator) { layout in
      var unused = ParameterLayout()
      let encoder = Encoder(&unused, configuration, firstStream: 0)
      return Decoder(&layout, configuration, encoder, firstStream: 100)
    }
    guard let attention = bench.layer.attention else { fatalError("no attention") }
    self.attention = attention
    tokens = PackedTokens(sentences, numbers: sentences.indices.map { UInt32($0 + 7) })
    var end = 0
    spans = sentences.indices.map { sentence in
      defer { end += sentence + 2 }
      return end..<end + sentence + 2
    }
    let (arena, size) = (bench.workspace.arena, configuration.hiddenSize)
    values = arena.random(rows: end, columns: size, &generator)
    initial = (0..<configuration.layers).map { _ in
      RecurrentState(
        hidden: arena.random(rows: sentences.count, columns: size, &generator),
        cell: arena.random(
          rows: sentences.count, columns: configuration.cell == .lstm ? size : 0, &generator))
    }
  }

  func pass() -> LayerPass {
    let (decoder, pass) = (bench.layer, bench.pass(random: random))
    let source = attention.source(values, spans: spans, pass)
    let saved = decoder.forward(
      tokens, initial: initial, attendingTo: source, pass)
    return LayerPass(outputs: [saved.output]) { gradients in
      let dSource = attention.zeroGradient(of: source, pass)
      let dStates = decoder.backward(
        gradients[0], saved, tokens, attendingTo: (source, dSource), pass)
      let dValues = attention.backward(
        dSource, source, pass)
      return [dValues] + dStates.flatMap { [$0.hidden, $0.cell] }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers

/// An encoder–decoder in use for inference: a decoder session that also encodes.
package final class InferenceSession: DecoderSession, SourceSession {
  let model: EncoderDecoder
  let encoderInputs: InputProducts

  package init(_ model: EncoderDecoder, _ pass: Pass) {
    self.model = model
    encoderInputs = InputProducts(
      [model.encoder.stack.layers[0].ahead],
      vocabularySize: model.encoder.embedding.weight.rows)
    super.init(model.decoder, pass)
  }
}

extension InferenceSession {
  /// Encodes `sources`, the encoder inputs in any order.
  package func start(_ sources: [[Int32]]) -> DecoderState {
    let order = longestFirst(sources.map(\.count))
    let state = encode(order.map { sources[$0] })
    return order.elementsEqual(sources.indices) ? state : gathering(inverse(of: order), of: state)
  }

  /// Encodes `inputs`, sorted longest first, and returns the initial state of the decoder, with a
  /// row for each input, in memory of the workspace's arena.
  package func encode(_ inputs: [[Int32]]) -> DecoderState {
    let final = model.encoder.stack.zeroStates(rows: inputs.count, pass)
    if model.encodesWhole { return encodeWhole(inputs, into: final) }
    encodeInChunks(inputs, into: final)
    if model.configuration.decoderInitialization == .copy { return DecoderState(layers: final) }
    let rows = inputs.indices.map { Int32($0) }
    let started = model.start.forward(
      final, nil, PackedLengths(inputs.map(\.count)), rows: rows, pass)
    return DecoderState(layers: started.states)
  }
}

// MARK: - In chunks of steps

extension InferenceSession {
  /// The number of words that are encoded at a time, chosen so that their data stay in cache.
  private static let rowsAtATime = 256

  /// Encodes a few steps at a time, in memory that does not depend on the length of the sentences.
  private func encodeInChunks(_ inputs: [[Int32]], into states: [RecurrentState]) {
    var (first, active) = (0, inputs[...])
    while true {
      active = active.prefix { $0.count > first }
      if active.isEmpty { return }
      let end = first + max(1, Self.rowsAtATime / active.count)
      let chunk = active.map { Array($0[first..<min(end, $0.count)]) }
      pass.arena.scope { encode(chunk, from: states.map { $0.rows(0..<chunk.count) }) }
      first = end
    }
  }

  private func encode(_ chunk: [[Int32]], from states: [RecurrentState]) {
    let tokens = PackedTokens(chunk, numbers: chunk.indices.map { UInt32($0) })
    var gates = encoderInputs.rows(of: tokens.ids, pass) { places in
      model.encoder.embedding.forward(places.map { tokens.ids[$0] }, pass)
    }[0]
    let layers = model.encoder.stack.layers.map(\.ahead)
    for (index, layer) in layers.enumerated() {
      let output = layer.run(
        gates: gates, tokens.lengths, state: states[index], pass)
      if index + 1 < layers.count {
        gates = layers[index + 1].inputProducts(output, pass)
      }
    }
  }
}

// MARK: - Sentences as wholes

extension InferenceSession {
  /// The maximum number of words that are encoded together, unless a single sentence has more.
  private static let wordsAtATime = 4096

  /// Encodes whole sentences, for models with `encodesWhole`.
  private func encodeWhole(_ inputs: [[Int32]], into final: [RecurrentState]) -> DecoderState {
    let size = model.encoder.stack.hiddenSize
    let words = inputs.reduce(0) { $0 + $1.count }
    let outputs = pass.arena.matrix(rows: words, columns: size)
    let states = model.decoder.stack.zeroStates(rows: inputs.count, pass)
    var (firstSentence, firstWord) = (0, 0)
    while firstSentence < inputs.count {
      let end = endOfGroup(inputs, from: firstSentence)
      let group = Array(inputs[firstSentence..<end])
      let count = group.reduce(0) { $0 + $1.count }
      pass.arena.scope {
        encode(
          group, outputs: outputs.rows(firstWord..<firstWord + count),
          states: states.map { $0.rows(firstSentence..<end) })
      }
      (firstSentence, firstWord) = (end, firstWord + count)
    }
    return DecoderState(
      layers: states, source: source(outputs, inputs),
      fed: model.decoder.feedsInput
        ? pass.arena.zeros(rows: inputs.count, columns: size) : nil)
  }

  private func endOfGroup(_ inputs: [[Int32]], from first: Int) -> Int {
    var (end, words) = (first, 0)
    repeat {
      words += inputs[end].count
      end += 1
    } while end < inputs.count && words + inputs[end].count <= Self.wordsAtATime
    return end
  }

  /// Writes the outputs, sentence after sentence, and the initial states of the decoder.
  private func encode(_ group: [[Int32]], outputs: MatrixView, states: [RecurrentState]) {
    let tokens = PackedTokens(group, numbers: group.indices.map { UInt32($0) })
    let encoded = model.encoder.forward(tokens, pass.withoutDropout)
    outputs.gather(tokens.lengths.bySentence, from: encoded.output)
    let started = model.start.forward(
      encoded.finalStates, encoded.output, tokens.lengths,
      rows: group.indices.map { Int32($0) }, pass)
    for (state, started) in zip(states, started.states) {
      state.hidden.copy(from: started.hidden)
      state.cell.copy(from: started.cell)
    }
  }

  private func source(_ outputs: MatrixView, _ inputs: [[Int32]]) -> Attention.Source? {
    guard let attention = model.decoder.attention else { return nil }
    var end = 0
    let spans = inputs.map { words in
      defer { end += words.count }
      return end..<end + words.count
    }
    return attention.source(outputs, spans: spans, pass)
  }
}

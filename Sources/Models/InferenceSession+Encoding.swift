// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers

extension InferenceSession {
  /// The state that the decoder starts from, a row for each of `inputs`, which come longest first, in
  /// memory of the workspace's arena.
  package func encode(_ inputs: [[Int32]]) -> DecoderState {
    let final = model.encoder.stack.zeroStates(rows: inputs.count, workspace)
    if model.encodesWhole { return encodeWhole(inputs, into: final) }
    encodeInChunks(inputs, into: final)
    if model.configuration.decoderInitialization == .copy { return DecoderState(layers: final) }
    let rows = inputs.indices.map { Int32($0) }
    let started = model.start.forward(
      final, nil, PackedLengths(inputs.map(\.count)), rows: rows, weights, workspace)
    return DecoderState(layers: started.states)
  }
}

// MARK: - In chunks of steps

extension InferenceSession {
  /// Words that are encoded at a time: what they need stays in a near cache.
  private static let rowsAtATime = 256

  /// Memory does not grow with the length of the sentences.
  private func encodeInChunks(_ inputs: [[Int32]], into states: [RecurrentState]) {
    var (first, active) = (0, inputs[...])
    while true {
      active = active.prefix { $0.count > first }
      if active.isEmpty { return }
      let end = first + max(1, Self.rowsAtATime / active.count)
      let chunk = active.map { Array($0[first..<min(end, $0.count)]) }
      workspace.arena.scope { encode(chunk, from: states.map { $0.rows(0..<chunk.count) }) }
      first = end
    }
  }

  private func encode(_ chunk: [[Int32]], from states: [RecurrentState]) {
    let tokens = PackedTokens(chunk, numbers: chunk.indices.map { UInt32($0) })
    var gates = encoderInputs.rows(of: tokens.ids, weights, workspace)
    let layers = model.encoder.stack.layers.map { $0.directions[0] }
    for (index, layer) in layers.enumerated() {
      let output = layer.run(
        gates: gates, tokens.lengths, state: states[index], weights, workspace)
      if index + 1 < layers.count {
        gates = layers[index + 1].inputProducts(output, weights, workspace)
      }
    }
  }
}

// MARK: - Sentences as wholes

extension InferenceSession {
  /// Words of sentences that are encoded together, unless one alone has more.
  private static let wordsAtATime = 4096

  /// All outputs are needed, or are made from both ends of the sentences.
  private func encodeWhole(_ inputs: [[Int32]], into final: [RecurrentState]) -> DecoderState {
    let size = model.encoder.stack.hiddenSize
    let words = inputs.reduce(0) { $0 + $1.count }
    let outputs = workspace.arena.matrix(rows: words, columns: size)
    let states = model.decoder.stack.zeroStates(rows: inputs.count, workspace)
    var (firstSentence, firstWord) = (0, 0)
    while firstSentence < inputs.count {
      let end = endOfGroup(inputs, from: firstSentence)
      let group = Array(inputs[firstSentence..<end])
      let count = group.reduce(0) { $0 + $1.count }
      workspace.arena.scope {
        encode(
          group, outputs: outputs.rows(firstWord..<firstWord + count),
          states: states.map { $0.rows(firstSentence..<end) })
      }
      (firstSentence, firstWord) = (end, firstWord + count)
    }
    return DecoderState(
      layers: states, source: source(outputs, inputs),
      fed: model.decoder.feedsInput
        ? workspace.arena.zeros(rows: inputs.count, columns: size) : nil)
  }

  private func endOfGroup(_ inputs: [[Int32]], from first: Int) -> Int {
    var (end, words) = (first, 0)
    repeat {
      words += inputs[end].count
      end += 1
    } while end < inputs.count && words + inputs[end].count <= Self.wordsAtATime
    return end
  }

  /// Writes the outputs, sentence after sentence, and the decoder's first states.
  private func encode(_ group: [[Int32]], outputs: MatrixView, states: [RecurrentState]) {
    let tokens = PackedTokens(group, numbers: group.indices.map { UInt32($0) })
    let encoded = model.encoder.forward(tokens, random: nil, weights, workspace)
    outputs.gather(tokens.lengths.bySentence, from: encoded.output)
    let started = model.start.forward(
      encoded.finalStates, encoded.output, tokens.lengths,
      rows: group.indices.map { Int32($0) }, weights, workspace)
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
    return attention.source(outputs, spans: spans, weights, workspace)
  }
}

// SPDX-License-Identifier: Apache-2.0

import Compute
package import Layers

/// Encodes the characters of each token by a bidirectional layer (Ling et al., "Finding function in
/// form: compositional character models for open vocabulary word representation", 2015). Equal
/// tokens are encoded once.
package struct CharacterEncoder: Sendable {
  package let embedding: Embedding
  package let stack: RecurrentStack<DirectedLayer>

  init(_ layout: inout ParameterLayout, _ configuration: SequenceEncoderConfiguration) {
    embedding = Embedding(
      &layout, name: "character_embedding", vocabularySize: configuration.characterCount,
      embeddingSize: configuration.characterEmbeddingSize)
    // Without dropout, the random streams are not used.
    stack = RecurrentStack(
      &layout, prefix: "characters.", configuration.characterStack, bidirectional: .all,
      inputSize: configuration.characterEmbeddingSize, firstStream: 600)
  }

  struct Saved {
    let characters: PackedTokens
    let stack: RecurrentStack<DirectedLayer>.Saved
    /// For each of the N tokens, its row among the different ones.
    let places: [Int32]
    /// `[N, C]`
    let output: MatrixView
  }

  /// `spellings` are the ids of the characters of each of N tokens.
  func forward(_ spellings: [[Int32]], _ pass: Pass) -> Saved {
    let (different, places) = Self.sorted(spellings)
    let characters = PackedTokens(different, numbers: different.indices.map { UInt32($0) })
    let embedded = embedding.forward(characters.ids, pass)
    let stacked = stack.forward(LayerInput(embedded), characters.rows, initial: nil, pass)
    let final = stack.finalStates(stacked, characters.lengths, pass)[0].hidden
    return Saved(
      characters: characters, stack: stacked, places: places,
      output: final.gathering(places, pass.arena))
  }

  /// Adds gradient terms. `dOutput` is `[N, C]`.
  func backward(_ dOutput: MatrixView, _ saved: Saved, _ pass: Pass) {
    let (rows, lengths) = (saved.characters.rows, saved.characters.lengths)
    let dFinal = stack.zeroStates(rows: lengths.sentences, pass)
    for (row, place) in saved.places.enumerated() {
      pass.kernels.add(dOutput.row(row), to: dFinal[0].hidden.row(Int(place)))
    }
    let dSteps = pass.arena.zeros(rows: lengths.rows, columns: stack.hiddenSize)
    let dEmbedded = stack.backward(dSteps, dFinal, saved.stack, rows, pass)
    embedding.backward(dEmbedded, ids: saved.characters.ids, pass)
  }

  /// Returns the different spellings, longest first, and the place of each token's among them.
  private static func sorted(_ spellings: [[Int32]]) -> ([[Int32]], places: [Int32]) {
    let (different, places) = distinct(spellings)
    let order = longestFirst(different.map(\.count))
    let placeOfSpelling = inverse(of: order)
    return (order.map { different[$0] }, places.map { placeOfSpelling[Int($0)] })
  }
}

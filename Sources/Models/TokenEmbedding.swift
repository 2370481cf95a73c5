// SPDX-License-Identifier: Apache-2.0

import Compute
package import Layers

/// Word embeddings with dropout.
package struct TokenEmbedding: Sendable {
  package let embedding: Embedding
  private let wordDropout: WordDropout
  private let dropout: Dropout
  /// True if equal tokens of a batch share one row, when no dropout tells them apart. Translators do
  /// not share rows, so that their training continues with the rounding it began with.
  private let sharesRows: Bool

  /// Claims the random streams `firstStream` for the dropout of elements, and the one 300 further on
  /// for that of words.
  init(
    _ layout: inout ParameterLayout, _ embedding: Embedding, _ configuration: StackConfiguration,
    sharesRows: Bool = false, firstStream: UInt32
  ) {
    self.embedding = embedding
    self.sharesRows = sharesRows
    wordDropout = WordDropout(
      rate: configuration.wordDropout, stream: layout.claimRandomStream(firstStream + 300))
    dropout = Dropout(configuration, stream: layout.claimRandomStream(firstStream))
  }

  /// The vectors of N tokens.
  struct Saved {
    /// `[N, E]`, or `[U, E]` for U different tokens.
    let rows: LayerInput
    /// The token of each row of the matrix.
    let ids: [Int32]
  }

  func forward(_ tokens: PackedTokens, _ pass: Pass) -> Saved {
    pass.time(.embedding) {
      if let shared = sharedRows(tokens, pass) { return shared }
      let embedded = embedding.forward(tokens.ids, pass)
      wordDropout.apply(to: embedded, tokens.identities, pass)
      let rows = dropout.forward(embedded, tokens.identities, pass)
      return Saved(rows: LayerInput(rows), ids: tokens.ids)
    }
  }

  /// Returns a row for each different token, if that saves at least half of the rows.
  private func sharedRows(_ tokens: PackedTokens, _ pass: Pass) -> Saved? {
    guard sharesRows, !isDropping(pass) else { return nil }
    let (ids, places) = distinct(tokens.ids)
    guard 2 * ids.count <= tokens.ids.count else { return nil }
    return Saved(rows: LayerInput(embedding.forward(ids, pass), repeated: places), ids: ids)
  }

  private func isDropping(_ pass: Pass) -> Bool {
    pass.random != nil && (dropout.rate > 0 || wordDropout.rate > 0)
  }

  /// Adds gradient terms. `dOutput`, which has the shape of the saved matrix, is overwritten.
  func backward(
    _ dOutput: MatrixView, _ saved: Saved, _ tokens: PackedTokens, _ pass: Pass
  ) {
    pass.time(.embedding) {
      if saved.rows.repeated == nil {
        dropout.backward(dOutput, tokens.identities, pass)
        wordDropout.apply(to: dOutput, tokens.identities, pass)
      }
      embedding.backward(dOutput, ids: saved.ids, pass)
    }
  }
}

/// Returns the different elements of `elements`, in order of first appearance, and the place of each
/// element among them.
func distinct<Element: Hashable>(_ elements: [Element]) -> (elements: [Element], places: [Int32]) {
  var distinct: [Element] = []
  var placeOfElement: [Element: Int32] = [:]
  let places = elements.map { element in
    if let place = placeOfElement[element] { return place }
    let place = Int32(distinct.count)
    placeOfElement[element] = place
    distinct.append(element)
    return place
  }
  return (distinct, places)
}

extension Dropout {
  init(_ configuration: StackConfiguration, stream: RandomStream) {
    self.init(
      rate: configuration.dropout, stream: stream,
      isVariational: configuration.variationalDropout)
  }
}

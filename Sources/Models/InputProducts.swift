// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers

/// The products of word embeddings with the input weights of the first layer. The product of a word
/// is always the same, so those of the most frequent words are cached when they are first computed.
/// Use from one thread at a time.
final class InputProducts {
  private let embedding: Embedding
  private let layer: RecurrentLayer
  /// The cached products, by id; ids are sorted by frequency.
  private var kept: [MatrixView?]
  private let memory = Arena()

  private static let mostBytes = 1 << 22

  init(_ embedding: Embedding, _ layer: RecurrentLayer) {
    self.embedding = embedding
    self.layer = layer
    let bytesOfRow = layer.gatesSize * MemoryLayout<Float>.stride
    kept = [MatrixView?](
      repeating: nil, count: min(embedding.weight.rows, Self.mostBytes / bytesOfRow))
  }

  /// Returns a row for each of `ids`: `[N, GH]`.
  func rows(of ids: [Int32], _ pass: Pass) -> MatrixView {
    let rows = pass.arena.matrix(rows: ids.count, columns: layer.gatesSize)
    var unknown: [Int] = []
    for (row, id) in ids.enumerated() {
      if let known = known(id) { rows.row(row).copy(from: known) } else { unknown.append(row) }
    }
    if unknown.isEmpty { return rows }
    pass.arena.scope {
      let words = unknown.map { ids[$0] }
      let made = layer.inputProducts(
        embedding.forward(words, pass), pass)
      for (place, row) in unknown.enumerated() {
        rows.row(row).copy(from: made.row(place))
        keep(made.row(place), of: words[place])
      }
    }
    return rows
  }

  private func known(_ id: Int32) -> MatrixView? {
    Int(id) < kept.count ? kept[Int(id)] : nil
  }

  private func keep(_ row: MatrixView, of id: Int32) {
    guard Int(id) < kept.count, kept[Int(id)] == nil else { return }
    let copy = memory.matrix(rows: 1, columns: row.columns)
    copy.copy(from: row)
    kept[Int(id)] = copy
  }
}

// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers

/// The products of tokens with the input weights of layers that read them. The products of a token
/// are always the same, so those of the most frequent tokens are cached when they are first
/// computed. Use from one thread at a time.
final class InputProducts {
  private let layers: [RecurrentLayer]
  /// The cached products with each layer, by id; ids are sorted by frequency.
  private var kept: [[MatrixView]?]
  private let memory = Arena()

  private static let mostBytes = 1 << 22

  init(_ layers: [RecurrentLayer], vocabularySize: Int) {
    self.layers = layers
    let bytesOfRow = layers.reduce(0) { $0 + $1.gatesSize } * MemoryLayout<Float>.stride
    kept = [[MatrixView]?](
      repeating: nil, count: min(vocabularySize, Self.mostBytes / bytesOfRow))
  }

  /// The number of tokens whose products may be cached: those with the ids below it.
  var capacity: Int { kept.count }

  /// Returns a row for each of `ids` and for each layer: `[N, GH]`. Negative ids have nothing in common.
  /// `input` returns the input of the layers in the given places of `ids`.
  func rows(
    of ids: [Int32], _ pass: Pass, input: ([Int]) -> MatrixView
  ) -> [MatrixView] {
    let rows = layers.map { pass.arena.matrix(rows: ids.count, columns: $0.gatesSize) }
    let unknown = ids.indices.filter { place in
      guard let known = known(ids[place]) else { return true }
      copy(known, to: rows, place)
      return false
    }
    if unknown.isEmpty { return rows }
    let (different, rowOfPlace) = differentPlaces(unknown, ids)
    pass.arena.scope {
      let input = input(different)
      let made = layers.map { $0.inputProducts(input, pass) }
      for (place, row) in zip(unknown, rowOfPlace) {
        copy(made.map { $0.row(row) }, to: rows, place)
      }
      for (row, place) in different.enumerated() { keep(made.map { $0.row(row) }, of: ids[place]) }
    }
    return rows
  }

  /// Returns the first of those `places` that have the same id, and for each place, its place among
  /// them. Negative ids are all different.
  private func differentPlaces(_ places: [Int], _ ids: [Int32]) -> ([Int], rows: [Int]) {
    var different: [Int] = []
    var rowOfID: [Int32: Int] = [:]
    let rows = places.map { place in
      if let row = rowOfID[ids[place]] { return row }
      if ids[place] >= 0 { rowOfID[ids[place]] = different.count }
      different.append(place)
      return different.count - 1
    }
    return (different, rows)
  }

  private func copy(_ products: [MatrixView], to rows: [MatrixView], _ place: Int) {
    for (rows, products) in zip(rows, products) { rows.row(place).copy(from: products) }
  }

  private func known(_ id: Int32) -> [MatrixView]? {
    kept.indices.contains(Int(id)) ? kept[Int(id)] : nil
  }

  private func keep(_ products: [MatrixView], of id: Int32) {
    guard kept.indices.contains(Int(id)), kept[Int(id)] == nil else { return }
    kept[Int(id)] = products.map { row in
      let copy = memory.matrix(rows: 1, columns: row.columns)
      copy.copy(from: row)
      return copy
    }
  }
}

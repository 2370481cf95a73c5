// SPDX-License-Identifier: Apache-2.0

/// A weight matrix that is prepared as a factor of many products.
package enum WeightFactor: Sendable {
  case packed(PackedWeights)
  case quantized(QuantizedWeights)
}

/// The parameters of a model, with prepared copies of the matrices that many products use.
package final class Weights: Sendable {
  /// The orientation of a matrix in a product: as it is stored, or transposed.
  package enum Orientation: Int, Sendable { case stored, transposed }

  /// The matrices that are used as they are stored, by the index of their slot.
  private let matrices: [MatrixView?]
  /// Two factors for each slot: the stored matrix and its transpose.
  private let factors: [WeightFactor?]
  private let packed: [(slot: ParameterSlot, orientation: Orientation, copy: PackedWeights)]
  /// The owner of the matrices' memory.
  private let owner: any Sendable

  /// Creates weights for training: all of `parameters`, and packed copies of the given matrices, in
  /// the given orientation and in `precision`. Call `repack` after every change.
  package init(
    _ parameters: ParameterBuffer, packing keys: [(ParameterSlot, Orientation)] = [],
    _ precision: ProductPrecision = .float32
  ) {
    let entries = parameters.layout.entries
    matrices = entries.map { parameters[$0.slot] }
    packed = keys.map { slot, orientation in
      let isStored = orientation == .stored
      let inner = isStored ? slot.rows : slot.columns
      let outer = isStored ? slot.columns : slot.rows
      return (slot, orientation, PackedWeights(inner: inner, outer: outer, precision))
    }
    factors = Self.table(
      packed.map { ($0.slot, $0.orientation, .packed($0.copy)) }, entries: entries.count)
    owner = parameters
    repack()
  }

  /// Creates weights that do not change: `matrices` for those that are used as they are stored,
  /// whose memory `owner` keeps alive, and `factors` for the others.
  package init(
    _ layout: ParameterLayout, matrices: [ParameterSlot: MatrixView],
    factors: [(ParameterSlot, Orientation, WeightFactor)], owner: any Sendable
  ) {
    self.matrices = layout.entries.map { matrices[$0.slot] }
    self.factors = Self.table(factors, entries: layout.entries.count)
    self.owner = owner
    packed = []
  }

  private static func table(
    _ factors: [(ParameterSlot, Orientation, WeightFactor)], entries: Int
  ) -> [WeightFactor?] {
    var table = [WeightFactor?](repeating: nil, count: 2 * entries)
    for (slot, orientation, factor) in factors { table[place(slot, orientation)] = factor }
    return table
  }

  private static func place(_ slot: ParameterSlot, _ orientation: Orientation) -> Int {
    2 * slot.index + orientation.rawValue
  }

  package subscript(slot: ParameterSlot) -> MatrixView {
    guard let matrix = matrices[slot.index] else {
      preconditionFailure("the parameter is there as a factor only")
    }
    return matrix
  }

  /// True if a copy of the stored matrix is prepared for products. A row of such a product does not
  /// depend on the other rows.
  package func isPrepared(_ slot: ParameterSlot) -> Bool { factor(slot, .stored) != nil }

  func factor(_ slot: ParameterSlot, _ orientation: Orientation) -> WeightFactor? {
    factors[Self.place(slot, orientation)]
  }

  /// The number of packed copies.
  package var packedCopies: Int { packed.count }

  /// Updates all packed copies.
  package func repack() {
    for index in packed.indices { repack(index) }
  }

  /// Updates one of the packed copies.
  package func repack(_ index: Int) {
    let (slot, orientation, copy) = packed[index]
    switch orientation {
    case .stored: copy.pack(self[slot])
    case .transposed: copy.pack(transposeOf: self[slot])
    }
  }
}

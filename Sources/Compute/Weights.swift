// SPDX-License-Identifier: Apache-2.0

/// A weight matrix as a factor that is ready for many products.
package enum WeightFactor: Sendable {
  case packed(PackedWeights)
  case quantized(QuantizedWeights)
}

/// The parameters of a model, with ready copies of those that many products share.
package final class Weights: Sendable {
  /// Whether a layer multiplies by the matrix as it is stored, or by its transpose.
  package enum Orientation: Int, Sendable { case stored, transposed }

  /// What is used as it is stored, by the index of its slot.
  private let matrices: [MatrixView?]
  /// Two for each slot: as it is stored, and its transpose.
  private let factors: [WeightFactor?]
  private let packed: [(slot: ParameterSlot, orientation: Orientation, copy: PackedWeights)]
  /// What the matrices lie in.
  private let owner: any Sendable

  /// Weights in training: all of `parameters`, and packed copies of the matrices named, in the
  /// orientation named and in `precision`; call `repack` after every change.
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

  /// Weights that do not change: `matrices` for what is used as it is stored, which `owner` keeps in
  /// memory, and `factors` for the rest.
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

  func factor(_ slot: ParameterSlot, _ orientation: Orientation) -> WeightFactor? {
    factors[Self.place(slot, orientation)]
  }

  /// Brings the packed copies up to date: all of them, or the share of one worker among several.
  package func repack(share: Int = 0, of shares: Int = 1) {
    for (index, (slot, orientation, copy)) in packed.enumerated() where index % shares == share {
      switch orientation {
      case .stored: copy.pack(self[slot])
      case .transposed: copy.pack(transposeOf: self[slot])
      }
    }
  }
}

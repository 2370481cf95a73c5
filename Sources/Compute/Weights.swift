// SPDX-License-Identifier: Apache-2.0

/// The parameters of a model, with packed copies of those that many products share.
package final class Weights: Sendable {
  /// Whether a layer multiplies by the matrix as it is stored, or by its transpose.
  package enum Orientation: Sendable { case stored, transposed }

  private struct Key: Hashable {
    let slot: ParameterSlot
    let orientation: Orientation
  }

  package let parameters: ParameterBuffer
  private let packed: [Key: PackedWeights]
  private let keys: [Key]

  /// Packs the matrices named, in the orientation named; call `repack` after every change.
  package init(_ parameters: ParameterBuffer, packing slots: [(ParameterSlot, Orientation)] = []) {
    self.parameters = parameters
    keys = slots.map { Key(slot: $0.0, orientation: $0.1) }
    packed = Dictionary(
      uniqueKeysWithValues: keys.map { key in
        let isStored = key.orientation == .stored
        let inner = isStored ? key.slot.rows : key.slot.columns
        let outer = isStored ? key.slot.columns : key.slot.rows
        return (key, PackedWeights(inner: inner, outer: outer))
      })
    repack()
  }

  package subscript(slot: ParameterSlot) -> MatrixView { parameters[slot] }

  func packed(_ slot: ParameterSlot, _ orientation: Orientation) -> PackedWeights? {
    packed[Key(slot: slot, orientation: orientation)]
  }

  /// Brings the packed copies up to date: all of them, or the share of one worker among several.
  package func repack(share: Int = 0, of shares: Int = 1) {
    for (index, key) in keys.enumerated() where index % shares == share {
      guard let copy = packed[key] else { continue }
      switch key.orientation {
      case .stored: copy.pack(parameters[key.slot])
      case .transposed: copy.pack(transposeOf: parameters[key.slot])
      }
    }
  }
}

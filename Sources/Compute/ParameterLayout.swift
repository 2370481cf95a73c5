// SPDX-License-Identifier: Apache-2.0

/// The position of a parameter in every buffer of its layout: `[rows, columns]` floats from
/// `offset`. A vector is one row.
package struct ParameterSlot: Sendable, Hashable {
  /// The index in the layout's `entries`.
  package let index: Int
  package let offset: Int
  package let rows: Int
  package let columns: Int
  /// True if the stored matrix is the transpose of the one in files and in PyTorch.
  package let isTransposed: Bool
}

/// A stream of random numbers within a training step, such as that of a dropout layer.
package struct RandomStream: Sendable, Hashable {
  package let number: UInt32

  package init(_ number: UInt32) { self.number = number }
}

/// The layout that weights, gradients and moments share. Layers claim their slots from it when they
/// are created, in the order of their creation.
package struct ParameterLayout: Sendable {
  package struct Entry: Sendable {
    /// The name, as in `torch.nn`, for example `encoder.lstm.weight_ih_l0`.
    package let name: String
    /// `[rows, columns]`, or `[columns]` for a vector.
    package let shape: [Int]
    package let slot: ParameterSlot
    /// True if training does not change the parameter.
    package let isFrozen: Bool
    /// In files: the name of a tensor that is added to this one, and written as zeros.
    package let zeros: String?
    /// In files: further names of the same values.
    package fileprivate(set) var otherNames: [String] = []
  }

  package private(set) var entries: [Entry] = []
  /// The number of floats in a buffer of this layout, including the padding that aligns the slots.
  package private(set) var count = 0

  private var randomStreams: Set<RandomStream> = []

  package init() {}

  /// Claims a stream of random numbers for one part of the model. The numbers are fixed, so that a
  /// resumed run draws the same random numbers in every version of the program.
  package mutating func claimRandomStream(_ number: UInt32) -> RandomStream {
    let stream = RandomStream(number)
    precondition(
      randomStreams.insert(stream).inserted, "random stream \(number) is claimed already")
    return stream
  }

  package mutating func claimMatrix(
    _ name: String, rows: Int, columns: Int, isFrozen: Bool = false
  ) -> ParameterSlot {
    let slot = ParameterSlot(
      index: entries.count, offset: count, rows: rows, columns: columns, isTransposed: false)
    return claim(name, shape: [rows, columns], slot, isFrozen: isFrozen)
  }

  /// Claims a matrix that is `[rows, columns]` in files and is stored as its transpose.
  package mutating func claimTransposedMatrix(
    _ name: String, rows: Int, columns: Int
  ) -> ParameterSlot {
    let slot = ParameterSlot(
      index: entries.count, offset: count, rows: columns, columns: rows, isTransposed: true)
    return claim(name, shape: [rows, columns], slot)
  }

  /// Claims a vector. `zeros` is the name of a second tensor in files, if PyTorch has two that are
  /// only ever added.
  package mutating func claimVector(
    _ name: String, count: Int, zeros: String? = nil
  ) -> ParameterSlot {
    let slot = ParameterSlot(
      index: entries.count, offset: self.count, rows: 1, columns: count, isTransposed: false)
    return claim(name, shape: [count], slot, zeros: zeros)
  }

  /// Gives a parameter another name in files, for a second layer that shares it.
  package mutating func share(_ slot: ParameterSlot, as name: String) {
    entries[slot.index].otherNames.append(name)
  }

  private mutating func claim(
    _ name: String, shape: [Int], _ slot: ParameterSlot, zeros: String? = nil,
    isFrozen: Bool = false
  ) -> ParameterSlot {
    precondition(!entries.contains { $0.name == name }, "\(name) is claimed already")
    entries.append(
      Entry(name: name, shape: shape, slot: slot, isFrozen: isFrozen, zeros: zeros))
    count += AlignedBuffer.rounded(slot.rows * slot.columns)
    return slot
  }

  /// The number of parameters.
  package var parameterCount: Int { entries.reduce(0) { $0 + $1.slot.rows * $1.slot.columns } }
}

// MARK: - Shares

extension ParameterLayout {
  /// Returns the floats of a buffer that belong to worker `index` of `workers`, divided at aligned
  /// positions.
  package func share(_ index: Int, of workers: Int) -> Range<Int> {
    let lines = count / AlignedBuffer.floatsPerLine
    let first = lines * index / workers * AlignedBuffer.floatsPerLine
    let end =
      index + 1 == workers
      ? count : lines * (index + 1) / workers * AlignedBuffer.floatsPerLine
    return first..<end
  }

  /// Returns the parts of a worker's share that training changes.
  package func trainedParts(ofShare index: Int, of workers: Int) -> [Range<Int>] {
    let share = share(index, of: workers)
    var (parts, start) = ([Range<Int>](), share.lowerBound)
    for entry in entries where entry.isFrozen {
      let end = entry.slot.offset + entry.slot.rows * entry.slot.columns
      let frozen = (entry.slot.offset..<end).clamped(to: share)
      guard !frozen.isEmpty else { continue }
      if start < frozen.lowerBound { parts.append(start..<frozen.lowerBound) }
      start = frozen.upperBound
    }
    if start < share.upperBound { parts.append(start..<share.upperBound) }
    return parts
  }
}

/// One float for every parameter of a layout: the weights, a gradient or a moment.
// Sendable: only one worker writes at a time, or each writes to a range of its own.
package final class ParameterBuffer: @unchecked Sendable {
  package let layout: ParameterLayout
  private let buffer: AlignedBuffer

  /// Allocates a buffer of zeros.
  package init(_ layout: ParameterLayout) {
    self.layout = layout
    buffer = AlignedBuffer(count: layout.count)
  }

  package subscript(slot: ParameterSlot) -> MatrixView {
    precondition(slot.offset + slot.rows * slot.columns <= buffer.count, "slot of another layout")
    return unsafe MatrixView(
      base: buffer.base + slot.offset, rows: slot.rows, columns: slot.columns)
  }

  /// Returns the values of a parameter, row by row in its shape in files.
  package func values(_ slot: ParameterSlot) -> [Float] {
    slot.isTransposed ? self[slot].transposedElements : self[slot].elements
  }

  package func setValues(_ values: [Float], of slot: ParameterSlot) {
    if slot.isTransposed {
      self[slot].copy(fromTransposed: values)
    } else {
      self[slot].copy(from: values)
    }
  }

  /// The whole buffer as one row, including the padding, which stays zero.
  package var all: MatrixView {
    unsafe MatrixView(base: buffer.base, rows: 1, columns: buffer.count)
  }

  /// Returns the share of `all` that belongs to worker `index` of `workers`.
  package func share(_ index: Int, of workers: Int) -> MatrixView {
    self[layout.share(index, of: workers)]
  }

  /// Returns a part of `all`, such as a part of a share.
  package subscript(part: Range<Int>) -> MatrixView {
    precondition(part.lowerBound >= 0 && part.upperBound <= buffer.count)
    return unsafe MatrixView(base: buffer.base + part.lowerBound, rows: 1, columns: part.count)
  }
}

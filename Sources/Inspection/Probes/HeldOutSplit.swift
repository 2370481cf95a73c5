// SPDX-License-Identifier: Apache-2.0

import Compute

/// A division of steps into those that a probe learns from and those that it is tested on.
///
/// A fifth of the steps is held out, in pieces of whole lines, because the states of neighbouring
/// steps are alike. A line that is longer than a piece is cut.
public struct HeldOutSplit: Sendable, Equatable {
  public let training, heldOut: [Int]

  /// The number of pieces, if there are as many lines or steps.
  private static let pieceCount = 50
  private static let heldOutShare = 0.2

  public init(lines: [Range<Int>], seed: UInt64) {
    let pieces = Self.pieces(of: lines)
    let wanted = Double(lines.reduce(0) { $0 + $1.count }) * Self.heldOutShare
    var random = Philox(seed: seed, purpose: RandomPurpose.splitting).sequence
    var (held, count) = (Set<Int>(), 0)
    for piece in pieces.indices.shuffled(using: &random)
    where Double(count) < wanted && held.count + 1 < pieces.count {
      held.insert(piece)
      count += pieces[piece].count
    }
    heldOut = pieces.indices.filter(held.contains).flatMap { pieces[$0] }
    training = pieces.indices.filter { !held.contains($0) }.flatMap { pieces[$0] }
  }

  /// Returns ranges of steps of similar length.
  private static func pieces(of lines: [Range<Int>]) -> [Range<Int>] {
    let steps = lines.reduce(0) { $0 + $1.count }
    let size = max(1, (steps + pieceCount - 1) / pieceCount)
    var pieces: [Range<Int>] = []
    for line in lines {
      for start in stride(from: line.lowerBound, to: line.upperBound, by: size) {
        let part = start..<min(start + size, line.upperBound)
        if let last = pieces.last, last.upperBound == part.lowerBound,
          last.count + part.count <= size
        {
          pieces[pieces.count - 1] = last.lowerBound..<part.upperBound
        } else {
          pieces.append(part)
        }
      }
    }
    return pieces
  }
}

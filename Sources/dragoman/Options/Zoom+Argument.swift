// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dragoman

extension Zoom {
  /// Creates a zoom from the argument of `--zoom`: a box `x0,y0,x1,y1`, or words with spaces between
  /// them.
  ///
  /// - Throws: `ValidationError` for no words, and for a box without four numbers or without an area.
  init(argument: String) throws {
    let cells = argument.split(separator: ",", omittingEmptySubsequences: false)
    if cells.count > 1, cells.contains(where: { Double($0) != nil }) {
      self = try Self.box(argument, cells.compactMap { Double($0) }, isWhole: cells.count == 4)
      return
    }
    let words = argument.split(whereSeparator: \.isWhitespace).map(String.init)
    guard !words.isEmpty else {
      throw ValidationError("--zoom is empty, but must be a box x0,y0,x1,y1 or a list of words.")
    }
    self = .words(words)
  }

  /// The largest coordinate: coordinates are floats.
  private static let mostPlace = Double(Float.greatestFiniteMagnitude)

  private static func box(_ text: String, _ numbers: [Double], isWhole: Bool) throws -> Zoom {
    guard isWhole, numbers.count == 4, numbers.allSatisfy({ $0.magnitude <= mostPlace }) else {
      throw ValidationError("--zoom is \(text), but a box has four numbers: x0,y0,x1,y1.")
    }
    let (x, y) = ([numbers[0], numbers[2]].sorted(), [numbers[1], numbers[3]].sorted())
    guard x[0] < x[1], y[0] < y[1] else {
      throw ValidationError(
        "--zoom is \(text), but the corners of a box must differ in both x and y.")
    }
    return .box(x: x[0]...x[1], y: y[0]...y[1])
  }
}

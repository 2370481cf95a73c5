// SPDX-License-Identifier: Apache-2.0

import Compute

/// Images of handwritten digits, 8 × 8 pixels from 0 to 16, as sequences of vectors, and their names
/// (Alpaydin and Kaynak, "Optical recognition of handwritten digits", UCI, 1998).
package struct Digits: LectureData {
  /// The parts of an image that are the steps of its sequence.
  package enum Form: String, CaseIterable, Sendable {
    /// Eight rows of eight pixels, from the top.
    case rows
    /// Three patches of 4 × 4 pixels, each with its place: in turn, the one that has most ink that
    /// was not in a patch before. So a reader glances at an image (Mnih et al., "Recurrent models of
    /// visual attention", 2014).
    case glimpses
    /// The whole image as one vector of 64 pixels.
    case image
  }

  /// An image, row by row, and the digit that it shows.
  package struct Image: Sendable, Equatable {
    package static let side = 8
    package let pixels: [Int]
    package let digit: Int

    /// Reads a line of a digit, a tab and a symbol for each pixel, `0` to `9` and `a` to `g`; nil if
    /// it is not such a line.
    package init?(_ line: String) {
      let cells = line.split(separator: "\t")
      guard cells.count == 2, let digit = Int(cells[0]), Digits.names.indices.contains(digit) else {
        return nil
      }
      let pixels = cells[1].compactMap { Int(String($0), radix: 17) }
      guard pixels.count == Self.side * Self.side, cells[1].count == pixels.count else {
        return nil
      }
      (self.pixels, self.digit) = (pixels, digit)
    }
  }

  package static let names = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
  ]

  package let images: [Image]
  package let form: Form

  package init(_ images: [Image], _ form: Form = .rows) {
    (self.images, self.form) = (images, form)
  }

  /// Vectors in `.tsv` files, with a blank line after each image of several vectors, and the name of
  /// each digit in the `.txt` file of the same name. A sixth of the images each are the dev and the
  /// test set.
  package func files(seed: UInt64) -> [LectureFile] {
    var random = LecturePart.training.random(seed: seed)
    let drawn = images.shuffled(using: &random)
    let sixth = images.count / 6
    return [
      ("train", drawn[(2 * sixth)...]), ("dev", drawn[sixth..<2 * sixth]),
      ("test", drawn[..<sixth]),
    ].flatMap { name, images in
      [
        LectureFile(name + ".tsv", images.flatMap(lines)),
        LectureFile(name + ".txt", images.map { Self.names[$0.digit] }),
      ]
    }
  }

  private func lines(_ image: Image) -> [String] {
    let steps: [[Int]] =
      switch form {
      case .rows:
        (0..<Image.side).map { Array(image.pixels[$0 * Image.side..<($0 + 1) * Image.side]) }
      case .glimpses: image.glimpses
      case .image: [image.pixels]
      }
    return steps.map { $0.map(String.init).joined(separator: "\t") } + (form == .image ? [] : [""])
  }
}

extension Digits.Image {
  private static let patch = 4
  /// The rows and columns where a patch may begin.
  private static let starts = [0, 2, 4]

  /// Three patches, each as its row, its column and its pixels.
  var glimpses: [[Int]] {
    var unseen = pixels
    return (0..<3).map { _ in
      let places = Self.starts.flatMap { row in Self.starts.map { (row: row, column: $0) } }
      let ink = places.map { place in Self.indices(place).reduce(0) { $0 + unseen[$1] } }
      // The first of the darkest.
      let best = places[ink.firstIndex(of: ink.max() ?? 0) ?? 0]
      for index in Self.indices(best) { unseen[index] = 0 }
      return [best.row, best.column] + Self.indices(best).map { pixels[$0] }
    }
  }

  private static func indices(_ place: (row: Int, column: Int)) -> [Int] {
    (0..<patch).flatMap { row in
      (0..<patch).map { (place.row + row) * side + place.column + $0 }
    }
  }
}

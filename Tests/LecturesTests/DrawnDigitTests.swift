// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Lectures

/// Handwritten digits, and digits drawn by the moves of a pen.
struct DrawnDigitTests {
  /// An image whose pixels are their numbers modulo 17.
  private static let symbols = (0..<64).map { String($0 % 17, radix: 17) }.joined()

  private func image(_ line: String) throws -> Digits.Image { try #require(Digits.Image(line)) }

  @Test func `an image is read from a line`() throws {
    let image = try image("7\t" + Self.symbols)
    #expect(image.digit == 7 && image.pixels == (0..<64).map { $0 % 17 })
    for line in ["10\t" + Self.symbols, "7", "7\t" + Self.symbols + "0", "x\t" + Self.symbols] {
      #expect(Digits.Image(line) == nil, "\(line)")
    }
    #expect(Digits.Image("7\th" + Self.symbols.dropFirst()) == nil)
    #expect(Digits.Image("7\t" + Self.symbols.dropFirst()) == nil)
  }

  @Test func `the rows of an image are the steps of a sequence`() throws {
    let images = try (0..<12).map { try image("\($0 % 10)\t\(Self.symbols)") }
    let files = Digits(images).files(seed: 1)
    #expect(
      files.map(\.name)
        == ["train.tsv", "train.txt", "dev.tsv", "dev.txt", "test.tsv", "test.txt"])
    #expect(files.map(\.lines.count) == [72, 8, 18, 2, 18, 2])
    #expect(files[0].lines[1] == "8\t9\t10\t11\t12\t13\t14\t15")
    #expect(files[0].lines[8].isEmpty && !files[0].lines[9].isEmpty)
    let names = files.filter { $0.name.hasSuffix(".txt") }.flatMap(\.lines)
    #expect(names.sorted() == images.map { Digits.names[$0.digit] }.sorted())
    let whole = Digits(images, .image).files(seed: 1)
    #expect(whole[0].lines.count == 8)
    #expect(whole[0].lines[0].split(separator: "\t").count == 64)
  }

  @Test func `glimpses go to the ink that was not seen`() throws {
    // Ink in the lower right corner, some in the upper left one, and a pixel at the upper right.
    var pixels = Array(repeating: Character("0"), count: 64)
    for (row, column) in [(7, 7), (6, 6), (5, 7)] { pixels[row * 8 + column] = "g" }
    pixels[9] = "8"
    pixels[7] = "1"
    let glimpses = try image("0\t" + String(pixels)).glimpses
    #expect(glimpses.map { Array($0.prefix(2)) } == [[4, 4], [0, 0], [0, 4]])
    #expect(glimpses.allSatisfy { $0.count == 18 })
    #expect(glimpses[0].dropFirst(2).reduce(0, +) == 48)
    #expect(glimpses[1].dropFirst(2).reduce(0, +) == 8)
    #expect(glimpses[2][2 + 3] == 1)
  }

  /// The segments of the digits of a pocket calculator: top, upper left, upper right, middle, lower
  /// left, lower right and bottom.
  private static let segments = [
    "1110111", "0010010", "1011101", "1011011", "0111010", "1101011", "1101111", "1010010",
    "1111111", "1111011",
  ]

  @Test(arguments: 0..<10, [(1, 1), (3, 2)])
  func `the moves draw the segments of a digit`(digit: Int, size: (width: Int, height: Int)) {
    let (width, height) = size
    var (x, y, isDown) = (0, 0, true)
    var drawn: Set<[Int]> = []
    for move in Strokes.moves(digit, width: width, height: height).split(separator: " ") {
      let before = [x, y]
      switch move {
      case "left": x -= 1
      case "right": x += 1
      case "up": y -= 1
      case "down": y += 1
      default: isDown = move == "drop"
      }
      if isDown && before != [x, y] {
        drawn.insert([min(x, before[0]), min(y, before[1]), x == before[0] ? 1 : 0])
      }
    }
    let (w, h) = (width, height)
    let places: [(x: Int, y: Int, isUpright: Bool)] = [
      (0, 0, false), (0, 0, true), (w, 0, true), (0, h, false), (0, h, true), (w, h, true),
      (0, 2 * h, false),
    ]
    var expected: Set<[Int]> = []
    for (mark, place) in zip(Self.segments[digit], places) where mark == "1" {
      for step in 0..<(place.isUpright ? h : w) {
        expected.insert(
          place.isUpright ? [place.x, place.y + step, 1] : [place.x + step, place.y, 0])
      }
    }
    #expect(drawn == expected)
  }

  @Test func `each digit occurs once in each size`() {
    let files = Strokes().files(seed: 1)
    #expect(files.map(\.lines.count) == [258, 258, 51, 51, 51, 51])
    let vectors = [0, 2, 4].flatMap { files[$0].lines }
    #expect(Set(vectors).count == 360)
    for (vector, moves) in zip(files[0].lines, files[1].lines) {
      let numbers = vector.split(separator: "\t").compactMap { Int($0) }
      let digit = numbers.firstIndex(of: 1) ?? 0
      #expect(numbers.count == 12 && numbers.prefix(10).reduce(0, +) == 1)
      #expect(moves == Strokes.moves(digit, width: numbers[10], height: numbers[11]))
    }
  }
}

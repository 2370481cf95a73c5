// SPDX-License-Identifier: Apache-2.0

/// What stands between two spaces of a line, and a number made of its bytes.
struct Chunk {
  let range: Range<Int>
  /// The first eight bytes; fewer with zeros behind them.
  let start: UInt64
  private(set) var hash: UInt64

  /// The chunk that begins at `index`: empty where a space does. Up to seven bytes behind the space
  /// that ends it are read.
  @inline(__always)
  init(at index: Int, in bytes: RawSpan) {
    var end = index
    var word = Self.word(at: index, in: bytes)
    start = word.own
    hash = Self.mixed(Self.factor, word.own)
    end += word.count
    while word.count == 8 {
      word = Self.word(at: end, in: bytes)
      hash = Self.mixed(hash, word.own)
      end += word.count
    }
    range = index..<end
  }

  /// The bytes up to the first space, eight at most, and how many they are.
  @inline(__always)
  private static func word(at index: Int, in bytes: RawSpan) -> (own: UInt64, count: Int) {
    let word = unsafe UInt64(
      littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    let count = bytesBeforeSpace(in: word)
    return (count == 8 ? word : word & ((1 &<< UInt64(8 &* count)) &- 1), count)
  }

  /// How many of the eight bytes come before the first space (Mycroft's test for a zero byte).
  private static func bytesBeforeSpace(in word: UInt64) -> Int {
    let difference = word ^ 0x2020_2020_2020_2020
    let zeros = (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
    return zeros.trailingZeroBitCount &>> 3
  }

  private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// Both halves of a product, folded: each bit of the result depends on all bits of the word.
  private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word).multipliedFullWidth(by: factor)
    return product.high ^ product.low
  }
}

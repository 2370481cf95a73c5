// SPDX-License-Identifier: Apache-2.0

/// The 64-bit xxHash of a stream of bytes (Collet, xxHash specification 0.2.0), seed 0.
package struct XXHash64: Sendable {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5
  private static let stripe = 32

  private var lane1 = prime1 &+ prime2
  private var lane2 = prime2
  private var lane3: UInt64 = 0
  private var lane4: UInt64 = 0 &- prime1
  private var rest: [UInt8] = []
  private var count: UInt64 = 0

  package init() {}

  /// Returns the hash of a whole sequence of bytes.
  static func hash(_ bytes: Span<UInt8>) -> UInt64 {
    var hash = XXHash64()
    let end = hash.consumeStripes(of: bytes)
    hash.count = UInt64(bytes.count)
    return hash.digest(tail: bytes.extracting(end..<bytes.count))
  }

  package mutating func update(_ bytes: Span<UInt8>) {
    count += UInt64(bytes.count)
    var start = 0
    if !rest.isEmpty {
      start = min(Self.stripe - rest.count, bytes.count)
      append(bytes.extracting(..<start), to: &rest)
      guard rest.count == Self.stripe else { return }
      let stripe = rest
      _ = consumeStripes(of: stripe.span)
      rest.removeAll(keepingCapacity: true)
    }
    let remaining = bytes.extracting(start..<bytes.count)
    let end = consumeStripes(of: remaining)
    append(remaining.extracting(end..<remaining.count), to: &rest)
  }

  func digest() -> UInt64 { digest(tail: rest.span) }

  /// The digest as 16 hexadecimal digits.
  package var hexadecimal: String {
    let digits = String(digest(), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Processes all whole stripes and returns the end of the last one.
  private mutating func consumeStripes(of bytes: Span<UInt8>) -> Int {
    var index = 0
    while index + Self.stripe <= bytes.count {
      lane1 = Self.round(lane1, Self.word(bytes, index))
      lane2 = Self.round(lane2, Self.word(bytes, index + 8))
      lane3 = Self.round(lane3, Self.word(bytes, index + 16))
      lane4 = Self.round(lane4, Self.word(bytes, index + 24))
      index += Self.stripe
    }
    return index
  }

  private func digest(tail: Span<UInt8>) -> UInt64 {
    var hash = count < UInt64(Self.stripe) ? Self.prime5 : mergedLanes()
    hash &+= count
    var index = 0
    while index + 8 <= tail.count {
      hash ^= Self.round(0, Self.word(tail, index))
      hash = Self.rotate(hash, 27) &* Self.prime1 &+ Self.prime4
      index += 8
    }
    if index + 4 <= tail.count {
      hash ^= Self.halfWord(tail, index) &* Self.prime1
      hash = Self.rotate(hash, 23) &* Self.prime2 &+ Self.prime3
      index += 4
    }
    while index < tail.count {
      hash ^= UInt64(tail[index]) &* Self.prime5
      hash = Self.rotate(hash, 11) &* Self.prime1
      index += 1
    }
    hash = (hash ^ (hash >> 33)) &* Self.prime2
    hash = (hash ^ (hash >> 29)) &* Self.prime3
    return hash ^ (hash >> 32)
  }

  private func mergedLanes() -> UInt64 {
    var hash =
      Self.rotate(lane1, 1) &+ Self.rotate(lane2, 7) &+ Self.rotate(lane3, 12)
      &+ Self.rotate(lane4, 18)
    for lane in [lane1, lane2, lane3, lane4] {
      hash = (hash ^ Self.round(0, lane)) &* Self.prime1 &+ Self.prime4
    }
    return hash
  }

  private static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
    rotate(lane &+ input &* prime2, 31) &* prime1
  }

  private static func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 {
    (value &<< bits) | (value &>> (64 - bits))
  }

  private static func word(_ bytes: Span<UInt8>, _ index: Int) -> UInt64 {
    UInt64(
      littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
  }

  private static func halfWord(_ bytes: Span<UInt8>, _ index: Int) -> UInt64 {
    let value = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self)
    return UInt64(UInt32(littleEndian: value))
  }
}

// SPDX-License-Identifier: Apache-2.0

/// The n-grams of one segment: a sorted bag of 64-bit hashes for each order.
///
/// Only n-grams of one segment and its references are compared. Among a million pairs of different
/// n-grams, a hash collision has a probability of about 10⁻¹³.
struct NGrams {
  /// `bags[n - 1]` holds the n-grams of order n.
  let bags: [[UInt64]]

  /// Collects the n-grams of a sequence of symbols, each given by its hash.
  init(of symbols: [UInt64], maximumOrder: Int) {
    var hashes = symbols.map { _ in UInt64(0) }
    bags = (1...maximumOrder).map { order in
      hashes = zip(hashes, symbols.dropFirst(order - 1)).map(hash)
      return hashes.sorted()
    }
  }

  /// Returns the number of n-grams in `bag` that match the references. Each counts at most as often
  /// as in the reference that contains it most often.
  static func matches(of bag: [UInt64], in references: [[UInt64]]) -> Int {
    var places = [Int](repeating: 0, count: references.count)
    var matches = 0
    var start = 0
    while start < bag.count {
      let hash = bag[start]
      var end = start + 1
      while end < bag.count, bag[end] == hash { end += 1 }
      var most = 0
      for (index, reference) in references.enumerated() {
        var place = places[index]
        while place < reference.count, reference[place] < hash { place += 1 }
        let first = place
        while place < reference.count, reference[place] == hash { place += 1 }
        places[index] = place
        most = max(most, place - first)
      }
      matches += min(end - start, most)
      start = end
    }
    return matches
  }
}

/// Returns the hash of a word.
func hash(of word: ArraySlice<Unicode.Scalar>) -> UInt64 {
  word.reduce(0) { hash($0, UInt64($1.value)) }
}

/// Returns the hash of a sequence extended by one symbol: SplitMix64's finalizer (Steele, Lea and
/// Flood 2014) after a linear step.
func hash(_ prefix: UInt64, _ symbol: UInt64) -> UInt64 {
  var z = prefix &* 0x9E37_79B9_7F4A_7C15 &+ symbol &+ 0xD1B5_4A32_D192_ED03
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}

// SPDX-License-Identifier: Apache-2.0

/// Returns up to `count` candidates that `word` may be a misspelling of, nearest first; ties keep
/// the given order.
///
/// A candidate is near if at most a third of the letters of `word`, and at least one, may be
/// mistyped. Case is ignored.
package func nearestSpellings(
  to word: String, among candidates: some Sequence<String>, count: Int = 3
) -> [String] {
  let letters = folded(word)
  let limit = max(1, letters.count / 3)
  var found: [(distance: Int, candidate: String)] = []
  for candidate in candidates {
    let other = folded(candidate)
    guard abs(other.count - letters.count) <= limit else { continue }
    let distance = editDistance(letters, other)
    if distance <= limit { found.append((distance, candidate)) }
  }
  // The sort of the standard library is stable.
  return found.sorted { $0.distance < $1.distance }.prefix(count).map(\.candidate)
}

private func folded(_ word: String) -> [Unicode.Scalar] { Array(word.lowercased().unicodeScalars) }

/// Returns the number of insertions, deletions, replacements and swaps of neighbouring letters
/// between two words (optimal string alignment: Damerau 1964, Wagner and Fischer 1974).
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...b.count)
  for i in a.indices {
    var current = [i + 1]
    current.reserveCapacity(b.count + 1)
    for j in b.indices {
      let replaced = previous[j] + (a[i] == b[j] ? 0 : 1)
      var best = min(replaced, previous[j + 1] + 1, current[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        best = min(best, beforePrevious[j - 1] + 1)
      }
      current.append(best)
    }
    (beforePrevious, previous) = (previous, current)
  }
  return previous[b.count]
}

// SPDX-License-Identifier: Apache-2.0

// The heuristics of Tercom (Snover et al., 2006) with sacreBLEU's limits and order. The number of
// edits depends on all of these.

private let longestShift = 10
private let farthestShift = 50
private let candidateLimit = 1000

/// Returns the number of edits that turn a hypothesis into a reference: phrase shifts, chosen
/// greedily, followed by insertions, deletions and substitutions.
func translationEdits(from hypothesis: [UInt64], to reference: [UInt64]) -> Int {
  if reference.isEmpty { return hypothesis.count }
  var words = hypothesis
  var distance = EditDistance(of: words, to: reference)
  var shifts = 0
  var candidates = 0
  while let shift = bestShift(of: words, to: reference, &distance, &candidates) {
    // If the candidate limit ended the search, its last result does not count.
    guard shift.gain > 0, candidates < candidateLimit else { break }
    words = shift.applied(to: words)
    shifts += 1
  }
  return shifts + distance.distance(of: words)
}

/// A phrase of the hypothesis that moves elsewhere.
private struct Shift {
  let start: Int
  let length: Int
  /// The position before which the phrase is inserted, counted before its removal.
  let target: Int
  /// The number of edits that the shift saves.
  var gain = 0

  func applied(to words: [UInt64]) -> [UInt64] {
    let phrase = words[start..<(start + length)]
    let rest = words[..<start] + words[(start + length)...]
    let place =
      if target < start {
        target
      } else if target > start + length {
        target - length
      } else {
        min(target, rest.count)
      }
    return Array(rest.prefix(place) + phrase + rest.dropFirst(place))
  }

  /// Prefers the larger gain, then the longer phrase, the earlier phrase and the earlier target.
  func isBetter(than other: Shift) -> Bool {
    (gain, length, other.start, other.target) > (other.gain, other.length, start, target)
  }
}

private func bestShift(
  of words: [UInt64], to reference: [UInt64], _ distance: inout EditDistance,
  _ candidates: inout Int
) -> Shift? {
  let edits = distance.distance(of: words)
  let alignment = Alignment(distance.operationsFromEnd().reversed())
  var best: Shift?
  for match in matches(of: words, with: reference) {
    let phrase = match.start..<(match.start + match.length)
    // Move only phrases that are wrong here and missing there, and not within themselves.
    guard alignment.isWordWrong[phrase].contains(true),
      alignment.isReferenceWrong[match.reference..<(match.reference + match.length)].contains(true),
      !phrase.contains(alignment.wordOfReference[match.reference])
    else { continue }
    var last: Int?
    for place in (match.reference - 1)..<(match.reference + match.length) {
      let target = place < 0 ? 0 : alignment.wordOfReference[place] + 1
      if target == last { continue }
      last = target
      var shift = Shift(start: match.start, length: match.length, target: target)
      shift.gain = edits - distance.distance(of: shift.applied(to: words))
      candidates += 1
      if best.map(shift.isBetter) ?? true { best = shift }
    }
    if candidates >= candidateLimit { break }
  }
  return best
}

/// Returns the phrases that hypothesis and reference share, with all prefixes of each.
private func matches(
  of words: [UInt64], with reference: [UInt64]
) -> some Sequence<(start: Int, reference: Int, length: Int)> {
  words.indices.lazy.flatMap { start in
    let near = (start - farthestShift)...(start + farthestShift)
    return reference.indices.clamped(to: Range(near)).lazy.flatMap { place in
      let common = zip(words[start...], reference[place...]).prefix(longestShift).prefix {
        $0 == $1
      }.count
      return (1..<(common + 1)).lazy.map { (start: start, reference: place, length: $0) }
    }
  }
}

/// The alignment of a hypothesis with its reference, and the words that are wrong on each side.
private struct Alignment {
  /// For each reference word, the index of the hypothesis word that it matches or follows; -1
  /// before the first.
  var wordOfReference: [Int] = []
  var isReferenceWrong: [Bool] = []
  var isWordWrong: [Bool] = []

  init(_ operations: some Sequence<EditDistance.Operation>) {
    for operation in operations {
      if operation != .insert { isWordWrong.append(operation != .keep) }
      if operation != .delete {
        wordOfReference.append(isWordWrong.count - 1)
        isReferenceWrong.append(operation != .keep)
      }
    }
  }
}

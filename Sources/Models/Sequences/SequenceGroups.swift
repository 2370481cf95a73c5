// SPDX-License-Identifier: Apache-2.0

/// Returns groups of sequences of similar length, by their places: at most 64 sequences, and about
/// 8,192 steps, that a worker reads together.
package func groups(of lengths: [Int]) -> [[Int]] {
  let (mostSequences, mostSteps) = (64, 8192)
  var groups: [[Int]] = []
  var steps = 0
  for place in longestFirst(lengths) {
    if groups.last?.count ?? mostSequences == mostSequences || steps + lengths[place] > mostSteps {
      groups.append([])
      steps = 0
    }
    steps += lengths[place]
    groups[groups.count - 1].append(place)
  }
  return groups
}

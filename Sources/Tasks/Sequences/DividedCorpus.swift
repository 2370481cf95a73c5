// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Corpora

/// Examples in files.
protocol ExampleCorpus {
  /// The number of examples.
  var count: Int { get }
  var fingerprint: CorpusFingerprint { get }
}

extension LabelledText: ExampleCorpus {}
extension LabelledTokens: ExampleCorpus {}
extension LabelledVectors: ExampleCorpus {}
extension VectorTexts: ExampleCorpus {}

/// A corpus to learn from and its dev set, which is a part of the corpus or in files of its own.
struct DividedCorpus<Corpus: ExampleCorpus> {
  let corpus: Corpus
  /// Nil if the dev set is a part of the corpus.
  let development: Corpus?
  /// The numbers of the examples to learn from, and of those in the dev set.
  let parts: (training: [Int], development: [Int])

  /// Without `development`, the dev set is the given share of the examples, drawn at random.
  init(_ corpus: Corpus, development: Corpus?, share: Float) {
    (self.corpus, self.development) = (corpus, development)
    parts = drawnAtRandom(corpus.count, developmentShare: development == nil ? share : 0)
  }

  /// Returns the examples to learn from and those of the dev set; nil for an empty dev set.
  func map<Examples>(
    _ examples: (Corpus, [Int]) -> Examples
  ) -> (training: Examples, development: Examples?) {
    let ofDevelopment =
      development.map { examples($0, Array(0..<$0.count)) }
      ?? (parts.development.isEmpty ? nil : examples(corpus, parts.development))
    return (examples(corpus, parts.training), ofDevelopment)
  }
}

/// Draws the examples of a dev set. The same number of examples is always divided in the same way.
private func drawnAtRandom(
  _ count: Int, developmentShare share: Float
) -> (training: [Int], development: [Int]) {
  var random = Philox(seed: 0, purpose: RandomPurpose.splitting, step: 0).sequence
  let drawn = Array(0..<count).shuffled(using: &random)
  let size = min(Int((Double(count) * Double(share)).rounded()), count - 1)
  return (drawn.dropFirst(size).sorted(), drawn.prefix(size).sorted())
}

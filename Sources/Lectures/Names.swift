// SPDX-License-Identifier: Apache-2.0

import Compute

/// The language that a surname is from: a file of names and languages, divided at random into seven
/// parts. Five are for training, one is the dev set and one is kept back.
package struct Names: LectureData {
  package static let parts = 7

  /// Names and their languages.
  package let examples: [(name: String, language: String)]

  package init(_ examples: [(name: String, language: String)]) { self.examples = examples }

  /// Lines of a name, a tab and a language, in the order of the examples.
  package func files(seed: UInt64) -> [LectureFile] {
    var random = LecturePart.training.random(seed: seed)
    let part = examples.indices.map { $0 % Self.parts }.shuffled(using: &random)
    func file(_ name: String, _ parts: Range<Int>) -> LectureFile {
      let chosen = examples.indices.filter { parts.contains(part[$0]) }
      return LectureFile(name, chosen.map { "\(examples[$0].name)\t\(examples[$0].language)" })
    }
    return [
      file("train.tsv", 2..<Self.parts), file("dev.tsv", 1..<2), file("test.tsv", 0..<1),
    ]
  }
}

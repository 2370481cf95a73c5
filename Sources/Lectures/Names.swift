// SPDX-License-Identifier: Apache-2.0

import Compute

/// The language that a surname is from: a file of names and languages, divided at random into seven
/// parts. Five are for training, one is the dev set and one is kept back.
///
/// A name that occurs several times, such as in two languages, is in one part only.
package struct Names: LectureData {
  package static let parts = 7

  /// Names and their languages.
  package let examples: [(name: String, language: String)]

  package init(_ examples: [(name: String, language: String)]) { self.examples = examples }

  /// Lines of a name, a tab and a language, in the order of the examples.
  package func files(seed: UInt64) -> [LectureFile] {
    var random = LecturePart.training.random(seed: seed)
    let part = Self.part(ofEach: examples.map(\.name), &random)
    func file(_ name: String, _ parts: Range<Int>) -> LectureFile {
      LectureFile(
        name,
        examples.filter { parts.contains(part[$0.name] ?? 0) }.map { "\($0.name)\t\($0.language)" })
    }
    return [
      file("train.tsv", 2..<Self.parts), file("dev.tsv", 1..<2), file("test.tsv", 0..<1),
    ]
  }

  /// Divides the names into parts whose sizes differ by at most one name.
  private static func part(
    ofEach names: [String], _ random: inout Philox.Sequence
  ) -> [String: Int] {
    let different = Set(names).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let drawn = different.shuffled(using: &random)
    return Dictionary(uniqueKeysWithValues: drawn.enumerated().map { ($1, $0 % parts) })
  }
}

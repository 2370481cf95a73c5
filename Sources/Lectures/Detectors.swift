// SPDX-License-Identifier: Apache-2.0

import Compute

/// Texts whose next characters depend on what was read long before: whether a quotation, a bracket or
/// a comment is open, whether the lines are indented, and how long the line is. Units that tell these were found
/// by Karpathy, Johnson and Fei-Fei ("Visualizing and understanding recurrent networks", 2015) in
/// models of a novel and of the source of Linux.
package struct Detectors: LectureData {
  /// The number of characters of each training text; the others have a tenth.
  package let length: Int

  package init(length: Int = 300_000) { self.length = length }

  /// The names of the texts.
  package static let texts = ["story", "program", "outline", "columns", "script"]

  /// A training text, a dev set and a test set of each kind, such as `story-train.txt`.
  package func files(seed: UInt64) -> [LectureFile] {
    func files(_ part: LecturePart, _ name: String, length: Int) -> [LectureFile] {
      var random = part.random(seed: seed)
      return Self.texts.map { text in
        LectureFile("\(text)-\(name).txt", Self.lines(of: text, length: length, &random))
      }
    }
    return files(.training, "train", length: length)
      + files(.development, "dev", length: length / 10)
      + files(.test, "test", length: length / 10)
  }

  /// Returns lines of at least `length` characters in all.
  private static func lines(
    of text: String, length: Int, _ random: inout Philox.Sequence
  ) -> [String] {
    var words = DetectorWords(random: random)
    var (lines, count) = ([String](), 0)
    while count < length {
      let part =
        switch text {
        case "story": [words.sentence()]
        case "program": ["\(words.one(DetectorWords.names)) = \(words.call(depth: 0))"]
        case "outline": words.section()
        case "columns": [words.column()]
        default: [words.commentedLine()]
        }
      lines += part
      count += part.reduce(0) { $0 + $1.count + 1 }
    }
    random = words.random
    return lines
  }
}

/// Random words, and what is made of them.
private struct DetectorWords {
  var random: Philox.Sequence

  mutating func one(_ words: [String]) -> String { words.randomElement(using: &random) ?? "" }

  /// Returns words of a story with speech between them. Speech has words of its own, spelled with the
  /// letters of the others: which word is next depends on whether the quotation is open.
  mutating func sentence() -> String {
    let before = words(2...8, of: Self.narration)
    let speech = words(4...16, of: Self.speech)
    return "\(before) \"\(speech)\" \(words(2...8, of: Self.narration))."
  }

  private mutating func words(_ count: ClosedRange<Int>, of words: [String]) -> String {
    (0..<Int.random(in: count, using: &random)).map { _ in one(words) }.joined(separator: " ")
  }

  /// Returns a call whose arguments are names or calls.
  mutating func call(depth: Int) -> String {
    let arguments = (0..<Int.random(in: 1...2, using: &random)).map { _ in
      depth == 0 && Bool.random(using: &random)
        ? call(depth: 1) : one(Self.names)
    }
    return one(Self.verbs) + "(" + arguments.joined(separator: ", ") + ")"
  }

  /// Returns an assignment and a comment, which has words of its own, as speech has.
  mutating func commentedLine() -> String {
    let names = (0..<Int.random(in: 2...3, using: &random)).map { _ in one(Self.names) }
    let call = one(Self.verbs) + "(" + names.dropFirst().joined(separator: ", ") + ")"
    return "\(names[0]) = \(call)  # \(words(2...8, of: Self.speech))"
  }

  /// Returns lines that are indented, between `begin` and `end`, and then some that are not.
  mutating func section() -> [String] {
    let inner = (0..<Int.random(in: 1...6, using: &random)).map { _ in "    " + one(Self.names) }
    let outer = (0..<Int.random(in: 1...6, using: &random)).map { _ in one(Self.names) }
    return ["begin"] + inner + ["end"] + outer
  }

  /// Returns 20 random letters.
  mutating func column() -> String {
    String((0..<20).map { _ in "acgt".randomElement(using: &random) ?? "a" })
  }

  static let names = ["count", "left", "right", "total", "index", "limit", "item", "value"]
  private static let verbs = ["sum", "find", "copy", "sort", "join", "scan"]
  private static let narration = [
    "farmer", "king", "old", "woman", "miller", "soldier", "child", "tired", "young", "tall",
    "happy", "poor", "silent", "river", "house", "market", "forest", "bridge", "garden", "walked",
    "ran", "came", "wandered", "hurried",
  ]
  private static let speech = [
    "be", "can", "come", "fine", "for", "go", "heart", "home", "hope", "keep", "mother", "my",
    "our", "please", "road", "run", "see", "stay", "take", "to", "want", "we", "wish", "yes",
  ]
}

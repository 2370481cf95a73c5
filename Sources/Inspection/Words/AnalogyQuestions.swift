// SPDX-License-Identifier: Apache-2.0

import Text

/// Questions "a is to b as c is to d", in sections.
///
/// The file has the form of word2vec's `questions-words.txt` (Mikolov et al., 2013): a line with a
/// colon and a name begins a section; each other line has four words, separated by spaces or tabs.
public struct AnalogyQuestions: Sendable {
  public struct Section: Equatable, Sendable {
    /// The name; empty for questions before the first section.
    public let name: String
    public internal(set) var questions: [Question] = []
  }

  public struct Question: Equatable, Sendable {
    /// `d` is the answer.
    public let a, b, c, d: String
  }

  public let path: String
  /// The sections that have questions, in the order of the file.
  public let sections: [Section]

  /// - Throws: `FileError`; `TextFormatError`; `InspectionError.analogyQuestion` with path and line;
  ///   `.noAnalogyQuestions`.
  public init(path: String) throws {
    let reader = try LineReader(path: path)
    var sections = [Section(name: "")]
    while let line = try reader.next() {
      let words = fields(of: line.text)
      if words.isEmpty { continue }
      if line.isValid, line.text.hasPrefix(":") {
        sections.append(Section(name: trimmedText(String(line.text.dropFirst()))))
        continue
      }
      guard line.isValid, words.count == 4 else {
        throw InspectionError.analogyQuestion(
          path: path, line: line.number, words: line.isValid ? words.count : nil)
      }
      sections[sections.count - 1].questions.append(
        Question(a: words[0], b: words[1], c: words[2], d: words[3]))
    }
    self.path = path
    self.sections = sections.filter { !$0.questions.isEmpty }
    if self.sections.isEmpty { throw InspectionError.noAnalogyQuestions(path: path) }
  }
}

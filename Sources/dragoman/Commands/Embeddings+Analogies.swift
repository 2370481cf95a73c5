// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dragoman
import Messages

struct AnalogiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analogies",
    abstract: "Ask the analogy questions in a file, and print the share of right answers.",
    discussion: """
      The file has the form of word2vec's questions-words.txt. A line with a colon and a name begins a section; \
      any other line is a question of four words, A B C D. The answer D is right if it is the word nearest to B - \
      A + C (3CosAdd), not counting A, B and C themselves. A second figure also counts D if it is among the n \
      nearest words (--top). Questions with words that are not in the vocabulary are left out.

        dragoman embeddings analogies checkpoints/eng-fra --side source \\
          --questions corpora/eng-fra/analogies.txt
      """)

  @OptionGroup var embeddings: EmbeddingOptions

  @Option(help: ArgumentHelp("File of questions.", valueName: "file"))
  var questions: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Also print how often the answer is among the n nearest words.", valueName: "n"))
  var top = 5

  @Flag(help: "Print a JSON object.")
  var json = false

  func validate() throws { try require(top, in: 2...1000, "--top") }

  func run() throws {
    let questions = try AnalogyQuestions(path: questions)
    let scores = try AnalogyScores(questions, of: embeddings.load().table, top: top)
    try StandardOutput.print(json ? dragoman.json(Record(scores)) : table(scores))
  }

  private func table(_ scores: AnalogyScores) -> String {
    var table = Table([
      ("section", .left), ("questions", .right), ("left out", .right), ("right", .right),
      ("top \(top)", .right),
    ])
    let sections = scores.sections.map { ($0.name.isEmpty ? "-" : $0.name, $0) }
    for (name, section) in sections + (sections.count > 1 ? [("all", scores.total)] : []) {
      let isAsked = section.asked > 0
      table.add([
        name, grouped(section.asked), grouped(section.leftOut),
        isAsked ? percent(section.share(section.first)) : "-",
        isAsked ? percent(section.share(section.amongTop)) : "-",
      ])
    }
    return table.text
  }
}

extension AnalogyScores.Section {
  fileprivate func share(_ count: Int) -> Double { Double(count) / Double(asked) }
}

/// The scores as JSON.
private struct Record: Encodable {
  struct Section: Encodable {
    let name: String
    let questions, leftOut, right, amongTop: Int

    init(_ section: AnalogyScores.Section) {
      name = section.name
      (questions, leftOut) = (section.asked, section.leftOut)
      (right, amongTop) = (section.first, section.amongTop)
    }
  }

  let top: Int
  let sections: [Section]

  init(_ scores: AnalogyScores) {
    top = scores.top
    sections = scores.sections.map(Section.init)
  }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Lectures

struct LectureTemporalOrder: LectureCommand {
  static let configuration = CommandConfiguration(
    commandName: "temporal-order",
    abstract: "Sequences of noise with two symbols, whose order determines the class.",
    discussion: """
      Writes train.tsv, dev.tsv and test.tsv: each line is a sequence, a tab and its class. A sequence begins \
      with B and ends with E; between them are random letters from a to d and two symbols, each of which is X or \
      Y. The class is Q for X and X, R for X and Y, S for Y and X, and U for Y and Y (Hochreiter and \
      Schmidhuber, 1997).

        dragoman lecture temporal-order --level hard --count 10000

      With --every-step, labels each step of a sequence, for 'dragoman train labeller': with 'none' until the \
      first symbol has been read, then with that symbol, and with the class once both symbols have been read.

      Levels, with the lengths of the sequences and the positions of the two symbols, counted from 0:

      \(TemporalOrder.Level.allCases.map(\.summary).joined(separator: "\n"))
      """)

  @Option(help: "Level of difficulty.")
  var level = TemporalOrder.Level.easy

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Number of training sequences.", valueName: "n"))
  var count = 1_000

  @Flag(help: "Label every step of a sequence instead of the whole sequence.")
  var everyStep = false

  @OptionGroup(title: "Files") var place: LectureOptions

  func validate() throws { try require(count, in: 1...10_000_000, "--count") }

  func run() throws {
    let data = TemporalOrder(level, trainingCount: count, everyStep: everyStep)
    if everyStep {
      try write(data, variant: level.rawValue + "-steps", next: labelling)
    } else {
      try write(data, variant: level.rawValue, next: classifying)
    }
  }

  private func classifying(_ names: LecturePlace) -> [String] {
    [
      "dragoman train classifier \(names.configuration)--examples \(names.file("train.tsv")) "
        + "--dev-examples \(names.file("dev.tsv")) --checkpoint \(names.checkpoint)",
      "dragoman evaluate \(names.checkpoint) --examples \(names.file("test.tsv"))",
    ]
  }

  private func labelling(_ names: LecturePlace) -> [String] {
    [
      "dragoman train labeller --no-characters --tokens \(names.file("train.tsv")) "
        + "--dev-tokens \(names.file("dev.tsv")) --checkpoint \(names.checkpoint)",
      "dragoman evaluate \(names.checkpoint) --tokens \(names.file("test.tsv"))",
    ]
  }
}

extension TemporalOrder.Level: ExpressibleByArgument {
  fileprivate var summary: String {
    func words(_ range: ClosedRange<Int>) -> String { "\(range.lowerBound) to \(range.upperBound)" }
    let name = rawValue + String(repeating: " ", count: 11 - rawValue.count)
    return "  \(name)length \(words(length)), symbols at \(words(positions.first)) and "
      + words(positions.second)
  }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Dragoman
import Inference
import Models
import Text

struct Complete: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Complete what is being typed, as a phone keyboard does.",
    discussion: """
      Reads the beginning of a text from each line of standard input, and prints its most probable \
      continuations: line number, probability and completion, separated by tabs. A completion is the text to \
      append to the line. After a space, it is the next word; otherwise, it is the rest of the word at the end \
      of the line. A blank line asks for the first word of a text. If there is no completion, the probability is \
      0 and the completion is empty.

        echo "Shall I compare thee to a sum" | dragoman complete checkpoints/sonnets
        echo "good 6676464" | dragoman complete checkpoints/sonnets --t9
        dragoman complete checkpoints/sonnets --keystrokes captions.txt

      A newline, tab, carriage return or backslash in a completion is printed as \\n, \\t, \\r or \\\\. With a \
      word-level model, the space before a word is printed only if it was not typed.
      """)

  @OptionGroup var checkpoint: CheckpointArgument

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Maximum number of completions of each line.", valueName: "n"))
  var nBest = TextCompletionOptions().count

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Length of a completion: word (to the end of the word), or a number of units of the model.
      """, valueName: "n|word"))
  var length = CompletionLength.word

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Number of hypotheses to follow.", valueName: "n"))
  var beamSize = TextCompletionOptions().beamSize

  @Flag(
    help: """
      Read the last word of each line as telephone digits, 2 to 9. Print the words that these digits can \
      spell.
      """)
  var t9 = false

  @Option(
    help: ArgumentHelp(
      """
      Instead of reading standard input, simulate someone who types this file and chooses each word as soon as \
      it is among the completions. Print the number of keystrokes with and without completions. Each line starts \
      a new text.
      """, valueName: "file"))
  var keystrokes: String?

  @Flag(help: "Print a JSON object for each line, or a single object with --keystrokes.")
  var json = false

  @OptionGroup var model: LanguageModelComputationOptions

  /// The number of lines that are read ahead for each thread.
  private static let linesPerThread = 16

  func validate() throws {
    try require(nBest, in: Limits.beamSize, "--n-best")
    try require(beamSize, in: Limits.beamSize, "--beam-size")
    if t9 && keystrokes != nil {
      throw ValidationError("--t9 and --keystrokes cannot be used together: omit one of them.")
    }
    guard case .units(let count) = length.extent else { return }
    try require(count, in: Limits.sentenceLength, "--length")
    if let flag = t9 ? "--t9" : keystrokes != nil ? "--keystrokes" : nil {
      throw ValidationError("\(flag) completes whole words: omit --length \(count).")
    }
  }

  func run() throws {
    let checkpoint = try checkpoint.loadLanguageModel(for: "complete")
    var options = TextCompletionOptions()
    options.extent = length.extent
    options.count = nBest
    options.beamSize = beamSize
    let lines = try keystrokes.map { try dragoman.lines(of: $0) }
    let completers = try checkpoint.completers(
      model.workers(), options, quantized: model.isQuantized)
    if let lines {
      let simulation = TypingSimulation(lines, completers, suggestions: nBest)
      try StandardOutput.print(json ? dragoman.json(simulation.record) : simulation.table)
    } else {
      try completeInput(completers, checkpoint.settings.text.unit)
    }
  }

  private func completeInput(_ completers: TextCompleterPool, _ unit: TextUnit) throws {
    var input = InputLines(of: "complete")
    var notes = CompletionNotes(unit)
    var output = StandardOutput()
    while let lines = try input.next(atMost: Self.linesPerThread * completers.count) {
      let t9 = t9
      let completed = completers.map(below: lines.count) { completer, index in
        CompletedLine(lines[index], completer, t9: t9)
      }
      for line in completed {
        notes.add(line)
        if json {
          try output.writeLine(dragoman.json(CompletionRecord(line)))
        } else {
          for row in line.rows { try output.writeLine(row) }
        }
      }
      try output.flush()
    }
    notes.noteCounts()
  }
}

/// The value of `--length`.
struct CompletionLength: ExpressibleByArgument, CustomStringConvertible {
  static let word = CompletionLength(extent: .word)

  let extent: TextCompletionOptions.Extent

  private init(extent: TextCompletionOptions.Extent) { self.extent = extent }

  init?(argument: String) {
    if argument == "word" {
      extent = .word
    } else if let count = Int(argument) {
      extent = .units(count)
    } else {
      return nil
    }
  }

  var description: String {
    switch extent {
    case .word: "word"
    case .units(let count): "\(count)"
    }
  }
}

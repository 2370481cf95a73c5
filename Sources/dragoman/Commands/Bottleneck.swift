// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Evaluation
import Files
import Inference
import Inspection
import Models
import Text

struct Bottleneck: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show how much of a sentence the encoder's vector holds.",
    discussion: """
      Translates a test set with one or more translators and prints two tables, by the length of the source \
      sentence. The first shows the quality of the translations (BLEU, or case-insensitive BLEU if one of the \
      models writes lowercase). The second shows what percentage of the distinct words in a source sentence a \
      linear model can read back from the vector. The vector consists of the states of all layers of the encoder \
      after the last step.

        dragoman bottleneck checkpoints/plain checkpoints/attention \\
          --source test.de --reference test.en --plot bottleneck.html

      The linear model (ridge regression) learns from four fifths of the sentences and is tested on the rest, \
      five times. For comparison, the second table shows the percentage of words found by always naming the most \
      frequent ones (guess), and the percentage of words that the linear model has seen in training (limit), \
      which is the most that it could read back. Case is ignored.
      """)

  @Argument(
    help: ArgumentHelp("Directories written by 'dragoman train'.", valueName: "checkpoint"))
  var checkpoints: [String]

  @OptionGroup var testSet: TestSetOptions

  @Option(
    help: ArgumentHelp(
      "Write a page with plots to this file, whose name must end in .html.", valueName: "file"))
  var plot: String?

  @OptionGroup var threads: ThreadOption

  @Flag(help: "Print a JSON object.")
  var json = false

  func validate() throws {
    guard testSet.isPairs || testSet.isTwoFiles else {
      throw ValidationError("Give either --source and --reference, or --pairs.")
    }
    if let plot, fileExtension(of: plot) != "html" {
      throw ValidationError("--plot is \(plot), but must end in .html.")
    }
  }

  func run() throws {
    try requireCheckpoints(checkpoints, for: "bottleneck")
    let test = try testSet.load(for: "bottleneck")
    if let plot { try makeRoom(forFile: plot) }
    let report = try BottleneckReport(checkpoints, test, threads: threads.count)
    if let plot {
      try report.measurements.page.write(to: plot)
      Console().note("Wrote the plots to \(plot).")
    }
    try StandardOutput.print(json ? report.json : report.text)
  }
}

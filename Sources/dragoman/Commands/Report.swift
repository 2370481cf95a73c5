// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Files
import Inspection
import Messages

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a page about a trained model.",
    discussion: """
      The page shows facts about the model and its training (such as the command, the corpus, the best scores \
      and the peak memory), the training curves, a map of the embeddings and, for language models, samples.

        dragoman report checkpoints/shakespeare --output report.html

      For translators, give a test set. The page then also shows the first sentences of the test set with their \
      translations and, if the model has attention, their attention weights; the results of 'dragoman \
      bottleneck' for the whole test set; and the states of the encoder:

        dragoman report checkpoints/eng-fra --pairs test.tsv --output report.html

      For other models, give lines of text. The page then also shows the first lines with the labels that the \
      model gives them, and the states of the network:

        dragoman report checkpoints/names --text names.txt --output report.html

      The page works offline. Each section with figures offers its numbers as a table to download.
      """)

  @OptionGroup var checkpoint: CheckpointArgument

  @Option(
    help: ArgumentHelp(
      "File for the page, whose name must end in .html.", valueName: "file"))
  var output: String

  @OptionGroup var testSet: TestSetOptions

  @Option(
    help: ArgumentHelp(
      "For models that are not translators: lines of text to show.", valueName: "file"))
  var text: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Random seed for the samples of a language model.", valueName: "n"))
  var seed: UInt64 = 1

  @OptionGroup var threads: ThreadOption

  func validate() throws {
    if fileExtension(of: output) != "html" {
      throw ValidationError("--output is \(output), but must end in .html.")
    }
    if let flag = testSet.firstInUse, !testSet.isPairs && !testSet.isTwoFiles {
      throw ValidationError(
        "\(flag) is not enough: give either --source and --reference, or --pairs.")
    }
    let given = GivenCheckpoints([checkpoint.directory])
    let task = given.task(chosenByOptions: nil)
    if task != .translation {
      try given.refuse(testSet.firstInUse, of: .translation, for: task)
    } else if let translator = given.translator, text != nil {
      throw ValidationError(
        "\(translator) is a translator: replace --text with --source and --reference, or with --pairs."
      )
    }
  }

  func run() throws {
    try requireCheckpoints([checkpoint.directory], for: "report")
    try makeRoom(forFile: output)
    let description = try DescribedCheckpoint(directory: checkpoint.directory)
    let page = ArticlePage(
      title: checkpoint.directory,
      summary: "A \(description.task.noun), trained with Dragoman.",
      sections: try sections(description))
    try page.write(to: output)
    Console().note("Wrote the report to \(output).")
  }

  private func sections(_ description: DescribedCheckpoint) throws -> [ArticlePage.Section] {
    let directory = checkpoint.directory
    let test = testSet.firstInUse == nil ? nil : try testSet.load(for: "report")
    let samples = try ReportSamples(
      directory, description.task, lines: try text.map(dragoman.lines), test, seed: seed,
      threads: threads.count)
    var sections = [
      try description.section(directory), try ReportCurves.section(directory), samples.section,
    ]
    if test != nil {
      sections.append(try ReportAttention.section(directory, samples.lines))
    }
    // A probe needs sentences to learn from and others to test.
    if let test, test.references.count > 1 {
      let bottleneck = try BottleneckReport([directory], test, threads: threads.count)
      sections += bottleneck.measurements.sections
    }
    sections += [
      try ReportMaps.section(directory, description.task),
      try ReportCells.section(directory, samples.lines),
    ]
    return sections.compactMap(\.self)
  }
}

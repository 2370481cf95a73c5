// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Files
import Inference
import Inspection
import Layers
import Models
import Tasks
import Text

struct Gradients: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how far back the gradient of the loss reaches.",
    discussion: """
      The loss at the last step of a sequence depends on the states of earlier steps. This command prints the \
      norm of the gradient of this loss with respect to the hidden state (and, in an LSTM, the cell state) 1, 2, \
      5, ... steps before the last one, averaged over sequences of a corpus. A network can learn a dependency over \
      some distance only if the gradient has not vanished at that distance. To compare networks, such as an \
      Elman network, a GRU and an LSTM, give several checkpoints of one task:

        dragoman gradients checkpoints/tanh checkpoints/gru checkpoints/lstm \\
          --text test.txt

      For a classifier, the loss is that of the label. For a language model or a labeller, it is the loss of the \
      last unit or label, and the sequences end at places spread over the corpus. For a translator, it is the \
      loss of the whole translation, and the states are those of the encoder, which reads at most 20,000 words \
      of a sentence. When a layer reads backward, the last step is the one at the first word.

      A second table shows how often, over all steps and units, a gate is below 0.1 or above 0.9 (Karpathy et \
      al. 2015), and the largest singular value of the recurrent weights.

      --output draws the norms at all distances on a page, or writes them as a table.

        dragoman gradients checkpoints/names --examples test.tsv \\
          --output gradients.html

      --sigma needs no checkpoint. It measures Elman networks whose recurrent matrix has the singular values \
      that you give. If all their states are 0, the gradient vanishes for values below 1, survives at 1 and \
      explodes above 1.

        dragoman gradients --sigma 0.5,0.9,1,1.1,2 --output sigma.html
      """)

  @Argument(
    help: ArgumentHelp(
      "One or more directories written by 'dragoman train'.", valueName: "checkpoint"))
  var checkpoints: [String] = []

  @OptionGroup(title: "Corpus")
  var corpus: GradientCorpusOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Largest number of steps back.", valueName: "n"))
  var distance = 1000

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Maximum number of sequences, which are spread over the corpus.", valueName: "n"))
  var sequences = 200

  @Flag(help: "Also measure each LSTM with its forget gates held at 1.")
  var holdForgetGates = false

  @Option(
    help: ArgumentHelp(
      "Write the norms at all distances to this file: a page (.html) or a table (.tsv).",
      valueName: "file"))
  var output: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Also measure Elman networks whose random recurrent matrices have these singular values: numbers from \
      \(SigmaSweep.sigmas.lowerBound) to \(SigmaSweep.sigmas.upperBound), separated by commas.
      """, valueName: "list"))
  var sigma: String?

  @OptionGroup var threads: ThreadOption

  func validate() throws {
    try require(distance, in: 1...100_000, "--distance")
    try require(sequences, in: 1...1_000_000, "--sequences")
    if let output, !["html", "tsv"].contains(fileExtension(of: output)) {
      throw ValidationError("--output is \(output), but must end in .html or .tsv.")
    }
    if let sigma, sigmas == nil {
      let range = SigmaSweep.sigmas
      throw ValidationError(
        "--sigma is '\(sigma)', but must be a list of numbers from \(range.lowerBound) to \(range.upperBound), "
          + "separated by commas.")
    }
    if checkpoints.isEmpty {
      if sigma == nil { throw ValidationError("Give one or more checkpoints, or --sigma.") }
      if let flag = corpus.firstInUse { throw ValidationError("\(flag) needs a checkpoint.") }
    }
    let given = GivenCheckpoints(checkpoints)
    if let task = given.onlyTask { try corpus.check(task, given) }
  }

  /// The singular values of `--sigma`; nil if it is not given, or is wrong.
  private var sigmas: [Double]? {
    guard let sigma else { return nil }
    let values = sigma.split(separator: ",", omittingEmptySubsequences: false).map {
      Double(trimmedText(String($0)))
    }
    let known = values.compactMap(\.self).filter(SigmaSweep.sigmas.contains)
    return known.count == values.count ? known : nil
  }

  func run() throws {
    try requireCheckpoints(checkpoints, for: "gradients")
    let networks = try checkpoints.isEmpty ? [] : measured()
    let sweep = sigmas.map(SigmaSweep.init)
    try StandardOutput.print(GradientReport(networks, sweep).text)
    guard let output else { return }
    try makeRoom(forFile: output)
    if fileExtension(of: output) == "html" {
      try GradientPage(networks, sweep).write(to: output)
    } else {
      var file = try AtomicFile(path: output)
      try file.write(NamedGradients.table(networks, sweep))
      try file.commit()
    }
    Console().note("Wrote the norms at all distances to \(output).")
  }

  private func measured() throws -> [NamedGradients] {
    let given = GivenCheckpoints(checkpoints)
    try given.requireOneTask()
    // Reading a checkpoint of no task reports why.
    guard let task = given.onlyTask else { throw try unreadable() }
    let corpus = try GradientCorpus(corpus, task)
    return try namedRuns(checkpoints).flatMap { directory, name in
      let gradients = try measured(directory, corpus, holdsForgetGates: false)
      let plain = NamedGradients(name: name, gradients)
      guard holdForgetGates, gradients.layers[0].layer.recurrent.cell == .lstm else {
        return [plain]
      }
      let held = try measured(directory, corpus, holdsForgetGates: true)
      return [plain, NamedGradients(name: name, held, holdsForgetGates: true)]
    }
  }

  private func unreadable() throws -> any Error {
    _ = try Checkpoint(directory: checkpoints[0])
    preconditionFailure("the checkpoint of a translator has a task")
  }

  private func measured(
    _ directory: String, _ reader: GradientCorpus, holdsForgetGates: Bool
  ) throws -> NetworkGradients {
    var measurement = GradientMeasurement()
    (measurement.distance, measurement.sequences) = (distance, sequences)
    (measurement.holdsForgetGates, measurement.threads) = (holdsForgetGates, threads.count)
    return try reader.measured(directory, measurement)
  }
}

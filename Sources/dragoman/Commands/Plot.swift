// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Files
import Inspection
import Messages

struct Plot: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Plot the training curves of one or more checkpoints.",
    discussion: """
      Plots training loss, dev loss, dev scores, learning rate, gradient norm and speed, with a line for each \
      checkpoint. The checkpoints may be for different tasks, and their training may still be running. A page \
      (.html) also offers the numbers as a table to download.

        dragoman plot checkpoints/de-en --output curves.html
        dragoman plot checkpoints/tanh checkpoints/lstm --over epochs \\
          --output curves.svg

      --tensorboard writes the numbers as TensorBoard event files, in a directory for each checkpoint, with \
      times measured from the start of training:

        dragoman plot checkpoints/tanh checkpoints/lstm --tensorboard runs
        tensorboard --logdir runs
      """)

  @Argument(
    help: ArgumentHelp("Directories written by 'dragoman train'.", valueName: "checkpoint"))
  var directories: [String]

  @Option(
    help: ArgumentHelp(
      "Write the plots to this file, whose name must end in .html or .svg.", valueName: "file"))
  var output: String?

  @Option(help: "The horizontal axis; time counts only the time spent on training steps.")
  var over = TrainingCurves.Axis.steps

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Smooth training losses with an exponential moving average. The value is the weight of earlier losses: at \
      least 0 (no smoothing) and below 1.
      """, valueName: "weight"))
  var smooth = 0.0

  @Option(
    help: ArgumentHelp(
      "Write event files for TensorBoard to this directory.", valueName: "directory"))
  var tensorboard: String?

  func validate() throws {
    if output == nil && tensorboard == nil {
      throw ValidationError(
        "Give --output FILE.html, --output FILE.svg or --tensorboard DIRECTORY.")
    }
    if let output, ScatterPlot.Format(path: output) == nil {
      throw ValidationError("--output is \(output), but must end in .html or .svg.")
    }
    guard (0..<1).contains(smooth) else {
      throw ValidationError("--smooth is \(smooth), but must be \(Expectation.rate.words).")
    }
  }

  func run() throws {
    try requireCheckpoints(directories, for: "plot")
    let logs = try namedRuns(directories).map { directory, name in
      try TrainingHistory(directory: directory).log(name: name)
    }
    let runs = counted(logs.count, "run")
    let console = Console()
    if let output, let format = ScatterPlot.Format(path: output) {
      try makeRoom(forFile: output)
      try TrainingCurves(logs, over: over, smoothing: smooth, scores: TrainingCurves.Score.known)
        .write(format, to: output)
      console.note("Wrote the plots of \(runs) to \(output).")
    }
    if let tensorboard {
      try createDirectory(tensorboard)
      for log in logs {
        // The same name each time: TensorBoard would show the numbers of two files twice.
        let path = "\(tensorboard)/\(log.name)/events.out.tfevents.dragoman"
        try makeRoom(forFile: path)
        try log.writeEvents(to: path)
      }
      console.note(
        "Wrote the numbers of \(runs). To see them: tensorboard --logdir \(shellWord(tensorboard))")
    }
  }
}

extension TrainingCurves.Axis: ExpressibleByArgument {}

extension TrainingCurves.Score {
  /// The dev scores with names of their own.
  static var known: [Self] { DevelopmentScore.all.map(Self.init) }

  private init(_ score: DevelopmentScore) {
    self.init(key: score.key, title: score.title, isShare: score.isShare)
  }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Messages

/// The sequences of vectors that a classifier or a labeller learns from, and their labels.
struct LabelledVectorsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Sequences of vectors to learn from, in place of text. \(VectorOptions.form)",
      valueName: "file"))
  var vectors: String?

  @Option(help: ArgumentHelp(VectorOptions.lengthsHelp, valueName: "n|file"))
  var lengths: String?

  @Option(
    help: ArgumentHelp(
      """
      Labels of the vectors, in the same order: text with one per line, or a .npy array of integers. A \
      classifier needs one for each sequence, a labeller one for each vector.
      """, valueName: "file"))
  var labels: String?

  @Option(
    help: ArgumentHelp(
      "Vectors of the dev set, which is scored after each epoch.", valueName: "file"))
  var devVectors: String?

  @Option(help: ArgumentHelp("Their lengths.", valueName: "n|file"))
  var devLengths: String?

  @Option(help: ArgumentHelp("Their labels.", valueName: "file"))
  var devLabels: String?

  @OptionGroup var standardization: StandardizationOption

  /// The keys of a configuration file for these options, which are at `path` of a command.
  static func fileKeys<Command>(
    _ path: WritableKeyPath<Command, LabelledVectorsOptions>
  ) -> [ConfigurationKey<Command>] {
    [
      .text("vectors", path.appending(path: \.vectors)),
      .text("lengths", path.appending(path: \.lengths)),
      .text("labels", path.appending(path: \.labels)),
      .text("dev_vectors", path.appending(path: \.devVectors)),
      .text("dev_lengths", path.appending(path: \.devLengths)),
      .text("dev_labels", path.appending(path: \.devLabels)),
    ]
  }
}

/// The files of vectors that a training command learns from.
struct GivenVectors {
  let files: LabelledVectorFiles
  /// Nil if the dev set is not in files of its own.
  let development: LabelledVectorFiles?
  private let lengths, developmentLengths: String?

  /// Returns nil if no vectors are given.
  ///
  /// - Throws: `UsageError` if the files are not given in full.
  init?(_ options: LabelledVectorsOptions, command: String) throws(UsageError) {
    func refusal(_ message: String) -> UsageError {
      UsageError(command: command, message: message)
    }
    guard let vectors = options.vectors else {
      let others = [
        ("--lengths", options.lengths), ("--labels", options.labels),
        ("--dev-vectors", options.devVectors), ("--dev-lengths", options.devLengths),
        ("--dev-labels", options.devLabels),
      ]
      if let other = others.first(where: { $0.1 != nil }) {
        throw refusal("\(other.0) needs --vectors.")
      }
      return nil
    }
    guard let labels = options.labels else { throw refusal("--vectors needs --labels.") }
    (lengths, developmentLengths) = (options.lengths, options.devLengths)
    files = LabelledVectorFiles(
      vectors: vectors, lengths: try sequenceLengths(lengths, command: command), labels: labels)
    switch (options.devVectors, options.devLabels) {
    case (let vectors?, let labels?):
      development = LabelledVectorFiles(
        vectors: vectors,
        lengths: try sequenceLengths(
          options.devLengths, flag: "--dev-lengths", command: command), labels: labels)
    case (nil, nil):
      if options.devLengths != nil { throw refusal("--dev-lengths needs --dev-vectors.") }
      development = nil
    default: throw refusal("Give both --dev-vectors and --dev-labels, or neither.")
    }
  }

  /// The files of vectors and labels, to learn from and of the dev set.
  var paths: [String] { [files.vectors, files.labels] }
  var developmentPaths: [String] {
    development.map { [$0.vectors, $0.labels] } ?? []
  }

  /// The options that give vectors to a trained model: those of the dev set, if there is one.
  var arguments: String {
    let lengths = development == nil ? lengths : developmentLengths
    return "--vectors \(shellWord((development ?? files).vectors))"
      + (lengths.map { " --lengths \(shellWord($0))" } ?? "")
  }
}

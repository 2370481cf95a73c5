// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Inference
import Inspection
import Messages
import Tasks
import Text

/// A corpus on which the gradients of models of one task are measured.
struct GradientCorpus {
  private let options: GradientCorpusOptions
  private let content: Content

  private enum Content {
    case pairs(TestSet)
    case text(String)
    case examples(LabelledExamples)
    case tokens(LabelledTokens)
    case vectors(LabelledVectors, TaskName)
    case none
  }

  /// Reads the corpus, except for a running text.
  init(_ options: GradientCorpusOptions, _ task: TaskName) throws {
    self.options = options
    let command = "gradients"
    if let vectors = try options.labelledVectors(
      task == .classifier ? .sequences : .vectors, command: command)
    {
      content = .vectors(vectors, task)
    } else if let text = options.text {
      content = .text(text)
    } else if let path = options.labelled.examples {
      let columns = try pairColumns(
        options.pairs.columns, command: command, of: ("text", "label"))
      let examples = try LabelledExamples(of: path, columns: columns)
      examples.report.lines("", []).dropFirst().forEach(Console().note)
      content = .examples(examples)
    } else if let path = options.labelled.tokens {
      let columns = try tokenColumns(options.pairs.columns, command: command)
      let tokens = try LabelledTokens([path], columns: columns)
      tokens.report.lines("", []).dropFirst().forEach(Console().note)
      content = .tokens(tokens)
    } else if task == .translation {
      content = .pairs(try options.pairs.load(for: command))
    } else {
      content = .none
    }
  }

  /// Measures the checkpoint in `directory`.
  func measured(
    _ directory: String, _ measurement: GradientMeasurement
  ) throws -> NetworkGradients {
    do {
      switch content {
      case .pairs(let set):
        return try measurement.measured(
          Checkpoint(directory: directory), sources: set.sources ?? [], references: set.references)
      case .text(let path):
        return try measurement.measured(LanguageModelCheckpoint(directory: directory), text: path)
      case .examples(let set):
        let checkpoint = try ClassifierCheckpoint(directory: directory)
        try require(vectors: false, directory, checkpoint.vectorSize, "text")
        return try measurement.measured(checkpoint, examples: set.examples)
      case .tokens(let set):
        let checkpoint = try LabellerCheckpoint(directory: directory)
        try require(vectors: false, directory, checkpoint.vectorSize, "tokens")
        return try measurement.measured(checkpoint, tokens: set)
      case .vectors(let vectors, .classifier):
        let checkpoint = try ClassifierCheckpoint(directory: directory)
        try require(vectors: true, directory, checkpoint.vectorSize, "text")
        try require(size: checkpoint.vectorSize, vectors)
        return try measurement.measured(checkpoint, vectors: vectors)
      case .vectors(let vectors, _):
        let checkpoint = try LabellerCheckpoint(directory: directory)
        try require(vectors: true, directory, checkpoint.vectorSize, "tokens")
        try require(size: checkpoint.vectorSize, vectors)
        return try measurement.measured(checkpoint, vectors: vectors)
      case .none: throw GradientError(.generator, directory: directory, path: options.path)
      }
    } catch let error as GradientCorpusError {
      throw GradientError(GradientError.Problem(error), directory: directory, path: options.path)
    }
  }

  private func require(
    vectors areGiven: Bool, _ directory: String, _ size: Int, _ input: String
  ) throws {
    try requireInput(
      ofVectors: areGiven, for: directory, size: size, reading: input, "--vectors and --labels",
      command: "gradients")
  }

  private func require(size: Int, _ vectors: LabelledVectors) throws {
    guard vectors.vectors.size != size else { return }
    throw VectorError(
      path: options.vectors ?? "",
      problem: .wrongSize(expected: size, found: vectors.vectors.size))
  }
}

/// Gradients that cannot be measured.
struct GradientError: Explainable, Equatable {
  enum Problem: Equatable {
    case noSequence, noKnownLabel, oneStep, generator

    init(_ error: GradientCorpusError) {
      switch error {
      case .noSequence: self = .noSequence
      case .noKnownLabel: self = .noKnownLabel
      case .oneStep: self = .oneStep
      }
    }
  }

  let problem: Problem
  let directory, path: String

  init(_ problem: Problem, directory: String, path: String) {
    (self.problem, self.directory, self.path) = (problem, directory, path)
  }

  var explanation: ErrorText {
    switch problem {
    case .noSequence:
      ErrorText(
        .badData, "\(path) has only blank lines.", advice: "Give lines that have words.")
    case .noKnownLabel:
      ErrorText(
        .badData, "\(path) has no label that \(directory) knows.",
        advice: "Give a corpus of the kind that the model was trained on.")
    case .oneStep:
      ErrorText(
        .badData, "\(path) has only sequences of one step, so there is no earlier state.",
        advice: "Give longer sequences.")
    case .generator:
      ErrorText(
        .usage, "\(directory) is a generator, whose gradients this command does not measure.",
        advice: "Give translators, language models, classifiers or labellers.")
    }
  }
}

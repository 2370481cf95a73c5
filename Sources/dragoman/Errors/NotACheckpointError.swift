// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Files
import Messages

/// A sentence or a file that was given instead of a checkpoint directory.
struct NotACheckpointError: Explainable, Equatable {
  enum Kind: Equatable {
    case textFile
    /// A file in a checkpoint directory.
    case part(directory: String)
    case sentence
  }

  let argument: String
  let kind: Kind
  let command: String
  /// A checkpoint among the other arguments; nil if there is none.
  let checkpoint: String?
  /// True if that checkpoint is a language model.
  var isLanguageModel = false

  var explanation: ErrorText {
    ErrorText(.missingInput, message, advice: advice)
  }

  private var message: String {
    switch kind {
    case .textFile, .part: "\(argument) is a file, not a checkpoint directory."
    case .sentence: "'\(argument)' is not a checkpoint: there is no such directory."
    }
  }

  private var advice: String {
    let checkpoint = checkpoint.map(shellWord) ?? "CHECKPOINT"
    switch (kind, command) {
    case (.part(let directory), _):
      return "Give the directory that contains it: \(shellWord(directory))"
    case (.textFile, "explain"), (.textFile, "classify"), (.textFile, "label"),
      (.textFile, "encode"):
      return "To \(command) its lines: dragoman \(command) \(checkpoint) < \(shellWord(argument))"
    case (.textFile, "generate"):
      return
        "To describe its vectors: dragoman generate \(checkpoint) --vectors \(shellWord(argument))"
    case (.textFile, "score"), (.textFile, "evaluate"):
      let flag = isLanguageModel ? "--text" : "--pairs"
      return
        "Pass the file with \(flag): dragoman \(command) \(checkpoint) \(flag) \(shellWord(argument))"
    case (.textFile, "sample"):
      return "To continue it: dragoman sample \(checkpoint) < \(shellWord(argument))"
    case (.textFile, "complete"):
      return "To complete its lines: dragoman complete \(checkpoint) < \(shellWord(argument))"
    case (.textFile, _) where isLanguageModel:
      return "To score it: dragoman score \(checkpoint) --text \(shellWord(argument))"
    case (.textFile, _):
      return "To translate it: dragoman translate \(checkpoint) < \(shellWord(argument))"
    case (.sentence, "explain"), (.sentence, "classify"), (.sentence, "label"),
      (.sentence, "encode"):
      return "To \(command) that sentence: echo \(quoted) | dragoman \(command) \(checkpoint)"
    case (.sentence, "sample"):
      return "To continue that text: dragoman sample \(checkpoint) \(quoted)"
    case (.sentence, "complete"):
      return "To complete that text: echo \(quoted) | dragoman complete \(checkpoint)"
    case (.sentence, _) where isLanguageModel:
      return "To score that sentence: echo \(quoted) | dragoman score \(checkpoint)"
    case (.sentence, _):
      return "To translate that sentence: echo \(quoted) | dragoman translate \(checkpoint)"
    }
  }

  /// The sentence, quoted for the shell; in double quotes if they suffice.
  private var quoted: String {
    let special = #""$`\!"#.unicodeScalars
    let isPlain = argument.unicodeScalars.allSatisfy {
      !special.contains($0) && $0.properties.generalCategory != .control
    }
    return isPlain ? "\"\(argument)\"" : shellWord(argument)
  }
}

/// - Throws: `NotACheckpointError` for the first argument that is a sentence or a file.
func requireCheckpoints(
  _ directories: [String], for command: String
) throws(NotACheckpointError) {
  let checkpoint = directories.first { fileExists(CheckpointFiles(directory: $0).configuration) }
  for argument in directories {
    guard let kind = NotACheckpointError.Kind(of: argument) else { continue }
    throw NotACheckpointError(
      argument: argument, kind: kind, command: command, checkpoint: checkpoint,
      isLanguageModel: GivenCheckpoints(directories).languageModel != nil)
  }
}

extension NotACheckpointError.Kind {
  /// Returns nil for a directory, and for a path that may be misspelt.
  fileprivate init?(of argument: String) {
    if isDirectory(argument) { return nil }
    if fileExists(argument) {
      let directory = splitPath(argument).directory
      let isPart = fileExists(CheckpointFiles(directory: directory).configuration)
      self = isPart ? .part(directory: directory) : .textFile
      return
    }
    let endings = ".!?…。！？".unicodeScalars
    let isSentence =
      argument.unicodeScalars.contains {
        $0.properties.isWhitespace || $0.properties.isIdeographic
      } || argument.unicodeScalars.last.map(endings.contains) ?? false
    guard isSentence && !argument.utf8.contains(UInt8(ascii: "/")) else { return nil }
    self = .sentence
  }
}

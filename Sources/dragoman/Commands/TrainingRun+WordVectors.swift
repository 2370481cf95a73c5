// SPDX-License-Identifier: Apache-2.0

import Messages
import Text

/// A file of embeddings to start from.
struct WordVectorFile {
  let flag: String
  let path: String

  init?(_ flag: String, _ path: String?) {
    guard let path else { return nil }
    (self.flag, self.path) = (flag, path)
  }
}

extension TrainingRun {
  /// Sets the embedding size of a new run to that of the vectors in `files`. A resumed run has its
  /// embeddings and does not read them.
  ///
  /// - Throws: `UsageError` if the size is given and differs, or if the files differ; any error of
  ///   reading a file.
  func chooseEmbeddingSize(
    _ size: WritableKeyPath<Command.Record, Int>, of record: inout Command.Record,
    from files: [WordVectorFile]
  ) throws {
    guard stored == nil, let first = files.first else { return }
    let found = try WordVectors.size(of: first.path)
    for other in files.dropFirst() {
      let size = try WordVectors.size(of: other.path)
      guard size != found else { continue }
      throw Self.refusal(
        "The vectors of \(first.flag) have \(counted(found, "number")), but those of \(other.flag) have "
          + "\(grouped(size)): both sides must have the same embedding size.")
    }
    let given = record[keyPath: size]
    if self.given["embedding_size"] != nil && given != found {
      throw Self.refusal(
        "--embedding-size is \(given), but the vectors of \(first.path) have "
          + "\(counted(found, "number")): omit --embedding-size, or give other vectors.")
    }
    record[keyPath: size] = found
  }

  /// - Throws: `UsageError` if a new run would never train the random embeddings of a side.
  func checkFrozenEmbeddings(_ areFrozen: Bool, given file: String?, flag: String) throws {
    guard stored == nil && areFrozen && file == nil else { return }
    throw Self.refusal(
      "--freeze-embeddings needs \(flag): otherwise the embeddings would stay random.")
  }

  /// Reads the vectors of a new run; nil if none are given or the run is resumed.
  func wordVectors(
    _ path: String?, for vocabulary: Vocabulary, spelling: (String) -> String
  ) throws -> WordVectors? {
    guard stored == nil, let path else { return nil }
    return try WordVectors(contentsOf: path, for: vocabulary, spelling: spelling)
  }
}

// MARK: - Models with one vocabulary

/// A training command of a model with one vocabulary, whose embeddings may start from a file.
protocol WordVectorCommand: TrainingCommand {
  var wordVectors: WordVectorOptions { get }
}

extension TrainingRun where Command: WordVectorCommand {
  /// Sets the embedding size to that of the vectors to start from. `areFrozen` is true if the
  /// embeddings are not trained.
  ///
  /// - Throws: `UsageError` for options that contradict each other; any error of reading the file.
  func chooseEmbeddings(
    _ size: WritableKeyPath<Command.Record, Int>, of record: inout Command.Record, areFrozen: Bool
  ) throws {
    let file = options.wordVectors.embeddings
    try checkFrozenEmbeddings(areFrozen, given: file, flag: "--embeddings")
    try chooseEmbeddingSize(
      size, of: &record, from: [WordVectorFile("--embeddings", file)].compactMap(\.self))
  }

  /// Reads the vectors to start from; nil if none are given or the run is resumed.
  func wordVectors(
    for vocabulary: Vocabulary, spelling: (String) -> String = { $0 }
  ) throws -> WordVectors? {
    try wordVectors(options.wordVectors.embeddings, for: vocabulary, spelling: spelling)
  }
}

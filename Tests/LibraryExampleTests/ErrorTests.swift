// SPDX-License-Identifier: Apache-2.0

import Dragoman
import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// Each error that a library user can meet is caught by its name with no other import than Dragoman, and
/// holds the facts.
struct ErrorTests: ~Copyable {
  private let directory = TemporaryDirectory()

  private func file(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: directory.path(name)))
    return directory.path(name)
  }

  @Test func aMissingFile() {
    let path = directory.path("none")
    #expect(throws: FileError(.open, path: path, code: ENOENT)) {
      _ = try Vocabulary(contentsOf: path)
    }
  }

  @Test func textOfAnotherFormat() throws {
    let path = directory.path("words.gz")
    try Data([0x1F, 0x8B, 8, 0]).write(to: URL(filePath: path))
    #expect(throws: TextFormatError(path: path, .gzip)) { _ = try Vocabulary(contentsOf: path) }
  }

  @Test func aVocabularyWithoutSpecialTokens() throws {
    let path = try file("vocabulary", "<pad>\t0\nword\t3\n")
    #expect(throws: VocabularyError(path: path, line: 2, kind: .missingSpecial("<unk>"))) {
      _ = try Vocabulary(contentsOf: path)
    }
  }

  @Test func mergesOfThreeUnits() throws {
    let path = try file("merges", "#version: 0.2\na b\na b c\n")
    #expect(
      throws: BytePairMergesError(path: path, line: 3, kind: .notTwoUnits(found: "a b c"))
    ) { _ = try BytePairMerges(contentsOf: path) }
  }

  @Test func anUnknownLanguage() {
    #expect(throws: TokenizerError(language: "zz", kind: .unknown)) {
      _ = try Tokenizer(TokenizerConfiguration(language: "zz"))
    }
  }

  @Test func filesThatAreNotAligned() throws {
    let (source, target) = (try file("s", "a\nb\n"), try file("t", "a\n"))
    let english = TokenizerConfiguration(language: "en")
    #expect(
      throws: CorpusError.unequalLineCounts(
        source: source, sourceLines: 2, target: target, targetLines: 1)
    ) {
      _ = try TrainingData(
        .files(source: source, target: target),
        development: .files(source: source, target: target), source: english, target: english)
    }
  }

  @Test func aColumnOfNumbers() throws {
    let pairs = try file("numbered", (1...20).map { "\($0)\tA sentence of words.\n" }.joined())
    let english = TokenizerConfiguration(language: "en")
    #expect {
      _ = try TrainingData(.pairs(pairs), source: english, target: english)
    } throws: { error in
      (error as? SuspectLayout)?.problem == .content(.number, side: 0)
    }
  }

  @Test func aDirectoryThatIsNoCheckpoint() {
    let missing = directory.path("none")
    #expect(throws: CheckpointError(directory: missing, problem: .notACheckpoint)) {
      _ = try Translator(checkpoint: missing)
    }
  }

  @Test func vectorsThatCannotBeRead() throws {
    let (array, lines) = (try file("v.npy", "no array"), try file("v.tsv", "1 2\n3\n"))
    let texts = try file("t.txt", "a\n")
    #expect(throws: NPYError(path: array, problem: .otherFormat(nil))) {
      _ = try VectorSequences(contentsOf: array)
    }
    #expect(
      throws: VectorError(path: lines, problem: .unequalWidth(line: 2, expected: 2, found: 1))
    ) { _ = try VectorSequences(contentsOf: lines) }
    let vectors = try file("two.tsv", "1\n2\n")
    #expect(throws: VectorTextError.unequalCounts(vectors: vectors, 2, texts: texts, 1)) {
      _ = try GeneratorData(.init(vectors: vectors, texts: texts))
    }
  }

  @Test func aWordThatIsNotInTheTable() throws {
    let table = EmbeddingTable(
      words: ["cat", "car"], counts: [2, 1], dimension: 1, vectors: [1, 2])
    #expect(throws: InspectionError.unknownWord("cap", nearest: ["cat", "car"])) {
      _ = try table.neighbors(of: "cap", count: 1)
    }
  }

  @Test func aCheckpointThatIsThereAlready() throws {
    let checkpoint = directory.path("checkpoint")
    try makeCheckpoint(checkpoint)
    #expect(throws: TrainingError.checkpointExists(directory: checkpoint)) {
      try makeCheckpoint(checkpoint)
    }
    #expect(throws: AverageError.outputExists(directory: checkpoint)) {
      try CheckpointAverage.write(of: [checkpoint], to: checkpoint)
    }
  }

  @Test func weightsThatEndEarly() throws {
    let checkpoint = directory.path("checkpoint")
    try makeCheckpoint(checkpoint)
    let path = try file("checkpoint/model.safetensors", "123")
    #expect(throws: SafetensorsError(path: path, problem: .truncated(expected: 8, found: 3))) {
      _ = try Translator(checkpoint: checkpoint)
    }
  }

  @Test func checkpointsOfOtherLanguages() throws {
    let checkpoints = ["fr", "it"].map { directory.path($0) }
    for (checkpoint, target) in zip(checkpoints, ["fr", "it"]) {
      try makeCheckpoint(checkpoint, to: target)
    }
    #expect(
      throws: EnsembleError(
        first: checkpoints[0], other: checkpoints[1],
        problem: .languages(
          first: LanguagePair(source: "en", target: "fr"),
          other: LanguagePair(source: "en", target: "it")))
    ) { _ = try Translator(ensemble: checkpoints.map { try Checkpoint(directory: $0) }) }
  }

  /// A checkpoint of a model that has learned nothing yet.
  private func makeCheckpoint(_ checkpoint: String, to target: String = "fr") throws {
    let corpus = try file("pairs", "a\tb\n")
    let data = try TrainingData(
      .pairs(corpus), development: .pairs(corpus), source: TokenizerConfiguration(language: "en"),
      target: TokenizerConfiguration(language: target))
    _ = try Trainer(
      data, model: data.model(hiddenSize: 4), TrainingConfiguration(), checkpoint: checkpoint)
  }
}

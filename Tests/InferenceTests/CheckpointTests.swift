// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Files
import FoundationEssentials
import Inference
import Layers
import Models
import Safetensors
import TestSupport
import Testing
import Text

@Suite struct CheckpointTests {
  /// Returns the error that reading a checkpoint throws after `damage`.
  private func error(after damage: (CheckpointFiles) throws -> Void) throws -> (any Error)? {
    let directory = TemporaryDirectory()
    try RandomCheckpoint.write(to: directory.path)
    try damage(CheckpointFiles(directory: directory.path))
    do {
      _ = try Checkpoint(directory: directory.path)
      return nil
    } catch {
      return error
    }
  }

  private func problem(
    after damage: (CheckpointFiles) throws -> Void
  ) throws -> CheckpointError.Problem? {
    (try error(after: damage) as? CheckpointError)?.problem
  }

  private func edit(_ path: String, _ old: String, _ new: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains(old))
    try RandomCheckpoint.write(Data(text.replacing(old, with: new).utf8), to: path)
  }

  @Test func readsWhatWasWritten() throws {
    #expect(try error(after: { _ in }) == nil)
  }

  @Test func missingDirectory() {
    #expect(throws: CheckpointError(directory: "/nowhere", problem: .notACheckpoint)) {
      try Checkpoint(directory: "/nowhere")
    }
  }

  @Test func newerFormat() throws {
    let problem = try problem {
      try edit($0.configuration, "\"format_version\":1", "\"format_version\":4")
    }
    #expect(problem == .newerFormat(found: 4, supported: 3))
  }

  /// An older program would take units for words, and a model with attention for one without.
  @Test func onlyAdditionsNeedTheNewFormat() throws {
    var configuration = CheckpointConfiguration(
      model: ModelConfiguration(sourceVocabularySize: 10, targetVocabularySize: 10),
      sourceTokenizer: TokenizerConfiguration(language: "en"),
      targetTokenizer: TokenizerConfiguration(language: "en"), reverseSource: false,
      icuVersion: "72.1")
    func written() throws -> String {
      String(decoding: try JSONEncoder().encode(configuration), as: UTF8.self)
    }
    #expect(try written().contains("\"format_version\":1"))
    configuration.subwords = SubwordFiles()
    #expect(try written().contains("\"format_version\":2"))
    configuration.subwords = nil
    configuration.model.layers = 1
    #expect(configuration.formatVersion == 1)
    configuration.model.attention = .dot
    #expect(configuration.formatVersion == 2)
  }

  /// Older checkpoints say nothing of a normalization, and nothing is written where there is none.
  @Test func aCheckpointThatNamesNoNormalizationHasNone() throws {
    var configuration = CheckpointConfiguration(
      model: ModelConfiguration(sourceVocabularySize: 10, targetVocabularySize: 10),
      sourceTokenizer: TokenizerConfiguration(language: "en", normalization: .none),
      targetTokenizer: TokenizerConfiguration(language: "fr", normalization: .none),
      reverseSource: false, icuVersion: "72.1")
    func written() throws -> String {
      String(decoding: try JSONEncoder().encode(configuration), as: UTF8.self)
    }
    func read(_ json: String) throws -> CheckpointConfiguration {
      try JSONDecoder().decode(CheckpointConfiguration.self, from: Data(json.utf8))
    }
    let old = try written()
    #expect(!old.contains("normalization") && !old.contains("typography"))
    #expect(try read(old) == configuration)
    configuration.sourceTokenizer.normalization = .standard
    configuration.targetTypography = Typography([
      .betweenLetters: "\u{2019}", .before("?"): "\u{202F}", .after("«"): "\u{A0}",
    ])
    let new = try written()
    #expect(new.contains("\"normalization\":\"standard\""))
    #expect(new.contains("\"before ?\":\"U+202F\""))
    #expect(try read(new) == configuration)
    for (found, wrong) in [("U+202F", "U+000A"), ("U+2019", "x"), ("standard", "nfkc")] {
      #expect(throws: DecodingError.self) { try read(new.replacing(found, with: wrong)) }
    }
    #expect(
      try read(new.replacing("before ?", with: "before ¿")).targetTypography?.forms.count == 2)
  }

  @Test func malformedConfiguration() throws {
    let missing = try problem { try edit($0.configuration, "hidden_size", "hiden_size") }
    #expect(missing == .malformedConfiguration(key: "model.hidden_size"))
    let noJSON = try problem { try edit($0.configuration, "{", "") }
    #expect(noJSON == .malformedConfiguration(key: ""))
    let impossible = try problem {
      try edit($0.configuration, "\"hidden_size\":33", "\"hidden_size\":0")
    }
    #expect(impossible == .impossibleConfiguration(key: "model.hidden_size", found: "0"))
  }

  @Test func vocabularyOfAnotherSize() throws {
    let problem = try problem {
      try edit($0.configuration, "\"source_vocabulary_size\":44", "\"source_vocabulary_size\":45")
    }
    guard case .vocabularySize(_, expected: 45, found: 44)? = problem else {
      Issue.record("\(String(describing: problem))")
      return
    }
  }

  @Test func wronglyShapedTensor() throws {
    let found =
      try error {
        try edit($0.configuration, "\"hidden_size\":33", "\"hidden_size\":34")
      } as? SafetensorsError
    #expect(
      found?.problem
        == .wrongShape(name: "encoder.lstm.weight_ih_l0", expected: [136, 17], found: [132, 17]))
  }

  @Test func missingFiles() throws {
    for path in [\CheckpointFiles.model, \.sourceVocabulary, \.targetVocabulary] {
      let found = try error { try removeFile($0[keyPath: path]) } as? FileError
      #expect(found?.operation == .open)
      #expect(found?.code == 2)
    }
  }

  @Test func truncatedModel() throws {
    let found = try error { files in
      let bytes = try Data(contentsOf: URL(filePath: files.model))
      try bytes.prefix(bytes.count - 1).write(to: URL(filePath: files.model))
    }
    #expect(found is SafetensorsError)
  }

  @Test func weightsThatAreNotFinite() throws {
    let problem = try problem { files in
      var bytes = try Data(contentsOf: URL(filePath: files.model))
      bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: [0, 0, 0xC0, 0x7F])
      try bytes.write(to: URL(filePath: files.model))
    }
    #expect(problem == .nonFiniteWeights(tensor: "output.bias"))
  }
}

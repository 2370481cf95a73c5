// SPDX-License-Identifier: Apache-2.0

import Dragoman
import Testing

/// Every error that is documented as thrown can be caught without another import.
struct ErrorTests {
  @Test func aMissingFileIsAFileError() {
    #expect(throws: FileError.self) { _ = try Vocabulary(contentsOf: "/nowhere/to/be/found") }
  }

  @Test func theErrorsHaveNames() {
    let types: [any Error.Type] = [
      CheckpointError.self, CorpusError.self, FileError.self, InspectionError.self,
      SafetensorsError.self, SuspectLayout.self, TokenizerError.self, TrainingError.self,
      VocabularyError.self,
    ]
    #expect(types.count == 9)
  }
}

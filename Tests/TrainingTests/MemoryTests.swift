// SPDX-License-Identifier: Apache-2.0

import Decoding
import FoundationEssentials
import TestSupport
import Testing
import Training

/// A model that the machine cannot hold is refused before anything is made for it.
@Suite struct MemoryTests {
  @Test(arguments: [(OptimizerKind.adam, 1, 4), (.adam, 3, 6), (.sgd, 1, 3), (.sgd, 3, 5)])
  func everyBufferCounts(optimizer: OptimizerKind, threads: Int, buffers: Int) throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 10)
    let model = ReversalTask.model(data)
    var configuration = TrainingConfiguration()
    configuration.optimizer = optimizer
    configuration.threads = threads
    let checkpoint = directory.path("checkpoint")
    _ = try Trainer(data, model: model, configuration, checkpoint: checkpoint)
    let record = try CheckpointRecord(CheckpointFiles(directory: checkpoint))

    let needed = 4 * buffers * model.parameterCount
    #expect(throws: Never.self) { try record.checkMemory(available: needed) }
    #expect(throws: TrainingError.notEnoughMemory(needed: needed, available: needed - 1)) {
      try record.checkMemory(available: needed - 1)
    }
  }

  @Test func nothingIsWritten() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 10)
    var model = ReversalTask.model(data)
    (model.hiddenSize, model.layers) = (65_536, 1)
    var configuration = TrainingConfiguration()
    configuration.threads = 1024
    let checkpoint = directory.path("checkpoint")
    let needed = 4 * (1 + 2 + 1024) * model.parameterCount
    #expect(
      throws: TrainingError.notEnoughMemory(
        needed: needed, available: CheckpointRecord.physicalMemory)
    ) {
      try Trainer(data, model: model, configuration, checkpoint: checkpoint)
    }
    #expect(!FileManager.default.fileExists(atPath: checkpoint))
  }
}

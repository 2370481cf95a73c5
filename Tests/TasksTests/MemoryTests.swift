// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import FoundationEssentials
import Inference
import Tasks
import TestSupport
import Testing
import Training

/// A model that does not fit into memory is rejected before anything is created.
@Suite struct MemoryTests {
  @Test(arguments: [(OptimizerKind.adam, 4), (.adamw, 4), (.adagrad, 3), (.sgd, 3), (.sgdw, 3)])
  func everyBufferCounts(optimizer: OptimizerKind, buffers: Int) {
    var configuration = TrainingConfiguration()
    configuration.optimizer = optimizer
    let needed = 4 * buffers * 1234
    #expect(throws: Never.self) {
      try configuration.checkMemory(parameters: 1234, available: needed)
    }
    #expect(throws: TrainingError.notEnoughMemory(needed: needed, available: needed - 1)) {
      try configuration.checkMemory(parameters: 1234, available: needed - 1)
    }
  }

  @Test func nothingIsWritten() throws {
    let directory = TemporaryDirectory()
    let data = try ReversalTask.data(in: directory, pairs: 10)
    var model = ReversalTask.model(data)
    (model.hiddenSize, model.layers) = (65_536, 1)
    let checkpoint = directory.path("checkpoint")
    let needed = 4 * 4 * model.parameterCount
    #expect(
      throws: TrainingError.notEnoughMemory(
        needed: needed, available: TrainingConfiguration.physicalMemory)
    ) {
      try Trainer(data, model: model, checkpoint: checkpoint)
    }
    #expect(!FileManager.default.fileExists(atPath: checkpoint))
  }
}

// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Corpora
import Models

extension CheckpointFiles {
  /// - Throws: `CheckpointError` if a value of a model is impossible.
  func check(_ model: some LabelModelConfiguration) throws(CheckpointError) {
    guard let value = model.invalidValue else { return }
    throw CheckpointError(
      directory: directory,
      problem: .impossibleConfiguration(key: "model." + value.key, found: value.found))
  }

  /// - Throws: `CheckpointError` if the standardization is not of vectors of `size` values.
  func check(_ vectors: VectorConfiguration, size: Int) throws(CheckpointError) {
    guard !vectors.fits(size: size) else { return }
    throw CheckpointError(
      directory: directory,
      problem: .impossibleConfiguration(key: "model.vector_size", found: "\(size)"))
  }
}

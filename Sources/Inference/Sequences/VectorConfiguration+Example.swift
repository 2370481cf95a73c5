// SPDX-License-Identifier: Apache-2.0

package import Corpora
package import Models

extension VectorConfiguration {
  /// Returns a sequence of vectors as a model reads it.
  package func example(_ vectors: VectorSequences, _ sequence: Int) -> SequenceExample {
    SequenceExample(
      vectors: prepared(vectors[sequence]), length: vectors.sequences[sequence].count)
  }
}

// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers

/// An encoder–decoder in use for inference: a decoder session that also encodes.
package final class InferenceSession: DecoderSession {
  let model: EncoderDecoder
  let encoderInputs: InputProducts

  package init(_ model: EncoderDecoder, _ pass: Pass) {
    self.model = model
    encoderInputs = InputProducts(
      model.encoder.embedding, model.encoder.stack.layers[0].directions[0])
    super.init(model.decoder, pass)
  }

  package var targetVocabularySize: Int { model.configuration.targetVocabularySize }
}

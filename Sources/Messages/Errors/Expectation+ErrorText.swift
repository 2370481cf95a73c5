// SPDX-License-Identifier: Apache-2.0

package import Checkpoints

extension Expectation {
  /// The values that are valid, in words.
  package var words: String { words(naming: flag) }

  /// The values that are valid, in words. `name` converts a key to what the user typed.
  func words(naming name: (String) -> String) -> String {
    switch self {
    case .range(let range): "from \(range.lowerBound) to \(range.upperBound)"
    case .rate: "at least 0 and below 1"
    case .aboveZero: "above 0"
    case .atLeastZero: "at least 0"
    case .atMost(let limit): "at most \(limit)"
    case .finite: "finite"
    case .betweenZeroAndOne: "above 0 and below 1"
    case .exactly(let value): value
    case .even:
      "an even number with \(name("bidirectional")), because each direction gets half of it"
    case .evenOfCharacters:
      "an even number, because each of the two directions gets half of it"
    case .zeroWithTwoDirections:
      "0 with \(name("bidirectional")), because a layer that also reads backward cannot carry "
        + "its state from one window to the next"
    case .stateOfInput:
      "copy, bridge or mean if \(name("attention")) is none: without attention, a decoder that starts "
        + "from zeros knows nothing of the source"
    case .falseWithoutAttention:
      "false without \(name("attention")), because it feeds back the result of attention"
    case .falseIfBidirectional:
      "false with \(name("bidirectional")), because the decoder reads in one direction only"
    case .falseWithInputFeeding:
      "false with \(name("input_feeding")), because the decoder's input is then larger than the "
        + "encoder's"
    case .untied(let value, let embeddingSize, let hiddenSize):
      "\(value) unless \(name("embedding_size")) (\(embeddingSize)) equals \(name("hidden_size")) "
        + "(\(hiddenSize))"
    case .unfrozen(let value):
      "\(value) with \(name("tie_embeddings")), because the output layer must learn"
    case .oneVocabulary:
      "target or none unless both sides share one vocabulary, as with \(name("joint_subwords"))"
    case .fewerParameters(let count, let limit):
      "smaller: the model would have \(count) parameters, but the limit is \(limit)"
    case .embeddings(let bytes, let limit):
      "above 0 unless you lower \(name("batch_size")): the one-hot vectors of a batch would take "
        + "\(size(bytes: bytes)) on each thread, but the limit is \(size(bytes: limit))"
    }
  }
}

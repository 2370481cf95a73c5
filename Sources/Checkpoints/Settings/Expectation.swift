// SPDX-License-Identifier: Apache-2.0

/// A value that is out of range or contradicts another.
public struct InvalidValue: Equatable, Sendable {
  /// The key in `config.json`, without its section.
  public let key: String
  public let found: String
  public let expected: Expectation

  package init(_ key: String, _ found: String, _ expected: Expectation) {
    self.key = key
    self.found = found
    self.expected = expected
  }
}

/// The values that a setting may have.
public enum Expectation: Equatable, Sendable {
  case range(ClosedRange<Int>)
  /// At least 0 and below 1.
  case rate
  case aboveZero
  case atLeastZero
  case atMost(Int)
  case finite
  /// Above 0 and below 1.
  case betweenZeroAndOne
  /// This value, such as the size of a vocabulary.
  case exactly(String)
  /// An even size, because two directions share it.
  case even
  /// An even size, because the two directions that read characters share it.
  case evenOfCharacters
  /// 0, because layers with two directions carry no state on.
  case zeroWithTwoDirections
  /// A first state that depends on the input, because the model has no attention.
  case stateOfInput
  /// False, because the model has no attention.
  case falseWithoutAttention
  /// False, because a decoder reads in one direction only.
  case falseIfBidirectional
  /// False, because the decoder's input is larger than the encoder's.
  case falseWithInputFeeding
  /// No tied embeddings, which is the value `as`, because the sizes of embeddings and states differ.
  case untied(as: String, embeddingSize: Int, hiddenSize: Int)
  /// No frozen embeddings, which is the value `as`, because they are also the weights of the output
  /// layer.
  case unfrozen(as: String)
  /// No table for both sides, because they have two vocabularies.
  case oneVocabulary
  /// A smaller value, because of the number of parameters.
  case fewerParameters(count: Int, limit: Int)
  /// Embeddings or a smaller batch, because of the bytes that the one-hot vectors of a batch take on
  /// each thread.
  case embeddings(bytes: Int, limit: Int)
}

/// A rule for the values of a setting.
package struct Validity<Value>: Sendable {
  /// Returns the expectation that a value does not meet; nil if it is valid.
  package let violation: @Sendable (Value) -> Expectation?

  package init(_ violation: @escaping @Sendable (Value) -> Expectation?) {
    self.violation = violation
  }

  package static var any: Validity { Validity { _ in nil } }
}

extension Validity<Int> {
  package static func within(_ range: ClosedRange<Int>) -> Validity {
    Validity { range.contains($0) ? nil : .range(range) }
  }
}

extension Validity<Int?> {
  package static func within(_ range: ClosedRange<Int>) -> Validity {
    Validity { $0.map(range.contains) ?? true ? nil : .range(range) }
  }
}

extension Validity<Float> {
  package static var rate: Validity { Validity { $0 >= 0 && $0 < 1 ? nil : .rate } }

  package static var aboveZero: Validity {
    Validity { $0 > 0 && $0.isFinite ? nil : $0 == .infinity ? .finite : .aboveZero }
  }

  package static var atLeastZero: Validity {
    Validity { $0 >= 0 && $0.isFinite ? nil : $0 == .infinity ? .finite : .atLeastZero }
  }
}

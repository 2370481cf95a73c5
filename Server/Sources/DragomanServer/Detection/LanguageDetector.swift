// SPDX-License-Identifier: Apache-2.0

import Dragoman

/// Tells in which of several languages a text is written, by the trigrams of characters in its words
/// (Cavnar and Trenkle, "N-gram-based text categorization", 1994), with the probabilities of a naive
/// Bayes classifier. The models are learned from vocabularies.
struct LanguageDetector: Sendable {
  struct Guess: Equatable, Sendable {
    let language: ServedLanguage
    /// The probability of the language, from 0 to 1. It is low for every language if the text is
    /// probably in another one.
    let confidence: Double
    /// The natural logarithm of the probability of the words in this language.
    let logProbability: Double
  }

  private let models: [(language: ServedLanguage, model: TrigramModel)]

  /// Learns from a vocabulary of each language.
  init(_ vocabularies: [ServedLanguage: Vocabulary]) {
    models = vocabularies.sorted { $0.key.code < $1.key.code }.map { ($0, TrigramModel($1)) }
  }

  /// Returns a guess for each language, the most probable first.
  func guesses(_ text: String) -> [Guess] {
    let words = TrigramModel.words(of: text)
    let scores = models.map { $0.model.logProbability(of: words) }
    // Any other language: characters as if drawn at random.
    let other = TrigramModel.logProbabilityAtRandom(of: words)
    let highest = max(other, scores.max() ?? other)
    let weights = scores.map { exponential($0 - highest) }
    let total = weights.reduce(exponential(other - highest), +)
    return models.indices.map { index in
      Guess(
        language: models[index].language,
        confidence: words.isEmpty ? 0 : weights[index] / total, logProbability: scores[index])
    }.sorted { $0.logProbability > $1.logProbability }
  }
}

// SPDX-License-Identifier: Apache-2.0

package import Evaluation

/// How translations of the dev set look: scores, and signs of a model that has stopped listening to its
/// source.
public struct TranslationReport: Sendable, Equatable {
  public let sentences: Int
  public let bleu: Double
  public let chrF: Double
  /// Different translations, as a share of all.
  public let distinctShare: Double
  /// Of the runs of four words, the share that the same translation had before (Welleck et al., "Neural text
  /// generation with unlikelihood training", 2020).
  public let repeatedShare: Double
  /// Of the translations, those that are the source itself, and those without a word.
  public let copiedShare: Double
  public let emptyShare: Double
  /// Of the words, those that the model has no name for.
  public let unknownShare: Double
  /// The translation of every sentence, where different sentences have got one and the same.
  public let onlyTranslation: String?
}

extension TranslationReport {
  /// A translation: its text, and the words it is made of, whatever units the model wrote.
  package typealias Output = (text: String, words: [String])

  private static let runLength = 4

  /// `sources`, `references` and `outputs` belong together line by line; there is at least one.
  package init(
    sources: [String], references: [String], outputs: [Output], unknownWord: String,
    bleuTokenization: BLEU.Tokenization = .mteval13a
  ) {
    precondition(!outputs.isEmpty && outputs.count == sources.count)
    let texts = outputs.map(\.text)
    func share(_ part: Int, of whole: Int = outputs.count) -> Double {
      whole == 0 ? 0 : Double(part) / Double(whole)
    }
    let distinct = Set(texts)
    sentences = outputs.count
    bleu =
      BLEU.corpus(
        hypotheses: texts, references: references,
        options: BLEU.Options(tokenization: bleuTokenization)
      ).score
    chrF = ChrF.corpus(hypotheses: texts, references: references).score
    distinctShare = share(distinct.count)
    copiedShare = share(zip(texts, sources).count { !$0.isEmpty && $0 == $1 })
    emptyShare = share(texts.count { $0.isEmpty })
    let runs = outputs.map { Self.runs(in: $0.words) }
    repeatedShare = share(
      runs.reduce(0) { $0 + $1.count - Set($1).count }, of: runs.reduce(0) { $0 + $1.count })
    unknownShare = share(
      outputs.reduce(0) { $0 + $1.words.count { $0 == unknownWord } },
      of: outputs.reduce(0) { $0 + $1.words.count })
    onlyTranslation = distinct.count == 1 && Set(sources).count > 1 ? texts[0] : nil
  }

  private static func runs(in words: [String]) -> [ArraySlice<String>] {
    guard words.count >= runLength else { return [] }
    return (0...words.count - runLength).map { words[$0..<$0 + runLength] }
  }
}

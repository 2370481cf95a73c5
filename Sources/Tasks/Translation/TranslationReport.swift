// SPDX-License-Identifier: Apache-2.0

public import Evaluation
public import Text

/// The quality of the translations of the dev set: scores, and signs of a model that ignores its
/// source.
public struct TranslationReport: Sendable, Equatable {
  public let sentences: Int
  public let bleu: Double
  public let chrF: Double
  /// The share of translations that equal their references.
  public let exactShare: Double
  /// The share of translations that are distinct.
  public let distinctShare: Double
  /// The share of runs of four words that occur earlier in the same translation (Welleck et al.,
  /// "Neural text generation with unlikelihood training", 2020).
  public let repeatedShare: Double
  /// The share of translations that copy the source, and of empty ones.
  public let copiedShare: Double
  public let emptyShare: Double
  /// The share of words that are the unknown token.
  public let unknownShare: Double
  /// The translation, if all sentences have the same one although their sources differ; otherwise
  /// nil.
  public let onlyTranslation: String?
}

extension TranslationReport {
  /// The text of a translation and its words, also if the model writes subword units.
  package typealias Output = (text: String, words: [String])

  private static let runLength = 4

  /// Line i of `sources`, `references` and `outputs` belong together; there is at least one line.
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
    exactShare = share(zip(texts, references).count(where: ==))
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

extension TranslationReport {
  /// The scores and shares of every report, by their names in `metrics.jsonl`.
  package var values: [String: Double] {
    [
      "bleu": bleu, "chrf": chrF, "distinct_share": distinctShare,
      "repeated_share": repeatedShare, "copied_share": copiedShare, "empty_share": emptyShare,
      "unknown_share": unknownShare,
    ]
  }
}

extension BLEU.Tokenization {
  /// Chooses the tokenization for a target language: `zh` for Chinese, as in sacreBLEU, `char` for
  /// other languages without spaces between words, and `13a` for all others.
  public init(_ language: Language) {
    self = language.isChinese ? .chinese : language.hasSpaces ? .mteval13a : .character
  }
}

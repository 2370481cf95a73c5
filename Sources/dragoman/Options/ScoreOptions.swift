// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Evaluation
import Text
import Training

struct ScoreOptions: ParsableArguments {
  enum Metric: String, CaseIterable { case bleu, chrf, ter }

  @Option(
    help: ArgumentHelp(
      "Which scores to print, with commas between them, of \(listed(Metric.allCases.map(\.rawValue))) "
        + "(default: bleu,chrf; all three for several systems).", valueName: "names"))
  var metrics: String?

  @Option(
    help: """
      How BLEU cuts lines into tokens, by sacreBLEU's names (default: zh for Chinese, char for Japanese, \
      Thai and other languages without spaces between words, else 13a). sacreBLEU cuts Japanese by \
      ja-mecab, which needs a dictionary of its own.
      """)
  var tokenization: BLEU.Tokenization?

  @Option(
    help: ArgumentHelp(
      "The language of the references, as a BCP 47 tag, which BLEU's tokenization goes by (default: "
        + "the checkpoint's, or the extension of the reference file where that is a language).",
      valueName: "tag"))
  var language: String?

  @Flag(help: "Upper and lower case count as the same, as they do for TER anyway.")
  var lowercase = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Print chrF with n-grams of words up to this length as well; 2 is chrF++.",
      valueName: "n"))
  var chrfWordOrder = 0

  @Flag(help: "TER takes upper and lower case for different.")
  var terCaseSensitive = false

  @Flag(help: "TER lets punctuation stand alone.")
  var terNormalized = false

  @Flag(help: "TER leaves punctuation out.")
  var terNoPunctuation = false

  @Flag(
    help: """
      With the two before, TER knows full-width punctuation as well, and takes each Chinese character \
      for a word.
      """)
  var terAsianSupport = false

  @Flag(help: "Print the scores of short and of long sources apart, by words of the source.")
  var buckets = false

  func validate() throws {
    try require(chrfWordOrder, in: ChrF.wordOrders, "--chrf-word-order")
    for name in names where Metric(rawValue: name) == nil {
      throw ValidationError(
        "--metrics has '\(name)', but must be of \(listed(Metric.allCases.map(\.rawValue)))"
          + ", with commas between them.")
    }
    if terAsianSupport && !terNormalized && !terNoPunctuation {
      throw ValidationError(
        "--ter-asian-support goes with --ter-normalized or --ter-no-punctuation.")
    }
  }

  /// Whether BLEU is among the scores, for however many systems.
  var usesBLEU: Bool { names.contains(Metric.bleu.rawValue) }

  private var names: [String] {
    (metrics ?? "bleu").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  /// The metrics asked for, in the order of their table; without a word for so many systems.
  func metrics(forSystems count: Int) -> [Metric] {
    guard metrics != nil else { return count > 1 ? Metric.allCases : [.bleu, .chrf] }
    return Metric.allCases.filter { names.contains($0.rawValue) }
  }

  /// - Throws: `ValidationError` for an option of a metric that is not asked for.
  func requireMetrics(forSystems count: Int) throws {
    let options: [(flag: String, isGiven: Bool, metric: Metric)] = [
      ("--tokenization", tokenization ?? .mteval13a != .mteval13a, .bleu),
      ("--language", language != nil, .bleu),
      ("--chrf-word-order", chrfWordOrder > 0, .chrf),
      ("--ter-case-sensitive", terCaseSensitive, .ter),
      ("--ter-normalized", terNormalized, .ter),
      ("--ter-no-punctuation", terNoPunctuation, .ter),
    ]
    let metrics = metrics(forSystems: count)
    for option in options where option.isGiven && !metrics.contains(option.metric) {
      throw ValidationError("\(option.flag) needs \(option.metric.rawValue) among --metrics.")
    }
  }

  /// The tokenization asked for, or else that of the language asked for, or else of `language`.
  func bleu(defaultLanguage: String) throws(TokenizerError) -> BLEU.Options {
    let language = try Language(tag: language ?? defaultLanguage)
    return BLEU.Options(
      tokenization: tokenization ?? BLEU.Tokenization(language), lowercase: lowercase)
  }

  /// Without n-grams of words, then with those that were asked for.
  var chrf: [ChrF.Options] {
    (chrfWordOrder > 0 ? [0, chrfWordOrder] : [0]).map {
      ChrF.Options(wordOrder: $0, lowercase: lowercase)
    }
  }

  var ter: TER.Options {
    TER.Options(
      caseSensitive: terCaseSensitive, normalized: terNormalized,
      noPunctuation: terNoPunctuation, asianSupport: terAsianSupport)
  }
}

extension BLEU.Tokenization: ExpressibleByArgument {}

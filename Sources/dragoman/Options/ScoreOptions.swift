// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Evaluation
import Messages
import Tasks
import Text
import Training

struct ScoreOptions: ParsableArguments {
  enum Metric: String, CaseIterable {
    case bleu, chrf, ter
    case exactMatch = "exact_match"
    case accuracy

    /// The default for several systems.
    static let standard = [bleu, chrf, ter]
  }

  @Option(
    help: ArgumentHelp(
      """
      Scores to print, separated by commas: \(listed(Metric.allCases.map(\.rawValue))) (default: bleu,chrf; \
      bleu,chrf,ter for several systems). exact_match is the percentage of translations that equal the \
      reference. accuracy is the percentage of reference tokens (ends of sentences included) that the model \
      finds most probable, given the reference tokens before them.
      """, valueName: "names"))
  var metrics: String?

  @Option(
    help: """
      BLEU's tokenization, named as in sacreBLEU (default: zh for Chinese, char for Japanese, Thai \
      and other languages without spaces between words, otherwise 13a). sacreBLEU's ja-mecab \
      needs a dictionary, so Dragoman does not offer it.
      """)
  var tokenization: BLEU.Tokenization?

  @Option(
    help: ArgumentHelp(
      """
      Language of the references, as a BCP 47 tag, which selects BLEU's tokenization (default: \
      the checkpoint's target language, or the extension of the reference file if it is a language code).
      """, valueName: "tag"))
  var language: String?

  @Flag(
    help: "Ignore case in BLEU and chrF; TER ignores it by default.")
  var lowercase = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Also print chrF with word n-grams up to this length; 2 is chrF++.", valueName: "n"))
  var chrfWordOrder = 0

  @Flag(
    help: "Make TER case-sensitive.")
  var terCaseSensitive = false

  @Flag(
    help: "Make TER treat punctuation as separate tokens.")
  var terNormalized = false

  @Flag(
    help: "Make TER ignore punctuation.")
  var terNoPunctuation = false

  @Flag(
    help: """
      Make --ter-normalized also treat each Chinese character and full-width punctuation mark as \
      a token, and --ter-no-punctuation also ignore full-width punctuation.
      """)
  var terAsianSupport = false

  @Flag(
    help: """
      Also print the scores broken down by the length of the source, in words.
      """)
  var buckets = false

  func validate() throws {
    try require(chrfWordOrder, in: ChrF.wordOrders, "--chrf-word-order")
    for name in names where Metric(rawValue: name) == nil {
      throw ValidationError(
        "--metrics contains '\(name)', but may contain only \(listed(Metric.allCases.map(\.rawValue)))"
          + ", separated by commas.")
    }
    if terAsianSupport && !terNormalized && !terNoPunctuation {
      throw ValidationError(
        "--ter-asian-support needs --ter-normalized or --ter-no-punctuation.")
    }
  }

  /// The flag of the first option that is given.
  var firstInUse: String? {
    let options: [(flag: String, isInUse: Bool)] = [
      ("--metrics", metrics != nil), ("--tokenization", tokenization != nil),
      ("--language", language != nil), ("--lowercase", lowercase),
      ("--chrf-word-order", chrfWordOrder != 0), ("--ter-case-sensitive", terCaseSensitive),
      ("--ter-normalized", terNormalized), ("--ter-no-punctuation", terNoPunctuation),
      ("--ter-asian-support", terAsianSupport), ("--buckets", buckets),
    ]
    return options.first(where: \.isInUse)?.flag
  }

  /// True if the accuracy of the models is among the scores.
  var usesAccuracy: Bool { names.contains(Metric.accuracy.rawValue) }

  /// True if BLEU is among the scores, for any number of systems.
  var usesBLEU: Bool { names.contains(Metric.bleu.rawValue) }

  private var names: [String] {
    (metrics ?? "bleu").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  /// Returns the requested metrics, in the order of the table, or the default for this many systems.
  func metrics(forSystems count: Int) -> [Metric] {
    guard metrics != nil else { return count > 1 ? Metric.standard : [.bleu, .chrf] }
    return Metric.allCases.filter { names.contains($0.rawValue) }
  }

  /// - Throws: `ValidationError` for an option of a metric that is not requested.
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
      throw ValidationError("\(option.flag) needs --metrics to include \(option.metric.rawValue).")
    }
  }

  /// Returns the options of BLEU. Without a tokenization, they follow --language or `defaultLanguage`.
  func bleu(defaultLanguage: String) throws(TokenizerError) -> BLEU.Options {
    let language = try Language(tag: language ?? defaultLanguage)
    return BLEU.Options(
      tokenization: tokenization ?? BLEU.Tokenization(language), lowercase: lowercase)
  }

  /// chrF without word n-grams and, if requested, with them.
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

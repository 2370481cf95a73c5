// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Decoding
import Models

struct SearchOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Hypotheses that are followed at a time: 5 translates better than 1, which takes the most "
        + "probable word at every step, and takes about three times as long.", valueName: "n"))
  var beamSize = Translator.Options().beamSize

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How hypotheses of unequal length are compared: by the 'average' log-probability of their "
        + "words, by the sum ('none'), or by the sum over ((5 + words) / 6) ^ alpha for a number alpha.",
      valueName: "penalty"))
  var lengthPenalty = Translator.Options().lengthPenalty

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How much source words that got little attention lower a translation's score (default: 0).",
      valueName: "beta"))
  var coveragePenalty: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Words, or units of a model with subwords, that a translation has at least.", valueName: "n"))
  var minLength = Translator.Options().minimumLength

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "No sequence of so many words, or units of a model with subwords, comes twice in a translation; "
        + "0 lets all come.", valueName: "n"))
  var noRepeatNgrams = Translator.Options().noRepeatNGrams

  @Flag(
    help: """
      Put words of the source in the place of unknown words: what got the most attention, or without \
      attention what stands at the like place.
      """)
  var replaceUnknown = false

  @Option(
    help: ArgumentHelp(
      "With --replace-unknown: 'word, tab, translation' on each line, what to put in place of a word, "
        + "or of a phrase such as 'New York', of the source.", valueName: "file"))
  var dictionary: String?

  @Flag(help: "Draw each word by its probability, in place of searching.")
  var sample = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --sample: below 1, probable words come more often; above 1, less (default: 1).",
      valueName: "t"))
  var temperature: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("With --sample: only the n most probable words can come.", valueName: "n"))
  var topK: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --sample: only the most probable words that make up this share of the probability can "
        + "come.", valueName: "p"))
  var topP: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --sample: what is drawn depends on this and on the number of the line (default: 1).",
      valueName: "n"))
  var seed: UInt64?

  func validate() throws {
    try require(beamSize, in: Limits.beamSize, "--beam-size")
    try require(minLength, in: 0...Limits.sentenceLength.upperBound, "--min-length")
    try require(noRepeatNgrams, in: 0...Limits.sentenceLength.upperBound, "--no-repeat-ngrams")
    try require(topK, in: Limits.vocabularySize, "--top-k")
    if let temperature, !(temperature > 0 && temperature.isFinite) {
      throw ValidationError("--temperature is \(temperature), but must be above 0.")
    }
    if let topP, !(topP > 0 && topP <= 1) {
      throw ValidationError("--top-p is \(topP), but must be above 0 and at most 1.")
    }
    if let coveragePenalty, !(coveragePenalty >= 0 && coveragePenalty.isFinite) {
      throw ValidationError(
        "--coverage-penalty is \(coveragePenalty), but must be at least 0.")
    }
    if dictionary != nil && !replaceUnknown {
      throw ValidationError(
        "--dictionary says what to put in place of unknown words: give --replace-unknown with it.")
    }
    try validateSampling()
  }

  private func validateSampling() throws {
    if sample {
      if beamSize > 1 {
        throw ValidationError(
          "--sample draws one word at a time and --beam-size \(beamSize) follows several: leave one "
            + "of them out.")
      }
      return
    }
    let given = [
      ("--temperature", temperature != nil), ("--top-k", topK != nil), ("--top-p", topP != nil),
      ("--seed", seed != nil),
    ]
    if let (flag, _) = given.first(where: \.1) {
      throw ValidationError("\(flag) says how to draw words: give --sample with it.")
    }
  }

  /// The flag of an option that is given, or not as it is by default.
  var firstInUse: String? {
    let none = Translator.Options()
    let options: [(flag: String, isInUse: Bool)] = [
      ("--beam-size", beamSize != none.beamSize),
      ("--length-penalty", lengthPenalty != none.lengthPenalty),
      ("--coverage-penalty", coveragePenalty != nil),
      ("--min-length", minLength != none.minimumLength),
      ("--no-repeat-ngrams", noRepeatNgrams != none.noRepeatNGrams),
      ("--replace-unknown", replaceUnknown), ("--sample", sample),
    ]
    return options.first(where: \.isInUse)?.flag
  }

  func apply(to options: inout Translator.Options) throws {
    options.beamSize = beamSize
    options.coveragePenalty = coveragePenalty ?? options.coveragePenalty
    options.replacesUnknownWords = replaceUnknown
    if let dictionary {
      options.dictionary = try readDictionary(dictionary)
    }
    options.lengthPenalty = lengthPenalty
    options.minimumLength = minLength
    options.noRepeatNGrams = noRepeatNgrams
    options.sampling = sampling
  }

  /// - Throws: `UsageError` for a penalty that the model cannot have.
  func check(_ translator: Translator, command: String) throws {
    guard coveragePenalty ?? 0 > 0 else { return }
    try requireAttention(of: translator, "--coverage-penalty", command: command)
  }

  private var sampling: Sampling? {
    guard sample else { return nil }
    var sampling = Sampling()
    sampling.temperature = temperature ?? sampling.temperature
    sampling.topK = topK
    sampling.topP = topP
    sampling.seed = seed ?? sampling.seed
    return sampling
  }
}

extension LengthPenalty: ExpressibleByArgument {
  public init?(argument: String) {
    switch argument {
    case "none": self = .none
    case "average": self = .average
    default:
      guard let alpha = Float(argument), alpha >= 0, alpha.isFinite else { return nil }
      self = .wu(alpha: alpha)
    }
  }

  public var defaultValueDescription: String {
    switch self {
    case .none: "none"
    case .average: "average"
    case .wu(let alpha): "\(alpha)"
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Checkpoints
public import Inference
import Models

struct SearchOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Number of hypotheses to follow. 1 is greedy search, which takes the most probable word at \
      each step; 5 translates better and takes about three times as long.
      """, valueName: "n"))
  var beamSize = Translator.Options().beamSize

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      How to score hypotheses: average (log-probability per word), none (sum of the log-probabilities), or \
      a number alpha (that sum divided by ((5 + words) / 6) ^ alpha).
      """, valueName: "penalty"))
  var lengthPenalty = Translator.Options().lengthPenalty

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Weight of the penalty for source words with little attention (default: 0).",
      valueName: "beta"))
  var coveragePenalty: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Minimum length of a translation, in words, or in units for a model with subwords.
      """, valueName: "n"))
  var minLength = Translator.Options().minimumLength

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Never repeat a sequence of this many words, or units for a model with subwords, within a \
      translation; 0 allows repeats.
      """, valueName: "n"))
  var noRepeatNgrams = Translator.Options().noRepeatNGrams

  @Flag(
    help: """
      Replace each unknown word of the translation with a source word: the one with the most attention or, \
      without \
      attention, the one at the corresponding position.
      """)
  var replaceUnknown = false

  @Option(
    help: ArgumentHelp(
      """
      With --replace-unknown: a file with 'word, tab, translation' on each line. If the file translates the \
      source word, or a phrase that contains the word (such as 'New York'), the file's translation is used \
      instead of the source word.
      """, valueName: "file"))
  var dictionary: String?

  @Flag(
    help: "Draw each word at random according to the predicted probabilities, instead of searching."
  )
  var sample = false

  @OptionGroup var sampling: SamplingOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      With --sample: seed of the draws, which also depend on the line number (default: 1).
      """, valueName: "n"))
  var seed: UInt64?

  func validate() throws {
    try require(beamSize, in: Limits.beamSize, "--beam-size")
    try require(minLength, in: 0...Limits.sentenceLength.upperBound, "--min-length")
    try require(noRepeatNgrams, in: 0...Limits.sentenceLength.upperBound, "--no-repeat-ngrams")
    if let coveragePenalty, !(coveragePenalty >= 0 && coveragePenalty.isFinite) {
      throw ValidationError(
        "--coverage-penalty is \(coveragePenalty), but must be at least 0.")
    }
    if dictionary != nil && !replaceUnknown {
      throw ValidationError(
        "--dictionary needs --replace-unknown.")
    }
    try validateSampling()
  }

  private func validateSampling() throws {
    if sample {
      if beamSize > 1 {
        throw ValidationError(
          "--sample and --beam-size \(beamSize) cannot be used together: omit one of them.")
      }
      return
    }
    if let flag = sampling.firstGiven ?? (seed != nil ? "--seed" : nil) {
      throw ValidationError("\(flag) needs --sample.")
    }
  }

  /// The flag of the first option that differs from its default.
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
    options.sampling = sample ? sampling.sampling(seed: seed) : nil
  }

  /// - Throws: `UsageError` for a coverage penalty if the model has no attention.
  func check(_ translator: Translator, command: String) throws {
    guard coveragePenalty ?? 0 > 0 else { return }
    try requireAttention(of: translator, "--coverage-penalty", command: command)
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

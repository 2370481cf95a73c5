// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Checkpoints
public import Inference
import Models

/// Options of the search for an output, or of sampling, whatever the output is for.
struct DecodingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Number of hypotheses to follow. 1 is greedy search, which takes the most probable word at \
      each step; 5 is usually better and takes about three times as long.
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
      """
      Minimum length of the output, in words, or in characters or subwords if those are the model's units.
      """, valueName: "n"))
  var minLength = Translator.Options().minimumLength

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Never repeat a sequence of this many words, or units, within an output; 0 allows repeats.
      """, valueName: "n"))
  var noRepeatNgrams = Translator.Options().noRepeatNGrams

  @Flag(
    help: "Draw each word at random according to the predicted probabilities, instead of searching."
  )
  var sample = false

  @OptionGroup var sampling: SamplingOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      With --sample: seed for the random draws, which also depend on the line number (default: 1).
      """, valueName: "n"))
  var seed: UInt64?

  func validate() throws {
    try require(beamSize, in: Limits.beamSize, "--beam-size")
    try require(minLength, in: 0...Limits.sentenceLength.upperBound, "--min-length")
    try require(noRepeatNgrams, in: 0...Limits.sentenceLength.upperBound, "--no-repeat-ngrams")
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

  /// - Throws: `ValidationError` if the search cannot find as many outputs.
  func requireHypotheses(_ nBest: Int) throws {
    try require(nBest, in: Limits.beamSize, "--n-best")
    guard !sample && nBest > beamSize else { return }
    throw ValidationError(
      "--n-best is \(nBest), but --beam-size \(beamSize) finds at most \(beamSize): raise "
        + "--beam-size to \(nBest) or more.")
  }

  /// - Throws: `ValidationError` if the minimum length is above the maximum, which limits
  ///   `output`, such as "a translation", to so many `units`.
  func requireLength(below maxLength: Int, of output: String, in units: String) throws {
    try require(maxLength, in: Limits.sentenceLength, "--max-length")
    guard minLength > maxLength else { return }
    throw ValidationError(
      "--min-length is \(minLength), but --max-length limits \(output) to \(maxLength) \(units): "
        + "lower --min-length or raise --max-length.")
  }

  /// The flag of the first option that differs from its default.
  var firstInUse: String? {
    let none = Translator.Options()
    let options: [(flag: String, isInUse: Bool)] = [
      ("--beam-size", beamSize != none.beamSize),
      ("--length-penalty", lengthPenalty != none.lengthPenalty),
      ("--min-length", minLength != none.minimumLength),
      ("--no-repeat-ngrams", noRepeatNgrams != none.noRepeatNGrams), ("--sample", sample),
    ]
    return options.first(where: \.isInUse)?.flag
  }

  func apply(to options: inout Translator.Options) {
    options.beamSize = beamSize
    options.lengthPenalty = lengthPenalty
    options.minimumLength = minLength
    options.noRepeatNGrams = noRepeatNgrams
    options.sampling = sample ? sampling.sampling(seed: seed) : nil
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

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dragoman

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Score translations with BLEU and chrF, and a model with its perplexity.",
    discussion: """
      With a checkpoint, translates the source and compares with the reference:

        dragoman evaluate checkpoints/de-en --source test.de --reference test.en
        dragoman evaluate checkpoints/en-fr --pairs test.tsv

      Without one, compares text with text:

        dragoman evaluate --hypothesis output.en --reference test.en

      The scores equal those of sacreBLEU with the same signature. Perplexity is that of a target \
      token of the references, end of sentence included; of a line, source or reference, it takes the \
      first 20,000 words.
      """)

  @Argument(help: "The directory that 'dragoman train' wrote.")
  var checkpoint: String?

  @Option(help: ArgumentHelp("Sentences to translate, one a line.", valueName: "file"))
  var source: String?

  @Option(help: ArgumentHelp("Their right translations, one a line.", valueName: "file"))
  var reference: String?

  @Option(
    help: ArgumentHelp("Source, tab and reference on each line, instead.", valueName: "file"))
  var pairs: String?

  @Option(
    help: ArgumentHelp(
      "Translations to score, one a line, in place of a checkpoint.",
      valueName: "file"))
  var hypothesis: String?

  @OptionGroup(title: "Scores")
  var scores: ScoreOptions

  @OptionGroup(title: "Translating")
  var translation: TranslationOptions

  @Flag(help: "Print the scores as a JSON object.")
  var json = false

  func validate() throws {
    let hasFiles = source != nil && reference != nil
    if checkpoint != nil {
      if hypothesis != nil {
        throw ValidationError("Give a checkpoint or --hypothesis, not both.")
      }
      if hasFiles == (pairs != nil) || (pairs != nil && (source ?? reference) != nil) {
        throw ValidationError(
          "With a checkpoint, give either --source and --reference, or --pairs.")
      }
    } else {
      if hypothesis == nil {
        throw ValidationError("Give a checkpoint to evaluate, or --hypothesis and --reference.")
      }
      if reference == nil || source != nil || pairs != nil {
        throw ValidationError("--hypothesis goes with --reference alone.")
      }
    }
  }

  func run() throws {
    let report =
      if let checkpoint {
        try scoreModel(checkpoint)
      } else if let hypothesis, let reference {
        try scoreText(hypothesis, against: reference)
      } else {
        preconditionFailure("validate() lets nothing else through")
      }
    try StandardOutput.print(json ? report.json : report.text)
  }

  private func scoreText(_ hypothesis: String, against reference: String) throws -> ScoreReport {
    let (hypotheses, references) = try alignedLines(of: hypothesis, and: reference)
    return ScoreReport(hypotheses: hypotheses, references: references, scores)
  }

  private func scoreModel(_ checkpoint: String) throws -> ScoreReport {
    let console = Console()
    let (sources, references) =
      if let pairs {
        try splitPairs(of: pairs)
      } else if let source, let reference {
        try alignedLines(of: source, and: reference)
      } else {
        preconditionFailure("validate() lets nothing else through")
      }
    let translator = try Translator(checkpoint: checkpoint, options: translation.options)
    let clock = ContinuousClock()
    var translations: [Translation] = []
    let time = clock.measure { translations = translator.translate(sources) }
    var report = ScoreReport(
      hypotheses: translations.map(\.text), references: references, scores)
    report.likelihood = try translator.likelihood(
      sources: sources, references: references)
    TranslationSummary(translations, seconds: time / .seconds(1)).note(on: console)
    return report
  }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Dragoman
import Inference
import Training

extension Evaluate {
  func validateTranslations() throws {
    if !checkpoints.isEmpty {
      if !hypothesis.isEmpty {
        throw ValidationError("Give a checkpoint or --hypothesis, not both.")
      }
      guard testSet.isPairs || testSet.isTwoFiles else {
        throw ValidationError(
          "With a checkpoint, give either --source and --reference, or --pairs.")
      }
    } else {
      if hypothesis.isEmpty {
        throw ValidationError("Give a checkpoint to evaluate, or --hypothesis and --reference.")
      }
      if let flag = translation.firstInUse {
        throw ValidationError(
          "\(flag) needs a checkpoint, but the --hypothesis files already contain translations: "
            + "omit \(flag) or --hypothesis.")
      }
      if scores.usesAccuracy {
        throw ValidationError(
          "--metrics accuracy needs a checkpoint: the --hypothesis files do not show what a model would predict."
        )
      }
      guard testSet.isPairs || (testSet.reference != nil && testSet.pairs == nil) else {
        throw ValidationError("With --hypothesis, give either --reference or --pairs.")
      }
      if scores.buckets && testSet.source == nil && testSet.pairs == nil {
        throw ValidationError(
          "--buckets needs the source text: add --source, or replace --reference with --pairs.")
      }
    }
    let systems = checkpoints.count + hypothesis.count
    try scores.requireMetrics(forSystems: systems)
    try intervals.requireUse(forSystems: systems)
  }

  func runTranslations() throws {
    let test = try testSet.load(for: "evaluate")
    let bleu = try bleuOptions()
    let console = Console()
    if scores.tokenization == nil && scores.usesBLEU
      && bleu.tokenization.missesWords(of: test.references)
    {
      console.note(
        "The references have no spaces between words, but BLEU's default tokenization (13a) "
          + "needs them: give --language (such as zh or ja) or --tokenization char.")
    }
    let systems =
      try hypothesis.map { path in
        SystemOutput(name: path, hypotheses: try test.hypotheses(of: path))
      } + translations(of: test, console)
    let report = try ScoreReport(
      systems, test, scores, bleu: bleu, intervals.bootstrap(forSystems: systems.count))
    try StandardOutput.print(json ? report.json : report.text)
  }

  /// Returns the options of BLEU, by default for the target language of the checkpoints.
  private func bleuOptions() throws -> BLEU.Options {
    let target = try targetLanguage(of: checkpoints)
    return try scores.bleu(
      defaultLanguage: target ?? testSet.reference.map(Languages.fileExtension) ?? "und")
  }

  /// Translates the sources with each checkpoint.
  private func translations(of test: TestSet, _ console: Console) throws -> [SystemOutput] {
    return try checkpoints.map { path in
      let translator = try Translator(checkpoint: path, options: translation.options())
      try translation.search.check(translator, command: "evaluate")
      let clock = ContinuousClock()
      let sources = test.sources ?? []
      var translations: [Translation] = []
      let time = clock.measure { translations = translator.translate(sources) }
      let likelihood = translator.likelihood(sources: sources, references: test.references)
      TranslationSummary(translations, seconds: time / .seconds(1))
        .note(on: console, of: checkpoints.count > 1 ? path : nil)
      return SystemOutput(
        name: path, hypotheses: translations.map(\.text), likelihood: likelihood,
        targetVocabulary: translator.checkpoint.targetVocabulary)
    }
  }
}

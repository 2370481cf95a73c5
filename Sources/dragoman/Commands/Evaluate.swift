// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Score translations, language models or classifiers.",
    discussion: """
      With a translator, translates the source and compares the result with the reference:

        dragoman evaluate checkpoints/de-en --source test.de --reference test.en
        dragoman evaluate checkpoints/en-fr --pairs test.tsv

      Without a checkpoint, compares a text with the reference:

        dragoman evaluate --hypothesis output.en --reference test.en

      With several checkpoints or texts, prints a table, and compares each with the first by paired \
      bootstrap resampling:

        dragoman evaluate plain attention --source test.de --reference test.en
        dragoman evaluate --hypothesis a.en b.en --reference test.en

      The scores, intervals and p-values equal those of sacreBLEU with the same signature. Perplexity \
      is per token of the references, including the end of each sentence. Only the first 20,000 words \
      (units, for a model with subwords) of each source and reference are used.

      With language models, prints a table with the loss in nats per unit (character, word or subword), the \
      perplexity per unit, and the bits per character, by which models with different units can be compared:

        dragoman evaluate characters words --text test.txt

      Characters are those that readers see (extended grapheme clusters), line ends included. If the state \
      is reset at each line, each line is predicted as a text of its own, with its end, and empty lines are left \
      out. The numbers are those of 'dragoman score', with --carry-state if the state is never reset.

      With classifiers, prints the accuracy, the precision, recall and F1 of each label, and the confusion \
      matrix:

        dragoman evaluate checkpoints/names --examples test.tsv

      Macro F1 is the mean of the F1 of all labels, each with the same weight. Rows of the confusion matrix \
      are true labels, columns are predicted ones.
      """)

  @Argument(
    help: ArgumentHelp(
      "One or more directories written by 'dragoman train'.", valueName: "checkpoint"))
  var checkpoints: [String] = []

  @OptionGroup var testSet: TestSetOptions

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "One or more files of translations, one per line, to score instead of checkpoints.",
      valueName: "file"))
  var hypothesis: [String] = []

  @OptionGroup(title: "Scores")
  var scores: ScoreOptions

  @OptionGroup(title: "Intervals")
  var intervals: BootstrapOptions

  @OptionGroup(title: "Translating")
  var translation: TranslationOptions

  @Flag(help: "Print the scores as a JSON object.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "For language models: the text to predict.", valueName: "file"))
  var text: String?

  @Option(
    help: ArgumentHelp(
      """
      For classifiers: a file with a text, a tab and a label on each line. --columns chooses other columns.
      """, valueName: "file"))
  var examples: String?

  @Option(
    help: """
      For language models: start from the initial state at each line, or never (default: as in training).
      """)
  var resetState: StateReset?

  enum StateReset: String, CaseIterable, ExpressibleByArgument { case never, line }

  func validate() throws {
    let given = GivenCheckpoints(checkpoints)
    if isOfExamples(given) {
      try validateExamples(given)
    } else if isOfText(given) {
      try validateText(given)
    } else {
      try validateTranslations(given)
    }
  }

  func run() throws {
    try requireCheckpoints(checkpoints, for: "evaluate")
    let given = GivenCheckpoints(checkpoints)
    try given.requireOneTask()
    if isOfExamples(given) { return try runExamples() }
    try isOfText(given) ? runText() : runTranslations()
  }

  private func isOfExamples(_ given: GivenCheckpoints) -> Bool {
    given.areClassifiers(hasExamples: hypothesis.isEmpty && examples != nil)
  }

  private func isOfText(_ given: GivenCheckpoints) -> Bool {
    given.areLanguageModels(
      hasTextOptions: hypothesis.isEmpty && (text != nil || resetState != nil))
  }
}

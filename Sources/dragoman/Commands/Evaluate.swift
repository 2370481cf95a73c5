// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Messages

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Score translations, language models, classifiers, labellers or generators.",
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

      The scores, intervals and p-values equal those of sacreBLEU with the same signature. Perplexity is per \
      token of the references, including the end of each sentence. Only the first 20,000 words (or units, for a \
      model with subwords) of each source and reference sentence are used.

      With language models, prints a table with the loss in nats per unit (character, word or subword), the \
      perplexity per unit, and the bits per character. To compare models with different units, use the bits per \
      character:

        dragoman evaluate characters words --text test.txt

      Characters are those that readers see (extended grapheme clusters), newlines included. If the state is \
      reset at each line, each line is a separate text, whose end is predicted too, and empty lines are left \
      out. The figures agree with those of 'dragoman score' (or 'dragoman score --carry-state', if the state is \
      never reset).

      With classifiers, prints the accuracy, the precision, recall and F1 of each label, and the confusion \
      matrix:

        dragoman evaluate checkpoints/names --examples test.tsv

      Macro F1 is the mean of the F1 of all labels, each with the same weight. Rows of the confusion matrix \
      are true labels, columns are predicted ones. --plot draws the matrix.

      With labellers, prints the same for the labels of all tokens. If labels such as B-PER, I-PER and O mark \
      entities, also prints the precision, recall and F1 of the entities, computed as in conlleval:

        dragoman evaluate checkpoints/tagger --tokens test.conllu

      Classifiers and labellers that were trained on vectors are scored on vectors:

        dragoman evaluate checkpoints/films --vectors test.npy \\
          --lengths lengths.npy --labels test.txt

      With generators, writes a text for each vector and compares it with the reference, as for translations:

        dragoman evaluate checkpoints/captions --vectors test.npy --reference test.txt
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

  @OptionGroup var labelled: LabelledFileOptions

  @Option(
    help: ArgumentHelp(
      """
      For generators: the vectors to write texts for, one per row or line; give the texts with --reference. For \
      classifiers and labellers that were trained on vectors: the sequences; give their labels with --labels. \
      \(VectorOptions.form)
      """, valueName: "file"))
  var vectors: String?

  @Option(
    help: ArgumentHelp(
      "For classifiers and labellers. \(VectorOptions.lengthsHelp)", valueName: "n|file"))
  var lengths: String?

  @Option(
    help: ArgumentHelp(
      """
      Labels of the vectors, in the same order: text with one per line, or a .npy array of integers; a \
      classifier needs one for each sequence, a labeller one for each vector.
      """, valueName: "file"))
  var labels: String?

  @Option(
    help: ArgumentHelp(
      """
      For classifiers and labellers: write the confusion matrix as a heat map to this file, whose name must \
      end in .html.
      """, valueName: "file"))
  var plot: String?

  @Option(
    help: """
      When to reset the state of a language model: at the start of each line, or never (default: as in training).
      """)
  var resetState: StateReset?

  enum StateReset: String, CaseIterable, ExpressibleByArgument { case never, line }

  func validate() throws {
    let given = GivenCheckpoints(checkpoints)
    let task = task(of: given)
    try refuseOptionsOfOthers(for: task, given)
    if let plot, !plot.lowercased().hasSuffix(".html") {
      throw ValidationError("--plot is \(plot), but must end in .html.")
    }
    switch task {
    case .translation: try validateTranslations()
    case .generator: try validateGeneration()
    case .languageModel, .classifier, .labeller: try validateTestSet(of: task)
    }
  }

  func run() throws {
    try requireCheckpoints(checkpoints, for: "evaluate")
    let given = GivenCheckpoints(checkpoints)
    try given.requireOneTask()
    switch task(of: given) {
    case .translation: try runTranslations()
    case .languageModel: try runText()
    case .classifier: try runExamples()
    case .labeller: try runTokens()
    case .generator: try runGeneration()
    }
  }

  private func task(of given: GivenCheckpoints) -> TaskName {
    let flags: [(isGiven: Bool, task: TaskName)] = [
      (!hypothesis.isEmpty, .translation), (labelled.examples != nil, .classifier),
      (labelled.tokens != nil, .labeller), (labels != nil, .classifier),
      (vectors != nil, .generator),
      (text != nil || resetState != nil, .languageModel),
    ]
    return given.task(chosenByOptions: flags.first(where: \.isGiven)?.task)
  }

  private func validateTestSet(of task: TaskName) throws {
    if checkpoints.isEmpty {
      throw ValidationError("Give the checkpoint of a \(task.noun) to evaluate.")
    }
    if task == .languageModel {
      if text == nil { throw ValidationError("With a \(task.noun), give \(task.testSet).") }
    } else {
      try validateLabels(of: task)
    }
  }
}

// MARK: - Options of one task

extension Evaluate {
  /// - Throws: `ValidationError` if an option is given that models of `task` do not have.
  private func refuseOptionsOfOthers(for task: TaskName, _ given: GivenCheckpoints) throws {
    for (flag, owners) in testSetFlags where !owners.contains(task) {
      try given.refuse(flag, of: owners, for: task, instead: "give \(task.testSet)")
    }
    let areLabelled = task == .classifier || task == .labeller
    try given.refuse(
      plot == nil || areLabelled ? nil : "--plot", of: [.classifier, .labeller], for: task)
    if task == .translation {
      return try given.refuseForTranslation(resetState == nil ? nil : "--reset-state")
    }
    if task == .generator {
      return try given.refuse(
        translation.search.firstInUse ?? (scores.buckets ? "--buckets" : nil), of: .translation,
        for: task)
    }
    try given.refuse(
      scores.firstInUse ?? intervals.firstInUse ?? translation.firstOfSearchInUse,
      of: .translation, for: task)
    if task == .languageModel {
      try given.refuse(
        testSet.columns == nil ? nil : "--columns", of: .translation, for: task)
    } else {
      try given.refuse(
        resetState == nil ? nil : "--reset-state", of: .languageModel, for: task)
    }
  }

  /// The flags in use that give a test set, with the tasks that they are for.
  private var testSetFlags: [(flag: String, tasks: [TaskName])] {
    let translation = testSet.inUse.filter { $0 != "--columns" }
    // Generators have references too.
    return translation.map {
      ($0, $0 == "--reference" ? [.translation, .generator] : [.translation])
    }
      + [
        (hypothesis.isEmpty ? nil : "--hypothesis", [.translation]),
        (text == nil ? nil : "--text", [.languageModel]),
        (labelled.examples == nil ? nil : "--examples", [.classifier]),
        (labelled.tokens == nil ? nil : "--tokens", [.labeller]),
        (vectors == nil ? nil : "--vectors", [.classifier, .labeller, .generator]),
        (lengths == nil ? nil : "--lengths", [.classifier, .labeller]),
        (labels == nil ? nil : "--labels", [.classifier, .labeller]),
      ].compactMap { flag, tasks in flag.map { ($0, tasks) } }
  }
}

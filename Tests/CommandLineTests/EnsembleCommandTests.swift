// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// Ensembles of several checkpoints.
struct EnsembleCommandTests {
  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  private func train(_ name: String, _ flags: String, in directory: String) {
    let trained = Dragoman.run(
      "train --checkpoint \(name) \(ToyCorpus.small) --epochs 1 \(flags)", in: directory)
    #expect(trained.status == 0, "\(trained.error)")
  }

  /// Copies a checkpoint and changes a value in its configuration.
  private func copy(
    _ name: String, as other: String, replacing key: String, in directory: String
  ) throws {
    try FileManager.default.copyItem(
      atPath: "\(directory)/\(name)", toPath: "\(directory)/\(other)")
    let path = "\(directory)/\(other)/config.json"
    let text = String(decoding: try contents(of: path), as: UTF8.self)
    let changed =
      key == "reverse_source"
      ? text.replacing(#/"reverse_source" : true/#, with: #""reverse_source" : false"#)
      : text.replacing(#/"language" : "en"/#, with: #""language" : "und""#)
    #expect(changed != text)
    try write(changed, to: path)
  }

  @Test func anEnsembleOfOneModelTwiceIsThatModel() throws {
    let directory = TrainedCheckpoint.directory
    let source = String(decoding: try contents(of: directory + "/dev.en"), as: UTF8.self)
    let one = Dragoman.run("translate model --quiet --beam-size 2", in: directory, input: source)
    #expect(
      Dragoman.run("translate model model --quiet --beam-size 2", in: directory, input: source)
        == one)
    #expect(one.status == 0 && lines(one.output).count == ToyCorpus.developmentPairs)
  }

  @Test func modelsOfOtherVocabulariesAreRefused() throws {
    try withToyCorpus { directory in
      train("small", "\(ToyCorpus.training) --max-vocabulary 4", in: directory)
      for command in ["translate", "score --pairs p"] {
        try write("a\tA\n", to: directory + "/p")
        let model = TrainedCheckpoint.directory + "/model"
        #expect(
          Dragoman.run("\(command) \(model) small", in: directory)
            == failure(
              65,
              "\(model) and small have different target vocabularies, so they cannot form an ensemble.",
              "Train the models of an ensemble on the same corpus, or with the same "
                + "--target-vocabulary and "
                + "--target-merges."))
      }
    }
  }

  @Test func modelsOfOtherLanguagesAreRefused() throws {
    try withToyCorpus { directory in
      train("reversed", "--source train.fr --target train.en", in: directory)
      let model = TrainedCheckpoint.directory + "/model"
      #expect(
        Dragoman.run("translate \(model) reversed", in: directory)
          == failure(
            64,
            "\(model) translates from en to fr, but reversed from fr to en, so they cannot "
              + "form an ensemble.",
            "Give checkpoints for the same language pair."))
    }
  }

  /// The message names the checkpoint without attention, wherever it is in the list, and does not
  /// claim that a checkpoint with other attention has none.
  @Test func attentionThatDoesNotGoTogetherIsExplained() throws {
    try withToyCorpus { directory in
      train(
        "a", "\(ToyCorpus.training) --attention general --reverse-source", in: directory)
      train("plain", ToyCorpus.training, in: directory)
      try copy("a", as: "forwards", replacing: "reverse_source", in: directory)
      try copy("a", as: "und", replacing: "source_language", in: directory)
      func refused(_ models: String, _ message: String) {
        #expect(
          Dragoman.run("translate \(models) --alignments", in: directory)
            == failure(64, message, "See 'dragoman translate --help' for all options."))
      }
      for models in ["a plain", "plain a"] {
        refused(
          models,
          "--alignments requires a model with attention, but plain has none: omit "
            + "--alignments, or train "
            + "with --attention.")
      }
      refused(
        "a forwards",
        "--alignments needs models that read the source in the same order, but only one of a and "
          + "forwards was trained with --reverse-source: omit --alignments, or train both the same "
          + "way.")
      refused(
        "a und",
        "--alignments needs models with the same source tokens, but a and und split the source by "
          + "different rules: omit --alignments, or train both with the same --source-language, "
          + "--lowercase and --source-merges.")
      let input = "a b c\n\nd\n"
      let replaced = Dragoman.run(
        "translate a und --quiet --max-length 9 --replace-unknown", in: directory, input: input)
      #expect(replaced.status == 0 && lines(replaced.output).count == 3, "\(replaced)")
    }
  }
}

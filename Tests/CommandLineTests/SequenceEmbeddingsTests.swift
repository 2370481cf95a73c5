// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// `embeddings` of classifiers, labellers and generators.
struct SequenceEmbeddingsTests {
  private static let classifier = TrainedClassifier.directory + "/model"
  private static let labeller = TrainedLabeller.directory + "/model"
  private static let generator = TrainedGenerator.directory + "/model"

  private func neighbors(_ arguments: String) -> ProcessResult {
    Dragoman.run("embeddings neighbors \(arguments)")
  }

  /// The checkpoint, a word of its vocabulary, and the number of words.
  @Test(
    arguments: [
      (classifier, "a", "characters", 7), (labeller, "cat", "tokens", 7),
      (labeller + " --characters", "e", "characters", 12), (generator, "red", "words", 5),
    ])
  func everyTableIsInspected(model: String, word: String, noun: String, count: Int) throws {
    let scratch = TemporaryDirectory()
    let found = neighbors("\(model) \(word) --count \(count)")
    #expect(found.status == 0 && found.error.isEmpty, "\(found.error)")
    #expect(found.output.split(separator: "\n").count == count - 1, "\(found.output)")
    #expect(found.output.split(separator: "\n").allSatisfy { $0.hasPrefix("\(word)\t") })
    let table = Dragoman.run(
      "embeddings pca \(model) --output t.tsv --plot t.svg", in: scratch.path)
    #expect(table.status == 0, "\(table.error)")
    #expect(
      table.error.hasSuffix("\nWrote \(count) words to t.tsv.\nWrote the plot to t.svg.\n"),
      "\(table.error)")
    let plot = String(decoding: try contents(of: scratch.path("t.svg")), as: UTF8.self)
    #expect(plot.contains("model, \(noun)"))
    let export = Dragoman.run(
      "embeddings export \(model) --format word2vec --output w.vec", in: scratch.path)
    #expect(export.error == "Wrote \(count) vectors of 8 values to w.vec.\n")
  }

  @Test func wordsThatAreNotThere() {
    for (arguments, message, advice) in [
      (
        "\(Self.classifier) ab", "'ab' consists of several units (a b).",
        "Use one of them instead."
      ),
      (
        "\(Self.labeller) the --characters", "'the' consists of several units (t h e).",
        "Use one of them instead."
      ),
      ("\(Self.labeller) cart", "'cart' is not in the vocabulary.", "Did you mean 'cat'?"),
      ("\(Self.generator) reds", "'reds' is not in the vocabulary.", "Did you mean 'red'?"),
    ] {
      #expect(neighbors(arguments) == failure(65, message, advice), "\(arguments)")
    }
  }

  @Test func optionsOfOtherTasksAreRefused() {
    for (arguments, message) in [
      (
        "\(Self.labeller) cat --side source",
        "--side is for translators, but \(Self.labeller) is a labeller: omit --side."
      ),
      (
        "\(Self.generator) red --characters",
        "--characters is for labellers, but \(Self.generator) is a generator: omit --characters."
      ),
    ] {
      let result = neighbors(arguments)
      #expect(
        result.status == 64 && result.error.hasPrefix("Error: \(message)\n"), "\(result.error)")
    }
  }

  @Test(arguments: ["up", "high"]) func modelsOfVectorsHaveNone(model: String) {
    #expect(
      Dragoman.run(
        "embeddings neighbors \(model) a", in: TrainedVectorModels.directory)
        == failure(
          65, "\(model) has no embeddings: its inputs are vectors.", "Give a model that reads text."
        ))
  }

  @Test func aLabellerOfWholeTokensHasNoCharacters() throws {
    let directory = TemporaryDirectory()
    try write(ToyTokens.lines(20), to: directory.path("train.tsv"))
    let trained = Dragoman.run(
      "train labeller --tokens train.tsv --checkpoint m --no-characters --epochs 1 --hidden-size 4 "
        + "--threads 1", in: directory.path)
    #expect(trained.status == 0, "\(trained.error)")
    #expect(
      Dragoman.run("embeddings neighbors m cat --characters", in: directory.path)
        == failure(
          65, "m has no embeddings of characters: it was trained with --no-characters.",
          "Omit --characters, or give another labeller."))
  }
}

// SPDX-License-Identifier: Apache-2.0

import NumPy
import TestSupport
import Testing

/// `activations`, with a model of each task.
struct ActivationsCommandTests {
  private func activations(
    _ arguments: String, in directory: String, _ input: String = ""
  ) -> ProcessResult {
    Dragoman.run("activations \(arguments)", in: directory, input: input)
  }

  /// Returns the cells of each line.
  private func rows(_ output: String) -> [[Substring]] {
    output.split(separator: "\n").map { $0.split(separator: "\t") }
  }

  @Test func aRowForEachStep() {
    let result = activations(
      "model --state all --units 1,2", in: TrainedCheckpoint.directory, "one two\n\ntwo\n")
    #expect(result.status == 0)
    let found = rows(result.output)
    #expect(
      found[0].joined(separator: " ")
        == "line step token hidden.1 hidden.2 cell.1 cell.2 input.1 input.2 forget.1 forget.2 "
        + "candidate.1 candidate.2 output.1 output.2")
    #expect(
      found.dropFirst().map { $0.prefix(3).joined(separator: " ") }
        == ["1 1 one", "1 2 two", "1 3 </s>", "3 1 two", "3 2 </s>"])
    #expect(found.dropFirst().allSatisfy { $0.dropFirst(3).allSatisfy { Float($0) != nil } })
  }

  /// The last state is that of `encode`.
  @Test func theLastStepIsWhatEncodePrints() throws {
    for (directory, model, input) in [
      (TrainedCheckpoint.directory, "model", "one two three\n"),
      (TrainedClassifier.directory, "model", "bba\n"),
      (TrainedUnitModels.directory, "word", "alpha bravo\n"),
    ] {
      let encoded = Dragoman.run("encode \(model)", in: directory, input: input)
      let last = try #require(rows(activations(model, in: directory, input).output).last)
      let expected = encoded.output.split(whereSeparator: { "\t\n".contains($0) })
      #expect(Array(last.dropFirst(3)) == expected, "\(directory)")
    }
  }

  /// The lines of a continuous text are read on from each other, as if there were one.
  @Test func continuousTextIsReadOn() {
    let directory = TrainedLanguageModel.directory
    let found = rows(activations("model", in: directory, "al\n\nb\n").output)
    #expect(
      found.dropFirst().map { $0.prefix(3).joined(separator: " ") }
        == ["1 0 \\n", "1 1 a", "1 2 l", "1 3 \\n", "2 1 \\n", "3 1 b", "3 2 \\n"])
    let single = rows(activations("model", in: directory, "b\n").output)
    #expect(single[2][2] == "b" && single[2].dropFirst(3) != found[6].dropFirst(3))
  }

  @Test func linesOfTheirOwnStartAfresh() {
    let found = rows(
      activations("codepoint --units 1", in: TrainedUnitModels.directory, "al\nal\n").output)
    #expect(
      found.dropFirst().map { $0.prefix(3).joined(separator: " ") }
        == ["1 0 </s>", "1 1 a", "1 2 l", "2 0 </s>", "2 1 a", "2 2 l"])
    #expect(found[1...3].map { $0[3] } == found[4...6].map { $0[3] })
  }

  @Test func filesAgree() throws {
    let directory = TrainedLanguageModel.directory
    let output = TemporaryDirectory()
    let printed = activations("model --layer all", in: directory, "al\n")
    for name in ["a.tsv", "a.npy", "a.safetensors"] {
      let path = output.path(name)
      #expect(
        activations("model --layer all --output \(path)", in: directory, "al\n")
          == ProcessResult(
            status: 0, output: "", error: "Wrote 4 steps of 24 values to \(path).\n"))
    }
    #expect(
      String(decoding: try contents(of: output.path("a.tsv")), as: UTF8.self) == printed.output)
    let array = try NPYFile(path: output.path("a.npy"))
    #expect(array.shape == [4, 24])
    #expect(
      array.floats()
        == rows(printed.output).dropFirst().flatMap { $0.dropFirst(3) }.map { Float($0) })
  }

  @Test func vectorsAreSteps() {
    let result = activations(
      "up --units 1 --vectors test.tsv", in: TrainedVectorModels.directory)
    #expect(result.status == 0 && result.error == "")
    #expect(rows(result.output)[1].prefix(3).joined(separator: " ") == "1 1 1")
  }

  @Test func unknownTokensAreCounted() {
    let result = activations(
      "model --units 1", in: TrainedCheckpoint.directory, "zzz yyy\n")
    #expect(result.status == 0)
    #expect(result.error == "2 of 3 tokens are unknown to the model and read as <unk>.\n")
  }

  @Test func whatIsWrongIsSaid() {
    let directory = TrainedCheckpoint.directory
    #expect(
      activations("model", in: directory, "\n \n")
        == failure(65, "There is nothing to read: no line has a token."))
    #expect(
      activations("model --layer 3", in: directory, "one\n")
        == failure(64, "The model has 1 layer.", "Omit --layer."))
    #expect(
      activations("model --state reset", in: directory, "one\n")
        == failure(
          64, "The state of the model has no part 'reset'.",
          "Give --state one or more of hidden, cell, input, forget, candidate and output, or 'all'."
        ))
    #expect(
      activations("model --units 1,99", in: directory, "one\n").error.hasPrefix(
        "Error: There is no unit 99: a layer of the model has "))
    #expect(
      activations("model --units 1,x", in: directory, "one\n").error.hasPrefix(
        "Error: The value '1,x' is invalid for '--units <units>'"))
    #expect(
      activations("model --output a.txt", in: directory, "one\n").error.hasPrefix(
        "Error: --output is a.txt, but must end in .tsv, .npy or .safetensors."))
    #expect(
      activations("trigrams", in: ModelsWithoutEmbeddings.directory, "a\n")
        == failure(
          65, "trigrams is an n-gram model, which has no state.", "Give a recurrent model."))
    #expect(
      activations("up", in: TrainedVectorModels.directory, "one\n").error.hasPrefix(
        "Error: up reads vectors: give --vectors."))
    #expect(activations("missing", in: directory, "one\n").status == 66)
  }

  // MARK: Features

  private static let sentences = "alpha delta\nbravo gamma\nalpha bravo\ngamma delta\n"

  @Test func aTableOfFeatures() {
    let input = String(repeating: Self.sentences, count: 10)
    let result = activations(
      "model --feature line-position --feature quotes", in: TrainedLanguageModel.directory, input)
    #expect(result.status == 0)
    #expect(
      result.error
        == "Feature 'quotes': every step has the label 'outside', so there is nothing to distinguish.\n"
    )
    let lines = result.output.split(separator: "\n").map { masked(String($0)) }
    #expect(lines[0] == "feature majority probe unit accuracy bits")
    #expect(lines[1].hasPrefix("line-position "))
    #expect(lines[2] == "quotes - - - - -")
  }

  @Test func labelsOfAFileAreAFeatureAndAColumn() throws {
    let directory = TrainedClassifier.directory
    let output = TemporaryDirectory()
    try write(String(repeating: "v c\nc _\n", count: 20), to: output.path("labels"))
    let input = String(repeating: "ab\nbu\n", count: 20)
    let result = activations(
      "model --labels \(output.path("labels")) --units 1 --output \(output.path("a.tsv")) --json",
      in: directory, input)
    #expect(result.status == 0)
    #expect(result.error == "Wrote 80 steps of 1 value to \(output.path("a.tsv")).\n")
    #expect(
      result.output.contains("\"feature\" : \"labels\"")
        && result.output.contains("\"unit\" : \"hidden.1\""))
    let written = rows(String(decoding: try contents(of: output.path("a.tsv")), as: UTF8.self))
    #expect(written[0].joined(separator: " ") == "line step token labels hidden.1")
    #expect(written[1...4].map { $0[2] + $0[3] } == ["av", "bc", "bc", "u_"])
  }

  @Test func aPageIsDrawn() throws {
    let output = TemporaryDirectory()
    let path = output.path("deep/page.html")
    let result = activations(
      "model --plot \(path) --state hidden,cell", in: TrainedCheckpoint.directory,
      "one <b>two</b>\n")
    #expect(result.status == 0 && result.output == "")
    #expect(result.error.hasSuffix("Wrote the plot to \(path).\n"))
    let page = String(decoding: try contents(of: path), as: UTF8.self)
    #expect(page.contains("cell states as shares of their largest") && !page.contains("<b>two"))
    #expect(
      activations("model --plot page.svg", in: output.path).error.hasPrefix(
        "Error: --plot is page.svg, but must end in .html."))
  }

  @Test func wrongFeaturesAreRefused() throws {
    let directory = TrainedLanguageModel.directory
    let output = TemporaryDirectory()
    #expect(
      activations("model --feature quote", in: directory, "a\n").error.hasPrefix(
        "Error: There is no feature 'quote': did you mean 'quotes'?"))
    #expect(
      activations("model --json", in: directory, "a\n").error.hasPrefix(
        "Error: --json needs --feature or --labels."))
    #expect(
      activations("model --feature comment", in: directory, "alpha\n")
        == failure(
          65,
          "Feature 'comment': every step has the label 'outside', so there is nothing to distinguish."
        ))
    try write("x\n", to: output.path("labels"))
    #expect(
      activations("model --labels \(output.path("labels"))", in: directory, "al\n")
        == failure(
          65,
          "\(output.path("labels")), line 1: this has 1 label, but line 1 of the text has 2 tokens.",
          "Run 'dragoman activations' without --labels to see the tokens, and give a label for each, "
            + "except for those that mark the start or the end of a text or a line."))
  }
}

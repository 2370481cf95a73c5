// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// Wrong vectors, texts and checkpoints for a generator.
struct GeneratorErrorTests {
  private func train(_ arguments: String, in directory: String) -> ProcessResult {
    Dragoman.run("train generator \(arguments)", in: directory)
  }

  @Test(
    arguments: [
      ("--checkpoint m", "Give the vectors and the texts to learn from: --vectors and --target."),
      (
        "--checkpoint m --vectors v.tsv",
        "Give the vectors and the texts to learn from: --vectors and --target."
      ),
      ("--vectors v.tsv --target t.txt", "Give a directory for the checkpoint: --checkpoint."),
      (
        "--vectors v.tsv --target t.txt --checkpoint m --dev-vectors v.tsv",
        "Give both --dev-vectors and --dev-target, or neither."
      ),
      (
        "--vectors v.tsv --target t.txt --checkpoint m --dev-vectors v.tsv --dev-target t.txt "
          + "--dev-share 0.1",
        "Give --dev-vectors and --dev-target, or --dev-share, not both."
      ),
      (
        "--vectors v.tsv --target t.txt --checkpoint m --merges 5",
        "--merges needs --unit subword, but the unit is character."
      ),
    ])
  func wrongUse(arguments: String, message: String) throws {
    let directory = TemporaryDirectory()
    try write("1 2\n", to: directory.path("v.tsv"))
    try write("a\n", to: directory.path("t.txt"))
    #expect(
      train(arguments, in: directory.path)
        == failure(64, message, "See 'dragoman train generator --help' for all options."))
    #expect(try names(in: directory.path) == ["t.txt", "v.tsv"])
  }

  private static let form = "Give one vector per line, its numbers separated by tabs or spaces."

  @Test(
    arguments: [
      ("", "a\n", "v.tsv has no vectors.", nil),
      ("1 2\n3\n", "a\nb\n", "v.tsv, line 2: this has 1 number, but must have 2.", nil),
      ("1 2\n3 x\n", "a\nb\n", "v.tsv, line 2: 'x' is not a number.", form),
      ("1,2\n", "a\n", "v.tsv, line 1: '1,2' is not a number.", form),
      ("1 nan\n", "a\n", "v.tsv, line 1: number 2 is NaN.", nil),
      ("1 2\n-inf 0\n", "a\nb\n", "v.tsv, line 2: number 1 is infinite.", nil),
      (
        "1 2\n3 4\n", "a\n", "v.tsv has 2 vectors, but t.txt has 1 line.",
        "Give one line of text for each vector."
      ),
      (
        "1 2\n3 4\n\n", "a\n",
        "v.tsv: sequence 1 has 2 vectors, but each text must belong to a single vector.", nil
      ),
      ("1 2\n3 4\n", "a\n \n", "t.txt, line 2: the text is blank.", nil),
      ("1 2\n", "", "v.tsv has 1 vector, but t.txt has 0 lines.", Self.each),
      (
        "1 2\n3 4\n", "abcd\nab\u{0}\n", "t.txt, line 2: this contains a NUL byte.", nil
      ),
      (
        "1 2\n", "abcdef\n", "t.txt, line 1: the text is longer than --max-length.",
        "Shorten it, or raise --max-length."
      ),
    ] as [(String, String, String, String?)])
  func wrongData(_ vectors: String, _ texts: String, _ message: String, _ advice: String?) throws {
    let directory = TemporaryDirectory()
    try write(vectors, to: directory.path("v.tsv"))
    try write(texts, to: directory.path("t.txt"))
    #expect(
      train(
        "--vectors v.tsv --target t.txt --checkpoint m --max-length 5 --dev-share 0",
        in: directory.path)
        == failure(65, message, advice))
    #expect(try names(in: directory.path) == ["t.txt", "v.tsv"])
  }

  private static let each = "Give one line of text for each vector."

  @Test(
    arguments: [
      ("not an array\n", "v.npy is not a .npy file.", "Save the array with numpy.save."),
      (
        "PK\u{3}\u{4}\u{14}", "v.npy is a zip archive, not a .npy file.",
        "Save the array with numpy.save."
      ),
      (
        "", "v.npy: the file is truncated: expected at least 8 bytes, found 0.",
        "The file is damaged: copy it or save it again."
      ),
    ])
  func wrongArrays(_ bytes: String, _ message: String, _ advice: String) throws {
    let directory = TemporaryDirectory()
    try write(bytes, to: directory.path("v.npy"))
    try write("a\n", to: directory.path("t.txt"))
    #expect(
      train("--vectors v.npy --target t.txt --checkpoint m", in: directory.path)
        == failure(65, message, advice))
  }

  @Test func theDevSetHasVectorsOfTheSameSize() throws {
    let directory = TemporaryDirectory()
    for (name, text) in [("v.tsv", "1 2\n"), ("d.tsv", "1 2 3\n"), ("t.txt", "a\n")] {
      try write(text, to: directory.path(name))
    }
    #expect(
      train(
        "--vectors v.tsv --target t.txt --dev-vectors d.tsv --dev-target t.txt --checkpoint m",
        in: directory.path)
        == failure(
          65, "The vectors in d.tsv have 3 numbers, but the model reads vectors with 2.", nil))
  }

  @Test func wrongVectorsEndTheOutput() {
    let directory = TrainedGenerator.directory
    let result = Dragoman.run("generate model", in: directory, input: "1 0 5 7\n\n1 0 5\n0 1 5 7\n")
    #expect(
      result
        == ProcessResult(
          status: 65, output: "a red ball\n\n",
          error: "Error: standard input, line 3: this has 3 numbers, but must have 4.\n"))
    #expect(
      Dragoman.run("generate model --vectors none.npy", in: directory).status == 66)
    #expect(
      Dragoman.run("evaluate model --vectors test.tsv --reference train.txt", in: directory)
        == failure(
          65, "test.tsv has 3 vectors, but train.txt has 100 lines.", Self.each))
  }

  /// Every command for another task refuses a generator, and names the command for it.
  @Test func otherCommandsNameTheTask() throws {
    let directory = TrainedGenerator.directory
    for (command, other) in [
      ("translate model", "translator"), ("sample model", "language model"),
      ("classify model", "classifier"),
    ] {
      #expect(
        Dragoman.run(command, in: directory, input: "a\n")
          == failure(
            65, "model is a generator, not a \(other).", "Use it with 'dragoman generate'."),
        "\(command)")
    }
    let classifier = TrainedClassifier.directory + "/model"
    #expect(
      Dragoman.run("generate \(classifier)", in: directory, input: "1\n")
        == failure(
          65, "\(classifier) is a classifier, not a generator.",
          "Use it with 'dragoman classify'."))
    #expect(
      Dragoman.run("evaluate \(classifier) --vectors test.tsv", in: directory).error
        .hasPrefix(
          "Error: With a classifier, give --examples, or --vectors and --labels.")
    )
    #expect(
      Dragoman.run("evaluate model --vectors test.tsv", in: directory).error
        .hasPrefix("Error: With a generator, give --vectors and --reference."))
    #expect(
      Dragoman.run("generate model --n-best 3", in: directory).error
        .hasPrefix("Error: --n-best is 3, but --beam-size 1 finds at most 1: raise --beam-size"))
  }
}

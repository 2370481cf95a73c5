// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// `--embeddings`, `--source-embeddings`, `--target-embeddings` and `--freeze-embeddings`.
@Suite struct StartingEmbeddingsCommandTests {
  private static let translation =
    "train \(ToyCorpus.training) --checkpoint c --hidden-size 16 --layers 1 --batch-size 16 "
    + "--threads 1 --epochs 1 --precision float32 --min-frequency 1"

  private func run(_ flags: String, _ files: [String: String], _ lines: [String]) throws {
    let directory = TemporaryDirectory()
    try ToyCorpus.write(to: directory.path)
    for (name, text) in files { try write(text, to: directory.path(name)) }
    let result = Dragoman.run("\(Self.translation) \(flags)", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    for line in lines { #expect(result.error.contains(line + "\n"), "\(result.error)") }
  }

  /// Vectors of four numbers for these words.
  private func vectors(_ words: String) -> String {
    words.map { "\($0) 0.5 -1 2 0.25\n" }.joined()
  }

  @Test func coverageIsReported() throws {
    try run(
      "--source-embeddings s.vec --target-embeddings t.vec --freeze-embeddings target",
      ["s.vec": vectors("abcd"), "t.vec": "2 4\n" + vectors("aB")],
      [
        "Source embeddings: s.vec, 4 of 8 words (50.0 %); 54.5 % of the text",
        "Target embeddings: t.vec, 2 of 8 words (25.0 %), 1 of them in lowercase; 28.1 % of the "
          + "text; not trained",
      ])
  }

  /// The checkpoint knows what is frozen. A resumed run does not read the vectors again.
  @Test func theCheckpointHasTheEmbeddings() throws {
    let directory = TemporaryDirectory()
    try ToyText.write(to: directory.path)
    try write(vectors("abcd"), to: directory.path("c.vec"))
    let train =
      "train language-model --text text.txt --checkpoint m --precision float32 --threads 1 "
      + "--batch-size 8 --hidden-size 8 --embeddings c.vec --freeze-embeddings --epochs"
    #expect(Dragoman.run("\(train) 1", in: directory.path).status == 0)
    let description = Dragoman.run("describe m", in: directory.path).output
    #expect(description.contains("embedding 4, hidden 8, dropout 0.0, frozen embeddings\n"))
    let export = "embeddings export m --format word2vec --output"
    func exported() throws -> Substring? {
      #expect(Dragoman.run("\(export) out.vec", in: directory.path).status == 0)
      let text = String(decoding: try contents(of: directory.path("out.vec")), as: UTF8.self)
      return text.split(separator: "\n").first {
        $0.hasPrefix("a ")
      }
    }
    #expect(try exported() == "a 0.5 -1.0 2.0 0.25")
    #expect(ChildProcess(["rm", "c.vec"], directory: directory.path).finish().status == 0)
    let resumed = Dragoman.run("\(train) 2 --resume", in: directory.path)
    #expect(resumed.status == 0, "\(resumed.error)")
    #expect(try exported() == "a 0.5 -1.0 2.0 0.25")
    let thawed = Dragoman.run("\(train) 3 --resume --no-freeze-embeddings", in: directory.path)
    #expect(thawed.error.contains("  freeze_embeddings: true → false\n"))
    #expect(try exported() != "a 0.5 -1.0 2.0 0.25")
  }

  @Test func aClassifierStartsFromVectors() throws {
    let directory = TemporaryDirectory()
    try write(ToyExamples.lines(60), to: directory.path("train.tsv"))
    try write(vectors("abo"), to: directory.path("c.vec"))
    let result = Dragoman.run(
      "train classifier --examples train.tsv --checkpoint m --threads 1 --epochs 1 --embeddings c.vec",
      in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.error.contains("Embeddings: c.vec, 3 of 7 characters (42.9 %); "))
  }

  @Test func aLabellerStartsFromVectors() throws {
    let directory = TemporaryDirectory()
    try write(ToyTokens.lines(40), to: directory.path("train.tsv"))
    try write("the 1 2\nCat 3 4\n. 5 6\n", to: directory.path("t.vec"))
    try write("embeddings: t.vec\nfreeze_embeddings: true\n", to: directory.path("t.yaml"))
    let result = Dragoman.run(
      "train labeller --tokens train.tsv --checkpoint m --threads 1 --epochs 1 --hidden-size 8 "
        + "--config t.yaml", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.error.contains("Embeddings: t.vec, 2 of 7 tokens (28.6 %); "), "\(result.error)")
    #expect(result.error.contains(" of the text; not trained\nModel: "), "\(result.error)")
    #expect(result.error.contains("dropout 0.0, frozen embeddings\n"), "\(result.error)")
    #expect(Dragoman.run("describe m", in: directory.path).output.contains(", frozen embeddings\n"))
    let export = "embeddings export m --format word2vec --output out.vec"
    #expect(Dragoman.run(export, in: directory.path).status == 0)
    let text = String(decoding: try contents(of: directory.path("out.vec")), as: UTF8.self)
    #expect(text.contains("\nthe 1.0 2.0\n") && text.contains("\n. 5.0 6.0\n"), "\(text)")
  }

  @Test func aGeneratorStartsFromVectors() throws {
    let directory = TemporaryDirectory()
    try ToyVectors.write(40, "train", to: directory.path)
    try write("a 1 2\nred 3 4\nball 5 6\n", to: directory.path("t.vec"))
    let train =
      "train generator --vectors train.tsv --target train.txt --unit word --language en --checkpoint m "
      + "--threads 1 --epochs 1 --hidden-size 2 --embeddings t.vec"
    let result = Dragoman.run("\(train) --freeze-embeddings", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.error.contains("Embeddings: t.vec, 3 of 5 words (60.0 %); "), "\(result.error)")
    #expect(result.error.contains(", frozen embeddings, vectors as "), "\(result.error)")
    let tied = Dragoman.run(
      "\(train) --freeze-embeddings --tie-embeddings --overwrite", in: directory.path)
    #expect(
      tied
        == failure(
          64,
          "--freeze-embeddings is true, but must be false with --tie-embeddings, because the output layer "
            + "must learn.", "See 'dragoman train generator --help' for all options."))
  }

  @Test(arguments: [
    "language-model --text a", "classifier --examples a", "labeller --tokens a",
    "generator --vectors a --target b",
  ])
  func randomEmbeddingsCannotBeFrozen(command: String) {
    let result = Dragoman.run("train \(command) --checkpoint c --freeze-embeddings")
    #expect(
      result
        == failure(
          64, "--freeze-embeddings needs --embeddings: otherwise the embeddings would stay random.",
          "See 'dragoman train \(command.prefix { $0 != " " }) --help' for all options."))
  }

  @Test(
    arguments: [
      (
        "--source-embeddings s.vec --embedding-size 8",
        "--embedding-size is 8, but the vectors of s.vec have 4 numbers: omit --embedding-size, or "
          + "give other vectors."
      ),
      (
        "--source-embeddings s.vec --target-embeddings t.vec",
        "The vectors of --source-embeddings have 4 numbers, but those of --target-embeddings have 2: both "
          + "sides must have the same embedding size."
      ),
      (
        "--freeze-embeddings source",
        "--freeze-embeddings needs --source-embeddings: otherwise the embeddings would stay random."
      ),
      (
        "--freeze-embeddings all --source-embeddings s.vec",
        "--freeze-embeddings needs --target-embeddings: otherwise the embeddings would stay random."
      ),
      (
        "--tie-embeddings target --hidden-size 4 --target-embeddings s.vec --freeze-embeddings target",
        "--freeze-embeddings is target, but must be source or none with --tie-embeddings, because the "
          + "output layer must learn."
      ),
      (
        "--tie-embeddings all --source-embeddings s.vec --target-embeddings s.vec",
        "With --tie-embeddings all, both sides have the same embeddings: give --source-embeddings or "
          + "--target-embeddings, not both."
      ),
      (
        "--share-weights --bidirectional all",
        "--share-weights is true, but must be false with --bidirectional, because the decoder reads in "
          + "one direction only."
      ),
      (
        "--share-weights --attention dot --input-feeding",
        "--share-weights is true, but must be false with --input-feeding, because the decoder's input "
          + "is then larger than the encoder's."
      ),
    ])
  func contradictionsAreRefused(flags: String, message: String) throws {
    let directory = TemporaryDirectory()
    try write(vectors("a"), to: directory.path("s.vec"))
    try write("a 1 2\n", to: directory.path("t.vec"))
    let result = Dragoman.run(
      "train --source a --target b --checkpoint c \(flags)", in: directory.path)
    #expect(
      result == failure(64, message, "See 'dragoman train translation --help' for all options."))
  }

  @Test func aModelOfCountsHasNoEmbeddings() {
    let result = Dragoman.run(
      "train language-model --text t --checkpoint c --model ngram --embeddings c.vec")
    #expect(
      result
        == failure(
          64,
          "--embeddings has no effect with --model ngram: omit it, or give --model recurrent or window.",
          "See 'dragoman train language-model --help' for all options."))
  }

  private static let form =
    "Each line needs a word and its vector, as in a word2vec, fastText or GloVe text file."

  @Test(
    arguments: [
      (
        "a 1 2\nb 1\n",
        "line 2: expected a word and 2 numbers, separated by spaces, but found 1 number",
        form
      ),
      ("Some text.\n", "line 1: 'text.' is not a number", form),
      ("a 1 2\nb 1 nan\n", "line 2: 'nan' is not a finite number", "Fix the line, or remove it."),
      (
        "a 1 2\nb 1 3\na 1 2\n", "line 3: 'a' is already on line 1; list each word once",
        "Fix the line, or remove it."
      ),
      (
        "3 2\na 1 2\nb 1 3\n", "line 1: this line declares 3 words, but the file has 2",
        "The file may be incomplete: get it again, or correct its first line."
      ),
      (
        "\n", "the file has no words", "Give vectors for the language and the units of the text."
      ),
      (
        "y 1 2\n", "its only word is not in the vocabulary of the training text",
        "Give vectors for the language and the units of the text."
      ),
    ])
  func faultyFilesAreRefused(text: String, problem: String, advice: String) throws {
    let directory = TemporaryDirectory()
    try ToyCorpus.write(to: directory.path)
    try write(text, to: directory.path("s.vec"))
    let result = Dragoman.run(
      "\(Self.translation) --source-embeddings s.vec", in: directory.path)
    let place = problem.hasPrefix("line") ? ", " : ": "
    #expect(result == failure(65, "s.vec\(place)\(problem).", advice))
    #expect(Dragoman.run("describe c", in: directory.path).status != 0)
  }

  @Test func missingAndPackedFilesAreRefused() throws {
    let directory = TemporaryDirectory()
    try ToyCorpus.write(to: directory.path)
    let run = "\(Self.translation) --source-embeddings s.vec"
    let missing = Dragoman.run(run, in: directory.path)
    #expect(missing.status == 66 && missing.error.contains("s.vec"))
    try write([0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0], to: directory.path("s.vec"))
    let packed = Dragoman.run(run, in: directory.path)
    #expect(packed.status == 65 && packed.error.contains("gzip"), "\(packed.error)")
  }
}

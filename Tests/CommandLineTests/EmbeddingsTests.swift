// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

struct EmbeddingsTests {
  private let directory = TrainedCheckpoint.directory

  @Test func neighborsAreWordsWithSimilarities() {
    let result = Dragoman.run(
      "embeddings neighbors model --side source a b --count 2", in: directory)
    #expect(result.status == 0)
    #expect(result.error.isEmpty)
    #expect(
      result.output.wholeMatch(
        of: /(a\t[b-h]\t-?[01]\.[0-9]{4}\n){2}(b\t[ac-h]\t-?[01]\.[0-9]{4}\n){2}/) != nil,
      "\(result.output)")
  }

  @Test func anUnknownWord() {
    #expect(
      Dragoman.run("embeddings neighbors model --side source a A", in: directory)
        == failure(65, "'A' is not in the vocabulary.", "Did you mean 'a', 'd' or 'f'?"))
    #expect(
      Dragoman.run("embeddings neighbors model --side source Stuhl", in: directory)
        == failure(
          65, "'Stuhl' is not in the vocabulary.",
          "The checkpoint's .vocab file lists its words."))
  }

  @Test func anAnalogyLeavesItsWordsOut() {
    let result = Dragoman.run(
      "embeddings analogy model --side target A B C --count 3 --json", in: directory)
    #expect(result.status == 0)
    #expect(result.output.contains(#""words":["A","B","C"]"#))
    #expect(!result.output.contains(#""word":"A""#))
  }

  @Test func analogyQuestionsAreScoredBySection() throws {
    let scratch = TemporaryDirectory()
    try write(
      ": letters\nA B C D\nA B C ZZ\n: others\nX1 X2 X3 X4\n", to: scratch.path("q.txt"))
    try write("A B C\n", to: scratch.path("few.txt"))
    try write("X1 X2 X3 X4\n", to: scratch.path("unknown.txt"))
    func asked(_ file: String, _ flags: String = "") -> ProcessResult {
      Dragoman.run(
        "embeddings analogies model --side target --questions \(scratch.path)/\(file) \(flags)",
        in: directory)
    }
    let result = asked("q.txt", "--top 25")
    #expect(result.status == 0 && result.error == "")
    #expect(
      result.output.wholeMatch(
        of: try Regex(
          "section  questions  left out +right +top 25\\n"
            + "letters +1 +1 +[0-9.]+ % +[0-9.]+ %\\n"
            + "others +0 +1 +- +-\\n"
            + "all +1 +2 +[0-9.]+ % +[0-9.]+ %\\n")) != nil, "\(result.output)")
    #expect(asked("q.txt", "--json").output.contains(#""left_out":1"#))
    let form =
      "Each line is a question of four words, such as 'man woman king queen', or a colon and the name of a "
      + "section."
    #expect(
      asked("few.txt")
        == failure(
          65, "\(scratch.path)/few.txt, line 1: this has 3 words, but must have four.", form))
    #expect(
      asked("unknown.txt")
        == failure(
          65,
          "The question in \(scratch.path)/unknown.txt has a word that is not in the vocabulary.",
          "The checkpoint's .vocab file lists its words."))
  }

  @Test func differencesOfPairsAreCompared() throws {
    let scratch = TemporaryDirectory()
    try write("A\tB\tcapitals\nC\tD\tcapitals\nA\tZZ\n", to: scratch.path("p.tsv"))
    try write("A\n", to: scratch.path("one.tsv"))
    func compared(_ file: String, _ flags: String = "") -> ProcessResult {
      Dragoman.run(
        "embeddings differences model --side target --pairs \(scratch.path)/\(file) \(flags)",
        in: directory)
    }
    let result = compared("p.tsv", "--plot \(scratch.path)/new/d.svg")
    #expect(result.status == 0)
    #expect(
      result.error == "\(scratch.path)/p.tsv, line 3: 'A' and 'ZZ' are left out; one is not in the "
        + "vocabulary, or they are the same word.\nWrote the plot to \(scratch.path)/new/d.svg.\n")
    #expect(
      result.output.wholeMatch(
        of: try Regex(
          "group +pairs  mean cosine +spread\\ncapitals +2 +-?[0-9.]+ +[0-9]+°\\n")) != nil,
      "\(result.output)")
    #expect(compared("p.tsv", "--json").output.contains(#""group":"capitals""#))
    #expect(
      compared("one.tsv")
        == failure(
          65, "\(scratch.path)/one.tsv, line 1: this is not a pair of words.",
          "Each line has two words and, optionally, the name of a group, separated by tabs."))
  }

  @Test func componentsAreATable() throws {
    let scratch = TemporaryDirectory()
    let result = Dragoman.run(
      "embeddings pca model --side target --components 3 --output \(scratch.path)/new/pca.tsv "
        + "--top 5", in: directory)
    #expect(result.status == 0)
    #expect(result.output.isEmpty)
    #expect(
      result.error.wholeMatch(
        of:
          /(pc[123] explains [0-9.]+ % of the variance\n){3}together they explain [0-9.]+ %\nWrote 5 words to .*\n/
      ) != nil, "\(result.error)")
    let table = String(decoding: try contents(of: scratch.path + "/new/pca.tsv"), as: UTF8.self)
    #expect(table.hasPrefix("word\tcount\tpc1\tpc2\tpc3\n"))
    #expect(table.split(separator: "\n").count == 6)
  }

  @Test func aPlotIsDrawnBesideTheTable() throws {
    let scratch = TemporaryDirectory()
    try write("a\tvowel\nb\tconsonant\ne\tvowel\nzz\tnone\n", to: scratch.path("list"))
    for (name, start) in [("p.html", "<!DOCTYPE html>"), ("p.svg", "<svg ")] {
      let result = Dragoman.run(
        "embeddings pca model --side source --output \(scratch.path)/t --plot "
          + "\(scratch.path)/\(name) --words \(scratch.path)/list", in: directory)
      #expect(result.status == 0)
      #expect(
        result.error.hasPrefix(
          "\(scratch.path)/list, line 4: 'zz' is not in the vocabulary; skipped.\n"))
      #expect(result.error.hasSuffix("\nWrote the plot to \(scratch.path)/\(name).\n"))
      let plot = String(decoding: try contents(of: scratch.path(name)), as: UTF8.self)
      #expect(plot.lowercased().hasPrefix(start.lowercased()))
      #expect(plot.contains("vowel"))
    }
  }

  @Test func partsOfAPlotAreEnlarged() throws {
    let scratch = TemporaryDirectory()
    for name in ["p.html", "p.svg"] {
      let result = Dragoman.run(
        "embeddings pca model --side source --output \(scratch.path)/t --plot \(scratch.path)/\(name) "
          + "--zoom a\tb --zoom -90,-90,90,90 --zoom=c", in: directory)
      #expect(result.status == 0)
      let plot = String(decoding: try contents(of: scratch.path(name)), as: UTF8.self)
      #expect(plot.contains("PC 1 −90.00 to 90.00, PC 2 −90.00 to 90.00"))
    }
  }

  @Test func aPartThatCannotBeEnlarged() throws {
    let scratch = TemporaryDirectory()
    try write("a\nb\nc\n", to: scratch.path("list"))
    func zoomed(_ zoom: String) -> ProcessResult {
      Dragoman.run(
        "embeddings pca model --side source --output \(scratch.path)/t --plot \(scratch.path)/p.html "
          + "--words \(scratch.path)/list --zoom \(zoom)", in: directory)
    }
    #expect(
      zoomed("a\tStuhl")
        == failure(
          65, "'Stuhl' is not in the vocabulary.",
          "The checkpoint's .vocab file lists its words."))
    #expect(
      zoomed("a\td")
        == failure(
          65, "'d' is not on the map, so --zoom cannot show it.",
          "Add it to the words in --words, or increase --top."))
    let empty = zoomed("90,90,91,92.5")
    #expect(empty.status == 64 && empty.output.isEmpty)
    #expect(
      empty.error.wholeMatch(
        of: try Regex(
          "Error: The --zoom box contains no words: PC 1 from 90.00 to 91.00, PC 2 from 90.00 to "
            + "92.50.\nOn the map, PC 1 ranges from -?[0-9.]+ to [0-9.]+, and PC 2 from -?[0-9.]+ to [0-9.]+.\n"
        )) != nil, "\(empty.error)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["list"])
  }

  @Test func moreComponentsThanThereAre() throws {
    let scratch = TemporaryDirectory()
    #expect(
      Dragoman.run(
        "embeddings pca model --side target --components 9 --output \(scratch.path)/pca.tsv",
        in: directory)
        == failure(
          64,
          "--components is 9, but must be from 1 to 8, the smaller of the embedding size and the "
            + "number of words."))
    #expect(try names(in: scratch.path).isEmpty)
  }

  @Test func aWordListThatIsNone() throws {
    let scratch = TemporaryDirectory()
    let command =
      "embeddings pca model --side source --output \(scratch.path)/pca.tsv "
      + "--words \(scratch.path)/list"
    let advice =
      "Each line of a word list is a word, optionally followed by a tab and the name of its group."
    try write("a\tx\ty\n", to: scratch.path + "/list")
    #expect(
      Dragoman.run(command, in: directory)
        == failure(
          65, "\(scratch.path)/list, line 1: expected one or two columns, found 3.", advice))
    try write("", to: scratch.path + "/list")
    #expect(
      Dragoman.run(command, in: directory)
        == failure(65, "\(scratch.path)/list contains no words.", advice))
    try write("Montag\nDienstag\n", to: scratch.path + "/list")
    #expect(
      Dragoman.run(command, in: directory)
        == failure(
          65, "None of the 2 words in \(scratch.path)/list is in the vocabulary.",
          "The checkpoint's .vocab file lists its words."))
    #expect(try names(in: scratch.path) == ["list"])
  }

  @Test func exportsAreWritten() throws {
    let scratch = TemporaryDirectory()
    let projector = Dragoman.run(
      "embeddings export model --side source --format projector --output \(scratch.path)/p",
      in: directory)
    #expect(projector.status == 0)
    #expect(try names(in: scratch.path + "/p") == ["metadata.tsv", "vectors.tsv"])
    let word2vec = Dragoman.run(
      "embeddings export model --side source --format word2vec --output \(scratch.path)/w.vec",
      in: directory)
    #expect(word2vec.error == "Wrote 8 vectors of 8 values to \(scratch.path)/w.vec.\n")
    #expect(try contents(of: scratch.path + "/w.vec").starts(with: Array("8 8\n".utf8)))
  }
}

// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// `tokenize`, `vocabulary` and `describe`.
struct TextCommandTests {
  @Test func tokensAndBack() {
    let text = "Don't panic, l'homme!\n\n  two  spaces \u{FFED}\n"
    let tokens = Dragoman.run("tokenize --language fr", input: text)
    #expect(
      tokens.output
        == "Don't panic ￭, l'￭ homme ￭!\n\ntwo spaces ￮1\n")
    let back = Dragoman.run("tokenize --detokenize", input: tokens.output)
    #expect(back.output == "Don't panic, l'homme!\n\ntwo spaces \u{FFED}\n")
    #expect(Dragoman.run("tokenize --language tr --lowercase", input: "I İ").output == "ı i\n")
  }

  @Test func tokensComeLineByLine() {
    let process = Dragoman.start("tokenize --language en")
    process.send("a,\n")
    #expect(process.readLine() == "a ￭,")
    process.closeInput()
    #expect(process.finish() == ProcessResult(status: 0, output: "", error: ""))
  }

  @Test func aVocabularyIsBuilt() throws {
    let directory = TemporaryDirectory()
    try write(Array("b a, b\nb c\n".utf8) + [0xFF, 0x0A], to: directory.path("t.en"))
    let result = Dragoman.run(
      "vocabulary --input t.en --language en --output vocab/en --min-frequency 1 --max-vocabulary 2",
      in: directory.path)
    #expect(
      result
        == ProcessResult(
          status: 0, output: "",
          error: """
            t.en: skipped 1 line with invalid UTF-8: line 3.
            The invalid lines may be ISO-8859-1. If all of t.en is in that encoding, convert it: \
            iconv -f ISO-8859-1 -t UTF-8 t.en > t.utf8.en
            Wrote vocab/en: 2 words; 33.3 % of the text's 6 words are unknown.

            """))
    #expect(
      String(decoding: try contents(of: directory.path("vocab/en")), as: UTF8.self)
        == "<pad>\t0\n<unk>\t2\n<s>\t0\n</s>\t0\nb\t3\na\t1\n")
  }

  @Test func aTextWithoutWords() throws {
    let directory = TemporaryDirectory()
    try write("\n \n", to: directory.path("t"))
    #expect(
      Dragoman.run("vocabulary --input t --language en --output v", in: directory.path)
        == failure(65, "t contains no words.", "Give a file that contains text."))
    #expect(try names(in: directory.path) == ["t"])
  }

  @Test func aCheckpointIsDescribed() {
    let result = Dragoman.run("describe model", in: TrainedCheckpoint.directory)
    #expect(result.status == 0)
    #expect(result.error.isEmpty)
    #expect(
      result.output.hasPrefix(
        """
        checkpoint     model
        source         en, 8 words
        target         fr, 8 words
        normalization  standard
        model          LSTM encoder–decoder, 1 layer, embedding 8, hidden 16, dropout 0.0
        parameters     3,596

        """), "\(result.output)")
    #expect(
      result.output.contains(
        /\n\nepoch  step  dev perplexity +BLEU +chrF\n    1    13 +[0-9.]+ +[0-9.]+/))
    let json = Dragoman.run("describe model --json", in: TrainedCheckpoint.directory)
    #expect(json.output.contains(#""parameters" : 3596"#))
  }
}

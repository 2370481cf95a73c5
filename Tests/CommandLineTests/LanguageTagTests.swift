// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// The language tags that corpora use.
struct LanguageTagTests {
  @Test(arguments: [
    "cmn", "arb", "pes", "zsm", "ekk", "lvs", "swh", "npi", "zh-cmn-Hans", "fra", "zho_Hans",
    "pt_BR", "sh", "iw", "uzn_Latn", "ltg", "epo",
  ])
  func aTagOfCLDRIsAccepted(tag: String) {
    #expect(
      Dragoman.run("tokenize --language \(tag)", input: "a, b\n")
        == ProcessResult(status: 0, output: "a ￭, b\n", error: ""))
  }

  @Test(arguments: ["tok", "quy", "fuv_Latn", "apc_Arab", "acm"])
  func aLanguageWithoutDataIsNamed(tag: String) throws {
    let note = "ICU has no data for the language '\(tag)': Unicode's default rules (und) apply.\n"
    #expect(
      Dragoman.run("tokenize --language \(tag)", input: "a, b\n")
        == ProcessResult(status: 0, output: "a ￭, b\n", error: note))
    let directory = TemporaryDirectory()
    try write("a b\na b\n", to: directory.path("t"))
    #expect(
      Dragoman.run("vocabulary --input t --language \(tag) --output v", in: directory.path)
        == ProcessResult(
          status: 0, output: "",
          error: note + "Wrote v: 2 words; 0.0 % of the text's 4 words are unknown.\n"))
  }

  @Test(arguments: [
    ("xx", "xh (Xhosa)"), ("engl", "en (English)"), ("English", "en (English)"),
    ("jp", "ja (Japanese)"), ("cn", "zh (Chinese)"), ("gr", "el (Greek)"), ("germn", "de (German)"),
    ("fraa", "fr (French)"), ("UA", "uk (Ukrainian)"), ("cz_CZ", "cs (Czech)"),
  ])
  func aSlipIsMended(tag: String, meant: String) {
    let code = meant.prefix { $0 != " " }
    let result = Dragoman.run("tokenize --language \(tag)")
    #expect(result.status == 64)
    #expect(result.error.hasPrefix("Error: '\(tag)' is not a known language code.\nDid you mean "))
    #expect(
      result.error.contains(meant) || result.error.contains(" \(code)"), "\(result.error)")
  }

  private static let pairs = (0..<8).map { "a\($0 % 4) b\tI l'eau \($0 % 4)\n" }.joined()
  private static let flags =
    "--dev-pairs p --checkpoint c --source-language en --max-length 50 --min-frequency 1 "
    + ToyCorpus.small

  /// Elisions and lowercasing follow the language under each of its tags.
  @Test(arguments: [
    ("fra", "i\t8\nl'￭\t8"), ("aze", "ı\t8\nl'eau\t8"), ("azj_Latn", "ı\t8\nl'eau\t8"),
  ])
  func trainingGoesByTheLanguage(tag: String, words: String) throws {
    let directory = TemporaryDirectory()
    try write(Self.pairs, to: directory.path("p"))
    let result = Dragoman.run(
      "train --pairs p \(Self.flags) --target-language \(tag) --lowercase --epochs 1",
      in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    let vocabulary = String(
      decoding: try contents(of: directory.path("c/target.vocab")), as: UTF8.self)
    for word in words.split(separator: "\n") { #expect(vocabulary.contains("\n\(word)\n")) }
    #expect(
      Dragoman.run("describe c", in: directory.path).output.contains("\ntarget         \(tag), "))
  }

  @Test func aRunIsResumedUnderAnotherNameOfItsLanguage() throws {
    let directory = TemporaryDirectory()
    try write(Self.pairs, to: directory.path("p"))
    func train(_ flags: String) -> ProcessResult {
      Dragoman.run("train --pairs p \(Self.flags) \(flags)", in: directory.path)
    }
    #expect(train("--target-language cmn --epochs 1").status == 0)
    for (tag, epochs) in [("zh", 2), ("zho_Hans", 3), ("chi", 4)] {
      let result = train("--resume --target-language \(tag) --epochs \(epochs)")
      #expect(result.status == 0, "\(result.error)")
    }
    #expect(
      train("--resume --target-language fr --epochs 5")
        == failure(
          64,
          "--target-language cannot be changed when resuming (it was cmn, now fr): the "
            + "vocabularies were "
            + "built with it.",
          "Omit the flag, or start a new run in another --checkpoint."))
  }

  @Test(arguments: [
    ("t.cmn", "cmn"), ("t.pt-BR", "pt-BR"), ("t.eng_Latn", "eng_Latn"), ("t.zho_Hans", "zho_Hans"),
    ("t.arb", "arb"), ("t.pes", "pes"), ("t.tgt", nil), ("t.src", nil), ("t.txt", nil),
    ("t.tok", nil),
    ("t.en-fr", nil), ("t.bpe", nil), ("t.tmp", nil), ("t", nil),
  ])
  func theExtensionNamesTheLanguage(file: String, language: String?) throws {
    let directory = TemporaryDirectory()
    try write("a\na\n", to: directory.path("s.en"))
    try write("b\nb\n", to: directory.path(file))
    let result = Dragoman.run(
      "train --source s.en --target \(file) --checkpoint c --epochs 1 \(ToyCorpus.small)",
      in: directory.path)
    #expect(
      result.error.contains("\nTarget: \(language ?? "unknown language (und)"), 1 word"),
      "\(result.error)")
  }
}

// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// Scores for languages without spaces between words, and their effects.
struct UnspacedScoresTests {
  struct Language: CustomTestStringConvertible {
    let tag: String
    let tokenization: String
    let subjects: [String]
    let objects: [String]
    /// A sentence in which `S` and `O` stand for subject and object.
    let sentence: String
    var testDescription: String { tag }

    func pairs() -> String {
      var pairs = ""
      for (subject, english) in zip(subjects, ["Tom", "Mary"]) {
        for (object, noun) in zip(objects, ["cats", "dogs", "books"]) {
          let target = sentence.replacing("S", with: subject).replacing("O", with: object)
          pairs += String(repeating: "\(english) likes \(noun).\t\(target)\n", count: 2)
        }
      }
      return pairs
    }
  }

  static let languages = [
    Language(
      tag: "zh", tokenization: "zh", subjects: ["汤姆", "玛丽"], objects: ["猫", "狗", "书"],
      sentence: "S喜欢O。"),
    Language(
      tag: "cmn_Hans", tokenization: "zh", subjects: ["汤姆", "玛丽"], objects: ["猫", "狗", "书"],
      sentence: "S喜欢O。"),
    Language(
      tag: "yue", tokenization: "zh", subjects: ["湯姆", "瑪麗"], objects: ["貓", "狗", "書"],
      sentence: "S鍾意O。"),
    Language(
      tag: "ja", tokenization: "char", subjects: ["トム", "メアリー"], objects: ["猫", "犬", "本"],
      sentence: "SはOが好きです。"),
    Language(
      tag: "th", tokenization: "char", subjects: ["ทอม", "แมรี่"], objects: ["แมว", "หมา", "หนังสือ"],
      sentence: "SชอบO"),
    Language(
      tag: "km", tokenization: "char", subjects: ["ថម", "ម៉ារី"], objects: ["ឆ្មា", "ឆ្កែ", "សៀវភៅ"],
      sentence: "Sចូលចិត្តO។"),
    Language(
      tag: "lo", tokenization: "char", subjects: ["ທອມ", "ແມຣີ"], objects: ["ແມວ", "ໝາ", "ປຶ້ມ"],
      sentence: "SມັກO"),
    Language(
      tag: "mya_Mymr", tokenization: "char", subjects: ["တွမ်", "မေရီ"],
      objects: ["ကြောင်", "ခွေး", "စာအုပ်"], sentence: "Sသည်Oကိုကြိုက်သည်။"),
    Language(
      tag: "ko", tokenization: "13a", subjects: ["톰은", "메리는"], objects: ["고양이를", "개를", "책을"],
      sentence: "S O 정말 좋아해요."),
    Language(
      tag: "ja-Latn", tokenization: "13a", subjects: ["Tomu", "Mearii"],
      objects: ["neko", "inu", "hon"], sentence: "S wa O ga suki desu."),
  ]

  private static let model =
    "--embedding-size 16 --hidden-size 32 --layers 1 --learning-rate 0.02 --batch-size 6 "
    + "--threads 1 --dropout 0"

  /// Trains on the pairs of a language and validates on them.
  private func train(_ flags: String, in directory: String) -> ProcessResult {
    Dragoman.run(
      "train --pairs p --dev-pairs p --checkpoint c \(Self.model) \(flags)", in: directory)
  }

  @Test(arguments: languages)
  func aDevSetIsScoredByTheTargetLanguage(language: Language) throws {
    let directory = TemporaryDirectory()
    try write(language.pairs(), to: directory.path("p"))
    let result = train(
      "--source-language en --target-language \(language.tag) --validation-metric bleu --patience 3 "
        + "--epochs 12", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    #expect(!result.error.contains("13a needs"), "\(result.error)")
    let best = try #require(result.error.firstMatch(of: /\nBest dev BLEU ([0-9.]+), with/))
    #expect(Double(best.1) ?? 0 > 30)

    let configuration = String(
      decoding: try contents(of: directory.path("c/config.json")), as: UTF8.self)
    let key = #""bleu_tokenization" : ""# + language.tokenization + #"""#
    #expect(configuration.contains(key) == (language.tokenization != "13a"), "\(configuration)")
    let description = Dragoman.run("describe c", in: directory.path).output
    #expect(
      description.contains(", BLEU tokenization \(language.tokenization)\n")
        == (language.tokenization != "13a"), "\(description)")

    let scores = Dragoman.run("evaluate c --pairs p --metrics bleu", in: directory.path)
    #expect(scores.output.contains("BLEU = \(best.1) "), "\(scores.output)")
    #expect(scores.output.contains("|tok:\(language.tokenization)|"), "\(scores.output)")
    #expect(
      Dragoman.run("evaluate c --pairs p --tokenization none", in: directory.path).output
        .contains("|tok:none|"))
  }

  @Test(arguments: languages)
  func textIsScoredByItsLanguage(language: Language) throws {
    let directory = TemporaryDirectory()
    let target = language.pairs().split(separator: "\n").map { $0.drop { $0 != "\t" }.dropFirst() }
    let text = target.joined(separator: "\n") + "\n"
    let name = "test.\(language.tag)"
    for file in ["h", "r", name] { try write(text, to: directory.path(file)) }
    func evaluate(_ flags: String) -> ProcessResult {
      Dragoman.run("evaluate --hypothesis h --metrics bleu \(flags)", in: directory.path)
    }
    let byExtension = evaluate("--reference \(name)")
    #expect(byExtension.status == 0 && byExtension.error.isEmpty, "\(byExtension.error)")
    #expect(byExtension.output.contains("|tok:\(language.tokenization)|"), "\(byExtension.output)")
    #expect(evaluate("--reference r --language \(language.tag)") == byExtension)

    let plain = evaluate("--reference r")
    let note =
      "The references have no spaces between words, but BLEU's default tokenization (13a) "
      + "needs them: give --language (such as zh or ja) or --tokenization char.\n"
    #expect(plain.status == 0 && plain.output.contains("|tok:13a|"))
    #expect(plain.error == (language.tokenization == "13a" ? "" : note))
    for tokenization in ["13a", "intl", "zh", "char", "none"] {
      let asked = evaluate("--reference \(name) --tokenization \(tokenization)")
      #expect(asked.error.isEmpty && asked.output.contains("|tok:\(tokenization)|"))
    }
  }

  @Test func aTextWithSpacesBetweenWordsIsNotAskedFor() throws {
    let directory = TemporaryDirectory()
    for (name, text) in [
      ("cut", "我 喜欢 猫 。\n"), ("mixed", "Tom likes 猫 and 狗 very much indeed.\n"),
      ("korean", "나는 고양이를 좋아해요.\n"), ("finnish", "epäjärjestelmällistyttämättömyydellä\n"),
      ("blank", "\n\n"), ("digits", "12345678901234567890\n"),
    ] {
      try write(text, to: directory.path(name))
      let result = Dragoman.run(
        "evaluate --hypothesis \(name) --reference \(name)", in: directory.path)
      #expect(result.status == 0 && result.error.isEmpty, "\(name): \(result.error)")
    }
  }

  @Test func aLanguageGoesWithBLEU() throws {
    let directory = TemporaryDirectory()
    try write("a\n", to: directory.path("h"))
    let chrf = Dragoman.run(
      "evaluate --hypothesis h --reference h --metrics chrf --language zh", in: directory.path)
    #expect(chrf.status == 64)
    #expect(chrf.error.hasPrefix("Error: --language needs --metrics to include bleu.\n"))
    let wrong = Dragoman.run(
      "evaluate --hypothesis h --reference h --language jp", in: directory.path)
    #expect(
      wrong
        == failure(64, "'jp' is not a known language code.", "Did you mean ja (Japanese)?"))
  }

  // MARK: - Without a word of the language

  private static let tie = "dev BLEU is 0.00 so far: the best weights are chosen by perplexity.\n"

  @Test(arguments: [languages[0], languages[3], languages[4], languages[5], languages[6]])
  func scoresOfNothingDoNotChoose(language: Language) throws {
    let directory = TemporaryDirectory()
    try write(language.pairs(), to: directory.path("p"))
    let result = train(
      "--validation-metric bleu --patience 3 --epochs 12 --average best:2", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    #expect(
      result.error.contains(
        "The target of the dev set has no spaces between words, but BLEU's default tokenization "
          + "(13a) needs them: give --target-language (such as zh or ja).\n"), "\(result.error)")
    #expect(result.error.split(separator: Self.tie, omittingEmptySubsequences: false).count == 2)
    #expect(result.error.contains("\nepoch 12  "), "\(result.error)")

    // Perplexity is best in the last epochs.
    let epochs = result.error.matches(of: /\nepoch ([0-9]+) .*dev perplexity ([0-9.]+) .*/)
    #expect(epochs.count == 12)
    let best = try #require(
      result.error.firstMatch(of: /Best dev BLEU 0.00, with perplexity ([0-9.]+)/))
    let perplexities = epochs.compactMap { Double($0.2) }
    #expect(Double(best.1) ?? .infinity <= perplexities.min() ?? 0)
    let averaged = try #require(
      result.error.firstMatch(of: /\naverage of epochs ([0-9]+) and ([0-9]+)/))
    #expect(Int(averaged.1) ?? 0 > 6)
    let marked = Dragoman.run("describe c", in: directory.path).output
      .split(separator: "\n").filter { $0.hasSuffix("best") }
    #expect(marked.count == 1 && marked[0].contains(" \(best.1) "), "\(marked)")
  }

  @Test func patienceGoesByPerplexityWhereBLEUSaysNothing() throws {
    let directory = TemporaryDirectory()
    try write(Self.languages[0].pairs(), to: directory.path("p"))
    // Weights that do not change do not improve.
    let result = train(
      "--validation-metric bleu --patience 2 --epochs 12 --learning-rate 1e-30", in: directory.path)
    #expect(result.status == 0)
    #expect(
      result.error.contains(
        "\nTraining stopped early after 6 steps, because dev perplexity has not improved for 2 epochs; "
      ),
      "\(result.error)")
  }

  /// Equal scores above 0 are not progress, but the weights with the best perplexity are kept.
  @Test func equalScoresDoNotGoOnForEver() throws {
    let directory = TemporaryDirectory()
    try write(Self.languages[8].pairs(), to: directory.path("p"))
    let result = train(
      "--target-language ko --validation-metric chrf --patience 3 --epochs 60", in: directory.path)
    #expect(result.status == 0)
    #expect(
      result.error.contains(
        #/\nTraining stopped early after [0-9]+ steps, because dev chrF has not improved for 3 epochs/#
      ))
    #expect(
      result.error.contains(
        "dev chrF equals the best so far: perplexity breaks the tie.\n"))
    let epochs = result.error.matches(of: /dev perplexity ([0-9.]+) .* chrF 100.00/)
    #expect(epochs.count == 4, "\(result.error)")
    let best = try #require(
      result.error.firstMatch(of: /Best dev chrF 100.00, with perplexity ([0-9.]+), after/))
    #expect(Double(best.1) == epochs.compactMap { Double($0.1) }.min())
  }

  @Test func theRateStaysWhilePerplexityFalls() throws {
    let directory = TemporaryDirectory()
    try write(Self.languages[0].pairs(), to: directory.path("p"))
    #expect(
      train(
        "--validation-metric bleu --schedule plateau --log-interval 1 --epochs 5",
        in: directory.path
      )
      .status == 0)
    let metrics = String(
      decoding: try contents(of: directory.path("c/metrics.jsonl")), as: UTF8.self)
    let rates = metrics.matches(of: /"learning_rate":([0-9.e-]+)/).map { String($0.1) }
    #expect(rates.count == 10 && Set(rates).count == 1, "\(rates)")
  }

  /// The older scores used 13a, and new scores are compared with them.
  @Test func anOlderCheckpointGoesOnBy13a() throws {
    let directory = TemporaryDirectory()
    try write(Self.languages[0].pairs(), to: directory.path("p"))
    let flags = "--target-language zh --validation-metric bleu"
    #expect(train("\(flags) --epochs 1", in: directory.path).status == 0)
    let path = directory.path("c/config.json")
    let configuration = String(decoding: try contents(of: path), as: UTF8.self)
    let older = configuration.replacing(#"    "bleu_tokenization" : "zh","# + "\n", with: "")
    #expect(older != configuration)
    try write(older, to: path)
    let resumed = train("\(flags) --epochs 20 --resume", in: directory.path)
    #expect(resumed.status == 0)
    #expect(resumed.error.contains("\nBest dev BLEU 0.00, with perplexity "), "\(resumed.error)")
    #expect(
      String(decoding: try contents(of: path), as: UTF8.self)
        == older.replacing(#""epochs" : 1,"#, with: #""epochs" : 20,"#))
  }
}

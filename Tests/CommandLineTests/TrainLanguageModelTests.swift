// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// Training language models: whole reports, files, resuming and wrong input.
@Suite struct TrainLanguageModelTests {
  private static let small =
    "--embedding-size 8 --hidden-size 24 --batch-size 4 --window 16 --threads 1 "
    + "--learning-rate 0.02 --precision float32"

  private func train(
    _ arguments: String, in directory: borrowing TemporaryDirectory
  ) -> ProcessResult {
    Dragoman.run("train language-model \(arguments)", in: directory.path)
  }

  /// Replaces speeds, times, memory and what depends on the CPU.
  private func masked(_ text: String) -> String {
    text.replacing(#/[0-9,]+ ([a-z ]+)s\/s/#) { "N \($0.1)s/s" }
      .replacing(#/(took|in) [0-9.]+ s/#) { "\($0.1) T" }.replacing(
        #/at most [0-9]+ MB/#, with: "at most M"
      )
      .replacing(#/loss [0-9.]+ +perplexity [0-9]+[.][0-9]+/#, with: "loss L  perplexity P")
      .replacing(#/perplexity [0-9]+[.][0-9]+/#, with: "perplexity P")
      .replacing(#/[a-z0-9]+ kernels/#, with: "K kernels").replacing("  best so far", with: "")
  }

  @Test func theReportOfACharacterModel() throws {
    let directory = TemporaryDirectory()
    try ToyText.write(to: directory.path)
    let result = train(
      "--text text.txt --checkpoint model \(Self.small) --epochs 2 --log-interval 50",
      in: directory)
    #expect(result.status == 0 && result.output.isEmpty)
    #expect(
      masked(result.error) == """
        Text: text.txt, 5,400 characters, 300 lines
        Dev set: the last 5.0 % of the text
        Vocabulary: 15 characters, 0.0 % of the text unknown
        Model: 3,795 parameters, LSTM, 1 layer, embedding 8, hidden 24, dropout 0.0
        Training: 81 steps per epoch, 2 epochs, 4 streams in windows of 16 characters, adam, 1 thread, \
        K kernels
        epoch 1  step 50  loss L  perplexity P  N characters/s
        epoch 1  step 81  done  dev perplexity P
        epoch 2  step 100  loss L  perplexity P  N characters/s
        epoch 2  step 150  loss L  perplexity P  N characters/s
        epoch 2  step 162  done  dev perplexity P
        Training is complete after 162 steps; this run took T, at N characters/s, and used at most M \
        of memory.
        Best dev perplexity P, after epoch 2.
        The checkpoint is in model. Next:
          dragoman sample model
          dragoman describe model

        """)
    #expect(
      try names(in: directory.path("model")) == [
        ".lock", "config.json", "metrics.jsonl", "model.safetensors", "runs.jsonl",
        "text.vocab", "training-state.safetensors",
      ])
    let description = Dragoman.run("describe model", in: directory.path)
    #expect(
      masked(description.output)
        .replacing(#/made with ICU  .*/#, with: "made with ICU  I")
        .replacing(#/xxHash64 .*/#, with: "xxHash64 H")
        .replacing(#/(?m)^ +1 +81 .*\n +2 +162 .*/#, with: "  scores") == """
          checkpoint     model
          text           15 characters, read in windows of 16, with the state carried from each to the next
          model          LSTM, 1 layer, embedding 8, hidden 24, dropout 0.0
          parameters     3,795
          made with ICU  I
          corpus         300 lines, 5,400 bytes, xxHash64 H
          dev set        the last 5.0 % of the corpus
          vocabulary     minimum frequency 1, at most 32,000 units
          training       adam, learning rate 0.02, batch 4, clip norm 1.0, seed 1, 1 thread
          trained        162 steps, epoch 2 of 2, 10,256 characters

          epoch  step  dev perplexity
            scores

          """)
  }

  @Test func unknownCharactersOfADevSetAreReported() throws {
    let directory = TemporaryDirectory()
    try ToyText.write(to: directory.path)
    for (name, text, share) in [
      ("dev", "alpha zulu\n", "27.3 %"),
      ("rare", ToyText.sentences(300) + "?", "less than 0.1 %"),
    ] {
      try write(text, to: directory.path("\(name).txt"))
      let result = train(
        "--text text.txt --dev-text \(name).txt --checkpoint \(name) \(Self.small) --epochs 1",
        in: directory)
      #expect(result.status == 0)
      let lines = text.split(separator: "\n").count
      #expect(
        result.error.contains(
          "\nDev set: \(name).txt, \(name == "dev" ? "11" : "5,401") characters, "
            + "\(lines == 1 ? "1 line" : "\(lines) lines")\n"
            + "  \(share) of its characters are not in the vocabulary: they count as unknown\n"),
        "\(result.error)")
    }
  }

  @Test func everyUnitAndKindIsTrained() throws {
    let directory = TemporaryDirectory()
    try ToyText.write(to: directory.path)
    for (name, flags) in [
      ("codepoints", "--unit codepoint --cell gru --tie-embeddings --embedding-size 24"),
      (
        "words", "--unit word --language en --window 4 --reset-state window --learned-initial-state"
      ),
      ("lines", "--unit word --language en --reset-state line --cell tanh --layer-norm"),
      ("subwords", "--unit subword --merges 12 --language en --window 4"),
      ("window", "--model window --order 3"), ("onehot", "--model window --embedding-size 0"),
    ] {
      let result = train(
        "--text text.txt --checkpoint \(name) \(Self.small) --epochs 2 \(flags)", in: directory)
      #expect(result.status == 0, "\(name): \(result.error)")
      let description = Dragoman.run("describe \(name)", in: directory.path)
      #expect(description.status == 0 && description.error.isEmpty, "\(description.error)")
    }
    let counted = train(
      "--text text.txt --checkpoint counted --model ngram --order 4 --threads 1", in: directory)
    #expect(
      masked(counted.error) == """
        Text: text.txt, 5,400 characters, 300 lines
        Dev set: the last 5.0 % of the text
        Vocabulary: 15 characters, 0.0 % of the text unknown
        Model: 4-gram, modified Kneser-Ney smoothing
        Counted 5,131 characters in T, using at most M of memory.
        Dev perplexity P.
        The checkpoint is in counted. Next:
          dragoman sample counted
          dragoman describe counted

        """)
  }

  @Test func oneHotVectorsOfAHugeVocabularyAreRefused() throws {
    let directory = TemporaryDirectory()
    try write(
      (0..<20_000).map { "word\($0)" }.joined(separator: " "), to: directory.path("text.txt"))
    let result = train(
      "--text text.txt --checkpoint model --unit word --model window --embedding-size 0 "
        + "--hidden-size 2 --threads 1 --dev-share 0", in: directory)
    #expect(
      result
        == failure(
          64,
          "--embedding-size is 0, but must be above 0 unless you lower --batch-size: the one-hot vectors of "
            + "a batch would take 2.55 GB on each thread, but the limit is 2.15 GB."))
    #expect(try !names(in: directory.path).contains("model"))
  }

  @Test func aResumedRunWritesTheSameBytes() throws {
    let directory = TemporaryDirectory()
    try ToyText.write(to: directory.path)
    let flags = "--text text.txt \(Self.small) --epochs 2 --dropout 0.2 --dev-share 0"
    #expect(train("\(flags) --checkpoint whole", in: directory).status == 0)
    #expect(train("\(flags) --checkpoint parts --max-steps 30", in: directory).status == 0)
    #expect(
      train("\(flags) --checkpoint parts --max-steps 100 --resume", in: directory).status == 0)
    let resumed = train(
      "\(flags) --checkpoint parts --max-steps none --resume", in: directory)
    #expect(resumed.error.contains("Resuming at step 100.\n  max_steps: 100 → none\n"))
    let weights = "model.safetensors"
    #expect(
      try contents(of: directory.path("whole/\(weights)"))
        == contents(of: directory.path("parts/\(weights)")))
  }

  @Test func samplesAreShownDuringTraining() throws {
    let directory = TemporaryDirectory()
    try ToyText.write(to: directory.path)
    let result = train(
      "--text text.txt --checkpoint model \(Self.small) --epochs 4 --sample-every 100",
      in: directory)
    let lines = result.error.split(separator: "\n")
    let headings = lines.filter { $0.hasPrefix("sample at step ") }
    #expect(headings == ["sample at step 100:", "sample at step 200:", "sample at step 300:"])
    // The last sample consists mostly of the words of the text.
    let last = lines.drop { $0 != "sample at step 300:" }.dropFirst().prefix {
      $0.hasPrefix("  | ")
    }
    let words = last.joined(separator: " ").split(separator: " ").filter { $0 != "|" }
    let known = words.filter { ["alpha", "bravo", "delta", "gamma"].contains($0) }
    #expect(known.count * 10 > words.count * 6, "\(last)")
    // Samples do not change what is learned.
    #expect(
      train("--text text.txt --checkpoint quiet \(Self.small) --epochs 4", in: directory).status
        == 0)
    #expect(
      try contents(of: directory.path("model/model.safetensors"))
        == contents(of: directory.path("quiet/model.safetensors")))
  }

  @Test func aFileGivesSettingsAndNames() throws {
    let directory = TemporaryDirectory()
    try ToyText.write(to: directory.path)
    try write(
      """
      text: text.txt
      checkpoint: model
      unit: word
      reset_state: line
      language: en
      dev_share: 0.1
      hidden_size: 8
      embedding_size: 8
      epochs: 1
      threads: 1
      """, to: directory.path("words.yaml"))
    let result = train("--config words.yaml --hidden-size 4", in: directory)
    #expect(result.status == 0)
    #expect(result.error.contains("Dev set: the last 10.0 % of the text\n"))
    #expect(result.error.contains("embedding 8, hidden 4,"))
    try write("batch_tokens: 5\n", to: directory.path("wrong.yaml"))
    #expect(
      train("--text text.txt --checkpoint m --config wrong.yaml", in: directory)
        == failure(
          65, "wrong.yaml, line 1: 'batch_tokens' is not a setting.",
          "Each line is a flag of the command, with underscores instead of hyphens, and its value: "
            + "'hidden_size: 512'."))
  }

  @Test(
    arguments: [
      (
        "--text text.txt --checkpoint m", 65,
        "The text is too short: it has 86 units, but 64 streams with windows of 100 need at least "
          + "6,401.\nGive more text, or a smaller --batch-size or --window."
      ),
      ("--text blank.txt --checkpoint m", 65, "blank.txt has no text.\nGive a file with text."),
      (
        "--text same.txt --checkpoint m", 65,
        "same.txt contains only the unit 'a', repeated.\nA model needs at least two different "
          + "units to learn from."
      ),
      (
        "--text missing.txt --checkpoint m", 66,
        "Cannot open missing.txt: there is no such file.\nCheck the spelling of the path."
      ),
      (
        "--checkpoint m", 64,
        "Give the text to learn from: --text.\nSee 'dragoman train language-model --help' for all "
          + "options."
      ),
      (
        "--text text.txt", 64,
        "Give a directory for the checkpoint: --checkpoint.\nSee 'dragoman train language-model --help' "
          + "for all options."
      ),
      (
        "--text text.txt --checkpoint m --model window --hidden-size 65536 --embedding-size 65536",
        64,
        "Training this model needs at least 343.63 GB of memory, but the machine has "
          + "\(machineMemory).\nGive a smaller --hidden-size, --embedding-size or --max-vocabulary."
      ),
      (
        "--text text.txt --checkpoint m --window 0", 64,
        "--window is 0, but must be from 1 to 20000.\nSee 'dragoman train language-model --help' for "
          + "all options."
      ),
      (
        "--text text.txt --checkpoint m --dev-share 1", 64,
        "--dev-share is 1.0, but must be at least 0 and below 1.\nSee 'dragoman train language-model "
          + "--help' for all options."
      ),
      (
        "--text text.txt --checkpoint m --dev-share 0.1 --dev-text text.txt", 64,
        "Give --dev-text or --dev-share, not both.\nSee 'dragoman train language-model --help' for all "
          + "options."
      ),
      (
        "--text text.txt --checkpoint m --model ngram --cell gru", 64,
        "--cell has no effect with --model ngram: omit it, or give --model recurrent.\nSee 'dragoman "
          + "train language-model --help' for all options."
      ),
      (
        "--text text.txt --checkpoint m --order 3", 64,
        "--order has no effect with --model recurrent: omit it, or give --model window or ngram.\nSee "
          + "'dragoman train language-model --help' for all options."
      ),
      (
        "--text text.txt --checkpoint m --merges 10", 64,
        "--merges needs --unit subword, but the unit is character.\nSee 'dragoman train language-model "
          + "--help' for all options."
      ),
      (
        "--text text.txt --checkpoint m --model ngram --order 17", 64,
        "--order is 17, but must be from 1 to 16.\nSee 'dragoman train language-model --help' for all "
          + "options."
      ),
      (
        "--text text.txt --checkpoint m --tie-embeddings", 64,
        "--tie-embeddings is true, but must be false unless --embedding-size (256) equals --hidden-size "
          + "(512).\nSee 'dragoman train language-model --help' for all options."
      ),
      (
        "--text text.txt --checkpoint m --dev-share 0 --patience 3", 64,
        "--patience needs a dev set: give one with --dev-text or --dev-share.\nSee 'dragoman train "
          + "language-model --help' for all options."
      ),
      (
        "--text text.txt --checkpoint m --unit word --language xx", 64,
        "'xx' is not a known language code.\nDid you mean xh (Xhosa)?"
      ),
      (
        "--text latin.txt --checkpoint m", 65,
        "latin.txt is not UTF-8: none of its 2 lines is valid.\nIt looks like ISO-8859-1. Convert it: iconv "
          + "-f ISO-8859-1 -t UTF-8 latin.txt > latin.utf8.txt"
      ),
      (
        "--text nul.txt --checkpoint m --strict", 65,
        "nul.txt, line 2: this contains a NUL byte.\nFix the line, or omit --strict."
      ),
    ])
  func wrongInput(arguments: String, status: Int32, message: String) throws {
    let directory = TemporaryDirectory()
    try ToyText.write(to: directory.path, sentences: 5)
    try write("", to: directory.path("blank.txt"))
    try write("aaaaaaa", to: directory.path("same.txt"))
    try write("ab\na\0b\nab\nab\nab\nab\nab\n", to: directory.path("nul.txt"))
    let latin = "Der Bär wohnt über dem Fluß.\nDie Straße führt nach Süden.\n"
    try write(latin.unicodeScalars.map { UInt8($0.value) }, to: directory.path("latin.txt"))
    #expect(train(arguments, in: directory) == failure(status, message))
    #expect(try !names(in: directory.path).contains("m"))
  }

  @Test func whatCannotChangeWhenResuming() throws {
    let directory = TemporaryDirectory()
    try ToyText.write(to: directory.path)
    try write(ToyText.sentences(200), to: directory.path("other.txt"))
    let flags = "\(Self.small) --epochs 1 --checkpoint model --resume"
    let first = train("--text text.txt \(flags)", in: directory)
    #expect(first.status == 0)
    #expect(first.error.hasPrefix("model contains no checkpoint yet: starting a new one.\n"))
    for (change, message) in [
      (
        "--hidden-size 25",
        "--hidden-size cannot be changed when resuming (it was 24, now 25): the saved weights depend "
          + "on it.\nOmit the flag, or start a new run in another --checkpoint."
      ),
      (
        "--batch-size 5",
        "--batch-size cannot be changed when resuming (it was 4, now 5): it determines the order of the "
          + "data.\nOmit the flag, or start a new run in another --checkpoint."
      ),
      (
        "--unit codepoint",
        "--unit cannot be changed when resuming (it was character, now codepoint): the vocabularies "
          + "were built with it.\nOmit the flag, or start a new run in another --checkpoint."
      ),
    ] {
      #expect(train("--text text.txt \(flags) \(change)", in: directory) == failure(64, message))
    }
    let other = train("--text other.txt \(flags) --epochs 2", in: directory)
    #expect(
      other.error.replacing(#/[0-9,]+ bytes, xxHash64 [0-9a-f]+/#, with: "B")
        == """
        Error: The training corpus has changed since training began.
          was: 300 lines, B
          now: 200 lines, B
        Give the files of the first run, or add --allow-changed-corpus to continue with these.

        """)
    #expect(
      train("--text other.txt \(flags) --epochs 2 --allow-changed-corpus", in: directory).status
        == 0)
    #expect(
      train("--text text.txt --model ngram --checkpoint counted --threads 1", in: directory).status
        == 0)
    #expect(
      train("--text text.txt --model ngram --checkpoint counted --resume", in: directory)
        == failure(
          64,
          "counted is an n-gram model, whose n-grams are counted in one run: there is nothing to resume. "
            + "Give --overwrite instead of --resume to count them again.",
          "See 'dragoman train language-model --help' for all options."))
  }
}

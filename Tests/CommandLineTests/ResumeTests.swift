// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// Interrupting and resuming, and checkpoint directories that are rejected.
struct ResumeTests {
  private static let corpus = "\(ToyCorpus.training) \(ToyCorpus.development)"
  private static let flags =
    "\(corpus) \(ToyCorpus.small) --epochs 6 --log-interval 1 --save-interval 7 --dropout 0.2 "
    + "--output-dropout 0.1"
  private static let files = ["model.safetensors", "training-state.safetensors"]

  @Test(arguments: [
    (SIGINT, 130, "Interrupted"), (SIGTERM, 143, "Terminated"), (SIGHUP, 129, "Terminated"),
  ])
  func anInterruptedRunResumesToTheSameBytes(
    signal: Int32, status: Int32, word: String
  ) throws {
    try withToyCorpus { directory throws in
      let whole = Dragoman.run("train \(Self.flags) --checkpoint whole", in: directory)
      #expect(whole.status == 0, "\(whole.error)")

      let process = Dragoman.start("train \(Self.flags) --checkpoint parts", in: directory)
      while let line = process.readErrorLine(), !line.contains("step 20 ") {}
      process.signal(signal)
      let parts = process.finish()
      #expect(parts.status == status)
      #expect(parts.output.isEmpty)
      #expect(parts.error.contains("\(word) after "), "\(parts.error)")
      #expect(
        parts.error.contains("\n  run the same command with --resume to continue training\n"))

      let resumed = Dragoman.run(
        "train \(Self.flags) --checkpoint parts --resume", in: directory)
      #expect(resumed.status == 0, "\(resumed.error)")
      #expect(resumed.error.contains("\nResuming at step "))
      for file in Self.files {
        #expect(
          try contents(of: "\(directory)/parts/\(file)")
            == contents(of: "\(directory)/whole/\(file)"), "\(file)")
      }
      #expect(
        try names(in: directory + "/parts")
          == [
            ".lock", "config.json", "metrics.jsonl", "model.safetensors", "runs.jsonl",
            "source.vocab", "target.vocab", "training-state.safetensors",
          ])
      let runs = String(decoding: try contents(of: directory + "/parts/runs.jsonl"), as: UTF8.self)
      #expect(runs.matches(of: /"command":\["dragoman","train",/).count == 2)
    }
  }

  @Test func whatMayChangeIsLogged() throws {
    try withToyCorpus { directory throws in
      let flags = "\(Self.corpus) --checkpoint c"
      let first = Dragoman.run(
        "train \(flags) \(ToyCorpus.small) --epochs 1", in: directory)
      #expect(first.status == 0, "\(first.error)")
      let second = Dragoman.run(
        "train \(flags) --resume --epochs 2 --learning-rate 0.5 --patience 3", in: directory)
      #expect(second.status == 0, "\(second.error)")
      #expect(
        second.error.contains(
          """
          Resuming at step 13.
            epochs: 1 → 2
            patience: none → 3
            learning_rate: 0.001 → 0.5

          """), "\(second.error)")
    }
  }

  @Test(
    arguments: [
      (
        "--hidden-size 24",
        "--hidden-size cannot be changed when resuming (it was 16, now 24): the saved weights depend on "
          + "it."
      ),
      (
        "--optimizer sgd",
        "--optimizer cannot be changed when resuming (it was adam, now sgd): the saved state "
          + "of the optimizer depends on it."
      ),
      (
        "--seed 2",
        "--seed cannot be changed when resuming (it was 1, now 2): it determines the order of the data."
      ),
      (
        "--lowercase",
        "--lowercase cannot be changed when resuming (it was false, now true): the vocabularies were "
          + "built with it."
      ),
      (
        "--normalization none",
        "--normalization cannot be changed when resuming (it was standard, now none): the vocabularies "
          + "were built with it."
      ),
      (
        "--source-vocabulary other.vocab",
        "--source-vocabulary cannot be changed when resuming (it was model/source.vocab, now "
          + "other.vocab): the weights were trained for the words of the original vocabulary."
      ),
    ])
  func whatMayNotChangeIsRefused(flags: String, message: String) throws {
    let directory = TemporaryDirectory()
    try copyCheckpoint(to: directory.path)
    try write(
      "<pad>\t0\n<unk>\t0\n<s>\t0\n</s>\t0\nz\t1\n", to: directory.path("other.vocab"))
    let before = try contents(of: directory.path("model/config.json"))
    let result = Dragoman.run(
      "train \(Self.corpus) --checkpoint model --resume \(flags)", in: directory.path)
    #expect(
      result
        == failure(64, message, "Omit the flag, or start a new run in another --checkpoint."))
    #expect(try contents(of: directory.path("model/config.json")) == before)
  }

  @Test func anotherCorpusIsRefusedUnlessAllowed() throws {
    let directory = TemporaryDirectory()
    try copyCheckpoint(to: directory.path)
    let source = String(decoding: try contents(of: directory.path("train.en")), as: UTF8.self)
    try write("h" + source.dropFirst(), to: directory.path("train.en"))
    let command = "train \(Self.corpus) --checkpoint model --resume --epochs 41"
    let refused = Dragoman.run(command, in: directory.path)
    #expect(refused.status == 65)
    #expect(
      refused.error.contains(
        "\nError: The training corpus has changed since training began.\n  was: 200 lines"))
    #expect(
      refused.error.hasSuffix(
        "\nGive the files of the first run, or add --allow-changed-corpus to continue with "
          + "these.\n"))
    let allowed = Dragoman.run(command + " --allow-changed-corpus", in: directory.path)
    #expect(allowed.status == 0, "\(allowed.error)")
  }

  @Test func anotherDevSetIsRefusedUnlessAllowed() throws {
    let directory = TemporaryDirectory()
    try copyCheckpoint(to: directory.path)
    let source = String(decoding: try contents(of: directory.path("dev.en")), as: UTF8.self)
    try write("h" + source.dropFirst(), to: directory.path("dev.en"))
    let command = "train \(Self.corpus) --checkpoint model --resume --epochs 41"
    let refused = Dragoman.run(command, in: directory.path)
    #expect(refused.status == 65)
    #expect(
      refused.error.contains(
        "\nError: The dev set has changed since training began.\n  was: 20 lines"),
      "\(refused.error)")
    #expect(
      refused.error.hasSuffix(
        "\nGive the files of the first run, or add --allow-changed-corpus to continue with these; "
          + "the best score so far is then discarded.\n"))
    let allowed = Dragoman.run(command + " --allow-changed-corpus", in: directory.path)
    #expect(allowed.status == 0, "\(allowed.error)")
    #expect(allowed.error.contains("  best so far\n"), "\(allowed.error)")
  }

  @Test func aVocabularyThatWasEditedIsNamed() throws {
    let directory = TemporaryDirectory()
    try copyCheckpoint(to: directory.path)
    let path = directory.path("model/source.vocab")
    try write(try contents(of: path) + Array("more\t1\n".utf8), to: path)
    #expect(
      Dragoman.run("train \(Self.corpus) --checkpoint model --resume", in: directory.path)
        == failure(
          65, "model/source.vocab has 13 lines, but config.json says 12.",
          "The file belongs to another model: copy the checkpoint again, or train it again."))
  }

  @Test func aLimitThatIsReachedAgainIsDescribedOnce() throws {
    try withToyCorpus { directory throws in
      let command =
        "train \(Self.corpus) \(ToyCorpus.small) --checkpoint c --max-steps 20 --resume"
      for _ in 0..<3 { #expect(Dragoman.run(command, in: directory).status == 0) }
      let lines = Dragoman.run("describe c", in: directory).output.split(separator: "\n")
      let steps = lines.drop { !$0.contains("dev perplexity") }.dropFirst()
        .compactMap { $0.split(separator: " ").dropFirst().first }
      #expect(steps == ["13", "20"], "\(lines)")
    }
  }

  @Test func aLimitIsTakenBack() throws {
    try withToyCorpus { directory throws in
      let command = "train \(Self.corpus) \(ToyCorpus.small) --checkpoint c --epochs 2"
      let limited = Dragoman.run(command + " --max-steps 3 --patience 1", in: directory)
      #expect(limited.error.contains("Training reached --max-steps after 3 steps;"))
      let whole = Dragoman.run(
        command + " --resume --max-steps none --patience none", in: directory)
      #expect(whole.status == 0, "\(whole.error)")
      #expect(whole.error.contains("\n  max_steps: 3 → none\n  patience: 1 → none\n"))
      #expect(whole.error.contains("Training is complete after 26 steps;"), "\(whole.error)")
      try write("max_steps: none\nsubwords: 5\n", to: directory + "/recipe.yaml")
      let other = Dragoman.run(
        "\(command) --overwrite --config recipe.yaml --subwords none", in: directory)
      #expect(other.status == 0, "\(other.error)")
      #expect(!Dragoman.run("describe c", in: directory).output.contains("subwords"))
    }
  }

  /// Without the best weights, a run that finds no better ones would have no result.
  @Test func weightsThatAreGoneAreMissed() throws {
    let directory = TemporaryDirectory()
    try copyCheckpoint(to: directory.path)
    unlink(directory.path("model/model.safetensors"))
    let result = Dragoman.run(
      "train \(Self.corpus) --checkpoint model --resume", in: directory.path)
    #expect(result.status == 66)
    #expect(
      result.error.hasSuffix(
        "Error: Cannot open model/model.safetensors: there is no such file.\nCheck the spelling of the "
          + "path.\n"), "\(result.error)")
  }

  @Test func aDevSetIsNotForgotten() throws {
    let directory = TemporaryDirectory()
    try copyCheckpoint(to: directory.path)
    #expect(
      Dragoman.run(
        "train \(ToyCorpus.training) --checkpoint model --resume", in: directory.path)
        == failure(
          64,
          "This run has a dev set: give it again with --dev-source and --dev-target, or "
            + "--dev-pairs.",
          "See 'dragoman train translation --help' for all options."))
  }

  @Test func aCheckpointIsNotOverwrittenUnasked() throws {
    let directory = TemporaryDirectory()
    try copyCheckpoint(to: directory.path)
    let command = "train \(Self.corpus) \(ToyCorpus.small) --epochs 1 --checkpoint model"
    #expect(
      Dragoman.run(command, in: directory.path)
        == failure(
          73, "model already contains a checkpoint.",
          "Add --resume to continue it or --overwrite to replace it, or give another "
            + "--checkpoint."))
    let replaced = Dragoman.run(command + " --overwrite", in: directory.path)
    #expect(replaced.status == 0, "\(replaced.error)")
    #expect(
      Dragoman.run("describe model", in: directory.path).output.contains("epoch 1 of 1,"))
  }

  @Test func resumingWhereThereIsNothingStartsAnew() throws {
    try withToyCorpus { directory throws in
      let result = Dragoman.run(
        "train \(Self.corpus) \(ToyCorpus.small) --epochs 1 --checkpoint c --resume",
        in: directory)
      #expect(result.status == 0)
      #expect(result.error.hasPrefix("c contains no checkpoint yet: starting a new one.\n"))
    }
  }

  @Test func aSecondProcessIsRefused() throws {
    try withToyCorpus { directory throws in
      let flags = "\(Self.corpus) \(ToyCorpus.small) --checkpoint c"
      let first = Dragoman.start(
        "train \(flags) --epochs 100000 --log-interval 1", in: directory)
      while let line = first.readErrorLine(), !line.contains("step 1 ") {}
      let second = Dragoman.run("train \(flags) --resume", in: directory)
      first.signal(SIGINT)
      #expect(first.finish().status == 130)
      #expect(second.status == 73)
      #expect(
        second.error
          == "Error: Another training process is using c.\nWait until it ends, or give another "
          + "--checkpoint.\n")
    }
  }

  @Test func divergenceIsTakenBackThreeTimes() throws {
    try withToyCorpus { directory throws in
      let result = Dragoman.run(
        "train \(Self.corpus) \(ToyCorpus.small) --checkpoint c --learning-rate 30 --clip-norm 0 "
          + "--no-dev-translations", in: directory)
      #expect(result.status == 70)
      let backs = result.error.split(separator: "\n").filter { $0.hasPrefix("The loss is ") }
      #expect(backs.count == 3, "\(result.error)")
      for (index, rate) in ["15.0", "7.5", "3.75"].enumerated() where index < backs.count {
        #expect(
          backs[index].hasSuffix(
            ": returning to step 0 with half the learning rate, \(rate) "
              + "(recovery \(index + 1) of at most 3)."),
          "\(backs[index])")
      }
    }
  }

  /// Without embeddings, all sentences of the same length look alike.
  @Test func aModelThatSaysOneSentenceIsWarnedOf() throws {
    try withToyCorpus { directory throws in
      try write("a\nb\nc\nd\n", to: directory + "/dev.en")
      try write("A\nB\nC\nD\n", to: directory + "/dev.fr")
      let result = Dragoman.run(
        "train \(Self.corpus) \(ToyCorpus.small) --checkpoint c --learning-rate 1e-9 --epochs 1 "
          + "--embedding-deviation 0", in: directory)
      #expect(result.status == 0)
      #expect(result.error.contains("\n  dev translations: 25.0 % distinct"), "\(result.error)")
      #expect(
        result.error.contains(
          "\n  Warning: the translations of all dev sentences are the same: ")
          || result.error.contains(
            "\n  Warning: the translations of all dev sentences are empty.\n"),
        "\(result.error)")
    }
  }

  @Test func divergenceStopsAndLeavesTheLastGoodState() throws {
    try withToyCorpus { directory throws in
      let result = Dragoman.run(
        "train \(Self.corpus) \(ToyCorpus.small) --checkpoint c --optimizer sgd --clip-norm 0 "
          + "--learning-rate 1e38 --weight-decay 1", in: directory)
      #expect(result.status == 70)
      #expect(result.error.contains("\nError: Training diverged at step "), "\(result.error)")
      #expect(
        result.error.hasSuffix(
          "\nThe checkpoint contains the last good state. Add --resume with a lower "
            + "--learning-rate or a lower --clip-norm.\n"))
      let resumed = Dragoman.run(
        "train \(Self.corpus) --checkpoint c --resume --learning-rate 0.01 --epochs 1",
        in: directory)
      #expect(resumed.status == 0, "\(resumed.error)")
    }
  }

  /// An epoch has one step, whose loss is still that of the initial weights.
  @Test func aDevSetThatCannotBeScoredIsADivergence() throws {
    try withToyCorpus { directory throws in
      let result = Dragoman.run(
        "train \(Self.corpus) --checkpoint c --embedding-size 8 --hidden-size 16 --layers 1 "
          + "--batch-size 200 --optimizer sgd --learning-rate 1e30 --clip-norm 0 --epochs 2 "
          + "--threads 1", in: directory)
      #expect(result.status == 70, "\(result.error)")
      #expect(
        result.error.contains(
          "\nError: Training diverged at step 1: the dev loss is "), "\(result.error)")
    }
  }

  @Test func aTrainingStateThatIsMissing() throws {
    try expectRefusal(
      66, "model/training-state.safetensors is missing, so training cannot resume.",
      "The checkpoint can still be used. --overwrite starts training from scratch."
    ) { unlink($0) }
  }

  @Test func aTrainingStateThatEndsEarly() throws {
    let size = try contents(of: TrainedCheckpoint.directory + "/" + Self.state).count
    try expectRefusal(
      65,
      "model/training-state.safetensors: the file is truncated: expected at least \(grouped(size)) "
        + "bytes, found \(grouped(size - 1)).",
      "The file is damaged or belongs to another model: copy it again, or train again."
    ) { try write(Array(try contents(of: $0).dropLast()), to: $0) }
  }

  @Test(arguments: [(#"\"epoch\":"#, #"\"epock\":"#), (#"\"step\":52"#, #"\"step\":-2"#)])
  func aTrainingStateThatIsNone(old: String, new: String) throws {
    try expectRefusal(
      65, "model/training-state.safetensors is not a training state of this checkpoint.",
      "The checkpoint can still be used. --overwrite starts training from scratch."
    ) { path in
      var bytes = try contents(of: path)
      let place = try #require(bytes.firstRange(of: old.utf8))
      bytes.replaceSubrange(place, with: new.utf8)
      try write(bytes, to: path)
    }
  }

  private static let state = "model/training-state.safetensors"

  /// Resumes after `damage` to the training state; this must be rejected without changing anything
  /// else.
  private func expectRefusal(
    _ status: Int32, _ message: String, _ advice: String, after damage: (String) throws -> Void
  ) throws {
    let directory = TemporaryDirectory()
    try copyCheckpoint(to: directory.path)
    try damage(directory.path(Self.state))
    let kept = ["config.json", "metrics.jsonl", "model.safetensors"]
    func read() throws -> [[UInt8]] {
      try kept.map { try contents(of: directory.path("model/" + $0)) }
    }
    let before = try read()
    let result = Dragoman.run(
      "train \(Self.corpus) --checkpoint model --resume --epochs 41", in: directory.path)
    #expect(result.status == status)
    #expect(result.output.isEmpty)
    #expect(result.error.hasSuffix("\nError: \(message)\n\(advice)\n"), "\(result.error)")
    #expect(!result.error.contains("Resuming"))
    #expect(try read() == before)
  }

  /// Formats a number with commas between thousands.
  private func grouped(_ number: Int) -> String {
    number < 1000
      ? "\(number)" : grouped(number / 1000) + "," + String("\(1000 + number % 1000)".dropFirst())
  }

  private func copyCheckpoint(to directory: String) throws {
    for name in ["model", "train.en", "train.fr", "dev.en", "dev.fr"] {
      try FileManager.default.copyItem(
        atPath: TrainedCheckpoint.directory + "/" + name, toPath: directory + "/" + name)
    }
  }
}

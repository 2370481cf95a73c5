// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// The configuration file of `--config`.
struct ConfigurationFileTests {
  private static let form =
    "Each line is a flag of the command, with underscores instead of hyphens, and its "
    + "value: 'hidden_size: 512'."

  /// As Notepad and other editors save it.
  @Test(arguments: [
    "\u{FEFF}epochs: 1\nseed: 7\n", "epochs: 1\r\nseed: 7\r\n", "\u{FEFF}epochs: 1\r\nseed: 7\r\n",
    "\u{FEFF}# settings\nepochs: 1\nseed: 7", "\u{FEFF}---\nepochs: 1\nseed: 7\n",
    "\u{FEFF}\nepochs: 1\n\nseed: 7\n",
  ])
  func aByteOrderMarkAndCRLFAreRead(text: String) throws {
    try withToyCorpus { directory throws in
      try write(text, to: directory + "/run.yaml")
      let result = Dragoman.run(
        "train \(ToyCorpus.training) \(ToyCorpus.small) --checkpoint c --config run.yaml",
        in: directory)
      #expect(result.status == 0, "\(result.error)")
      let configuration = String(
        decoding: try contents(of: directory + "/c/config.json"), as: UTF8.self)
      #expect(configuration.contains(#""seed" : 7"#) && configuration.contains(#""epochs" : 1"#))
    }
  }

  @Test func linesAreCountedBehindAByteOrderMark() throws {
    let directory = TemporaryDirectory()
    try write("\u{FEFF}epochs: 1\r\ncolour: red\r\n", to: directory.path("run.yaml"))
    #expect(
      Dragoman.run("train --config run.yaml", in: directory.path)
        == failure(65, "run.yaml, line 2: 'colour' is not a setting.", Self.form))
  }

  @Test(
    arguments: [
      (
        "# sizes\nhidden_sice: 512\n", "run.yaml, line 2: 'hidden_sice' is not a setting.",
        "Did you mean 'hidden_size'?"
      ),
      ("colour: red\n", "run.yaml, line 1: 'colour' is not a setting.", form),
      (
        "hidden-size: 512\n", "run.yaml, line 1: 'hidden-size' is not a setting.",
        "Did you mean 'hidden_size'?"
      ),
      (
        "layers: 2\nhidden_size: large\n",
        "run.yaml, line 2: 'hidden_size' is 'large', but must be a whole number.", nil
      ),
      (
        "learning_rate: fast\n",
        "run.yaml, line 1: 'learning_rate' is 'fast', but must be a number.", nil
      ),
      (
        "normalization: nfkc\n",
        "run.yaml, line 1: 'normalization' is 'nfkc', but must be standard or none.", nil
      ),
      (
        "lowercase: maybe\n",
        "run.yaml, line 1: 'lowercase' is 'maybe', but must be true or false.", nil
      ),
      (
        "optimizer: rmsprop\n",
        "run.yaml, line 1: 'optimizer' is 'rmsprop', but must be adam, adamw, adagrad, sgd or sgdw.",
        nil
      ),
      (
        "schedule: linear\n",
        "run.yaml, line 1: 'schedule' is 'linear', but must be constant, inverse-sqrt, plateau, "
          + "exponential or luong.", nil
      ),
      (
        "average: 4\n",
        "run.yaml, line 1: 'average' is '4', but must be best:n, last:n or none.", nil
      ),
      (
        "layers: [1, 2]\n",
        "run.yaml, line 1: 'layers' is a list, but must be a single "
          + "value.", form
      ),
      (
        "model:\n  layers: 1\n",
        "run.yaml, line 1: 'model' is a group of keys, but must be a single value.", form
      ),
      (
        "epochs: 1\nlayers: 1\nepochs: 2\n",
        "run.yaml, line 1: the key 'epochs' occurs more than once.", "Keep one of them."
      ),
      ("- epochs\n", "run.yaml, line 1: expected a key, a colon and a value.", form),
      (
        "epochs: 'one\n",
        "run.yaml, line 2: this is not YAML: found unexpected end of stream.", form
      ),
    ] as [(String, String, String?)])
  func whatIsWrongIsNamed(text: String, message: String, advice: String?) throws {
    let directory = TemporaryDirectory()
    try write(text, to: directory.path("run.yaml"))
    let result = Dragoman.run("train --config run.yaml", in: directory.path)
    #expect(result == failure(65, message, advice))
  }

  @Test(
    arguments: [
      (
        "1.5", "",
        "'dropout' (run.yaml, line 3) is 1.5, but must be at least 0 and below 1."
      ),
      ("0.3", " --dropout 1", "--dropout is 1.0, but must be at least 0 and below 1."),
    ])
  func aValueOutOfRangeIsNamedWhereItStands(value: String, flag: String, message: String) throws {
    let directory = TemporaryDirectory()
    try write("pairs: p.tsv\ncheckpoint: c\ndropout: \(value)\n", to: directory.path("run.yaml"))
    let result = Dragoman.run("train --config run.yaml" + flag, in: directory.path)
    #expect(
      result == failure(64, message, "See 'dragoman train translation --help' for all options."))
  }

  @Test func aMissingFile() {
    #expect(
      Dragoman.run("train --config nothing.yaml")
        == failure(
          66, "Cannot open nothing.yaml: there is no such file.",
          "Check the spelling of the path."))
  }

  @Test func theWayOfTrainingIsDescribed() throws {
    try withToyCorpus { directory throws in
      try write(
        """
        source: train.en
        target: train.fr
        dev_source: dev.en
        dev_target: dev.fr
        checkpoint: c
        embedding_size: 8
        hidden_size: 16
        layers: 1
        epochs: 2
        batch_tokens: 80
        accumulate: 2
        weight_decay: 0.01
        label_smoothing: 0.1
        optimizer: adamw
        schedule: exponential
        decay_rate: 0.5
        decay_interval: 3
        validation_metric: chrf
        ema_decay: 0.9
        average: last:2
        recoveries: 1

        """, to: directory + "/run.yaml")
      let result = Dragoman.run("train --config run.yaml", in: directory)
      #expect(result.status == 0, "\(result.error)")
      #expect(result.error.contains("\naverage of epochs 1 and 2  dev perplexity "))
      #expect(result.error.contains("\nBest dev chrF "))
      let description = Dragoman.run("describe c", in: directory).output
      #expect(
        description.contains(
          """

          steps          2 batches each, weight decay 0.01
          objective      label smoothing 0.1
          schedule       exponential, decay 0.5, every 3 steps
          weights        best by chrF, moving average 0.9, average last:2 if it scores better

          """), "\(description)")
      #expect(description.contains("\nepoch  step  dev perplexity  "))
      #expect(
        description.contains("training       adamw, learning rate 0.001, batches of 80 tokens, "))
      let table = description.split(separator: "\n").suffix(3)
      #expect(
        table.count { $0.contains("  average of steps 10 and 20") } == 1
          && table.last?.contains("average of steps") == true, "\(description)")
      #expect(table.count { $0.hasSuffix("best") } == 1, "\(description)")
      #expect(
        table.last?.hasSuffix(", best") == result.error.contains("  best so far, kept\n"),
        "\(description)")

      try write("batch_size: 8\nbatch_tokens: 80\n", to: directory + "/both.yaml")
      let both = Dragoman.run("train --config both.yaml", in: directory)
      #expect(
        both.error.hasPrefix("Error: Give --batch-size or --batch-tokens, not both.\n"),
        "\(both.error)")

      // Flags override the file.
      let fixed = Dragoman.run(
        "train --config run.yaml --batch-size 100 --overwrite", in: directory)
      #expect(fixed.error.contains("\nTraining: 1 step per epoch, "), "\(fixed.error)")
    }
  }

  /// Settings of the file's schedule do not apply to another schedule on the command line.
  @Test(
    arguments: [
      ("--schedule constant", nil), ("--schedule luong", "luong"),
      ("--schedule inverse-sqrt", "inverse-sqrt, 400 warm-up steps"),
      ("--schedule exponential --decay-rate 0.25", "exponential, decay 0.25"),
      ("", "inverse-sqrt, 400 warm-up steps"),
    ])
  func aScheduleOverridesTheFile(flags: String, schedule: String?) throws {
    try withToyCorpus { directory throws in
      try write(
        """
        source: train.en
        target: train.fr
        checkpoint: c
        embedding_size: 8
        hidden_size: 16
        layers: 1
        max_steps: 1
        schedule: inverse-sqrt
        warmup_steps: 400
        recoveries: 0

        """, to: directory + "/run.yaml")
      let result = Dragoman.run("train --config run.yaml \(flags)", in: directory)
      #expect(result.status == 0, "\(result.error)")
      let description = Dragoman.run("describe c", in: directory).output
      let row = description.split(separator: "\n").first { $0.hasPrefix("schedule ") }
      #expect(row == schedule.map { "schedule       \($0)" }, "\(description)")
      #expect(
        try String(decoding: contents(of: directory + "/c/config.json"), as: UTF8.self)
          .contains("\"recoveries\" : 0"))
    }
  }

  @Test func aFlagOverridesTheFile() throws {
    try withToyCorpus { directory throws in
      try write(
        """
        # A comment, a null, and the language of Norway, which YAML takes for false.
        source: train.en
        target: train.fr
        source_language: no
        checkpoint: c
        embedding_size: 8
        hidden_size: 512
        layers: 1
        epochs: 1
        batch_size: 50
        reverse_source: true
        max_steps: ~
        dropout: 0
        output_dropout: 0.25

        """, to: directory + "/run.yaml")
      let result = Dragoman.run("train --config run.yaml --hidden-size 16", in: directory)
      #expect(result.status == 0, "\(result.error)")
      let description = Dragoman.run("describe c", in: directory).output
      #expect(description.contains("embedding 8, hidden 16, dropout 0.0, output dropout 0.25\n"))
      #expect(description.contains("source         no, 8 words, read in reverse\n"))
      #expect(description.contains("batch 50,"))
    }
  }
}

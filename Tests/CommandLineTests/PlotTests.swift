// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// `plot`, on checkpoints of a configuration and a history.
struct PlotTests {
  private static let training =
    #"{"epoch":1,"gradient_norm":2,"kind":"training","learning_rate":0.001,"loss":3,"perplexity":20.1,"#
    + #""seconds":1.5,"step":100,"tokens":9,"tokens_per_second":6}"#
  private static let validation =
    #"{"accuracy":0.5,"epoch":1,"kind":"validation","loss":2,"perplexity":7.4,"seconds":2,"#
    + #""step":120,"tokens":11}"#
  private static let diverged =
    #"{"epoch":2,"gradient_norm":"Infinity","kind":"training","learning_rate":0.001,"loss":"NaN","#
    + #""perplexity":"NaN","seconds":3,"step":200,"tokens":18,"tokens_per_second":6}"#

  private func makeCheckpoint(_ path: String, _ history: [String]?) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try write(#"{"format_version":3,"task":"classifier"}"#, to: path + "/config.json")
    guard let history else { return }
    try write(history.map { $0 + "\n" }.joined(), to: path + "/metrics.jsonl")
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try contents(of: path), as: UTF8.self)
  }

  @Test func curvesBecomeAPage() throws {
    let directory = TemporaryDirectory()
    try makeCheckpoint(directory.path("a"), [Self.training, Self.validation, Self.diverged])
    try makeCheckpoint(directory.path("b"), [Self.validation])
    let result = Dragoman.run("plot a b --output deep/curves.html", in: directory.path)
    #expect(
      result
        == ProcessResult(
          status: 0, output: "", error: "Wrote the plots of 2 runs to deep/curves.html.\n"))
    let page = try text(directory.path("deep/curves.html"))
    let titles = page.matches(of: #/<figcaption>([^<]*?) ?</#).map { String($0.output.1) }
    #expect(
      titles == [
        "Training loss", "Dev loss", "Dev perplexity", "Dev accuracy", "Learning rate",
        "Largest gradient norm", "Speed",
      ])
    #expect(page.contains("<title>a, step 100: 0.001</title>"))
    let link = try #require(page.firstMatch(of: #/;base64,([^"]+)"/#)).output.1
    let table = try #require(Data(base64Encoded: String(link)))
    #expect(
      String(decoding: table, as: UTF8.self) == """
        run\tkind\tname\tstep\tepoch\tseconds\tvalue
        a\ttraining\tgradient_norm\t100\t1\t1.5\t2.0
        a\ttraining\tlearning_rate\t100\t1\t1.5\t0.001
        a\ttraining\tloss\t100\t1\t1.5\t3.0
        a\ttraining\tperplexity\t100\t1\t1.5\t20.1
        a\ttraining\ttokens_per_second\t100\t1\t1.5\t6.0
        a\tvalidation\taccuracy\t120\t1\t2.0\t0.5
        a\tvalidation\tloss\t120\t1\t2.0\t2.0
        a\tvalidation\tperplexity\t120\t1\t2.0\t7.4
        a\ttraining\tgradient_norm\t200\t2\t3.0\tinf
        a\ttraining\tlearning_rate\t200\t2\t3.0\t0.001
        a\ttraining\tloss\t200\t2\t3.0\tnan
        a\ttraining\tperplexity\t200\t2\t3.0\tnan
        a\ttraining\ttokens_per_second\t200\t2\t3.0\t6.0
        b\tvalidation\taccuracy\t120\t1\t2.0\t0.5
        b\tvalidation\tloss\t120\t1\t2.0\t2.0
        b\tvalidation\tperplexity\t120\t1\t2.0\t7.4

        """)
  }

  @Test func curvesBecomeAPictureOverEpochs() throws {
    let directory = TemporaryDirectory()
    try makeCheckpoint(directory.path("a"), [Self.training, Self.validation])
    let result = Dragoman.run(
      "plot a --over epochs --smooth 0.5 --output curves.svg", in: directory.path)
    #expect(
      result
        == ProcessResult(status: 0, output: "", error: "Wrote the plots of 1 run to curves.svg.\n"))
    let picture = try text(directory.path("curves.svg"))
    #expect(picture.contains("<title id=\"title\">Training of a</title>"))
    #expect(picture.contains("Training loss, smoothed (0.5)"))
    #expect(picture.contains("<title>a, epoch 0.83: 3\u{A0}nats</title>"))
  }

  @Test func numbersBecomeEventFiles() throws {
    let directory = TemporaryDirectory()
    try makeCheckpoint(directory.path("x/a"), [Self.training, Self.validation])
    try makeCheckpoint(directory.path("y/a"), [Self.validation])
    let result = Dragoman.run("plot x/a y/a/ x/a --tensorboard runs", in: directory.path)
    #expect(
      result
        == ProcessResult(
          status: 0, output: "",
          error: "Wrote the numbers of 2 runs. To see them: tensorboard --logdir runs\n"))
    for run in ["x/a", "y/a"] {
      let folder = directory.path("runs/" + run)
      #expect(try names(in: folder) == ["events.out.tfevents.dragoman"])
      let bytes = try contents(of: folder + "/events.out.tfevents.dragoman")
      #expect(bytes[14..<27].elementsEqual("brain.Event:2".utf8))
      #expect(String(decoding: bytes, as: UTF8.self).contains("validation/accuracy"))
    }
  }

  @Test func runsOfTheSameNameAreNamedByTheirPaths() throws {
    let directory = TemporaryDirectory()
    for path in ["x/a", "y/a", "x/b"] {
      try makeCheckpoint(directory.path(path), [Self.validation])
    }
    let result = Dragoman.run(
      "plot a ../x/b ../y/./a --output c.html", in: directory.path("x"))
    #expect(result.status == 0, "\(result.error)")
    let page = try text(directory.path("x/c.html"))
    #expect(page.matches(of: #/<\/i>([^<]*)<\/li>/#).map(\.output.1) == ["x/a", "b", "y/a"])
  }

  @Test func aTranslatorHasTheSameCurves() throws {
    let directory = TemporaryDirectory()
    let result = Dragoman.run(
      "plot \(TrainedCheckpoint.directory)/model --output c.html", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    #expect(try text(directory.path("c.html")).contains("<figcaption>Dev loss"))
  }

  /// A run may be writing the last line.
  @Test func anIncompleteLastLineIsSkipped() throws {
    let directory = TemporaryDirectory()
    try makeCheckpoint(directory.path("a"), [Self.validation, #"{"epoch":2,"ki"#])
    #expect(Dragoman.run("plot a --output c.svg", in: directory.path).status == 0)
  }

  @Test(
    arguments: [
      (
        nil, 66, "a has no training history: metrics.jsonl is missing.",
        "Averages, n-gram models and machines set by hand have none: give a checkpoint that "
          + "'dragoman train' trained in steps."
      ),
      (
        [], 65, "a/metrics.jsonl has no entries yet.",
        "Training adds one every --log-interval steps, and dev scores after each epoch."
      ),
      (
        [Self.validation, "nonsense", Self.validation], 65,
        "a/metrics.jsonl, line 2: this is not an entry of a training history.",
        "The file is damaged: remove the line, or copy the checkpoint again."
      ),
    ] as [([String]?, Int32, String, String)])
  func aHistoryThatCannotBeRead(
    history: [String]?, status: Int32, message: String, advice: String
  ) throws {
    let directory = TemporaryDirectory()
    try makeCheckpoint(directory.path("a"), history)
    let result = Dragoman.run("plot a --output c.html --tensorboard t", in: directory.path)
    #expect(result == failure(status, message, advice))
    #expect(try names(in: directory.path) == ["a"])
  }

  @Test func aMachineHasNoHistory() throws {
    let directory = TemporaryDirectory()
    try write(
      "symbols: [a]\nstates: [s]\ncell: relu\nW_ss: [[0]]\nW_sx: {s: {a: 1}}\nW_o: {a: {s: 1}}\n",
      to: directory.path("m.yaml"))
    let made = Dragoman.run("machine m.yaml --checkpoint m", in: directory.path)
    #expect(made.status == 0, "\(made.error)")
    let result = Dragoman.run("plot m --output c.html", in: directory.path)
    #expect(result.status == 66)
    #expect(
      result.error.hasPrefix("Error: m has no training history: metrics.jsonl is missing.\n"))
  }

  @Test(
    arguments: [
      ("a", 64, "Give --output FILE.html, --output FILE.svg or --tensorboard DIRECTORY."),
      ("a --output c.png", 64, "--output is c.png, but must end in .html or .svg."),
      ("a --output c.svg --smooth 1", 64, "--smooth is 1.0, but must be at least 0 and below 1."),
      ("a --output c.svg --smooth -1", 64, "--smooth is -1.0, but must be at least 0 and below 1."),
      ("a none --output c.svg", 66, "none is not a checkpoint: config.json is missing."),
      ("a --output /dev/null/c.svg", 73, "Cannot create /dev/null: a file of that name exists"),
      ("a --tensorboard a/config.json", 73, "Cannot create a/config.json: "),
      ("a --tensorboard ''", 64, "Cannot create a file: its path is empty."),
    ] as [(String, Int32, String)])
  func wrongUse(arguments: String, status: Int32, message: String) throws {
    let directory = TemporaryDirectory()
    try makeCheckpoint(directory.path("a"), [Self.validation])
    let result = Dragoman.run("plot \(arguments)", in: directory.path)
    #expect(result.status == status)
    #expect(result.error.hasPrefix("Error: \(message)"), "\(result.error)")
    #expect(try names(in: directory.path) == ["a"])
  }
}

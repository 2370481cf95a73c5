// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// `lecture`: the data of experiments, and the page of their results.
struct LectureCommandTests {
  private func run(_ arguments: String, in directory: String) -> ProcessResult {
    Dragoman.run("lecture \(arguments)", in: directory)
  }

  @Test func withoutANameTheLecturesAreListed() {
    let result = Dragoman.run("lecture")
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n")
    #expect(lines[0] == "lecture")
    #expect(
      lines.contains(
        "temporal-order   Sequences of noise with two symbols, whose order determines the class."
      )
    )
    #expect(!result.output.contains("report"))
    #expect(result.error == "\nTo write the data for one of them: dragoman lecture NAME\n")
  }

  @Test func aMisspeltNameIsAnsweredWithTheNearest() {
    let result = Dragoman.run("lecture temporal-oder --level hard")
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(
      result.error.hasPrefix("Error: 'temporal-oder' is not a lecture: give temporal-order, "))
    #expect(
      result.error.hasSuffix(
        "Did you mean 'temporal-order'?\nSee 'dragoman lecture --help' for all options.\n"))
  }

  @Test func theFilesAndTheNextCommandsArePrinted() throws {
    let directory = TemporaryDirectory()
    let result = run("temporal-order --level hard --count 1200", in: directory.path)
    #expect(result.status == 0 && result.output.isEmpty)
    #expect(
      result.error == """
        Wrote lectures/data/temporal-order/hard:
          train.tsv  1,200 lines
          dev.tsv    1,000 lines
          test.tsv   1,000 lines
        Next:
          dragoman train classifier --examples lectures/data/temporal-order/hard/train.tsv \
        --dev-examples lectures/data/temporal-order/hard/dev.tsv --checkpoint checkpoints/temporal-order-hard
          dragoman evaluate checkpoints/temporal-order-hard \
        --examples lectures/data/temporal-order/hard/test.tsv

        """)
    let path = directory.path("lectures/data/temporal-order/hard")
    #expect(try names(in: path) == ["dev.tsv", "test.tsv", "train.tsv"])
    #expect(run("temporal-order --level hard --count 1200", in: directory.path).status == 0)
  }

  @Test func aLabelForEveryStepIsForALabeller() throws {
    let directory = TemporaryDirectory()
    let result = run("temporal-order --every-step --count 2", in: directory.path)
    #expect(result.status == 0 && result.output.isEmpty)
    #expect(
      result.error.hasSuffix(
        """
        Next:
          dragoman train labeller --no-characters \
        --tokens lectures/data/temporal-order/easy-steps/train.tsv \
        --dev-tokens lectures/data/temporal-order/easy-steps/dev.tsv \
        --checkpoint checkpoints/temporal-order-easy-steps
          dragoman evaluate checkpoints/temporal-order-easy-steps \
        --tokens lectures/data/temporal-order/easy-steps/test.tsv

        """))
    let lines = String(
      decoding: try contents(
        of: directory.path("lectures/data/temporal-order/easy-steps/train.tsv")),
      as: UTF8.self)
    #expect(lines.hasPrefix("B\tnone\n") && lines.hasSuffix("\n\n"))
  }

  @Test func otherDataIsKept() throws {
    let directory = TemporaryDirectory()
    try write("mine\n", to: directory.path("test.tsv"))
    let refused = run("temporal-order --output .", in: directory.path)
    #expect(
      refused
        == ProcessResult(
          status: 73, output: "",
          error: """
            Error: ./test.tsv exists and holds other data.
            Give another directory with --output, or --overwrite to replace the file.

            """))
    #expect(try names(in: directory.path) == ["test.tsv"])
    #expect(run("temporal-order --output . --overwrite", in: directory.path).status == 0)
    #expect(try contents(of: directory.path("test.tsv")).first == UInt8(ascii: "B"))
  }

  @Test func aTextOfOnesOwnIsDivided() throws {
    let directory = TemporaryDirectory()
    try write(ToyExamples.lines(70), to: directory.path("names.tsv"))
    #expect(run("names --from names.tsv --output n", in: directory.path).status == 0)
    #expect(try names(in: directory.path("n")) == ["dev.tsv", "test.tsv", "train.tsv"])
    try write("what\n\nthe\n", to: directory.path("few.txt"))
    let few = run("window-or-state --from few.txt", in: directory.path)
    #expect(few.status == 65)
    #expect(
      few.error == """
        Error: few.txt has 2 lines, which is too few to divide.
        Give a text with 10 lines or more.

        """)
    try write("Ann\tA\n", to: directory.path("one.tsv"))
    #expect(
      run("names --from one.tsv", in: directory.path)
        == failure(
          65, "one.tsv has 1 line, which is too few to divide.",
          "Give a text with 10 lines or more."))
    #expect(
      run("digits", in: directory.path)
        == failure(
          66, "There is no lectures/digits.txt here.",
          "Run the command in Dragoman's repository, or give the file with --from."))
    let missing = run("window-or-state --from none.txt", in: directory.path)
    #expect(missing.status == 66)
    try write((0..<30).map { "line \($0)\n" }.joined(), to: directory.path("text.txt"))
    let result = run("window-or-state --from text.txt --output w", in: directory.path)
    #expect(result.status == 0)
    #expect(result.error.contains("--model window --order 3 --checkpoint"))
    #expect(
      try names(in: directory.path("w")) == ["dev.txt", "pairs.tsv", "test.txt", "train.txt"])
    let cells = run("cells --from text.txt --length 20 --count 5 --output c", in: directory.path)
    #expect(
      cells
        == ProcessResult(
          status: 0, output: "",
          error: """
            Wrote c:
              tokens.tsv           20 lines
              dev-tokens.tsv        2 lines
              examples.tsv          5 lines
              dev-examples.tsv  1,000 lines
              text.txt             27 lines
              dev-text.txt          3 lines
            Next:
              dragoman search-cells --tokens c/tokens.tsv --dev-tokens c/dev-tokens.tsv --examples \
            c/examples.tsv --dev-examples c/dev-examples.tsv --text c/text.txt --dev-text \
            c/dev-text.txt --output checkpoints/cells

            """))
  }

  @Test func imagesAndDrawingsBecomeVectors() throws {
    let directory = TemporaryDirectory()
    let line = "7\t" + String(repeating: "0g", count: 32) + "\n"
    try write("# a comment\n" + String(repeating: line, count: 12), to: directory.path("d.txt"))
    let digits = run("digits --from d.txt --form glimpses --output d", in: directory.path)
    #expect(
      digits
        == ProcessResult(
          status: 0, output: "",
          error: """
            Wrote d:
              train.tsv  32 lines
              train.txt   8 lines
              dev.tsv     8 lines
              dev.txt     2 lines
              test.tsv    8 lines
              test.txt    2 lines
            Next:
              dragoman train classifier --vectors d/train.tsv --labels d/train.txt --dev-vectors d/dev.tsv \
            --dev-labels d/dev.txt --checkpoint checkpoints/digits-glimpses
              dragoman evaluate checkpoints/digits-glimpses --vectors d/test.tsv --labels d/test.txt

            """))
    let image = run("digits --from d.txt --form image --output i", in: directory.path)
    #expect(image.error.contains("  dragoman train generator --vectors i/train.tsv --target "))
    try write("7\t0\n", to: directory.path("d.txt"))
    let wrong = run("digits --from d.txt --output e", in: directory.path)
    #expect(wrong.status == 65)
    #expect(
      wrong.error.hasPrefix("Error: d.txt, line 1: expected a digit, a tab and 64 pixels.\n"))
    #expect(run("digits", in: directory.path).status == 66)
    let strokes = run("strokes", in: directory.path)
    #expect(strokes.status == 0 && strokes.error.contains("  dragoman train generator --vectors "))
  }

  @Test func resultsBecomeATableAndAPage() throws {
    let directory = TemporaryDirectory()
    try write(
      "title\tEcho\nclaim\tAll bits come back\t0.5\t1\t\t%\nclaim\tNone is lost\t1\t1\t\t%\n",
      to: directory.path("echo.tsv"))
    let result = run("report echo.tsv --output deep/report.html", in: directory.path)
    #expect(result.status == 0)
    #expect(
      result.output == """
        lecture  claim                     expected  measured
        Echo     All bits come back  at least 100 %      50 %  not met
                 None is lost        at least 100 %     100 %  met

        2 claims: 1 met, 1 not

        """)
    #expect(result.error == "Wrote the page to deep/report.html.\n")
    let page = String(decoding: try contents(of: directory.path("deep/report.html")), as: UTF8.self)
    #expect(page.contains("All bits come back"))
  }

  @Test func aCurveHasTheScoresOfTheDevSet() throws {
    let directory = TemporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: directory.path("c"), withIntermediateDirectories: false)
    try write(#"{"format_version":3,"task":"classifier"}"#, to: directory.path("c/config.json"))
    let entries = [("training", 1, 0.125), ("validation", 1, 0.5), ("validation", 2, 0.75)]
    let lines = entries.map { kind, epoch, accuracy in
      #"{"accuracy":\#(accuracy),"epoch":\#(epoch),"kind":"\#(kind)","loss":2,"perplexity":7.4,"#
        + #""seconds":1,"step":10,"tokens":5}"#
    }
    try write(
      lines.joined(separator: "\n") + "\n{\"kind\":\"val", to: directory.path("c/metrics.jsonl"))
    try write(
      "title\tx\nplot\tp\tepoch\taccuracy\t%\ncurve\tp\ts\tc\taccuracy\n",
      to: directory.path("r.tsv"))
    let result = run("report r.tsv --output page.html", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    let page = String(decoding: try contents(of: directory.path("page.html")), as: UTF8.self)
    let titles = page.matches(of: #/<title>(s, [^<]*)</#).map(\.output.1)
    #expect(titles == ["s, epoch 1: 50\u{A0}%", "s, epoch 2: 75\u{A0}%"])
  }

  @Test(
    arguments: [
      ("clam\tx\n", "Error: r.tsv, line 1: 'clam' is not a kind of line.\n"),
      ("title\n", "Error: r.tsv, line 1: the line does not have the form title<TAB>TITLE.\n"),
      (
        "title\tx\npoint\tp\ts\t1\t2\n",
        "Error: r.tsv, line 2: there is no plot 'p' above this line.\n"
      ),
      ("text\tx\n", "Error: r.tsv: there is no line with the title.\n"),
      ("title\tx\nclaim\tx\tmuch\t\t\t\n", "Error: r.tsv, line 2: 'much' is not a number.\n"),
    ])
  func wrongResultsAreNamed(text: String, error: String) throws {
    let directory = TemporaryDirectory()
    try write(text, to: directory.path("r.tsv"))
    let result = run("report r.tsv --output page.html", in: directory.path)
    #expect(result.status == 65 && result.error.hasPrefix(error), "\(result.error)")
    #expect(try names(in: directory.path) == ["r.tsv"])
  }

  @Test(
    arguments: [
      ("temporal-order --count 0", 64), ("temporal-order --level simple", 64),
      ("echo --delay -1", 64), ("echo --length 3", 64), ("names", 64),
      ("names --from none.tsv", 66), ("report --output page.html", 64),
      ("report none.tsv --output page.html", 66), ("temporal-order --output /dev/null/x", 73),
    ])
  func wrongUseHasItsStatus(arguments: String, status: Int32) {
    let directory = TemporaryDirectory()
    let result = run(arguments, in: directory.path)
    #expect(result.status == status, "\(result.error)")
    #expect(result.error.hasPrefix("Error: "))
  }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Inspection
import Messages
import Text

struct LectureReport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a page that shows the results of the experiments.",
    discussion: """
      Reads files of results, one for each experiment, as 'make lectures' writes them. Prints a table of the \
      claims, and writes a page with the claims, tables, plots and samples.

        dragoman lecture report lectures/results/*.tsv --output lectures/report.html

      Each line has one of these forms, with tabs between its cells:

        title   TITLE
        text    PARAGRAPH
        claim   STATEMENT  MEASURED  LEAST  MOST  UNIT
        cell    TABLE  ROW  COLUMN  TEXT
        plot    TITLE  X  Y  UNIT
        point   PLOT  SERIES  X  Y
        curve   PLOT  SERIES  CHECKPOINT  METRIC
        sample  TITLE  LINE

      A claim holds if the measured number is at least LEAST and at most MOST, either of which may be empty. If \
      UNIT is %, MEASURED, LEAST and MOST are fractions, such as 0.95. A curve shows a metric, such as accuracy \
      or perplexity, after each epoch of a checkpoint's training.
      """)

  @Argument(
    help: ArgumentHelp(
      "Files of results, in the order in which the page shows them.", valueName: "file"))
  var results: [String]

  @Option(help: ArgumentHelp("File for the page.", valueName: "file"))
  var output: String

  func validate() throws {
    try requireOtherFile("--output", output, than: "the results", results)
  }

  func run() throws {
    let results = try results.map { path in
      try LectureResults(lines(of: path), path: path) { checkpoint, metric in
        try TrainingHistory(directory: checkpoint).curve(metric)
      }
    }
    try makeRoom(forFile: output)
    let page = LecturePage(results)
    try page.write(to: output)
    try StandardOutput.print(ClaimTable(results).text)
    Console().note("Wrote the page to \(output).")
  }

  private func lines(of path: String) throws -> [String] {
    let reader = try LineReader(path: path)
    var lines: [String] = []
    while let line = try reader.next() { lines.append(line.text) }
    return lines
  }
}

/// The claims of all lectures and whether they are met.
struct ClaimTable {
  private let results: [LectureResults]

  init(_ results: [LectureResults]) { self.results = results }

  /// Returns the text with ordinary spaces, as in the other tables of the terminal.
  private func plain(_ text: String) -> String { text.replacing("\u{A0}", with: " ") }

  var text: String {
    var table = Table([
      ("lecture", .left), ("claim", .left), ("expected", .right), ("measured", .right), ("", .left),
    ])
    for lecture in results {
      for (index, claim) in lecture.claims.enumerated() {
        table.add([
          index == 0 ? lecture.title : "", claim.statement, plain(claim.expectation),
          plain(claim.measurement), claim.isMet ? "met" : "not met",
        ])
      }
    }
    let claims = results.flatMap(\.claims)
    let met = claims.count(where: \.isMet)
    return table.text
      + "\n\n\(counted(claims.count, "claim")): \(met) met, \(claims.count - met) not"
  }
}

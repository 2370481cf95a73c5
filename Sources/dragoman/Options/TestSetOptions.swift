// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Sentences and their translations, in two files or in one.
struct TestSetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Source sentences, one per line.", valueName: "file"))
  var source: String?

  @Option(
    help: ArgumentHelp("Reference translations, one per line.", valueName: "file"))
  var reference: String?

  @Option(
    help: ArgumentHelp(
      "Source, tab, reference on each line, instead of --source and --reference.",
      valueName: "file"))
  var pairs: String?

  @Option(
    help: ArgumentHelp(
      """
      The source and reference columns of --pairs: two column numbers, counted from 1 (such as 2,4), or two \
      names from the header line (such as english,french) (default: 1,2).
      """, valueName: "columns"))
  var columns: String?

  @Flag(
    help: """
      Accept text in which every line of one side is just a number, a language code or a single word, or in \
      which both sides are the same.
      """)
  var allowSuspectColumns = false

  /// The flag of the first option that is given.
  var firstInUse: String? { inUse.first }

  /// The flags of the options that are given.
  var inUse: [String] {
    let options: [(flag: String, isInUse: Bool)] = [
      ("--source", source != nil), ("--reference", reference != nil), ("--pairs", pairs != nil),
      ("--columns", columns != nil), ("--allow-suspect-columns", allowSuspectColumns),
    ]
    return options.filter(\.isInUse).map(\.flag)
  }

  var isPairs: Bool { pairs != nil && source == nil && reference == nil }
  var isTwoFiles: Bool { pairs == nil && source != nil && reference != nil }

  /// Reads the test set. The command's `validate()` has checked that the options suffice.
  func load(for command: String) throws -> TestSet {
    let test = try read(command)
    if let line = test.headerLine, let pairs {
      Console().note("\(pairs): line \(line) is a header; skipped.")
    }
    if !allowSuspectColumns { try test.checkColumns() }
    return test
  }

  private func read(_ command: String) throws -> TestSet {
    if columns != nil && pairs == nil {
      throw UsageError(
        command: command, message: "--columns needs --pairs.")
    }
    if let pairs {
      return try TestSet(pairs: pairs, columns: pairColumns(columns, command: command))
    }
    guard let reference else { preconditionFailure("validate() requires --pairs or --reference") }
    return try TestSet(source: source, reference: reference)
  }
}

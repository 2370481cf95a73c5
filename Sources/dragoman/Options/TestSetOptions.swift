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
      "Source, tab, reference on each line, instead of two files.", valueName: "file"))
  var pairs: String?

  var isPairs: Bool { pairs != nil && source == nil && reference == nil }
  var isTwoFiles: Bool { pairs == nil && source != nil && reference != nil }

  /// Reads what is given, which `validate()` of the command has found to be enough.
  func load() throws -> TestSet {
    if let pairs { return try TestSet(pairs: pairs) }
    guard let reference else { preconditionFailure("validate() lets nothing else through") }
    return try TestSet(source: source, reference: reference)
  }
}

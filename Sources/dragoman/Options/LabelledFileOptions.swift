// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// A file of labelled texts or tokens.
struct LabelledFileOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      For classifiers: a file with a text, a tab and a label on each line. --columns chooses other columns.
      """, valueName: "file"))
  var examples: String?

  @Option(
    help: ArgumentHelp(
      """
      For labellers: a file with a token, a tab and its label on each line, or a CoNLL-U file. --columns \
      chooses other columns.
      """, valueName: "file"))
  var tokens: String?
}

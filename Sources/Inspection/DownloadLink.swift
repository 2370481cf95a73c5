// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Returns a link that saves a tab-separated table as a file.
func downloadLink(_ file: String, _ table: String) -> String {
  let data = Data(table.utf8).base64EncodedString()
  return
    "<a download=\"\(file)\" href=\"data:text/tab-separated-values;charset=utf-8;base64,\(data)\">"
    + "Download the numbers (TSV)</a>"
}

/// Returns a text without the characters that separate the cells and lines of a table.
func tableCell(_ text: String) -> String {
  String(text.map { $0 == "\t" || $0.isNewline ? " " : $0 })
}

/// Returns rows of cells as tab-separated text, a line for each row.
func table(_ rows: some Sequence<[String]>) -> String {
  rows.map { $0.map(tableCell).joined(separator: "\t") + "\n" }.joined()
}

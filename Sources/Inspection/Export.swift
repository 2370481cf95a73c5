// SPDX-License-Identifier: Apache-2.0

import Files

extension EmbeddingTable {
  /// Writes `vectors.tsv` and `metadata.tsv` (columns `word` and `count`) for the TensorFlow
  /// Embedding Projector into a directory, which is created if it is missing.
  ///
  /// - Throws: `InspectionError.unwritableWord`, or `FileError`.
  public func exportProjector(to directory: String) throws {
    try requireWritableWords()
    try createDirectory(directory)
    var vectors = try AtomicFile(path: directory + "/vectors.tsv")
    var metadata = try AtomicFile(path: directory + "/metadata.tsv")
    try metadata.write("word\tcount\n")
    for row in words.indices {
      try vectors.write(line(vector(row), separator: "\t"))
      try metadata.write("\(words[row])\t\(counts[row])\n")
    }
    try vectors.commit()
    try metadata.commit()
  }

  /// Writes the text format of word2vec, which gensim's `KeyedVectors.load_word2vec_format` reads:
  /// a line `rows dimension`, then one word per line.
  ///
  /// - Throws: `InspectionError.unwritableWord`, or `FileError`.
  public func exportWord2Vec(to path: String) throws {
    try requireWritableWords()
    var file = try AtomicFile(path: path)
    try file.write("\(words.count) \(dimension)\n")
    for row in words.indices {
      try file.write(words[row] + " " + line(vector(row), separator: " "))
    }
    try file.commit()
  }

  /// - Throws: `InspectionError.unwritableWord` for a word that the separators of the text formats
  ///   would split.
  func requireWritableWords() throws(InspectionError) {
    for (row, word) in words.enumerated() where word.isEmpty || word.utf8.contains(where: isSpace) {
      throw .unwritableWord(word, row: row)
    }
  }
}

extension PrincipalComponents {
  /// Writes a tab-separated table with the columns `word`, `count`, `pc1`, `pc2` and so on, one
  /// word per line, in the order of the fitted rows.
  ///
  /// - Parameters:
  ///   - table: The table that the components were fitted to.
  ///   - path: The path of the file.
  /// - Throws: `InspectionError.unwritableWord`, or `FileError`.
  public func writeTable(of table: EmbeddingTable, to path: String) throws {
    precondition(projection.count == table.words.count * count, "the table that was fitted")
    try table.requireWritableWords()
    var file = try AtomicFile(path: path)
    let titles = (1...count).map { "pc\($0)" }
    try file.write("word\tcount\t" + titles.joined(separator: "\t") + "\n")
    for row in rows(of: table) { try file.write(row) }
    try file.commit()
  }

  /// Returns the lines of the table, without its titles.
  package func rows(of table: EmbeddingTable) -> [String] {
    table.words.indices.map { row in
      let coordinates = projection[row * count..<(row + 1) * count]
      let start = "\(table.words[row])\t\(table.counts[row])\t"
      return start + line(coordinates, separator: "\t")
    }
  }
}

/// Returns the values with the fewest digits that restore the same `Float`s, and a line end.
private func line(_ values: ArraySlice<Float>, separator: String) -> String {
  var text = ""
  for value in values {
    if !text.isEmpty { text += separator }
    text += value.description
  }
  return text + "\n"
}

/// Returns true for ASCII white space: blank, tab, line feed, vertical tab, form feed, carriage
/// return.
private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

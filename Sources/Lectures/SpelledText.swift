// SPDX-License-Identifier: Apache-2.0

extension String {
  /// The text with a space between its characters. Each is then a word for a translator, which
  /// reads and writes words. Spaces and line feeds, which are not words, are written as `␣` and `⏎`.
  var spelled: String {
    map { character in
      switch character {
      case " ": "␣"
      case "\n": "⏎"
      default: String(character)
      }
    }.joined(separator: " ")
  }

  /// True for about a quarter of all texts, which are kept for testing. The choice depends on the
  /// text alone, so that no text is ever in two parts of the data.
  var isHeldOut: Bool {
    // FNV-1a (Fowler, Noll and Vo), whose upper bits depend on all bytes.
    let hash = utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return hash >> 62 == 0
  }
}

extension LecturePart {
  /// Draws examples until one has a source that belongs to this part.
  func draw<Example>(
    source: (Example) -> String, _ next: () -> Example
  ) -> Example {
    while true {
      let example = next()
      if source(example).isHeldOut == (self != .training) { return example }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

/// The properties of a line, or of a piece between two spaces, that its tokens do not preserve.
struct TextNotes {
  /// The changes made by normalization.
  var changes = NormalizationChanges()
  /// The form at each place inside the text.
  private(set) var events: [TypographyCounts.Event] = []
  private(set) var edges = Edges()

  /// The typography at the edges of a piece, next to spaces outside it.
  struct Edges {
    /// The form at the edge if a plain space comes before the piece, or after it.
    fileprivate(set) var eventAfterSpace: TypographyCounts.Event?
    fileprivate(set) var eventBeforeSpace: TypographyCounts.Event?
    /// True if a space before the piece may group the digits of a number.
    fileprivate(set) var beginsWithDigits = false

    var isEmpty: Bool { eventAfterSpace == nil && eventBeforeSpace == nil && !beginsWithDigits }
  }

  var isEmpty: Bool { changes.isEmpty && events.isEmpty && edges.isEmpty }

  /// Removes all notes, to reuse the memory for another text.
  mutating func removeAll() {
    changes = []
    if !events.isEmpty { events.removeAll(keepingCapacity: true) }
    edges = Edges()
  }

  /// Records the typography of a text after entities are decoded. If `isPlain`, the text contains
  /// no space or apostrophe.
  mutating func addTypography(of text: Span<UInt8>, isPlain: Bool) {
    if !isPlain { addPlaces(of: text) }
    guard text.count > 0 else { return }
    edges.eventAfterSpace = plainSpace(beside: character(in: text, at: 0).value) { .before($0) }
    edges.eventBeforeSpace = character(in: text, before: text.count).flatMap { last, _ in
      plainSpace(beside: last) { .after($0) }
    }
    edges.beginsWithDigits =
      text.count >= 3 && (0..<3).allSatisfy { (0x30...0x39).contains(text[$0]) }
  }

  private mutating func addPlaces(of text: Span<UInt8>) {
    var index = 0
    while index < text.count {
      // Most bytes cannot begin a space or an apostrophe.
      switch text[index] {
      case 0x21...0x26, 0x28...0x5F, 0x61...0x7F, 0x80...0xC1, 0xC3...0xC9, 0xCB...0xE0:
        index += 1
        continue
      default: break
      }
      let length = whitespaceLength(in: text, at: index)
      if length > 0 {
        add(spaceAt: index..<index + length, in: text)
        index += length
      } else if let (length, form) = Apostrophe.find(in: text, at: index) {
        if Apostrophe.isBetweenLetters(index..<index + length, in: text),
          let event = TypographyCounts.event(.betweenLetters, form: Apostrophe.forms[form])
        {
          events.append(event)
        }
        index += length
      } else {
        index += 1
      }
    }
  }

  private mutating func add(spaceAt range: Range<Int>, in text: Span<UInt8>) {
    guard let place = Typography.Place(ofSpace: range, in: text),
      let form = Unicode.Scalar(character(in: text, at: range.lowerBound).value),
      let event = TypographyCounts.event(place, form: form)
    else { return }
    events.append(event)
  }

  /// Returns the event of a plain space next to the character; nil if the character is not a sign.
  private func plainSpace(
    beside character: UInt32, _ place: (Unicode.Scalar) -> Typography.Place
  ) -> TypographyCounts.Event? {
    guard mayBeSign(character), let sign = Unicode.Scalar(character) else { return nil }
    return TypographyCounts.event(place(sign), form: " ")
  }
}

extension TextNotes.Edges {
  /// Calls `body` with the typography of the spaces beside a piece at its place in a line.
  func forEachEvent(
    ofPiece piece: Range<Int>, in line: Range<Int>, of text: Span<UInt8>,
    _ body: (TypographyCounts.Event) -> Void
  ) {
    if piece.lowerBound > line.lowerBound {
      if let eventAfterSpace { body(eventAfterSpace) }
      if beginsWithDigits, let event = Self.eventOfGroup(piece, in: line, of: text) { body(event) }
    }
    if piece.upperBound < line.upperBound, let eventBeforeSpace { body(eventBeforeSpace) }
  }

  private static func eventOfGroup(
    _ piece: Range<Int>, in line: Range<Int>, of text: Span<UInt8>
  ) -> TypographyCounts.Event? {
    let start = piece.lowerBound - line.lowerBound
    let place = Typography.Place(ofSpace: start - 1..<start, in: text.extracting(line))
    return place == .betweenDigits ? TypographyCounts.event(.betweenDigits, form: " ") : nil
  }
}

/// Returns false for most characters that are not signs, as a fast first test.
private func mayBeSign(_ character: UInt32) -> Bool {
  switch character {
  case 0x21, 0x25, 0x3A, 0x3B, 0x3F, 0xA0...0xBF, 0x2000...0x2FFF: true
  default: false
  }
}

// SPDX-License-Identifier: Apache-2.0

/// What a line, or a piece of it between two spaces, held that matching leaves out.
struct TextNotes {
  /// What normalization did.
  var changes = NormalizationChanges()
  /// What its typography is at each place.
  private(set) var events: [TypographyCounts.Event] = []
  /// Of a piece: what its typography is when a space stands before it, or behind it.
  private(set) var eventAfterSpace: TypographyCounts.Event?
  private(set) var eventBeforeSpace: TypographyCounts.Event?
  /// Whether a space before the piece may group the digits of a number.
  private(set) var beginsWithDigits = false

  var isEmpty: Bool {
    changes.isDisjoint(with: [.invisible, .entities]) && events.isEmpty && eventAfterSpace == nil
      && eventBeforeSpace == nil && !beginsWithDigits
  }

  /// Notes the typography of a text whose entities are read.
  mutating func addTypography(of text: Span<UInt8>) {
    var index = 0
    while index < text.count {
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
    guard text.count > 0 else { return }
    let first = character(in: text, at: 0).value
    let last = character(in: text, before: text.count)?.value
    eventAfterSpace = plainSpace { .before($0) }(first)
    eventBeforeSpace = last.flatMap(plainSpace { .after($0) })
    beginsWithDigits = text.count >= 3 && (0..<3).allSatisfy { (0x30...0x39).contains(text[$0]) }
  }

  private mutating func add(spaceAt range: Range<Int>, in text: Span<UInt8>) {
    guard let place = Typography.Place(ofSpace: range, in: text),
      let form = Unicode.Scalar(character(in: text, at: range.lowerBound).value),
      let event = TypographyCounts.event(place, form: form)
    else { return }
    events.append(event)
  }

  private func plainSpace(
    _ place: @escaping (Unicode.Scalar) -> Typography.Place
  ) -> (UInt32) -> TypographyCounts.Event? {
    { Unicode.Scalar($0).flatMap { TypographyCounts.event(place($0), form: " ") } }
  }

  /// The typography of a piece where it stands in a line: also of the spaces beside it.
  func events(
    ofPiece piece: Range<Int>, in line: Range<Int>, of text: Span<UInt8>
  ) -> [TypographyCounts.Event] {
    var events = events
    if piece.lowerBound > line.lowerBound {
      if let eventAfterSpace { events.append(eventAfterSpace) }
      if beginsWithDigits, let event = Self.eventOfGroup(piece, in: line, of: text) {
        events.append(event)
      }
    }
    if piece.upperBound < line.upperBound, let eventBeforeSpace { events.append(eventBeforeSpace) }
    return events
  }

  private static func eventOfGroup(
    _ piece: Range<Int>, in line: Range<Int>, of text: Span<UInt8>
  ) -> TypographyCounts.Event? {
    let start = piece.lowerBound - line.lowerBound
    let place = Typography.Place(ofSpace: start - 1..<start, in: text.extracting(line))
    return place == .betweenDigits ? TypographyCounts.event(.betweenDigits, form: " ") : nil
  }
}

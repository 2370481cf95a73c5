// SPDX-License-Identifier: Apache-2.0

/// The text without the invisible characters that carry nothing; `kept` is nil when the text is as it
/// was.
///
/// Invisible are the characters that have the property Default_Ignorable_Code_Point (UAX #44), and
/// controls that are not whitespace. Those stay that change how their neighbours look or what they mean:
///
/// - joiners and non-joiners between letters of scripts that join, and in emoji (UAX #31);
/// - variation selectors behind what they have a meaning for, and tags that make a flag (UTS #51);
/// - fillers beside Hangul letters, and the Mongolian vowel separator between Mongolian letters.
///
/// The zero-width space is a space between letters of scripts without spaces, such as Khmer. The
/// information separators of ASCII are spaces.
func withoutInvisibleCharacters(_ text: Span<UInt8>) -> (kept: [UInt8]?, hasDropped: Bool) {
  var result: [UInt8] = []
  var hasDropped = false
  var copied = 0
  var index = 0
  var run: [UInt32] = []
  while index < text.count {
    var length = invisibleLength(in: text, at: index)
    if length == 0 {
      index += 1
      continue
    }
    append(text.extracting(copied..<index), to: &result)
    run.removeAll(keepingCapacity: true)
    while length > 0 {
      run.append(character(in: text, at: index).value)
      index += length
      length = index < text.count ? invisibleLength(in: text, at: index) : 0
    }
    copied = index
    let next = index < text.count ? character(in: text, at: index).value : nil
    let kept =
      run.contains(where: dependsOnNeighbours)
      ? InvisibleRun(run, behind: result.span, before: next).kept : []
    for character in kept { append(character, to: &result) }
    if kept.count < run.count { hasDropped = true }
  }
  guard copied > 0 else { return (nil, false) }
  append(text.extracting(copied..<text.count), to: &result)
  return (result, hasDropped)
}

/// Whether an invisible character stays, or is a space, beside some characters.
private func dependsOnNeighbours(_ character: UInt32) -> Bool {
  switch character {
  case 0x1C...0x1F, 0x115F...0x1160, 0x180B...0x180F, 0x200B...0x200D, 0x3164, 0xFE00...0xFE0F,
    0xFFA0, 0xE0020...0xE01EF:
    true
  default: false
  }
}

/// The length in bytes of the invisible character at `index`; 0 where there is another one.
func invisibleLength(in text: Span<UInt8>, at index: Int) -> Int {
  guard mayBeInvisible(in: text, at: index) else { return 0 }
  let (value, length) = character(in: text, at: index)
  return isControl(value) || CharacterTraits(of: value).contains(.ignorable) ? length : 0
}

/// Whether the character that begins at `index`, if one does, may be invisible, by its first bytes.
func mayBeInvisible(in text: Span<UInt8>, at index: Int) -> Bool {
  switch text[index] {
  case 0x00...0x08, 0x0E...0x1F, 0x7F: return true
  case 0xC2: return text[index + 1] == 0xAD || (text[index + 1] < 0xA0 && text[index + 1] != 0x85)
  case 0xCD: return text[index + 1] == 0x8F
  case 0xD8: return text[index + 1] == 0x9C
  case 0xE1:
    let second = text[index + 1]
    return second == 0x85 || second == 0x9E || second == 0xA0
  case 0xE2:
    switch (text[index + 1], text[index + 2]) {
    case (0x80, 0x8B...0x8F), (0x80, 0xAA...0xAE), (0x81, 0xA0...0xAF): return true
    default: return false
    }
  case 0xE3: return text[index + 1] == 0x85
  case 0xEF:
    let second = text[index + 1]
    return second == 0xB8 || second == 0xBB || second >= 0xBE
  case 0xF0: return text[index + 1] == 0x9B || text[index + 1] == 0x9D
  case 0xF3: return text[index + 1] == 0xA0
  default: return false
  }
}

/// Invisible characters in a row, and what stands beside them.
private struct InvisibleRun {
  private let run: [UInt32]
  /// The character before the run.
  private let previous: UInt32?
  private let previousTraits: CharacterTraits
  /// The traits of the last character before the run that is not a mark.
  private let base: CharacterTraits
  private let next: UInt32?
  private let nextTraits: CharacterTraits

  init(_ run: [UInt32], behind text: Span<UInt8>, before next: UInt32?) {
    self.run = run
    previous = character(in: text, before: text.count)?.value
    previousTraits = previous.map { CharacterTraits(of: $0) } ?? []
    base = traitsOfBase(in: text, before: text.count)
    self.next = next
    nextTraits = next.map { CharacterTraits(of: $0) } ?? []
  }

  private enum Value {
    static let zeroWidthSpace: UInt32 = 0x200B
    static let nonJoiner: UInt32 = 0x200C
    static let joiner: UInt32 = 0x200D
    static let vowelSeparator: UInt32 = 0x180E
    static let fillers: Set<UInt32> = [0x115F, 0x1160, 0x3164, 0xFFA0]
    static let blackFlag: UInt32 = 0x1F3F4
    static let tagLetters: ClosedRange<UInt32> = 0xE0020...0xE007E
    static let cancelTag: UInt32 = 0xE007F
    static let keycap: UInt32 = 0x20E3
  }

  var kept: [UInt32] {
    if separates { return [0x20] }
    var kept = Array(run.prefix(flagTags))
    if kept.isEmpty, let first = run.first, selectsVariation(first) { kept.append(first) }
    var hasJoiner = false
    for character in run.dropFirst(kept.count) {
      switch character {
      case Value.joiner, Value.nonJoiner:
        guard !hasJoiner && carries(joiner: character) else { continue }
        hasJoiner = true
      case Value.vowelSeparator: guard isMongolian(previous) && isMongolian(next) else { continue }
      case _ where Value.fillers.contains(character):
        guard isHangulLetter(previous) || isHangulLetter(next) else { continue }
      default: continue
      }
      kept.append(character)
    }
    return kept
  }

  /// Whether the run holds a separator that counts here.
  private var separates: Bool {
    if run.contains(where: { (0x1C...0x1F).contains($0) }) { return true }
    return previousTraits.contains(.unspaced) && nextTraits.contains(.unspaced)
      && run.contains(Value.zeroWidthSpace)
  }

  /// How many characters at the start of the run are tags that make a flag: three to six letters or
  /// digits and an end, behind the black flag.
  private var flagTags: Int {
    guard previous == Value.blackFlag else { return 0 }
    let count = run.prefix(7).prefix { Value.tagLetters.contains($0) }.count
    return (3...6).contains(count) && run.dropFirst(count).first == Value.cancelTag ? count + 1 : 0
  }

  /// Whether the character is a variation selector that may follow the character before the run.
  private func selectsVariation(_ character: UInt32) -> Bool {
    guard let previous else { return false }
    switch character {
    case 0xFE0E, 0xFE0F:
      // A digit, # and * are emoji only as the keys of a telephone.
      return previousTraits.contains(.symbol) && (previous >= 0x80 || next == Value.keycap)
    case 0xFE00...0xFE0D:
      return !previousTraits.isDisjoint(with: [.symbol, .ideographic, .joining]) && previous >= 0x80
    case 0xE0100...0xE01EF: return previousTraits.contains(.ideographic)
    case 0x180B...0x180D, 0x180F: return isMongolian(previous)
    default: return false
    }
  }

  private func carries(joiner: UInt32) -> Bool {
    let isJoiner = joiner == Value.joiner
    // Older Malayalam and Sinhala text ends words so.
    if isJoiner && previousTraits.contains(.virama) { return true }
    if isJoiner && base.contains(.pictographic) && nextTraits.contains(.pictographic) {
      return true
    }
    return previousTraits.contains(.alphanumeric) && nextTraits.contains(.alphanumeric)
      && !base.union(previousTraits).union(nextTraits).isDisjoint(with: .joining)
  }

  private func isMongolian(_ character: UInt32?) -> Bool {
    character.map { (0x1820...0x18AA).contains($0) } ?? false
  }

  /// Whether the character is a part of a Hangul syllable, not a filler.
  private func isHangulLetter(_ character: UInt32?) -> Bool {
    switch character ?? 0 {
    case 0x1100...0x11FF, 0xA960...0xA97C, 0xD7B0...0xD7FB, 0x3131...0x318E, 0xFFA1...0xFFDC: true
    default: false
    }
  }
}

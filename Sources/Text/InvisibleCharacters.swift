// SPDX-License-Identifier: Apache-2.0

/// Removes invisible characters that carry no meaning; `kept` is nil if the text is unchanged.
/// `hasDropped` is true if a character was removed or merged into a space.
///
/// A character is invisible if it has the property Default_Ignorable_Code_Point (UAX #44) or is a
/// control that is not whitespace. Those that change the look or the meaning of their neighbours
/// are kept:
///
/// - joiners and non-joiners between letters of joining scripts and in emoji (UAX #31);
/// - variation selectors after a character that they can modify, and flag tags (UTS #51);
/// - fillers next to Hangul letters, and the Mongolian vowel separator between Mongolian letters.
///
/// A zero-width space between letters of scripts without spaces, such as Khmer, becomes a space. So
/// do the information separators of ASCII.
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

/// Returns true if the neighbours decide if the invisible character is kept or becomes a space.
/// Always true for information separators, which become spaces.
private func dependsOnNeighbours(_ character: UInt32) -> Bool {
  switch character {
  case 0x1C...0x1F, 0x115F...0x1160, 0x180B...0x180F, 0x200B...0x200D, 0x3164, 0xFE00...0xFE0F,
    0xFFA0, 0xE0020...0xE01EF:
    true
  default: false
  }
}

/// Returns the length in bytes of the invisible character at `index`; 0 if another character is
/// there.
func invisibleLength(in text: Span<UInt8>, at index: Int) -> Int {
  guard mayBeInvisible(in: text, at: index) else { return 0 }
  let (value, length) = character(in: text, at: index)
  return isControl(value) || CharacterTraits(of: value).contains(.ignorable) ? length : 0
}

/// Returns true if the first bytes at `index` may be those of an invisible character.
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

/// A run of invisible characters and its neighbours.
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

  /// True if the run contains a character that acts as a space here.
  private var separates: Bool {
    if run.contains(where: { (0x1C...0x1F).contains($0) }) { return true }
    return previousTraits.contains(.unspaced) && nextTraits.contains(.unspaced)
      && run.contains(Value.zeroWidthSpace)
  }

  /// The number of characters at the start of the run that form a flag after the black flag: three
  /// to six tag letters or digits and a cancel tag. 0 if they do not.
  private var flagTags: Int {
    guard previous == Value.blackFlag else { return 0 }
    let count = run.prefix(7).prefix { Value.tagLetters.contains($0) }.count
    return (3...6).contains(count) && run.dropFirst(count).first == Value.cancelTag ? count + 1 : 0
  }

  /// Returns true if the character is a variation selector that may follow the character before the
  /// run.
  private func selectsVariation(_ character: UInt32) -> Bool {
    guard let previous else { return false }
    switch character {
    case 0xFE0E, 0xFE0F:
      // Digits, # and * are emoji only as keycaps.
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
    // In older Malayalam and Sinhala text, words can end this way.
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

  /// Returns true if the character is part of a Hangul syllable and not a filler.
  private func isHangulLetter(_ character: UInt32?) -> Bool {
    switch character ?? 0 {
    case 0x1100...0x11FF, 0xA960...0xA97C, 0xD7B0...0xD7FB, 0x3131...0x318E, 0xFFA1...0xFFDC: true
    default: false
    }
  }
}

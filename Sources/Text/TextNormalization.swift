// SPDX-License-Identifier: Apache-2.0

/// What is made alike in text before it is cut into tokens, beyond Unicode Normalization Form C.
public enum TextNormalization: String, Codable, Sendable, CaseIterable {
  /// Reads the entities of XML as their characters, drops invisible characters that carry nothing, and
  /// takes every apostrophe between letters for `'`.
  case standard
  /// Leaves text as it is.
  case none
}

extension TextNormalization {
  /// The text in NFC and normalized.
  public func normalized(_ text: String) -> String {
    let composed = normalizedToNFC(text)
    guard self == .standard else { return composed }
    var notes: TextNotes?
    return standardForm(composed.utf8Span.span, noting: &notes)
      .map { String(decoding: $0, as: UTF8.self) } ?? composed
  }
}

/// What the standard normalization changes in a text.
struct NormalizationChanges: OptionSet {
  let rawValue: UInt8

  /// Invisible characters are dropped.
  static let invisible = NormalizationChanges(rawValue: 1)
  /// Entities are read as characters.
  static let entities = NormalizationChanges(rawValue: 2)
  /// Apostrophes are replaced.
  static let apostrophes = NormalizationChanges(rawValue: 4)
  /// Nothing is changed, but there are spaces or apostrophes.
  static let typography = NormalizationChanges(rawValue: 8)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The changes that the text, valid UTF-8, may need: a byte test that ordinary text passes with none.
  init(candidatesIn text: Span<UInt8>) {
    var changes = NormalizationChanges()
    for index in text.indices {
      switch text[index] {
      case 0x21...0x25, 0x28...0x5F, 0x61...0x7E: break
      case 0x80...0xC1, 0xC3...0xC9, 0xCB...0xCC, 0xCE...0xD7, 0xD9...0xE0, 0xE4...0xEE: break
      case UInt8(ascii: "&"): changes.insert(.entities)
      case UInt8(ascii: " "), UInt8(ascii: "'"), 0x09...0x0D: changes.insert(.typography)
      case UInt8(ascii: "`"): changes.formUnion([.apostrophes, .typography])
      default:
        changes.insert(.typography)
        if mayBeInvisible(in: text, at: index) { changes.insert(.invisible) }
        if Apostrophe.find(in: text, at: index) != nil { changes.insert(.apostrophes) }
      }
    }
    self = changes
  }
}

/// The standard normalization of a text in NFC, in NFC too; nil when the text is as it was. Adds to `notes`,
/// where they are wanted, what the text held.
func standardForm(_ text: Span<UInt8>, noting notes: inout TextNotes?) -> [UInt8]? {
  var candidates = NormalizationChanges(candidatesIn: text)
  var result: [UInt8]?
  if candidates.contains(.entities), let decoded = decodedEntities(text) {
    notes?.changes.insert(.entities)
    result = decoded
    // An entity may stand for any character.
    candidates = [.invisible, .apostrophes, .typography]
  }
  if candidates.contains(.invisible) {
    result = changed(text, result) { text in
      let (kept, hasDropped) = withoutInvisibleCharacters(text)
      if hasDropped { notes?.changes.insert(.invisible) }
      return kept
    }
  }
  let isPlain = !candidates.contains(.typography)
  if let result {
    notes?.addTypography(of: result.span, isPlain: isPlain)
  } else {
    notes?.addTypography(of: text, isPlain: isPlain)
  }
  if candidates.contains(.apostrophes) { result = changed(text, result, withPlainApostrophes) }
  return result.map { normalizedToNFC($0.span) ?? $0 }
}

/// Takes the step to the text, or to `before`, what other steps have made of it; nil when no step has
/// changed it.
func changed(
  _ text: Span<UInt8>, _ before: [UInt8]?, _ step: (Span<UInt8>) -> [UInt8]?
) -> [UInt8]? {
  guard let before else { return step(text) }
  return step(before.span) ?? before
}

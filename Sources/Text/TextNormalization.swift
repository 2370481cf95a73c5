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

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The changes that the text, valid UTF-8, may need: a byte test that ordinary text passes with none.
  init(candidatesIn text: Span<UInt8>) {
    var changes = NormalizationChanges()
    for index in text.indices {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "&"): changes.insert(.entities)
      case UInt8(ascii: "`"): changes.insert(.apostrophes)
      case 0x20...0x7E, 0x80...0xC1: break
      default:
        if mayBeInvisible(in: text, at: index) { changes.insert(.invisible) }
        if byte >= 0x80, Apostrophe.find(in: text, at: index) != nil {
          changes.insert(.apostrophes)
        }
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
    candidates = [.invisible, .apostrophes]
  }
  if candidates.contains(.invisible) {
    result = changed(text, result) { text in
      let (kept, hasDropped) = withoutInvisibleCharacters(text)
      if hasDropped { notes?.changes.insert(.invisible) }
      return kept
    }
  }
  if let result {
    notes?.addTypography(of: result.span)
  } else {
    notes?.addTypography(of: text)
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

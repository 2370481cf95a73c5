// SPDX-License-Identifier: Apache-2.0

/// Normalization before tokenization, in addition to Unicode Normalization Form C.
public enum TextNormalization: String, Codable, Sendable, CaseIterable {
  /// Decodes XML entities, removes invisible characters that carry no meaning, and replaces every
  /// apostrophe between letters with `'`.
  case standard
  /// Changes nothing.
  case none
}

extension TextNormalization {
  /// Returns the text in NFC and normalized.
  public func normalized(_ text: String) -> String {
    let composed = normalizedToNFC(text)
    guard self == .standard else { return composed }
    var notes: TextNotes?
    return standardForm(composed.utf8Span.span, noting: &notes)
      .map { String(decoding: $0, as: UTF8.self) } ?? composed
  }
}

/// The changes that the standard normalization makes to a text.
struct NormalizationChanges: OptionSet {
  let rawValue: UInt8

  /// Invisible characters are removed.
  static let invisible = NormalizationChanges(rawValue: 1)
  /// Entities are decoded.
  static let entities = NormalizationChanges(rawValue: 2)
  /// Apostrophes are replaced.
  static let apostrophes = NormalizationChanges(rawValue: 4)
  /// The text contains spaces or apostrophes; this is not a change in itself.
  static let typography = NormalizationChanges(rawValue: 8)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Finds the changes that the text may need, with a fast test of its bytes. `text` is valid
  /// UTF-8.
  init(candidatesIn text: Span<UInt8>) {
    var changes = NormalizationChanges()
    var index = 0
    scan: while index < text.count {
      defer { index += 1 }
      // Most bytes are small letters; this loop is faster than the switch.
      while (0x61...0x7A).contains(text[index]) {
        index += 1
        if index == text.count { break scan }
      }
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

/// Applies the standard normalization to a text in NFC, and returns NFC; nil if the text is
/// unchanged. Records the changes and the typography in `notes` unless it is nil.
func standardForm(_ text: Span<UInt8>, noting notes: inout TextNotes?) -> [UInt8]? {
  var candidates = NormalizationChanges(candidatesIn: text)
  var result: [UInt8]?
  if candidates.contains(.entities), let decoded = decodedEntities(text) {
    notes?.changes.insert(.entities)
    result = decoded
    // A decoded entity can be any character.
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

/// Applies `step` to `before`, the result of earlier steps, or else to the text; nil if no step has
/// changed the text.
func changed(
  _ text: Span<UInt8>, _ before: [UInt8]?, _ step: (Span<UInt8>) -> [UInt8]?
) -> [UInt8]? {
  guard let before else { return step(text) }
  return step(before.span) ?? before
}

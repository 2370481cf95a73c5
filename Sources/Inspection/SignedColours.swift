// SPDX-License-Identifier: Apache-2.0

/// The colours of heat maps with values of two kinds, of which the second is `negative`.
enum SignedColours {
  static let light = " --heat: #0A4FA6; --cold: #B3400A;"
  static let dark = " --heat: #8CC4FF; --cold: #FFA066;"
  static let style = """
    rect.negative { fill: var(--cold); }
    .legend .negative { background: var(--cold); }

    """
  /// The class of a negative value as an attribute.
  static let negative = " class=\"negative\""
}

// SPDX-License-Identifier: Apache-2.0

/// The sequences that a running text consists of.
public enum TextLayout: String, Codable, Sendable, CaseIterable {
  /// One text that goes on from line to line; `</s>` ends each file.
  case continuous
  /// Each line is a text of its own, which `</s>` ends in place of the line feed. Empty lines are
  /// left out.
  case lines
}

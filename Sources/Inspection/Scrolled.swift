// SPDX-License-Identifier: Apache-2.0

/// Returns an element whose content is scrolled, also by keyboard, if it is wider than the page.
/// Screen readers read its label.
func scrolled(
  _ content: String, in tag: String = "div", as kind: String = "wide", label: String
) -> String {
  let label = escapedForMarkup(label)
  return "<\(tag) class=\"\(kind)\" tabindex=\"0\" role=\"group\" aria-label=\"\(label)\">"
    + "\(content)</\(tag)>\n"
}

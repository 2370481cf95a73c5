// SPDX-License-Identifier: Apache-2.0

import Inspection
import TestSupport
import Testing

/// The page of activations, with the keyboard and the mouse of a real browser.
@Suite(.serialized, .enabled(if: Browser.isInstalled, "Chromium or its driver is not installed"))
struct ActivationBrowserTests {
  private let page = ActivationPageTests.page(
    ActivationPageTests.table(String(repeating: "he \"says so\" now. ", count: 30)), ["quotes"])
  private let colour =
    "getComputedStyle(document.querySelector('[data-step=\"4\"]')).backgroundColor"

  private func opened() throws -> Browser {
    let browser = try Browser()
    try browser.open(html: page)
    return browser
  }

  private func status(_ browser: Browser) throws -> String {
    try browser.value(
      "document.getElementById('status').innerText.replace(/[\\u2066-\\u2069]/g, '')")
  }

  /// Presses the tab key until an element has the focus.
  private func reach(_ id: String, _ browser: Browser) throws {
    for _ in 0..<20 {
      try browser.type(Browser.Key.tab)
      if try browser.value("document.activeElement.id === '\(id)'") { return }
    }
    Issue.record("the tab key does not reach \(id)")
  }

  @Test func aUnitIsChosenByKeyboard() throws {
    let browser = try opened()
    #expect(try status(browser) == "h, line 1, step 1: hidden.1 = -0.5; quotes: outside")
    let before: String = try browser.value(colour)
    try reach("unit", browser)
    try browser.type(Browser.Key.down)
    #expect(try browser.becomesTrue("document.getElementById('unit').value === '1'"))
    #expect(try status(browser) == "h, line 1, step 1: cell.1 = 0; quotes: outside")
    #expect(try browser.value(colour) != before)
    try browser.type(Browser.Key.up)
    #expect(try browser.value(colour) == before)
  }

  @Test func aStepIsChosenByKeyboardAndMouse() throws {
    let browser = try opened()
    try reach("step", browser)
    try browser.type(Browser.Key.right + Browser.Key.right)
    #expect(try status(browser).contains("line 3, step 1: hidden.1 = -0.5"))
    try browser.click("[data-step='4']")
    #expect(try status(browser) == "s, line 5, step 1: hidden.1 = 1; quotes: inside")
    #expect(try browser.value("document.querySelector('#text .chosen').dataset.step") == "4")
    // Each step is told to a screen reader.
    #expect(
      try browser.value("document.getElementById('step').ariaValueText.includes('hidden.1 = 1')"))
    // The last step scrolls the text, and the map follows.
    try reach("step", browser)
    try browser.type("\u{E010}")
    #expect(try browser.value("document.querySelector('#text .chosen').dataset.step") == "539")
    #expect(
      try browser.value("document.querySelector('.map svg > text.chosen').textContent") == "␣")
  }

  @Test func aUnitThatMeansNothingIsShown() throws {
    let browser = try opened()
    try browser.click("[data-unit]")
    #expect(
      try browser.value("document.getElementById('unit').selectedOptions[0].text")
        == "cell.1 (0.000 bits)")
    #expect(try browser.messages() == [])
  }
}

// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import Inspection
import TestSupport
import Testing

/// Compares the page with a file in `Goldens`.
/// `RECORD_GOLDENS=1 swift test --filter AttentionPageTests` updates the file.
@Suite struct AttentionPageTests {
  private static let golden =
    String(#filePath.dropLast("AttentionPageTests.swift".count)) + "Goldens/attention.html"

  private func map(_ source: [String], _ target: [String]) -> AttentionMap {
    let row = [Float](repeating: 1 / Float(max(1, source.count)), count: source.count)
    return AttentionMap(
      number: 1, sourceText: source.joined(separator: " "),
      targetText: target.joined(separator: " "), source: source, target: target,
      weights: target.map { _ in row })
  }

  private func page(_ source: [String], _ target: [String]) -> String {
    AttentionPage(title: "model", maps: [map(source, target)]).html()
  }

  @Test func `a page is as recorded`() throws {
    let german = AttentionMap(
      number: 1, sourceText: "Ein Mann kocht.", targetText: "A man cooks.",
      source: ["Ein", "Mann", "kocht", "￭.", "</s>"],
      target: ["A", "man", "cooks", "￭.", "</s>"],
      weights: [
        [0.9, 0.1, 0, 0, 0], [0.0625, 0.875, 0.0625, 0, 0], [0, 0.25, 0.75, 0, 0],
        [0, 0, 0.01, 0.99, 0], [0, 0, 0, 0, 1],
      ])
    let hebrew = AttentionMap(
      number: 3, sourceText: "שלום עולם", targetText: "Hello, Donaudampfschifffahrtsgesellschaft",
      source: ["שלום", "עולם"], target: ["Hello", "Donaudampfschifffahrtsgesellschaft"],
      weights: [[0.5, 0.5], [0.125, 0.875]])
    let page = AttentionPage(title: "checkpoints/de-en", maps: [german, hebrew])
    let html = page.html()
    if getenv("RECORD_GOLDENS") != nil { try page.write(to: Self.golden) }
    #expect(try String(contentsOfFile: Self.golden, encoding: .utf8) == html)
  }

  @Test func `any word is text and none is markup`() {
    let hostile = ["</svg><script>alert(1)</script>", "<!--", "]]>", "\"'\\", "a&amp;b", "\u{0}"]
    let html = page(hostile, hostile)
    #expect(!html.contains("<script"))
    #expect(html.contains("&lt;!--</text>"))
    #expect(html.contains("a&amp;amp;b</text>"))
    #expect(!html.unicodeScalars.contains { $0.value < 9 })
  }

  @Test(arguments: ["http:", "https:", "src=", "@import", "url(", "<script"])
  func `the page refers to nothing outside itself`(reference: String) {
    let html = page(["a"], ["b"]).replacing("http://www.w3.org/2000/svg", with: "")
    #expect(!html.contains(reference))
    #expect(html.contains("default-src 'none'"))
  }

  @Test func `every cell says what it is`() {
    let words = (0..<40).map { "w\($0)" }
    let html = page(words, words)
    #expect(html.split(separator: "<rect").count - 1 == 1600)
    #expect(html.contains("<title>\u{2068}w39\u{2069} ← \u{2068}w0\u{2069}: 2.5\u{A0}%</title>"))
    #expect(html.utf8.count < 300_000)
  }

  @Test func `long words are cut and shown whole on hover`() {
    let word = String(repeating: "lang", count: 30)
    let html = page([word], ["short"])
    #expect(html.contains("<title>\(word)</title>langlang"))
    #expect(html.contains("…</text>"))
    #expect(html.contains(">short</text>"))
  }

  @Test func `a map stops at two hundred words of a side and says so`() {
    let html = page((0..<1234).map { "w\($0)" }, ["a", "b"])
    #expect(html.split(separator: "<rect").count - 1 == 400)
    #expect(html.contains(">Only the first 200 of 1,234 words of the source are drawn.</p>"))
    #expect(!page(["a"], ["b"]).contains("Drawn"))
  }
}

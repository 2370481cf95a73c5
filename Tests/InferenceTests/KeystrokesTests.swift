// SPDX-License-Identifier: Apache-2.0

import Inference
import Testing

@Suite struct KeystrokesTests {
  private func keys(_ text: String, _ suggest: (String) -> [String]) -> [Int] {
    let keys = Keystrokes(typing: text, suggest: suggest)
    return [keys.with, keys.without]
  }

  /// Returns a function that suggests those of `words` that begin as the last word does.
  private func suggesting(_ words: [String], count: Int = 1) -> (String) -> [String] {
    { typed in
      let beginning = typed.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
      return Array(words.filter { $0.hasPrefix(beginning) }.prefix(count))
    }
  }

  @Test func withoutSuggestionsEveryCharacterIsAKey() {
    #expect(keys("ab, c\nd", { _ in [] }) == [7, 7])
    #expect(keys("", { _ in ["a"] }) == [0, 0])
    #expect(Keystrokes().savings == 0)
    #expect(Keystrokes(typing: "abc") { _ in [] }.savings == 0)
  }

  @Test func aChosenWordWritesTheSpaceAfterIt() {
    // One key writes "hello ", and one writes "world".
    #expect(keys("hello world", suggesting(["hello", "world"], count: 2)) == [2, 11])
    let saved = Keystrokes(
      typing: "hello world", suggest: suggesting(["hello", "world"], count: 2))
    #expect(saved.savings == 1 - 2.0 / 11)
    // h and e, then "help "; m and e.
    #expect(keys("help me", suggesting(["hello", "hat", "help"], count: 2)) == [5, 7])
    // The wrong word is suggested first.
    #expect(keys("help me", suggesting(["hello", "help"])) == [7, 7])
  }

  @Test func aWordIsChosenOnlyIfItSavesAKey() {
    // "a " is two characters, and "a" at the end is one.
    #expect(keys("a a", { _ in ["a"] }) == [2, 3])
    // The suggestion comes when one letter is left, which is followed by a space or not.
    func late(_ typed: String) -> [String] { typed.hasSuffix("c") ? ["cd"] : [] }
    #expect(keys("cd e", late) == [3, 4])
    #expect(keys("cd, e", late) == [5, 5])
  }

  @Test func wordsEndAtOtherCharacters() {
    // The comma and the newline are typed; the space after the comma too.
    #expect(keys("word, word\nword", { _ in ["word"] }) == [6, 15])
    #expect(keys("don't do", { _ in ["don't", "do", "don"] }) == [2, 8])
    #expect(keys("(word)", { _ in ["word"] }) == [3, 6])
    // A suggestion is a whole word.
    #expect(keys("words", { _ in ["word"] }) == [5, 5])
    #expect(keys("word", { _ in ["words", "wor", "Word"] }) == [4, 4])
    #expect(keys("  word", { _ in ["word"] }) == [3, 6])
    #expect(keys("cafe\u{301} a", { _ in ["caf\u{e9}"] }) == [2, 6])
  }

  /// Suggestions see what was typed and chosen, and are asked for before anything is typed.
  @Test func suggestionsSeeTheTextSoFar() {
    var seen: [String] = []
    let found = keys("one two six") { typed in
      seen.append(typed)
      return typed.hasSuffix("t") ? ["two"] : []
    }
    #expect(seen == ["", "o", "on", "one ", "one t", "one two ", "one two s"])
    #expect(found == [9, 11])
  }

  @Test func linesAddUp() {
    var sum = Keystrokes(typing: "word", suggest: { _ in ["word"] })
    sum += Keystrokes(typing: "other", suggest: { _ in [] })
    #expect(sum.with == 6 && sum.without == 9)
  }

  @Test func wordsMayBeOtherCharacters() {
    let found = Keystrokes(
      typing: "a-b c", isInWord: { $0 != " " }, suggest: { _ in ["a-b", "c"] })
    #expect(found.with == 2)
  }
}

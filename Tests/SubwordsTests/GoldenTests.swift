// SPDX-License-Identifier: Apache-2.0

import Glibc
import TestSupport
import Testing

@testable import Subwords
@testable import Text

/// Merges and segmentations must be those of subword-nmt; see `make_goldens.py`.
struct GoldenTests {
  private static let names: [String] = {
    let folder =
      "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Goldens/"
    let more = getenv("DRAGOMAN_SUBWORDS").map { String(cString: $0) } ?? ""
    return [folder + "sentences", folder + "repetitions"]
      + more.split(separator: ":").map(String.init)
  }()

  @Test(arguments: names)
  func mergesAreThoseOfSubwordNMT(name: String) throws {
    var words = VocabularyBuilder()
    for line in try lines(of: name + ".txt") { words.add(splitAtSpaces(line)) }
    let expected = try lines(of: name + ".bpe").dropFirst()
    let merges = BytePairMerges(learning: expected.count, from: [words])
    #expect(merges.count == expected.count)
    for (index, line) in zip(0..<merges.count, expected) {
      let (left, right) = merges[index]
      guard "\(left) \(right)".utf8.elementsEqual(line.utf8) else {
        Issue.record("\(name): merge \(index + 1) is '\(left) \(right)', not '\(line)'")
        return
      }
    }
  }

  @Test(arguments: names)
  func wordsAreCutAsSubwordNMTCutsThem(name: String) throws {
    let encoder = BytePairEncoder(try BytePairMerges(contentsOf: name + ".bpe"))
    let text = try lines(of: name + ".txt")
    let expected = try lines(of: name + ".segmented.txt")
    #expect(text.count == expected.count)
    for (line, segmented) in zip(text, expected) {
      let units = splitAtSpaces(line).flatMap(encoder.units)
      #expect(units.joined(separator: " ").utf8.elementsEqual(segmented.utf8), "\(line)")
    }
  }

  @Test(arguments: names)
  func filesAreWrittenAsTheyWereRead(name: String) throws {
    let merges = try BytePairMerges(contentsOf: name + ".bpe")
    let directory = TemporaryDirectory()
    let path = directory.path("merges.bpe")
    try merges.write(to: path)
    #expect(try lines(of: path) == lines(of: name + ".bpe"))
    #expect(try BytePairMerges(contentsOf: path) == merges)
  }
}

func lines(of path: String) throws -> [String] {
  let reader = try LineReader(path: path)
  var lines: [String] = []
  while let line = try reader.next() { lines.append(line.text) }
  return lines
}

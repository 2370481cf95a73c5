// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import TestSupport
import Testing

struct LibraryExampleTests {
  private static let here = String(#filePath.dropLast("LibraryExampleTests.swift".count))

  @Test func theExamplesRun() async {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardOutputContent]
    ) {
      let directory = TemporaryDirectory()
      chdir(directory.path)
      for (name, count) in [("train", 40), ("dev", 4)] {
        for (side, greeting) in [("en", "good morning"), ("fr", "bonjour")] {
          let lines = (0..<count).map { "\(greeting) \($0 % 4)\n" }
          try Data(lines.joined().utf8).write(
            to: URL(filePath: "\(directory.path)/\(name).\(side)"))
        }
      }
      try trainAsInReadme()
      try translateAsInReadme()
      let verses = (0..<60).map { "The rose is number \($0 % 5).\n" }
      try Data(verses.joined().utf8).write(to: URL(filePath: "\(directory.path)/verses.txt"))
      try writeAsInReadme()
      let names = (0..<60).map { $0 % 2 == 0 ? "Schmi\($0)dt\tGerman\n" : "Dupon\($0)t\tFrench\n" }
      try Data(names.joined().utf8).write(to: URL(filePath: "\(directory.path)/names.tsv"))
      try classifyAsInReadme()
      compareAsInReadme()
      fflush(nil)
    }
    let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
    #expect(output.contains(/dev perplexity [0-9.]+\n/), "\(output)")
    #expect(output.contains(/epoch 5 [0-9.]+\n(.|\n)+\n/), "\(output)")
    #expect(output.contains(/\nGerman\n/), "\(output)")
    #expect(output.contains(/± [0-9.]+ p [0-9.]+\n/), "\(output)")
  }

  @Test func theExamplesAreThoseOfTheReadme() throws {
    let readme = try String(contentsOfFile: Self.here + "../../README.md", encoding: .utf8)
    let examples = try String(
      contentsOfFile: Self.here + "ReadmeExamples.swift", encoding: .utf8)
    let parts = examples.split(separator: "// README begin\n").dropFirst().map { part in
      let lines = part.split(separator: "\n").prefix { !$0.contains("// README end") }
      let indentation = lines.first?.prefix { $0 == " " }.count ?? 0
      return lines.map { $0.dropFirst(indentation) }.joined(separator: "\n")
    }
    #expect(parts.count == 7)
    for part in parts.dropFirst() {
      let snippet = "```swift\n\(parts[0])\n\n\(part)\n```\n"
      #expect(readme.contains(snippet), "\(snippet)")
    }
  }
}

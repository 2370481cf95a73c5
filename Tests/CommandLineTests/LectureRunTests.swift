// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// The experiments in `lectures/`, in short runs that only try the scripts.
struct LectureRunTests {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  private static let lectures: [String] = {
    let files = try? FileManager.default.contentsOfDirectory(atPath: repository + "/lectures")
    return (files ?? []).filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }()

  @Test func everyExperimentHasItsScript() throws {
    #expect(!Self.lectures.isEmpty)
    let page = try String(contentsOfFile: Self.repository + "/lectures/README.md", encoding: .utf8)
    for lecture in Self.lectures {
      #expect(fileExists("\(Self.repository)/lectures/\(lecture).sh"), "\(lecture)")
      #expect(page.contains("| `\(lecture)` |"), "\(lecture) is not in lectures/README.md")
    }
  }

  /// Runs the script of an experiment in a copy of `lectures/`, and makes the page of its results.
  @Test(arguments: lectures)
  func theScriptRuns(lecture: String) throws {
    let directory = TemporaryDirectory()
    try copyScripts(to: directory.path("lectures"))
    try #require(
      symlink(Self.repository + "/corpora", directory.path("corpora")) == 0, "errno \(errno)")
    try write(ToyExamples.lines(140), to: directory.path("names.tsv"))
    let result = ChildProcess(
      ["/bin/sh", "lectures/run", lecture], directory: directory.path,
      environment: [
        "DRAGOMAN": Dragoman.path, "QUICK": "1", "NAMES": "names.tsv", "NO_COLOR": "1",
      ]
    ).finish()
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.hasSuffix(" not\n"), "\(result.output)")
    #expect(result.error.hasSuffix("Wrote the page to lectures/report.html.\n"), "\(result.error)")
    let results = String(
      decoding: try contents(of: directory.path("lectures/results/\(lecture).tsv")), as: UTF8.self)
    #expect(results.contains("\nclaim\t"))
  }

  private func copyScripts(to directory: String) throws {
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: false)
    for name in try names(in: Self.repository + "/lectures")
    where [".sh", ".yaml", ".txt"].contains(where: name.hasSuffix) || name == "run" {
      try write(
        try contents(of: "\(Self.repository)/lectures/\(name)"), to: "\(directory)/\(name)")
    }
  }

  private func fileExists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}

// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// The lectures in which a translator reads and writes characters.
struct SpelledLectureTests {
  @Test func programsAreWritten() throws {
    let directory = TemporaryDirectory()
    let result = Dragoman.run(
      "lecture programs --length 2 --count 30 --curriculum naive", in: directory.path)
    #expect(result.status == 0 && result.output.isEmpty)
    let lines = result.error.split(separator: "\n").map(String.init)
    #expect(
      lines.prefix(5) == [
        "Wrote lectures/data/programs/naive:", "  train.tsv      30 lines",
        "  dev.tsv       500 lines", "  lecture.tsv     2 lines", "  test-1-1.tsv  500 lines",
      ])
    let data = "lectures/data/programs/naive"
    let next = """
      Next:
        dragoman train --no-shuffle --max-length 250 --pairs \(data)/train.tsv --dev-pairs \(data)/dev.tsv --checkpoint checkpoints/programs-naive
        dragoman evaluate checkpoints/programs-naive --pairs \(data)/test-2-1.tsv --metrics accuracy,exact_match
        cut -f 1 \(data)/lecture.tsv | dragoman translate checkpoints/programs-naive

      """
    #expect(result.error.hasSuffix(next))
    let examples = String(
      decoding: try contents(of: directory.path("lectures/data/programs/naive/lecture.tsv")),
      as: UTF8.self)
    #expect(
      examples.hasPrefix(
        "j = 8 5 8 4 ⏎ f o r ␣ x ␣ i n ␣ r a n g e ( 8 ) : ⏎ ␣ ␣ ␣ ␣ j + = 9 2 0 ⏎ "
          + "b = ( 1 5 0 0 + j ) ⏎ p r i n t ( ( b + 7 5 6 7 ) )\t2 5 0 1 1\n"))
  }

  /// Each line is trained on with the command that `lecture` prints, here with a smaller model. All
  /// strings of two letters are among so many.
  @Test(arguments: ["copy", "reverse"]) func stringsAreLearned(lecture: String) throws {
    let directory = TemporaryDirectory()
    let written = Dragoman.run("lecture \(lecture) --length 2 --count 1200", in: directory.path)
    #expect(written.status == 0)
    let next = written.error.split(separator: "\n").map { $0.drop { $0 == " " } }
    let train = try #require(next.first { $0.hasPrefix("dragoman train ") }).dropFirst(9)
    let trained = Dragoman.run(
      train + " --embedding-size 16 --hidden-size 32 --layers 1 --dropout 0 --batch-size 16 "
        + "--epochs 8 --learning-rate 0.02 --threads 1 --validation-metric exact_match ",
      in: directory.path)
    #expect(trained.status == 0, "\(trained.error)")
    let evaluate = try #require(next.first { $0.hasPrefix("dragoman evaluate ") }).dropFirst(9)
    let scores = Dragoman.run(String(evaluate), in: directory.path)
    #expect(scores.output.contains("exact match = 100.00\n"), "\(scores)")
    #expect(scores.output.contains("accuracy = 100.00\n"))
    let target = lecture == "copy" ? "a b\n" : "b a\n"
    #expect(
      Dragoman.run(
        "translate checkpoints/\(lecture)", in: directory.path, input: "a b\n"
      ).output == target)
  }

  @Test(arguments: [
    ("programs --length 0", "--length is 0, but must be from 1 to 8."),
    ("programs --length 9", "--length is 9, but must be from 1 to 8."),
    ("programs --nesting 99", "--nesting is 99, but must be from 1 to 6."),
    ("programs --count 0", "--count is 0, but must be from 1 to 10000000."),
    ("copy --length 0", "--length is 0, but must be from 1 to 500."),
    ("reverse --count -3", "--count is -3, but must be from 1 to 10000000."),
    ("addition --digits 1", "--digits is 1, but must be from 2 to 18."),
  ])
  func numbersOutOfRangeAreRefused(arguments: String, message: String) throws {
    let directory = TemporaryDirectory()
    let result = Dragoman.run("lecture " + arguments, in: directory.path)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(
      result.error.hasPrefix("Error: \(message)\nUsage: dragoman lecture "), "\(result.error)")
  }

  @Test func anUnknownCurriculumIsRefused() {
    let result = Dragoman.run("lecture programs --curriculum random")
    #expect(result.status == 64)
    #expect(
      result.error.hasPrefix(
        "Error: The value 'random' is invalid for '--curriculum <curriculum>'. Please provide one of "
          + "'none', 'naive', 'mix' or 'combined'.\n"), "\(result.error)")
  }
}

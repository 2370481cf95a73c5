// SPDX-License-Identifier: Apache-2.0

import Glibc
import TestSupport
import Testing

/// The line contract: N lines in, N lines out, in order, each as soon as possible.
struct TranslateTests {
  private let directory = TrainedCheckpoint.directory

  private func translate(_ bytes: [UInt8], _ flags: String = "") -> ProcessResult {
    Dragoman.run("translate model --quiet \(flags)", in: directory, bytes: bytes)
  }

  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  @Test func anEmptyInputGivesNothing() {
    #expect(translate([]) == ProcessResult(status: 0, output: "", error: ""))
  }

  @Test func aBlankLineGivesABlankLine() {
    let result = translate(Array("\n \n\t\na b\n\r\n".utf8))
    let output = lines(result.output)
    #expect(output.count == 5)
    #expect(output.indices.filter { output[$0].isEmpty } == [0, 1, 2, 4])
  }

  @Test func everyLineGivesOneLineWhateverItHolds() {
    let odd: [[UInt8]] = [
      Array("a b c".utf8), [], Array(String(repeating: "a", count: 100_000).utf8),
      Array(String(repeating: "b ", count: 2_000).utf8), [0x61, 0, 0x62], [0, 0],
      [0x61, 0x20, 0xFF, 0xFE], Array("👩‍👩‍👧‍👦 🇫🇷 a".utf8), Array("שלום עולם".utf8),
      Array("مرحبا \u{202E}a b".utf8), Array("a\u{2028}b\u{85}c\u{0B}d".utf8),
      Array("￭ ￮1 ￭a".utf8), Array("<s> <pad> </s> <unk>".utf8), Array("\u{FEFF}a".utf8),
      Array("no newline at the end".utf8),
    ]
    let result = translate(Array(odd.joined(separator: [0x0A])))
    #expect(result.status == 0)
    #expect(lines(result.output).count == odd.count)
    #expect(result.output.last == "\n")
    #expect(
      result.error
        == """
        standard input, line 5: contains a NUL byte, which is read as U+FFFD.
        standard input, line 6: contains a NUL byte, which is read as U+FFFD.
        standard input, line 7: not valid UTF-8; the invalid bytes are read as U+FFFD.
        The invalid lines may be ISO-8859-1. If all of the input is in that encoding, convert it: \
        iconv -f ISO-8859-1 -t UTF-8 FILE | dragoman translate …

        """)
    for (index, line) in odd.enumerated() where index != 6 {
      // After another line, because a byte-order mark at the very start would be dropped.
      let alone = translate([0x0A] + line + [0x0A])
      #expect(lines(alone.output) == ["", lines(result.output)[index]], "line \(index + 1)")
    }
  }

  @Test(arguments: ["float32", "int8"])
  func theAnswersDoNotDependOnBatchesAndThreads(precision: String) throws {
    let source = try contents(of: directory + "/train.en")
    func translate(_ flags: String) -> ProcessResult {
      self.translate(source, "--precision \(precision) " + flags)
    }
    let expected = translate("--batch-size 1 --threads 1")
    #expect(lines(expected.output).count == ToyCorpus.trainingPairs)
    for flags in ["--batch-size 7 --threads 1", "--batch-size 64 --threads 2", "--threads 1"] {
      #expect(translate(flags) == expected, "\(flags)")
    }
  }

  @Test func theModelHasLearned() throws {
    let output = lines(translate(try contents(of: directory + "/dev.en")).output)
    let references = lines(
      String(decoding: try contents(of: directory + "/dev.fr"), as: UTF8.self))
    #expect(zip(output, references).count { $0.0.first == $0.1.first } > output.count / 2)
  }

  @Test func aPipeThatStaysOpenGetsItsAnswerAtOnce() {
    let process = Dragoman.start("translate model", in: directory)
    process.send("a b c\n")
    let first = process.readLine()
    process.send("\n")
    #expect(process.readLine() == "")
    process.send("a b c\nd")
    #expect(process.readLine() == first)
    process.closeInput()
    let last = process.readLine()
    #expect(last != nil)
    let rest = process.finish()
    #expect(rest.status == 0)
    #expect(rest.output.isEmpty)
    #expect(rest.error.hasPrefix("4 lines, 0 of 7 words unknown, "))
  }

  @Test func aReaderThatHasSeenEnoughEndsItQuietly() {
    let process = Dragoman.start("translate model", in: directory)
    process.send("a b c\n")
    #expect(process.readLine() != nil)
    process.closeOutput()
    process.send("a b c\n")
    #expect(process.finish() == ProcessResult(status: 141, output: "", error: ""))
  }

  @Test func theSummaryCountsUnknownWordsAndCutOutputs() {
    let result = Dragoman.run(
      "translate model --max-length 1", in: directory, input: "a b c\na x y\n\n")
    #expect(
      result.error.hasPrefix("3 lines, 2 of 6 words unknown, 2 outputs cut, "), "\(result.error)")
    #expect(result.error.hasSuffix(" sentences/s\n"))
  }

  @Test func jsonHasAnObjectForEachLine() throws {
    let result = Dragoman.run("translate model --json --quiet", in: directory, input: "\na x\n")
    #expect(result.status == 0)
    let objects = lines(result.output)
    #expect(
      objects[0]
        == #"{"is_cut":false,"is_source_cut":false,"line":1,"source":"","source_tokens":0,"#
        + #""tokens":[],"translation":"","unknown_words":0}"#)
    #expect(objects[1].hasPrefix(#"{"is_cut":"#))
    #expect(objects[1].contains(#""source":"a x","source_tokens":2,"#))
    #expect(objects[1].hasSuffix(#","unknown_words":1}"#))
    #expect(objects.count == 2)
  }

  @Test func threadsThatTheSystemDoesNotGiveAreNamed() {
    let limit = ["prlimit", "--as=1500000000", "--"]
    let result = Dragoman.run(through: limit, "translate model --threads 1024", in: directory)
    #expect(result.status == 70)
    let message =
      /Error: The system started only [0-9,]+ of 1,024 threads\.\nLower --threads, or raise .*\.\n/
    #expect(result.error.wholeMatch(of: message) != nil, "\(result.error)")
  }

  @Test func memoryThatTheSystemDoesNotGiveIsNamed() throws {
    try withToyCorpus { directory in
      let result = Dragoman.run(
        through: ["prlimit", "--as=1000000000", "--"],
        "train \(ToyCorpus.training) --checkpoint large --threads 1 --layers 1 "
          + "--embedding-size 4096 --hidden-size 4096", in: directory)
      #expect(result.status == 70)
      let message =
        /(?s).*\nError: Out of memory: [0-9.]+ GB more is needed\.\nUse smaller batches, .*\.\n/
      #expect(result.error.wholeMatch(of: message) != nil, "\(result.error)")
    }
  }

  @Test func aFullDiskIsNamed() {
    let shell = ["sh", "-c", "echo a | \"$0\" translate model > /dev/full"]
    let result = Dragoman.run(through: shell, "", in: directory)
    #expect(result == failure(74, "Cannot write standard output: the disk is full."))
  }
}

// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// The memory of training a language model does not grow with the text.
struct TextMemoryTests {
  /// The peak memory of training on a text of `characters`, in megabytes.
  private func peak(_ characters: Int, _ flags: String) throws -> Int {
    let directory = TemporaryDirectory()
    let line = "alpha bravo delta gamma epsilon zeta eta theta\n"
    try write(
      String(repeating: line, count: characters / line.utf8.count),
      to: directory.path("text.txt"))
    let result = Dragoman.run(
      "train language-model --text text.txt --checkpoint model --max-steps 3 --threads 1 "
        + "--precision float32 --embedding-size 2 --hidden-size 4 " + flags, in: directory.path)
    let found = result.error.firstMatch(of: #/used at most ([0-9]+) MB of memory/#)
    return try #require(found.flatMap { Int($0.1) }, "\(result.error)")
  }

  /// In memory, three million characters more would take at least 12 MB as ids.
  @Test(arguments: ["", "--reset-state line", "--model window --order 2"])
  func aLongerTextTakesNoMoreMemory(flags: String) throws {
    let (short, long) = (try peak(1_000_000, flags), try peak(4_000_000, flags))
    #expect(long - short < 8, "\(short) MB, \(long) MB")
  }
}

// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// Training in the order of the text.
struct ShuffleTests {
  /// The first pairs of the text are easy, so that the loss of the first steps is that of their words.
  @Test func pairsKeepTheOrderOfTheText() throws {
    try withToyCorpus { directory in
      let text = (0..<64).map { $0 < 32 ? "a a a a a\tA A A A A\n" : "b c\tC D\n" }.joined()
      try write(text, to: directory + "/pairs.tsv")
      let flags =
        "train --pairs pairs.tsv \(ToyCorpus.small) --epochs 1 --log-interval 2 --overwrite "
      let inOrder = Dragoman.run(flags + "--checkpoint c --no-shuffle", in: directory)
      #expect(inOrder.status == 0, "\(inOrder.error)")
      let shuffled = Dragoman.run(flags + "--checkpoint d", in: directory)
      #expect(shuffled.status == 0)
      // Two batches of 16 pairs with five words and an end each, then two with two and an end.
      #expect(try tokens(of: directory + "/c") == [192, 288])
      #expect(try tokens(of: directory + "/d")[0] != 192)
      #expect(
        Dragoman.run("describe c", in: directory).output.contains(", in the order of the text\n"))
      let resumed = Dragoman.run(
        "train --pairs pairs.tsv --checkpoint c --resume --shuffle --epochs 2", in: directory)
      #expect(resumed.status == 64)
      #expect(resumed.error.contains("shuffle"), "\(resumed.error)")
    }
  }

  /// Returns the number of target tokens after each entry of training.
  private func tokens(of checkpoint: String) throws -> [Int] {
    String(decoding: try contents(of: checkpoint + "/metrics.jsonl"), as: UTF8.self)
      .matches(of: /"kind":"training".*?"target_tokens":([0-9]+)/).compactMap { Int($0.1) }
  }
}

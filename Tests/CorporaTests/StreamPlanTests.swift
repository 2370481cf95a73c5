// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Corpora

/// Folding a text into streams and windows.
struct StreamPlanTests {
  @Test func theAlphabetIsFoldedAsInTheLecture() throws {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz")
    let plan = try StreamPlan(tokens: alphabet.count, streams: 4, window: 3)
    func pairs(_ window: Int) -> [String] {
      plan.places(window: window).map { places in
        let tokens = alphabet[places]
        return String(tokens.dropLast()) + "→" + String(tokens.dropFirst())
      }
    }
    #expect(plan.windows == 2 && plan.predictions == 6)
    #expect(pairs(0) == ["abc→bcd", "ghi→hij", "mno→nop", "stu→tuv"])
    #expect(pairs(1) == ["def→efg", "jkl→klm", "pqr→qrs", "vwx→wxy"])
  }

  /// Each stream predicts each of its tokens once, in order, and no token belongs to two streams.
  @Test func everyStreamReadsItsPartOnce() throws {
    var random = RandomText(seed: 5)
    for _ in 0..<500 {
      let (streams, window) = (1 + random.number(below: 9), 1 + random.number(below: 12))
      let tokens = streams * window + 1 + random.number(below: 200)
      let plan = try StreamPlan(tokens: tokens, streams: streams, window: window)
      #expect(plan.predictions == (tokens - 1) / streams)
      for stream in 0..<streams {
        let windows = (0..<plan.windows).map { plan.places(stream: stream, window: $0) }
        #expect(windows.dropLast().allSatisfy { $0.count == window + 1 })
        #expect(
          windows.flatMap { $0.dropFirst() }.elementsEqual(
            stream * plan.predictions + 1..<(stream + 1) * plan.predictions + 1))
        #expect(zip(windows, windows.dropFirst()).allSatisfy { $0.last == $1.first })
        #expect((1...window).contains(windows[plan.windows - 1].count - 1))
      }
      let lengths = plan.places(window: plan.windows - 1).map(\.count)
      #expect(Set(lengths).count == 1 && plan.places(window: 0)[0].lowerBound == 0)
    }
  }

  @Test(arguments: [(0, 1, 1), (1, 1, 1), (12, 4, 3), (26, 4, 7), (100, 100, 1)])
  func aTextShorterThanTheFirstWindowsIsRefused(tokens: Int, streams: Int, window: Int) {
    let error = RunningTextError.tooShort(tokens: tokens, streams: streams, window: window)
    #expect(throws: error) {
      try StreamPlan(tokens: tokens, streams: streams, window: window)
    }
  }

  @Test func aShortTextMayBeFoldedLess() throws {
    for tokens in 2..<60 {
      for (streams, window) in [(1, 1), (4, 3), (50, 100), (7, 5)] {
        let plan = StreamPlan(fitting: tokens, streams: streams, window: window)
        #expect(
          plan == (try StreamPlan(tokens: tokens, streams: plan.streams, window: plan.window)))
        #expect(plan.streams <= streams && plan.window == min(window, tokens - 1))
        if let whole = try? StreamPlan(tokens: tokens, streams: streams, window: window) {
          #expect(plan == whole)
        }
      }
    }
  }
}

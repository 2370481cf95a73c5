// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Testing

@Suite struct LengthBucketTests {
  @Test func everyLineIsInTheBucketOfItsLength() {
    let lengths = [51, 0, 5, 6, 1, 50, 41, 40, 1_000_000, 5]
    let buckets = LengthBucket.buckets(ofLengths: lengths)
    #expect(buckets.map(\.description) == ["0", "1-5", "6-10", "31-40", "41-50", "51+"])
    #expect(buckets.map(\.lines) == [[1], [2, 4, 9], [3], [7], [5, 6], [0, 8]])
    for bucket in buckets {
      #expect(bucket.lines.allSatisfy { bucket.lengths.contains(lengths[$0]) })
    }
  }

  @Test func bucketsLeaveNoGap() {
    let buckets = LengthBucket.buckets(ofLengths: Array(0...60))
    #expect(buckets.flatMap(\.lines) == Array(0...60))
    #expect(buckets.map(\.lines.count) == [1, 5, 5, 5, 5, 5, 5, 10, 10, 10])
  }

  @Test func noLinesMakeNoBucket() { #expect(LengthBucket.buckets(ofLengths: []).isEmpty) }
}

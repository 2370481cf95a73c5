// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// Checks that the comparisons in other tests can fail.
@Suite struct ExpectCloseTests {
  @Test func acceptsWhatIsNear() {
    #expect(complaint([1, 2 + 1e-6] as [Float], [1, 2] as [Double], relative: 1e-6, "") == nil)
    let special: [Float] = [.nan, .infinity, 0]
    #expect(complaint(special, special, relative: 0, "") == nil)
    #expect(complaint([1 + Float.ulpOfOne, -0.0], [1, -0.0], ulps: 1, "") == nil)
    #expect(complaint([.infinity, .leastNonzeroMagnitude], [3.41e38, 0], ulps: 1, "") == nil)
    #expect(complaintAboutBits([1, .nan], [1, .nan], "") == nil)
  }

  @Test(
    arguments: [
      ([1], [1, 1]), ([1.1], [1]), ([.nan], [1]), ([1], [.nan]), ([.infinity], [1]),
      ([-.infinity], [.infinity]), ([1e-30], [0]), ([1, 5, 3.1], [1, 5, 3]), ([1], [-1]),
    ] as [([Float], [Float])])
  func noticesWhatIsFar(found: [Float], expected: [Float]) {
    #expect(complaint(found, expected, relative: 1e-2, "") != nil)
    #expect(complaint(found, expected.map(Double.init), ulps: 4, "") != nil)
    #expect(complaintAboutBits(found, expected, "") != nil)
  }

  @Test func noticesTheSignOfZeroAndSingleBits() {
    #expect(complaint([0], [-0.0], ulps: 1, "") != nil)
    #expect(complaint([3e38], [3.41e38], ulps: 4, "") != nil)
    #expect(complaintAboutBits([0], [-0.0], "") != nil)
    #expect(complaintAboutBits([1, 1 + Float.ulpOfOne], [1, 1], "") != nil)
  }

  @Test func namesTheWorstElement() {
    #expect(
      complaint([1, 5, 4] as [Float], [1, 4, 2] as [Float], relative: 0.1, "sum")
        == "sum[2] is 4.0, expected 2.0: 0.5 of the largest magnitude 4.0, over 0.1")
  }

  @Test func labelsNest() {
    var labels: [String] = []
    withEvery("a", in: [1, 2]) { _ in withEvery("b", in: "xy") { _ in labels.append(labelled("v")) }
    }
    #expect(labels == ["v{a 1, b x}", "v{a 1, b y}", "v{a 2, b x}", "v{a 2, b y}"])
    #expect(labelled("v") == "v")
  }
}

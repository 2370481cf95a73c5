// SPDX-License-Identifier: Apache-2.0

import Safetensors
import TestSupport
import Testing

/// Files from an attacker, a bad disk or a faulty program.
@Suite struct HostileFileTests {
  private func problem(of bytes: [UInt8]) throws -> SafetensorsError.Problem? {
    let directory = TemporaryDirectory()
    let path = directory.path("model.safetensors")
    try write(bytes, to: path)
    return try SafetensorsTests.problem(openingFileAt: path)
  }

  @Test func refusesBadLengths() throws {
    #expect(try problem(of: []) == .truncated(expected: 8, found: 0))
    #expect(try problem(of: [2, 0, 0, 0, 0, 0, 0]) == .truncated(expected: 8, found: 7))
    #expect(
      try problem(of: [3, 0, 0, 0, 0, 0, 0, 0, 123, 125]) == .truncated(expected: 11, found: 10))
    #expect(
      try problem(of: [UInt8](repeating: 255, count: 64))
        == .headerTooLong(found: .max, limit: 100_000_000))
    #expect(
      try problem(of: [1, 0xE1, 0xF5, 5, 0, 0, 0, 0])
        == .headerTooLong(found: 100_000_001, limit: 100_000_000))
    #expect(
      try problem(of: [0, 0xE1, 0xF5, 5, 0, 0, 0, 0])
        == .truncated(expected: 100_000_008, found: 8))
  }

  /// A header, and the number of its bytes read before the error is found.
  @Test(arguments: [
    ("", 0), (" {}", 0), ("[]", 0), ("null", 0), ("{", 1), ("{}}", 2), ("{}\u{0}", 2),
    (#"{"a"}"#, 4), (#"{"a":1}"#, 5), (#"{"a":{}}"#, 7), ("{,}", 1), (#"{"__metadata__":{},}"#, 19),
    (#"{"__metadata__":{"k":1}}"#, 21), (#"{"__metadata__":[]}"#, 16), ("{'a':{}}", 1),
    (#"{"a"#, 3), (#"{"\x":{}}"#, 4), (#"{"\ud800":{}}"#, 9), (#"{"\udc00a\u0041":{}}"#, 9),
    (#"{"\u12g4":{}}"#, 7), ("{\"a\u{1}\":{}}", 4), (#"{"a":{"dtype":"U8"}}"#, 19),
    (#"{"a":{"dtype":"U8","dtype":"U8"}}"#, 27), (#"{"a":{"stride":[1]}}"#, 15),
  ])
  func refusesBrokenHeaders(header: String, offset: Int) throws {
    #expect(try problem(of: assembled(header: header)) == .malformedHeader(offset: 8 + offset))
  }

  @Test(arguments: ["-1", "1.0", "1e2", "01", "+1", "-", "\"1\"", "9223372036854775808", "٣", "1,"])
  func rejectsNumbersThatAreNotCounts(number: String) throws {
    for header in [
      "{" + tensor("a", "[\(number)]", "[0,1]") + "}",
      "{" + tensor("a", "[1]", "[\(number),1]") + "}",
    ] {
      guard case .malformedHeader = try problem(of: assembled(header: header, dataCount: 1)) else {
        Issue.record("accepted \(header)")
        continue
      }
    }
  }

  @Test func rejectsOffsetsThatAreNotAPair() throws {
    for offsets in ["[]", "[0]", "[0,1,1]"] {
      let header = "{" + tensor("a", "[1]", offsets) + "}"
      guard case .malformedHeader = try problem(of: assembled(header: header, dataCount: 1)) else {
        Issue.record("accepted \(header)")
        continue
      }
    }
  }

  @Test func refusesInvalidUTF8() throws {
    var bytes = assembled(header: "{" + tensor("a?", "[1]", "[0,1]") + "}", dataCount: 1)
    bytes[11] = 0xFF
    #expect(try problem(of: bytes) == .malformedHeader(offset: 13))
  }

  @Test func refusesOneNameTwice() throws {
    let twice = [tensor("a", "[1]", "[0,1]"), tensor(#"\u0061"#, "[1]", "[1,2]")]
    let header = "{" + twice.joined(separator: ",") + "}"
    #expect(try problem(of: assembled(header: header, dataCount: 2)) == .duplicateName("a"))
    let metadata = #"{"__metadata__":{"k":"1","k":"2"}}"#
    #expect(try problem(of: assembled(header: metadata)) == .duplicateName("k"))
    let both = #"{"__metadata__":{},"__metadata__":{}}"#
    #expect(try problem(of: assembled(header: both)) == .duplicateName("__metadata__"))
  }

  @Test func refusesDataThatDoNotFitTogether() throws {
    let maximum = Int.max
    let cases: [([String], Int, SafetensorsError.Problem)] = [
      ([tensor("a", "[2]", "[1,3]")], 3, misplaced("a", 0, 1)),
      ([tensor("a", "[2]", "[0,2]"), tensor("b", "[2]", "[1,3]")], 3, misplaced("b", 2, 1)),
      ([tensor("a", "[2]", "[0,2]"), tensor("b", "[1]", "[3,4]")], 4, misplaced("b", 2, 3)),
      ([tensor("a", "[2]", "[0,2]"), tensor("b", "[2]", "[0,2]")], 2, misplaced("b", 2, 0)),
      ([tensor("a", "[0]", "[2,0]")], 2, .invertedRange(name: "a", start: 2, end: 0)),
      ([tensor("a", "[2]", "[0,2]")], 3, .unclaimedBytes(count: 1)),
      ([], 1, .unclaimedBytes(count: 1)),
      ([tensor("a", "[3]", "[0,2]")], 2, .wrongByteCount(name: "a", expected: 3, found: 2)),
      (
        [tensor("a", "[]", "[0,2]", type: "F32")], 2,
        .wrongByteCount(name: "a", expected: 4, found: 2)
      ),
      (
        [tensor("a", "[0]", "[0,2]", type: "F32")], 2,
        .wrongByteCount(name: "a", expected: 0, found: 2)
      ),
      (
        [tensor("a", "[4294967296,4294967296]", "[0,0]", type: "F32")], 0,
        .shapeTooLarge(name: "a", shape: [1 << 32, 1 << 32])
      ),
      (
        [tensor("a", "[\(maximum)]", "[0,\(maximum)]", type: "F64")], 0,
        .shapeTooLarge(name: "a", shape: [maximum])
      ),
    ]
    for (tensors, dataCount, expected) in cases {
      let header = "{\(tensors.joined(separator: ","))}"
      #expect(try problem(of: assembled(header: header, dataCount: dataCount)) == expected)
    }
  }

  @Test func refusesDataBeyondTheEndOfTheFile() throws {
    let header = "{" + tensor("a", "[9]", "[0,9]") + "}"
    let start = 8 + header.utf8.count
    #expect(
      try problem(of: assembled(header: header, dataCount: 8))
        == .truncated(expected: start + 9, found: start + 8))
    for type in ["U8", "X9"] {
      let far = "{" + tensor("a", "[\(Int.max)]", "[0,\(Int.max)]", type: type) + "}"
      #expect(
        try problem(of: assembled(header: far, dataCount: 1))
          == .truncated(expected: .max, found: 8 + far.utf8.count + 1))
    }
  }

  @Test func refusesEveryTruncation() throws {
    let whole = try golden("python.safetensors").bytes
    for count in 0..<whole.count {
      guard case .truncated(let expected, count) = try problem(of: Array(whole[..<count])) else {
        Issue.record("accepted \(count) of \(whole.count) bytes")
        continue
      }
      #expect(expected > count && expected <= whole.count)
    }
  }

  @Test func survivesDamage() throws {
    let whole = try golden("python.safetensors").bytes
    let directory = TemporaryDirectory()
    let path = directory.path("model.safetensors")
    var random = SeededGenerator(seed: 7)
    var refused = 0
    for _ in 0..<500 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let index = Int.random(in: 0..<590, using: &random)
        bytes[index] = "{}[]\",:0129ae\\ ".utf8.randomElement(using: &random) ?? 0
      }
      try write(bytes, to: path)
      guard try SafetensorsTests.problem(openingFileAt: path) == nil else {
        refused += 1
        continue
      }
      let file = try SafetensorsFile(path: path)
      for tensor in file.tensors {
        #expect(file.withBytes(of: tensor) { $0.byteCount } == tensor.byteRange.count)
      }
    }
    #expect((250..<500).contains(refused))
  }
}

private func tensor(
  _ name: String, _ shape: String, _ offsets: String, type: String = "U8"
) -> String {
  #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
}

private func misplaced(
  _ name: String, _ expected: Int, _ found: Int
) -> SafetensorsError.Problem {
  .misplacedTensor(name: name, expectedStart: expected, foundStart: found)
}

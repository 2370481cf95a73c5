// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Models
import Safetensors
import TestSupport
import Testing

@Suite struct NGramFileTests {
  private let model = NGramModel(
    order: 3, vocabularySize: 7, beginning: [2],
    sequences: [[4, 5, 4, 6, 3], [4, 4, 5, 3], [], [6, 5, 4, 3]])

  @Test(arguments: [1, 2, 3, 16]) func aModelIsReadBackExactly(order: Int) throws {
    let directory = TemporaryDirectory()
    let paths = ["a", "b"].map { directory.path("\($0).safetensors") }
    var generator = SeededGenerator(seed: 5)
    let text = (0..<500).map { _ in Int32.random(in: 0..<6, using: &generator) }
    let model = NGramModel(
      order: order, vocabularySize: 6, beginning: [2, 2, 2], sequences: [text[...], [1, 2]])
    try model.save(to: paths[0], metadata: ["format": "pt"])
    let read = try NGramModel(contentsOf: paths[0])
    #expect(read == model)
    try read.save(to: paths[1], metadata: ["format": "pt"])
    let bytes = try paths.map { try Data(contentsOf: URL(filePath: $0)) }
    #expect(bytes[0] == bytes[1])
    #expect(try SafetensorsFile(path: paths[0]).metadata == ["format": "pt"])
  }

  @Test func theTensorsAreNamedAsDescribed() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("model.safetensors")
    try model.save(to: path)
    let tensors = try SafetensorsFile(path: path).tensors
    #expect(
      tensors.map { "\($0.name) \($0.typeName) \($0.shape)" } == [
        "discounts F64 [3, 3]", "fallback U8 [3]", "beginning I32 [1]",
        "1-grams.probabilities F32 [7]", "1-grams.backoffs F32 [7]",
        "1-grams.first_children I32 [8]",
        "2-grams.tokens I32 [10]", "2-grams.probabilities F32 [10]", "2-grams.backoffs F32 [10]",
        "2-grams.first_children I32 [11]",
        "3-grams.tokens I32 [10]", "3-grams.probabilities F32 [10]",
      ])
  }

  @Test func anotherFileIsRefused() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("model.safetensors")
    try model.save(to: path)
    let bytes = try Data(contentsOf: URL(filePath: path))
    func expect(_ data: Data, _ problem: SafetensorsError.Problem) throws {
      try data.write(to: URL(filePath: path))
      #expect(throws: SafetensorsError(path: path, problem: problem)) {
        _ = try NGramModel(contentsOf: path)
      }
    }
    try expect(
      bytes.dropLast(), .truncated(expected: bytes.count, found: bytes.count - 1))
    try expect(bytes + [0], .unclaimedBytes(count: 1))
    try expect(Data(), .truncated(expected: 8, found: 0))
    try expect(Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]), .otherFormat(.gzip))
    // Every shorter file is refused, wherever it ends.
    for count in stride(from: 0, to: bytes.count, by: 7) {
      try bytes.prefix(count).write(to: URL(filePath: path))
      #expect(throws: SafetensorsError.self) { _ = try NGramModel(contentsOf: path) }
    }
  }

  /// A file with a wrong bit is refused or used; nothing fails later.
  @Test func noWrongBitIsFatal() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("model.safetensors")
    try model.save(to: path)
    let bytes = try Data(contentsOf: URL(filePath: path))
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 1 << UInt8(place % 8)
      try changed.write(to: URL(filePath: path))
      guard let read = try? NGramModel(contentsOf: path), read.vocabularySize == 7 else { continue }
      for token in 0..<Int32(7) {
        let context = read.context(after: [4, token])
        #expect(read.distribution(after: context).count == 7)
        #expect(read.logProbability(of: token, after: context) < 0)
      }
    }
  }
}

// MARK: - Values that are not possible

extension NGramFileTests {
  /// Writes the model with changed tensors, and reads it. Returns the error.
  private func error(
    _ change: (inout [StoredTensor]) throws -> Void
  ) throws -> (any Error)? {
    let directory = TemporaryDirectory()
    let path = directory.path("model.safetensors")
    try model.save(to: path)
    try StoredTensor.rewrite(path, change)
    do {
      _ = try NGramModel(contentsOf: path)
      return nil
    } catch let error as NGramModelError {
      #expect(error.path == path)
      return error
    } catch {
      return error
    }
  }

  /// Expects an error after the element `index` of a tensor became `value`.
  private func expect<Element: TensorElement>(
    _ name: String, _ index: Int, _ value: Element, _ problem: NGramModelError.Problem,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = try error { $0[name].set(index, value) }
    #expect(
      (found as? NGramModelError)?.problem == problem, "\(name)", sourceLocation: sourceLocation)
  }

  @Test func impossibleProbabilitiesAreRefused() throws {
    for (value, text) in [
      (Float.nan, "nan"), (0, "0.0"), (-0.5, "-0.5"), (1.5, "1.5"), (.infinity, "inf"),
    ] {
      for name in ["1-grams.probabilities", "3-grams.probabilities", "2-grams.backoffs"] {
        try expect(
          name, 4, value, .impossibleValue(tensor: name, index: 4, found: text))
      }
    }
  }

  @Test func impossibleDiscountsAreRefused() throws {
    let problem = NGramModelError.Problem.impossibleValue(
      tensor: "discounts", index: 3, found: "1.25")
    try expect("discounts", 3, 1.25, problem)
    try expect(
      "discounts", 8, Double.nan,
      .impossibleValue(tensor: "discounts", index: 8, found: "nan"))
    try expect("discounts", 0, 0.0, .impossibleValue(tensor: "discounts", index: 0, found: "0.0"))
    try expect(
      "fallback", 1, UInt8(2), .impossibleValue(tensor: "fallback", index: 1, found: "2"))
  }

  @Test func impossibleTokensAreRefused() throws {
    for value in [-1, 7] as [Int32] {
      for name in ["beginning", "2-grams.tokens", "3-grams.tokens"] {
        try expect(
          name, 0, value, .impossibleValue(tensor: name, index: 0, found: "\(value)"))
      }
    }
    // The tokens after 2 are 4 and 6.
    try expect("2-grams.tokens", 0, Int32(6), .notAscending(tensor: "2-grams.tokens", index: 1))
  }

  @Test func impossiblePlacesOfChildrenAreRefused() throws {
    let name = "1-grams.first_children"
    try expect(name, 0, Int32(1), .impossibleValue(tensor: name, index: 0, found: "1"))
    try expect(name, 3, Int32(-2), .impossibleValue(tensor: name, index: 3, found: "-2"))
    try expect(name, 3, Int32(11), .notAscending(tensor: name, index: 4))
    try expect(name, 7, Int32(12), .wrongChildCount(tensor: name, expected: 10, found: 12))
    try expect(name, 7, Int32.max, .wrongChildCount(tensor: name, expected: 10, found: 2147483647))
  }

  @Test func impossibleSizesAreRefused() throws {
    func problem(_ change: (inout [StoredTensor]) throws -> Void) throws -> NGramModelError.Problem?
    {
      (try error(change) as? NGramModelError)?.problem
    }
    for order in [0, 17] {
      let discounts = [Double](repeating: 0.5, count: 3 * order)
      let found = try problem { $0[0] = StoredTensor("discounts", shape: [order, 3], discounts) }
      #expect(found == .orderOutOfRange(found: order, allowed: 1...16))
    }
    let none: [Float] = []
    let empty = try problem { $0[3] = StoredTensor("1-grams.probabilities", shape: [0], none) }
    #expect(empty == .vocabularySizeOutOfRange(found: 0, allowed: 1...1 << 24))
    let long = try problem { $0[2] = StoredTensor("beginning", shape: [3], [2, 2, 2] as [Int32]) }
    #expect(long == .beginningTooLong(found: 3, order: 3))
  }

  @Test func missingAndOtherTensorsAreRefused() throws {
    func problem(_ change: (inout [StoredTensor]) throws -> Void) throws -> SafetensorsError
      .Problem?
    {
      (try error(change) as? SafetensorsError)?.problem
    }
    for place in 0..<12 {
      var name = ""
      let missing = try problem { name = $0.remove(at: place).declaration.name }
      #expect(missing == .missingTensor(name: name))
    }
    for name in ["4-grams.tokens", "3-grams.backoffs", "1-grams.tokens", "output.weight"] {
      let surplus = try problem { $0.append(StoredTensor(name, shape: [1], [1] as [Float])) }
      #expect(surplus == .surplusTensor(name: name))
    }
    let type = try problem { $0[2] = StoredTensor("beginning", shape: [1], [2] as [Float]) }
    #expect(type == .wrongType(name: "beginning", expected: "I32", found: "F32"))
    let shape = try problem { $0[4] = StoredTensor("1-grams.backoffs", shape: [1], [1] as [Float]) }
    #expect(shape == .wrongShape(name: "1-grams.backoffs", expected: [7], found: [1]))
  }
}

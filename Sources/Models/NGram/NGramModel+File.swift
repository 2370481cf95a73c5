// SPDX-License-Identifier: Apache-2.0

package import Files
import Safetensors

extension NGramModel {
  /// Writes the model as tensors. Equal models and metadata give the same bytes.
  ///
  /// `discounts` `[order, 3]` and `fallback` `[order]` are for n-grams of 1, 2, … tokens;
  /// `beginning` is the context before each sequence. For the N n-grams of k tokens there are
  /// `k-grams.tokens` (none for k = 1) and `k-grams.probabilities` `[N]`, and below the order also
  /// `k-grams.backoffs` `[N]` and `k-grams.first_children` `[N + 1]`.
  package func save(to path: String, metadata: [String: String] = [:]) throws(FileError) {
    var writer = try SafetensorsWriter(path: path, metadata: metadata, tensors: declarations)
    let values = discounts.flatMap(\.values)
    try unsafe writer.write(Name.discounts, values.span.bytes)
    let fallbacks = discounts.map { UInt8($0.isFallback ? 1 : 0) }
    try unsafe writer.write(Name.fallback, fallbacks.span.bytes)
    try unsafe writer.write(Name.beginning, beginning.span.bytes)
    for (index, level) in levels.enumerated() {
      let name = Name(length: index + 1)
      if index > 0 { try unsafe writer.write(name.tokens, level.tokens.span.bytes) }
      try unsafe writer.write(name.probabilities, level.probabilities.span.bytes)
      guard index < order - 1 else { break }
      try unsafe writer.write(name.backoffs, level.backoffs.span.bytes)
      try unsafe writer.write(name.firstChildren, level.firstChildren.span.bytes)
    }
    try writer.commit()
  }

  private var declarations: [TensorDeclaration] {
    var tensors = [
      TensorDeclaration(name: Name.discounts, type: .float64, shape: [order, 3]),
      TensorDeclaration(name: Name.fallback, type: .uint8, shape: [order]),
      TensorDeclaration(name: Name.beginning, type: .int32, shape: [beginning.count]),
    ]
    for (index, level) in levels.enumerated() {
      let (name, count) = (Name(length: index + 1), level.tokens.count)
      if index > 0 {
        tensors.append(TensorDeclaration(name: name.tokens, type: .int32, shape: [count]))
      }
      tensors.append(TensorDeclaration(name: name.probabilities, shape: [count]))
      guard index < order - 1 else { break }
      tensors.append(TensorDeclaration(name: name.backoffs, shape: [count]))
      tensors.append(
        TensorDeclaration(name: name.firstChildren, type: .int32, shape: [count + 1]))
    }
    return tensors
  }

  /// Reads a file that `save` has written, and checks every value. The model must have the given
  /// sizes, if any.
  ///
  /// - Throws: `FileError` if it cannot be read, `SafetensorsError` if it is not such a file,
  ///   `NGramModelError` if a value in it is not possible.
  package init(contentsOf path: String, order: Int? = nil, vocabularySize: Int? = nil) throws {
    let file = try SafetensorsFile(path: path)
    if let order { _ = try file.require(Double.self, named: Name.discounts, shape: [order, 3]) }
    if let vocabularySize {
      let name = Name(length: 1).probabilities
      _ = try file.require(Float.self, named: name, shape: [vocabularySize])
    }
    self = try Reader(file).model()
  }
}

/// The names of the tensors of the n-grams of one length.
private struct Name {
  static let discounts = "discounts"
  static let fallback = "fallback"
  static let beginning = "beginning"

  let tokens, probabilities, backoffs, firstChildren: String

  init(length: Int) {
    tokens = "\(length)-grams.tokens"
    probabilities = "\(length)-grams.probabilities"
    backoffs = "\(length)-grams.backoffs"
    firstChildren = "\(length)-grams.first_children"
  }
}

// MARK: - Reading

/// Reads a model and checks its values, so that no later access can fail.
private struct Reader {
  private let file: SafetensorsFile
  private let order: Int
  private let vocabularySize: Int

  init(_ file: SafetensorsFile) throws {
    self.file = file
    order = try file.count(Name.discounts)
    vocabularySize = try file.count(Name(length: 1).probabilities)
    if !NGramModel.orders.contains(order) {
      throw failure(.orderOutOfRange(found: order, allowed: NGramModel.orders))
    }
    if !NGramModel.vocabularySizes.contains(vocabularySize) {
      throw failure(
        .vocabularySizeOutOfRange(found: vocabularySize, allowed: NGramModel.vocabularySizes))
    }
  }

  func model() throws -> NGramModel {
    var levels: [NGramModel.Level] = []
    for length in 1...order {
      levels.append(try level(length, after: levels.last))
    }
    let model = NGramModel(
      vocabularySize: vocabularySize, beginning: try beginning(), discounts: try discounts(),
      levels: levels)
    try requireNothingElse()
    return model
  }

  private func discounts() throws -> [KneserNeyDiscounts] {
    let values: [Double] = try values(Name.discounts, shape: [order, 3]) { index, value in
      value > 0 && value <= Double(index % 3 + 1)
    }
    let fallbacks: [UInt8] = try self.values(Name.fallback, shape: [order]) { $1 <= 1 }
    return fallbacks.enumerated().map {
      KneserNeyDiscounts(values: Array(values[3 * $0..<3 * $0 + 3]), isFallback: $1 == 1)
    }
  }

  private func beginning() throws -> [Int32] {
    let count = try file.count(Name.beginning)
    guard count < order else { throw failure(.beginningTooLong(found: count, order: order)) }
    return try values(Name.beginning, shape: [count], where: isToken)
  }

  private func level(
    _ length: Int, after contexts: NGramModel.Level?
  ) throws -> NGramModel.Level {
    let name = Name(length: length)
    let isLongest = length == order
    let count = try file.count(name.probabilities)
    let tokens =
      try contexts.map { try self.tokens(name.tokens, count: count, after: $0, length: length) }
      ?? Array(0..<Int32(count))
    func isFactor(_: Int, _ value: Float) -> Bool { value > 0 && value <= 1 }
    return NGramModel.Level(
      tokens: tokens,
      probabilities: try values(name.probabilities, shape: [count], where: isFactor),
      backoffs: isLongest ? [] : try values(name.backoffs, shape: [count], where: isFactor),
      firstChildren: isLongest ? [] : try firstChildren(name.firstChildren, count: count))
  }

  private func firstChildren(_ name: String, count: Int) throws -> [Int32] {
    let firsts: [Int32] = try values(name, shape: [count + 1]) { index, value in
      index == 0 ? value == 0 : value >= 0
    }
    if let index = firsts.indices.dropFirst().first(where: { firsts[$0] < firsts[$0 - 1] }) {
      throw failure(.notAscending(tensor: name, index: index))
    }
    return firsts
  }

  /// Reads the last tokens of n-grams. They must ascend after each of `contexts`.
  private func tokens(
    _ name: String, count: Int, after contexts: NGramModel.Level, length: Int
  ) throws -> [Int32] {
    let found = Int(contexts.firstChildren[contexts.tokens.count])
    guard found == count else {
      throw failure(
        .wrongChildCount(
          tensor: Name(length: length - 1).firstChildren, expected: count, found: found))
    }
    let tokens: [Int32] = try values(name, shape: [count], where: isToken)
    for context in contexts.tokens.indices {
      for index in children(contexts.firstChildren, context).dropFirst()
      where tokens[index] <= tokens[index - 1] {
        throw failure(.notAscending(tensor: name, index: index))
      }
    }
    return tokens
  }

  private func isToken(_: Int, _ value: Int32) -> Bool { value >= 0 && value < vocabularySize }

  /// Returns the values of a tensor, each of which must be possible at its index.
  private func values<Element: TensorElement>(
    _ name: String, shape: [Int], where isPossible: (Int, Element) -> Bool
  ) throws -> [Element] {
    let values: [Element] = try file.values(named: name, shape: shape)
    for (index, value) in values.enumerated() where !isPossible(index, value) {
      throw failure(.impossibleValue(tensor: name, index: index, found: "\(value)"))
    }
    return values
  }

  private func requireNothingElse() throws {
    var names: Set = [Name.discounts, Name.fallback, Name.beginning]
    for name in (1...order).map(Name.init) {
      names.formUnion([name.tokens, name.probabilities, name.backoffs, name.firstChildren])
    }
    names.subtract([
      Name(length: 1).tokens, Name(length: order).backoffs, Name(length: order).firstChildren,
    ])
    if let other = file.tensors.first(where: { !names.contains($0.name) }) {
      throw SafetensorsError(path: file.path, problem: .surplusTensor(name: other.name))
    }
  }

  private func failure(_ problem: NGramModelError.Problem) -> NGramModelError {
    NGramModelError(path: file.path, problem: problem)
  }
}

extension SafetensorsFile {
  /// Returns the number of rows of a tensor.
  fileprivate func count(_ name: String) throws(SafetensorsError) -> Int {
    guard let tensor = tensor(named: name) else {
      throw SafetensorsError(path: path, problem: .missingTensor(name: name))
    }
    return tensor.shape.first ?? 1
  }
}

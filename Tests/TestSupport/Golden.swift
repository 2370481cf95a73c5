// SPDX-License-Identifier: Apache-2.0

import Compute
import Safetensors
import Testing

/// A golden file of tensors, `Goldens/NAME.safetensors` beside the test.
public struct Golden {
  private let file: SafetensorsFile

  public var path: String { file.path }

  public init(_ name: String, besides source: String = #filePath) throws {
    let folder = source.prefix(upTo: source.lastIndex(of: "/") ?? source.endIndex)
    file = try SafetensorsFile(path: "\(folder)/Goldens/\(name).safetensors")
  }

  public var names: [String] { file.tensors.map(\.name) }

  public func shape(_ name: String) throws -> [Int] {
    try #require(file.tensor(named: name), "\(file.path) has no \(name)").shape
  }

  public func floats(_ name: String) throws -> [Float] {
    try file.values(named: name, shape: shape(name))
  }

  public func integers(_ name: String) throws -> [Int] {
    try file.values(named: name, shape: shape(name), as: Int32.self).map(Int.init)
  }

  /// Returns the rows of the padded matrix `SIDE.ids`, each cut to its length in `SIDE.lengths`.
  package func sentences(_ side: String) throws -> [ArraySlice<Int32>] {
    let steps = try shape("\(side).ids")[1]
    let ids = try integers("\(side).ids").map(Int32.init)
    return try integers("\(side).lengths").enumerated().map { row, length in
      ids[row * steps..<row * steps + length]
    }
  }

  /// Returns a matrix, or a vector as one row.
  package func matrix(_ name: String, _ arena: Arena) throws -> MatrixView {
    let shape = try shape(name)
    return try arena.matrix(
      rows: shape.count == 2 ? shape[0] : 1, columns: shape.last ?? 0, floats(name))
  }
}

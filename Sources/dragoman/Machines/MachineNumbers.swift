// SPDX-License-Identifier: Apache-2.0

import Inference
import Yams

/// The rows or the columns of a matrix, and what each of them is: a state, an input, a label.
struct MachineAxis {
  let names: MachineNames
  let noun: String

  init(_ names: MachineNames, _ noun: String) { (self.names, self.noun) = (names, noun) }

  var count: Int { names.count }
}

/// Reads the vectors and matrices of a machine file. Each is written as lists of numbers, or by the
/// names of its rows and columns; numbers that are not named are 0.
struct MachineNumbers {
  let path: String
  var needsWholeNumbers = false

  /// Reads `[1, 2]`, `{x: 1}`, or one number for all places.
  func vector(
    _ node: Node, _ key: String, _ axis: MachineAxis
  ) throws(MachineFileError) -> [Float] {
    if let list = node.sequence { return try row(list, key, number: nil, axis) }
    guard let mapping = node.mapping else {
      let value = try number(node, key)
      return Array(repeating: value, count: axis.count)
    }
    var vector = [Float](repeating: 0, count: axis.count)
    for (name, value) in mapping {
      let value = try number(value, key)
      for place in try places(name, key, axis) { vector[place] = value }
    }
    return vector
  }

  /// Reads `[[1, 2], [3, 4]]`, or `{x: [1, 2], y: {a: 3, b: 4}}` with the names of rows, or of rows
  /// and columns. Two groups are connected one to one.
  func matrix(
    _ node: Node, _ key: String, _ rows: MachineAxis, _ columns: MachineAxis
  ) throws(MachineFileError) -> WeightTable {
    var table = WeightTable(rows: rows.count, columns: columns.count)
    if let list = node.sequence {
      guard list.count == rows.count else {
        throw failure(
          node, .rows(key: key, found: list.count, expected: rows.count, noun: rows.noun))
      }
      for (row, node) in list.enumerated() {
        guard let list = node.sequence else { throw notNumbers(node, key) }
        table.values.replaceSubrange(
          row * columns.count..<(row + 1) * columns.count,
          with: try self.row(list, key, number: row + 1, columns))
      }
    } else if let mapping = node.mapping {
      for (name, weights) in mapping { try set(&table, key, name, weights, rows, columns) }
    } else {
      throw notNumbers(node, key)
    }
    return table
  }

  /// Sets the weights of the rows that `name` stands for.
  private func set(
    _ table: inout WeightTable, _ key: String, _ name: Node, _ weights: Node, _ rows: MachineAxis,
    _ columns: MachineAxis
  ) throws(MachineFileError) {
    let rowPlaces = try places(name, key, rows)
    if let list = weights.sequence {
      let values = try row(list, key, number: rowPlaces.lowerBound + 1, columns)
      for row in rowPlaces {
        for (column, value) in values.enumerated() { table[row, column] = value }
      }
      return
    }
    guard let mapping = weights.mapping else { throw notNumbers(weights, key) }
    for (columnName, node) in mapping {
      let value = try number(node, key)
      let columnPlaces = try places(columnName, key, columns)
      guard rowPlaces.count != 1, columnPlaces.count != 1 else {
        for row in rowPlaces {
          for column in columnPlaces { table[row, column] = value }
        }
        continue
      }
      guard rowPlaces.count == columnPlaces.count else {
        throw failure(
          columnName,
          .groups(
            key: key, row: name.scalar?.string ?? "", rows: rowPlaces.count,
            column: columnName.scalar?.string ?? "", columns: columnPlaces.count))
      }
      for (row, column) in zip(rowPlaces, columnPlaces) { table[row, column] = value }
    }
  }

  private func row(
    _ list: Node.Sequence, _ key: String, number row: Int?, _ axis: MachineAxis
  ) throws(MachineFileError) -> [Float] {
    guard list.count == axis.count else {
      throw MachineFileError(
        path: path, line: list.mark?.line,
        problem: .length(
          key: key, row: row, found: list.count, expected: axis.count, noun: axis.noun))
    }
    var values: [Float] = []
    for node in list { values.append(try number(node, key)) }
    return values
  }

  private func places(
    _ node: Node, _ key: String, _ axis: MachineAxis
  ) throws(MachineFileError) -> Range<Int> {
    let name = node.scalar?.string ?? ""
    guard let places = axis.names[name] else {
      throw failure(
        node, .unknownName(name, key: key, noun: axis.noun, known: axis.names.names))
    }
    return places
  }

  private func number(_ node: Node, _ key: String) throws(MachineFileError) -> Float {
    guard let text = node.scalar?.string else { throw notNumbers(node, key) }
    let infinite = ["nan", "inf", "-inf", "+inf"].contains(
      text.lowercased().replacing(".", with: ""))
    guard let value = infinite ? Float.nan : Float(text) else {
      throw failure(node, .wrongKind(key: key, expected: "numbers", found: node.words))
    }
    guard value.isFinite else { throw failure(node, .notFinite(key: key, found: text)) }
    if needsWholeNumbers && value != value.rounded() {
      throw failure(node, .fraction(key: key, found: text))
    }
    return value
  }

  private func notNumbers(_ node: Node, _ key: String) -> MachineFileError {
    failure(node, .wrongKind(key: key, expected: "lists of numbers", found: node.words))
  }

  private func failure(
    _ node: Node, _ problem: MachineFileError.Problem
  ) -> MachineFileError {
    MachineFileError(path: path, line: node.mark?.line, problem: problem)
  }
}

// SPDX-License-Identifier: Apache-2.0

extension PositionFeature {
  /// The number of spaces and tabs at the beginning of the line, for all of its characters.
  static let indentation = PositionFeature("indentation", .amount) { text in
    var values: [Int] = []
    values.reserveCapacity(text.count)
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isLineEnd) {
      let depth = line.prefix { $0 == " " || $0 == "\t" }.count
      values += [Int](repeating: depth, count: line.count + 1)
    }
    return Array(values.prefix(text.count))
  }
}

// SPDX-License-Identifier: Apache-2.0

/// The parts of a network between the symbols of a sequence and their results, from the bottom up.
package struct NetworkTower: Equatable, Sendable {
  /// A symbol at a step: the general one, and those of the first steps.
  package struct Symbols: Equatable, Sendable {
    package let general: String
    package let steps: [String]
  }

  package let input: Symbols
  /// The shape of the input of a step, in symbols.
  package let inputShape: String
  package var parts: [NetworkPart]
  /// Nil if the results go to another tower.
  package let output: Symbols?
  /// True if the loops of recurrent layers are drawn on the left.
  package var hasLeftLoops = false

  /// The number of rows of boxes below each part.
  var firstRows: [Int] {
    var row = 1
    return parts.map { part in
      defer { row += part.rowCount }
      return row
    }
  }

  /// The number of rows of the inputs and of all parts before the first that is not repeated at each
  /// step.
  var rowCountOfSteps: Int {
    1
      + parts.prefix {
        switch $0.extent {
        case .eachStep, .recurrent: true
        case .allSteps, .whole: false
        }
      }.reduce(0) { $0 + $1.rowCount }
  }

  var isBidirectional: Bool { parts.contains { $0.isBidirectional } }
}

extension NetworkPart {
  var isBidirectional: Bool {
    if case .recurrent(true, _) = extent { return true }
    return false
  }

  /// The rows of boxes that the part takes: two directions and the join of their outputs.
  var rowCount: Int { isBidirectional ? 3 : 1 }
}

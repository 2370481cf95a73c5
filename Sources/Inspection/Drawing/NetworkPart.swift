// SPDX-License-Identifier: Apache-2.0

import Compute
import Text

/// A part of a network: a layer and its parameters.
package struct NetworkPart: Equatable, Sendable {
  /// The way a part is repeated over the steps of a sequence.
  package enum Extent: Equatable, Sendable {
    /// At each step, with the same weights.
    case eachStep
    /// At each step, with a state that goes from step to step, and from the end to the beginning if
    /// it is bidirectional. `state` describes it.
    case recurrent(isBidirectional: Bool, state: String)
    /// Once for all steps; afterwards there are steps again.
    case allSteps
    /// Once, for the outputs of all steps or, if `ofEnds`, of the last step of each direction.
    case whole(ofEnds: Bool)
  }

  package struct Parameter: Equatable, Sendable {
    /// The name of the tensor in `model.safetensors`.
    package let name: String
    package let shape: [Int]
    /// The symbol and the shape in symbols, as in `W_ih [4H, E]`.
    package let formula: String

    package var count: Int { shape.reduce(1, *) }
  }

  package let title: String
  package let style: Diagram.Style
  package let extent: Extent
  /// Facts about the part, in words.
  package var notes: [String] = []
  package var parameters: [Parameter] = []
  /// The shape of the output of a step, in symbols; empty if there is nothing to say.
  package let output: String

  package var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// One of the two directions of a bidirectional part.
  func direction(_ isBackward: Bool) -> NetworkPart {
    let half = parameters.count / 2
    return NetworkPart(
      title: title + (isBackward ? " ←" : " →"), style: style, extent: extent, notes: notes,
      parameters: Array(isBackward ? parameters[half...] : parameters[..<half]), output: output)
  }

  /// The lines of text in a box: all, or the title only.
  func lines(inDetail: Bool) -> [String] {
    guard inDetail else { return [title] }
    let count =
      parameters.isEmpty ? [] : ["\(grouped(parameterCount)) parameters"]
    return [title] + notes + parameters.map(\.formula) + count
  }
}

extension ParameterLayout {
  /// Returns a parameter with the symbol and the shape in symbols.
  func parameter(_ slot: ParameterSlot, _ formula: String) -> NetworkPart.Parameter {
    let entry = entries[slot.index]
    return NetworkPart.Parameter(name: entry.name, shape: entry.shape, formula: formula)
  }
}

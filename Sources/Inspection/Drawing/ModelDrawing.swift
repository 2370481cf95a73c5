// SPDX-License-Identifier: Apache-2.0

/// A model as boxes for its layers and arrows between them, rolled and unrolled over time.
public struct ModelDrawing: Sendable {
  /// The decoder's first state, between two towers.
  package struct Junction: Sendable {
    package let title: String
    package let notes: [String]
    package let parameters: [NetworkPart.Parameter]
    package let state: String
    /// True if the encoder's states go into it.
    package let readsStates: Bool
  }

  /// The sizes that shapes are given in, such as `H = 512`.
  package let sizes: [String]
  package let towers: [NetworkTower]
  package var junction: Junction?
  /// The number of steps to unroll; nil for a model without a recurrence, which is drawn once.
  package let unrolledSteps: Int?
  /// What is counted in an n-gram model instead of parameters.
  package var counted: String?

  /// All parts and their parameters, from the input to the output.
  package var parts: [(title: String, parameters: [NetworkPart.Parameter])] {
    var parts = towers.map { tower in
      tower.parts.map { (title: $0.title, parameters: $0.parameters) }
    }
    if let junction {
      parts.insert([(title: junction.title, parameters: junction.parameters)], at: 1)
    }
    return parts.flatMap(\.self).filter { !$0.parameters.isEmpty }
  }

  package var parameterCount: Int {
    parts.reduce(0) { $0 + $1.parameters.reduce(0) { $0 + $1.count } }
  }

  /// One step, with loops for the recurrence and all details.
  package var rolled: Diagram { diagram(steps: nil) }

  /// The first steps, with arrows from step to step.
  package var unrolled: Diagram? { unrolledSteps.map { diagram(steps: $0) } }

  private func diagram(steps: Int?) -> Diagram {
    var builder = DiagramBuilder(unrolledSteps: steps)
    let wholeRow = towers.count == 1 ? 0 : towers.map(\.rowCountOfSteps).max() ?? 0
    let first = builder.add(towers[0], wholeRow: wholeRow)
    guard towers.count > 1 else { return builder.diagram }
    let column = builder.skipColumn()
    let second = builder.add(towers[1], wholeRow: wholeRow)
    if let junction { connect(first, second, junction, column, in: &builder) }
    if let from = first.whole, let to = second.whole {
      builder.connect(from, to, towers[0].parts.last?.output ?? "")
    }
    return builder.diagram
  }

  /// Draws the decoder's first state between the layers of both towers.
  private func connect(
    _ first: DiagramBuilder.Drawn, _ second: DiagramBuilder.Drawn, _ junction: Junction,
    _ column: Int, in builder: inout DiagramBuilder
  ) {
    let layers = first.recurrent.map(\.last) + second.recurrent.map(\.first)
    let rows = layers.map { builder.diagram.boxes[$0].rows }
    guard let bottom = rows.map(\.lowerBound).min(), let top = rows.map(\.upperBound).max() else {
      return
    }
    let box = builder.add(
      Diagram.Box(
        columns: column..<column + 1, rows: bottom..<top, lines: [junction.title] + junction.notes,
        style: .plain))
    for (index, layer) in first.recurrent.enumerated() where junction.readsStates {
      builder.connect(layer.last, box, index == 0 ? junction.state : "")
    }
    for (index, layer) in second.recurrent.enumerated() {
      builder.connect(box, layer.first, index == 0 ? junction.state : "")
    }
  }
}

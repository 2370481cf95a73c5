// SPDX-License-Identifier: Apache-2.0

/// Draws towers side by side, rolled (one step, with loops and all details) or unrolled over some
/// steps.
struct DiagramBuilder {
  private(set) var diagram = Diagram()
  /// Nil if the network is drawn rolled.
  private let unrolledSteps: Int?
  private var nextColumn = 0

  init(unrolledSteps: Int?) { self.unrolledSteps = unrolledSteps }

  private var isRolled: Bool { unrolledSteps == nil }
  private var steps: Range<Int> { 0..<(unrolledSteps ?? 1) }

  /// The boxes of a drawn tower that arrows from outside lead to.
  struct Drawn {
    /// The box of each recurrent layer at the first and at the last step, in the direction that
    /// reads forward.
    var recurrent: [(first: Int, last: Int)] = []
    /// The box of the part that is drawn once for all steps.
    var whole: Int?
  }

  /// Leaves a column free for a box between towers, and returns it.
  mutating func skipColumn() -> Int {
    nextColumn += 1
    return nextColumn - 1
  }

  /// Draws a tower. Its first part that is drawn once for all steps is in `wholeRow` or above it.
  mutating func add(_ tower: NetworkTower, wholeRow: Int = 0) -> Drawn {
    let columnsPerStep = tower.isBidirectional ? 2 : 1
    let first = nextColumn
    nextColumn += columnsPerStep * steps.count
    var column = TowerColumn(
      isRolled: isRolled, hasLeftLoops: tower.hasLeftLoops,
      columns: steps.map { step in
        first + step * columnsPerStep..<first + (step + 1) * columnsPerStep
      }, label: tower.inputShape)
    column.addSymbols(tower.input, to: &diagram)
    for (index, part) in tower.parts.enumerated() {
      switch part.extent {
      case .eachStep: column.addSteps(part, to: &diagram)
      case .recurrent(false, let state): column.addRecurrent(part, state, to: &diagram)
      case .recurrent(true, let state):
        let next = tower.parts.dropFirst(index + 1).first
        column.addBidirectional(
          part, state, isJoined: next?.extent != .whole(ofEnds: true), to: &diagram)
      case .allSteps, .whole: column.addWhole(part, minimumRow: wholeRow, to: &diagram)
      }
    }
    if let output = tower.output { column.addSymbols(output, to: &diagram) }
    return column.drawn
  }

  mutating func add(_ box: Diagram.Box) -> Int { diagram.add(box) }

  mutating func connect(_ from: Int, _ to: Int, _ label: String = "") {
    diagram.connect(from, to, label)
  }
}

/// A tower while it is drawn.
private struct TowerColumn {
  let isRolled: Bool
  let hasLeftLoops: Bool
  /// The columns of each step.
  let columns: [Range<Int>]
  /// The shape of the last outputs.
  var label: String
  var drawn = DiagramBuilder.Drawn()
  private var row = 0
  /// The boxes at each step whose outputs go on; a single one after a part that is drawn once.
  private var tops: [Int] = []
  /// The box of the last forward step and that of the last backward step, if they are not joined.
  private var ends: [Int]?

  init(
    isRolled: Bool, hasLeftLoops: Bool, columns: [Range<Int>], label: String
  ) {
    (self.isRolled, self.hasLeftLoops) = (isRolled, hasLeftLoops)
    (self.columns, self.label) = (columns, label)
  }

  private var all: Range<Int> { columns[0].lowerBound..<columns[columns.count - 1].upperBound }

  mutating func addSymbols(_ symbols: NetworkTower.Symbols, to diagram: inout Diagram) {
    let isOnce = !tops.isEmpty && tops.count == 1 && columns.count > 1
    let texts = isRolled || isOnce ? [symbols.general] : symbols.steps
    let boxes = texts.enumerated().map { step, text in
      diagram.add(
        Diagram.Box(
          columns: isOnce ? all : columns[step], rows: row..<row + 1, lines: [text],
          style: .symbol))
    }
    connect(tops, boxes, to: &diagram)
    (tops, row) = (boxes, row + 1)
  }

  /// Connects the boxes of each step; the first arrow has a label.
  private func connect(_ from: [Int], _ to: [Int], to diagram: inout Diagram) {
    for (step, (from, to)) in zip(from, to).enumerated() {
      diagram.connect(from, to, step == 0 ? label : "")
    }
  }

  private func box(_ part: NetworkPart, _ columns: Range<Int>, row: Int) -> Diagram.Box {
    Diagram.Box(
      columns: columns, rows: row..<row + 1, lines: part.lines(inDetail: isRolled),
      style: part.style)
  }

  mutating func addSteps(_ part: NetworkPart, to diagram: inout Diagram) {
    guard tops.count == columns.count else { return addWhole(part, minimumRow: 0, to: &diagram) }
    let boxes = columns.map { diagram.add(box(part, $0, row: row)) }
    connect(tops, boxes, to: &diagram)
    (tops, row, label) = (boxes, row + 1, part.output)
  }

  mutating func addRecurrent(
    _ part: NetworkPart, _ state: String, to diagram: inout Diagram
  ) {
    let boxes = columns.map { columns in
      var box = box(part, columns, row: row)
      if isRolled { box.loop = Diagram.Loop(isLeft: hasLeftLoops, label: state) }
      return diagram.add(box)
    }
    connect(tops, boxes, to: &diagram)
    connectSteps(boxes, state, to: &diagram)
    drawn.recurrent.append((boxes[0], boxes[boxes.count - 1]))
    (tops, row, label) = (boxes, row + 1, part.output)
  }

  private func connectSteps(_ boxes: [Int], _ state: String, to diagram: inout Diagram) {
    for (step, (from, to)) in zip(boxes, boxes.dropFirst()).enumerated() {
      diagram.connect(from, to, step == 0 ? state : "")
    }
  }

  /// Draws the two directions in two rows, each in its half of a step's columns.
  mutating func addBidirectional(
    _ part: NetworkPart, _ state: String, isJoined: Bool, to diagram: inout Diagram
  ) {
    let directions = [0, 1].map { side in
      columns.map { columns in
        let half = columns.lowerBound + side
        var box = box(part.direction(side == 1), half..<half + 1, row: row + side)
        if isRolled { box.loop = Diagram.Loop(isLeft: side == 0, label: state) }
        return diagram.add(box)
      }
    }
    for (side, boxes) in directions.enumerated() {
      let shape = label
      for (step, (from, to)) in zip(tops, boxes).enumerated() {
        diagram.connect(from, to, step == 0 && side == 0 ? shape : "")
      }
    }
    connectSteps(directions[0], state, to: &diagram)
    connectSteps(directions[1].reversed(), "", to: &diagram)
    drawn.recurrent.append((directions[0][0], directions[0][columns.count - 1]))
    label = part.output.replacing("H", with: "H/2")
    guard isJoined else {
      ends = [directions[0][columns.count - 1], directions[1][0]]
      (tops, row) = (directions[0], row + 2)
      return
    }
    let joins = columns.map { columns in
      diagram.add(
        Diagram.Box(
          columns: columns, rows: row + 2..<row + 3, lines: ["[→; ←]"], style: .plain))
    }
    for boxes in directions { connect(boxes, joins, to: &diagram) }
    (tops, row, label) = (joins, row + 3, part.output)
  }

  /// Draws a part once for all steps.
  mutating func addWhole(
    _ part: NetworkPart, minimumRow: Int, to diagram: inout Diagram
  ) {
    row = max(row, minimumRow)
    let box = diagram.add(box(part, all, row: row))
    if part.extent == .whole(ofEnds: true) {
      for (index, end) in (ends ?? tops.suffix(1)).enumerated() {
        diagram.connect(end, box, index == 0 ? label : "")
      }
    } else {
      connect(tops, tops.map { _ in box }, to: &diagram)
    }
    if drawn.whole == nil { drawn.whole = box }
    tops = part.extent == .allSteps ? columns.map { _ in box } : [box]
    (ends, row, label) = (nil, row + 1, part.output)
  }
}

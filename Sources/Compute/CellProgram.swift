// SPDX-License-Identifier: Apache-2.0

import CKernels

/// A recurrent cell as a list of elementwise operations, each on the values of earlier ones.
@safe package struct CellProgram: Sendable {
  package enum Operation: Hashable, Sendable {
    /// The products of a gate with the input and with the hidden state, and their biases.
    case gateSum(Int)
    /// One of the two products of a gate, and its bias.
    case gateInput(Int), gateHidden(Int)
    /// The states of the step before.
    case hiddenState, cellState
    /// An activation of the value of an operation.
    case activation(Activation, Int)
    /// 1 minus the value of an operation.
    case complement(Int)
    case sum(Int, Int), product(Int, Int)
  }

  package let gates: Int
  package let count: Int
  /// The operations whose values are the new states.
  private let hidden: Int
  private let cell: Int?
  /// True if the products with the input and with the hidden state must be separate.
  package let hasSeparateProducts: Bool
  private let operations: [ck_operation]

  package var hasCellState: Bool { cell != nil }

  /// `hidden` and `cell` are the operations whose values are the new states.
  package init(_ operations: [Operation], hidden: Int, cell: Int?) {
    precondition(operations.indices.contains(hidden))
    precondition(cell.map(operations.indices.contains) ?? !operations.contains(.cellState))
    for (index, operation) in operations.enumerated() {
      precondition(operation.operands.allSatisfy { 0..<index ~= $0 }, "an earlier operation")
    }
    (self.hidden, self.cell) = (hidden, cell)
    count = operations.count
    gates = (operations.compactMap(\.gate).max() ?? -1) + 1
    hasSeparateProducts = operations.contains(where: \.needsSeparateProducts)
    self.operations = operations.map(\.inC)
  }

  fileprivate func withFormula(_ body: (UnsafePointer<ck_formula>) -> Void) {
    unsafe operations.withUnsafeBufferPointer { operations in
      guard let first = operations.baseAddress else { return }
      var formula = unsafe ck_formula(
        count: Int64(count), gates: Int64(gates), operations: first, hidden: Int64(hidden),
        cell: Int64(cell ?? -1))
      unsafe body(&formula)
    }
  }
}

extension CellProgram.Operation {
  fileprivate var gate: Int? {
    switch self {
    case .gateSum(let gate), .gateInput(let gate), .gateHidden(let gate): gate
    default: nil
    }
  }

  fileprivate var needsSeparateProducts: Bool {
    switch self {
    case .gateInput, .gateHidden: true
    default: false
    }
  }

  fileprivate var operands: [Int] {
    switch self {
    case .activation(_, let value), .complement(let value): [value]
    case .sum(let first, let second), .product(let first, let second): [first, second]
    default: []
    }
  }

  fileprivate var inC: ck_operation {
    func made(_ kind: ck_operation_kind, _ first: Int = 0, _ second: Int = 0) -> ck_operation {
      ck_operation(kind: kind, first: Int32(first), second: Int32(second))
    }
    return switch self {
    case .gateSum(let gate): made(CK_GATE_SUM, gate)
    case .gateInput(let gate): made(CK_GATE_INPUT, gate)
    case .gateHidden(let gate): made(CK_GATE_HIDDEN, gate)
    case .hiddenState: made(CK_HIDDEN_STATE)
    case .cellState: made(CK_CELL_STATE)
    case .activation(.tanh, let value): made(CK_APPLY_TANH, value)
    case .activation(.relu, let value): made(CK_APPLY_RELU, value)
    case .activation(.sigmoid, let value): made(CK_APPLY_SIGMOID, value)
    case .complement(let value): made(CK_COMPLEMENT, value)
    case .sum(let first, let second): made(CK_ADD, first, second)
    case .product(let first, let second): made(CK_MULTIPLY, first, second)
    }
  }
}

extension Kernels {
  /// The products that enter a cell with a program, and the states before its step.
  package struct CellInput {
    /// `[B, GH]`: the products with the input; with those of the hidden state, if they are not
    /// separate.
    let gates: MatrixView
    let bias: MatrixView
    /// `[B, GH]`: the products with the hidden state, and their bias `[1, GH]`, if they are separate.
    let products, hiddenBias: MatrixView?
    /// `[B, H]`; `cell` is `[B, 0]` without a cell state.
    let hidden, cell: MatrixView

    package init(
      gates: MatrixView, bias: MatrixView, products: MatrixView?, hiddenBias: MatrixView?,
      hidden: MatrixView, cell: MatrixView
    ) {
      self.gates = gates
      self.bias = bias
      self.products = products
      self.hiddenBias = hiddenBias
      self.hidden = hidden
      self.cell = cell
    }

    fileprivate func check(_ program: CellProgram) {
      let width = program.gates * hidden.columns
      precondition(gates.rows == hidden.rows && gates.columns == width && bias.count == width)
      precondition((products != nil) == program.hasSeparateProducts)
      precondition((hiddenBias != nil) == program.hasSeparateProducts)
      if let products, let hiddenBias {
        precondition(products.rows == hidden.rows && products.columns == width)
        precondition(hiddenBias.count == width)
      }
      checkCell(cell, program)
    }

    fileprivate func checkCell(_ state: MatrixView, _ program: CellProgram) {
      precondition(state.rows == hidden.rows)
      precondition(state.columns == (program.hasCellState ? hidden.columns : 0))
    }
  }

  /// Computes one step of cells with a program. `cellOut` and `hiddenOut` may be the states of
  /// `input`.
  package func cellForward(
    _ program: CellProgram, _ input: CellInput, cellOut: MatrixView, hiddenOut: MatrixView,
    _ arena: Arena
  ) {
    input.check(program)
    input.checkCell(cellOut, program)
    let (rows, hidden) = (input.hidden.rows, input.hidden.columns)
    precondition(hiddenOut.rows == rows && hiddenOut.columns == hidden)
    arena.scope {
      let scratch = arena.matrix(rows: program.count, columns: hidden)
      unsafe program.withFormula { formula in
        unsafe table.pointee.formula_forward(
          Int64(rows), Int64(hidden), formula, input.gates.base, input.bias.base,
          input.products?.base, input.hiddenBias?.base, input.hidden.base, input.cell.base,
          cellOut.base, hiddenOut.base, scratch.base)
      }
    }
  }

  /// The backward pass of `cellForward`. The gates, and the products if they are separate, are
  /// overwritten with the gradients of the products. `dHidden` `[B, H]` is the gradient of
  /// `hiddenOut`. `dHiddenIn` is set to the part of the hidden state's gradient that does not pass
  /// through the products. `dCell` holds the gradient of `cellOut` from later steps, and is
  /// overwritten with that of the cell state of `input`.
  package func cellBackward(
    _ program: CellProgram, _ input: CellInput, dHidden: MatrixView, dHiddenIn: MatrixView,
    dCell: MatrixView, _ arena: Arena
  ) {
    input.check(program)
    input.checkCell(dCell, program)
    let (rows, hidden) = (input.hidden.rows, input.hidden.columns)
    precondition(dHidden.rows == rows && dHidden.columns == hidden)
    precondition(dHiddenIn.rows == rows && dHiddenIn.columns == hidden)
    arena.scope {
      let scratch = arena.matrix(rows: 2 * program.count, columns: hidden)
      unsafe program.withFormula { formula in
        unsafe table.pointee.formula_backward(
          Int64(rows), Int64(hidden), formula, input.gates.base, input.bias.base,
          input.products?.base, input.hiddenBias?.base, input.hidden.base, input.cell.base,
          dHidden.base, dHiddenIn.base, dCell.base, scratch.base)
      }
    }
  }
}

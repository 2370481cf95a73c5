// SPDX-License-Identifier: Apache-2.0

import Compute

/// The text of a cell's formula that is not valid.
public struct CellFormulaError: Error, Equatable, Sendable {
  public enum Problem: Equatable, Sendable {
    /// Another symbol than expected; `found` is nil at the end of the formula.
    case unexpected(found: String?, Expected)
    /// A name that is neither a value nor a function.
    case unknownName(String)
    /// A gate whose number is not from 1 to `limit`.
    case noSuchGate(String, limit: Int)
    /// No part of the formula uses the gate, but one with a greater number is used.
    case unusedGate(Int)
    case noGates
    /// A number, or a minus, that is not part of `1 - …`.
    case arithmetic(String)
    case setTwice(String)
    /// A name that cannot be set, because it has a meaning.
    case reservedName(String)
    /// The last statement does not set the hidden state.
    case hiddenStateNotLast
    /// The formula uses the cell state but does not set it.
    case cellStateNotSet
    /// The number of characters is greater than `limit`.
    case tooLong(limit: Int)
  }

  public enum Expected: Equatable, Sendable {
    case value, name, equals, openingParenthesis, closingParenthesis
    /// An operator, or the end of the statement.
    case operation
  }

  /// The number of the character, from 1; nil if the formula as a whole is not valid.
  public let position: Int?
  public let problem: Problem
}

extension CellFormula {
  /// The maximum number of characters.
  package static let lengthLimit = 1_000

  /// - Throws: `CellFormulaError` for text that is not a formula.
  public init(_ text: String) throws(CellFormulaError) {
    guard text.count <= Self.lengthLimit else {
      throw CellFormulaError(position: nil, problem: .tooLong(limit: Self.lengthLimit))
    }
    var parser = CellFormulaParser(text)
    let statements = try parser.statements()
    if let problem = Self.problem(of: statements) {
      throw CellFormulaError(position: nil, problem: problem)
    }
    self.init(checked: statements)
  }

  private static func problem(of statements: [Statement]) -> CellFormulaError.Problem? {
    var (gates, usesCellState): (Set<Int>, Bool) = ([], false)
    for statement in statements {
      statement.expression.visit { part in
        if case .gate(_, let gate) = part { gates.insert(gate) }
        if part == .cellState { usesCellState = true }
      }
    }
    if usesCellState && !statements.contains(where: { $0.name == cellState }) {
      return .cellStateNotSet
    }
    guard let last = gates.max() else { return .noGates }
    return (0...last).first { !gates.contains($0) }.map { .unusedGate($0 + 1) }
  }
}

/// Reads a formula from its first symbol to its last.
private struct CellFormulaParser {
  private struct Symbol {
    let text: String
    /// The number of the character, from 1.
    let position: Int

    var isWord: Bool { text.first.map(CellFormulaParser.isWordCharacter) ?? false }
  }

  private let symbols: [Symbol]
  private let end: Int
  private var next = 0
  /// The names that statements have set.
  private var names: Set<String> = []

  init(_ text: String) {
    symbols = Self.symbols(of: text)
    end = text.count + 1
  }

  private static func isWordCharacter(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber)
  }

  private static func symbols(of text: String) -> [Symbol] {
    var symbols: [Symbol] = []
    var word = ""
    for (index, character) in text.enumerated() {
      if isWordCharacter(character) {
        word.append(character)
        continue
      }
      if !word.isEmpty { symbols.append(Symbol(text: word, position: index + 1 - word.count)) }
      word = ""
      if !character.isWhitespace {
        symbols.append(Symbol(text: String(character), position: index + 1))
      }
    }
    if !word.isEmpty { symbols.append(Symbol(text: word, position: text.count + 1 - word.count)) }
    return symbols
  }

  private var symbol: Symbol? { next < symbols.count ? symbols[next] : nil }

  private mutating func take(_ text: String) -> Bool {
    guard symbol?.text == text else { return false }
    next += 1
    return true
  }

  private func error(_ problem: CellFormulaError.Problem) -> CellFormulaError {
    CellFormulaError(position: symbol?.position ?? end, problem: problem)
  }

  private func unexpected(_ expected: CellFormulaError.Expected) -> CellFormulaError {
    error(.unexpected(found: symbol?.text, expected))
  }

  private mutating func require(
    _ text: String, _ expected: CellFormulaError.Expected
  ) throws(CellFormulaError) {
    guard take(text) else { throw unexpected(expected) }
  }

  // MARK: Statements

  mutating func statements() throws(CellFormulaError) -> [CellFormula.Statement] {
    var statements: [CellFormula.Statement] = []
    repeat {
      // A formula may end in a semicolon.
      if symbol == nil && !statements.isEmpty { break }
      if names.contains(CellFormula.hiddenState) { throw error(.hiddenStateNotLast) }
      statements.append(try statement())
    } while take(";")
    if symbol?.text == "-" { throw error(.arithmetic("-")) }
    guard symbol == nil else { throw unexpected(.operation) }
    guard names.contains(CellFormula.hiddenState) else { throw error(.hiddenStateNotLast) }
    return statements
  }

  private mutating func statement() throws(CellFormulaError) -> CellFormula.Statement {
    guard let symbol, symbol.isWord else { throw unexpected(.name) }
    let name = symbol.text
    if names.contains(name) { throw error(.setTwice(name)) }
    let isState = name == CellFormula.hiddenState || name == CellFormula.cellState
    if Activation(name) != nil || gate(name) != nil || name.first?.isNumber == true && !isState {
      throw error(.reservedName(name))
    }
    next += 1
    try require("=", .equals)
    let expression = try sum()
    names.insert(name)
    return CellFormula.Statement(name, expression)
  }

  // MARK: Expressions

  private mutating func sum() throws(CellFormulaError) -> CellFormula.Expression {
    var expression = try addend()
    while take("+") { expression = .sum(expression, try addend()) }
    return expression
  }

  private mutating func addend() throws(CellFormulaError) -> CellFormula.Expression {
    if symbol?.text == "1", next + 1 < symbols.count, symbols[next + 1].text == "-" {
      next += 2
      return .complement(try product())
    }
    return try product()
  }

  private mutating func product() throws(CellFormulaError) -> CellFormula.Expression {
    var expression = try factor()
    while take("*") { expression = .product(expression, try factor()) }
    return expression
  }

  private mutating func factor() throws(CellFormulaError) -> CellFormula.Expression {
    if take("(") {
      let expression = try sum()
      try close()
      return expression
    }
    guard let symbol, symbol.isWord else {
      throw self.symbol?.text == "-" ? error(.arithmetic("-")) : unexpected(.value)
    }
    if let activation = Activation(symbol.text) {
      next += 1
      try require("(", .openingParenthesis)
      let operand = try sum()
      try close()
      return .activation(activation, operand)
    }
    let value = try value(symbol.text)
    next += 1
    return value
  }

  private mutating func close() throws(CellFormulaError) {
    if symbol?.text == "-" { throw error(.arithmetic("-")) }
    try require(")", .closingParenthesis)
  }

  private func value(_ name: String) throws(CellFormulaError) -> CellFormula.Expression {
    if names.contains(name) { return .named(name) }
    if name == CellFormula.hiddenState { return .hiddenState }
    if name == CellFormula.cellState { return .cellState }
    guard let (kind, number) = gate(name) else {
      throw error(name.first?.isNumber == true ? .arithmetic(name) : .unknownName(name))
    }
    guard let number, 1...CellFormula.gateLimit ~= number else {
      throw error(.noSuchGate(name, limit: CellFormula.gateLimit))
    }
    return .gate(kind, number - 1)
  }

  /// Returns the gate that a name such as `a1` stands for, and its number, which is nil if it is too
  /// large; nil for other names.
  private func gate(_ name: String) -> (CellFormula.Gate, Int?)? {
    let kinds: [Character: CellFormula.Gate] = ["a": .sum, "x": .input, "h": .hidden]
    guard let first = name.first, let kind = kinds[first] else { return nil }
    let digits = name.dropFirst()
    guard !digits.isEmpty, digits.allSatisfy({ $0.isNumber }) else { return nil }
    return (kind, Int(digits))
  }
}

extension Activation {
  fileprivate init?(_ name: String) {
    guard let found = Activation.allCases.first(where: { "\($0)" == name }) else { return nil }
    self = found
  }
}

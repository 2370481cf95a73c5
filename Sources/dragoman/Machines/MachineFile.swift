// SPDX-License-Identifier: Apache-2.0

import Inference
import Layers
import Messages
import Text
import Yams

/// A YAML file that describes a machine.
struct MachineFile {
  let path: String
  private let root: Node.Mapping

  private static let mostStates = 4096

  /// - Throws: `YAMLError`, `MachineFileError`, `TextFormatError` or `FileError`.
  init(path: String) throws {
    self.path = path
    let root = try YAMLFile.root(path, form: MachineFileError.form)
    guard let mapping = root?.mapping else {
      throw MachineFileError(path: path, line: root?.mark?.line, problem: .noMapping)
    }
    self.root = mapping
  }

  /// - Throws: `MachineFileError`.
  func machine() throws(MachineFileError) -> Machine {
    let task = try choice("task", Machine.Task.allCases.map(\.rawValue), Machine.Task.init)
    let cell = try choice("cell", MachineCell.names, MachineCell.init)
    guard let cell else { throw failure(nil, .missingKey("cell")) }
    try checkKeys(task ?? .languageModel, cell)
    var machine = try weightless(task ?? .languageModel, cell)
    let numbers = MachineNumbers(path: path, needsWholeNumbers: cell == .step)
    let (states, inputs) = (
      MachineAxis(machine.states, "state"), MachineAxis(machine.inputs, "input")
    )
    for (gate, name) in cell.gateNames.enumerated() {
      let (weights, prefix) = try weights(ofGate: name)
      func key(_ name: String) -> String { prefix + name }
      if let node = weights["W_ss"] {
        machine.stateWeights[gate] = try numbers.matrix(node, key("W_ss"), states, states)
      }
      if let node = weights["W_sx"] {
        machine.inputWeights[gate] = try numbers.matrix(node, key("W_sx"), states, inputs)
      }
      if let node = weights["b_s"] {
        machine.biases[gate] = try numbers.vector(node, key("b_s"), states)
      }
    }
    try setOutput(of: &machine, states)
    if let node = root["initial_state"] {
      machine.initialState = try numbers.vector(node, "initial_state", states)
    }
    if let node = root["initial_cell_state"] {
      machine.initialCellState = try numbers.vector(node, "initial_cell_state", states)
    }
    return machine
  }

  private func setOutput(
    of machine: inout Machine, _ states: MachineAxis
  ) throws(MachineFileError) {
    let numbers = MachineNumbers(path: path)
    let outputs = MachineAxis(machine.outputs, machine.task == .languageModel ? "output" : "label")
    if let node = root["W_o"] {
      machine.outputWeights = try numbers.matrix(node, "W_o", outputs, states)
    }
    if let node = root["b_o"] { machine.outputBias = try numbers.vector(node, "b_o", outputs) }
  }

  private func failure(
    _ line: Int?, _ problem: MachineFileError.Problem
  ) -> MachineFileError {
    MachineFileError(path: path, line: line, problem: problem)
  }
}

// MARK: - Keys

extension MachineFile {
  private static let weightKeys = ["W_ss", "W_sx", "b_s"]

  private func keys(_ cell: MachineCell) -> [String] {
    ["task", "unit", "symbols", "start", "end", "labels", "states", "cell"]
      + (cell.hasGates ? cell.gateNames : Self.weightKeys) + ["W_o", "b_o", "initial_state"]
      + (cell.ofNetwork.hasCellState ? ["initial_cell_state"] : [])
  }

  /// - Throws: `MachineFileError` for a key that is unknown or for another task, or that is missing.
  private func checkKeys(
    _ task: Machine.Task, _ cell: MachineCell
  ) throws(MachineFileError) {
    let keys = keys(cell)
    for (key, _) in root {
      let (name, line) = (key.scalar?.string ?? "", key.mark?.line)
      guard keys.contains(name) else {
        throw failure(
          line, .unknownKey(name, nearest: ConfigurationError.nearest(to: name, in: keys)))
      }
      let tasks = Self.tasks(ofKey: name)
      guard tasks.contains(task) else {
        throw failure(line, .ofOtherTask(name, tasks: tasks.map(\.rawValue)))
      }
    }
    let required =
      ["symbols", "states"] + (cell.hasGates ? cell.gateNames : ["W_ss", "W_sx"])
      + (task == .languageModel ? [] : ["labels", "W_o"])
    if let missing = required.first(where: { root[$0] == nil }) {
      throw failure(nil, .missingKey(missing))
    }
  }

  /// The tasks that a key is for.
  private static func tasks(ofKey key: String) -> [Machine.Task] {
    switch key {
    case "start", "end", "initial_state", "initial_cell_state": [.languageModel]
    case "labels": [.classifier, .labeller]
    case "unit": [.languageModel, .classifier]
    default: Machine.Task.allCases
    }
  }

  /// Returns the weights of a gate and the beginning of their keys in errors. A cell without gates
  /// has its weights at the top of the file.
  private func weights(
    ofGate name: String
  ) throws(MachineFileError) -> (Node.Mapping, prefix: String) {
    if name.isEmpty { return (root, "") }
    guard let node = root[name] else { throw failure(nil, .missingKey(name)) }
    guard let weights = node.mapping else {
      throw failure(
        node.mark?.line,
        .wrongKind(key: name, expected: "a group of W_ss, W_sx and b_s", found: node.words))
    }
    for (key, _) in weights {
      let found = key.scalar?.string ?? ""
      guard Self.weightKeys.contains(found) else {
        throw failure(
          key.mark?.line,
          .unknownKey(
            "\(name).\(found)",
            nearest: ConfigurationError.nearest(to: found, in: Self.weightKeys)))
      }
    }
    return (weights, name + ".")
  }

  private func choice<Value>(
    _ key: String, _ names: [String], _ value: (String) -> Value?
  ) throws(MachineFileError) -> Value? {
    guard let node = root[key] else { return nil }
    guard let found = node.scalar.flatMap({ value($0.string) }) else {
      throw failure(
        node.mark?.line, .wrongKind(key: key, expected: listed(names, "or"), found: node.words))
    }
    return found
  }
}

// MARK: - Names

extension MachineFile {
  /// Returns the machine with all weights zero.
  private func weightless(
    _ task: Machine.Task, _ cell: MachineCell
  ) throws(MachineFileError) -> Machine {
    let units = [TextUnit.character, .word].map(\.rawValue)
    let unit = try choice("unit", units) { units.contains($0) ? TextUnit(rawValue: $0) : nil }
    let symbols = try task == .labeller ? tokens() : symbols(unit ?? .character)
    let machine = Machine(
      task, cell, unit: unit ?? .character, symbols: symbols, start: try name("start"),
      end: try name("end"), states: try states(), labels: try names("labels"))
    for (key, names) in [
      ("symbols", machine.inputs), ("states", machine.states),
      (task == .languageModel ? "symbols" : "labels", machine.outputs),
    ] {
      if let name = names.firstRepeated {
        throw failure(root[key]?.mark?.line, .repeatedName(name, key: key))
      }
    }
    return machine
  }

  /// Returns the symbols as units of text.
  private func symbols(_ unit: TextUnit) throws(MachineFileError) -> [String] {
    let names = try names("symbols")
    guard
      let splitter = try? UnitSplitter(
        unit, TokenizerConfiguration(language: "und", normalization: .none))
    else { preconditionFailure("und is a language") }
    var symbols: [String] = []
    for name in names {
      let units = splitter.units(of: name)
      guard units.count == 1 else {
        throw failure(root["symbols"]?.mark?.line, .severalUnits(name, key: "symbols"))
      }
      symbols += units
    }
    return symbols
  }

  /// Returns the symbols as tokens of a labeller.
  private func tokens() throws(MachineFileError) -> [String] {
    let names = try names("symbols")
    if let name = names.first(where: { fields(of: $0) != [$0] }) {
      throw failure(root["symbols"]?.mark?.line, .severalTokens(name, key: "symbols"))
    }
    return names
  }

  private func states() throws(MachineFileError) -> MachineNames {
    guard let node = root["states"] else { throw failure(nil, .missingKey("states")) }
    let names: MachineNames
    if let groups = node.mapping {
      var read: [MachineNames.Group] = []
      for (key, values) in groups {
        let name = key.scalar?.string ?? ""
        read.append(MachineNames.Group(name: name, values: try list(values, "states.\(name)")))
      }
      names = MachineNames(read)
    } else if let text = node.scalar?.string, let count = Int(text) {
      names = MachineNames((0..<max(0, min(count, Self.mostStates + 1))).map { "s\($0 + 1)" })
    } else {
      names = MachineNames(try list(node, "states"))
    }
    guard 1...Self.mostStates ~= names.count else {
      throw failure(
        node.mark?.line,
        .wrongKind(
          key: "states", expected: "from 1 to \(grouped(Self.mostStates)) states",
          found: node.scalar?.string ?? "\(grouped(names.count)) names"))
    }
    return names
  }

  private func name(_ key: String) throws(MachineFileError) -> String? {
    guard let node = root[key] else { return nil }
    guard let name = node.scalar?.string, !name.isEmpty else {
      throw failure(node.mark?.line, .wrongKind(key: key, expected: "a name", found: node.words))
    }
    return name
  }

  /// Returns the names in a list; none if the key is missing.
  private func names(_ key: String) throws(MachineFileError) -> [String] {
    guard let node = root[key] else { return [] }
    return try list(node, key)
  }

  private func list(_ node: Node, _ key: String) throws(MachineFileError) -> [String] {
    let names = node.sequence?.map { $0.scalar?.string ?? "" } ?? []
    guard !names.isEmpty, !names.contains("") else {
      throw failure(
        node.mark?.line, .wrongKind(key: key, expected: "a list of names", found: node.words))
    }
    return names
  }
}

extension Node {
  /// The value in words, for errors.
  var words: String {
    if let scalar { return scalar.string.isEmpty ? "empty" : "'\(scalar.string)'" }
    if let sequence { return sequence.isEmpty ? "an empty list" : "a list" }
    return "a group of keys"
  }
}

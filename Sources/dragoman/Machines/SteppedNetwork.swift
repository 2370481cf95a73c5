// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Files
import Inference
import Models
import Text

/// A network that `machine` steps through texts: one that is set by hand, or a checkpoint.
struct SteppedNetwork {
  let path: String
  let tracer: StateTracer
  /// Nil for a checkpoint.
  let machine: MachineModel?

  /// Reads the machine file or the checkpoint at `path`.
  init(path: String) throws {
    self.path = path
    if isDirectory(path) {
      machine = nil
      tracer = try Self.tracer(ofCheckpoint: path)
    } else {
      let machine = MachineModel(try MachineFile(path: path).machine())
      self.machine = machine
      tracer = try StateTracer(machine)
    }
  }

  private static func tracer(ofCheckpoint directory: String) throws -> StateTracer {
    switch try CheckpointFiles(directory: directory).readTask() {
    case ClassifierSettings.task:
      guard let tracer = try StateTracer(ClassifierCheckpoint(directory: directory)) else {
        throw NoStatesError(directory: directory, reason: .vectors)
      }
      return tracer
    case LabellerSettings.task:
      guard let tracer = try StateTracer(LabellerCheckpoint(directory: directory)) else {
        throw NoStatesError(directory: directory, reason: .vectors)
      }
      return tracer
    default:
      let checkpoint = try LanguageModelCheckpoint(directory: directory)
      guard let tracer = try StateTracer(checkpoint) else {
        throw NoStatesError(
          directory: directory,
          reason: checkpoint.settings.model.kind == .ngram ? .ngrams : .window)
      }
      return tracer
    }
  }

  /// - Throws: `UnknownSymbolError` for a unit that a machine does not read.
  func check(_ tokens: [StateTracer.Token], in text: String) throws(UnknownSymbolError) {
    guard let unknown = tokens.first(where: \.isUnknown), let machine else { return }
    throw UnknownSymbolError(
      symbol: unknown.text, text: text, path: path, known: machine.machine.symbols)
  }

  /// Returns a unit that the network reads, with the machine's name for the beginning of a text.
  func input(_ unit: String) -> String {
    unit == Self.boundary ? machine?.machine.start ?? unit : unit
  }

  /// Returns an output, with the machine's name for the end of a text.
  func output(_ name: String) -> String {
    name == Self.boundary ? machine?.machine.end ?? name : name
  }

  private static let boundary = Vocabulary.Special.tokens[Int(Vocabulary.Special.end)]
}

// MARK: - States

extension SteppedNetwork {
  /// True if the states of the machine form groups, so that each state can be written as a code.
  var hasCodes: Bool { machine.map { !$0.machine.states.groups.isEmpty } ?? false }

  /// Returns the value of each group of states, joined.
  func code(_ step: StateTrace.Step) -> String {
    guard let machine = machine?.machine else { return "" }
    return machine.states.largestValues(machine.states(in: step.hidden[0])).joined()
  }

  /// Returns the cell state and the hidden state of each layer.
  func values(_ step: StateTrace.Step) -> [Float] {
    step.hidden.indices.flatMap { layer in
      (step.cell.isEmpty ? [] : step.cell[layer])
        + (machine.map { $0.machine.states(in: step.hidden[layer]) } ?? step.hidden[layer])
    }
  }

  /// Returns the columns of `values`.
  func columns(of trace: StateTrace) -> StateColumns {
    guard let step = trace.steps.first else { return StateColumns(names: [], groups: []) }
    let kinds = step.cell.isEmpty ? ["h"] : ["c", "h"]
    var names: [String] = []
    var groups: [String] = []
    for (layer, hidden) in step.hidden.enumerated() {
      for kind in kinds {
        let place = step.hidden.count == 1 ? kind : "\(kind) of layer \(layer + 1)"
        let own = stateNames(count: hidden.count)
        names += own.names
        groups +=
          own.groups.isEmpty
          ? [place] + own.names.dropFirst().map { _ in "" } : own.groups
      }
    }
    let isPlain = kinds.count == 1 && step.hidden.count == 1 && !hasCodes
    return StateColumns(names: names, groups: isPlain ? names.map { _ in "" } : groups)
  }

  private func stateNames(count: Int) -> (names: [String], groups: [String]) {
    guard let states = machine?.machine.states else { return ((1...count).map { "\($0)" }, []) }
    if states.groups.isEmpty { return (states.names, []) }
    return (
      states.groups.flatMap(\.values),
      states.groups.flatMap { group in group.values.indices.map { $0 == 0 ? group.name : "" } }
    )
  }
}

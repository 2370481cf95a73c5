// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Models

/// The choice of the numbers of a network's state.
struct ActivationOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Layer, counted from 1, or all (default: the last).", valueName: "n|all"))
  var layer: LayerChoice?

  @Option(
    help: ArgumentHelp(
      """
      Parts of the state, separated by commas: hidden, cell, gates or all; or single gates: input, forget, \
      candidate and output for an LSTM; reset, update and candidate for a GRU.
      """, valueName: "parts"))
  var state = "hidden"

  @Option(
    help: ArgumentHelp(
      "Units, counted from 1 and separated by commas, such as 3,17 (default: all).",
      valueName: "units"))
  var units: UnitList?

  var choice: ActivationChoice {
    var choice = ActivationChoice()
    choice.layers = layer ?? .last
    choice.parts = state.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    choice.units = units?.units
    return choice
  }
}

extension LayerChoice: ExpressibleByArgument {
  /// Reads the number of a layer, or `all`.
  public init?(argument: String) {
    if argument == "all" {
      self = .all
    } else if let number = Int(argument), number >= 1 {
      self = .one(number)
    } else {
      return nil
    }
  }
}

/// Numbers of units, of which none is repeated.
struct UnitList: ExpressibleByArgument {
  let units: [Int]

  init?(argument: String) {
    var units: [Int] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let unit = Int(part), unit >= 1, !units.contains(unit) else { return nil }
      units.append(unit)
    }
    self.units = units
  }
}

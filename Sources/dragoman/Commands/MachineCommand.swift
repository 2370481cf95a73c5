// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Inspection
import Tasks
import Text
import Training

struct MachineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "machine",
    abstract: "Step a network through a text and show its states; define a network by its weights.",
    discussion: """
      Prints a table for each text, with a row for each symbol: the state after the network has read it, and \
      the most probable output. MACHINE is a file with the weights of a network, or a checkpoint of a recurrent \
      language model, a classifier or a labeller. Without TEXT, reads lines from standard input.

        dragoman machine lectures/machines/shift-register.yaml what
        dragoman machine lectures/machines/parity.yaml 1101 --plot parity.html
        dragoman machine lectures/machines/echo.yaml "1 0 0 1 1 0"
        dragoman machine checkpoints/names "Schmidt"

      A machine file describes a network with one layer, s = f(W_ss s + W_sx x + b_s), and the output \
      softmax(W_o s + b_o); x is the one-hot vector of a symbol. This one is a classifier that answers yes if \
      the last symbol of the text is an a, and no otherwise:

        task: classifier
        symbols: [a, b]
        labels: ["yes", "no"]
        states: [last]
        cell: relu
        W_ss: [[0]]
        W_sx: {last: {a: 1}}
        W_o: {"yes": {last: 10}}
        b_o: {"no": 5}

      Keys:

        task      language-model (the next symbol; default), classifier
                  (a label for the text) or labeller (a label for each symbol)
        symbols   what the network reads: characters or, with 'unit: word', words;
                  a labeller reads tokens separated by spaces
        labels    the labels of a classifier or a labeller
        states    their names, or how many there are; or named groups:
                  '{last: [a, b]}' defines the states last.a and last.b, and
                  'last' means both
        cell      lstm, gru, tanh, relu, sigmoid, linear or step (1 above 0,
                  otherwise 0); in a checkpoint, each linear or
                  step state becomes two relu units
        W_ss, W_sx, b_s
                  lists of numbers, or numbers by name, as above; weights that
                  are not given are 0. 'last: {input: 1}' connects each state
                  of the group 'last' with the corresponding input. An lstm has
                  these three keys under each of input_gate, forget_gate,
                  candidate and output_gate; a gru under reset_gate,
                  update_gate and candidate
        W_o, b_o  the output, by label or by next symbol
        start, end
                  names for the beginning of a text (in W_sx) and for its end (in
                  W_o); only for a language model
        initial_state, initial_cell_state
                  the state before the first symbol; only for a language model

      The keys symbols, states, cell, and W_ss and W_sx (or the gates) are required. If there are labels, W_o is \
      required too. If the states are groups, the column 'state' shows the most active state of each group, or a \
      dot if none is above 0.

      With --checkpoint, the network is saved as a checkpoint, which all commands for its task accept.
      """)

  @Argument(
    help: ArgumentHelp("Machine file, or directory of a checkpoint.", valueName: "machine"))
  var machine: String

  @Argument(
    help: ArgumentHelp("Texts to read (default: the lines of standard input).", valueName: "text"))
  var texts: [String] = []

  @Option(
    help: ArgumentHelp(
      "Write the machine to this directory as a checkpoint.", valueName: "directory"))
  var checkpoint: String?

  @Flag(help: "Replace an existing checkpoint.")
  var overwrite = false

  @Option(
    help: ArgumentHelp(
      "Write heat maps of the states to this file, whose name must end in .html.",
      valueName: "file"))
  var plot: String?

  @Flag(help: "Print a JSON object for each text, with all states.")
  var json = false

  func validate() throws {
    if let plot, !plot.lowercased().hasSuffix(".html") {
      throw ValidationError("--plot is \(plot), but must end in .html.")
    }
    if overwrite && checkpoint == nil {
      throw ValidationError("--overwrite needs --checkpoint.")
    }
    if checkpoint != nil && isDirectory(machine) {
      throw ValidationError("--checkpoint is for machine files, but \(machine) is a directory.")
    }
  }

  func run() throws {
    let network = try SteppedNetwork(path: machine)
    let console = Console()
    if let checkpoint, let machine = network.machine {
      do {
        try machine.write(toCheckpoint: checkpoint, overwriting: overwrite)
      } catch TrainingError.checkpointExists(let directory) {
        throw OccupiedCheckpointError(directory: directory)
      }
      console.note("Wrote the checkpoint \(checkpoint).")
    }
    var maps: [StateMap] = []
    func show(_ number: Int, _ text: String) throws {
      let shown = try ShownStates(number, text, network)
      try StandardOutput.print(json ? dragoman.json(StatesRecord(shown)) : shown.table)
      if plot != nil { maps.append(shown.map) }
      if shown.columns.names.count > ShownStates.mostColumns && !json && number == 1 {
        console.note(
          "The table has the first \(ShownStates.mostColumns) of "
            + "\(grouped(shown.columns.names.count)) states; --json prints all.")
      }
    }
    for (index, text) in texts.enumerated() { try show(index + 1, text) }
    if texts.isEmpty && checkpoint == nil {
      var input = InputLines(of: "machine")
      while let line = try input.next() { try show(line.number, line.text) }
    }
    if let plot {
      try makeRoom(forFile: plot)
      try StatePage(title: machine, maps: maps).write(to: plot)
      console.note("Wrote the plot to \(plot).")
    }
  }
}

extension ShownStates {
  /// The states as a heat map.
  fileprivate var map: StateMap {
    StateMap(
      number: number, text: text, symbols: symbols, names: columns.qualifiedNames, states: values)
  }
}

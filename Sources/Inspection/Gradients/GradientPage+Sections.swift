// SPDX-License-Identifier: Apache-2.0

import Layers
import Models
import Text

extension GradientPage {
  // MARK: Norms

  /// The norm of the gradient over the distance, for each layer and kind of state.
  var normSection: String {
    if networks.isEmpty { return "" }
    let layers = layerTitles
    let names = networks.map(\.title)
    let figures = layers.flatMap { layer in
      [false, true].map { isCell in
        var plot = LinePlot(
          overDistance: "Layer \(layer), \(isCell ? "cell" : "hidden") state")
        for network in networks {
          for found in network.gradients.layers where found.title == layer {
            let means = isCell ? found.cell : found.hidden
            plot.add(network.title, means, means.mean)
          }
        }
        return plot.series.isEmpty ? "" : figure(plot, names)
      }
    }
    return section(
      "Gradient by distance",
      """
      The plots show the norm of the gradient of the loss with respect to the state some steps before the last \
      one: the mean over the sequences. On their logarithmic axes, a gradient that shrinks by the same factor at \
      each step is a straight line.
      """, lines: names, of: names,
      "<div class=\"figures\">\n\(figures.joined())</div>\n" + normTable)
  }

  private var normTable: String {
    let longest = networks.map(\.gradients.longest).max() ?? 0
    let distances = Self.distances.filter { $0 > 1 && $0 <= longest }
    var table = GradientTable(
      caption: "Norm 1 step back; further back, the norm divided by that 1 step back",
      columns: ["network", "layer", "state", "sequences", "1 step back"]
        + distances.map { "\($0)" }, textColumns: 3)
    for network in networks {
      for layer in network.gradients.layers {
        for (state, means) in layer.states {
          table.add(
            [
              network.title, layer.title, state, "\(means.count(at: 1))",
              significant(means.mean(at: 1), digits: 3),
            ]
              + distances.map {
                $0 <= means.longest
                  ? means.ratio(at: $0).map { significant($0, digits: 3) } ?? "–" : ""
              })
        }
      }
    }
    return table.html
  }

  // MARK: The cell state

  /// The titles of the layers of all networks, from the first layer; forward comes first.
  private var layerTitles: [String] {
    let layers = networks.flatMap(\.gradients.layers).sorted {
      ($0.layer.number, $0.layer.readsBackward ? 1 : 0)
        < ($1.layer.number, $1.layer.readsBackward ? 1 : 0)
    }
    var seen: Set<String> = []
    return layers.map(\.title).filter { seen.insert($0).inserted }
  }

  /// The derivative of a cell state by earlier ones along the cell state alone; empty without LSTMs.
  var cellPathSection: String {
    let names = networks.map(\.title)
    var plots: [LinePlot] = []
    var table = GradientTable(
      caption: "Derivative of a cell state with respect to the previous one",
      columns: ["network", "layer", "least", "greatest"], textColumns: 2)
    for layer in layerTitles {
      var plot = LinePlot(overDistance: "Layer \(layer), cell state alone")
      for network in networks {
        for found in network.gradients.layers where found.title == layer {
          plot.add(network.title, found.cellPath, found.cellPath.mean)
          guard let forget = found.gates.first(where: { $0.gate == .forget }) else { continue }
          table.add([network.title, layer, exact(forget.least), exact(forget.most)])
        }
      }
      if !plot.series.isEmpty { plots.append(plot) }
    }
    if plots.isEmpty { return "" }
    return section(
      "Along the cell state of an LSTM",
      """
      A cell state is the forget gate times the previous cell state, plus new input. Along the cell state alone, \
      its derivative with respect to the previous cell state is therefore the forget gate, and that with respect to \
      the cell state d steps earlier is the product of d forget gates. The plot shows the mean over the units. With forget gates \
      held at 1, the derivative is exactly 1 at any distance (Hochreiter and Schmidhuber 1997).
      """, lines: plots.flatMap(\.series).map(\.name), of: names,
      "<div class=\"figures\">\n\(plots.map { figure($0, names) }.joined())</div>\n" + table.html)
  }

  /// Formats a value so that only 1 itself reads as 1.
  private func exact(_ value: Float) -> String {
    value == 1 ? "1" : value == 0 ? "0" : "\(value)"
  }

  // MARK: Gates

  var gateSection: String {
    if networks.isEmpty { return "" }
    var table = GradientTable(
      caption: "Gates and recurrent weights",
      columns: ["network", "layer", "gate", "below 0.1", "above 0.9", "closed, open", "σ"],
      textColumns: 3)
    for network in networks {
      for (layer, block, gate, sigma) in network.blocks {
        table.add(
          [
            network.title, layer, block, gate.map { share($0.closedShare) } ?? "",
            gate.map { share($0.openShare) } ?? "",
          ], markup: gate.map(bar) ?? "", decimal(sigma, places: 3))
      }
    }
    return section(
      "Saturated gates, and singular values",
      """
      The table shows the shares of steps and units at which a gate is almost closed (below 0.1) or almost open \
      (above 0.9), as in Karpathy, Johnson and Fei-Fei 2015. It also shows σ, the largest singular value of the \
      weights between the hidden state and the gate.
      """, lines: [], of: [], table.html)
  }

  private func share(_ value: Double) -> String { MeasurementUnit.share.text(value) }

  private func bar(_ gate: GateSaturation) -> String {
    func part(_ name: String, _ share: Double) -> String {
      "<i class=\"\(name)\" style=\"width: \(decimal(share * 100, places: 1))%\"></i>"
    }
    return "<span class=\"bar\" aria-hidden=\"true\">"
      + part("closed", gate.closedShare) + part("open", gate.openShare) + "</span>"
  }

  // MARK: Singular values

  var sweepSection: String {
    guard let sweep else { return "" }
    let names = sweep.series.map { "σ = \(significant($0.sigma, digits: 6))" }
    var (resting, driven) = (
      LinePlot(overDistance: "Resting: all states are 0"),
      LinePlot(overDistance: "Driven by random inputs")
    )
    let distances = Self.distances.filter { $0 <= SigmaSweep.steps }
    var table = GradientTable(
      caption: "Norm of the gradient, by the number of steps back",
      columns: ["σ", "network"] + distances.map { "\($0)" }, textColumns: 2)
    for (name, series) in zip(names, sweep.series) {
      resting.add(name, series.resting, series.resting.mean)
      driven.add(name, series.driven, series.driven.mean)
      for (network, means) in series.networks {
        table.add(
          [significant(series.sigma, digits: 6), network]
            + distances.map { significant(means.mean(at: $0), digits: 3) })
      }
    }
    return section(
      "Elman networks with a given σ",
      """
      Networks of \(SigmaSweep.units) tanh units, h(t) = tanh(σQ·h(t−1) + x(t)), with an orthogonal matrix Q, so \
      that all singular values of the recurrent matrix are σ. At the last step, the norm of the gradient is 1. In a resting \
      network the derivative of tanh is 1: the gradient vanishes if σ is below 1, survives at 1, and explodes \
      above 1. In a network driven by random inputs (standard deviation \(SigmaSweep.deviation)), the derivative of \
      tanh is below 1: the gradient is smaller, and explodes only at a larger σ.
      """, lines: names, of: names,
      "<div class=\"figures\">\n\(figure(resting, names))\(figure(driven, names))</div>\n"
        + table.html)
  }
}

/// A table that is scrolled if it is wider than the page.
private struct GradientTable {
  let caption: String
  let columns: [String]
  /// The number of columns that are aligned left.
  let textColumns: Int
  private var rows: [String] = []

  init(caption: String, columns: [String], textColumns: Int) {
    (self.caption, self.columns, self.textColumns) = (caption, columns, textColumns)
  }

  /// Adds a row: cells of text, a cell of markup unless it is nil, and further cells.
  mutating func add(_ cells: [String], markup: String? = nil, _ more: String...) {
    let texts = cells.enumerated().map { index, cell in
      index == 0
        ? "<th scope=\"row\">\(escapedForMarkup(cell))</th>"
        : "<td\(index < textColumns ? " class=\"text\"" : "")>\(escapedForMarkup(cell))</td>"
    }
    let others = more.map { "<td>\(escapedForMarkup($0))</td>" }
    rows.append(
      "<tr>\(texts.joined())\(markup.map { "<td>\($0)</td>" } ?? "")\(others.joined())</tr>\n")
  }

  var html: String {
    let head = columns.enumerated().map { index, column in
      "<th scope=\"col\"\(index < textColumns ? " class=\"text\"" : "")>"
        + "\(escapedForMarkup(column))</th>"
    }
    let table = """
      <table>
      <caption>\(escapedForMarkup(caption))</caption>
      <thead><tr>\(head.joined())</tr></thead>
      <tbody>
      \(rows.joined())</tbody>
      </table>
      """
    return scrolled(table, label: caption)
  }
}

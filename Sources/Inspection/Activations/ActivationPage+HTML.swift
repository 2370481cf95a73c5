// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Text

extension ActivationPage {
  /// Returns the page. It is self-contained, and follows the reader's preference for light or dark.
  public func html() -> String {
    Page(
      title: title, hasScripts: true, lightProperties: " --heat: #D63A2F; --cold: #3B7DD8;",
      darkProperties: " --heat: #D2463C; --cold: #3F7FD6;",
      style: text(PackageResources.heatmap_css) + SignedColours.style
        + text(PackageResources.activations_css),
      body: """
        <header>
        <h1>\(escapedForMarkup(title))</h1>
        <p>The colour of each token shows the value of a unit after the network has read the token.\
        \(underlining) Choose a unit, or click a token to see its step.</p>
        \(limits)</header>
        <main>
        \(probeTable)\(controls)\(legend)
        <div id="text" tabindex="0" role="group" aria-label="Text">\(coloredText)</div>
        <figure>
        <figcaption><p>\(mapCaption)</p></figcaption>
        \(scrolled(picture, as: "map", label: "Heat map"))</figure>
        </main>
        <script type="application/json" id="data">
        \(dataJSON)
        </script>
        <script type="module">
        \(text(PackageResources.activations_js))</script>

        """
    ).html
  }

  /// The first feature that was measured.
  private var firstProbe: FeatureProbe? { probes.first { $0.measurement != nil } }

  private var underlining: String {
    probes.contains { $0.measurement != nil && $0.labels.classes.count == 2 }
      ? " Where the chosen feature is true, or its number large, the text is underlined." : ""
  }

  private var mapCaption: String {
    (firstProbe == nil
      ? "The first units, step by step."
      : "The units that tell most about the chosen feature, step by step; the first row tells most.")
      + " The map has the chosen step and those around it."
  }

  private var limits: String {
    var notes: [String] = []
    if stepCount < table.steps.count {
      notes.append("the first \(grouped(stepCount)) of \(grouped(table.steps.count)) steps")
    }
    if units.count < table.units.count {
      notes.append("\(grouped(units.count)) of \(grouped(table.units.count)) units")
    }
    return notes.isEmpty
      ? "" : "<p class=\"note\">The page has \(notes.joined(separator: " and ")) only.</p>\n"
  }

  // MARK: What the units tell

  private var probeTable: String {
    if probes.isEmpty { return "" }
    let rows = probes.map { "<tr>" + cells($0).joined() + "</tr>\n" }
    let table = """
      <table>
      <thead><tr>\(Self.headings.map { "<th scope=\"col\">\($0)</th>" }.joined())</tr></thead>
      <tbody>
      \(rows.joined())</tbody></table>
      """
    return """
      <p class="note">What the units tell about features, on steps that were held out. \
      \(downloadLink("features.tsv", featureTable))</p>
      \(scrolled(table, as: "table", label: "Features"))\(meaningless)
      """
  }

  private static let headings = [
    "Feature", "Most frequent label", "Its share", "Linear probe", "Best unit", "Its guess",
    "Its accuracy", "Bits",
  ]

  private func cells(_ probe: FeatureProbe) -> [String] {
    let values = self.values(probe)
    return ["<th scope=\"row\" dir=\"auto\">\(escapedForMarkup(values[0]))</th>"]
      + values.dropFirst().map { "<td>\(escapedForMarkup($0))</td>" }
  }

  private func values(_ probe: FeatureProbe) -> [String] {
    guard let found = probe.measurement else {
      let reason =
        if case .constant(let label) = probe.outcome {
          "always \(probe.labels.classes[label])"
        } else {
          "too few steps"
        }
      return [probe.labels.name, reason] + Self.headings.dropFirst(2).map { _ in "–" }
    }
    let best = found.thresholds[0]
    return [
      probe.labels.name, probe.labels.classes[found.majority], percent(found.majorityShare),
      percent(found.probeAccuracy), table.units[best.unit], best.rule(probe.labels.classes),
      percent(found.thresholdAccuracy), decimal(best.information, places: 3),
    ]
  }

  private func percent(_ share: Double) -> String { decimal(100 * share, places: 1) + " %" }

  private var meaningless: String {
    guard let (unit, information) = leastTelling else { return "" }
    return """
      <p class="note">A unit that means nothing here: <button type="button" data-unit="\
      \(units.firstIndex(of: unit) ?? 0)">\(escapedForMarkup(table.units[unit]))</button> has at most \
      \(decimal(information, places: 3)) bits about any of these features.</p>

      """
  }

  private var featureTable: String {
    ([Self.headings] + probes.map(values))
      .map { $0.map(tableCell).joined(separator: "\t") + "\n" }.joined()
  }

  // MARK: Choices

  private var controls: String {
    let features = probes.indices.filter { probes[$0].measurement != nil }
    let options = features.map {
      "<option value=\"\($0)\">\(escapedForMarkup(probes[$0].labels.name))</option>"
    }
    let featureChoice =
      features.isEmpty
      ? "" : "<label>Feature <select id=\"feature\">\(options.joined())</select></label>\n"
    return """
      <div class="tools">
      \(featureChoice)<label>Unit <select id="unit"></select></label>
      <label class="step">Step <input id="step" type="range" min="0" max="\(stepCount - 1)" \
      value="0"></label>
      <a id="numbers" download="activations.tsv" href="#">Download the numbers (TSV)</a>
      </div>
      <p id="status" role="status">\u{A0}</p>
      <noscript>A script in this file changes the unit: allow scripts to choose one.</noscript>

      """
  }

  private var legend: String {
    let swatches = [-1, -0.5, 0, 0.5, 1].map { (share: Double) in
      "<span><i\(share < 0 ? SignedColours.negative : "") style=\"opacity: "
        + "\(decimal(abs(share), places: 2))\"></i>"
        + "\(significant(share * Double(scale), digits: 3))</span>"
    }
    let cells =
      cellUnits.isEmpty
      ? "" : " <span class=\"plain\">cell states as shares of their largest</span>"
    return "<p class=\"legend\">\(swatches.joined(separator: " "))\(cells)</p>"
  }

  // MARK: Pictures

  private var coloredText: String {
    guard let unit = order(firstProbe).first else { return "" }
    let tokens = tokens
    return table.lines.filter { $0.lowerBound < stepCount }.map { line in
      let steps = Array(line.prefix { $0 < stepCount })
      let shown = inOrderOfText(steps, tokens).map { span($0, tokens[$0], unit) }
      return table.isContinuous ? shown.joined() : "<p dir=\"auto\">\(shown.joined())</p>"
    }.joined()
  }

  /// Returns the steps of a line in the order of its text; the end of a text is last in any case.
  private func inOrderOfText(_ steps: [Int], _ tokens: [ShownToken]) -> [Int] {
    guard table.isReversed else { return steps }
    return steps.filter { !tokens[$0].isSpecial }.reversed() + steps.filter { tokens[$0].isSpecial }
  }

  private func span(_ step: Int, _ token: ShownToken, _ unit: Int) -> String {
    let strength = strength(step, unit)
    let names = [
      strength < 0 ? "negative" : "", token.isJoined ? "joined" : "",
      token.isSpecial ? "special" : "",
    ].filter { !$0.isEmpty }
    let isLineEnd = !token.isSpecial && token.text.allSatisfy(\.isLineEnd)
    return (token.hasSpace || token.isSpecial ? " " : "")
      + "<span data-step=\"\(step)\""
      + (names.isEmpty ? "" : " class=\"\(names.joined(separator: " "))\"")
      + " style=\"--v:\(decimal(abs(strength), places: 2))\">"
      + (isLineEnd ? "\u{21B5}</span>\n" : escapedForMarkup(token.text) + "</span>")
  }

  /// The heat map of the first steps.
  package var heatMap: PageHeatMap { PageHeatMap(title: "The first steps", svg: picture) }

  private var picture: String {
    let labels = tokens.map(\.label)
    let rows = Array(order(firstProbe).prefix(Self.mapRows))
    let columns = min(stepCount, Self.mapColumns)
    let picture = HeatMapPicture(
      columns: Array(labels.prefix(columns)), rows: rows.map { table.units[$0] },
      mayBeUpright: true, cellWidth: 14, others: (labels, units.map { table.units[$0] }))
    return picture.svg(label: "The values of \(rows.count) units at up to \(columns) steps") {
      row, column in
      let strength = strength(column, rows[row])
      return HeatMapPicture.Cell(
        attributes: "fill-opacity=\"\(decimal(abs(strength), places: 2))\""
          + (strength < 0 ? SignedColours.negative : ""), title: "")
    }
  }
}

// MARK: - Data

extension ActivationPage {
  /// The numbers for the script: values are 32-bit floats in base 64, unit by unit.
  fileprivate var dataJSON: String {
    let steps = table.steps[..<stepCount]
    let places = Dictionary(uniqueKeysWithValues: units.enumerated().map { ($1, $0) })
    let features = probes.enumerated().compactMap { number, probe -> String? in
      guard let found = probe.measurement else { return nil }
      let thresholds = found.thresholds.filter { places[$0.unit] != nil }
      let labels = probe.labels.labels[..<stepCount].map { "\($0 ?? -1)" }
      return "{"
        + [
          "\"number\":\(number)", "\"name\":" + quotedForScript(probe.labels.name),
          "\"classes\":" + list(probe.labels.classes.map(quotedForScript)),
          "\"labels\":" + list(labels),
          "\"order\":" + list(thresholds.map { "\(places[$0.unit] ?? 0)" }),
          "\"bits\":" + list(thresholds.map { decimal($0.information, places: 3) }),
        ].joined(separator: ",") + "}"
    }
    return "{"
      + [
        "\"units\":" + list(units.map { quotedForScript(table.units[$0]) }),
        "\"scales\":" + list(units.map { "\(scales[$0])" }), "\"rows\":\(Self.mapRows)",
        "\"columns\":\(Self.mapColumns)",
        "\"names\":" + list(steps.map { quotedForScript($0.name) }),
        "\"labels\":" + list(tokens.map { quotedForScript(HeatMapPicture.label($0.label)) }),
        "\"lines\":" + list(steps.map { "\($0.line)" }),
        "\"numbers\":" + list(steps.map { "\($0.number)" }),
        "\"features\":" + list(features),
        "\"values\":"
          + list(
            units.map { unit in quotedForScript(base64((0..<stepCount).map { value($0, unit) })) }),
      ].joined(separator: ",\n") + "}"
  }
}

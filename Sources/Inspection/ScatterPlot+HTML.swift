// SPDX-License-Identifier: Apache-2.0

extension ScatterPlot {
  /// Returns a self-contained page. It loads nothing, and its content security policy forbids
  /// loading.
  ///
  /// The reader can pan, zoom, hover, search, and colour by frequency or group. The page follows
  /// the reader's preference for light or dark.
  public func html() -> String {
    Page(
      title: title, hasScripts: true, style: text(PackageResources.plot_css),
      body: """
        \(text(PackageResources.plot_html))<script type="application/json" id="data">
        \(dataJSON())
        </script>
        <script type="module">
        \(script)</script>

        """
    ).html
  }

  private var script: String {
    [
      PackageResources.data_js, PackageResources.view_js, PackageResources.axes_js,
      PackageResources.markers_js, PackageResources.labels_js, PackageResources.draw_js,
      PackageResources.pointer_js, PackageResources.panel_js, PackageResources.zooms_js,
      PackageResources.download_js,
    ].map(text).joined(separator: "\n")
  }

  /// Returns the points as JSON: a list for each property, and the coordinates as 32-bit floats in
  /// base 64.
  private func dataJSON() -> String {
    let indices = Dictionary(zip(groups, groups.indices)) { first, _ in first }
    let groupOfPoint = points.map { point in point.group.flatMap { indices[$0] } ?? -1 }
    let axisList = axes.map {
      "{\"name\":\(quotedForScript($0.name)),\"title\":\(quotedForScript($0.title))}"
    }
    let columns = axes.indices.map { axis in
      quotedForScript(base64(points.lazy.map { $0.coordinates[axis] }))
    }
    var properties = [
      "\"title\":" + quotedForScript(title),
      "\"noun\":" + list([noun.singular, noun.plural].map(quotedForScript)),
      "\"subtitle\":" + quotedForScript(subtitle),
      "\"axes\":" + list(axisList),
      "\"groupNames\":" + list(groups.map(quotedForScript)),
      "\"groups\":" + list(groupOfPoint.map(String.init)),
      "\"coordinates\":" + list(columns),
      "\"words\":" + list(points.map { quotedForScript($0.word) }),
    ]
    if !arrows.isEmpty { properties.append("\"arrows\":" + list(arrows.map(arrowJSON))) }
    if !regions.isEmpty { properties.append("\"regions\":" + list(regions.map(regionJSON))) }
    if noun.isCounted {
      properties.append("\"counts\":" + list(points.map { String($0.count) }))
    }
    return "{" + properties.joined(separator: ",\n") + "}"
  }

  private func regionJSON(_ region: Region) -> String {
    func range(_ range: ClosedRange<Double>) -> String {
      list([range.lowerBound, range.upperBound].map { "\($0)" })
    }
    let points = region.points(of: self)
    let words = points.filter { region.words.contains(self.points[$0].word) }
    return "{\"title\":\(quotedForScript(region.title)),\"x\":\(range(region.x)),"
      + "\"y\":\(range(region.y)),\"points\":\(list(points.map(String.init))),"
      + "\"words\":\(list(words.map(String.init)))}"
  }

  private func arrowJSON(_ arrow: Arrow) -> String {
    func numbers(_ values: [Float]) -> String { list(values.map { "\($0)" }) }
    let group = arrow.group.flatMap { groups.firstIndex(of: $0) } ?? -1
    return "{\"from\":\(numbers(arrow.from)),\"to\":\(numbers(arrow.to)),"
      + "\"group\":\(group),\"isMean\":\(arrow.isMean)}"
  }
}

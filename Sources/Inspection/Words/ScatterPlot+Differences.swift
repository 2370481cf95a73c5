// SPDX-License-Identifier: Apache-2.0

extension ScatterPlot {
  /// Creates a map of the words of pairs along their first two principal components, with an arrow
  /// for each difference and a thick one for the mean difference of each group.
  ///
  /// - Throws: `InspectionError` if the words have no two principal components.
  public init(
    _ differences: WordDifferences, of table: EmbeddingTable, title: String
  ) throws(InspectionError) {
    var (places, groups) = ([Int: Int](), [String?]())
    var rows: [Int] = []
    for group in differences.groups {
      for row in group.rows.flatMap({ [$0.from, $0.to] }) where places[row] == nil {
        places[row] = rows.count
        rows.append(row)
        groups.append(group.name.isEmpty ? nil : group.name)
      }
    }
    let words = table.selecting(rows)
    let components = try PrincipalComponents(of: words, count: 2)
    func coordinates(_ row: Int) -> [Float] {
      let first = (places[row] ?? 0) * components.count
      return Array(components.projection[first..<first + components.count])
    }
    let arrows = differences.groups.flatMap { group -> [Arrow] in
      let name = group.name.isEmpty ? nil : group.name
      let pairs = group.rows.map {
        Arrow(from: coordinates($0.from), to: coordinates($0.to), group: name)
      }
      guard pairs.count > 1 else { return pairs }
      return pairs + [
        Arrow(from: mean(pairs.map(\.from)), to: mean(pairs.map(\.to)), group: name, isMean: true)
      ]
    }
    let plain = ScatterPlot(
      components, of: words, groups: groups.contains { $0 != nil } ? groups : nil, title: title)
    self.init(title: title, axes: plain.axes, points: plain.points, arrows: arrows)
  }
}

private func mean(_ points: [[Float]]) -> [Float] {
  points[0].indices.map { axis in
    Float(points.reduce(0) { $0 + Double($1[axis]) } / Double(points.count))
  }
}

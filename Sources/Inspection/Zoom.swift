// SPDX-License-Identifier: Apache-2.0

import Text

/// A part of a map of words that is also to be shown enlarged.
public enum Zoom: Equatable, Sendable {
  /// Ranges of the first and of the second principal component.
  case box(x: ClosedRange<Double>, y: ClosedRange<Double>)
  /// The surroundings of words as the user writes them; at least one.
  case words([String])
}

extension ScatterPlot {
  /// Adds parts that the plot outlines and also shows enlarged.
  ///
  /// - Parameters:
  ///   - zooms: The parts.
  ///   - pca: The principal components that the plot was made from.
  ///   - table: The words that they were fitted to.
  ///   - vocabulary: The words from which those of the table were chosen.
  /// - Returns: The plot with these parts.
  /// - Throws: `InspectionError.emptyBox`; `.notOnMap`; `.unknownWord`, `.severalTokens` or
  ///   `.severalUnits`.
  public func zoomed(
    into zooms: [Zoom], _ pca: PrincipalComponents, of table: EmbeddingTable,
    from vocabulary: EmbeddingTable
  ) throws(InspectionError) -> ScatterPlot {
    var map = self
    for zoom in zooms {
      switch zoom {
      case .box(let x, let y): map.regions.append(try region(x, y))
      case .words(let words):
        let rows = try rowsOnMap(of: words, table, vocabulary)
        map.regions.append(region(around: rows, pca, table))
      }
    }
    return map
  }

  private func region(
    _ x: ClosedRange<Double>, _ y: ClosedRange<Double>
  ) throws(InspectionError) -> Region {
    let region = Region(
      title: "\(axes[0].name) \(shown(x)), \(axes[1].name) \(shown(y))", x: x, y: y)
    if !points.contains(where: region.contains) {
      throw .emptyBox(x: x, y: y, mapX: range(ofAxis: 0), mapY: range(ofAxis: 1))
    }
    return region
  }

  /// Returns a region around the words of some rows, with room on every side for their neighbours.
  private func region(
    around rows: [Int], _ pca: PrincipalComponents, _ table: EmbeddingTable
  ) -> Region {
    let sides = [0, 1].map { axis in
      ClosedRange(spanning: rows.map { pca.projection[$0 * pca.count + axis] })
    }
    let longest = max(range(ofAxis: 0).length, range(ofAxis: 1).length)
    let room = max(max(sides[0].length, sides[1].length) / 8, longest / 30)
    let grown = sides.map { $0.lengthened(to: $0.length + 2 * room) }
    let words = rows.map { shownWord(table.words[$0]) }
    return Region(title: words.joined(separator: " "), x: grown[0], y: grown[1], words: words)
  }
}

/// Returns the rows of words in the table of a map.
private func rowsOnMap(
  of words: [String], _ table: EmbeddingTable, _ vocabulary: EmbeddingTable
) throws(InspectionError) -> [Int] {
  let (map, all) = (WordLookup(table), WordLookup(vocabulary))
  var rows: [Int] = []
  for word in words {
    guard case .row(let row) = map.find(word) else {
      _ = try all.requireRow(of: word)
      throw .notOnMap(word)
    }
    rows.append(row)
  }
  return rows
}

/// Returns the ends of a range, with minus signs as in the ticks of an axis.
private func shown(_ range: ClosedRange<Double>) -> String {
  [range.lowerBound, range.upperBound].map { decimal($0, places: 2).replacing("-", with: "−") }
    .joined(separator: " to ")
}

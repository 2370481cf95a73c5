// SPDX-License-Identifier: Apache-2.0

import Files
import Text

/// A scatter plot of words, or of lines of text, along two or more principal components, as a self-contained web page or
/// a static picture.
public struct ScatterPlot: Sendable {
  public struct Axis: Equatable, Sendable {
    /// For example `PC 1`.
    public let name: String
    /// The share of the total variance along the axis, from 0 to 1.
    public let explainedVarianceRatio: Double

    public init(name: String, explainedVarianceRatio: Double) {
      self.name = name
      self.explainedVarianceRatio = explainedVarianceRatio
    }

    /// The title beside the axis.
    var title: String { "\(name) (\(percent(explainedVarianceRatio)) of variance)" }
  }

  public struct Point: Equatable, Sendable {
    public let word: String
    public let count: Int
    /// The word's group in a word list.
    public let group: String?
    /// A coordinate for each axis.
    public let coordinates: [Float]

    public init(word: String, count: Int, group: String? = nil, coordinates: [Float]) {
      self.word = word
      self.count = count
      self.group = group
      self.coordinates = coordinates
    }
  }

  /// An arrow between two places of the plot.
  public struct Arrow: Equatable, Sendable {
    /// A coordinate for each axis.
    public let from, to: [Float]
    /// The group whose colour the arrow has.
    public let group: String?
    /// True for a thick arrow, the mean of others.
    public let isMean: Bool

    public init(from: [Float], to: [Float], group: String? = nil, isMean: Bool = false) {
      (self.from, self.to, self.group, self.isMean) = (from, to, group, isMean)
    }
  }

  /// A file format of plots.
  public enum Format: String, CaseIterable, Sendable {
    /// An interactive web page with zoom, search and colours; needs no network.
    case html
    /// A static picture of the first two axes.
    case svg

    /// The format that the extension of a file name stands for.
    public init?(path: String) { self.init(rawValue: fileExtension(of: path)) }
  }

  /// What the points are.
  public enum Noun: Sendable {
    case word
    /// A line of text, which has no count.
    case line

    var singular: String { self == .word ? "word" : "line" }
    var plural: String { singular + "s" }
    var isCounted: Bool { self == .word }
  }

  /// The maximum number of components in a plot.
  public static let maximumAxes = 10

  public let title: String
  public let axes: [Axis]
  /// The points in decreasing order of count, in which they compete for labels.
  public let points: [Point]
  /// The names of the groups, in the order in which the points were given.
  let groups: [String]
  let noun: Noun
  public let arrows: [Arrow]
  /// The parts that are also shown enlarged.
  package internal(set) var regions: [Region] = []

  /// Creates a plot of points with finite coordinates on two to `maximumAxes` axes.
  public init(
    title: String, axes: [Axis], points: [Point], noun: Noun = .word, arrows: [Arrow] = []
  ) {
    precondition((2...Self.maximumAxes).contains(axes.count), "a plot has at least two axes")
    precondition(
      points.allSatisfy { $0.coordinates.count == axes.count }, "one coordinate per axis")
    self.title = title
    self.axes = axes
    self.noun = noun
    self.arrows = arrows
    self.points = points.sorted { $0.count > $1.count }
    var seen: Set<String> = []
    groups = points.compactMap(\.group).filter { seen.insert($0).inserted }
  }

  /// Creates a plot of the fitted rows along the first components.
  ///
  /// - Parameters:
  ///   - pca: At least two components.
  ///   - table: The table that they were fitted to.
  ///   - groups: The group of each row; nil if there are none.
  ///   - noun: What the rows are.
  ///   - title: The title above the plot.
  public init(
    _ pca: PrincipalComponents, of table: EmbeddingTable, groups: [String?]? = nil,
    noun: Noun = .word, title: String
  ) {
    precondition(pca.projection.count == table.words.count * pca.count, "the table that was fitted")
    precondition(groups.map { $0.count == table.words.count } ?? true, "one group per row")
    let axisCount = min(pca.count, Self.maximumAxes)
    let axes = (0..<axisCount).map {
      Axis(name: "PC \($0 + 1)", explainedVarianceRatio: pca.explainedVarianceRatios[$0])
    }
    let points = table.words.indices.map { row in
      let first = row * pca.count
      return Point(
        word: noun == .word ? shownWord(table.words[row]) : table.words[row],
        count: table.counts[row], group: groups?[row],
        coordinates: Array(pca.projection[first..<first + axisCount]))
    }
    self.init(title: title, axes: axes, points: points, noun: noun)
  }

  /// Writes the plot atomically.
  ///
  /// - Throws: `FileError`.
  public func write(_ format: Format, to path: String) throws {
    try writeFile(format == .html ? html() : svg(), to: path)
  }

  /// A description of the plot in one sentence.
  var subtitle: String {
    let shown = axes.prefix(2).reduce(0) { $0 + $1.explainedVarianceRatio }
    let count = "\(grouped(points.count)) \(points.count == 1 ? noun.singular : noun.plural)"
    return "\(count) · the first two components explain \(percent(shown)) of the variance"
  }
}

/// Formats a share as a percentage with one decimal and a non-breaking space.
func percent(_ share: Double) -> String { "\(decimal(share * 100, places: 1))\u{A0}%" }

// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Corpora
import Files
import Inference
import Inspection
import Messages
public import Models
import Text

struct Encode: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turn lines of text into vectors: the states of a model that has read them.",
    discussion: """
      Prints a vector for each line of standard input, with tabs between its numbers. A blank line stays blank. \
      The model may be a translator (whose encoder reads the line), a language model, a classifier or a \
      labeller. The vector is the hidden state of the last layer after the last step.

        echo "In a few days." | dragoman encode checkpoints/eng-fra
        dragoman encode checkpoints/eng-fra --output vectors.npy < sentences.txt

      --plot draws a map of the lines along their first two principal components. With --group-column, tabs \
      divide each line into columns: the first contains the text, and the chosen one contains its group, which \
      the map shows as a colour.

        dragoman encode checkpoints/eng-fra --plot map.html --group-column 2 \\
          --output map.tsv < phrases.tsv

      For each input line, --nearest finds the most similar lines of a file. If the file is large, encode it once:

        dragoman encode checkpoints/eng-fra --output corpus.npy < corpus.txt
        echo "In a few days." | dragoman encode checkpoints/eng-fra \\
          --nearest corpus.txt --nearest-vectors corpus.npy

      If the model was trained on vectors, use --vectors to give the vectors to encode. For a generator, the \
      vector printed is the initial state of its decoder.
      """)

  @OptionGroup var checkpoint: CheckpointArgument

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Layer to take the state from, counted from 1; or all, for the states of all layers, one after another \
      (default: the last).
      """, valueName: "n|all"))
  var layer: LayerChoice?

  @Option(
    help: """
      State: hidden; cell, the cell state of an LSTM; or both, one after the other (default: hidden).
      """)
  var state: StateChoice.State?

  @Flag(help: "Take the mean of the states over all steps, instead of the last state.")
  var mean = false

  @OptionGroup var input: VectorOptions

  @Option(
    help: ArgumentHelp(
      """
      Write to this file instead of standard output: .tsv, .npy (float32) or .safetensors (a tensor \
      'vectors'). In an array, a blank line becomes a row of zeros.
      """, valueName: "file"))
  var output: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Instead of each vector, write its coordinates along the first k principal components of all vectors.
      """, valueName: "k"))
  var pca: Int?

  @Option(
    help: ArgumentHelp(
      "Write a plot of the first two principal components to this file, whose name must end in .html or .svg.",
      valueName: "file"))
  var plot: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Input column that contains the group of each line; the text is column 1.", valueName: "n"))
  var groupColumn: Int?

  @OptionGroup var nearest: NearestOptions
  @OptionGroup var threads: ThreadOption

  /// The number of lines that are encoded together if they have arrived.
  static let mostTogether = 4096

  func validate() throws {
    try input.check()
    try require(pca, atLeast: 1, "--pca")
    try require(groupColumn, atLeast: 2, "--group-column")
    if groupColumn != nil && input.vectors != nil {
      throw ValidationError("--group-column is for lines of text: omit --vectors.")
    }
    if let output, !VectorOutput.extensions.contains(fileExtension(of: output)) {
      throw ValidationError("--output is \(output), but must end in .tsv, .npy or .safetensors.")
    }
    if let plot, ScatterPlot.Format(path: plot) == nil {
      throw ValidationError("--plot is \(plot), but must end in .html or .svg.")
    }
    if nearest.corpus != nil {
      for (option, isGiven) in [
        ("--vectors", input.vectors != nil), ("--output", output != nil), ("--pca", pca != nil),
        ("--plot", plot != nil),
      ] where isGiven {
        throw ValidationError("--nearest prints lines of text: omit \(option).")
      }
    }
    if let plot, let output { try requireOtherFile("--plot", plot, than: "--output", [output]) }
  }

  func run() throws {
    try requireCheckpoints([checkpoint.directory], for: "encode")
    var choice = StateChoice()
    (choice.layers, choice.state) = (layer ?? .last, state ?? .hidden)
    choice.pooling = mean ? .mean : .last
    let encoder = try SentenceEncoder(
      checkpoint: checkpoint.directory, choice, threads: threads.count)
    let vectors = try input.read(
      for: checkpoint.directory, size: encoder.inputSize, reading: "text", command: "encode")
    if let corpus = nearest.corpus {
      try writeNearest(encoder, inFile: corpus)
    } else if pca != nil || plot != nil {
      try writeComponents(encoder, vectors)
    } else {
      try writeVectors(encoder, vectors)
    }
  }

  private func writeVectors(_ encoder: SentenceEncoder, _ vectors: VectorSequences?) throws {
    var written = try VectorOutput(path: output, size: encoder.size)
    var (count, blank) = (0, 0)
    try forEachPart(encoder, vectors) { _, vectors in
      try written.write(vectors)
      count += vectors.count
      blank += vectors.count { $0 == nil }
    }
    try written.finish()
    note(count, blank: blank, size: encoder.size)
  }

  /// Encodes the input part by part, as it arrives.
  func forEachPart(
    _ encoder: SentenceEncoder, _ vectors: VectorSequences?,
    _ body: ([InputLine], [[Float]?]) throws -> Void
  ) throws {
    if let vectors {
      for first in stride(from: 0, to: vectors.count, by: Self.mostTogether) {
        let numbers = first..<min(first + Self.mostTogether, vectors.count)
        let lines = numbers.map { InputLine(text: "\($0 + 1)", group: nil) }
        try body(lines, encoder.vectors(of: vectors, numbers))
      }
      return
    }
    var input = InputLines(of: "encode")
    while let read = try input.next(atMost: Self.mostTogether) {
      let lines = read.map { InputLine($0.text, groupColumn: groupColumn) }
      try body(lines, encoder.vectors(of: lines.map(\.text)))
    }
  }

  private func note(_ count: Int, blank: Int, size: Int) {
    guard let output else { return }
    let blanks = blank == 0 ? "" : ", \(grouped(blank)) of them for blank lines"
    Console().note(
      "Wrote \(counted(count, "vector")) of \(counted(size, "value")) to \(output)\(blanks).")
  }
}

extension StateChoice.State: ExpressibleByArgument {}

/// A line of input, and its group if it has one.
struct InputLine {
  let text: String
  let group: String?

  init(text: String, group: String?) { (self.text, self.group) = (text, group) }

  init(_ line: String, groupColumn: Int?) {
    guard let groupColumn else {
      self.init(text: line, group: nil)
      return
    }
    let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      .map { trimmedText(String($0)) }
    let group = groupColumn <= cells.count ? cells[groupColumn - 1] : ""
    self.init(text: cells[0], group: group.isEmpty ? nil : group)
  }
}

/// Lines of which there are no principal components, or not as many.
struct LineComponentsError: Explainable, Equatable {
  let count, lines, size: Int

  static func check(_ count: Int, lines: Int, size: Int) throws(LineComponentsError) {
    guard lines >= 2 && count <= min(lines, size) else {
      throw LineComponentsError(count: count, lines: lines, size: size)
    }
  }

  var explanation: ErrorText {
    if lines < 2 {
      return ErrorText(
        .badData,
        "Principal components need at least two non-blank lines; there "
          + (lines == 1 ? "is only one." : "are none."))
    }
    return ErrorText(
      .badData,
      "--pca is \(count), but \(counted(lines, "vector")) of \(counted(size, "value")) have at most "
        + "\(counted(min(lines, size), "principal component")).")
  }
}

// MARK: - Principal components

extension Encode {
  private func writeComponents(_ encoder: SentenceEncoder, _ input: VectorSequences?) throws {
    var (lines, vectors): ([InputLine], [[Float]?]) = ([], [])
    try forEachPart(encoder, input) { read, found in
      lines += read
      vectors += found
    }
    let places = vectors.indices.filter { vectors[$0] != nil }
    let table = EmbeddingTable(
      words: places.map { lines[$0].text }, counts: places.map { _ in 1 }, dimension: encoder.size,
      vectors: vectors.compactMap(\.self).flatMap(\.self))
    let count = max(pca ?? 0, plot == nil ? 0 : 2)
    try LineComponentsError.check(count, lines: places.count, size: encoder.size)
    let components = try PrincipalComponents(of: table, count: count)
    if let pca {
      for (row, place) in places.enumerated() {
        vectors[place] = Array(components.projection[row * count..<row * count + pca])
      }
    }
    if pca != nil || output != nil { try write(vectors, size: pca ?? encoder.size) }
    if let plot {
      let groups = groupColumn == nil ? nil : places.map { lines[$0].group }
      try draw(components, table, groups, to: plot)
    }
    for (index, share) in components.explainedVarianceRatios.enumerated() {
      Console().note("pc\(index + 1) explains \(percent(share)) of the variance")
    }
  }

  private func write(_ vectors: [[Float]?], size: Int) throws {
    var written = try VectorOutput(path: output, size: size)
    try written.write(vectors)
    try written.finish()
    note(vectors.count, blank: vectors.count { $0 == nil }, size: size)
  }

  private func draw(
    _ components: PrincipalComponents, _ table: EmbeddingTable, _ groups: [String?]?,
    to path: String
  ) throws {
    guard let format = ScatterPlot.Format(path: path) else { return }
    try makeRoom(forFile: path)
    let map = ScatterPlot(
      components, of: table, groups: groups, noun: .line, title: checkpoint.directory)
    try map.write(format, to: path)
    Console().note("Wrote the plot to \(path).")
  }
}

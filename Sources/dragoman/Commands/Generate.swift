// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Inference
import Text

struct Generate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a text for each vector.",
    discussion: """
      Prints one line for each vector, in order. The vectors are read from a file or, one per line, from \
      standard input; the text for each is printed as soon as the vector arrives. A blank line stays blank.

        dragoman generate checkpoints/captions --vectors test.npy
        head -n 1 test.tsv | dragoman generate checkpoints/captions
        dragoman generate checkpoints/captions --vectors test.npy \\
          --beam-size 5 --n-best 5
      """)

  @OptionGroup var checkpoint: CheckpointArgument

  @Option(
    help: ArgumentHelp(
      """
      A .npy or .safetensors array with one vector per row, or text with one vector per line, its numbers \
      separated by tabs or spaces (default: standard input).
      """, valueName: "file"))
  var vectors: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Print the n best texts for each vector: number of the vector, score and text, separated by tabs.",
      valueName: "n"))
  var nBest = Translator.Options().hypotheses

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Maximum length of a text, in characters, words or subwords; a longer one is cut off.",
      valueName: "n"))
  var maxLength = Translator.Options().maximumLength

  @OptionGroup var decoding: DecodingOptions

  @Flag(help: "Print a JSON object for each vector.")
  var json = false

  @OptionGroup var computation: ComputationOptions

  func validate() throws {
    try decoding.requireHypotheses(nBest)
    try decoding.requireLength(below: maxLength, of: "a text", in: "units")
  }

  func run() throws {
    try requireCheckpoints([checkpoint.directory], for: "generate")
    let model = try GeneratorCheckpoint(directory: checkpoint.directory)
    var options = computation.options
    decoding.apply(to: &options)
    options.maximumLength = maxLength
    options.hypotheses = nBest
    options.computesScores = json
    let generator = try Generator(model, options: options)
    if let vectors {
      try generate(VectorSequences(singleVectorsOf: vectors, size: model.vectorSize), generator)
    } else {
      try generateFromInput(generator)
    }
  }

  /// The number of batches that are read ahead.
  private static let batchesAhead = 16

  private func generate(_ vectors: VectorSequences, _ generator: Generator) throws {
    let step = computation.batchSize * Self.batchesAhead
    for first in stride(from: 0, to: vectors.count, by: step) {
      let numbers = first..<min(first + step, vectors.count)
      try write(numbers.map { (number: $0 + 1, vector: Array(vectors[$0])) }, generator)
    }
  }

  private func generateFromInput(_ generator: Generator) throws {
    var input = InputLines(of: "generate")
    while let lines = try input.next(atMost: computation.batchSize * Self.batchesAhead) {
      var (read, problem): ([Line], VectorError?) = ([], nil)
      for line in lines where problem == nil {
        do throws(VectorError) {
          let vector = try VectorLine.vector(of: line, size: generator.checkpoint.vectorSize)
          read.append((line.number, vector))
        } catch {
          problem = error
        }
      }
      try write(read, generator)
      if let problem { throw problem }
    }
  }

  /// The number of a vector, and its values; nil for a blank line.
  private typealias Line = (number: Int, vector: [Float]?)

  private func write(_ lines: [Line], _ generator: Generator) throws {
    let found = generator.generate(
      lines.compactMap { line in line.vector.map { (line.number, $0) } })
    var texts = found.makeIterator()
    var output = StandardOutput()
    for line in lines {
      let texts = line.vector == nil ? [] : texts.next() ?? []
      if json {
        try output.writeLine(dragoman.json(GeneratedRecord(line.number, texts, nBest: nBest)))
      } else if nBest > 1 {
        for line in nBestLines(line.number, texts) { try output.writeLine(line) }
      } else {
        try output.writeLine(texts.first?.text ?? "")
      }
    }
    try output.flush()
  }

  /// Returns the lines of output; a blank line has one, so that no number is missing.
  private func nBestLines(_ number: Int, _ texts: [GeneratedText]) -> [String] {
    if texts.isEmpty { return ["\(number)\t0\t"] }
    return texts.map { text in
      let score = text.score.map { decimal($0.total, places: 4) } ?? ""
      return "\(number)\t\(score)\t\(text.text)"
    }
  }
}

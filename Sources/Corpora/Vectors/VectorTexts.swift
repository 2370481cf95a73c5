// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
import Files
package import Text

/// Vectors with a text for each: a file of vectors, and a file with a line of text for each vector.
/// The texts are split into units once, for building a vocabulary and then encoding with it.
package struct VectorTexts: Sendable {
  package let vectors: VectorSequences
  /// The texts, without whitespace at their edges.
  package let texts: [String]
  /// The different units by number.
  package let units: TokenTable
  package let fingerprint: CorpusFingerprint
  /// The numbers of the units of all texts, end to end, and the end of each text's.
  private let numbers: [Int32]
  private let ends: [Int]

  /// Reads both files. If `size` is given, each vector must have that many values.
  ///
  /// - Throws: `VectorTextError`, `VectorError`, `TokenizerError`, `TextFormatError` or any error of
  ///   reading the files.
  package init(
    vectors path: String, size: Int? = nil, texts: String, _ unit: TextUnit,
    _ configuration: TokenizerConfiguration, maximumLength: Int
  ) throws {
    vectors = try VectorSequences(singleVectorsOf: path, size: size)
    var reading = try TextReading(unit, configuration, maximumLength)
    let reader = try reading.read(texts)
    guard reading.ends.count == vectors.count else {
      throw VectorTextError.unequalCounts(
        vectors: path, vectors.count, texts: texts, reading.ends.count)
    }
    (self.texts, units) = (reading.texts, reading.units)
    (numbers, ends) = (reading.numbers, reading.ends)
    fingerprint = CorpusFingerprint(
      bytes: vectors.fingerprint.bytes + reader.byteCount, lines: reader.lineNumber,
      hash: vectors.fingerprint.hash + reader.hash.hexadecimal)
  }

  package var count: Int { ends.count }

  /// Returns the numbers of a text's units.
  package func units(ofText text: Int) -> ArraySlice<Int32> {
    numbers[(text == 0 ? 0 : ends[text - 1])..<ends[text]]
  }

  /// Counts the units of some texts.
  package func unitCounts(in texts: [Int]) -> VocabularyBuilder {
    var counts = [Int](repeating: 0, count: units.count)
    for text in texts {
      for number in units(ofText: text) { counts[Int(number)] += 1 }
    }
    var builder = VocabularyBuilder()
    for number in 0..<units.count {
      units.withToken(number) { builder.count($0, times: counts[number]) }
    }
    return builder
  }
}

/// The reason that vectors and texts cannot be used together.
public enum VectorTextError: Error, Equatable, Sendable {
  /// There is not a text for each vector. Texts are lines.
  case unequalCounts(vectors: String, Int, texts: String, Int)
  /// A sequence of the file, counted from 1, has more than one vector.
  case severalVectors(path: String, sequence: Int, count: Int)
  case violation(path: String, line: Int, Violation)

  public enum Violation: Sendable, Equatable {
    case invalidUTF8, nul, blank, tooLong
  }
}

extension VectorSequences {
  /// Reads a file in which each sequence is a single vector, of `size` values if that is given.
  ///
  /// - Throws: `VectorTextError`, or the errors of `init(contentsOf:)`.
  public init(singleVectorsOf path: String, size: Int? = nil) throws {
    try self.init(contentsOf: path, size: size)
    if let index = sequences.firstIndex(where: { $0.count > 1 }) {
      throw VectorTextError.severalVectors(
        path: path, sequence: index + 1, count: sequences[index].count)
    }
  }
}

/// Splits the lines of a file into units.
private struct TextReading {
  private(set) var texts: [String] = []
  private(set) var numbers: [Int32] = []
  private(set) var ends: [Int] = []
  private let shared = SharedTokens()
  private let indexer: UnitIndexer
  private let maximumLength: Int

  init(_ unit: TextUnit, _ configuration: TokenizerConfiguration, _ maximumLength: Int) throws {
    indexer = UnitIndexer(try UnitSplitter(unit, configuration), shared)
    self.maximumLength = maximumLength
  }

  var units: TokenTable { shared.all }

  mutating func read(_ path: String) throws -> LineReader {
    let reader = try LineReader(path: path)
    while try reader.advance() {
      let problem = reader.isCut ? .tooLong : reader.withLine { add($0) }
      if let problem {
        throw VectorTextError.violation(path: path, line: reader.lineNumber, problem)
      }
    }
    return reader
  }

  private mutating func add(_ line: Span<UInt8>) -> VectorTextError.Violation? {
    guard (try? UTF8Span(validating: line)) != nil else { return .invalidUTF8 }
    if containsNul(line) { return .nul }
    let range = trimmed(line.indices, of: line)
    if range.isEmpty { return .blank }
    guard let text = try? UTF8Span(validating: line.extracting(range)) else { return .invalidUTF8 }
    indexer.append(text, isContinued: false, to: &numbers)
    if numbers.count - (ends.last ?? 0) > maximumLength { return .tooLong }
    ends.append(numbers.count)
    texts.append(String(copying: text))
    return nil
  }
}

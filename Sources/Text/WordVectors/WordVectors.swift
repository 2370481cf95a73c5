// SPDX-License-Identifier: Apache-2.0

/// The vectors that a file has for the words of a vocabulary, such as a file of word2vec, fastText or
/// GloVe.
public struct WordVectors: Sendable {
  public let path: String
  /// E: the length of a vector.
  public let size: Int
  public let coverage: Coverage
  /// The ids of the words with a vector, in ascending order.
  package let ids: [Int32]
  /// Their vectors, row by row: `[ids.count, E]`.
  package let values: [Float]

  /// The part of a vocabulary that has vectors. Special tokens do not count, except that the tokens
  /// of the text that are not in the vocabulary do.
  public struct Coverage: Equatable, Sendable {
    /// The number of words in the vocabulary.
    public var words = 0
    /// The number of words that the file has as they are written, and in lowercase only.
    public var exact = 0
    public var lowercased = 0
    /// The number of tokens in the training text, and of those whose word has a vector.
    public var tokens = 0
    public var covered = 0
  }

  /// The standard deviation of the elements of all vectors.
  package var deviation: Float {
    let (sum, squares) = values.reduce(into: (0.0, 0.0)) {
      $0.0 += Double($1)
      $0.1 += Double($1) * Double($1)
    }
    let (count, mean) = (Double(values.count), sum / Double(values.count))
    return Float(max(0, squares / count - mean * mean).squareRoot())
  }
}

extension WordVectors {
  /// Reads the vectors of the words in `vocabulary`. A word is looked up as the vocabulary writes it,
  /// then by its `spelling` in text, then in lowercase.
  ///
  /// The file has a word and its vector on each line, separated by spaces; a first line `count size`
  /// is optional. Vectors of other words are not parsed.
  ///
  /// - Throws: `WordVectorsError`; `TextFormatError` for a file that is not text; `FileError`.
  public init(
    contentsOf path: String, for vocabulary: Vocabulary,
    spelling: (String) -> String = { Tokenizer.detokenize([$0]) }
  ) throws {
    var reader = try WordVectorReader(path: path)
    let wanted = WantedWords(vocabulary, spelling)
    var found: [Int32: (form: Int, vector: [Float])] = [:]
    var firstLines: [String: Int] = [:]
    while let row = try reader.next() {
      guard let places = wanted.places[row.word] else { continue }
      if let first = firstLines.updateValue(row.line, forKey: row.word) {
        throw WordVectorsError(
          path: path, line: row.line, .duplicate(word: row.word, firstLine: first))
      }
      let vector = try reader.vector()
      for (id, form) in places where form < found[id]?.form ?? .max { found[id] = (form, vector) }
    }
    guard !found.isEmpty else {
      throw WordVectorsError(path: path, line: nil, .noWords(rows: reader.rows))
    }
    self.path = path
    size = reader.size
    ids = found.keys.sorted()
    values = ids.flatMap { found[$0]?.vector ?? [] }
    coverage = Coverage(vocabulary, found.mapValues { $0.form == WantedWords.lowercase })
  }

  /// Returns the length of the vectors in a file, from its first lines.
  ///
  /// - Throws: The errors of `init`.
  public static func size(of path: String) throws -> Int {
    var reader = try WordVectorReader(path: path)
    guard try reader.next() != nil else {
      throw WordVectorsError(path: path, line: nil, .noWords(rows: 0))
    }
    return reader.size
  }
}

/// The forms in which the words of a vocabulary may be in a file.
private struct WantedWords {
  /// The words with a form, and the place of the form in the order of preference.
  private(set) var places: [String: [(id: Int32, form: Int)]] = [:]

  /// The place of the lowercased form.
  static let lowercase = 2

  init(_ vocabulary: Vocabulary, _ spelling: (String) -> String) {
    for id in Int32(Vocabulary.Special.tokens.count)..<Int32(vocabulary.count) {
      let spelled = spelling(vocabulary[id])
      for (place, form) in [vocabulary[id], spelled, spelled.lowercased()].enumerated() {
        places[form, default: []].append((id, place))
      }
    }
  }
}

extension WordVectors.Coverage {
  /// `found` says of each word with a vector whether only its lowercased form has one.
  fileprivate init(_ vocabulary: Vocabulary, _ found: [Int32: Bool]) {
    words = vocabulary.count - Vocabulary.Special.tokens.count
    lowercased = found.values.count { $0 }
    exact = found.count - lowercased
    tokens = (0..<Int32(vocabulary.count)).reduce(0) { $0 + vocabulary.frequency(of: $1) }
    covered = found.keys.reduce(0) { $0 + vocabulary.frequency(of: $1) }
  }
}

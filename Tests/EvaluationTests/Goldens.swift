// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The results of sacreBLEU for a corpus.
struct ScoreGolden: Decodable {
  struct BLEUScore: Decodable {
    var tokenization: String
    var lowercase: Bool
    var score: Double
    var matches: [Int]
    var totals: [Int]
    var precisions: [Double]
    var brevityPenalty: Double
    var hypothesisLength: Int
    var referenceLength: Int
    var line: String
    var signature: String
  }

  struct ChrFScore: Decodable {
    var wordOrder: Int
    var lowercase: Bool
    var score: Double
    var line: String
    var signature: String
  }

  var name: String
  var hypotheses: [String]
  var references: [[String]]
  var bleu: [BLEUScore]
  var chrF: [ChrFScore]
}

func goldens<Row: Decodable>(_ name: String, of type: Row.Type = Row.self) throws -> [Row] {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
  return try JSONDecoder().decode([Row].self, from: Data(contentsOf: folder.appending(path: name)))
}

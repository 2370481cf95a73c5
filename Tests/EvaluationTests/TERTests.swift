// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Testing

@Suite struct TERTests {
  @Test func terEqualsSacreBLEU() throws {
    let cases: [TERGolden] = try goldens("ter.json")
    #expect(cases.count >= 55)
    for golden in cases {
      for expected in golden.ter {
        let options = expected.options.options
        let ter = TER.corpus(
          hypotheses: golden.hypotheses, referenceSets: golden.references, options: options)
        let place: Comment = "\(golden.name), \(expected.signature)"
        let lines = golden.hypotheses.indices.map { line in
          TER.statistics(
            of: golden.hypotheses[line], references: golden.references.map { $0[line] }, options)[0]
        }
        #expect(lines == expected.lines.map(Double.init), place)
        #expect(ter.edits == expected.edits, place)
        #expect(ter.referenceLength == expected.referenceLength, place)
        #expect(ter.score == expected.score, place)
        #expect(ter.description == expected.line, place)
        #expect(ter.signature == expected.signature, place)
      }
    }
  }

  @Test func wordsEqualSacreBLEUs() throws {
    let rows: [TERWordsGolden] = try goldens("ter-words.json")
    #expect(rows.count >= 140)
    for row in rows {
      #expect(row.words.count == 7)
      for expected in row.words {
        #expect(
          expected.options.options.words(of: row.line).map(Array.init)
            == expected.words.map { Array($0.unicodeScalars) },
          "\(expected.options): \(row.line.debugDescription)")
      }
    }
  }

  @Test func aCorpusWithoutLinesNeedsNoEdits() {
    #expect(TER.corpus(hypotheses: [], references: []).description == "TER = 0.00")
  }
}

private struct TERGolden: Decodable {
  struct Score: Decodable {
    var options: TERSettings
    var score: Double
    var edits: Int
    var referenceLength: Double
    var line: String
    var signature: String
    var lines: [Int]
  }

  var name: String
  var hypotheses: [String]
  var references: [[String]]
  var ter: [Score]
}

private struct TERWordsGolden: Decodable {
  struct Words: Decodable {
    var options: TERSettings
    var words: [String]
  }

  var line: String
  var words: [Words]
}

/// `[case_sensitive, normalized, no_punct, asian_support]`
private struct TERSettings: Decodable {
  let options: TER.Options

  init(from decoder: any Decoder) throws {
    let flags = try [Bool](from: decoder)
    options = TER.Options(
      caseSensitive: flags[0], normalized: flags[1], noPunctuation: flags[2],
      asianSupport: flags[3])
  }
}

// SPDX-License-Identifier: Apache-2.0

import Tasks
import Testing
import Training

@Suite struct TranslationReportTests {
  /// Words are numbers; 1 is the unknown word.
  private static func report(_ outputs: [[Int32]], sources: [String]? = nil) -> TranslationReport {
    let texts = outputs.map { $0.map { "\($0)" }.joined(separator: " ") }
    return TranslationReport(
      sources: sources ?? outputs.indices.map { "source \($0)" },
      references: outputs.indices.map { "5 6 7 8 \($0)" },
      outputs: zip(texts, outputs).map { (text: $0, words: $1.map { "\($0)" }) },
      unknownWord: "1")
  }

  @Test func goodTranslationsHaveNoWarningSigns() {
    let report = Self.report([[5, 6, 7, 8, 9], [5, 6, 7, 8]])
    #expect(report.sentences == 2)
    #expect(report.distinctShare == 1)
    #expect(report.repeatedShare == 0)
    #expect(report.copiedShare == 0)
    #expect(report.emptyShare == 0)
    #expect(report.unknownShare == 0)
    #expect(report.onlyTranslation == nil)
    #expect(report.bleu > 0 && report.chrF > 0)
  }

  @Test func eachWarningSignIsAShare() {
    // Runs: 5 6 7 8, 6 7 8 5, 7 8 5 6, 8 5 6 7, and 5 6 7 8 again.
    let report = Self.report(
      [[5, 6, 7, 8, 5, 6, 7, 8], [], [1, 4], [1, 4]], sources: ["a", "b", "1 4", "c"])
    #expect(report.distinctShare == 0.75)
    #expect(report.repeatedShare == 0.2)
    #expect(report.copiedShare == 0.25)
    #expect(report.emptyShare == 0.25)
    #expect(report.unknownShare == 2.0 / 12)
    #expect(report.onlyTranslation == nil)
  }

  @Test func aSingleOutputForAllInputsIsReported() {
    #expect(Self.report([[5, 6], [5, 6], [5, 6]]).onlyTranslation == "5 6")
    #expect(Self.report([[], []]).onlyTranslation == "")
    #expect(Self.report([[5, 6], [5, 6]], sources: ["a", "a"]).onlyTranslation == nil)
    #expect(Self.report([[5, 6]]).onlyTranslation == nil)
  }
}

// SPDX-License-Identifier: Apache-2.0

import Testing
import Text

@testable import Corpora

@Suite struct HeaderLineTests {
  @Test(arguments: [
    "source\ttarget", "src\ttgt", "Source\tTarget", "SRC\tTGT", "english\tfrench",
    "English\tFrench",
    "en\tfr", "EN\tFR", "en\tde", "en\tes", "eng\tfra", "en-US\tpt-BR", "eng_Latn\tfra_Latn",
    "sentence1\tsentence2", "sentence 1\tsentence 2", "text_en\ttext_fr", "sourceText\ttargetText",
    "Source (English)\tTarget (French)", "input\toutput", "original\ttranslation",
    "Deutsch\tEnglisch", "anglais\tfrançais", "text\ttranslation\tlicense", "source\ttarget\t",
  ])
  func namesColumns(line: String) { #expect(isHeader(cells(line), source: 1, target: 2)) }

  @Test func allCellsCount() {
    #expect(isHeader(cells("id\tsentence\tid\ttranslation"), source: 2, target: 4))
    #expect(isHeader(cells("id\tsentence\tid\ttranslation"), source: 1, target: 2))
    #expect(!isHeader(cells("id\tThe cat sleeps.\tid\ttranslation"), source: 1, target: 3))
    #expect(!isHeader(cells("1276\tsource\t2481\ttarget"), source: 2, target: 4))
  }

  @Test(arguments: [
    "Yes\tOui", "No\tNon", "it\tes", "he\tel", "is\tes", "text\tText", "source\tsource",
    "English\tAnglais", "German\tDeutsch", "Text.\tSentence.", "word\tmot", "Go.\tVa !", "source",
    "\t", "source\t", "sentence\tphrase", "name\tnom", "Hi.\tSalut !", "1\t2", "1.\t2.",
    "I speak English\tI speak French", "no\tnon", "so\tsi", "language\tlangue", "number\tnombre",
  ])
  func isAPair(line: String) { #expect(!isHeader(cells(line), source: 1, target: 2)) }

  private func cells(_ line: String) -> [String] {
    line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
  }
}

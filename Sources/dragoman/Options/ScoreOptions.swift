// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Evaluation

struct ScoreOptions: ParsableArguments {
  @Option(help: "How BLEU cuts lines into tokens, by sacreBLEU's names.")
  var tokenization = BLEU.Tokenization.mteval13a

  @Flag(help: "Upper and lower case count as the same.")
  var lowercase = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Print chrF with n-grams of words up to this length as well; 2 is chrF++.",
      valueName: "n"))
  var chrfWordOrder = 0

  func validate() throws {
    try require(chrfWordOrder, in: ChrF.wordOrders, "--chrf-word-order")
  }
}

extension BLEU.Tokenization: ExpressibleByArgument {}

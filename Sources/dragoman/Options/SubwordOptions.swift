// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Subwords
import Training

struct SubwordOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Cut words into units of byte-pair encoding, with this many merges that are learned from the "
        + "training text, for each side by itself; 0 cuts them into characters (default: none, words stay "
        + "whole).", valueName: "n|none"))
  var subwords: OptionalNumber?

  @Flag(
    inversion: .prefixedNo,
    help: "Both sides have the same merges and one vocabulary (default: --no-joint-subwords).")
  var jointSubwords: Bool?

  @Option(
    help: ArgumentHelp(
      "Merges that 'dragoman bpe learn' or subword-nmt wrote, in place of learned ones.",
      valueName: "file"))
  var sourceMerges: String?

  @Option(help: ArgumentHelp("The same for the target.", valueName: "file"))
  var targetMerges: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Probability to leave a merge out, from 0 to below 1, so that each epoch sees words cut in "
        + "other ways (default: \(defaults.data.subwordDropout)).", valueName: "p"))
  var bpeDropout: Float?

  /// - Throws: `UsageError` for options that contradict each other.
  func check(_ vocabulary: VocabularyOptions) throws(UsageError) {
    func refuse(_ message: String) -> UsageError { UsageError(command: "train", message: message) }
    if sourceMerges != nil && targetMerges == nil {
      throw refuse("--source-merges needs --target-merges beside it.")
    }
    if targetMerges != nil && sourceMerges == nil {
      throw refuse("--target-merges needs --source-merges beside it.")
    }
    if subwords?.value != nil && sourceMerges != nil {
      throw refuse(
        "--subwords learns merges, --source-merges and --target-merges give them: leave out one or "
          + "the others.")
    }
    let given = [
      ("--source-vocabulary", vocabulary.sourceVocabulary),
      ("--target-vocabulary", vocabulary.targetVocabulary),
    ].first { $0.1 != nil }
    guard let (flag, _) = given else { return }
    if subwords?.value != nil {
      throw refuse(
        "\(flag) cannot hold the units of merges that --subwords has yet to learn: give the merges "
          + "with --source-merges and --target-merges, or leave it out.")
    }
    if jointSubwords == true {
      throw refuse(
        "--joint-subwords builds one vocabulary for both sides: leave out \(flag), or "
          + "--joint-subwords.")
    }
  }

  /// The merges that are given; nil where there are none.
  ///
  /// - Throws: `BytePairMergesError`, `FileError`, or `UsageError` for unlike ones where they are to be
  ///   the same.
  func merges() throws -> SubwordMerges? {
    guard let sourceMerges, let targetMerges else { return nil }
    let merges = SubwordMerges(
      source: try BytePairMerges(contentsOf: sourceMerges),
      target: try BytePairMerges(contentsOf: targetMerges))
    if jointSubwords == true && merges.source != merges.target {
      throw UsageError(
        command: "train",
        message: "--joint-subwords wants the same merges for both sides, but \(sourceMerges) and "
          + "\(targetMerges) differ: give one file twice, or leave out --joint-subwords.")
    }
    return merges
  }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Subwords
import Tasks
import Training

struct SubwordOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Split words into units by byte-pair encoding, with this many merges learned from the \
      training text of each side; 0 splits words into characters (default: none, words stay \
      whole).
      """, valueName: "n|none"))
  var subwords: OptionalNumber?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Use the same merges and one vocabulary for both sides (default: --no-joint-subwords).
      """)
  var jointSubwords: Bool?

  @Option(
    help: ArgumentHelp(
      """
      Merge file written by 'dragoman bpe learn' or subword-nmt, to use instead of learning merges.
      """, valueName: "file"))
  var sourceMerges: String?

  @Option(
    help: ArgumentHelp("The same for the target.", valueName: "file"))
  var targetMerges: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Probability (at least 0 and below 1) of skipping each merge; words are then split differently in each \
      epoch (default: \(TrainTranslation.defaults.data.subwordDropout)).
      """, valueName: "p"))
  var bpeDropout: Float?

  /// - Throws: `UsageError` for options that contradict each other.
  func check(_ vocabulary: VocabularyOptions, _ given: GivenSettings) throws(UsageError) {
    let learnsMerges = given["subwords"] ?? "none" != "none"
    func refuse(_ message: String) -> UsageError {
      UsageError(command: TrainTranslation.name, message: message)
    }
    if sourceMerges != nil && targetMerges == nil {
      throw refuse("--source-merges needs --target-merges.")
    }
    if targetMerges != nil && sourceMerges == nil {
      throw refuse("--target-merges needs --source-merges.")
    }
    if learnsMerges && sourceMerges != nil {
      throw refuse(
        "--subwords learns merges, but --source-merges and --target-merges supply them: give "
          + "either --subwords or the two files."
      )
    }
    let givenVocabulary = [
      ("--source-vocabulary", vocabulary.sourceVocabulary),
      ("--target-vocabulary", vocabulary.targetVocabulary),
    ].first { $0.1 != nil }
    guard let (flag, _) = givenVocabulary else { return }
    if learnsMerges {
      throw refuse(
        "\(flag) cannot be used with --subwords, because the vocabulary depends on the "
          + "merges that are still to be learned: give the merges "
          + "with --source-merges and --target-merges, or omit \(flag).")
    }
    if given["joint_subwords"] == "true" {
      throw refuse(
        "--joint-subwords builds one vocabulary for both sides: omit \(flag) or "
          + "--joint-subwords.")
    }
  }

  /// The merges that are given; nil if none are.
  ///
  /// - Throws: `BytePairMergesError`, `FileError`, or `UsageError` for merges that differ although
  ///   `--joint-subwords` needs the same ones.
  func merges(_ given: GivenSettings) throws -> SubwordMerges? {
    guard let sourceMerges, let targetMerges else { return nil }
    let merges = SubwordMerges(
      source: try BytePairMerges(contentsOf: sourceMerges),
      target: try BytePairMerges(contentsOf: targetMerges))
    if given["joint_subwords"] == "true" && merges.source != merges.target {
      throw UsageError(
        command: TrainTranslation.name,
        message: "--joint-subwords needs the same merges for both sides, but \(sourceMerges) and "
          + "\(targetMerges) differ: give the same file for both, or omit --joint-subwords.")
    }
    return merges
  }
}

// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
import Corpora
import Models
import Text
package import Training

extension TrainingError: Explainable {
  package var explanation: ErrorText {
    switch self {
    case .checkpointExists(let directory):
      ErrorText(
        .cannotCreate, "\(directory) already contains a checkpoint.",
        advice: "Add --resume to continue it or --overwrite to replace it, or give another "
          + "--checkpoint.")
    case .checkpointInUse(let directory):
      ErrorText(
        .cannotCreate, "Another training process is using \(directory).",
        advice: "Wait until it ends, or give another --checkpoint.")
    case .missingTrainingState(let path):
      ErrorText(
        .missingInput, "\(path) is missing, so training cannot resume.",
        advice: "The checkpoint can still be used. --overwrite starts training from scratch.")
    case .malformedTrainingState(let path):
      ErrorText(
        .badData, "\(path) is not a training state of this checkpoint.",
        advice: "The checkpoint can still be used. --overwrite starts training from scratch.")
    case .invalidValue(let value):
      ErrorText(.usage, message(value, naming: flag))
    case .contradiction(let contradiction):
      ErrorText(
        .usage, contradiction.message(developmentFlags: "the flags that begin with --dev"))
    case .notEnoughMemory(let needed, let available):
      ErrorText(
        .usage,
        "Training this model needs at least \(size(bytes: needed)) of memory, but the machine has "
          + "\(size(bytes: available)).",
        advice: "Give a smaller --hidden-size, --embedding-size or --max-vocabulary.")
    case .fixedValue(let key, let was, let now, let reason):
      ErrorText(
        .usage,
        "\(flag(key)) cannot be changed when resuming (it was \(was), now \(now)): \(reason.words).",
        advice: "Omit the flag, or start a new run in another --checkpoint.")
    case .foreignMerges(let key, let text, let units, let learned):
      ErrorText(
        .badData,
        "\(flag(key)) does not seem to fit the language of \(text): it splits a word into "
          + "\(decimal(units, places: 1)) units on average; the same number of merges learned from "
          + "the text gives \(decimal(learned, places: 1)).",
        advice: "Give merges that 'dragoman bpe learn' learned from text in that language, or "
          + "--subwords instead of --source-merges and --target-merges.")
    case .corpusChanged(let was, let now):
      ErrorText(
        .badData,
        "The training corpus has changed since training began.\n"
          + "  was: \(was.facts(counting: "line"))\n  now: \(now.facts(counting: "line"))",
        advice: "Give the files of the first run, or add --allow-changed-corpus to continue with "
          + "these.")
    case .developmentChanged(let was, let now):
      ErrorText(
        .badData,
        "The dev set has changed since training began.\n"
          + "  was: \(was.facts(counting: "line"))\n  now: \(now.facts(counting: "line"))",
        advice: "Give the files of the first run, or add --allow-changed-corpus to continue with "
          + "these; the best score so far is then discarded.")
    case .diverged(let step, let loss, let gradientNorm):
      ErrorText(
        .software,
        "Training diverged at step \(step): "
          + (gradientNorm.map {
            "the loss is \(decimal(loss, places: 2)), the gradient norm "
              + decimal($0, places: 2)
          } ?? "the dev loss is \(decimal(loss, places: 2))") + ".",
        advice: "The checkpoint contains the last good state. Add --resume with a lower "
          + "--learning-rate or a lower --clip-norm.")
    }
  }
}

extension FixedReason {
  fileprivate var words: String {
    switch self {
    case .weights: "the saved weights depend on it"
    case .initialWeights: "it determines the initial weights"
    case .optimizerState: "the saved state of the optimizer depends on it"
    case .orderOfData: "it determines the order of the data"
    case .vocabularies: "the vocabularies were built with it"
    case .words: "the weights were trained for the words of the original vocabulary"
    case .units: "the weights were trained for the units of the original merges"
    }
  }
}

extension CorpusFingerprint {
  /// Returns the facts that distinguish this corpus from another, in words. `noun` is what a line of
  /// it holds.
  package func facts(counting noun: String) -> String {
    "\(counted(lines, noun)), \(grouped(bytes)) bytes, xxHash64 \(hash)"
      + (columns.map { ", columns \($0[0]) and \($0[1])" } ?? "")
      + (headerLine == nil ? "" : ", with a header")
  }
}

/// Describes an invalid value. `name` converts a key to what the user typed.
package func message(_ value: InvalidValue, naming name: (String) -> String) -> String {
  "\(name(value.key)) is \(value.found), but must be \(value.expected.words(naming: name))."
}

/// The flag for a key of `config.json`: `training.learning_rate` is `--learning-rate`.
package func flag(_ key: String) -> String {
  let name = key.split(separator: ".").last ?? ""
  return "--" + name.map { $0 == "_" ? "-" : String($0) }.joined()
}

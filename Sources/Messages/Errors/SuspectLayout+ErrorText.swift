// SPDX-License-Identifier: Apache-2.0

package import Corpora
import Text

extension SuspectLayout: Explainable {
  package var explanation: ErrorText { ErrorText(.badData, message, advice: advice) }

  private var message: String {
    switch problem {
    case .content(let content, let side):
      "\(subject(side)) is \(content.description), such as '\(excerpt(example))', not a sentence."
    case .identical(let pairs, let all):
      "\(subjects) are the same on "
        + (pairs == all ? "every line." : "\(grouped(pairs)) of \(counted(all, "line")).")
    }
  }

  private func subject(_ side: Int) -> String {
    guard let sourceColumn, let targetColumn else {
      return "Every line of \(side == 0 ? sourcePath : targetPath)"
    }
    return "\(sourcePath): column \(side == 0 ? sourceColumn : targetColumn) of every line"
  }

  private var subjects: String {
    guard let sourceColumn, let targetColumn else { return "\(sourcePath) and \(targetPath)" }
    return "\(sourcePath): columns \(sourceColumn) and \(targetColumn)"
  }

  private var advice: String {
    let anyway = "add --allow-suspect-columns to use the text anyway"
    guard sourceColumn != nil else {
      return "Give a file of sentences and a file of their translations, or \(anyway)."
    }
    guard let (source, target) = suggestedColumns else {
      return
        "Choose the source and target columns with --columns, for example --columns 2,4, or \(anyway)."
    }
    let columns = "Columns \(min(source, target)) and \(max(source, target)) look like sentences"
    let choice = "choose them with --columns \(source),\(target)"
    // `cut` always writes columns in the order of the file.
    if source > target { return "\(columns): \(choice), or \(anyway)." }
    let path = markedPath(sourcePath, "\(source)-\(target)")
    return "\(columns): \(choice), or \(anyway). Or extract them: "
      + "cut -f\(source),\(target) \(shellWord(sourcePath)) > \(shellWord(path))"
  }
}

extension SuspectLayout.Content {
  fileprivate var description: String {
    switch self {
    case .number: "a number"
    case .score: "a score"
    case .languageCode: "a language code"
    case .word: "a single word"
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Files
import Text

/// A line that cannot be scored.
struct LineError: Explainable, Equatable {
  enum Problem { case nul, tooLong, missingTab }

  let path: String
  let line: Int
  let problem: Problem

  var explanation: Explanation {
    switch problem {
    case .nul:
      Explanation(
        .badData, "\(path), line \(line): this holds a NUL byte, which is not text.",
        advice: "Mend the line.")
    case .tooLong:
      Explanation(
        .badData, "\(path), line \(line): this is longer than 16 MiB.",
        advice: "Split it into sentences, one a line.")
    case .missingTab:
      Explanation(
        .badData, "\(path), line \(line): there is no tab between source and reference.",
        advice: "Each line has the source, a tab and the reference.")
    }
  }
}

/// All lines of a text file.
func lines(of path: String) throws -> [String] {
  let reader = try LineReader(path: path)
  var lines: [String] = []
  var invalid = InvalidLines()
  var failure: LineError?
  while let line = try reader.next() {
    if !line.isValid { reader.withLine { invalid.add($0, number: line.number) } }
    if let problem: LineError.Problem = line.isCut ? .tooLong : line.hasNul ? .nul : nil {
      failure = failure ?? LineError(path: path, line: line.number, problem: problem)
    }
    lines.append(line.text)
  }
  // How many lines are invalid, and what they look like, says more than the first one alone.
  if let error = TextEncodingError(path: path, invalid, of: lines.count) { throw error }
  if let failure { throw failure }
  return lines
}

/// The first two columns of a tab-separated file.
func splitPairs(of path: String) throws -> ([String], [String]) {
  var (sources, references): ([String], [String]) = ([], [])
  for (index, line) in try lines(of: path).enumerated() {
    let columns = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
    guard columns.count >= 2 else {
      throw LineError(path: path, line: index + 1, problem: .missingTab)
    }
    sources.append(String(columns[0]))
    references.append(String(columns[1]))
  }
  guard !sources.isEmpty else { throw CorpusError.empty(paths: [path]) }
  return (sources, references)
}

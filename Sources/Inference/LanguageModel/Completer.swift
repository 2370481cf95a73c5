// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import Layers

/// A continuation of what was typed.
package struct Completion: Sendable, Equatable {
  package let tokens: [Int32]
  /// The natural logarithm of the probability that a text goes on so.
  package let logProbability: Double

  package var probability: Double { exp(logProbability) }
}

/// The completions to look for.
package struct CompletionSettings: Sendable {
  /// The place of a token in a word.
  package enum Place: Sendable {
    /// More tokens of the word follow.
    case inside
    /// The token is the last one of its word.
    case last
    /// The token is after the word and no part of it, such as a space or the end of the text.
    case after
  }

  /// The length of a completion.
  package enum Extent: Sendable {
    /// So many tokens, or fewer up to the end token.
    case tokens(Int)
    /// A whole word, of at least one token and at most `maximumLength`. The probability includes
    /// that the word ends there.
    case word(maximumLength: Int, place: @Sendable (Int32) -> Place)
  }

  package var extent: Extent
  /// The maximum number of completions.
  package var count: Int
  /// The number of beginnings that are followed at a time.
  package var beamSize = 16
  /// The token that ends a text; nil if none does.
  package var end: Int32?
  /// Tokens that never occur in a completion.
  package var forbidden: [Int32] = []

  package init(_ extent: Extent, count: Int) {
    self.extent = extent
    self.count = count
  }
}

/// Completes what is being typed, as a keyboard does, by beam search. Use from one thread at a time.
package final class Completer {
  private let predictor: any TokenPredictor
  private let settings: CompletionSettings
  private let maximumLength: Int
  /// The place of each token in a word; empty if completions are not words.
  private let places: [CompletionSettings.Place]
  /// The text that the predictor has read and saved.
  private var text: [Int32]?

  /// The completer is the only user of `predictor`.
  package init(_ predictor: any TokenPredictor, _ settings: CompletionSettings) {
    precondition(settings.count > 0 && settings.beamSize > 0)
    self.predictor = predictor
    self.settings = settings
    switch settings.extent {
    case .tokens(let count): (maximumLength, places) = (count, [])
    case .word(let length, let place):
      (maximumLength, places) = (length, (0..<Int32(predictor.vocabularySize)).map(place))
    }
    precondition(maximumLength > 0)
  }

  /// Returns the most probable completions of `prefix`, which may be empty, the best first. If the
  /// beam has room for all beginnings, no completion is more probable.
  ///
  /// `allows` returns true if a token may follow the tokens of a completion, or may be after them.
  ///
  /// Only the tokens that are new since the last call are read, so that it takes as long to complete
  /// a long text that is being typed as a short one.
  package func completions(
    of prefix: [Int32], where allows: (([Int32], Int32) -> Bool)? = nil
  ) -> [Completion] {
    read(prefix)
    var beam = Beam(count: settings.count)
    for length in 1...maximumLength + 1 {
      predictor.workspace.arena.scope { extend(&beam, to: length, where: allows) }
      if beam.live.isEmpty || length > maximumLength { break }
      predictor.advance(beam.live.map(\.row), by: beam.live.compactMap(\.tokens.last))
      for row in beam.live.indices { beam.live[row].row = Int32(row) }
    }
    return beam.finished
  }

  /// Brings the predictor to the end of `prefix`.
  private func read(_ prefix: [Int32]) {
    if let text, prefix.starts(with: text) {
      predictor.restore()
      predictor.read(prefix[text.count...])
    } else {
      predictor.start()
      predictor.read(prefix)
    }
    if text != prefix { predictor.save() }
    text = prefix
  }
}

// MARK: - Beam

extension Completer {
  private struct Beginning {
    var tokens: [Int32] = []
    var logProbability = 0.0
    /// The row that predicts the next token.
    var row: Int32 = 0
  }

  private struct Beam {
    let count: Int
    var live = [Beginning()]
    /// The best completions so far, the best first.
    private(set) var finished: [Completion] = []

    init(count: Int) { self.count = count }

    mutating func finish(_ tokens: [Int32], _ logProbability: Double) {
      guard logProbability > -.infinity else { return }
      let place =
        finished.firstIndex { $0.logProbability < logProbability } ?? finished.count
      finished.insert(Completion(tokens: tokens, logProbability: logProbability), at: place)
      if finished.count > count { finished.removeLast() }
    }

    /// Keeps the `size` most probable of `longer` that may still become one of the best.
    mutating func keep(_ longer: [Beginning], size: Int) {
      let least = finished.count < count ? -.infinity : finished[count - 1].logProbability
      let order = longer.indices.filter { longer[$0].logProbability > least }
        .sorted { (longer[$1].logProbability, $0) < (longer[$0].logProbability, $1) }
      live = order.prefix(size).map { longer[$0] }
    }
  }

  /// Extends each beginning by a token, to `length` tokens, and finishes the words that end before.
  private func extend(
    _ beam: inout Beam, to length: Int, where allows: (([Int32], Int32) -> Bool)?
  ) {
    let distribution = predictor.distribution()
    var longer: [Beginning] = []
    for beginning in beam.live {
      let (tokens, row) = (beginning.tokens, Int(beginning.row))
      let logits = predictor.workspace.arena.matrix(rows: 1, columns: predictor.vocabularySize)
      logits.copy(from: distribution.logits.row(row))
      rule(out: settings.forbidden, of: logits, after: tokens, where: allows)
      let normalizer = Double(distribution.normalizers[row])
      func total(_ logit: Double) -> Double { beginning.logProbability + logit - normalizer }
      if !tokens.isEmpty {
        beam.finish(tokens, total(logSum(logits, of: .after, length)))
      }
      if length > maximumLength { continue }
      for (token, logit) in best(settings.count, of: .last, length, logits) {
        beam.finish(tokens + [token], total(logit))
      }
      longer += best(settings.beamSize, of: .inside, length, logits).map { token, logit in
        Beginning(tokens: tokens + [token], logProbability: total(logit), row: beginning.row)
      }
    }
    beam.keep(longer, size: settings.beamSize)
  }

  private func rule(
    out forbidden: [Int32], of logits: MatrixView, after tokens: [Int32],
    where allows: (([Int32], Int32) -> Bool)?
  ) {
    for token in forbidden { logits[0, Int(token)] = -.infinity }
    guard let allows else { return }
    for token in 0..<logits.columns where !allows(tokens, Int32(token)) {
      logits[0, token] = -.infinity
    }
  }

  private func place(of token: Int, _ length: Int) -> CompletionSettings.Place {
    if !places.isEmpty { return places[token] }
    return length == maximumLength || settings.end == Int32(token) ? .last : .inside
  }

  /// Returns the logarithm of the sum of the exponentials of the logits of all tokens with `place`.
  private func logSum(
    _ logits: MatrixView, of place: CompletionSettings.Place, _ length: Int
  ) -> Double {
    let found = (0..<logits.columns).filter { self.place(of: $0, length) == place }
      .map { Double(logits[0, $0]) }
    guard let largest = found.max(), largest > -.infinity else { return -.infinity }
    return largest + log(found.reduce(0) { $0 + exp($1 - largest) })
  }

  /// Returns the `count` tokens with `place` that have the largest logits, the largest first.
  private func best(
    _ count: Int, of place: CompletionSettings.Place, _ length: Int, _ logits: MatrixView
  ) -> [(token: Int32, logit: Double)] {
    let workspace = predictor.workspace
    return workspace.arena.scope {
      let chosen = workspace.arena.matrix(rows: 1, columns: logits.columns)
      for token in 0..<logits.columns {
        chosen[0, token] = self.place(of: token, length) == place ? logits[0, token] : -.infinity
      }
      let count = min(count, logits.columns)
      return workspace.kernels.largest(count, ofEachRow: chosen).prefix { $0 >= 0 }
        .map { ($0, Double(logits[0, Int($0)])) }
    }
  }
}

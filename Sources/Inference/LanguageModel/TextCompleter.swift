// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
import Subwords
import Text
package import Threads

/// Settings for the completion of a text.
package struct TextCompletionOptions: Sendable, Equatable {
  /// The length of a completion.
  package enum Extent: Sendable, Equatable {
    /// A whole word, or the rest of it if its beginning is typed.
    case word
    /// So many units, of which the first may be typed in part.
    case units(Int)
  }

  package var extent = Extent.word
  /// The maximum number of completions.
  package var count = 5
  /// The number of beginnings that are followed at a time.
  package var beamSize = 16

  package init() {}
}

package struct TextCompletion: Sendable, Equatable {
  /// The text to append to what was typed.
  package let text: String
  package var probability: Double
  /// True if the text ends after it.
  package let isEnd: Bool
}

/// Completes texts with a language model. Use from one thread at a time.
///
/// In a model of words or subwords, the units of an unfinished word differ from those of the whole
/// word. The model therefore reads the text before the word, and the completions are those that begin
/// with the unfinished word.
package final class TextCompleter {
  private let codec: TextCodec
  private let units: CompletionUnits
  private let completer: Completer
  private let options: TextCompletionOptions
  private let maximumLength: Int

  /// The maximum number of units in a word. Words of a word model have more than one only if they
  /// begin with an elision, such as `l'`.
  private static let longestWord = (ofWords: 4, ofOthers: 32)

  /// The completer is the only user of `predictor` and `codec`.
  init(
    _ predictor: any TokenPredictor, _ codec: TextCodec, _ units: CompletionUnits,
    _ options: TextCompletionOptions
  ) {
    self.codec = codec
    self.units = units
    self.options = options
    // Several sequences of subwords may have the same text.
    let count = codec.unit == .subword ? 2 * options.count : options.count
    var settings: CompletionSettings
    switch options.extent {
    case .units(let length):
      maximumLength = length
      settings = CompletionSettings(.tokens(length), count: count)
      settings.end = Vocabulary.Special.end
      settings.forbidden = Vocabulary.Special.unwritten
    case .word:
      maximumLength =
        codec.unit == .word ? Self.longestWord.ofWords : Self.longestWord.ofOthers
      settings = CompletionSettings(
        .word(maximumLength: maximumLength, place: units.place), count: count)
      settings.forbidden = units.forbiddenInWords
    }
    settings.beamSize = options.beamSize
    completer = Completer(predictor, settings)
  }

  /// Returns the most probable continuations of `text`, the best first.
  package func completions(of text: String) -> [TextCompletion] {
    completions(of: TypedText(text, codec)) { .beginning($0.beginning) }
  }

  /// Returns the most probable words after `text` that the digits of a keypad may spell, the best
  /// first. `text` is empty or ends in whitespace. The completions must be words.
  package func words(spelledBy digits: String, after text: String) -> [TextCompletion] {
    completions(of: TypedText(text, codec)) { _ in .digits(Array(digits.utf8)) }
  }

  /// Returns the units of `text` that the model does not know, except an unfinished word.
  package func unknownUnits(of text: String) -> [String] {
    codec.unknown(among: TypedText(text, codec).words)
  }

  /// Simulates the typing of `text` by somebody who sees the completions of a word, which must be
  /// the extent of completions.
  package func keystrokes(typing text: String) -> Keystrokes {
    Keystrokes(typing: text) { typed in
      let start = typed.lastIndex { !Keystrokes.isInWord($0) }.map { typed.index(after: $0) }
      let beginning = typed[(start ?? typed.startIndex)...]
      return completions(of: typed).map { beginning + $0.text }
    }
  }

  private func completions(
    of typed: TypedText, _ spelling: (TypedText) -> SpellingFilter.Spelling
  ) -> [TextCompletion] {
    let filter = SpellingFilter(
      spelling(typed), first: typed.first, units, areWords: options.extent == .word,
      maximumLength: maximumLength)
    let isLimited =
      switch spelling(typed) {
      case .beginning(let text): !text.isEmpty || typed.first != .any
      case .digits: true
      }
    let context = codec.ids(ofWords: typed.words)
    let found = completer.completions(
      of: context, where: isLimited ? { filter.allows($0, $1) } : nil)
    return merged(
      found.map { completion in
        TextCompletion(
          text: text(of: completion.tokens, after: context.last, typed),
          probability: completion.probability,
          isEnd: completion.tokens.last == Vocabulary.Special.end)
      })
  }

  /// Returns the text that the tokens add to what was typed.
  private func text(of tokens: [Int32], after last: Int32?, _ typed: TypedText) -> String {
    var decoder = TextDecoder(codec.unit, codec.vocabulary)
    if let last { _ = decoder.text(adding: last) }
    let text = tokens.reduce("") { $0 + decoder.text(adding: $1) } + decoder.remainingText()
    let isSpaceImplied = last != nil && text.utf8.first == UInt8(ascii: " ")
    let isSpaceTyped = typed.hasSpace || !typed.beginning.isEmpty
    let typedCount = (isSpaceImplied && isSpaceTyped ? 1 : 0) + typed.beginning.count
    return String(decoding: text.utf8.dropFirst(typedCount), as: UTF8.self)
  }

  /// Adds up the probabilities of completions with the same text.
  private func merged(_ completions: [TextCompletion]) -> [TextCompletion] {
    var merged: [TextCompletion] = []
    for completion in completions {
      let same = merged.firstIndex {
        $0.text.utf8.elementsEqual(completion.text.utf8) && $0.isEnd == completion.isEnd
      }
      if let same {
        merged[same].probability += completion.probability
      } else {
        merged.append(completion)
      }
    }
    if merged.count < completions.count { merged.sort { $0.probability > $1.probability } }
    return Array(merged.prefix(options.count))
  }
}

/// Text completers on several workers, each with its own predictor.
package struct TextCompleterPool: Sendable {
  private let completers: PerWorker<TextCompleter>
  private let pool: WorkerPool

  fileprivate init(_ completers: [TextCompleter], _ pool: WorkerPool) {
    self.completers = PerWorker(completers)
    self.pool = pool
  }

  package var count: Int { pool.count }

  /// Returns the results of `task` for each index below `count`. Each worker takes the next index as
  /// soon as it has finished one.
  package func map<Result: Sendable>(
    below count: Int, _ task: @escaping @Sendable (TextCompleter, Int) -> Result
  ) -> [Result] {
    pool.map(below: count) { worker, index in task(completers[worker], index) }
  }
}

extension LanguageModelCheckpoint {
  /// Returns completers for the workers of a pool.
  ///
  /// - Throws: `CheckpointError` for a language that ICU does not know.
  package func completers(
    _ workers: WorkerPool, _ options: TextCompletionOptions, quantized: Bool = false
  ) throws(CheckpointError) -> TextCompleterPool {
    let units = CompletionUnits(try codec())
    let predictors = predictors(workers, quantized: quantized)
    var completers: [TextCompleter] = []
    for worker in 0..<workers.count {
      completers.append(
        TextCompleter(predictors.predictor(of: worker), try codec(), units, options))
    }
    return TextCompleterPool(completers, workers)
  }
}

// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
package import Corpora
import Files
package import Inference
package import Inspection
import Layers
import Models
import Subwords
import Text

/// The gradients of a model cannot be measured on a corpus.
package enum GradientCorpusError: Error, Equatable, Sendable {
  /// All texts are blank.
  case noSequence
  /// The model has none of the labels.
  case noKnownLabel
  /// No sequence has more than one step.
  case oneStep
}

extension GradientMeasurement {
  /// Measures a translator: the gradient of the loss of references with respect to the states of the
  /// encoder.
  ///
  /// - Throws: `GradientCorpusError`, the errors of the checkpoint and of `measured`.
  package func measured(
    _ checkpoint: Checkpoint, sources: [String], references: [String]
  ) throws -> NetworkGradients {
    let tokenizers = (
      source: try checkpoint.tokenizer(\.sourceTokenizer, key: "source_tokenizer"),
      target: try checkpoint.tokenizer(\.targetTokenizer, key: "target_tokenizer")
    )
    let (source, target) = (checkpoint.sourceCodec, checkpoint.targetCodec)
    let limit = Limits.sentenceLength.upperBound
    let pairs = spread(sequences, below: sources.count).map { line in
      (
        source: source.encode(tokenizers.source.tokenize(sources[line])).ids.prefix(limit),
        target: target.encode(tokenizers.target.tokenize(references[line])).ids.prefix(limit)
      )
    }
    return try measured(
      TranslationModel(
        checkpoint.model, reversesSource: checkpoint.configuration.reverseSource),
      checkpoint.parameters, pairs.filter { !$0.source.isEmpty })
  }

  /// Measures a language model: the gradient of the loss of the units at some places of a text.
  ///
  /// - Throws: `SentenceEncoderError.notRecurrent`, `GradientCorpusError`, the errors of
  ///   `TextScorer.likelihood` and of `measured`.
  package func measured(
    _ checkpoint: LanguageModelCheckpoint, text path: String
  ) throws -> NetworkGradients {
    let settings = checkpoint.settings
    guard settings.model.kind == .recurrent, let network = checkpoint.network else {
      throw SentenceEncoderError.notRecurrent(
        directory: checkpoint.files.directory, settings.model.kind)
    }
    let indexed = try IndexedText(
      [path], settings.text.unit, settings.tokenizer, layout: settings.text.layout,
      forTraining: false, threads: threads, scratchIn: [temporaryDirectory])
    let text = try indexed.encoded(indexed.places, checkpoint.codec().codec)
    // The end of a continuous text is not one that the model has learned.
    let sequences =
      settings.text.layout == .lines
      ? (0..<text.lineCount).map(text.places(ofLine:)) : [0..<text.count - 1]
    let examples = windows(of: sequences.map { $0.count - 1 }).map { sequence, steps in
      let start = sequences[sequence].lowerBound
      let tokens = text.tokens(start + steps.lowerBound..<start + steps.upperBound + 1)
      return TextExample(
        text: LanguageModelExample(tokens[...], startsAfresh: true), stream: nil)
    }
    return try measured(
      StreamedLanguageModel(LanguageModel(settings.model), streams: 0), network.parameters,
      examples)
  }

  /// Measures a classifier of texts.
  ///
  /// - Throws: `GradientCorpusError`, the errors of the checkpoint and of `measured`.
  package func measured(
    _ checkpoint: ClassifierCheckpoint, examples: [(text: String, label: String)]
  ) throws -> NetworkGradients {
    guard let codec = try checkpoint.codec() else { preconditionFailure("it reads vectors") }
    let known = examples.filter { checkpoint.labels.id(of: $0.label) != nil }
    if known.isEmpty { throw GradientCorpusError.noKnownLabel }
    let found = spread(sequences, below: known.count).compactMap { number in
      let ids = codec.ids(of: trimmedText(known[number].text))
      return checkpoint.labels.id(of: known[number].label).flatMap { label in
        ids.isEmpty ? nil : SequenceClassifier.Example(SequenceExample(tokens: ids), label: label)
      }
    }
    return try measured(checkpoint.model, checkpoint.parameters, found)
  }

  /// Measures a classifier of vectors.
  ///
  /// - Throws: as above.
  package func measured(
    _ checkpoint: ClassifierCheckpoint, vectors: LabelledVectors
  ) throws -> NetworkGradients {
    let labels = (0..<vectors.count).map { sequence in
      vectors.labels(ofSequence: sequence).first.flatMap {
        checkpoint.labels.id(of: vectors.labels[Int($0)])
      }
    }
    let known = labels.indices.filter { labels[$0] != nil }
    if known.isEmpty { throw GradientCorpusError.noKnownLabel }
    let found = spread(sequences, below: known.count).compactMap { number in
      labels[known[number]].map { label in
        SequenceClassifier.Example(
          checkpoint.settings.vectors.example(vectors.vectors, known[number]), label: label)
      }
    }
    return try measured(checkpoint.model, checkpoint.parameters, found)
  }

  /// Measures a labeller of tokens: the gradient of the loss of the labels at some places.
  ///
  /// - Throws: as above.
  package func measured(
    _ checkpoint: LabellerCheckpoint, tokens: LabelledTokens
  ) throws -> NetworkGradients {
    guard let vocabulary = checkpoint.vocabulary else { preconditionFailure("it reads vectors") }
    let encoder = TokenEncoder(vocabulary, characters: checkpoint.characters)
    return try measured(
      checkpoint, labels: (0..<tokens.count).map(tokens.labels(ofSequence:)), tokens.labels
    ) { sequence, steps in
      let places = tokens.tokens(ofSequence: sequence)
      return encoder.sequence(
        of: steps.map { tokens.tokens[Int(places[places.startIndex + $0])] })
    }
  }

  /// Measures a labeller of vectors.
  ///
  /// - Throws: as above.
  package func measured(
    _ checkpoint: LabellerCheckpoint, vectors: LabelledVectors
  ) throws -> NetworkGradients {
    try measured(
      checkpoint, labels: (0..<vectors.count).map(vectors.labels(ofSequence:)), vectors.labels
    ) { sequence, steps in
      checkpoint.settings.vectors.example(vectors.vectors, sequence).steps(steps)
    }
  }

  /// Measures a labeller of the sequences that have `labels`, numbers of `names`. `example` returns
  /// some steps of a sequence.
  private func measured(
    _ checkpoint: LabellerCheckpoint, labels: [ArraySlice<Int32>], _ names: TokenTable,
    _ example: (_ sequence: Int, _ steps: Range<Int>) -> SequenceExample
  ) throws -> NetworkGradients {
    let ids = (0..<names.count).map { checkpoint.labels.id(of: names[$0]) }
    let found = windows(of: labels.map(\.count)).compactMap { sequence, steps in
      let labels = labels[sequence]
      // Only the last label has a loss.
      return ids[Int(labels[labels.startIndex + steps.upperBound - 1])].map { label in
        SequenceLabeller.Example(
          example(sequence, steps), labels: steps.map { _ in label })
      }
    }
    if found.isEmpty { throw GradientCorpusError.noKnownLabel }
    return try measured(
      SequenceLabeller(checkpoint.settings.model), checkpoint.parameters, found)
  }

  // MARK: Both

  /// Returns places spread evenly over the steps of all sequences, each as the last step of those
  /// that are read: as many as the distance needs, or from the beginning of its sequence.
  private func windows(of lengths: [Int]) -> [(sequence: Int, steps: Range<Int>)] {
    var (sequence, start) = (0, 0)
    return spread(sequences, below: lengths.reduce(0, +)).map { place in
      while place >= start + lengths[sequence] {
        start += lengths[sequence]
        sequence += 1
      }
      let last = place - start
      return (sequence, max(0, last - distance)..<last + 1)
    }
  }

  private func measured<Model: StateGradientModel>(
    _ model: Model, _ mapped: MappedParameters, _ examples: [Model.Example]
  ) throws -> NetworkGradients {
    if examples.isEmpty { throw GradientCorpusError.noSequence }
    if examples.allSatisfy({ model.observedSteps($0) == 1 }) { throw GradientCorpusError.oneStep }
    let parameters = ParameterBuffer(model.layout)
    for entry in model.layout.entries {
      parameters.setValues(mapped[entry.slot].elements, of: entry.slot)
    }
    return try measured(model, parameters, examples)
  }
}

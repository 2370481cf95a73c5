// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Corpora
import Inference
import Text

extension Evaluate {
  func validateGeneration() throws {
    if checkpoints.isEmpty {
      throw ValidationError("Give the checkpoint of a generator to evaluate.")
    }
    guard vectors != nil && testSet.reference != nil else {
      throw ValidationError("With a generator, give --vectors and --reference.")
    }
    try scores.requireMetrics(forSystems: checkpoints.count)
    try intervals.requireUse(forSystems: checkpoints.count)
  }

  func runGeneration() throws {
    guard let path = vectors, let reference = testSet.reference else {
      preconditionFailure("validate() requires --vectors and --reference")
    }
    let test = try TestSet(source: nil, reference: reference)
    let systems = try checkpoints.map { directory in
      let model = try GeneratorCheckpoint(directory: directory)
      let vectors = try VectorSequences(singleVectorsOf: path, size: model.vectorSize)
      guard vectors.count == test.references.count else {
        throw VectorTextError.unequalCounts(
          vectors: path, vectors.count, texts: reference, test.references.count)
      }
      let rows = (0..<vectors.count).map { Array(vectors[$0]) }
      let generator = try Generator(model, options: translation.options())
      return SystemOutput(
        name: directory, hypotheses: generator.generate(rows).map { $0.first?.text ?? "" },
        likelihood: generator.likelihood(rows, of: test.references),
        targetVocabulary: model.vocabulary)
    }
    let language = try GeneratorCheckpoint(directory: checkpoints[0]).settings.tokenizer.language
    let report = try ScoreReport(
      systems, test, scores, bleu: scores.bleu(defaultLanguage: language),
      intervals.bootstrap(forSystems: systems.count))
    try StandardOutput.print(json ? report.json : report.text)
  }
}

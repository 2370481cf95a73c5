// SPDX-License-Identifier: Apache-2.0

// The code between the marks must be in the README, verbatim.

// README begin
import Dragoman

// README end

func trainAsInReadme() throws {
  // README begin
  let data = try TrainingData(
    .files(source: "train.en", target: "train.fr"),
    development: .files(source: "dev.en", target: "dev.fr"),
    source: TokenizerConfiguration(language: "en"), target: TokenizerConfiguration(language: "fr"))
  var training = TrainingConfiguration()
  training.epochs = 5
  training.precision = .fastest
  let trainer = try Trainer(
    data, model: data.model(hiddenSize: 128), training, checkpoint: "checkpoints/en-fr")
  print("dev perplexity", try trainer.run().bestPerplexity ?? .infinity)
  // README end
}

func translateAsInReadme() throws {
  // README begin
  let translator = try Translator(checkpoint: "checkpoints/en-fr")
  print(translator.translate("Good morning!"))
  // README end
}

func writeAsInReadme() throws {
  // README begin
  var text = RunningTextConfiguration()
  text.unit = .character
  text.window = 50
  let data = try LanguageModelData(["verses.txt"], text)
  var training = TrainingConfiguration()
  training.batchSize = 20
  training.epochs = 5
  training.learningRate = 0.002
  let trainer = try Trainer(
    data, model: data.model(hiddenSize: 256), training, checkpoint: "checkpoints/verses")
  _ = try trainer.run(observe: { event in
    if case .epoch(let report) = event { print("epoch", report.epoch, report.perplexity ?? 0) }
  })
  let sampler = try TextSampler(checkpoint: "checkpoints/verses")
  print(sampler.sample(after: "The ", length: 200))
  // README end
}

func classifyAsInReadme() throws {
  // README begin
  let data = try ClassifierData(["names.tsv"])
  var training = TrainingConfiguration()
  training.validationMetric = .accuracy
  let trainer = try Trainer(data, model: data.model(), training, checkpoint: "checkpoints/names")
  _ = try trainer.run()
  let classifier = try Classifier(ClassifierCheckpoint(directory: "checkpoints/names"))
  print(classifier.classify(["Schmidt"])[0]?.label ?? "")
  // README end
}

func generateAsInReadme() throws {
  // README begin
  let data = try GeneratorData(.init(vectors: "features.npy", texts: "captions.txt"))
  let trainer = try Trainer(data, model: data.model(), checkpoint: "checkpoints/captions")
  _ = try trainer.run()
  let generator = try Generator(GeneratorCheckpoint(directory: "checkpoints/captions"))
  let features = try VectorSequences(singleVectorsOf: "test.npy")
  for texts in generator.generate((0..<features.count).map { Array(features[$0]) }) {
    print(texts[0].text)
  }
  // README end
}

func compareAsInReadme() {
  // README begin
  let references = ["The cat sat on the mat.", "It is a dog."]
  let systems = [
    ["A cat sat on the mat.", "It is dog."], ["The cat sat on a mat.", "It is a dog."],
  ]
  let scores = systems.map { hypotheses in
    Bootstrap().scores(
      of: LineStatistics<BLEU>(hypotheses: hypotheses, referenceSets: [references]))
  }
  print("±", scores[0].interval.halfWidth, "p", scores[1].pValue(against: scores[0]))
  // README end
}

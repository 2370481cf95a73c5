// SPDX-License-Identifier: Apache-2.0

// What stands between the marks is in the README, word for word.

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

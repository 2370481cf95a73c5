// SPDX-License-Identifier: Apache-2.0

/// A language model of the words of lines, `lines`, beside `model`.
enum LineModel {
  static let directory: String = {
    let directory = TrainedLanguageModel.directory
    ToyText.train(
      "lines",
      "--unit word --reset-state line --batch-size 32 --epochs 2 --embedding-size 4 --hidden-size 8",
      in: directory)
    return directory
  }()
}

/// Models without embeddings: `trigrams`, which is counted, and `onehot`, a window model.
enum ModelsWithoutEmbeddings {
  static let directory: String = {
    let directory = TrainedLanguageModel.directory
    let result = Dragoman.run(
      "train language-model --text text.txt --checkpoint trigrams --model ngram --order 3 --threads 1",
      in: directory)
    precondition(result.status == 0, result.error)
    ToyText.train(
      "onehot", "--model window --order 2 --epochs 1 --embedding-size 0", in: directory)
    return directory
  }()
}

/// Returns the text with `#` in place of each number with decimals: the last digits depend on the
/// instruction set. Columns become one space wide.
func masked(_ text: String) -> String {
  text.replacing(#/ *-?[0-9]+\.[0-9]+/#) { $0.output.first == " " ? " #" : "#" }
    .replacing(#/ {2,}/#, with: " ")
}

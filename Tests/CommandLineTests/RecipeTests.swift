// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// The configuration files in `recipes/`.
struct RecipeTests {
  private static let directory = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "recipes").path

  private static let recipes: [String] = {
    let files = try? FileManager.default.contentsOfDirectory(atPath: directory)
    return (files ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
  }()

  /// Small sizes, because those of the recipes take minutes.
  private static let small =
    "--embedding-size 8 --hidden-size 16 --epochs 1 --average none --threads 1"

  private static let languageModels = ["shakespeare.yaml"]

  @Test func allAreHere() {
    #expect(
      Self.recipes
        == ["attention.yaml", "iwslt.yaml", "plain.yaml", "shakespeare.yaml", "tiny.yaml"])
  }

  @Test(arguments: languageModels)
  func trainsOnTextOfOnesOwn(recipe: String) throws {
    let directory = TemporaryDirectory()
    try ToyText.write(to: directory.path)
    let result = Dragoman.run(
      "train language-model --config \(Self.directory)/\(recipe) --text text.txt --checkpoint model "
        + "\(Self.small) --batch-size 10", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    let sample = Dragoman.run("sample model al --length 20 --greedy", in: directory.path)
    #expect(sample.status == 0 && sample.output.hasPrefix("al"), "\(sample.error)")
  }

  @Test(arguments: recipes.filter { !languageModels.contains($0) })
  func trainsOnFilesOfOnesOwn(recipe: String) throws {
    try withToyCorpus { directory in
      let result = Dragoman.run(
        "train --config \(Self.directory)/\(recipe) \(ToyCorpus.training) \(ToyCorpus.development) "
          + "--checkpoint model \(Self.small)", in: directory)
      #expect(result.status == 0, "\(result.error)")
      let translation = Dragoman.run("translate model", in: directory, input: "a b\n")
      #expect(translation.status == 0, "\(translation.error)")
    }
  }
}

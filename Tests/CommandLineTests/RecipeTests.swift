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

  @Test func allAreHere() {
    #expect(Self.recipes == ["attention.yaml", "iwslt.yaml", "plain.yaml", "tiny.yaml"])
  }

  @Test(arguments: recipes)
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

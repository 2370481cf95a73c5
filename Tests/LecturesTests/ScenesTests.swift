// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Lectures

struct ScenesTests {
  private func object(
    _ size: String, _ colour: String, _ shape: String, _ column: Int, _ row: Int
  ) -> SceneObject {
    SceneObject(size: size, colour: colour, shape: shape, column: column, row: row)
  }

  @Test func `a sentence names the objects and where they are`() {
    let star = object("large", "blue", "star", 3, 12)
    #expect(Scene([star]).sentence == "There is a large blue star at the bottom left.")
    #expect(
      Scene([object("small", "red", "circle", 10, 9)]).sentence
        == "There is a small red circle at the top right.")
    for (column, row, relation) in [
      (2, 3, "below"), (4, 19, "above"), (9, 7, "to the left of"), (0, 13, "to the right of"),
    ] {
      #expect(
        Scene([star, object("small", "green", "square", column, row)]).sentence
          == "There is a large blue star \(relation) a small green square.")
    }
  }

  @Test func `features say all that a sentence needs`() {
    let star = object("large", "blue", "star", 3, 12)
    let features = [1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0.15, 0.6]
    #expect(Scene([star]).features == features + [Double](repeating: 0, count: 13))
    #expect(Scene([star, star]).features == features + features)
  }

  @Test func `each vector has a sentence`() throws {
    let files = Scenes(trainingCount: 2_000).files(seed: 1)
    #expect(
      files.map(\.name) == [
        "train.tsv", "train.txt", "dev.tsv", "dev.txt", "test.tsv", "test.txt",
      ])
    #expect(files.map(\.lines.count) == [2_000, 2_000, 1_000, 1_000, 1_000, 1_000])
    var sentences: Set<String> = []
    for (vector, sentence) in zip(files[0].lines, files[1].lines) {
      let numbers = try vector.split(separator: "\t").map { try #require(Double($0)) }
      try #require(numbers.count == 26)
      let words = sentence.dropLast().split(separator: " ").map(String.init)
      #expect(sentence.hasSuffix(".") && words.starts(with: ["There", "is", "a"]))
      for (first, at) in [(0, 3)] + (numbers[13] == 1 ? [(13, words.count - 3)] : []) {
        for (values, offset, word) in [
          (SceneObject.sizes, 1, 0), (SceneObject.colours, 3, 1), (SceneObject.shapes, 7, 2),
        ] {
          let chosen = values.indices.filter { numbers[first + offset + $0] == 1 }
          #expect(chosen.map { values[$0] } == [words[at + word]])
        }
      }
      sentences.insert(sentence)
    }
    #expect(sentences.count > 1_000)
    for relation in ["above", "below", "left of", "right of", "top left", "bottom right"] {
      #expect(sentences.contains { $0.contains(relation) })
    }
  }

  @Test func `a seed always gives the same scenes`() {
    #expect(Scenes(trainingCount: 9).files(seed: 3) == Scenes(trainingCount: 9).files(seed: 3))
    let (few, many) = (
      Scenes(trainingCount: 9).files(seed: 1), Scenes(trainingCount: 20).files(seed: 1)
    )
    #expect(few[2...] == many[2...] && few[0].lines == Array(many[0].lines.prefix(9)))
    #expect(few[2].lines != few[4].lines)
  }
}

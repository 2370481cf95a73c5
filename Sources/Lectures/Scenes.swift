// SPDX-License-Identifier: Apache-2.0

import Compute

/// Scenes of one or two objects as vectors of features, and a sentence that describes each: a
/// stand-in for the features of images and their captions.
package struct Scenes: LectureData {
  /// The number of training scenes.
  package let trainingCount: Int

  package static let testCount = 1_000

  package init(trainingCount: Int = 8_000) { self.trainingCount = trainingCount }

  /// Vectors in `.tsv` files, and the sentence for each in the `.txt` file of the same name.
  package func files(seed: UInt64) -> [LectureFile] {
    func files(_ name: String, _ part: LecturePart, count: Int) -> [LectureFile] {
      var random = part.random(seed: seed)
      let scenes = (0..<count).map { _ in Scene(&random) }
      return [
        LectureFile(
          name + ".tsv", scenes.map { $0.features.map(text).joined(separator: "\t") }),
        LectureFile(name + ".txt", scenes.map(\.sentence)),
      ]
    }
    return files("train", .training, count: trainingCount)
      + files("dev", .development, count: Self.testCount)
      + files("test", .test, count: Self.testCount)
  }

  /// Writes whole numbers without a point.
  private func text(_ feature: Double) -> String {
    feature == feature.rounded() ? "\(Int(feature))" : "\(feature)"
  }
}

/// One or two objects on a square.
struct Scene {
  let objects: [SceneObject]

  /// Places objects on a grid of 20 × 20 places, so that no two are at the same place. Their middle
  /// is never exactly halfway.
  init(_ random: inout Philox.Sequence) {
    func object() -> SceneObject {
      SceneObject(
        size: SceneObject.sizes.randomElement(using: &random) ?? "",
        colour: SceneObject.colours.randomElement(using: &random) ?? "",
        shape: SceneObject.shapes.randomElement(using: &random) ?? "",
        column: Int.random(in: 0..<SceneObject.places, using: &random),
        row: Int.random(in: 0..<SceneObject.places, using: &random))
    }
    let first = object()
    guard Bool.random(using: &random) else {
      objects = [first]
      return
    }
    var second = object()
    while second.isDiagonal(to: first) { second = object() }
    objects = [first, second]
  }

  init(_ objects: [SceneObject]) { self.objects = objects }

  /// The features of both objects; those of a missing object are 0.
  var features: [Double] {
    objects.flatMap(\.features)
      + [Double](repeating: 0, count: (2 - objects.count) * SceneObject.featureCount)
  }

  var sentence: String {
    let first = objects[0]
    guard objects.count == 2 else { return "There is \(first.phrase) \(first.corner)." }
    let second = objects[1]
    return "There is \(first.phrase) \(first.relation(to: second)) \(second.phrase)."
  }
}

struct SceneObject {
  static let sizes = ["small", "large"]
  static let colours = ["red", "green", "blue", "yellow"]
  static let shapes = ["circle", "square", "triangle", "star"]
  /// The number of columns and rows.
  static let places = 20
  /// Whether there is an object; its size, colour and shape, one number for each choice; its
  /// position.
  static let featureCount = 1 + sizes.count + colours.count + shapes.count + 2

  let size, colour, shape: String
  /// From the left, and from the top.
  let column, row: Int

  var features: [Double] {
    func choice(_ value: String, _ values: [String]) -> [Double] {
      values.map { $0 == value ? 1 : 0 }
    }
    func position(_ place: Int) -> Double { Double(place) / Double(Self.places) }
    return [1] + choice(size, Self.sizes) + choice(colour, Self.colours)
      + choice(shape, Self.shapes) + [position(column), position(row)]
  }

  fileprivate var phrase: String { "a \(size) \(colour) \(shape)" }

  fileprivate var corner: String {
    "at the \(row < Self.places / 2 ? "top" : "bottom") "
      + (column < Self.places / 2 ? "left" : "right")
  }

  /// True if two objects are as far apart in columns as in rows, so that no relation describes them.
  fileprivate func isDiagonal(to other: SceneObject) -> Bool {
    abs(column - other.column) == abs(row - other.row)
  }

  fileprivate func relation(to other: SceneObject) -> String {
    if abs(column - other.column) > abs(row - other.row) {
      return column < other.column ? "to the left of" : "to the right of"
    }
    return row < other.row ? "above" : "below"
  }
}

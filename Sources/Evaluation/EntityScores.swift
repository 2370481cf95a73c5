// SPDX-License-Identifier: Apache-2.0

/// The precision, recall and F1 of entities that labels mark token by token: `B-TYPE` begins an
/// entity, `I-TYPE` continues it, and `O` is outside of all. An entity counts as found if its type,
/// its first and its last token are right.
///
/// Labels are read as by `conlleval` (Tjong Kim Sang and Buchholz, "Introduction to the CoNLL-2000
/// shared task: chunking", 2000): an `I-TYPE` that continues nothing begins an entity. `E-TYPE` and
/// `S-TYPE`, the last and the only token of an entity, are understood as well.
public struct EntityScores: Sendable, Equatable {
  public struct Counts: Sendable, Equatable {
    /// The numbers of entities that are right, in the reference, and predicted.
    public internal(set) var correct = 0, reference = 0, predicted = 0

    /// The share of right ones among the predicted entities; 0 if there are none.
    public var precision: Double { ratio(correct, predicted) }
    /// The share of the reference's entities that were found; 0 if it has none.
    public var recall: Double { ratio(correct, reference) }
    /// The harmonic mean of precision and recall; 0 if both are 0.
    public var f1: Double { ratio(2 * correct, predicted + reference) }
  }

  /// The counts of each type of entity, in code point order.
  public let byType: [(type: String, counts: Counts)]
  /// The counts of all entities.
  public let total: Counts

  /// Each label of `predicted` is compared with the one at its place in `references`.
  public init(_ predicted: [[String]], references: [[String]]) {
    precondition(predicted.map(\.count) == references.map(\.count), "a label for each token")
    var types: [String: Counts] = [:]
    for (predicted, reference) in zip(predicted, references) {
      let (found, right) = (Self.entities(predicted), Self.entities(reference))
      for entity in found { types[entity.type, default: Counts()].predicted += 1 }
      for entity in right { types[entity.type, default: Counts()].reference += 1 }
      for entity in found.intersection(right) {
        types[entity.type, default: Counts()].correct += 1
      }
    }
    byType = types.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { ($0.key, $0.value) }
    total = types.values.reduce(into: Counts()) { total, counts in
      total.correct += counts.correct
      total.reference += counts.reference
      total.predicted += counts.predicted
    }
  }

  /// Returns true if labels mark entities: some begin one, and each is `O` or has a prefix and a
  /// type.
  public static func areEntities(_ labels: some Sequence<String>) -> Bool {
    var begins = false
    for label in labels where label != "O" {
      guard let mark = Mark(label) else { return false }
      begins = begins || mark.prefix == "B"
    }
    return begins
  }

  public static func == (left: EntityScores, right: EntityScores) -> Bool {
    left.total == right.total
      && left.byType.elementsEqual(right.byType) { $0.type == $1.type && $0.counts == $1.counts }
  }
}

private struct Entity: Hashable {
  let type: String
  let tokens: ClosedRange<Int>
}

/// The parts of a label that marks a token of an entity.
private struct Mark: Equatable {
  let prefix: Character
  let type: String

  init?(_ label: String) {
    guard let prefix = label.first, "BIES".contains(prefix), label.dropFirst().first == "-",
      label.count > 2
    else { return nil }
    self.prefix = prefix
    type = String(label.dropFirst(2))
  }

  /// Returns true if the token belongs to the entity of the token before.
  func continues(_ previous: Mark?) -> Bool {
    guard let previous, previous.type == type else { return false }
    return "IE".contains(prefix) && "BI".contains(previous.prefix)
  }
}

extension EntityScores {
  private static func entities(_ labels: [String]) -> Set<Entity> {
    var entities: Set<Entity> = []
    var first = 0
    var previous: Mark?
    for (place, label) in (labels + ["O"]).enumerated() {
      let mark = Mark(label)
      let continues = mark?.continues(previous) ?? false
      if let previous, !continues {
        entities.insert(Entity(type: previous.type, tokens: first...place - 1))
      }
      if !continues { first = place }
      previous = mark
    }
    return entities
  }
}

// SPDX-License-Identifier: Apache-2.0

/// The names of a machine's inputs, states or outputs. Names may form groups, each a one-hot code of
/// several values: the state `second.w` of the group `second` is 1 if the value is `w`.
package struct MachineNames: Equatable, Sendable {
  package struct Group: Equatable, Sendable {
    package let name: String
    package let values: [String]

    package init(name: String, values: [String]) {
      (self.name, self.values) = (name, values)
    }
  }

  /// The name of each place.
  package let names: [String]
  /// Empty if the names form no groups.
  package let groups: [Group]
  private let places: [String: Range<Int>]

  package init(_ names: [String]) { self.init(names, groups: []) }

  /// Creates the names of all values of all groups: `second.w`, or `w` alone if they `areShort`.
  package init(_ groups: [Group], areShort: Bool = false) {
    self.init(
      groups.flatMap { group in
        group.values.map { areShort ? $0 : group.name + "." + $0 }
      }, groups: groups)
  }

  private init(_ names: [String], groups: [Group]) {
    (self.names, self.groups) = (names, groups)
    var places: [String: Range<Int>] = [:]
    var first = 0
    for group in groups {
      places[group.name] = first..<first + group.values.count
      first += group.values.count
    }
    for (place, name) in names.enumerated() { places[name] = place..<place + 1 }
    self.places = places
  }

  package var count: Int { names.count }

  /// The names of groups and of single places.
  package var all: [String] { groups.map(\.name) + names }

  /// The first name that occurs twice.
  package var firstRepeated: String? {
    var seen: Set<String> = []
    return all.first { !seen.insert($0).inserted }
  }

  /// Returns the places that a name stands for; nil for an unknown name.
  package subscript(name: String) -> Range<Int>? { places[name] }

  /// What `largestValues` returns for a group in which no value is above 0.
  package static let noValue = "·"

  /// Returns the value in each group that is largest in `values`, the first among equals.
  package func largestValues(_ values: [Float]) -> [String] {
    groups.compactMap { group in
      guard let range = places[group.name],
        let best = range.max(by: { values[$0] < values[$1] || values[$0] == values[$1] && $0 > $1 })
      else { return nil }
      return values[best] > 0 ? group.values[best - range.lowerBound] : Self.noValue
    }
  }
}

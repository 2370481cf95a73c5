// SPDX-License-Identifier: Apache-2.0

/// The layers of a network whose states are taken.
public enum LayerChoice: Sendable, Equatable {
  case all, last
  /// The layer, from 1.
  case one(Int)

  /// The chosen layers of a network with `count` layers, from 1; nil if there is no such layer.
  package func layers(of count: Int) -> ClosedRange<Int>? {
    switch self {
    case .all: 1...count
    case .last: count...count
    case .one(let layer): 1...count ~= layer ? layer...layer : nil
    }
  }
}

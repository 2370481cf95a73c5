// SPDX-License-Identifier: Apache-2.0

/// What a recurrent layer computes at each step; the names and the order of gates are `torch.nn`'s.
public enum RecurrentCell: String, Codable, Sendable, CaseIterable {
  /// Hochreiter and Schmidhuber 1997, with the forget gate of Gers, Schmidhuber and Cummins 2000;
  /// gates i, f, g, o.
  case lstm
  /// Cho et al. 2014; gates r, z, n.
  case gru
  /// Elman 1990: h = tanh(W·x + U·h + b).
  case tanh
  /// The same with the positive part in place of the tanh.
  case relu
}

extension RecurrentCell {
  /// How many times as wide as the hidden state the products are.
  package var gates: Int {
    switch self {
    case .lstm: 4
    case .gru: 3
    case .tanh, .relu: 1
    }
  }

  /// Whether there is a cell state beside the hidden one.
  package var hasCellState: Bool { self == .lstm }
}

// SPDX-License-Identifier: Apache-2.0

/// The cell of a recurrent layer. The names and the order of the gates are those of `torch.nn`.
public enum RecurrentCell: String, Codable, Sendable, CaseIterable {
  /// Hochreiter and Schmidhuber 1997, with the forget gate of Gers, Schmidhuber and Cummins 2000;
  /// gates i, f, g, o.
  case lstm
  /// Cho et al. 2014; gates r, z, n.
  case gru
  /// Elman 1990: h = tanh(W·x + U·h + b).
  case tanh
  /// The same as `tanh`, with max(0, x) in place of tanh.
  case relu
}

extension RecurrentCell {
  /// The number of gates: the width of the products in multiples of H.
  package var gates: Int {
    switch self {
    case .lstm: 4
    case .gru: 3
    case .tanh, .relu: 1
    }
  }

  /// True if the cell has a cell state besides the hidden state.
  package var hasCellState: Bool { self == .lstm }
}

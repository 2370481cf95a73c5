// SPDX-License-Identifier: Apache-2.0

private import CKernels

// MARK: - LSTM

extension Kernels {
  /// Computes one step of LSTM cells, gate order i, f, g, o (Hochreiter and Schmidhuber 1997, with
  /// the forget gate of Gers, Schmidhuber and Cummins 2000).
  ///
  /// `gates` `[B, 4H]` holds the products without `bias` `[1, 4H]`, and is overwritten with the
  /// activated gates. `cellIn` is `[B, H]`; `cellOut` and `hiddenOut`, of the same shape, are
  /// written.
  package func lstmForward(
    gates: MatrixView, bias: MatrixView, cellIn: MatrixView, cellOut: MatrixView,
    hiddenOut: MatrixView
  ) {
    let (rows, hidden) = (cellIn.rows, cellIn.columns)
    precondition(gates.rows == rows && gates.columns == 4 * hidden && bias.count == 4 * hidden)
    precondition(cellOut.rows == rows && cellOut.columns == hidden)
    precondition(hiddenOut.rows == rows && hiddenOut.columns == hidden)
    unsafe table.pointee.lstm_forward(
      Int64(rows), Int64(hidden), gates.base, bias.base, cellIn.base, cellOut.base, hiddenOut.base)
  }

  /// The backward pass of `lstmForward`.
  ///
  /// `gates` `[B, 4H]` holds the activated gates, and is overwritten with the gradient of their
  /// products. `dHidden` `[B, H]` is the gradient of `hiddenOut`. `dCell` `[B, H]` holds the
  /// gradient of `cellOut` from later steps, and is overwritten with that of `cellIn`.
  package func lstmBackward(
    gates: MatrixView, cellIn: MatrixView, cellOut: MatrixView, dHidden: MatrixView,
    dCell: MatrixView
  ) {
    let (rows, hidden) = (cellIn.rows, cellIn.columns)
    precondition(gates.rows == rows && gates.columns == 4 * hidden)
    precondition(cellOut.rows == rows && cellOut.columns == hidden)
    precondition(dHidden.rows == rows && dHidden.columns == hidden)
    precondition(dCell.rows == rows && dCell.columns == hidden)
    unsafe table.pointee.lstm_backward(
      Int64(rows), Int64(hidden), gates.base, cellIn.base, cellOut.base, dHidden.base, dCell.base)
  }
}

// MARK: - LSTM whose cell state is normalized

extension Kernels {
  /// hiddenOut `[B, H]` = o · tanh(squashed), where o is the output gate in the activated `gates`
  /// `[B, 4H]`. `squashed` `[B, H]` is overwritten with its tanh.
  package func lstmOutputForward(
    gates: MatrixView, squashed: MatrixView, hiddenOut: MatrixView
  ) {
    let (rows, hidden) = (squashed.rows, squashed.columns)
    precondition(gates.rows == rows && gates.columns == 4 * hidden)
    precondition(hiddenOut.rows == rows && hiddenOut.columns == hidden)
    unsafe table.pointee.lstm_output_forward(
      Int64(rows), Int64(hidden), gates.base, squashed.base, hiddenOut.base)
  }

  /// The backward pass of `lstmOutputForward`. `squashed`, the tanh, is overwritten with the
  /// gradient of its argument. `dHidden`, the gradient of `hiddenOut`, is overwritten with that of
  /// the output gate's products.
  package func lstmOutputBackward(
    gates: MatrixView, squashed: MatrixView, dHidden: MatrixView
  ) {
    let (rows, hidden) = (squashed.rows, squashed.columns)
    precondition(gates.rows == rows && gates.columns == 4 * hidden)
    precondition(dHidden.rows == rows && dHidden.columns == hidden)
    unsafe table.pointee.lstm_output_backward(
      Int64(rows), Int64(hidden), gates.base, squashed.base, dHidden.base)
  }
}

// MARK: - GRU

extension Kernels {
  /// Computes one step of GRU cells, gate order r, z, n (Cho et al., "Learning phrase
  /// representations using RNN encoder–decoder", 2014). The reset gate applies after the product,
  /// as in `torch.nn.GRU`.
  ///
  /// `gates` `[B, 3H]` holds the products with the input, without `bias` `[1, 3H]`, and is
  /// overwritten with the activated gates. `products` `[B, 3H]` holds those with `hiddenIn`
  /// `[B, H]`, without `hiddenBias` `[1, 3H]`, and is overwritten with what `gruBackward` needs.
  /// `hiddenOut` `[B, H]` is written.
  package func gruForward(
    gates: MatrixView, bias: MatrixView, products: MatrixView, hiddenBias: MatrixView,
    hiddenIn: MatrixView, hiddenOut: MatrixView
  ) {
    let (rows, hidden) = (hiddenIn.rows, hiddenIn.columns)
    precondition(gates.rows == rows && gates.columns == 3 * hidden && bias.count == 3 * hidden)
    precondition(products.rows == rows && products.columns == 3 * hidden)
    precondition(hiddenBias.count == 3 * hidden)
    precondition(hiddenOut.rows == rows && hiddenOut.columns == hidden)
    unsafe table.pointee.gru_forward(
      Int64(rows), Int64(hidden), gates.base, bias.base, products.base, hiddenBias.base,
      hiddenIn.base, hiddenOut.base)
  }

  /// The backward pass of `gruForward`. `gates` and `products` are overwritten with the gradients
  /// of the products. `dHidden` `[B, H]` is the gradient of `hiddenOut`. `dHiddenIn` is set to the
  /// part of `hiddenIn`'s gradient that does not pass through the products.
  package func gruBackward(
    gates: MatrixView, products: MatrixView, hiddenIn: MatrixView, dHidden: MatrixView,
    dHiddenIn: MatrixView
  ) {
    let (rows, hidden) = (hiddenIn.rows, hiddenIn.columns)
    precondition(gates.rows == rows && gates.columns == 3 * hidden)
    precondition(products.rows == rows && products.columns == 3 * hidden)
    precondition(dHidden.rows == rows && dHidden.columns == hidden)
    precondition(dHiddenIn.rows == rows && dHiddenIn.columns == hidden)
    unsafe table.pointee.gru_backward(
      Int64(rows), Int64(hidden), gates.base, products.base, hiddenIn.base, dHidden.base,
      dHiddenIn.base)
  }
}

// MARK: - Activations

/// An elementwise function.
package enum Activation: Sendable, CaseIterable {
  case tanh
  /// max(0, x)
  case relu
  /// The logistic function, 1 / (1 + e^−x).
  case sigmoid

  fileprivate var inC: ck_activation {
    switch self {
    case .tanh: CK_TANH
    case .relu: CK_RELU
    case .sigmoid: CK_SIGMOID
    }
  }
}

extension Kernels {
  /// y = f(x + bias) for the activation f of an Elman cell (Elman, "Finding structure in time", 1990)
  /// or of a linear layer. `[N, C]`, with the bias `[1, C]`; `y` may be `x`.
  package func activationForward(
    _ x: MatrixView, bias: MatrixView, _ activation: Activation, y: MatrixView
  ) {
    precondition(bias.count == x.columns)
    precondition(y.rows == x.rows && y.columns == x.columns)
    unsafe table.pointee.activation_forward(
      Int64(x.rows), Int64(x.columns), activation.inC, x.base, bias.base, y.base)
  }

  /// The backward pass of `activationForward`: writes the gradient of x to `dX`, which may be `dY`.
  package func activationBackward(
    _ dY: MatrixView, _ activation: Activation, y: MatrixView, dX: MatrixView
  ) {
    precondition(y.rows == dY.rows && y.columns == dY.columns)
    precondition(dX.rows == dY.rows && dX.columns == dY.columns)
    unsafe table.pointee.activation_backward(
      Int64(y.rows), Int64(y.columns), activation.inC, y.base, dY.base, dX.base)
  }
}

// MARK: - Layer normalization

extension Kernels {
  /// y = gain · normalized, where `normalized` is each row of `x` `[N, C]` minus its mean, divided
  /// by its standard deviation (Ba, Kiros and Hinton, "Layer normalization", 2016). `normalized`
  /// `[N, C]` and `inverseDeviations` `[1, N]` are written; `y` may be `x`.
  package func layerNormForward(
    _ x: MatrixView, gain: MatrixView, normalized: MatrixView, inverseDeviations: MatrixView,
    into y: MatrixView
  ) {
    precondition(gain.count == x.columns && inverseDeviations.count == x.rows)
    precondition(normalized.rows == x.rows && normalized.columns == x.columns)
    precondition(y.rows == x.rows && y.columns == x.columns)
    unsafe table.pointee.layer_norm_forward(
      Int64(x.rows), Int64(x.columns), x.base, gain.base, normalized.base,
      inverseDeviations.base, y.base)
  }

  /// The backward pass of `layerNormForward`. `normalized` is overwritten with each row's term of
  /// the gradient of `gain`. `dX` may be `dY`.
  package func layerNormBackward(
    _ dY: MatrixView, gain: MatrixView, normalized: MatrixView, inverseDeviations: MatrixView,
    into dX: MatrixView
  ) {
    precondition(gain.count == dY.columns && inverseDeviations.count == dY.rows)
    precondition(normalized.rows == dY.rows && normalized.columns == dY.columns)
    precondition(dX.rows == dY.rows && dX.columns == dY.columns)
    unsafe table.pointee.layer_norm_backward(
      Int64(dY.rows), Int64(dY.columns), gain.base, normalized.base, inverseDeviations.base,
      dY.base, dX.base)
  }
}

// SPDX-License-Identifier: Apache-2.0

import CKernels

/// The elementwise loops in C, with their shapes checked. One value for each instruction set; the
/// best that the CPU has is `Kernels.best`.
@safe package struct Kernels: @unchecked Sendable {
  let table: UnsafePointer<ck_kernels>

  private init(_ table: UnsafePointer<ck_kernels>) { unsafe self.table = unsafe table }

  package static let best = unsafe Kernels(ck_best())

  /// One of `plain`, `avx2`, `avx512`, `avx512vnni`, `avx512bf16`, `amx`, `neon` and `neonbf16`, or nil
  /// where the CPU lacks it.
  package static func named(_ name: String) -> Kernels? {
    guard let table = unsafe ck_named(name) else { return nil }
    return unsafe Kernels(table)
  }

  /// Whether products of bfloat16 numbers are faster than those of floats.
  package var hasBFloat16: Bool { unsafe table.pointee.has_bfloat16 != 0 }

  package var name: String { unsafe String(cString: table.pointee.name) }

  /// The kernels that this CPU can run, by name.
  package static let names = [
    "plain", "avx2", "avx512", "avx512vnni", "avx512bf16", "amx", "neon", "neonbf16",
  ].filter { named($0) != nil }
}

// MARK: - Softmax

extension Kernels {
  /// Turns logits `[N, V]` (without `bias` `[1, V]`) into the gradient of `scale` times the summed
  /// loss, and returns the summed negative log-likelihood of `targets`. The loss is the cross-entropy
  /// with targets that have 1 − `smoothing` of the probability, and all classes the rest (Szegedy et al.,
  /// "Rethinking the Inception architecture for computer vision", 2016).
  package func softmaxCrossEntropy(
    logits: MatrixView, bias: MatrixView, targets: ArraySlice<Int32>, scale: Float,
    smoothing: Float = 0
  ) -> Double {
    precondition(targets.count == logits.rows && bias.count == logits.columns)
    precondition(targets.allSatisfy { $0 >= 0 && Int($0) < logits.columns }, "target out of range")
    return unsafe targets.withUnsafeBufferPointer { targets in
      guard let first = targets.baseAddress else { return 0 }
      return unsafe table.pointee.softmax_cross_entropy(
        Int64(logits.rows), Int64(logits.columns), logits.base, bias.base, first, scale,
        smoothing)
    }
  }

  /// The negative log-likelihood of each row's target under the softmax of `logits + bias`.
  package func crossEntropy(
    logits: MatrixView, bias: MatrixView, targets: ArraySlice<Int32>
  ) -> [Float] {
    precondition(targets.count == logits.rows && bias.count == logits.columns)
    precondition(targets.allSatisfy { $0 >= 0 && Int($0) < logits.columns }, "target out of range")
    var losses = [Float](repeating: 0, count: targets.count)
    unsafe losses.withUnsafeMutableBufferPointer { losses in
      unsafe targets.withUnsafeBufferPointer { targets in
        guard let first = targets.baseAddress, let losses = losses.baseAddress else { return }
        unsafe table.pointee.cross_entropy(
          Int64(logits.rows), Int64(logits.columns), logits.base, bias.base, first, losses)
      }
    }
    return losses
  }

  /// Adds `bias` `[1, V]` to each row of `logits` `[N, V]`, and returns log Σ exp of each row.
  package func addBias(_ bias: MatrixView, toLogits logits: MatrixView) -> [Float] {
    precondition(bias.count == logits.columns)
    var normalizers = [Float](repeating: 0, count: logits.rows)
    unsafe normalizers.withUnsafeMutableBufferPointer { normalizers in
      guard let first = normalizers.baseAddress else { return }
      unsafe table.pointee.add_bias(
        Int64(logits.rows), Int64(logits.columns), logits.base, bias.base, first)
    }
    return normalizers
  }

  /// sum = log(e^sum + e^(logits − normalizer)) for all `[N, V]`, with a normalizer for each row: from
  /// −infinity on, the logarithms of summed probabilities.
  package func addProbabilities(
    _ logits: MatrixView, normalizers: [Float], to sum: MatrixView
  ) {
    precondition(normalizers.count == logits.rows)
    precondition(sum.rows == logits.rows && sum.columns == logits.columns)
    unsafe normalizers.withUnsafeBufferPointer { normalizers in
      guard let first = normalizers.baseAddress else { return }
      unsafe table.pointee.add_probabilities(
        Int64(logits.rows), Int64(logits.columns), logits.base, first, sum.base)
    }
  }

  /// The most probable class of each row, the lowest among equals.
  package func argmax(logits: MatrixView, bias: MatrixView) -> [Int32] {
    precondition(bias.count == logits.columns && logits.columns > 0)
    var indices = [Int32](repeating: 0, count: logits.rows)
    unsafe indices.withUnsafeMutableBufferPointer { indices in
      guard let first = indices.baseAddress else { return }
      unsafe table.pointee.argmax(
        Int64(logits.rows), Int64(logits.columns), logits.base, bias.base, first)
    }
    return indices
  }
}

extension Kernels {
  /// The columns of the `count` largest elements of each row, in falling order and the lowest first
  /// among equals: `[rows · count]`, −1 where a row has fewer above −infinity.
  package func largest(_ count: Int, ofEachRow x: MatrixView) -> [Int32] {
    precondition(count > 0)
    var indices = [Int32](repeating: 0, count: x.rows * count)
    unsafe indices.withUnsafeMutableBufferPointer { indices in
      guard let first = indices.baseAddress else { return }
      unsafe table.pointee.largest(
        Int64(x.rows), Int64(x.columns), x.base, Int64(count), first)
    }
    return indices
  }
}

// MARK: - Dropout

/// Which elements one dropout layer drops in one training step.
package struct DropoutMask: Sendable {
  /// The probability of an element to be dropped, in `[0, 1)`.
  package let rate: Float
  /// Keeps the layers of a model apart.
  package let tensor: UInt32
  /// The random key of the training step.
  package let random: Philox

  package init(rate: Float, tensor: UInt32, random: Philox) {
    precondition(rate >= 0 && rate < 1)
    self.rate = rate
    self.tensor = tensor
    self.random = random
  }

  /// The rate in steps of 2⁻¹⁶: an element falls when its 16 random bits are below this.
  var threshold: UInt32 { min(UInt32((rate * 0x1p16).rounded()), 0xFFFF) }

  /// What the others are multiplied by, so that the mean stays.
  var scale: Float { 0x1p16 / (0x1p16 - Float(threshold)) }
}

extension Kernels {
  /// Zeroes dropped elements and scales the others by 1 / (1 − rate) (Srivastava et al. 2014), the
  /// rate rounded to 2⁻¹⁶. A row's mask depends on its sentence and time only, not on its place. In place allowed; the
  /// way back is the same call on the gradient.
  package func dropout(
    _ input: MatrixView, sentences: [UInt32], times: [UInt32], mask: DropoutMask,
    into output: MatrixView
  ) {
    precondition(input.rows == output.rows && input.columns == output.columns)
    precondition(sentences.count == input.rows && times.count == input.rows)
    var settings = ck_dropout(
      key: mask.random.key, tensor: mask.tensor, threshold: mask.threshold, scale: mask.scale)
    unsafe sentences.withUnsafeBufferPointer { sentences in
      unsafe times.withUnsafeBufferPointer { times in
        guard let sentences = sentences.baseAddress, let times = times.baseAddress else { return }
        unsafe table.pointee.dropout(
          Int64(input.rows), Int64(input.columns), input.base, sentences, times, &settings,
          output.base)
      }
    }
  }
}

// MARK: - Sums

extension Kernels {
  /// sum `[1, C]` += the columns of `matrix` `[N, C]`.
  package func addColumnSums(of matrix: MatrixView, to sum: MatrixView) {
    precondition(sum.count == matrix.columns)
    unsafe table.pointee.add_column_sums(
      Int64(matrix.rows), Int64(matrix.columns), matrix.base, sum.base)
  }

  /// y += x
  package func add(_ x: MatrixView, to y: MatrixView) {
    precondition(x.count == y.count)
    unsafe table.pointee.add(Int64(x.count), x.base, y.base)
  }

  /// y += share · (x − y): of running and moving averages.
  package func move(_ y: MatrixView, toward x: MatrixView, by share: Float) {
    precondition(x.count == y.count)
    unsafe table.pointee.move_toward(Int64(x.count), share, x.base, y.base)
  }

  package func sumOfSquares(_ x: MatrixView) -> Double {
    unsafe table.pointee.sum_of_squares(Int64(x.count), x.base)
  }
}

// MARK: - Functions

extension Kernels {
  package func exponential(_ x: [Float]) -> [Float] {
    unsafe map(x) { unsafe table.pointee.exponential($0, $1, $2) }
  }

  package func hyperbolicTangent(_ x: [Float]) -> [Float] {
    unsafe map(x) { unsafe table.pointee.hyperbolic_tangent($0, $1, $2) }
  }

  private func map(
    _ x: [Float],
    _ function: (Int64, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) -> [Float] {
    let count = Int64(x.count)
    var y = [Float](repeating: 0, count: x.count)
    unsafe y.withUnsafeMutableBufferPointer { y in
      unsafe x.withUnsafeBufferPointer { x in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        unsafe function(count, x, y)
      }
    }
    return y
  }
}

// SPDX-License-Identifier: Apache-2.0

import CKernels

/// The kernels in C, with checks of their shapes. There is one value for each instruction set;
/// `Kernels.best` is the best one that the CPU supports.
@safe package struct Kernels: @unchecked Sendable {
  let table: UnsafePointer<ck_kernels>

  private init(_ table: UnsafePointer<ck_kernels>) { unsafe self.table = unsafe table }

  package static let best = unsafe Kernels(ck_best())

  /// Returns one of `plain`, `avx2`, `avx512`, `avx512vnni`, `avx512bf16`, `amx`, `neon` and
  /// `neonbf16`; nil if the CPU does not support it.
  package static func named(_ name: String) -> Kernels? {
    guard let table = unsafe ck_named(name) else { return nil }
    return unsafe Kernels(table)
  }

  /// True if products of bfloat16 numbers are faster than those of float32.
  package var hasBFloat16: Bool { unsafe table.pointee.has_bfloat16 != 0 }

  package var name: String { unsafe String(cString: table.pointee.name) }

  /// The names of the kernels that this CPU supports.
  package static let names = [
    "plain", "avx2", "avx512", "avx512vnni", "avx512bf16", "amx", "neon", "neonbf16",
  ].filter { named($0) != nil }
}

// MARK: - Softmax

extension Kernels {
  /// Turns logits `[N, V]` (without `bias` `[1, V]`) into the gradient of `scale` times the summed
  /// loss, and returns the summed negative log-likelihood of `targets`. The loss is the
  /// cross-entropy with smoothed targets: the target has the probability 1 − `smoothing`, and all
  /// classes share the rest evenly (Szegedy et al., "Rethinking the Inception architecture for
  /// computer vision", 2016).
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

  /// Returns the negative log-likelihood of each row's target under the softmax of `logits + bias`.
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

  /// sum = log(e^sum + e^(logits − normalizer)), elementwise `[N, V]`, with a normalizer for each
  /// row. Repeated calls, from −infinity on, sum probabilities as logarithms.
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

  /// Returns the most probable class of each row, the lowest among equals.
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
  /// Returns the columns of the `count` largest elements of each row, `[rows · count]`, in
  /// decreasing order of the elements; ties are in order of the columns. Rows with fewer elements
  /// above −infinity are filled up with −1.
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

/// The elements that a dropout layer drops in a training step.
package struct DropoutMask: Sendable {
  /// The probability of dropping an element, in `[0, 1)`.
  package let rate: Float
  package let stream: RandomStream
  /// The random key of the training step.
  package let random: Philox

  package init(rate: Float, stream: RandomStream, random: Philox) {
    precondition(rate >= 0 && rate < 1)
    self.rate = rate
    self.stream = stream
    self.random = random
  }

  /// The rate in units of 2⁻¹⁶: an element is dropped if its 16 random bits are below this.
  var threshold: UInt32 { min(UInt32((rate * 0x1p16).rounded()), 0xFFFF) }

  /// The factor for the elements that remain, which preserves the mean.
  var scale: Float { 0x1p16 / (0x1p16 - Float(threshold)) }
}

extension Kernels {
  /// Sets dropped elements to zero and multiplies the others by 1 / (1 − rate) (Srivastava et al.
  /// 2014), with the rate rounded to 2⁻¹⁶. The mask of a row depends only on its sentence and step,
  /// not on its position. `output` may be `input`. The backward pass is the same call on the
  /// gradient.
  package func dropout(
    _ input: MatrixView, sentences: [UInt32], times: [UInt32], mask: DropoutMask,
    into output: MatrixView
  ) {
    precondition(input.rows == output.rows && input.columns == output.columns)
    precondition(sentences.count == input.rows && times.count == input.rows)
    var settings = ck_dropout(
      key: mask.random.key, tensor: mask.stream.number, threshold: mask.threshold, scale: mask.scale
    )
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
  /// sum `[1, C]` += the column sums of `matrix` `[N, C]`.
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

  /// y += share · (x − y), for running and moving averages.
  package func move(_ y: MatrixView, toward x: MatrixView, by share: Float) {
    precondition(x.count == y.count)
    unsafe table.pointee.move_toward(Int64(x.count), share, x.base, y.base)
  }

  /// Where x is larger than `maxima`, replaces the maximum by x and its place by `place`. The values
  /// of `maxima` have the places from `first` on.
  package func keepMaxima(
    _ maxima: MatrixView, places: inout [Int32], from first: Int, _ x: MatrixView, at place: Int32
  ) {
    precondition(x.count == maxima.count && first >= 0 && first + x.count <= places.count)
    unsafe places.withUnsafeMutableBufferPointer { places in
      guard let base = places.baseAddress else { return }
      unsafe table.pointee.keep_maxima(Int64(x.count), x.base, place, maxima.base, base + first)
    }
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

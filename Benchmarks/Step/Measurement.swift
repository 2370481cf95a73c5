// SPDX-License-Identifier: Apache-2.0

import BenchmarkSupport
import Compute
import Models
import Training

/// The speed of training steps of one setting. The peak is measured before and after each step,
/// because the speed of the machine may change.
struct Measurement {
  private(set) var tokensPerSecond = 0.0
  /// GFLOP/s of large matrix products, in the precision of the step.
  private(set) var peak = 0.0
  /// The rate of multiply-adds as a share of the peak: the median and the quartiles of the steps.
  private(set) var share = 0.0
  private(set) var lowShare = 0.0
  private(set) var highShare = 0.0
  /// The seconds spent in each part of a step, summed over the workers.
  private var parts: [StepPart: Double] = [:]
  private let threads: Int

  /// `examples` returns the batch of each step.
  init<Model: TrainableModel>(
    _ model: Model, _ parameters: ParameterBuffer, _ configuration: TrainingConfiguration,
    _ precision: ProductPrecision, steps: Int,
    examples: (inout any RandomNumberGenerator) -> [Model.Example]
  ) throws {
    threads = configuration.threads
    let training = try TrainingEngine(
      model, parameters, optimizer: Optimizer(.adam, model.layout), threads: threads,
      precision: precision)
    let peak = try MatrixPeak(threads: threads, bfloat16: precision == .bfloat16)
    var generator: any RandomNumberGenerator = SplitMix(state: 1)
    var samples: [Sample] = []
    training.startClocks()
    for step in 1...steps + 3 {
      let batch = examples(&generator)
      let before = peak.measure(products: 2)
      _ = training.takeClocks()
      let start = ContinuousClock.now
      let result = training.run(batch, step: step, configuration)
      let seconds = start.duration(to: .now) / .seconds(1)
      let clocks = training.takeClocks()
      // The first steps fill the caches and allocate memory.
      guard step > 3 else { continue }
      samples.append(
        Sample(
          multiplyAdds: batch.reduce(0) { $0 + model.work($1) }, tokens: result.tokens,
          seconds: seconds, peak: (before + peak.measure(products: 2)) / 2, clocks))
    }
    summarize(samples)
  }

  private mutating func summarize(_ samples: [Sample]) {
    tokensPerSecond = samples.map { Double($0.tokens) / $0.seconds }.quantile(0.5)
    peak = samples.map(\.peak).quantile(0.5)
    (lowShare, share, highShare) = (
      samples.map(\.share).quantile(0.25), samples.map(\.share).quantile(0.5),
      samples.map(\.share).quantile(0.75)
    )
    for part in StepPart.allCases {
      parts[part] = samples.reduce(0) { $0 + $1.parts[part, default: 0] } / Double(samples.count)
    }
  }

  /// Prints the speed and the time of each part. `tokens` names the tokens that are predicted.
  func print(_ tokens: String) {
    Swift.print(
      "\(decimal(tokensPerSecond, places: 0)) \(tokens)/s, "
        + "\(decimal(peak, places: 0)) GFLOP/s at the peak, share of the peak "
        + "\(share.percent) (\(lowShare.percent) to \(highShare.percent))")
    Swift.print()
    printTable(breakdown)
  }

  /// The rows of a table, one for each part, in the order of a step.
  private var breakdown: [[String]] {
    let total = parts.values.reduce(0, +)
    let lines = StepPart.allCases.filter { parts[$0, default: 0] > 0 }.map { part in
      let seconds = parts[part, default: 0]
      return [
        part.title, decimal(seconds / Double(threads) * 1e3, places: 1), (seconds / total).percent,
      ]
    }
    return [["part", "ms", "share"]] + lines
      + [["total", decimal(total / Double(threads) * 1e3, places: 1), 1.0.percent]]
  }
}

/// One step.
private struct Sample {
  let tokens: Int
  let seconds: Double
  let peak: Double
  let share: Double
  let parts: [StepPart: Double]

  /// `multiplyAdds` are those of the forward pass.
  init(
    multiplyAdds: Int, tokens: Int, seconds: Double, peak: Double, _ clocks: [[StepPart: Double]]
  ) {
    self.tokens = tokens
    self.seconds = seconds
    self.peak = peak
    // Backward has two products for each one forward; a multiply-add is two operations.
    share = 6 * Double(multiplyAdds) / seconds / 1e9 / peak
    parts = clocks.reduce(into: [:]) { sum, clock in
      sum.merge(clock) { $0 + $1 }
    }
  }
}

extension StepPart {
  fileprivate var title: String {
    switch self {
    case .embedding: "embedding, forward and backward"
    case .encoderForward: "encoder forward"
    case .decoderForward: "decoder forward"
    case .outputAndLoss: "output layer and loss, forward and backward"
    case .decoderBackward: "decoder backward"
    case .encoderBackward: "encoder backward"
    case .weightGradients: "weight gradients and sums over workers"
    case .optimizer: "optimizer"
    case .packing: "packing"
    case .waiting: "waiting and building the batch"
    }
  }
}

extension [Double] {
  func quantile(_ fraction: Double) -> Double {
    isEmpty ? .nan : sorted()[Int((Double(count - 1) * fraction).rounded())]
  }
}

extension Double {
  var percent: String { decimal(self * 100, places: 0) + " %" }
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
import Glibc

extension TrainingConfiguration {
  /// The first value that is out of range.
  public var invalidValue: InvalidValue? { outOfRange }

  /// Returns the first two settings that contradict each other, for data with or without a dev set.
  /// `scoresOutputs` is false if only the loss of the dev set is computed, and `hasForgetGates` if the
  /// recurrent cell has none.
  public func contradiction(
    hasDevelopment: Bool, scoresOutputs: Bool = true, hasForgetGates: Bool = true
  ) -> TrainingContradiction? {
    let kind = scheduleKind
    if momentum != 0 && ![.sgd, .sgdw].contains(optimizer) {
      return .momentumWithoutSGD(optimizer)
    }
    if warmupSteps != nil && kind != .inverseSquareRoot { return .warmupWithoutItsSchedule(kind) }
    if decayRate != nil && kind != .exponential && kind != .plateau {
      return .decayRateWithoutItsSchedule(kind)
    }
    if decayInterval != nil && kind != .exponential {
      return .decayIntervalWithoutItsSchedule(kind)
    }
    if plateauPatience != nil && kind != .plateau {
      return .plateauPatienceWithoutItsSchedule(kind)
    }
    if validationMetric != .perplexity && !scoresOutputs {
      return .metricWithoutOutputs(validationMetric)
    }
    if forgetBias != nil && !hasForgetGates { return .forgetBiasWithoutForgetGates }
    if let averaging, averaging.count > epochs {
      return .averageOfMoreThanEpochs(averaging, epochs: epochs)
    }
    return hasDevelopment ? nil : contradictionWithoutDevelopment
  }

  private var contradictionWithoutDevelopment: TrainingContradiction? {
    if scheduleKind == .plateau { return .plateauWithoutDevelopment }
    if validationMetric != .perplexity {
      return .metricWithoutDevelopment(validationMetric)
    }
    if let averaging, averaging.choice == .best { return .bestWithoutDevelopment(averaging) }
    return nil
  }
}

/// Two settings that contradict each other.
public enum TrainingContradiction: Equatable, Sendable {
  /// Momentum with an optimizer other than SGD and SGDW.
  case momentumWithoutSGD(OptimizerKind)
  /// A setting of one schedule combined with another schedule.
  case warmupWithoutItsSchedule(ScheduleKind)
  case decayRateWithoutItsSchedule(ScheduleKind)
  case decayIntervalWithoutItsSchedule(ScheduleKind)
  case plateauPatienceWithoutItsSchedule(ScheduleKind)
  /// A metric of the model's outputs on the dev set, which are not computed.
  case metricWithoutOutputs(ValidationMetric)
  /// A bias of forget gates with a recurrent cell that has none.
  case forgetBiasWithoutForgetGates
  /// More weights to average than epochs: each epoch yields one set.
  case averageOfMoreThanEpochs(Averaging, epochs: Int)
  /// A setting that needs dev scores, without a dev set.
  case plateauWithoutDevelopment
  case metricWithoutDevelopment(ValidationMetric)
  case bestWithoutDevelopment(Averaging)
}

// MARK: - Memory

extension TrainingConfiguration {
  /// Checks that the weights, the moments, the gradient and the moving average of a model with
  /// `parameters` parameters fit into memory.
  ///
  /// - Throws: `TrainingError.notEnoughMemory` if they need more than `available` bytes.
  package func checkMemory(
    parameters: Int, available: Int = Self.physicalMemory
  ) throws(TrainingError) {
    let buffers = 2 + optimizer.momentNames.count + (emaDecay > 0 ? 1 : 0)
    let needed = buffers * parameters * MemoryLayout<Float>.size
    if needed > available { throw .notEnoughMemory(needed: needed, available: available) }
  }

  /// The memory of this machine, in bytes.
  package static var physicalMemory: Int {
    sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
  }
}

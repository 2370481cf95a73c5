// SPDX-License-Identifier: Apache-2.0

import Glibc
import Models

/// A learning-rate schedule.
public enum ScheduleKind: String, Codable, Sendable, CaseIterable {
  case constant
  /// Linear warm-up, then decay with the inverse square root of the step (Vaswani et al.,
  /// "Attention is all you need", 2017). The configured learning rate is the maximum, at the end of
  /// the warm-up.
  case inverseSquareRoot = "inverse-sqrt"
  /// Multiplies the rate by the decay rate after a number of validations in a row without a new
  /// best score: `torch.optim.lr_scheduler.ReduceLROnPlateau` with a patience one lower and a
  /// threshold of 0.
  case plateau
  /// Multiplies the rate by the decay rate after each interval: an epoch or a number of steps.
  case exponential
  /// Constant for two thirds of the run, then halved after each quarter of the last third: the
  /// scheme `luong234` of tensorflow/nmt (Luong, Brevdo and Zhao 2017).
  case luong
}

/// The factor applied to the learning rate at each point of a run.
package struct Schedule: Sendable, Equatable {
  package var kind = ScheduleKind.constant
  package var warmupSteps = Self.defaultWarmupSteps
  package var decayRate = Double(Self.defaultDecayRate)
  /// The number of steps between two decays; nil is an epoch.
  package var decayInterval: Int?

  package static let defaultWarmupSteps = 4000
  package static let defaultDecayRate: Float = 0.5
  package static let defaultPlateauPatience = 1

  package init(_ kind: ScheduleKind = .constant) { self.kind = kind }

  /// A point in a run, before a step.
  package struct Place: Sendable, Equatable {
    /// The number of steps made so far, and of whole epochs.
    package var steps: Int
    package var epochs: Int
    /// The share of the run that is done, 0 to 1.
    package var progress: Double
    /// The number of times that a plateau reduced the rate.
    package var reductions: Int

    package init(steps: Int, epochs: Int, progress: Double, reductions: Int) {
      self.steps = steps
      self.epochs = epochs
      self.progress = progress
      self.reductions = reductions
    }
  }

  package func factor(at place: Place) -> Double {
    switch kind {
    case .constant:
      return 1
    case .inverseSquareRoot:
      let share = Double(place.steps + 1) / Double(warmupSteps)
      return min(share, 1 / share.squareRoot())
    case .plateau:
      return pow(decayRate, Double(place.reductions))
    case .exponential:
      let intervals = decayInterval.map { place.steps / $0 } ?? place.epochs
      return pow(decayRate, Double(intervals))
    case .luong:
      // Twelfths of the run after the eighth. The small term undoes rounding just below a whole
      // number.
      let halvings = (12 * place.progress - 8 + 1e-9).rounded(.down)
      return pow(0.5, max(0, halvings))
    }
  }
}

/// The state of the schedule `plateau`: validations since the last best score.
package struct Plateau: Codable, Sendable, Equatable {
  package private(set) var reductions = 0
  private var validationsWithoutBest = 0

  package init() {}

  /// Records a validation. After `patience` validations in a row without a new best score, the rate
  /// is reduced.
  package mutating func record(isBest: Bool, patience: Int) {
    validationsWithoutBest = isBest ? 0 : validationsWithoutBest + 1
    guard validationsWithoutBest >= patience else { return }
    validationsWithoutBest = 0
    reductions += 1
  }
}

extension TrainingConfiguration {
  package var schedule: Schedule {
    var schedule = Schedule(scheduleKind)
    schedule.warmupSteps = warmupSteps ?? Schedule.defaultWarmupSteps
    schedule.decayRate = Double(decayRate ?? Schedule.defaultDecayRate)
    schedule.decayInterval = decayInterval
    return schedule
  }

  /// Returns this configuration with the learning rate and the sampling probability of the next
  /// step after `state`, in an epoch of `batches` batches.
  package func adjusted(to state: TrainingState, batches: Int) -> TrainingConfiguration {
    let epochs = (Double(state.epoch) + Double(state.batch) / Double(batches)) / Double(epochs)
    let steps = maximumSteps.map { Double(state.step) / Double($0) } ?? 0
    let place = Schedule.Place(
      steps: state.step, epochs: state.epoch, progress: max(epochs, steps),
      reductions: state.plateau?.reductions ?? 0)
    let halvings = state.recoveries ?? 0
    var adjusted = self
    adjusted.learningRate = Float(
      Double(learningRate) * schedule.factor(at: place) * pow(0.5, Double(halvings)))
    adjusted.scheduledSampling = scheduledSampling * Float(place.progress)
    return adjusted
  }

  /// The training objective of a step.
  var objective: TrainingObjective {
    TrainingObjective(
      labelSmoothing: labelSmoothing, samplingProbability: scheduledSampling)
  }
}

// SPDX-License-Identifier: Apache-2.0

import Glibc
import Models

/// How the learning rate goes over a run.
public enum ScheduleKind: String, Codable, Sendable, CaseIterable {
  case constant
  /// Up in a line over the warm-up, then down with the inverse square root of the step (Vaswani et al.,
  /// "Attention is all you need", 2017). The learning rate is the highest one, at the warm-up's end.
  case inverseSquareRoot = "inverse-sqrt"
  /// Times the decay rate whenever so many validations in a row were no better than the best one:
  /// `torch.optim.lr_scheduler.ReduceLROnPlateau` with a patience of one less, and a threshold of 0.
  case plateau
  /// Times the decay rate after each interval: an epoch, or so many steps.
  case exponential
  /// From two thirds of the run on, halved each time that a quarter of the last third has passed: the
  /// scheme `luong234` of tensorflow/nmt (Luong, Brevdo and Zhao, "Neural machine translation (seq2seq)
  /// tutorial", 2017).
  case luong
}

/// The factor that the learning rate has at each place of a run.
package struct Schedule: Sendable, Equatable {
  package var kind = ScheduleKind.constant
  package var warmupSteps = Self.defaultWarmupSteps
  package var decayRate = Double(Self.defaultDecayRate)
  /// Steps; nil is an epoch.
  package var decayInterval: Int?

  package static let defaultWarmupSteps = 4000
  package static let defaultDecayRate: Float = 0.5
  package static let defaultPlateauPatience = 1

  package init(_ kind: ScheduleKind = .constant) { self.kind = kind }

  /// Where in a run a step is made.
  package struct Place: Sendable, Equatable {
    /// Steps made before, and whole epochs.
    package var steps: Int
    package var epochs: Int
    /// The share of the run that is done, 0 to 1.
    package var progress: Double
    /// How often plateaus had the rate reduced.
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
      // Twelfths of the run past the eighth; what rounding takes from a whole one is given back.
      let halvings = (12 * place.progress - 8 + 1e-9).rounded(.down)
      return pow(0.5, max(0, halvings))
    }
  }
}

/// What the schedule `plateau` remembers of validations.
package struct Plateau: Codable, Sendable, Equatable {
  package private(set) var reductions = 0
  private var validationsWithoutBest = 0

  package init() {}

  /// Takes in a validation; `patience` of them in a row without a best one reduce the rate.
  package mutating func record(isBest: Bool, patience: Int) {
    validationsWithoutBest = isBest ? 0 : validationsWithoutBest + 1
    guard validationsWithoutBest >= patience else { return }
    validationsWithoutBest = 0
    reductions += 1
  }
}

extension TrainingConfiguration {
  var schedule: Schedule {
    var schedule = Schedule(scheduleKind ?? .constant)
    schedule.warmupSteps = warmupSteps ?? Schedule.defaultWarmupSteps
    schedule.decayRate = Double(decayRate ?? Schedule.defaultDecayRate)
    schedule.decayInterval = decayInterval
    return schedule
  }

  /// This configuration with the learning rate and the sampling of a step of the run that stands at
  /// `state`, in whose epoch there are so many batches.
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
    adjusted.scheduledSampling = scheduledSampling.map { $0 * Float(place.progress) }
    return adjusted
  }

  /// What a step is to do.
  var objective: TrainingObjective {
    TrainingObjective(
      labelSmoothing: labelSmoothing ?? 0, samplingProbability: scheduledSampling ?? 0)
  }
}

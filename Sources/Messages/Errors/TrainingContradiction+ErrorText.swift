// SPDX-License-Identifier: Apache-2.0

package import Training

extension TrainingContradiction {
  /// Names both options, and says what to change. `developmentFlags` are those that give a dev set.
  package func message(developmentFlags: String) -> String {
    switch self {
    case .momentumWithoutSGD(let optimizer):
      "--momentum needs --optimizer sgd or sgdw, not \(optimizer.rawValue): change the optimizer, or "
        + "omit --momentum."
    case .warmupWithoutItsSchedule(let kind):
      Self.goesWith("warmup-steps", [.inverseSquareRoot], not: kind)
    case .decayRateWithoutItsSchedule(let kind):
      Self.goesWith("decay-rate", [.exponential, .plateau], not: kind)
    case .decayIntervalWithoutItsSchedule(let kind):
      Self.goesWith("decay-interval", [.exponential], not: kind)
    case .plateauPatienceWithoutItsSchedule(let kind):
      Self.goesWith("plateau-patience", [.plateau], not: kind)
    case .metricWithoutOutputs(let metric):
      "--validation-metric \(metric.rawValue) needs the dev translations that --no-dev-translations "
        + "turns off: omit one of the two, or choose perplexity."
    case .forgetBiasWithoutForgetGates:
      "--forget-bias needs a cell with forget gates, such as --cell lstm: change the cell, or omit "
        + "--forget-bias."
    case .averageOfMoreThanEpochs(let averaging, let epochs):
      "--average \(averaging) needs \(counted(averaging.count, "epoch")), but --epochs "
        + "is \(epochs): raise --epochs, average fewer, or give --average none."
    case .plateauWithoutDevelopment:
      "--schedule plateau needs a dev set: give one with \(developmentFlags), or choose "
        + "another schedule."
    case .metricWithoutDevelopment(let metric):
      "--validation-metric \(metric.rawValue) needs a dev set: give one with \(developmentFlags), or "
        + "choose perplexity."
    case .bestWithoutDevelopment(let averaging):
      "--average \(averaging) needs a dev set: give one with \(developmentFlags), or use "
        + "--average last:\(averaging.count)."
    }
  }

  private static func goesWith(
    _ option: String, _ schedules: [ScheduleKind], not kind: ScheduleKind
  ) -> String {
    "--\(option) needs --schedule \(listed(schedules.map(\.rawValue), "or")), not "
      + "\(kind.rawValue): change the schedule, or omit --\(option)."
  }
}

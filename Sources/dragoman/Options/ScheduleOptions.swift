// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Training

struct ScheduleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Learning-rate schedule: constant; inverse-sqrt (the rate rises during a warm-up, then falls as one \
      over the square root of the step number); plateau (falls when dev scores stop improving); exponential \
      (falls at every interval); luong (halves after 3/4, 5/6 and 11/12 of the steps) (default: \
      constant).
      """, valueName: "name"))
  var schedule: ScheduleKind?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Warm-up steps of inverse-sqrt (default: \(Schedule.defaultWarmupSteps)).", valueName: "n"))
  var warmupSteps: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Factor by which exponential and plateau multiply the rate at each decay (default: \
      \(Schedule.defaultDecayRate)).
      """, valueName: "x"))
  var decayRate: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Steps between decays of exponential (default: one epoch).", valueName: "n"))
  var decayInterval: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Validations in a row without a new best score before plateau lowers the rate; equals PyTorch's \
      patience plus one (default: \(Schedule.defaultPlateauPatience)).
      """, valueName: "n"))
  var plateauPatience: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Maximum number of times that diverging training returns to the last good state with half \
      the learning rate (default: \(TrainingConfiguration.defaultRecoveries)).
      """, valueName: "n"))
  var recoveries: Int?
}

extension ScheduleKind: ExpressibleByArgument {}

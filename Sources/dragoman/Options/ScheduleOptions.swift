// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Tasks
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
      "With --schedule inverse-sqrt: warm-up steps (default: \(Schedule.defaultWarmupSteps)).",
      valueName: "n"))
  var warmupSteps: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      With --schedule exponential or plateau: factor by which the rate is multiplied at each decay (default: \
      \(Schedule.defaultDecayRate)).
      """, valueName: "x"))
  var decayRate: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --schedule exponential: steps between decays (default: one epoch).", valueName: "n"))
  var decayInterval: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      With --schedule plateau: validations in a row without a new best score before the rate is lowered; \
      equals PyTorch's \
      patience plus one (default: \(Schedule.defaultPlateauPatience)).
      """, valueName: "n"))
  var plateauPatience: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Maximum number of times that a diverging run returns to the last good state with half \
      the learning rate (default: \(TrainingConfiguration().recoveries)).
      """, valueName: "n"))
  var recoveries: Int?
}

extension ScheduleKind: ExpressibleByArgument {}

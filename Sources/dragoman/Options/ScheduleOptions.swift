// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Training

struct ScheduleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How the learning rate goes: constant, inverse-sqrt (up over a warm-up, then down with the root "
        + "of the steps), plateau (down when dev scores stay), exponential (down every interval), "
        + "luong (halved at each quarter of the last third) (default: constant).", valueName: "name"
    ))
  var schedule: ScheduleKind?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Steps of the rise of inverse-sqrt (default: \(Schedule.defaultWarmupSteps)).",
      valueName: "n"))
  var warmupSteps: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Factor of each decay of exponential and plateau (default: \(Schedule.defaultDecayRate)).",
      valueName: "x"))
  var decayRate: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Steps between two decays of exponential (default: an epoch).", valueName: "n"))
  var decayInterval: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Validations in a row without a best score after which plateau decays, one more than "
        + "PyTorch's patience (default: \(Schedule.defaultPlateauPatience)).", valueName: "n"))
  var plateauPatience: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Times that training that diverges goes back to the last good state with half the learning "
        + "rate before it gives up (default: \(TrainingConfiguration.defaultRecoveries)).",
      valueName: "n"))
  var recoveries: Int?
}

extension ScheduleKind: ExpressibleByArgument {}

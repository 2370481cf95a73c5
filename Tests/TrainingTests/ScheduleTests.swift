// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import Training

/// Compares schedules with PyTorch's schedulers, and with hand-made tables where PyTorch has none.
@Suite struct ScheduleTests {
  private static let rate = 0.8

  private static func place(
    steps: Int = 0, epochs: Int = 0, progress: Double = 0, reductions: Int = 0
  ) -> Schedule.Place {
    Schedule.Place(steps: steps, epochs: epochs, progress: progress, reductions: reductions)
  }

  private func expect(
    _ schedule: Schedule, _ places: [Schedule.Place], toBe name: String
  ) throws {
    let expected = try Golden("schedules").floats(name)
    #expect(expected.count == places.count)
    expectClose(
      places.map { Self.rate * schedule.factor(at: $0) }, expected, relative: 1e-7, name)
  }

  @Test func constantStays() {
    let places = [0, 1, 1000].map { Self.place(steps: $0, epochs: $0, progress: 1, reductions: $0) }
    #expect(places.allSatisfy { Schedule(.constant).factor(at: $0) == 1 })
  }

  @Test func exponentialAgreesWithPyTorch() throws {
    var schedule = Schedule(.exponential)
    schedule.decayRate = 0.7
    try expect(
      schedule, (0...12).map { Self.place(steps: 100 * $0 + 50, epochs: $0) },
      toBe: "exponential")
    schedule.decayInterval = 3
    try expect(schedule, (0...12).map { Self.place(steps: $0) }, toBe: "exponential_interval_3")
  }

  @Test func theInverseSquareRootAgreesWithPyTorch() throws {
    var schedule = Schedule(.inverseSquareRoot)
    schedule.warmupSteps = 5
    try expect(schedule, (0..<20).map { Self.place(steps: $0) }, toBe: "inverse_sqrt")
  }

  @Test(arguments: [1, 2]) func plateausAgreeWithPyTorch(patience: Int) throws {
    var plateau = Plateau()
    var best = Float.infinity
    var places = [Self.place()]
    for score in try Golden("schedules").floats("scores") {
      plateau.record(isBest: score < best, patience: patience)
      best = min(best, score)
      places.append(Self.place(reductions: plateau.reductions))
    }
    try expect(Schedule(.plateau), places, toBe: "plateau_\(patience)")
  }

  @Test(arguments: [(1, nil), (4, nil), (1000, 40)] as [(Int, Int?)])
  func samplingRisesWithTheRun(epochs: Int, steps: Int?) {
    var configuration = TrainingConfiguration()
    configuration.epochs = epochs
    configuration.maximumSteps = steps
    configuration.scheduledSampling = 0.5
    // Forty steps in total, ten or forty per epoch.
    let batches = epochs == 4 ? 10 : 40
    var state = TrainingState(configuration)
    for step in [0, 10, 25, 39] {
      (state.step, state.epoch, state.batch) = (step, step / batches, step % batches)
      let sampling = configuration.adjusted(to: state, batches: batches).scheduledSampling
      expectClose([sampling], [0.5 * Double(step) / 40], relative: 1e-6, "\(step)")
    }
  }

  /// With 120 steps, tensorflow/nmt starts after step 80 and halves after every 10 of the remaining
  /// 40.
  @Test func luongHalvesInTheLastThird() {
    let table = [
      (0, 1.0), (79, 1), (80, 1), (89, 1), (90, 0.5), (99, 0.5), (100, 0.25), (109, 0.25),
      (110, 0.125), (119, 0.125), (120, 0.0625),
    ]
    for (steps, factor) in table {
      let place = Self.place(steps: steps, progress: Double(steps) / 120)
      #expect(Schedule(.luong).factor(at: place) == factor, "\(steps)")
    }
  }
}

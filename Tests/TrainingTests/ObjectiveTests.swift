// SPDX-License-Identifier: Apache-2.0

import Models
import Testing
import Training

@Suite struct ObjectiveTests {
  @Test func smoothingAndSamplingHaveTheirRange() {
    var configuration = TrainingConfiguration()
    configuration.labelSmoothing = 1
    #expect(configuration.invalidValue?.key == "label_smoothing")
    configuration.labelSmoothing = 0.1
    configuration.scheduledSampling = -0.1
    #expect(configuration.invalidValue?.key == "scheduled_sampling")
    configuration.scheduledSampling = 0.5
    #expect(configuration.invalidValue == nil)
  }
}

// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Language models `codepoint`, `word` and `subword` of the toy text, made once for all tests that only
/// read them. Each line is a text of its own.
enum TrainedUnitModels {
  static let directory: String = {
    let directory = SharedDirectory.make()
    do { try ToyText.write(to: directory) } catch { fatalError("\(error)") }
    for (unit, flags) in [("codepoint", ""), ("word", ""), ("subword", "--merges 6")] {
      ToyText.train(unit, "--unit \(unit) --reset-state line \(flags)", in: directory)
    }
    return directory
  }()
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// A number, or `none`, which removes a setting of a configuration file or a checkpoint.
struct OptionalNumber: ExpressibleByArgument, CustomStringConvertible {
  let value: Int?

  var description: String { value.map { "\($0)" } ?? "none" }

  init?(argument: String) {
    value = Int(argument)
    if value == nil && argument != "none" { return nil }
  }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// A number, or `none`, which takes back what a recipe or a checkpoint says.
struct OptionalNumber: ExpressibleByArgument {
  let value: Int?

  init?(argument: String) {
    value = Int(argument)
    if value == nil && argument != "none" { return nil }
  }
}

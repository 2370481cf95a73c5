// SPDX-License-Identifier: Apache-2.0

import Text

extension LectureClaim {
  /// The measured value, with its unit.
  package var measurement: String { unit.text(measured) }

  /// The values for which the claim holds.
  package var expectation: String {
    switch (least, most) {
    case (let least?, let most?) where least == most: unit.text(least)
    case (let least?, let most?): "\(unit.text(least)) to \(unit.text(most))"
    case (let least?, nil): "at least \(unit.text(least))"
    case (nil, let most?): "at most \(unit.text(most))"
    case (nil, nil): ""
    }
  }
}

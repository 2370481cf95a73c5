// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Training

/// Returns the value as JSON with sorted keys, on one line unless `pretty`. Entries of `metrics.jsonl`
/// have the names that the task gives in `keys`.
func json(
  _ value: some Encodable, pretty: Bool = false, _ keys: FileKeys = FileKeys()
) throws -> String {
  let encoder = JSONEncoder()
  encoder.userInfo = keys.userInfo
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
  encoder.keyEncodingStrategy = .convertToSnakeCase
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}

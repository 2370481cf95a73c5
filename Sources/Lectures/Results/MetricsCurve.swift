// SPDX-License-Identifier: Apache-2.0

package import Files
import FoundationEssentials

/// Reads the values of `metric` after each epoch from the `metrics.jsonl` of a checkpoint, such as
/// `accuracy`, `perplexity` or `loss`; none if the metric was not computed.
///
/// - Throws: `FileError`.
package func metricsCurve(
  ofCheckpoint directory: String, metric: String
) throws(FileError) -> [(x: Double, y: Double)] {
  let file = try MappedFile(path: directory + "/metrics.jsonl")
  let text = unsafe file.withBytes { unsafe String(decoding: $0, as: UTF8.self) }
  let decoder = JSONDecoder()
  return text.split(separator: "\n").compactMap { line in
    guard let entry = try? decoder.decode(Entry.self, from: Data(line.utf8)),
      entry.kind == "validation", let value = entry.values[metric]
    else { return nil }
    return (Double(entry.epoch), value)
  }
}

/// An entry of `metrics.jsonl`, of which the names of the scores are not known.
private struct Entry: Decodable {
  let kind: String
  let epoch: Int
  let values: [String: Double]

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    kind = try container.decode(String.self, forKey: Key(stringValue: "kind"))
    epoch = try container.decode(Int.self, forKey: Key(stringValue: "epoch"))
    values = Dictionary(
      uniqueKeysWithValues: container.allKeys.compactMap { key in
        (try? container.decode(Double.self, forKey: key)).map { (key.stringValue, $0) }
      })
  }
}

// SPDX-License-Identifier: Apache-2.0

public import Checkpoints

/// Settings for vectors that a model reads, and what it needs to know of those it was trained on.
public struct VectorConfiguration: Equatable, Sendable {
  /// True if each value is standardized.
  public var standardize = true
  /// Nil if values are not standardized, or before the training vectors have been read.
  public package(set) var standardization: Standardization?

  public init() {}

  /// Returns vectors, end to end, as the model reads them.
  package func prepared(_ values: ArraySlice<Float>) -> [Float] {
    standardization?.standardized(values) ?? Array(values)
  }

  /// True if this is for vectors of `size` values.
  package func fits(size: Int) -> Bool {
    guard let standardization else { return !standardize }
    let (mean, deviation) = (standardization.mean, standardization.deviation)
    return standardize && mean.count == size && deviation.count == size
      && deviation.allSatisfy { $0 > 0 }
  }
}

extension VectorConfiguration: Configurable {
  private static let key = NamedKey("standardization")

  public init(from decoder: any Swift.Decoder) throws {
    try self.init(from: decoder.container(keyedBy: NamedKey.self))
  }

  /// Reads a section of `config.json`, which may also have other keys.
  package init(from section: KeyedDecodingContainer<NamedKey>) throws {
    try self.init(readingFrom: section)
    standardization = try section.decodeIfPresent(Standardization.self, forKey: Self.key)
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    var section = encoder.container(keyedBy: NamedKey.self)
    try encode(to: &section)
  }

  package func encode(to section: inout KeyedEncodingContainer<NamedKey>) throws {
    try write(to: &section)
    try section.encodeIfPresent(standardization, forKey: Self.key)
  }

  package static let settings: [Setting<VectorConfiguration>] = [
    Setting("standardize", \.standardize, .written, .fixed(.weights))
  ]
}

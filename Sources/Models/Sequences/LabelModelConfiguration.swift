// SPDX-License-Identifier: Apache-2.0

public import Layers

/// The architecture and sizes of a classifier.
public struct ClassifierConfiguration: Sendable, Equatable {
  public var encoder = SequenceEncoderConfiguration()
  public var pooling = Pooling.last
  public var labelCount = 0

  public init() {}
}

/// The architecture and sizes of a labeller.
public struct LabellerConfiguration: Sendable, Equatable {
  public var encoder = SequenceEncoderConfiguration()
  public var labelCount = 0

  public init() {}
}

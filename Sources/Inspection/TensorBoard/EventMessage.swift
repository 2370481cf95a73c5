// SPDX-License-Identifier: Apache-2.0

/// A message of a TensorBoard event file: `tensorflow.Event` in the encoding of protocol buffers.
struct EventMessage {
  /// The first message of a file.
  static let fileVersion = EventMessage(version: "brain.Event:2")

  let bytes: [UInt8]

  private init(version: String) {
    var event = Message()
    event.add(field: 3, Array(version.utf8))
    bytes = event.bytes
  }

  /// Creates the message of scalars that were logged at a step. `time` is in seconds.
  init(time: Double, step: Int, scalars: [(tag: String, value: Double)]) {
    var summary = Message()
    for (tag, number) in scalars {
      var value = Message()
      value.add(field: 1, Array(tag.utf8))
      value.add(field: 2, Float(number))
      summary.add(field: 1, value.bytes)
    }
    var event = Message()
    event.add(field: 1, time)
    event.add(field: 2, step)
    event.add(field: 5, summary.bytes)
    bytes = event.bytes
  }
}

/// The fields of a message. Each begins with its number and the kind of its encoding.
private struct Message {
  private enum Wire: UInt64 {
    case varint = 0
    case eightBytes = 1
    case counted = 2
    case fourBytes = 5
  }

  private(set) var bytes: [UInt8] = []

  mutating func add(field: UInt64, _ value: Double) {
    begin(field, .eightBytes)
    bytes += littleEndian(value.bitPattern)
  }

  mutating func add(field: UInt64, _ value: Float) {
    begin(field, .fourBytes)
    bytes += littleEndian(value.bitPattern)
  }

  mutating func add(field: UInt64, _ value: Int) {
    begin(field, .varint)
    addVarint(UInt64(bitPattern: Int64(value)))
  }

  /// Adds a text or a message.
  mutating func add(field: UInt64, _ content: [UInt8]) {
    begin(field, .counted)
    addVarint(UInt64(content.count))
    bytes += content
  }

  private mutating func begin(_ field: UInt64, _ wire: Wire) {
    addVarint(field << 3 | wire.rawValue)
  }

  /// Adds a number in groups of seven bits, the lowest first.
  private mutating func addVarint(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

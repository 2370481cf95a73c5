// SPDX-License-Identifier: Apache-2.0

/// A strict parser of the header: a single JSON object with tensors and string metadata.
///
/// A general JSON decoder would accept duplicate names, which the format forbids, and lose the
/// order, which it fixes.
struct HeaderParser {
  struct Tensor {
    var name: String
    var typeName: String
    var shape: [Int]
    /// Offsets from the start of the data.
    var start: Int
    var end: Int
  }

  private(set) var tensors: [Tensor] = []
  private(set) var metadata: [String: String] = [:]
  var byteCount: Int { bytes.count }

  private let bytes: [UInt8]
  private let path: String
  /// The offset of the header in the file, for error messages.
  private let fileOffset: Int
  private var position = 0
  private var names: Set<String> = []

  init(_ bytes: [UInt8], path: String, fileOffset: Int) throws(SafetensorsError) {
    self.bytes = bytes
    self.path = path
    self.fileOffset = fileOffset
    try parse()
  }

  private mutating func parse() throws(SafetensorsError) {
    // The format requires `{` first: white space may follow the object, but not precede it.
    guard bytes.first == UInt8(ascii: "{") else { throw malformed() }
    try object { (parser, name) throws(SafetensorsError) in
      guard parser.names.insert(name).inserted else { throw parser.error(.duplicateName(name)) }
      if name == "__metadata__" {
        try parser.parseMetadata()
      } else {
        try parser.parseTensor(named: name)
      }
    }
    skipWhitespace()
    guard position == bytes.count else { throw malformed() }
  }

  private mutating func parseMetadata() throws(SafetensorsError) {
    try object { (parser, key) throws(SafetensorsError) in
      let value = try parser.string()
      guard parser.metadata.updateValue(value, forKey: key) == nil else {
        throw parser.error(.duplicateName(key))
      }
    }
  }

  private mutating func parseTensor(named name: String) throws(SafetensorsError) {
    var typeName: String?
    var shape: [Int]?
    var offsets: [Int]?
    try object { (parser, key) throws(SafetensorsError) in
      switch key {
      case "dtype" where typeName == nil: typeName = try parser.string()
      case "shape" where shape == nil: shape = try parser.integers()
      case "data_offsets" where offsets == nil: offsets = try parser.integers()
      default: throw parser.malformed()
      }
    }
    guard let typeName, let shape, let offsets, offsets.count == 2 else { throw malformed() }
    tensors.append(
      Tensor(name: name, typeName: typeName, shape: shape, start: offsets[0], end: offsets[1]))
  }
}

/// The subset of JSON that a header uses.
extension HeaderParser {
  /// Reads `{"key": …, …}` and calls `value` at the start of each value.
  private mutating func object(
    value: (inout HeaderParser, String) throws(SafetensorsError) -> Void
  ) throws(SafetensorsError) {
    try expect("{")
    if accept("}") { return }
    repeat {
      let key = try string()
      try expect(":")
      try value(&self, key)
    } while accept(",")
    try expect("}")
  }

  private mutating func integers() throws(SafetensorsError) -> [Int] {
    var values: [Int] = []
    try expect("[")
    if accept("]") { return values }
    repeat { values.append(try integer()) } while accept(",")
    try expect("]")
    return values
  }

  private mutating func integer() throws(SafetensorsError) -> Int {
    skipWhitespace()
    let digits = bytes[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let hasLeadingZero = digits.count > 1 && digits.first == UInt8(ascii: "0")
    guard !hasLeadingZero, let value = Int(String(decoding: digits, as: UTF8.self)) else {
      throw malformed()
    }
    position += digits.count
    return value
  }

  private mutating func string() throws(SafetensorsError) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while let byte = next() {
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else { throw malformed() }
        return string
      case UInt8(ascii: "\\"):
        text.append(contentsOf: String(try escapedScalar()).utf8)
      case ..<0x20:
        throw malformed()
      default:
        text.append(byte)
      }
    }
    throw malformed()
  }

  private mutating func escapedScalar() throws(SafetensorsError) -> Unicode.Scalar {
    guard let letter = next() else { throw malformed() }
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw malformed()
    }
    let unit = try hexadecimalUnit()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard next() == UInt8(ascii: "\\"), next() == UInt8(ascii: "u") else { throw malformed() }
    var pair = [unit, try hexadecimalUnit()].makeIterator()
    var decoder = UTF16()
    guard case .scalarValue(let scalar) = decoder.decode(&pair) else { throw malformed() }
    return scalar
  }

  private mutating func hexadecimalUnit() throws(SafetensorsError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw malformed()
      }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  private mutating func skipWhitespace() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
  }

  private mutating func next() -> UInt8? {
    guard position < bytes.count else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    skipWhitespace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(SafetensorsError) {
    guard accept(character) else { throw malformed() }
  }

  private func malformed() -> SafetensorsError {
    error(.malformedHeader(offset: fileOffset + position))
  }

  private func error(_ problem: SafetensorsError.Problem) -> SafetensorsError {
    SafetensorsError(path: path, problem: problem)
  }
}

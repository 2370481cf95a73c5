// SPDX-License-Identifier: Apache-2.0

import Files
import FoundationEssentials
import Glibc
import NumPy
import TestSupport
import Testing

@Suite struct NPYFileTests {
  private func golden(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name).npy").path
  }

  private func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: golden(name))))
  }

  private func problem(of bytes: [UInt8]) throws -> NPYError.Problem? {
    let directory = TemporaryDirectory()
    let path = directory.path("a.npy")
    try write(bytes, to: path)
    do {
      _ = try NPYFile(path: path)
      return nil
    } catch let error as NPYError {
      #expect(error.path == path)
      return error.problem
    }
  }

  /// A file of version 1 with this header and the given number of bytes after it.
  private func assembled(_ header: String, dataCount: Int = 0) -> [UInt8] {
    let length = header.utf8.count
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length % 256), UInt8(length / 256)]
      + Array(header.utf8) + [UInt8](repeating: 7, count: dataCount)
  }

  @Test(arguments: [
    ("float16", [-1, 0, 2, 100]), ("float32", [-1, 0, 2, 100]), ("float64", [-1, 0, 2, 100]),
    ("int8", [-1, 0, 2, 100]), ("int16", [-1, 0, 2, 100]), ("int32", [-1, 0, 2, 100]),
    ("int64", [-1, 0, 2, 100]), ("uint8", [0, 1, 2, 100]), ("uint16", [0, 1, 2, 100]),
    ("uint32", [0, 1, 2, 100]), ("uint64", [0, 1, 2, 100]), ("bool", [0, 1, 1, 1]),
  ])
  func numbersOfEveryTypeAreRead(_ name: String, _ values: [Int]) throws {
    let file = try NPYFile(path: golden(name))
    #expect(file.shape == [4] && file.floats() == values.map(Float.init))
    let isInteger = !name.hasPrefix("float") && name != "bool"
    #expect(file.integers() == (isInteger ? values : nil))
  }

  @Test(arguments: ["version2", "version3", "cube", "fortran", "fortran-cube"])
  func everyVersionAndOrderIsRead(_ name: String) throws {
    let file = try NPYFile(path: golden(name))
    #expect(file.shape == (name.hasSuffix("cube") ? [2, 3, 4] : [4, 6]))
    #expect(file.floats() == (0..<24).map { Float($0) / 8 })
  }

  @Test func extremesAreRead() throws {
    #expect(try NPYFile(path: golden("scalar")).shape == [])
    #expect(try NPYFile(path: golden("scalar")).floats() == [2.5])
    #expect(try NPYFile(path: golden("empty")).shape == [0, 4])
    #expect(try NPYFile(path: golden("empty")).floats() == [])
    let special = try NPYFile(path: golden("special")).floats()
    #expect(special[0].isNaN && special[1...] == [.infinity, .infinity])
    #expect(try NPYFile(path: golden("largest")).integers() == [.max])
  }

  @Test(arguments: [
    ("big-endian", ">f4"), ("structured", "[('x', '<f4'), ('y', '<i4', (2,))]"), ("objects", "|O"),
  ])
  func otherTypesAreRefused(_ name: String, _ type: String) throws {
    #expect(try problem(of: bytes(name)) == .unsupportedType(type))
  }

  @Test func everyTruncationIsRefused() throws {
    let whole = try bytes("float32")
    for count in 0..<whole.count {
      let found = try problem(of: Array(whole[..<count]))
      guard case .truncated(let expected, count) = found, expected > count else {
        Issue.record("\(count): \(String(describing: found))")
        continue
      }
    }
    #expect(try problem(of: whole + [0, 0]) == .surplusBytes(count: 2))
  }

  @Test func filesOfOtherFormatsAreRefused() throws {
    #expect(try problem(of: Array("1\t2\n".utf8)) == .otherFormat(nil))
    #expect(try problem(of: Array("PK\u{3}\u{4} an .npz file".utf8)) == .otherFormat(.zip))
    var newer = try bytes("float32")
    newer[6] = 4
    #expect(try problem(of: newer) == .unknownVersion(4))
    #expect(throws: FileError(.open, path: "/nowhere/x", code: ENOENT)) {
      _ = try NPYFile(path: "/nowhere/x")
    }
  }

  @Test(arguments: [
    "", "{", "{}", "{'descr': '<f4', 'fortran_order': False}", "{'shape': (1,)}",
    "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1 2), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775808,), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}",
    "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } x",
    "{'descr': '\\x3cf4', 'fortran_order': False, 'shape': (1,), }",
    "{'descr': [('x', '<f4', 'fortran_order': False, 'shape': (1,), }",
  ])
  func malformedHeadersAreRefused(_ header: String) throws {
    #expect(try problem(of: assembled(header, dataCount: 4)) == .malformedHeader)
  }

  @Test func theFormsOfPythonAreRead() throws {
    for header in [
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}",
      #"{"shape":(1,),"fortran_order":True,"descr":"<f4"}  "# + "\n",
    ] {
      #expect(try problem(of: assembled(header, dataCount: 4)) == nil)
    }
  }

  @Test func impossibleSizesAreRefused() throws {
    func shaped(_ shape: String) -> [UInt8] {
      assembled("{'descr': '<f4', 'fortran_order': False, 'shape': \(shape)}")
    }
    #expect(
      try problem(of: shaped("(4611686018427387904, 4)"))
        == .shapeTooLarge([4_611_686_018_427_387_904, 4]))
    #expect(
      try problem(of: shaped("(2305843009213693951,)"))
        == .shapeTooLarge([2_305_843_009_213_693_951]))
    #expect(try problem(of: shaped("(0, 9223372036854775807)")) == nil)
    // A header that claims 4 GB.
    var header = shaped("(1,)")
    header[6] = 2
    header.replaceSubrange(8..<12, with: [255, 255, 255, 255])
    let count = header.count
    #expect(try problem(of: header) == .truncated(expected: 4_294_967_307, found: count))
  }
}

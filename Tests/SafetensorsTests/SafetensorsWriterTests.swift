// SPDX-License-Identifier: Apache-2.0

import Files
import Safetensors
import TestSupport
import Testing

@Suite struct SafetensorsWriterTests {
  @Test func writesTheBytesThatTheReferenceImplementationReads() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("model.safetensors")
    var writer = try SafetensorsWriter(
      path: path,
      metadata: ["step": "12", "a \"quoted\"": "\\ \u{1} é 🎉"],
      tensors: [
        TensorDeclaration(name: "encoder.weight", shape: [2, 3]),
        TensorDeclaration(name: "ids", type: .int32, shape: [2]),
        TensorDeclaration(name: "step", type: .int64, shape: []),
        TensorDeclaration(name: "empty", shape: [0, 4]),
        TensorDeclaration(name: "loss", type: .float64, shape: [1]),
        TensorDeclaration(name: "bytes", type: .uint8, shape: [3]),
      ])
    try writer.write(
      "encoder.weight", [Float(-0.25), -0.125, 0, 0.125, 0.25, 0.375].span.bytes)
    try writer.write("ids", [Int32(-1), .max].span.bytes)
    try writer.write("step", [Int64(1 << 40 + 1)].span.bytes)
    try writer.write("empty", [Float]().span.bytes)
    try writer.write("loss", [1e-300].span.bytes)
    try writer.write("bytes", [UInt8(0), 127, 255].span.bytes)
    #expect(!fileExists(path))
    try writer.commit()
    #expect(try bytes(at: path) == golden("padded.safetensors").bytes)
  }

  @Test func startsTheDataAtACacheLine() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("model.safetensors")
    for length in 0..<64 {
      let name = String(repeating: "x", count: length)
      var writer = try SafetensorsWriter(
        path: path, tensors: [TensorDeclaration(name: name, type: .uint8, shape: [1])])
      try writer.write(name, [UInt8(length)].span.bytes)
      try writer.commit()
      let file = try SafetensorsFile(path: path)
      #expect(file.tensors[0].byteRange.lowerBound.isMultiple(of: 64))
      #expect(try file.values(named: name, shape: [1]) == [UInt8(length)])
    }
  }

  @Test func keepsEveryCharacterOfMetadata() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("model.safetensors")
    let controls = String(String.UnicodeScalarView((0..<160).compactMap(Unicode.Scalar.init)))
    let metadata = ["": "", controls: "{\"a\": \"\\u0000\"}\r\n", "🎉\u{10FFFF}": controls]
    var writer = try SafetensorsWriter(path: path, metadata: metadata, tensors: [])
    try writer.commit()
    #expect(try SafetensorsFile(path: path).metadata == metadata)
  }

  @Test func leavesTheOldFileWhenAbandoned() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("model.safetensors")
    let old = try golden("padded.safetensors").bytes
    try write(old, to: path)
    do {
      var writer = try SafetensorsWriter(
        path: path,
        tensors: [
          TensorDeclaration(name: "a", shape: [1]), TensorDeclaration(name: "b", shape: [1]),
        ])
      try writer.write("a", [Float(1)].span.bytes)
    }
    #expect(try bytes(at: path) == old)
    #expect(!fileExists(directory.path(".model.safetensors.partial")))
  }

  @Test func trapsIfTensorsDifferFromTheirDeclarations() async {
    let directory = TemporaryDirectory()
    let path = directory.path("model.safetensors")
    await #expect(processExitsWith: .failure) { [path = path as String] in
      try use(path) { try $0.write("b", [Float(1)].span.bytes) }
    }
    await #expect(processExitsWith: .failure) { [path = path as String] in
      try use(path) { try $0.write("a", [Float(1), 2].span.bytes) }
    }
    await #expect(processExitsWith: .failure) { [path = path as String] in
      try use(path) { try $0.commit() }
    }
    await #expect(processExitsWith: .failure) { [path = path as String] in
      try use(path) {
        try $0.write("a", [Float(1)].span.bytes)
        try $0.write("a", [Float(1)].span.bytes)
      }
    }
    await #expect(processExitsWith: .success) { [path = path as String] in
      try use(path) {
        try $0.write("a", [Float(1)].span.bytes)
        try $0.commit()
      }
    }
  }
}

/// Calls `body` with a writer that expects one float named `a`.
private func use(_ path: String, _ body: (inout SafetensorsWriter) throws -> Void) throws {
  var writer = try SafetensorsWriter(
    path: path, tensors: [TensorDeclaration(name: "a", shape: [1])])
  try body(&writer)
}

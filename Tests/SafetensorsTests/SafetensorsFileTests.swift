// SPDX-License-Identifier: Apache-2.0

import Files
import Glibc
import Safetensors
import TestSupport
import Testing

@Suite struct SafetensorsFileTests {
  @Test func readsAFileOfTheReferenceImplementation() throws {
    let file = try SafetensorsFile(path: golden("python.safetensors").path)
    #expect(file.metadata == ["format": "np", "title": "naïve \t \"x\" 🎉"])
    #expect(
      file.tensors.map(\.name) == [
        "step", "moments", "bias é \"quoted\" \\ \n 語🎉", "empty", "encoder.weight", "ids", "half",
        "bytes",
      ])
    #expect(try file.values(named: "step", shape: []) == [Int64(1 << 40 + 1)])
    #expect(try file.values(named: "moments", shape: [2, 1]) == [1e-300, 2.5])
    #expect(try file.values(named: "ids", shape: [2]) == [Int32(-1), .max])
    #expect(try file.values(named: "bytes", shape: [3]) == [UInt8(0), 127, 255])
    #expect(try file.values(named: "empty", shape: [0, 4], as: Float.self) == [])
    let bias: [Float] = try file.values(named: "bias é \"quoted\" \\ \n 語🎉", shape: [3])
    #expect(bias.map(\.bitPattern) == [Float(1.5), -0.0, .infinity].map(\.bitPattern))
  }

  @Test func givesTheBytesOfATypeItDoesNotKnow() throws {
    let file = try SafetensorsFile(path: golden("python.safetensors").path)
    let half = try #require(file.tensor(named: "half"))
    #expect(half.type == nil)
    #expect(half.typeName == "F16")
    let bytes = file.withBytes(of: half) { span in
      (0..<span.byteCount).map { span.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
    }
    #expect(bytes == [0, 0x3C, 0, 0x38])
  }

  @Test func namesTheTensorThatDiffers() throws {
    let path = try golden("python.safetensors").path
    let file = try SafetensorsFile(path: path)
    func read(_ name: String, _ shape: [Int]) throws {
      _ = try file.values(named: name, shape: shape, as: Float.self)
    }
    func error(_ problem: SafetensorsError.Problem) -> SafetensorsError {
      SafetensorsError(path: path, problem: problem)
    }
    #expect(throws: error(.missingTensor(name: "decoder"))) { try read("decoder", [1]) }
    #expect(throws: error(.wrongType(name: "half", expected: "F32", found: "F16"))) {
      try read("half", [2])
    }
    #expect(throws: error(.wrongType(name: "ids", expected: "F32", found: "I32"))) {
      try read("ids", [2])
    }
    #expect(throws: error(.wrongShape(name: "encoder.weight", expected: [3, 2], found: [2, 3]))) {
      try read("encoder.weight", [3, 2])
    }
  }

  @Test func reportsErrorsOfTheSystem() {
    #expect(throws: FileError(.open, path: "/nowhere/x", code: ENOENT)) {
      _ = try SafetensorsFile(path: "/nowhere/x")
    }
  }

  @Test func readsTheSmallestFilesTheFormatAllows() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("model.safetensors")
    for header in ["{}", "{ }  \n", #"{"__metadata__":{}}"#] {
      try write(assembled(header: header), to: path)
      #expect(try SafetensorsFile(path: path).tensors.isEmpty)
    }
  }

  @Test func readsTensorsInAnyHeaderOrder() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("model.safetensors")
    let header = """
      {"b" : {"data_offsets":[3,4], "shape" : [ 1 ],"dtype":"U8"},
       "__metadata__":{"k":"\\ud83c\\udf89\\u00e9\\/"},
       "a":{"dtype":"U8","shape":[3,1],"data_offsets":[0, 3]},
       "z":{"dtype":"F32","shape":[9223372036854775807,0,8],"data_offsets":[0,0]}}
      """
    try write(assembled(header: header, dataCount: 4), to: path)
    let file = try SafetensorsFile(path: path)
    #expect(file.tensors.map(\.name) == ["z", "a", "b"])
    #expect(file.metadata == ["k": "🎉é/"])
    #expect(try file.values(named: "b", shape: [1]) == [UInt8(7)])
  }
}

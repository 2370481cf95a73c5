// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Models
import Safetensors
import TestSupport
import Testing

@Suite struct ParameterArchiveTests {
  private static func names(layers: Int) -> [String] {
    ["encoder", "decoder"].flatMap { side in
      ["\(side).embedding.weight"]
        + (0..<layers).flatMap { layer in
          ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map { "\(side).lstm.\($0)_l\(layer)" }
        }
    } + ["output.weight", "output.bias"]
  }

  @Test func namesShapesAndOrderAreThoseOfPyTorch() throws {
    let directory = TemporaryDirectory()
    let toy = ToyModel(layers: 2)
    let path = directory.path("model.safetensors")
    try toy.parameters.writeModel(to: path, metadata: ["format": "pt"])
    let file = try SafetensorsFile(path: path)
    #expect(file.metadata == ["format": "pt"])
    #expect(file.tensors.map(\.name) == Self.names(layers: 2))
    #expect(file.tensor(named: "encoder.lstm.weight_ih_l0")?.shape == [20, 3])
    #expect(file.tensor(named: "encoder.lstm.weight_ih_l1")?.shape == [20, 5])
    #expect(file.tensor(named: "decoder.lstm.bias_hh_l1")?.shape == [20])
    #expect(file.tensor(named: "output.weight")?.shape == [7, 5])
    for side in ["encoder", "decoder"] {
      for layer in 0..<2 {
        let zeros: [Float] = try file.values(
          named: "\(side).lstm.bias_hh_l\(layer)", shape: [20])
        #expect(zeros == [Float](repeating: 0, count: 20))
      }
    }
  }

  @Test(arguments: 1...3) func theSizesSayHowManyParametersThereAre(layers: Int) {
    let model = ToyModel(layers: layers).model
    #expect(model.configuration.parameterCount == model.layout.parameterCount)
  }

  @Test func savedWeightsAreLoadedToTheBit() throws {
    let directory = TemporaryDirectory()
    for layers in [1, 3] {
      let toy = ToyModel(layers: layers)
      let path = directory.path("\(layers).safetensors")
      try toy.parameters.writeModel(to: path, metadata: [:])
      let mapped = try MappedParameters(path, toy.model.layout)
      for entry in toy.model.layout.entries {
        expectSameBits(
          mapped[entry.slot].elements, toy.parameters.values(entry.slot), entry.name)
        mapped.releaseMemory(of: entry.slot)
        expectSameBits(
          mapped[entry.slot].elements, toy.parameters.values(entry.slot), "read again")
      }
    }
  }

  /// PyTorch trains two biases that are always added.
  @Test func theTwoBiasesOfPyTorchAreAdded() throws {
    let directory = TemporaryDirectory()
    let toy = ToyModel(layers: 1)
    let path = directory.path("model.safetensors")
    let tensors = toy.model.layout.entries.flatMap { entry in
      let second = entry.name.replacing("bias_ih", with: "bias_hh")
      return (second == entry.name ? [entry.name] : [entry.name, second])
        .map { TensorDeclaration(name: $0, shape: entry.shape) }
    }
    var writer = try SafetensorsWriter(path: path, metadata: [:], tensors: tensors)
    for tensor in tensors {
      let value: Float = tensor.name.contains("bias_hh") ? 0.25 : 1
      let values = [Float](repeating: value, count: tensor.shape.reduce(1, *))
      try writer.write(tensor.name, values.span.bytes)
    }
    try writer.commit()
    let loaded = try MappedParameters(path, toy.model.layout)
    for entry in toy.model.layout.entries {
      let expected: Float = entry.name.contains("lstm.bias") ? 1.25 : 1
      #expect(loaded[entry.slot].elements.allSatisfy { $0 == expected }, "\(entry.name)")
    }
  }

  @Test func anotherShapeOrAMissingTensorIsAnError() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("model.safetensors")
    let toy = ToyModel(layers: 1)
    try toy.parameters.writeModel(to: path, metadata: [:])
    #expect(
      throws: SafetensorsError(
        path: path, problem: .missingTensor(name: "encoder.lstm.weight_ih_l1"))
    ) { _ = try MappedParameters(path, ToyModel(layers: 2).model.layout) }
    #expect(
      throws: SafetensorsError(
        path: path,
        problem: .wrongShape(
          name: "encoder.lstm.weight_ih_l0", expected: [24, 3], found: [20, 3]))
    ) { _ = try MappedParameters(path, ToyModel(hidden: 6, layers: 1).model.layout) }
  }

  /// The weights and moments of a training state, under prefixes in one file.
  @Test func statesAreReadBackExactly() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("state.safetensors")
    let buffers = [UInt64(1), 2].map { ToyModel(seed: $0).parameters }
    let prefixes = ["weights.", "mean."]
    var writer = try SafetensorsWriter(
      path: path, metadata: [:],
      tensors: zip(buffers, prefixes).flatMap { $0.declarations(prefix: $1) })
    for (buffer, prefix) in zip(buffers, prefixes) { try buffer.write(prefix: prefix, to: &writer) }
    try writer.commit()
    let file = try SafetensorsFile(path: path)
    for (buffer, prefix) in zip(buffers, prefixes) {
      let read = ParameterBuffer(buffer.layout)
      try read.read(prefix: prefix, from: file)
      expectSameBits(read.elements, buffer.elements, prefix)
    }
    #expect(throws: SafetensorsError.self) {
      try ParameterBuffer(buffers[0].layout).read(prefix: "other.", from: file)
    }
  }
}

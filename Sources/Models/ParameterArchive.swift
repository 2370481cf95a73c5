// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Files
package import Safetensors

extension EncoderDecoder {
  /// Writes the weights to a file that the same model in PyTorch can load.
  package func save(
    _ parameters: ParameterBuffer, to path: String, metadata: [String: String]
  ) throws(FileError) {
    try parameters.save(to: path, metadata: metadata)
  }
}

extension ParameterBuffer {
  /// Writes the weights with the names and the gate order of `torch.nn`, so that
  /// `load_state_dict(strict=True)` accepts them. The second LSTM bias, which is not trained, is
  /// written as zeros.
  package func save(to path: String, metadata: [String: String]) throws(FileError) {
    let tensors = layout.entries.flatMap { entry in
      entry.tensorNames.map { TensorDeclaration(name: $0, shape: entry.shape) }
    }
    var writer = try SafetensorsWriter(path: path, metadata: metadata, tensors: tensors)
    for entry in layout.entries {
      let values = values(entry.slot)
      for name in entry.tensorNames {
        let values = name == entry.zeros ? [Float](repeating: 0, count: values.count) : values
        try unsafe writer.write(name, values.span.bytes)
      }
    }
    try writer.commit()
  }
}

extension ParameterLayout.Entry {
  /// The names of the tensors that hold this parameter in `model.safetensors`.
  var tensorNames: [String] { summands + otherNames }

  /// The names of the tensors whose sum is this parameter.
  var summands: [String] { [name] + (zeros.map { [$0] } ?? []) }
}

// MARK: - Exact state

extension ParameterBuffer {
  /// Returns the declarations of this buffer's parameters, with `prefix` before each name.
  package func declarations(prefix: String) -> [TensorDeclaration] {
    layout.entries.map { TensorDeclaration(name: prefix + $0.name, shape: $0.shape) }
  }

  package func write(
    prefix: String, to writer: inout SafetensorsWriter
  ) throws(FileError) {
    for entry in layout.entries {
      try unsafe writer.write(prefix + entry.name, values(entry.slot).span.bytes)
    }
  }

  /// - Throws: `SafetensorsError` if a tensor is missing or has another shape.
  package func read(prefix: String, from file: SafetensorsFile) throws(SafetensorsError) {
    for entry in layout.entries {
      try setValues(file.values(named: prefix + entry.name, shape: entry.shape), of: entry.slot)
    }
  }
}

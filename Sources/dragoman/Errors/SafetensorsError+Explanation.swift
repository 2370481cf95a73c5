// SPDX-License-Identifier: Apache-2.0

import Files
import Safetensors

extension SafetensorsError: Explainable {
  var explanation: Explanation {
    if case .otherFormat(let format) = problem { return refusal(of: format) }
    return Explanation(
      .badData, "\(path): \(problem.description).",
      advice: "The file is damaged or was made for another model: copy it again, or train anew.")
  }

  private func refusal(of format: FileFormat) -> Explanation {
    switch format {
    case .lfsPointer: format.refusal(of: .file(path))
    case .zip:
      Explanation(
        .badData, "\(path) is \(format.description), as PyTorch saves, not safetensors.",
        advice: "Save the weights with safetensors.torch.save_file.")
    default:
      Explanation(
        .badData, "\(path) is \(format.description), not safetensors.",
        advice: "Copy the checkpoint again, or train anew.")
    }
  }
}

extension SafetensorsError.Problem {
  fileprivate var description: String {
    switch self {
    case .otherFormat(let format): "the file is \(format.description)"
    case .truncated(let expected, let found):
      "the file ends early: expected at least \(grouped(expected)) bytes, found \(grouped(found))"
    case .headerTooLong(let found, let limit):
      "the header claims \(found) bytes; at most \(limit) are read"
    case .malformedHeader(let offset): "the header cannot be read, at byte \(offset)"
    case .duplicateName(let name): "the name '\(name)' occurs twice"
    case .misplacedTensor(let name, let expectedStart, let foundStart):
      "tensor '\(name)' starts at byte \(foundStart) of the data; expected \(expectedStart)"
    case .invertedRange(let name, let start, let end):
      "tensor '\(name)' ends at byte \(end), before its start at \(start)"
    case .shapeTooLarge(let name, let shape):
      "tensor '\(name)' is too large to be meant: \(shape)"
    case .wrongByteCount(let name, let expected, let found):
      "tensor '\(name)' has \(grouped(found)) bytes; its shape asks for \(grouped(expected))"
    case .unclaimedBytes(let count):
      "\(grouped(count)) bytes at the end belong to no tensor"
    case .missingTensor(let name): "tensor '\(name)' is missing"
    case .surplusTensor(let name):
      "tensor '\(name)' has no place in the model that config.json describes"
    case .wrongShape(let name, let expected, let found):
      "tensor '\(name)' has the shape \(found); expected \(expected)"
    case .wrongType(let name, let expected, let found):
      "tensor '\(name)' holds \(found) values; expected \(expected)"
    }
  }
}

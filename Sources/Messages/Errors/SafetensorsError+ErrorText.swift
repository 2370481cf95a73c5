// SPDX-License-Identifier: Apache-2.0

import Files
package import Safetensors
import Text

extension SafetensorsError: Explainable {
  package var explanation: ErrorText {
    if case .otherFormat(let format) = problem { return refusal(of: format) }
    return ErrorText(
      .badData, "\(path): \(problem.description).",
      advice: "The file is damaged or belongs to another model: copy it again, or train again.")
  }

  private func refusal(of format: FileFormat) -> ErrorText {
    switch format {
    case .lfsPointer: format.refusal(of: .file(path))
    case .zip:
      ErrorText(
        .badData, "\(path) is \(format.description), as saved by PyTorch, not a safetensors file.",
        advice: "Save the weights with safetensors.torch.save_file.")
    default:
      ErrorText(
        .badData, "\(path) is \(format.description), not a safetensors file.",
        advice: "Copy the checkpoint again, or train it again.")
    }
  }
}

extension SafetensorsError.Problem {
  fileprivate var description: String {
    switch self {
    case .otherFormat(let format): "the file is \(format.description)"
    case .truncated(let expected, let found):
      "the file is truncated: expected at least \(grouped(expected)) bytes, found \(grouped(found))"
    case .headerTooLong(let found, let limit):
      "the header's length is \(found) bytes, but must be at most \(limit)"
    case .malformedHeader(let offset): "the header is malformed at byte \(offset)"
    case .duplicateName(let name): "the name '\(name)' occurs twice"
    case .misplacedTensor(let name, let expectedStart, let foundStart):
      "tensor '\(name)' starts at byte \(foundStart) of the data; expected \(expectedStart)"
    case .invertedRange(let name, let start, let end):
      "tensor '\(name)' ends at byte \(end), before its start at \(start)"
    case .shapeTooLarge(let name, let shape):
      "tensor '\(name)' is impossibly large: \(shape)"
    case .wrongByteCount(let name, let expected, let found):
      "tensor '\(name)' has \(grouped(found)) bytes, but its shape needs \(grouped(expected))"
    case .unclaimedBytes(let count):
      "\(counted(count, "byte")) at the end \(count == 1 ? "belongs" : "belong") to no tensor"
    case .missingTensor(let name): "tensor '\(name)' is missing"
    case .surplusTensor(let name):
      "tensor '\(name)' does not belong to the model that config.json describes"
    case .wrongShape(let name, let expected, let found):
      "tensor '\(name)' has shape \(found), but must have \(expected)"
    case .wrongType(let name, let expected, let found):
      "tensor '\(name)' contains \(found) values, but must contain \(expected)"
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// Checkpoints that are damaged, incomplete or too new, each in its own copy.
struct WrongCheckpointTests {
  private static let damaged =
    "The file is damaged: copy the checkpoint again, or train it again."
  private static let damagedTensors =
    "The file is damaged or belongs to another model: copy it again, or train again."

  /// Returns the result of translating with a copy of `model` after `damage`.
  private func translateAfter(_ damage: (String) throws -> Void) throws -> ProcessResult {
    let directory = TemporaryDirectory()
    let copy = directory.path("model")
    try FileManager.default.copyItem(atPath: TrainedCheckpoint.directory + "/model", toPath: copy)
    try damage(copy)
    return Dragoman.run("translate model", in: directory.path, input: "a\n")
  }

  @Test func noCheckpoint() {
    #expect(
      Dragoman.run("translate nowhere")
        == failure(
          66, "nowhere is not a checkpoint: config.json is missing.",
          "Give the directory that 'dragoman train --checkpoint' wrote."))
  }

  @Test func anEmptyPath() {
    #expect(
      Dragoman.run("describe ''")
        == failure(
          64, "The path of the checkpoint is empty.",
          "Give the directory that 'dragoman train --checkpoint' wrote."))
  }

  @Test(arguments: ["source.vocab", "target.vocab", "model.safetensors"])
  func aMissingFile(name: String) throws {
    let result = try translateAfter { unlink("\($0)/\(name)") }
    #expect(
      result
        == failure(
          66, "Cannot open model/\(name): there is no such file.",
          "Check the spelling of the path."))
  }

  @Test func aNewerFormat() throws {
    let result = try translateAfter {
      try replace(#""format_version" : 1"#, by: #""format_version" : 7"#, in: $0 + "/config.json")
    }
    #expect(
      result
        == failure(
          65,
          "model/config.json: the format version is 7; this version of Dragoman reads formats up to 3.",
          "Update Dragoman."))
  }

  @Test(
    arguments: [
      (
        "language-model", "model is a language model, not a translator.",
        "Use it with 'dragoman sample' or 'dragoman complete'."
      ),
      (
        "poetry", "model/config.json: this version of Dragoman does not know the task 'poetry'.",
        "Update Dragoman."
      ),
    ])
  func aCheckpointOfAnotherTask(task: String, message: String, advice: String) throws {
    let result = try translateAfter {
      try replace(
        #""format_version" : 1"#, by: #""format_version" : 3, "task" : "\#(task)""#,
        in: $0 + "/config.json")
    }
    #expect(result == failure(65, message, advice))
  }

  /// Every command for one task refuses a checkpoint of the other, and names commands for it.
  @Test func checkpointsOfTheOtherTask() throws {
    let translator = TrainedCheckpoint.directory + "/model"
    let model = TrainedLanguageModel.directory + "/model"
    func run(_ command: String) -> ProcessResult {
      Dragoman.run(command, in: TrainedCheckpoint.directory, input: "a\n")
    }
    for command in ["translate \(model)", "translate \(translator) \(model)"] {
      #expect(
        run(command)
          == failure(
            65, "\(model) is a language model, not a translator.",
            "Use it with 'dragoman sample' or 'dragoman complete'."))
    }
    for command in ["sample", "complete"] {
      #expect(
        run("\(command) \(translator)")
          == failure(
            65, "\(translator) is a translator, not a language model.",
            "Use it with 'dragoman translate'."))
    }
    for command in ["train", "train translation"] {
      #expect(
        run("\(command) \(ToyCorpus.training) --checkpoint \(model) --resume")
          == failure(
            64, "\(model) is a language model, not a translator.",
            "Resume it with 'dragoman train language-model --resume', or give another --checkpoint."
          ))
    }
    #expect(
      run("train language-model --text train.en --checkpoint \(translator) --resume")
        == failure(
          64, "\(translator) is a translator, not a language model.",
          "Resume it with 'dragoman train translation --resume', or give another --checkpoint."))
    for command in ["score", "evaluate --text train.en", "average --output mean"] {
      #expect(
        run("\(command) \(translator) \(model)")
          == failure(
            64, "\(translator) is a translator, but \(model) is a language model.",
            "Give checkpoints of one task at a time."))
    }
  }

  /// Every command refuses the checkpoint of a task that it does not know.
  @Test(arguments: [
    "translate m", "score m --text train.en", "evaluate m --text train.en", "explain m", "sample m",
    "complete m", "describe m",
    "embeddings neighbors m a", "average m m --output mean",
    "train \(ToyCorpus.training) --checkpoint m --resume",
    "train language-model --text train.en --checkpoint m --resume",
  ])
  func aTaskThatIsUnknown(command: String) throws {
    try withToyCorpus { directory throws in
      try FileManager.default.copyItem(
        atPath: TrainedLanguageModel.directory + "/model", toPath: directory + "/m")
      try replace(#""language-model""#, by: #""poetry""#, in: directory + "/m/config.json")
      let result = Dragoman.run(command, in: directory, input: "a\n")
      #expect(
        result
          == failure(
            65, "m/config.json: this version of Dragoman does not know the task 'poetry'.",
            "Update Dragoman."))
    }
  }

  @Test func aConfigurationThatIsNone() throws {
    #expect(
      try translateAfter { try write("{", to: $0 + "/config.json") }
        == failure(65, "model/config.json is not the configuration of a checkpoint.", Self.damaged))
    #expect(
      try translateAfter {
        try replace(#""hidden_size" : 16"#, by: #""hidden_size" : "x""#, in: $0 + "/config.json")
      }
        == failure(
          65,
          "model/config.json: 'model.hidden_size' is missing or has the wrong type.",
          Self.damaged))
    #expect(
      try translateAfter {
        try replace(#""layers" : 1"#, by: #""layers" : 0"#, in: $0 + "/config.json")
      }
        == failure(
          65, "model/config.json: 'model.layers' is 0, which is not a valid value.", Self.damaged))
  }

  @Test func aLanguageThatIsUnknown() throws {
    #expect(
      try translateAfter {
        try replace(
          #""language" : "fr""#, by: #""language" : "zzzzzzzz""#, in: $0 + "/config.json")
      }
        == failure(
          65,
          "model/config.json: 'target_tokenizer.language' is 'zzzzzzzz', which is not a language "
            + "that ICU knows.", Self.damaged))
  }

  /// Without some of its weights, it would be a different model.
  @Test func weightsThatNoParameterTakes() throws {
    let result = try translateAfter {
      try write(try weights(of: $0, and: "attention.weight"), to: $0 + "/model.safetensors")
    }
    #expect(
      result
        == failure(
          65,
          "model/model.safetensors: tensor 'attention.weight' does not belong to the model that "
            + "config.json describes.", Self.damagedTensors))
  }

  /// Returns the file of weights with an additional tensor of one float.
  private func weights(of checkpoint: String, and name: String) throws -> [UInt8] {
    let bytes = try contents(of: checkpoint + "/model.safetensors")
    let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
    let end = bytes.count - 8 - length
    let closing = try #require(header.lastIndex(of: "}"))
    let longer =
      header[..<closing]
      + #","\#(name)":{"dtype":"F32","shape":[1],"data_offsets":[\#(end),\#(end + 4)]}}"#
    let size = (0..<8).map { UInt8(longer.utf8.count >> (8 * $0) & 0xFF) }
    return size + Array(longer.utf8) + bytes[(8 + length)...] + [0, 0, 0, 0]
  }

  @Test func aVocabularyOfAnotherModel() throws {
    let result = try translateAfter {
      let path = $0 + "/target.vocab"
      try write(try contents(of: path) + Array("more\t1\n".utf8), to: path)
    }
    #expect(
      result
        == failure(
          65, "model/target.vocab has 13 lines, but config.json says 12.",
          "The file belongs to another model: copy the checkpoint again, or train it again."))
  }

  @Test func aTruncatedTensorFile() throws {
    let result = try translateAfter {
      let path = $0 + "/model.safetensors"
      try write(Array(try contents(of: path).prefix(14_000)), to: path)
    }
    #expect(
      result
        == failure(
          65,
          "model/model.safetensors: the file is truncated: expected at least 14,656 bytes, found "
            + "14,000.", Self.damagedTensors))
  }

  @Test func aCorruptTensorFile() throws {
    let result = try translateAfter {
      let path = $0 + "/model.safetensors"
      var bytes = try contents(of: path)
      bytes[8] = UInt8(ascii: "x")
      try write(bytes, to: path)
    }
    #expect(
      result
        == failure(
          65, "model/model.safetensors: the header is malformed at byte 8.",
          Self.damagedTensors))
  }

  @Test func weightsOfTheWrongShape() throws {
    let result = try translateAfter {
      try replace(#""hidden_size" : 16"#, by: #""hidden_size" : 24"#, in: $0 + "/config.json")
    }
    #expect(
      result
        == failure(
          65,
          "model/model.safetensors: tensor 'encoder.lstm.weight_ih_l0' has shape [64, 8], but must "
            + "have [96, 8].", Self.damagedTensors))
  }

  /// None of these sizes may be trusted and lead to an allocation.
  @Test(arguments: [
    (
      "1000000", "config.json: 'model.hidden_size' is 1000000, which is not a valid value.", damaged
    ),
    (
      "60000",
      "model.safetensors: tensor 'encoder.lstm.weight_ih_l0' has shape [64, 8], but must have "
        + "[240000, 8].", damagedTensors
    ),
  ])
  func sizesBeyondReason(size: String, message: String, advice: String) throws {
    let result = try translateAfter {
      try replace(#""hidden_size" : 16"#, by: #""hidden_size" : \#(size)"#, in: $0 + "/config.json")
    }
    #expect(result == failure(65, "model/" + message, advice))
  }

  @Test func weightsThatAreNoNumbers() throws {
    let result = try translateAfter {
      let path = $0 + "/model.safetensors"
      let bytes = try contents(of: path)
      try write(bytes.dropLast(4) + [0, 0, 0xC0, 0x7F], to: path)
    }
    #expect(
      result
        == failure(
          65,
          "model/model.safetensors: tensor 'output.bias' contains values that are not finite.",
          Self.damaged))
  }

  private func replace(_ old: String, by new: String, in path: String) throws {
    let text = String(decoding: try contents(of: path), as: UTF8.self)
    try #require(text.contains(old))
    try write(text.replacing(old, with: new), to: path)
  }
}

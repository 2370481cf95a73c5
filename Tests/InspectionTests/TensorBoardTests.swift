// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

@testable import Inspection

/// Event files, compared with one that TensorBoard wrote.
struct TensorBoardTests {
  private static let goldens =
    String(#filePath.dropLast("TensorBoardTests.swift".count)) + "Goldens/"

  /// The check value of the Rocksoft model, and the examples of RFC 3720, B.4.
  @Test(
    arguments: [
      (Array("123456789".utf8), 0xE306_9283), ([], 0),
      (Array(repeating: 0, count: 32), 0x8A91_36AA),
      (Array(repeating: 0xFF, count: 32), 0x62A8_AB43), (Array(0..<32), 0x46DD_794E),
      (Array((0..<32).reversed()), 0x113F_DB5C),
    ] as [([UInt8], UInt32)])
  func theChecksumIsThatOfCastagnoli(bytes: [UInt8], checksum: UInt32) {
    #expect(CRC32C.checksum(bytes) == checksum)
  }

  @Test func aRecordIsFramed() {
    let record = TFRecord.framed([1, 2, 3])
    #expect(record.count == 8 + 4 + 3 + 4)
    #expect(record[..<8].elementsEqual([3, 0, 0, 0, 0, 0, 0, 0]))
    #expect(record[12..<15].elementsEqual([1, 2, 3]))
    #expect(TFRecord.maskedChecksum([]) == 0xA282_EAD8)
  }

  @Test func theFileIsThatOfTensorBoard() throws {
    let log = TrainingLog(
      name: "run",
      [
        .init(
          kind: .training, step: 100, epoch: 1, seconds: 0.5,
          values: ["loss": 4.5, "learning_rate": 0.002]),
        .init(
          kind: .validation, step: 118, epoch: 1, seconds: 1.25,
          values: ["loss": 2.75, "perplexity": .infinity]),
        .init(
          kind: .training, step: 40_000, epoch: 9, seconds: 2,
          values: ["loss": .nan, "learning_rate": 0]),
      ])
    let directory = TemporaryDirectory()
    try log.writeEvents(to: directory.path("events"))
    let golden = try Data(contentsOf: URL(filePath: Self.goldens + "events.tfevents"))
    #expect(try Data(contentsOf: URL(filePath: directory.path("events"))) == golden)
  }
}

// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Text

@Suite struct XXHash64Tests {
  /// Lengths, and hashes of the first bytes of `bytes`, from the Python package xxhash 4.1.0.
  static let known: [(Int, UInt64)] = [
    (0, 0xEF46_DB37_51D8_E999), (1, 0x50FF_15A8_1340_970F), (2, 0xCFCA_B671_47B7_B878),
    (3, 0x8FD1_BF69_A31A_56F5), (4, 0x56AD_15C3_5C97_74FD), (5, 0x07ED_F254_F58B_2902),
    (7, 0xEF76_4BC0_3DAB_FE4E), (8, 0x8E94_D1FC_5AE6_8313), (9, 0xCB2D_2729_50CE_9046),
    (12, 0xC28C_A4C6_E81E_AB49), (15, 0x477C_43CF_9858_C4DB), (16, 0x4765_BC7E_3338_6B0C),
    (31, 0x18E1_8760_6DDC_662C), (32, 0xFB5A_878E_5033_2551), (33, 0xA636_16DA_9F1B_FC3D),
    (39, 0xAA70_409F_197B_A698), (63, 0xB9A0_5DBD_EC87_70DE), (64, 0xA683_3896_8209_86E1),
    (65, 0xB28B_69E5_A411_48D6), (100, 0xF388_9643_4BDC_D7AC), (255, 0x31B6_78AD_EC6F_C7E1),
    (300, 0x8F27_0AE5_159D_8683),
  ]

  private let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 * $0 * 7 + $0 * 13 + 5) }

  @Test func agreesWithTheReferenceImplementation() {
    for (count, expected) in Self.known {
      #expect(XXHash64.hash(bytes.span.extracting(..<count)) == expected, "\(count) bytes")
    }
  }

  @Test func doesNotDependOnHowBytesArrive() {
    for (count, expected) in Self.known {
      for step in [1, 3, 31, 32, 33, 70] {
        var hash = XXHash64()
        for start in stride(from: 0, to: count, by: step) {
          hash.update(bytes.span.extracting(start..<min(start + step, count)))
        }
        #expect(hash.digest() == expected, "\(count) bytes by \(step)")
      }
    }
    #expect(XXHash64().hexadecimal == "ef46db3751d8e999")
  }
}

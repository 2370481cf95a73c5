// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Inspection

/// The 32-bit finalizer of MurmurHash3, as in Goldens/make.py.
private func mixed(_ n: UInt32) -> UInt32 {
  var n = n
  n ^= n >> 16
  n &*= 0x85EB_CA6B
  n ^= n >> 13
  n &*= 0xC2B2_AE35
  return n ^ (n >> 16)
}

/// Multiples of 2⁻¹⁵ in [-1, 1).
func uniform(_ n: UInt32) -> Float { Float(mixed(n) >> 16) / 32768 - 1 }

/// Returns the table that Goldens/make.py computes; every value is exact in single precision.
func syntheticTable(rows: Int, dimension: Int) -> EmbeddingTable {
  var vectors: [Float] = []
  vectors.reserveCapacity(rows * dimension)
  let signs = (0..<UInt32(dimension)).map { mixed($0) & 1 == 0 ? Float(1) : -1 }
  for i in 0..<UInt32(rows) {
    let factors = (0..<UInt32(6)).map { Float(6 - $0) * uniform(1_000_000_000 + i * 6 + $0) }
    for j in 0..<UInt32(dimension) {
      let noise = uniform(i * UInt32(dimension) + j) / 4
      let shared = factors[Int(j % 6)] * signs[Int(j)]
      vectors.append(shared + noise + Float(j % 7) / 2)
    }
  }
  return EmbeddingTable(
    words: (0..<rows).map { "w\($0)" }, counts: (0..<rows).map { rows - $0 },
    dimension: dimension, vectors: vectors)
}

/// Returns a small table for a test; counts decrease from 100.
func table(_ rows: [(String, [Float])]) -> EmbeddingTable {
  EmbeddingTable(
    words: rows.map(\.0), counts: rows.indices.map { 100 - $0 },
    dimension: rows[0].1.count, vectors: rows.flatMap(\.1))
}

/// Reads a file in the folder `Goldens` beside this one.
func golden(_ name: String) throws -> Data {
  let folder = String(#filePath.dropLast("SyntheticTables.swift".count))
  return try Data(contentsOf: URL(filePath: folder + "Goldens/" + name))
}

func golden<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
  try JSONDecoder().decode(type, from: golden(name))
}

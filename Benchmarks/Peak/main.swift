// SPDX-License-Identifier: Apache-2.0
//
// Prints the highest rate of matrix products that the workers reach together, in GFLOP/s: the limit
// that training is measured against. Usage: matrix-peak [THREADS [float32|bfloat16]]

import BenchmarkSupport

let threads = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 2
let precision = CommandLine.arguments.dropFirst(2).first
let peak = try MatrixPeak(threads: threads, bfloat16: precision == "bfloat16")
let best = (0..<24).map { _ in peak.measure() }.max() ?? 0
print(Int(best.rounded()))

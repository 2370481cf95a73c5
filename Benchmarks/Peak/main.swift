// SPDX-License-Identifier: Apache-2.0
//
// Prints the highest rate of matrix products that all workers reach together, in GFLOP/s. Training
// is compared with this limit. Usage: matrix-peak [THREADS [float32|bfloat16]]

import BenchmarkSupport

let threads = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 2
let precision = CommandLine.arguments.dropFirst(2).first
let peak = try MatrixPeak(threads: threads, bfloat16: precision == "bfloat16")
let best = (0..<24).map { _ in peak.measure() }.max() ?? 0
print(Int(best.rounded()))

// SPDX-License-Identifier: Apache-2.0
//
// Compares the kernels of every instruction set of the CPU with the plain ones, and the matrix
// products of the model with the fastest of them. Usage:
//
//   kernel-bench [THREADS]     prints both tables; THREADS applies to the matrix products
//   kernel-bench list          prints a line 'kernel<TAB>elements' for each kernel
//   kernel-bench once KERNEL   calls a kernel once, for counting; DRAGOMAN_KERNELS selects the set

import BenchmarkSupport
import Compute
import Glibc
import Threads

func printKernels() {
  let calls = 100
  var rows = [["kernel", "shape", "set", "ns/element", "GB/s", "times plain"]]
  for kernel in KernelCase.all {
    kernel.withCall { call in
      var plain: Double?
      for name in Kernels.names {
        guard let kernels = Kernels.named(name) else { continue }
        let seconds = call.time(kernels, calls: calls) / Double(kernel.elements)
        let reference = plain ?? seconds
        plain = reference
        rows.append([
          kernel.name, "\(kernel.rows) × \(kernel.columns)", name,
          decimal(seconds * 1e9, places: 3), decimal(kernel.bytes / seconds / 1e9, places: 1),
          decimal(reference / seconds, places: 1),
        ])
      }
    }
  }
  printTable(rows)
}

func printProducts(threads: Int) throws {
  let pool = try WorkerPool(count: threads)
  let rates = ProductCase.all.map { $0.rate(on: pool) }
  // The fastest product of floats, with which the 8-bit ones are compared too.
  let peak = zip(ProductCase.all, rates).filter { $0.0.form != .int8 }.map(\.1).max() ?? .nan
  var rows = [["product", "rows × columns × inner", "factors", "GFLOP/s", "of the fastest"]]
  for (product, rate) in zip(ProductCase.all, rates) {
    rows.append([
      product.place, "\(product.rows) × \(product.columns) × \(product.inner)",
      product.form.rawValue, decimal(rate, places: 0),
      decimal(100 * rate / peak, places: 0) + " %",
    ])
  }
  printTable(rows)
}

func fail(_ message: String) -> Never {
  let line = "kernel-bench: \(message)\n"
  unsafe write(STDERR_FILENO, line, line.utf8.count)
  exit(64)
}

let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "list":
  for kernel in KernelCase.all { print("\(kernel.name)\t\(kernel.elements)") }
case "once":
  guard let kernel = KernelCase.all.first(where: { $0.name == arguments.dropFirst().first })
  else { fail("'once' needs the name of a kernel; 'list' prints the names") }
  kernel.withCall { $0.run(.best) }
  print(Kernels.best.name)
default:
  let threads = arguments.first.map { Int($0) ?? 0 } ?? 2
  guard (1...64).contains(threads) else { fail("expected 1 to 64 threads, list or once") }
  printKernels()
  print("\n\(threads) threads")
  try printProducts(threads: threads)
}

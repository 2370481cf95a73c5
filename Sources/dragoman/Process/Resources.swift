// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Glibc
import Models
import Text

/// The CPUs and the memory of the process.
enum Resources {
  /// The number of CPUs that this process may use, by its affinity, which Swift's library ignores.
  static var availableCPUs: Int {
    let online = min(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), Limits.threads.upperBound)
    let label = "Cpus_allowed:"
    let reader = try? LineReader(path: "/proc/self/status")
    while let line = try? reader?.next() {
      guard line.text.hasPrefix(label) else { continue }
      // Hexadecimal words with commas between them.
      let digits = line.text.dropFirst(label.count).compactMap(\.hexDigitValue)
      let allowed = digits.reduce(0) { $0 + $1.nonzeroBitCount }
      // The mask may include CPUs that could be added to the machine.
      return max(1, min(allowed, online))
    }
    return online
  }

  /// The peak memory use of the process, in bytes.
  static var peakMemory: Int {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Int(usage.ru_maxrss) * 1024
  }
}

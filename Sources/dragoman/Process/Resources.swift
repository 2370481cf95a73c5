// SPDX-License-Identifier: Apache-2.0

import Glibc
import Models
import Text

/// What the process may use, and has used.
enum Resources {
  /// The CPUs that this process may run on and has threads for: its affinity, which Swift's library
  /// does not ask for.
  static var availableCPUs: Int {
    let online = min(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), Limits.threads.upperBound)
    let label = "Cpus_allowed:"
    let reader = try? LineReader(path: "/proc/self/status")
    while let line = try? reader?.next() {
      guard line.text.hasPrefix(label) else { continue }
      // Hexadecimal words with commas between them.
      let digits = line.text.dropFirst(label.count).compactMap(\.hexDigitValue)
      let allowed = digits.reduce(0) { $0 + $1.nonzeroBitCount }
      // The mask may hold CPUs that the machine has room for but does not have.
      return max(1, min(allowed, online))
    }
    return online
  }

  /// The most memory that the process held at once, in bytes.
  static var peakMemory: Int {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Int(usage.ru_maxrss) * 1024
  }
}

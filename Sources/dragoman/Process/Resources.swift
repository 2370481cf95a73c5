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
    guard let mask = status("Cpus_allowed:") else { return online }
    // Hexadecimal words with commas between them.
    let allowed = mask.compactMap(\.hexDigitValue).reduce(0) { $0 + $1.nonzeroBitCount }
    // The mask may include CPUs that could be added to the machine.
    return max(1, min(allowed, online))
  }

  /// The peak memory use of the process, in bytes.
  static var peakMemory: Int {
    // `getrusage` would include the memory of the process that started this one.
    let digits = status("VmHWM:")?.filter(\.isWholeNumber)
    return digits.flatMap { Int($0) }.map { $0 * 1024 } ?? 0
  }

  /// Returns the value after `label` in Linux's description of this process.
  private static func status(_ label: String) -> Substring? {
    let reader = try? LineReader(path: "/proc/self/status")
    while let line = try? reader?.next() {
      if line.text.hasPrefix(label) { return Substring(line.text.dropFirst(label.count)) }
    }
    return nil
  }
}

// SPDX-License-Identifier: Apache-2.0

import Text
package import Threads

extension ThreadError: Explainable {
  package var explanation: ErrorText {
    ErrorText(
      .software, "The system started only \(grouped(started)) of \(counted(wanted, "thread")).",
      advice: "Lower --threads, or raise the limit on the number of processes.")
  }
}

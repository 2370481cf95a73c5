// SPDX-License-Identifier: Apache-2.0

import Threads

extension ThreadError: Explainable {
  var explanation: Explanation {
    Explanation(
      .software, "The system started only \(counted(started, "thread")) of \(grouped(wanted)).",
      advice: "Give a lower --threads, or raise the limit on the number of processes.")
  }
}

// SPDX-License-Identifier: Apache-2.0

import Compute
import Threads

extension WorkerPool {
  /// Runs `task` on one worker. All workers share each matrix product of `workspace`.
  func together<Result: Sendable>(
    _ workspace: @escaping @Sendable () -> Workspace, _ task: @escaping @Sendable () -> Result
  ) -> Result {
    let team = ProductTeam(members: count)
    let results = map(below: count) { _, member -> Result? in
      guard member == 0 else {
        team.help(as: member)
        return nil
      }
      let products = workspace().products
      products.team = team
      defer {
        products.team = nil
        team.dismiss()
      }
      return task()
    }
    guard let result = results.compactMap({ $0 }).first else {
      preconditionFailure("member 0 has a result")
    }
    return result
  }
}

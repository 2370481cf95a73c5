// SPDX-License-Identifier: Apache-2.0

private import CKernels
import Glibc
import Synchronization

/// Workers that share each single product of one of them, the leader: for a lone sentence, where there
/// is nothing else to divide. A product takes microseconds, so the others wait for the next one
/// without sleeping.
package final class ProductTeam: Sendable {
  package let members: Int
  /// Counts the jobs, and says that there is a new one.
  private let round = Atomic(0)
  private let working = Atomic(0)
  private let isDismissed = Atomic(false)
  private let job = Job()

  // Sendable: written by the leader while nobody works.
  private final class Job: @unchecked Sendable {
    var run: (@Sendable (Int) -> Void)?
  }

  package init(members: Int) {
    precondition(members >= 1)
    self.members = members
  }

  /// The share that `member` has of `count` pieces.
  func share(of count: Int, for member: Int) -> Range<Int> {
    count * member / members..<count * (member + 1) / members
  }

  /// Runs `share(member)` on every member, 0 being the leader, who calls this, and returns when all
  /// have ended.
  func run(_ share: @escaping @Sendable (Int) -> Void) {
    job.run = share
    working.store(members - 1, ordering: .relaxed)
    round.add(1, ordering: .releasing)
    share(0)
    Self.wait { working.load(ordering: .acquiring) == 0 }
    job.run = nil
  }

  /// Takes part as `member`, from 1, until the leader dismisses the team.
  package func help(as member: Int) {
    var finished = 0
    while true {
      Self.wait {
        round.load(ordering: .acquiring) != finished || isDismissed.load(ordering: .acquiring)
      }
      guard round.load(ordering: .acquiring) != finished else { return }
      finished += 1
      job.run?(member)
      working.subtract(1, ordering: .releasing)
    }
  }

  /// Lets the members go. The leader calls it when there are no more products.
  package func dismiss() { isDismissed.store(true, ordering: .releasing) }

  /// Spins at first, then gives the processor to whoever wants it: the one that is waited for may.
  private static func wait(_ isOver: () -> Bool) {
    var spins = 0
    while !isOver() {
      spins += 1
      if spins < 2_000 { ck_pause() } else { sched_yield() }
    }
  }
}

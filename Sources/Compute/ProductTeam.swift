// SPDX-License-Identifier: Apache-2.0

private import CKernels
import Glibc
import Synchronization

/// Workers that share each matrix product of one of them, the leader. Used for a single sentence,
/// where nothing else can be divided. A product takes microseconds, so the others wait for the next
/// one without sleeping.
package final class ProductTeam: Sendable {
  package let members: Int
  /// The number of jobs so far; a change signals a new job.
  private let round = Atomic(0)
  private let working = Atomic(0)
  private let isDismissed = Atomic(false)
  private let job = Job()

  // Sendable: the leader writes it while no member works.
  private final class Job: @unchecked Sendable {
    var run: (@Sendable (Int) -> Void)?
  }

  package init(members: Int) {
    precondition(members >= 1)
    self.members = members
  }

  /// Returns the share of `member` in `count` pieces.
  func share(of count: Int, for member: Int) -> Range<Int> {
    count * member / members..<count * (member + 1) / members
  }

  /// Runs `share(member)` on every member and returns when all have finished. The leader, member 0,
  /// calls this.
  func run(_ share: @escaping @Sendable (Int) -> Void) {
    job.run = share
    working.store(members - 1, ordering: .relaxed)
    round.add(1, ordering: .releasing)
    share(0)
    Self.wait { working.load(ordering: .acquiring) == 0 }
    job.run = nil
  }

  /// Works as `member`, from 1 on, until the leader dismisses the team.
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

  /// Releases the members. The leader calls this after the last product.
  package func dismiss() { isDismissed.store(true, ordering: .releasing) }

  /// Spins at first, then yields the processor, possibly to the thread that is awaited.
  private static func wait(_ isOver: () -> Bool) {
    var spins = 0
    while !isOver() {
      spins += 1
      if spins < 2_000 { ck_pause() } else { sched_yield() }
    }
  }
}

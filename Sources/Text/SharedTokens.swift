// SPDX-License-Identifier: Apache-2.0

import Threads

/// The distinct tokens of one language of a corpus, numbered by the threads that index it.
///
/// The numbers depend on the timing of the threads, so that no result may depend on them.
// Sendable: the table is used with the lock held.
package final class SharedTokens: @unchecked Sendable {
  private let lock = Monitor()
  private var table = TokenTable()

  package init() {}

  /// Appends the number of each token.
  func intern(_ tokens: TokenList, into numbers: inout [Int32]) {
    lock.withLock { tokens.forEach { numbers.append(table.intern($0)) } }
  }

  /// The tokens so far, in the order of their numbers.
  package var all: TokenTable { lock.withLock { table } }
}

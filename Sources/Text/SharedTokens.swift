// SPDX-License-Identifier: Apache-2.0

import Threads

/// The distinct tokens of one language of a corpus, numbered by the threads that index it.
///
/// Numbers depend on which thread comes first: only what does not depend on them may leave.
// Sendable: the table is reached with the lock held.
final class SharedTokens: @unchecked Sendable {
  private let lock = Monitor()
  private var table = TokenTable()

  /// Appends the number of each token.
  func intern(_ tokens: TokenList, into numbers: inout [Int32]) {
    lock.withLock { tokens.forEach { numbers.append(table.intern($0)) } }
  }

  /// The tokens so far, each at its number.
  var all: TokenTable { lock.withLock { table } }
}

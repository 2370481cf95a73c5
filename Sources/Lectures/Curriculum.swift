// SPDX-License-Identifier: Apache-2.0

/// The order in which the difficulty of programs grows during training (Zaremba and Sutskever,
/// "Learning to execute", 2014, section 4).
package enum Curriculum: String, CaseIterable, Sendable {
  /// All programs are as hard as those of the test.
  case none
  /// Begins with length and nesting 1. The length grows in equal parts of the training, then the
  /// nesting grows by one and the length begins anew.
  case naive
  /// The length and the nesting of each program are drawn at random.
  case mix
  /// Each program is drawn by `naive` or by `mix`, with equal probability.
  case combined

  /// Draws the difficulty of a program after a `share` of the training, in `[0, 1)`, for a test with
  /// the difficulty `goal`.
  package func difficulty(
    after share: Double, goal: ProgramDifficulty, _ random: inout some RandomNumberGenerator
  ) -> ProgramDifficulty {
    switch self {
    case .none: return goal
    case .naive:
      let stage = Int(share * Double(goal.length * goal.nesting))
      return ProgramDifficulty(
        length: stage % goal.length + 1, nesting: stage / goal.length + 1)
    case .mix:
      return ProgramDifficulty(
        length: Int.random(in: 1...goal.length, using: &random),
        nesting: Int.random(in: 1...goal.nesting, using: &random))
    case .combined:
      let part = Bool.random(using: &random) ? Curriculum.naive : .mix
      return part.difficulty(after: share, goal: goal, &random)
    }
  }
}

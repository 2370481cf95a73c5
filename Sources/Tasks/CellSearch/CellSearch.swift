// SPDX-License-Identifier: Apache-2.0

import Files
import FoundationEssentials
import Layers
import Threads

/// A search for recurrent cells in a directory, which holds what it has found so far.
///
/// Each finished candidate is a line of `candidates.jsonl`. The next candidates depend only on the
/// settings and on these lines, so that a search goes on where it stopped, and gives the same lines in
/// one run or in several.
package final class CellSearch {
  package let configuration: CellSearchConfiguration
  package let directory: String
  package private(set) var candidates: [CellCandidate]
  package private(set) var repetitions: [CellRepetition]
  private let experiment: CellExperiment
  private let evolution: CellEvolution
  private let pool: WorkerPool
  /// Other processes cannot search in the directory.
  private let lock: FileLock

  private static let candidatesName = "candidates.jsonl"
  private static let repetitionsName = "finals.jsonl"
  private static let settingsName = "search.json"

  /// Begins the search in `directory`, or goes on with the one that is there.
  ///
  /// - Throws: `CellSearchError` if the parameters are too few for the known cells, if the search that
  ///   is there has other settings or data, or a line that is not a candidate; `FileError` or
  ///   `ThreadError`.
  package init(
    _ experiment: CellExperiment, _ configuration: CellSearchConfiguration, in directory: String,
    threads: Int
  ) throws {
    (self.experiment, self.configuration) = (experiment, configuration)
    self.directory = directory
    let needed = KnownCell.allCases.map {
      CellModels($0.formula, experiment, configuration).mostParameters
    }.max()
    if let needed, needed > configuration.parameters {
      throw CellSearchError.tooFewParameters(limit: configuration.parameters, needed: needed)
    }
    evolution = CellEvolution(configuration)
    pool = try WorkerPool(count: min(threads, CellEvolution.waveSize))
    try createDirectory(directory)
    func path(_ name: String) -> String { directory + "/" + name }
    guard let lock = try FileLock(path: path(".lock")) else {
      throw CellSearchError.inUse(directory: directory)
    }
    self.lock = lock
    try CellSearchRecord(configuration, experiment.fingerprints).check(path(Self.settingsName))
    candidates = try JSONLines.read(path(Self.candidatesName))
    repetitions = try JSONLines.read(path(Self.repetitionsName))
    for (index, candidate) in candidates.enumerated() {
      guard candidate.candidate == index + 1, (try? CellFormula(candidate.formula)) != nil else {
        throw CellSearchError.invalidLine(path: path(Self.candidatesName), line: index + 1)
      }
    }
  }

  /// Tries cells until there are `count` candidates, or until `isFinished`, which is called before
  /// each training, returns true. Returns false if it was interrupted; what was not finished then
  /// leaves no line.
  package func run(
    until count: Int, isFinished: () -> Bool, isInterrupted: @escaping @Sendable () -> Bool,
    observe: (CellCandidate) -> Void
  ) throws -> Bool {
    while candidates.count < count && !isFinished() {
      let proposals = try evolution.proposals(after: candidates).prefix(count - candidates.count)
      let first = candidates.count + 1
      let measured = try measure(
        proposals.map { ($0.formula, configuration.seed) }, isInterrupted)
      guard let measured else { return false }
      for (index, (proposal, (measurement, seconds))) in zip(proposals, measured).enumerated() {
        let candidate = CellCandidate(
          candidate: first + index, formula: proposal.formula.description,
          parent: proposal.parent, measurement: measurement, seconds: seconds)
        candidates.append(candidate)
      }
      try JSONLines.write(candidates, to: directory + "/" + Self.candidatesName)
      candidates[(first - 1)...].forEach(observe)
    }
    return true
  }

  /// Trains the best candidates and the known cells `repeats` times more, from other initial weights.
  /// Returns false if it was interrupted.
  package func runFinals(
    best count: Int, repeats: Int, isInterrupted: @escaping @Sendable () -> Bool,
    observe: (CellRepetition) -> Void
  ) throws -> Bool {
    var wanted: [(candidate: CellCandidate, seed: UInt64)] = []
    for candidate in finalists(count) {
      for repeated in 0..<repeats {
        let seed = configuration.seed &+ UInt64(repeated) &+ 1
        let isThere = repetitions.contains {
          $0.candidate == candidate.candidate && $0.seed == seed
        }
        if !isThere { wanted.append((candidate, seed)) }
      }
    }
    while !wanted.isEmpty {
      let wave = wanted.prefix(CellEvolution.waveSize)
      wanted.removeFirst(wave.count)
      let measured = try measure(
        wave.map { (try CellFormula($0.candidate.formula), $0.seed) }, isInterrupted)
      guard let measured else { return false }
      for ((candidate, seed), (measurement, seconds)) in zip(wave, measured) {
        let repetition = CellRepetition(
          candidate: candidate.candidate, formula: candidate.formula, seed: seed,
          measurement: measurement, seconds: seconds)
        repetitions.append(repetition)
      }
      try JSONLines.write(repetitions, to: directory + "/" + Self.repetitionsName)
      repetitions.suffix(wave.count).forEach(observe)
    }
    return true
  }

  /// The candidates by their scores. Among equals, the first is better.
  var ranked: [CellCandidate] {
    candidates.sorted {
      (-$0.measurement.score, $0.candidate) < (-$1.measurement.score, $1.candidate)
    }
  }

  /// The candidates with the best scores, and the known ones.
  func finalists(_ count: Int) -> [CellCandidate] {
    let best = ranked.prefix(count)
    return best + candidates.prefix(KnownCell.allCases.count).filter { !best.contains($0) }
  }

  /// Trains cells at the same time; nil if one was interrupted.
  private func measure(
    _ cells: [(formula: CellFormula, seed: UInt64)],
    _ isInterrupted: @escaping @Sendable () -> Bool
  ) throws -> [(CellMeasurement, seconds: Double)]? {
    let (experiment, directory) = (experiment, directory)
    let results = pool.map(below: cells.count) { _, index in
      Result {
        let clock = ContinuousClock()
        let begin = clock.now
        let measurement = try experiment.measure(
          cells[index].formula, seed: cells[index].seed,
          in: "\(directory)/.training-\(index + 1)", isInterrupted: isInterrupted)
        return (measurement, (clock.now - begin) / .seconds(1))
      }
    }
    var measured: [(CellMeasurement, seconds: Double)] = []
    for result in results {
      let (measurement, seconds) = try result.get()
      guard let measurement else { return nil }
      measured.append((measurement, seconds))
    }
    return measured
  }
}

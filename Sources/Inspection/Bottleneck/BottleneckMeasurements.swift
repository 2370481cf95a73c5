// SPDX-License-Identifier: Apache-2.0

/// Measurements of translators by the length of the source: how well they translate, and how many of
/// the source's words can be read back from the vectors of their encoders.
public struct BottleneckMeasurements: Sendable {
  /// Sentences with sources of similar length. Shares are those of the different words of each source.
  public struct Bucket: Sendable {
    /// The range of the lengths in words, such as `6-10`.
    public let name: String
    public let meanLength: Double
    public let sentences: Int
    /// The share of words that are found by always naming the most frequent ones.
    public let guessed: Double
    /// The share of words that the probe knows, the most that it can read back.
    public let known: Double

    public init(
      name: String, meanLength: Double, sentences: Int, guessed: Double, known: Double
    ) {
      (self.name, self.meanLength, self.sentences) = (name, meanLength, sentences)
      (self.guessed, self.known) = (guessed, known)
    }
  }

  public struct System: Sendable {
    public let name: String
    /// The number of values in the vector.
    public let vectorSize: Int
    /// The score of each bucket.
    public let scores: [Double]
    /// The share of words that are read back from the vector, for each bucket.
    public let recovered: [Double]

    public init(name: String, vectorSize: Int, scores: [Double], recovered: [Double]) {
      (self.name, self.vectorSize) = (name, vectorSize)
      (self.scores, self.recovered) = (scores, recovered)
    }
  }

  /// The name of the score.
  public let metric: String
  public let buckets: [Bucket]
  public let systems: [System]

  public init(metric: String, buckets: [Bucket], systems: [System]) {
    precondition(
      systems.allSatisfy {
        $0.scores.count == buckets.count && $0.recovered.count == buckets.count
      }, "a value for each bucket")
    (self.metric, self.buckets, self.systems) = (metric, buckets, systems)
  }

  /// The numbers as tab-separated text, one on each line.
  package var table: String {
    var text = "checkpoint\twords\tsentences\tname\tvalue\n"
    for (index, bucket) in buckets.enumerated() {
      func add(_ checkpoint: String, _ name: String, _ value: Double) {
        text += "\(checkpoint)\t\(bucket.name)\t\(bucket.sentences)\t\(name)\t\(value)\n"
      }
      for system in systems {
        let name = tableCell(system.name)
        add(name, metric, system.scores[index])
        add(name, "recovered", system.recovered[index])
      }
      add("", "guessed", bucket.guessed)
      add("", "known", bucket.known)
    }
    return text
  }
}

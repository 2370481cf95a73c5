// SPDX-License-Identifier: Apache-2.0

import Glibc
import TestSupport
import Testing

/// The power fails at any moment, on a disk that keeps only synced data. A checkpoint always loads.
/// Resuming always gives the same bytes as an undisturbed run. A file is the old or the new one.
/// The results of a command survive once the command has ended.
struct PowerFailureTests {
  private static let flags =
    "\(ToyCorpus.development) --embedding-size 4 --hidden-size 4 --layers 1 --threads 1 "
    + "--batch-size 8"
  private static let corpus = " --source dev.en --target dev.fr"
  private static let otherCorpus = " --source train.en --target train.fr"
  /// The flag that keeps additional weights in their own directory.
  private static let averaging = " --average last:2"

  @Test(arguments: LastingEntries.allCases) func trainingGoesOn(_ lasting: LastingEntries) throws {
    try withToyCorpus { directory throws in
      let train =
        "train \(Self.flags)\(Self.corpus) --epochs 2\(Self.averaging) --resume --checkpoint c"
      let (result, images, last) = try SyncedDisk.run(train, in: directory, lasting)
      #expect(result.status == 0, "\(result.error)")
      let whole = try weightsAndState(directory + "/c")
      #expect(whole.count == 5, "\(whole.keys)")
      #expect(images.count > 12, "the disk changes with each file")
      for (number, image) in images.enumerated() {
        let disk = TemporaryDirectory()
        try write(image, to: disk.path)
        if last.contains(image) {
          #expect(try weightsAndState(disk.path("c")) == whole, "what is done is not there")
        }
        let resumed = Dragoman.run(train, in: disk.path)
        #expect(resumed.status == 0, "image \(number): \(resumed.error)")
        #expect(try weightsAndState(disk.path("c")) == whole, "image \(number)")
      }
    }
  }

  /// The disk has the old checkpoint, the new one or none, never files of both.
  @Test(arguments: LastingEntries.allCases) func aCheckpointIsReplacedAsAWhole(
    _ lasting: LastingEntries
  ) throws {
    let fixed = ["config.json", "source.vocab", "target.vocab"].map { "c/" + $0 }
    try withToyCorpus { directory throws in
      let old = Dragoman.run(
        "train \(Self.flags)\(Self.corpus) --epochs 1 --checkpoint c", in: directory)
      #expect(old.status == 0, "\(old.error)")
      let (result, images, last) = try SyncedDisk.run(
        "train \(Self.flags)\(Self.otherCorpus) --epochs 1 --checkpoint c --overwrite",
        in: directory,
        lasting)
      #expect(result.status == 0, "\(result.error)")
      let whole = try weightsAndState(directory + "/c")
      let (first, end) = (try #require(images.first), try #require(last.first))
      for (number, image) in images.enumerated() where image.keys.contains("c/config.json") {
        let isOld = image["c/config.json"] == first["c/config.json"]
        for file in fixed { #expect(image[file] == (isOld ? first : end)[file], "image \(number)") }
        #expect((image["c/model.safetensors"] == first["c/model.safetensors"]) == isOld)
        let disk = TemporaryDirectory()
        try write(image, to: disk.path)
        let result = Dragoman.run("translate c", in: disk.path, input: "a b\n")
        #expect(result.status == 0, "image \(number): \(result.error)")
        if last.contains(image) {
          #expect(try weightsAndState(disk.path("c")) == whole, "what is done is not there")
        }
      }
    }
  }

  @Test(
    arguments: [
      ("vocabulary --input train.en --language en --output out/deep/v", ["out/deep/v"]),
      ("vocabulary --input train.en --language en --output v", ["v"]),
      ("bpe learn --input train.en --merges 3 --language en --output out/merges", ["out/merges"]),
      (
        "embeddings pca model --side source --output out/t.tsv --plot out/p.html",
        ["out/t.tsv", "out/p.html"]
      ),
      (
        "plot model --output out/p.svg --tensorboard out/runs",
        ["out/p.svg", "out/runs/model/events.out.tfevents.dragoman"]
      ),
      ("gradients --sigma 1 --output out/g.html", ["out/g.html"]),
      ("report model --output out/r.html", ["out/r.html"]),
      (
        "bottleneck model --source train.en --reference train.fr --plot out/b.html", ["out/b.html"]
      ),
      ("embeddings export model --side target --format word2vec --output out/w.txt", ["out/w.txt"]),
      (
        "average model model --output out/mean",
        ["out/mean/model.safetensors", "out/mean/config.json"]
      ),
    ], LastingEntries.allCases)
  func filesAreTheOldOrTheNewOnes(
    _ command: (arguments: String, files: [String]), _ lasting: LastingEntries
  ) throws {
    let directory = TemporaryDirectory()
    for name in ["train.en", "train.fr", "model"] {
      try #require(
        symlink("\(TrainedCheckpoint.directory)/\(name)", directory.path(name)) == 0)
    }
    let old = Array("old\n".utf8)
    // `average` does not overwrite a checkpoint.
    let replaces = !command.arguments.hasPrefix("average")
    for isThere in replaces ? [false, true] : [false] {
      if isThere {
        for file in command.files { try write(old, to: directory.path(file)) }
      }
      let (result, images, last) = try SyncedDisk.run(
        command.arguments, in: directory.path, lasting)
      #expect(result.status == 0, "\(result.error)")
      for file in command.files {
        let new = try contents(of: directory.path(file))
        #expect(new != old)
        for image in images {
          guard let found = image[file] else {
            #expect(!isThere, "\(file) is gone")
            continue
          }
          #expect(found == new || isThere && found == old, "\(file) is not whole")
        }
        for image in last {
          #expect(image[file] == .some(new), "\(file) is not there when the command ends")
        }
      }
    }
  }

  /// A search for cells has whole lines at any moment, and goes on with the same ones.
  @Test(arguments: LastingEntries.allCases) func aSearchGoesOn(_ lasting: LastingEntries) throws {
    let search = "search-cells \(ToySearch.flags) --threads 1 --finalists 0 --repeats 0 --output s"
    let file = "s/candidates.jsonl"
    try ToySearch.withData { directory throws in
      let begun = Dragoman.run("\(search) --candidates 4", in: directory)
      #expect(begun.status == 0, "\(begun.error)")
      let (result, images, last) = try SyncedDisk.run(
        "\(search) --candidates 6", in: directory, lasting)
      #expect(result.status == 0, "\(result.error)")
      let whole = try contents(of: directory + "/" + file)
      let lines = try ToySearch.lines(directory + "/" + file)
      #expect(lines.count == 6)
      #expect(last.allSatisfy { $0[file] == .some(whole) }, "what is done is not there")
      var tried: Set<[UInt8]?> = []
      for image in images where tried.insert(image[file] ?? nil).inserted {
        let disk = TemporaryDirectory()
        try write(image, to: disk.path)
        #expect([4, 6].contains(try ToySearch.lines(disk.path(file)).count))
        let resumed = Dragoman.run("\(search) --candidates 6", in: disk.path)
        #expect(resumed.status == 0, "\(resumed.error)")
        #expect(try ToySearch.lines(disk.path(file)) == lines)
      }
      #expect(tried.count == 2)
    }
  }

  /// Returns the files of a checkpoint that do not differ between runs.
  private func weightsAndState(_ checkpoint: String) throws -> [String: [UInt8]] {
    let kept = (try? names(in: checkpoint + "/kept").map { "kept/" + $0 }) ?? []
    let all = ["model.safetensors", "training-state.safetensors", "config.json"] + kept
    return try Dictionary(
      uniqueKeysWithValues: all.map { ($0, try contents(of: "\(checkpoint)/\($0)")) })
  }
}

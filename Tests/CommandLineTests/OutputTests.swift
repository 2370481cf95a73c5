// SPDX-License-Identifier: Apache-2.0

import Glibc
import TestSupport
import Testing

/// Outputs that cannot be created or do not fit: one sentence, and no half-written file.
struct OutputTests {
  @Test func aCheckpointDirectoryThatCannotBeMade() throws {
    try withToyCorpus { directory throws in
      let result = Dragoman.run(
        "train \(ToyCorpus.training) \(ToyCorpus.small) --checkpoint train.en/c", in: directory)
      #expect(result.status == 73)
      #expect(
        result.error.hasSuffix(
          "\nError: Cannot create train.en: a file of that name exists where a directory is needed.\n"
            + "Give another path for the output.\n"), "\(result.error)")
      #expect(try names(in: directory) == ["dev.en", "dev.fr", "train.en", "train.fr"])
    }
  }

  @Test func aDirectoryThatMayNotBeWritten() throws {
    try withToyCorpus { directory throws in
      chmod(directory, 0o555)
      defer { chmod(directory, 0o755) }
      let result = Dragoman.run(
        through: Dragoman.unprivileged,
        "train \(ToyCorpus.training) \(ToyCorpus.small) --checkpoint c", in: directory)
      #expect(result.status == 73)
      #expect(
        result.error.hasSuffix(
          "\nError: Cannot create c: permission denied.\nGive another path for the output.\n"),
        "\(result.error)")
    }
  }

  @Test(
    arguments: [
      "vocabulary --input train.en --language en --output train.fr/v",
      "embeddings pca model --side source --output train.fr/v",
      "embeddings export model --side source --format word2vec --output train.fr/v",
      "embeddings export model --side source --format projector --output train.fr/v",
    ])
  func anOutputThatCannotBeMade(command: String) {
    let result = Dragoman.run(command, in: TrainedCheckpoint.directory)
    #expect(result.status == 73)
    #expect(
      result
        == failure(
          73, "Cannot create train.fr: a file of that name exists where a directory is needed.",
          "Give another path for the output."))
  }

  @Test(
    arguments: [
      "vocabulary --input train.en --language en --output ''",
      "embeddings pca model --side source --output ''",
      "embeddings export model --side source --format word2vec --output ''",
      "embeddings export model --side source --format projector --output ''",
    ])
  func anEmptyPathIsNoOutput(command: String) throws {
    let before = try names(in: TrainedCheckpoint.directory)
    #expect(
      Dragoman.run(command, in: TrainedCheckpoint.directory)
        == failure(
          64, "Cannot create a file: its path is empty.",
          "Check for an option with an empty value, for example from an unset shell variable."))
    #expect(try names(in: TrainedCheckpoint.directory) == before)
    #expect(try !names(in: "/").contains("vectors.tsv"))
  }

  @Test(
    arguments: [
      "vocabulary --input train.en --language en --output",
      "embeddings pca model --side source --output",
      "embeddings export model --side source --format word2vec --output",
    ])
  func aPipeIsNotReplaced(command: String) throws {
    let directory = TemporaryDirectory()
    let pipe = directory.path("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    #expect(
      Dragoman.run("\(command) \(pipe)", in: TrainedCheckpoint.directory)
        == failure(
          73, "Cannot replace \(pipe): it is not a regular file.",
          "Give another path for the output."))
    #expect(try names(in: directory.path) == ["pipe"])
  }

  /// The shell counts the limit in blocks of 512 bytes. Without `TMPDIR`, the thread sanitizer
  /// would write a larger file of its own.
  private static let limited = [
    "sh", "-c", "ulimit -f 16; TMPDIR=/nowhere exec \"$0\" \"$@\"",
  ]

  @Test func aFileThatDoesNotFitLosesNothingThatWasSaved() throws {
    try withToyCorpus { directory throws in
      let flags =
        "train \(ToyCorpus.training) \(ToyCorpus.small) --checkpoint c --epochs 2"
      #expect(Dragoman.run(flags, in: directory).status == 0)
      let saved = try snapshot(of: directory + "/c")

      let result = Dragoman.run(through: Self.limited, flags + "0 --resume", in: directory)
      #expect(result.status == 74)
      #expect(
        result.error.hasSuffix(
          "would exceed the limit on file sizes.\n"
            + "Raise the limit (ulimit -f) and try again; files saved earlier are unchanged.\n"),
        "\(result.error)")
      let left = try snapshot(of: directory + "/c")
      for name in ["model.safetensors", "training-state.safetensors"] {
        #expect(left[name] == saved[name], "\(name)")
      }
      #expect(Set(left.keys) == Set(saved.keys))
      #expect(Dragoman.run("translate c", in: directory, input: "a\n").status == 0)
    }
  }

  @Test(.enabled(if: TinyDisk.isAvailable))
  func aFullDiskLosesNothingThatWasSaved() throws {
    let disk = try #require(TinyDisk())
    let saved = try fillBesideCheckpoint(disk)
    try trainWithoutRoom(in: disk, "--epochs 20 --resume")
    let left = try snapshot(of: disk.path + "/c")
    for name in ["model.safetensors", "training-state.safetensors", "config.json"] {
      #expect(left[name] == saved[name], "\(name)")
    }
    #expect(Set(left.keys) == Set(saved.keys))
  }

  @Test(.enabled(if: TinyDisk.isAvailable))
  func aFullDiskLosesNothingThatWasToBeOverwritten() throws {
    let disk = try #require(TinyDisk())
    let saved = try fillBesideCheckpoint(disk)
    try trainWithoutRoom(in: disk, "--epochs 2 --overwrite")
    #expect(try snapshot(of: disk.path + "/c") == saved)
    #expect(Dragoman.run("translate c", in: disk.path, input: "a\n").status == 0)
  }

  private static let flags = "train \(ToyCorpus.training) \(ToyCorpus.small) --checkpoint c"

  /// Trains a checkpoint, fills the disk, and returns the contents of the checkpoint.
  private func fillBesideCheckpoint(_ disk: TinyDisk) throws -> [String: [UInt8]] {
    try ToyCorpus.write(to: disk.path)
    #expect(Dragoman.run(Self.flags + " --epochs 2", in: disk.path).status == 0)
    disk.fill()
    return try snapshot(of: disk.path + "/c")
  }

  private func trainWithoutRoom(in disk: TinyDisk, _ more: String) throws {
    let result = Dragoman.run(Self.flags + " " + more, in: disk.path)
    #expect(result.status == 74)
    #expect(
      result.error.hasSuffix(
        ": the disk is full.\nFree some space and try again; files saved earlier are unchanged.\n"),
      "\(result.error)")
  }

  @Test(.enabled(if: TinyDisk.isAvailable))
  func aFullDiskKeepsNoEmptyCheckpoint() throws {
    let disk = try #require(TinyDisk())
    try ToyCorpus.write(to: disk.path)
    let before = try names(in: disk.path) + ["ballast"]
    disk.fill()
    #expect(Dragoman.run(Self.flags, in: disk.path).status == 74)
    #expect(try names(in: disk.path) == before.sorted())
  }

  @Test(.enabled(if: TinyDisk.isAvailable))
  func aFullDiskTakesNoTokens() throws {
    let disk = try #require(TinyDisk())
    try ToyCorpus.write(to: disk.path)
    disk.fill()
    let before = try names(in: disk.path)
    #expect(
      Dragoman.run(Self.flags, in: disk.path)
        == failure(
          74, "Cannot write ./.token-ids: the disk is full.",
          "Free some space and try again; files saved earlier are unchanged."))
    #expect(try names(in: disk.path) == before)
  }

  private func snapshot(of directory: String) throws -> [String: [UInt8]] {
    Dictionary(
      uniqueKeysWithValues: try names(in: directory).map {
        ($0, try contents(of: directory + "/" + $0))
      })
  }
}

/// A file system of a few hundred kilobytes in memory, if the process may mount one.
final class TinyDisk {
  private let directory = TemporaryDirectory()
  var path: String { directory.path("disk") }

  static let isAvailable = TinyDisk() != nil

  init?() {
    mkdir(directory.path("disk"), 0o755)
    guard mount("tmpfs", directory.path("disk"), "tmpfs", 0, "size=400k") == 0 else { return nil }
  }

  deinit { umount(path) }

  /// Fills the disk.
  func fill() {
    let descriptor = open(path + "/ballast", O_WRONLY | O_CREAT, 0o644)
    let block = [UInt8](repeating: 0, count: 4096)
    while write(descriptor, block, block.count) > 0 {}
    close(descriptor)
  }
}

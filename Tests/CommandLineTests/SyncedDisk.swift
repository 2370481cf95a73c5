// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import TestSupport

/// All files below a directory by their paths in it; a directory is nil.
typealias DiskImage = [String: [UInt8]?]

/// What outlasts a power failure, beside the contents of files, which last only as they were synced.
enum LastingEntries: CaseIterable {
  /// A name that is new, gone or moved, when its directory is synced.
  case whenSynced
  /// Names at once: a file that was moved into its place before it was synced is there and empty.
  case atOnce
}

/// A disk on which only what a program synced lasts, read from the journal that the library
/// `PowerFailure` keeps.
struct SyncedDisk {
  private struct Entry {
    let name: String
    let inode: String
    let isDirectory: Bool
  }

  private let lasting: LastingEntries
  private let journal: String
  /// The entries of directories as they are, and as they were when they were synced.
  private var entries: [String: [Entry]] = [:]
  private var syncedEntries: [String: [Entry]] = [:]
  /// The contents of files as they were when they were synced, by their copies' names in the journal.
  private var contents: [String: String] = [:]
  private var root: String?

  /// Runs the program in `directory` and returns what it printed, and what the disk would hold of
  /// `directory` if the power failed: at first, after each change, and at last.
  static func run(
    _ arguments: String, in directory: String, _ lasting: LastingEntries
  ) throws -> (result: ProcessResult, images: [DiskImage]) {
    let journal = TemporaryDirectory()
    let library = String(Dragoman.path.dropLast("dragoman".count)) + "libPowerFailure.so"
    let result = Dragoman.run(
      arguments, in: directory,
      with: ("LD_PRELOAD", library), ("POWER_ROOT", directory), ("POWER_JOURNAL", journal.path))
    var disk = SyncedDisk(lasting: lasting, journal: journal.path)
    return (result, try disk.images())
  }

  private init(lasting: LastingEntries, journal: String) {
    self.lasting = lasting
    self.journal = journal
  }

  private mutating func images() throws -> [DiskImage] {
    let events = String(
      decoding: try CommandLineTests.contents(of: journal + "/events"), as: UTF8.self)
    var images: [DiskImage] = []
    var listed = ""
    for event in events.split(separator: "\n") {
      let words = event.split(separator: " ", maxSplits: 3).map(String.init)
      switch words[0] {
      case "file": contents[words[1]] = words[2]
      case "directory":
        listed = words[1]
        root = root ?? listed
        entries[listed] = []
      case "entry":
        entries[listed]?.append(
          Entry(name: words[3], inode: words[1], isDirectory: words[2] == "d"))
      case "synced": syncedEntries[words[1]] = entries[words[1]]
      default:
        let image = try image()
        if image != images.last { images.append(image) }
      }
    }
    return images
  }

  private func image() throws -> DiskImage {
    var image: DiskImage = [:]
    try add(root ?? "", at: "", to: &image)
    return image
  }

  private func add(_ directory: String, at path: String, to image: inout DiskImage) throws {
    let all = lasting == .atOnce ? entries : syncedEntries
    for entry in all[directory] ?? [] {
      if entry.isDirectory {
        image[path + entry.name] = .some(nil)
        try add(entry.inode, at: path + entry.name + "/", to: &image)
      } else {
        image[path + entry.name] =
          try contents[entry.inode].map {
            try CommandLineTests.contents(of: journal + "/" + $0)
          } ?? []
      }
    }
  }
}

/// Writes the files of an image into an empty directory.
func write(_ image: DiskImage, to directory: String) throws {
  for (path, bytes) in image.sorted(by: { $0.key < $1.key }) {
    let path = directory + "/" + path
    if let bytes {
      try write(bytes, to: path)
    } else {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }
  }
}

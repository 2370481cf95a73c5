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
  /// Of the names that changed since their directory was synced, any one: file systems may write them in
  /// another order.
  case anyOne
}

/// A disk on which only what a program synced lasts, read from the journal that the library
/// `PowerFailure` keeps.
struct SyncedDisk {
  private struct Entry: Equatable {
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

  /// Runs the program in `directory` and returns what it printed, and all that the disk could hold of
  /// `directory` if the power failed: at first, after each change, and at last.
  static func run(
    _ arguments: String, in directory: String, _ lasting: LastingEntries
  ) throws -> (result: ProcessResult, images: [DiskImage], last: [DiskImage]) {
    let journal = TemporaryDirectory()
    let library = String(Dragoman.path.dropLast("dragoman".count)) + "libPowerFailure.so"
    let result = Dragoman.run(
      arguments, in: directory,
      with: ("LD_PRELOAD", library), ("POWER_ROOT", directory), ("POWER_JOURNAL", journal.path))
    var disk = SyncedDisk(lasting: lasting, journal: journal.path)
    let moments = try disk.moments()
    var images: [DiskImage] = []
    for image in moments.joined() where !images.contains(image) { images.append(image) }
    return (result, images, moments.last ?? [])
  }

  private init(lasting: LastingEntries, journal: String) {
    self.lasting = lasting
    self.journal = journal
  }

  /// What the disk could hold at each moment.
  private mutating func moments() throws -> [[DiskImage]] {
    let events = String(
      decoding: try CommandLineTests.contents(of: journal + "/events"), as: UTF8.self)
    var moments: [[DiskImage]] = []
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
      default: moments.append(try images())
      }
    }
    return moments
  }

  private func images() throws -> [DiskImage] {
    switch lasting {
    case .whenSynced: return [try image(syncedEntries)]
    case .atOnce: return [try image(entries)]
    case .anyOne:
      var images = [try image(syncedEntries)]
      for (directory, synced) in syncedEntries {
        let now = entries[directory] ?? []
        for name in Set((now + synced).map(\.name)) {
          let changed = now.filter { $0.name == name }
          var all = syncedEntries
          all[directory] = synced.filter { $0.name != name } + changed
          if changed != synced.filter({ $0.name == name }) { images.append(try image(all)) }
        }
      }
      return images
    }
  }

  private func image(_ entries: [String: [Entry]]) throws -> DiskImage {
    var image: DiskImage = [:]
    func add(_ directory: String, at path: String) throws {
      for entry in entries[directory] ?? [] {
        if entry.isDirectory {
          image[path + entry.name] = .some(nil)
          try add(entry.inode, at: path + entry.name + "/")
        } else {
          image[path + entry.name] =
            try contents[entry.inode].map {
              try CommandLineTests.contents(of: journal + "/" + $0)
            } ?? []
        }
      }
    }
    try add(root ?? "", at: "")
    return image
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

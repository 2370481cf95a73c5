// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import TestSupport

/// All files and directories below a directory, by their relative paths; a directory is nil.
typealias DiskImage = [String: [UInt8]?]

/// The names that survive a power failure. File contents survive only as last synced.
enum LastingEntries: CaseIterable {
  /// A new, removed or moved name survives once its directory is synced.
  case whenSynced
  /// Names survive at once: a file that was renamed before it was synced exists but is empty.
  case atOnce
  /// Any single name that changed since its directory was synced may survive: file systems may
  /// write names in another order.
  case anyOne
}

/// A disk that keeps only synced data, simulated from the journal of the library `PowerFailure`.
struct SyncedDisk {
  private struct Entry: Equatable {
    let name: String
    let inode: String
    let isDirectory: Bool
  }

  private let lasting: LastingEntries
  private let journal: String
  /// The entries of directories now, and when they were last synced.
  private var entries: [String: [Entry]] = [:]
  private var syncedEntries: [String: [Entry]] = [:]
  /// The contents of files when they were last synced, by the names of their copies in the journal.
  private var contents: [String: String] = [:]
  private var root: String?

  /// Runs the program in `directory`. Returns its result and the possible contents of `directory`
  /// after a power failure: at the start, after each change, and at the end.
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

  /// Returns the possible contents of the disk at each moment.
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

// SPDX-License-Identifier: Apache-2.0

import Files
import Glibc

extension FileError: Explainable {
  var explanation: Explanation {
    if path.isEmpty { return emptyPath }
    return Explanation(status, "Cannot \(action) \(path): \(reason).", advice: advice)
  }

  private var emptyPath: Explanation {
    Explanation(
      .usage, "Cannot \(action) a file of no name: a path is empty.",
      advice: "Look for an option whose value is empty, such as a variable that is not set.")
  }

  private var status: ExitStatus {
    switch operation {
    case .open: .missingInput
    case .create: isOutOfSpace ? .inputOutput : .cannotCreate
    case .replace: .cannotCreate
    case .read, .write, .rename, .remove, .lock: .inputOutput
    }
  }

  private var isOutOfSpace: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

  private var action: String {
    switch operation {
    case .open: "open"
    case .create: "create"
    case .replace: "replace"
    case .read: "read"
    case .write: "write"
    case .rename: "put in its place"
    case .remove: "remove"
    case .lock: "lock"
    }
  }

  private var reason: String {
    switch code {
    case ENOENT where operation == .open: "there is no such file"
    case ENOENT where operation == .rename: "what was written has been removed"
    case EWOULDBLOCK where operation == .create: "another process is writing it"
    case ENOENT: "its directory does not exist"
    case ENOTDIR: "a part of the path is a file, not a directory"
    case EISDIR: "it is a directory, not a file"
    case EINVAL where operation == .open || operation == .replace: "it is not a regular file"
    case EACCES, EPERM: "permission denied"
    case EROFS: "the file system is read-only"
    case EEXIST: "a file of that name exists where a directory is needed"
    case ENOSPC: "the disk is full"
    case EDQUOT: "the disk quota is used up"
    case EFBIG: "it would become larger than the limit on file sizes"
    default: unsafe String(cString: strerror(code))
    }
  }

  private var advice: String? {
    if isOutOfSpace && path != StandardOutput.name {
      return "Make room and try again; what was saved before is untouched."
    }
    switch (operation, code) {
    case (.open, ENOENT): return "Check the spelling of the path."
    case (.create, EACCES), (.create, EPERM), (.create, EROFS), (.create, ENOTDIR),
      (.create, EISDIR), (.create, EEXIST), (.replace, _):
      return "Give another path for the output."
    default: return nil
    }
  }
}

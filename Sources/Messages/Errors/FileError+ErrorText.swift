// SPDX-License-Identifier: Apache-2.0

package import Files
import Glibc

extension FileError {
  /// The name of standard output in errors, instead of a path.
  package static let standardOutput = "standard output"
}

extension FileError: Explainable {
  package var explanation: ErrorText {
    if path.isEmpty { return emptyPath }
    return ErrorText(status, "Cannot \(action) \(path): \(reason).", advice: advice)
  }

  private var emptyPath: ErrorText {
    ErrorText(
      .usage, "Cannot \(action) a file: its path is empty.",
      advice: "Check for an option with an empty value, for example from an unset shell variable.")
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
    case .rename: "move the new file to"
    case .remove: "remove"
    case .lock: "lock"
    }
  }

  private var reason: String {
    switch code {
    case ENOENT where operation == .open: "there is no such file"
    case ENOENT where operation == .rename: "the new file has been removed"
    case EWOULDBLOCK where operation == .create: "another process is writing to it"
    case ENOENT: "its directory does not exist"
    case ENOTDIR: "part of the path is a file, not a directory"
    case EISDIR: "it is a directory, not a file"
    case EINVAL where operation == .open || operation == .replace: "it is not a regular file"
    case EACCES, EPERM: "permission denied"
    case EROFS: "the file system is read-only"
    case EEXIST: "a file of that name exists where a directory is needed"
    case ENOSPC: "the disk is full"
    case EDQUOT: "the disk quota is used up"
    case EFBIG: "it would exceed the limit on file sizes"
    default: unsafe String(cString: strerror(code))
    }
  }

  private var advice: String? {
    if code == EFBIG {
      return "Raise the limit (ulimit -f) and try again; files saved earlier are unchanged."
    }
    if isOutOfSpace && path != Self.standardOutput {
      return "Free some space and try again; files saved earlier are unchanged."
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

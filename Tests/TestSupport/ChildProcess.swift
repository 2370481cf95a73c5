// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// The result of a process that has ended.
public struct ProcessResult: Equatable, Sendable {
  /// The exit status, or the negative number of the signal that ended the process.
  public var status: Int32
  public var output: String
  public var error: String

  public init(status: Int32, output: String, error: String) {
    self.status = status
    self.output = output
    self.error = error
  }
}

/// A program that runs in its own process, with pipes to its standard streams.
public final class ChildProcess {
  private let process: pid_t
  private var input: Int32
  private var output: Stream
  private var error: Stream

  /// The bytes that have arrived through a pipe and were not read yet.
  private struct Stream {
    let descriptor: Int32
    var bytes: [UInt8] = []
    var isOpen = true

    mutating func fill() {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(descriptor, &buffer, buffer.count)
      if count > 0 { bytes += buffer[..<count] }
      if count == 0 { isOpen = false }
    }
  }

  /// Held while a process starts, because its descriptors must not leak into another one that
  /// starts at the same time.
  private static let starting = Mutex(())
  /// The time in milliseconds after which a silent process is considered hanging.
  private static let patience: Int32 = 120_000

  /// Starts `arguments[0]` in `directory`; `environment` is added to that of this process.
  public init(
    _ arguments: [String], directory: String, environment: [String: String] = [:]
  ) {
    let pipes = Self.starting.withLock { _ in
      let pipes = (Self.makePipe(), Self.makePipe(), Self.makePipe())
      let ends = [pipes.0.read, pipes.1.write, pipes.2.write]
      let process = Self.spawn(arguments, directory, environment, ends)
      for end in ends { close(end) }
      return (process, pipes.0.write, pipes.1.read, pipes.2.read)
    }
    (process, input) = (pipes.0, pipes.1)
    output = Stream(descriptor: pipes.2)
    error = Stream(descriptor: pipes.3)
  }

  deinit {
    closeInput()
    close(output.descriptor)
    close(error.descriptor)
  }

  private static func makePipe() -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { fatalError("pipe: errno \(errno)") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func spawn(
    _ arguments: [String], _ directory: String, _ changes: [String: String], _ ends: [Int32]
  ) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, end) in ends.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, end, Int32(number))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Threads that run tests block signals, and a shell may have made this process ignore some.
    var (none, ordinary) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigemptyset(&ordinary)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&ordinary, signal) }
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &ordinary)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var variables = inheritedEnvironment
    for (name, value) in changes { variables[name] = value }
    let command = ["env", "-C", directory] + arguments
    let words = command.map { strdup($0) } + [nil]
    let environment = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + environment { free(text) } }
    var process = pid_t()
    let status = posix_spawnp(&process, command[0], &actions, &attributes, words, environment)
    guard status == 0 else { fatalError("cannot start \(command): errno \(status)") }
    return process
  }

  private static var inheritedEnvironment: [String: String] {
    var variables: [String: String] = [:]
    var next = environ
    while let entry = next.pointee {
      let parts = String(cString: entry).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      variables[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
      next += 1
    }
    return variables
  }
}

// MARK: - Talking

extension ChildProcess {
  /// Sends text that must fit into the buffer of a pipe.
  public func send(_ text: String) {
    let bytes = Array(text.utf8)
    precondition(bytes.count <= 4096 && write(input, bytes, bytes.count) == bytes.count)
  }

  /// Closes the standard input of the process.
  public func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }

  /// Waits for the next line of standard output; nil at the end.
  public func readLine() -> String? { Self.line(&output) }

  /// Waits for the next line of standard error; nil at the end.
  public func readErrorLine() -> String? { Self.line(&error) }

  /// Closes the reading end of standard output, as `head` does when it has read enough.
  public func closeOutput() {
    close(output.descriptor)
    output = Stream(descriptor: -1, isOpen: false)
  }

  public func signal(_ number: Int32) { kill(process, number) }

  private static func line(_ stream: inout Stream) -> String? {
    while true {
      if let end = stream.bytes.firstIndex(of: UInt8(ascii: "\n")) {
        defer { stream.bytes.removeSubrange(...end) }
        return String(decoding: stream.bytes[..<end], as: UTF8.self)
      }
      guard stream.isOpen else { return nil }
      wait(for: stream.descriptor)
      stream.fill()
    }
  }

  private static func wait(for descriptor: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, patience) > 0 else { fatalError("the process is silent") }
  }
}

// MARK: - Ending

extension ChildProcess {
  /// Sends `bytes` while reading, and waits for the process to end.
  public func finish(sending bytes: [UInt8] = []) -> ProcessResult {
    var sent = 0
    _ = fcntl(input, F_SETFL, O_NONBLOCK)
    if bytes.isEmpty { closeInput() }
    while output.isOpen || error.isOpen {
      var requests = [
        pollfd(fd: output.isOpen ? output.descriptor : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: error.isOpen ? error.descriptor : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
      ]
      guard poll(&requests, 3, Self.patience) > 0 else { fatalError("the process is silent") }
      if requests[0].revents != 0 { output.fill() }
      if requests[1].revents != 0 { error.fill() }
      if requests[2].revents != 0 {
        let count = bytes[sent...].withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
        sent += max(count, 0)
        if count < 0 && errno != EAGAIN || sent == bytes.count { closeInput() }
      }
    }
    return ProcessResult(
      status: waitForEnd(), output: String(decoding: output.bytes, as: UTF8.self),
      error: String(decoding: error.bytes, as: UTF8.self))
  }

  private func waitForEnd() -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? status >> 8 & 0xFF : -signal
  }
}

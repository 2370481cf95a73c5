// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc

/// A failure that the driver of a browser reports.
public struct WebDriverError: Error, CustomStringConvertible {
  public let description: String
}

/// Chromium's driver in a process of its own. It speaks the WebDriver protocol: JSON over HTTP.
final class WebDriver {
  private struct Reply<Value: Decodable>: Decodable { let value: Value }

  private let process: ChildProcess
  private let port: UInt16

  init(program: String, directory: String) throws {
    process = ChildProcess([program, "--port=0"], directory: directory)
    while let line = process.readLine() {
      let found = line.firstMatch(of: #/started successfully on port (\d+)/#)
      guard let found, let port = UInt16(found.1) else { continue }
      self.port = port
      return
    }
    throw WebDriverError(description: "\(program) did not start: \(process.finish().error)")
  }

  deinit {
    _ = try? exchange("GET", "/shutdown", "")
    _ = process.finish()
  }

  /// Sends a command, whose arguments are in JSON, and returns the value of the reply.
  func send<Value: Decodable>(
    _ method: String, _ path: String, _ arguments: String = "{}", as type: Value.Type
  ) throws -> Value {
    let reply = try exchange(method, path, method == "POST" ? arguments : "")
    do { return try JSONDecoder().decode(Reply<Value>.self, from: Data(reply)).value } catch {
      throw WebDriverError(
        description: "\(method) \(path) \(arguments.prefix(500)):\n"
          + String(decoding: reply.prefix(2000), as: UTF8.self))
    }
  }

  // MARK: HTTP

  /// Returns the body of the reply.
  private func exchange(_ method: String, _ path: String, _ body: String) throws -> [UInt8] {
    let connection = try connect()
    defer { close(connection) }
    let request =
      "\(method) \(path) HTTP/1.1\r\nHost: localhost:\(port)\r\nConnection: close\r\n"
      + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    var rest = Array(request.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, 0) }
      guard count > 0 else { throw WebDriverError(description: "send: errno \(errno)") }
      rest = rest.dropFirst(count)
    }
    return try reply(from: connection)
  }

  private func connect() throws -> Int32 {
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else {
      close(connection)
      throw WebDriverError(description: "connect: errno \(errno)")
    }
    return connection
  }

  /// Reads until the body has the length that the header gives.
  private func reply(from connection: Int32) throws -> [UInt8] {
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if let end = received.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound {
        let header = String(decoding: received[..<end], as: UTF8.self)
        let length = header.firstMatch(of: #/(?i)content-length: *(\d+)/#).flatMap { Int($0.1) }
        if let length, received.count - end >= length {
          return Array(received[end..<(end + length)])
        }
      }
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { throw WebDriverError(description: "the driver closed a connection") }
      received += buffer[..<count]
    }
  }
}

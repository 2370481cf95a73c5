// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// A headless Chromium that a test opens pages in, with a keyboard and a mouse.
public final class Browser {
  /// Keys without a character, as WebDriver writes them.
  public enum Key {
    public static let tab = "\u{E004}"
    public static let enter = "\u{E007}"
    public static let shift = "\u{E008}"
    public static let escape = "\u{E00C}"
    public static let left = "\u{E012}"
    public static let up = "\u{E013}"
    public static let right = "\u{E014}"
    public static let down = "\u{E015}"
  }

  private static let browser = installed("chromium", "chromium-browser", "google-chrome")
  private static let driver = installed("chromedriver")
  public static let isInstalled = browser != nil && driver != nil

  private static func installed(_ names: String...) -> String? {
    names.map { "/usr/bin/" + $0 }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private let directory = TemporaryDirectory()
  private let driver: WebDriver
  private var session = ""

  public init() throws {
    guard let browser = Self.browser, let driver = Self.driver else {
      throw WebDriverError(description: "Chromium or its driver is not installed")
    }
    self.driver = try WebDriver(program: driver, directory: directory.path)
    let flags = [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
      "--disable-dev-shm-usage", "--user-data-dir=\(directory.path("profile"))",
    ].map(Self.quoted).joined(separator: ",")
    struct Session: Decodable { let sessionId: String }
    session = try self.driver.send(
      "POST", "/session",
      """
      {"capabilities": {"alwaysMatch": {
        "goog:loggingPrefs": {"browser": "ALL"},
        "goog:chromeOptions": {"binary": \(Self.quoted(browser)), "args": [\(flags)]}}}}
      """, as: Session.self
    ).sessionId
  }

  deinit {
    if !session.isEmpty { try? command("DELETE", "") }
  }

  private static func quoted(_ text: String) -> String {
    String(decoding: (try? JSONEncoder().encode(text)) ?? Data(), as: UTF8.self)
  }

  private func send<Value: Decodable>(
    _ path: String, _ arguments: String, as type: Value.Type = Value.self
  ) throws -> Value {
    try driver.send("POST", "/session/\(session)\(path)", arguments, as: type)
  }

  /// Sends a command and ignores the value of its reply.
  private func command(_ method: String, _ path: String, _ arguments: String = "{}") throws {
    struct Anything: Decodable { init(from decoder: any Decoder) {} }
    _ = try driver.send(method, "/session/\(session)\(path)", arguments, as: Anything.self)
  }
}

// MARK: - Pages

extension Browser {
  /// Opens a page at a size of the screen, in light or dark colours.
  public func open(html: String, width: Int = 1280, isDark: Bool = false) throws {
    let path = directory.path("page.html")
    try write(Array(html.utf8), to: path)
    try open(path: path, width: width, isDark: isDark)
  }

  /// Opens a page on the screen or, for `print`, as it is laid out on paper.
  public func open(
    path: String, width: Int = 1280, isDark: Bool = false, media: String = "screen"
  ) throws {
    try control(
      "Emulation.setDeviceMetricsOverride",
      #"{"width": \#(width), "height": 900, "deviceScaleFactor": 1, "mobile": \#(width < 500)}"#)
    let scheme = #"{"name": "prefers-color-scheme", "value": "\#(isDark ? "dark" : "light")"}"#
    let motion = #"{"name": "prefers-reduced-motion", "value": "reduce"}"#
    try control(
      "Emulation.setEmulatedMedia",
      #"{"media": "\#(media)", "features": [\#(scheme), \#(motion)]}"#)
    try command("POST", "/url", #"{"url": \#(Self.quoted("file://" + path))}"#)
  }

  /// Sends a command of the DevTools protocol.
  private func control(_ name: String, _ parameters: String) throws {
    try command("POST", "/goog/cdp/execute", #"{"cmd": "\#(name)", "params": \#(parameters)}"#)
  }

  /// Returns the value of an expression in the page, which must be of the expected type.
  public func value<Value: Decodable>(
    _ expression: String, as type: Value.Type = Value.self
  ) throws -> Value {
    try send(
      "/execute/sync", #"{"script": \#(Self.quoted("return " + expression)), "args": []}"#)
  }

  /// Waits until an expression is true, and returns false if it is not after ten seconds of frames.
  public func becomesTrue(_ expression: String) throws -> Bool {
    let script = """
      const done = arguments[0];
      let left = 600;
      const check = () => {
        if (\(expression)) done(true);
        else if (left-- > 0) requestAnimationFrame(check);
        else done(false);
      };
      check();
      """
    return try send("/execute/async", #"{"script": \#(Self.quoted(script)), "args": []}"#)
  }

  /// Returns the messages in the console since the last call.
  public func messages() throws -> [String] {
    struct Entry: Decodable { let level, message: String }
    let entries = try send("/se/log", #"{"type": "browser"}"#, as: [Entry].self)
    return entries.map { "\($0.level): \($0.message)" }
  }
}

// MARK: - Keyboard and mouse

extension Browser {
  /// Presses and releases keys one after another: characters, and those of `Key`.
  public func type(_ keys: String) throws {
    try act("key", "{}", keys.unicodeScalars.flatMap { [key("keyDown", $0), key("keyUp", $0)] })
  }

  private func key(_ action: String, _ key: Unicode.Scalar) -> String {
    #"{"type": "\#(action)", "value": \#(Self.quoted(String(key)))}"#
  }

  /// Moves the mouse to the centre of an element, or to a distance from there.
  public func point(at selector: String, right: Int = 0, down: Int = 0) throws {
    try act("pointer", Self.mouse, [try move(to: selector, right, down)])
  }

  public func click(_ selector: String, right: Int = 0, down: Int = 0) throws {
    let press = ["pointerDown", "pointerUp"].map { #"{"type": "\#($0)", "button": 0}"# }
    try act("pointer", Self.mouse, [try move(to: selector, right, down)] + press)
  }

  private static let mouse = #"{"pointerType": "mouse"}"#

  private func move(to selector: String, _ right: Int, _ down: Int) throws -> String {
    let centre = try value(
      """
      (() => {
        const element = document.querySelector(\(Self.quoted(selector)));
        element.scrollIntoView({ block: "center" });
        const box = element.getBoundingClientRect();
        return [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)];
      })()
      """, as: [Int].self)
    return #"{"type": "pointerMove", "duration": 0, "origin": "viewport", "#
      + #""x": \#(centre[0] + right), "y": \#(centre[1] + down)}"#
  }

  private func act(_ device: String, _ parameters: String, _ actions: [String]) throws {
    try command(
      "POST", "/actions",
      """
      {"actions": [{"type": "\(device)", "id": "\(device)", "parameters": \(parameters),
        "actions": [\(actions.joined(separator: ","))]}]}
      """)
  }
}

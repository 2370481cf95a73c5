// SPDX-License-Identifier: Apache-2.0

/// A self-contained page that follows the reader's preference for light or dark. It loads nothing,
/// and its content security policy forbids loading.
struct Page {
  let title: String
  /// True if the body contains scripts.
  var hasScripts = false
  /// CSS properties in addition to those of the palettes.
  var lightProperties = ""
  var darkProperties = ""
  let style: String
  let body: String

  var html: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
    img-src data:; \(hasScripts ? "script-src 'unsafe-inline'; " : "")style-src 'unsafe-inline'">
    <link rel="icon" href="data:,">
    <title>\(escapedForMarkup(title))</title>
    <style>
    :root { color-scheme: light dark; \(Palette.light.properties)\(lightProperties) }
    @media (prefers-color-scheme: dark) { :root { \(Palette.dark.properties)\(darkProperties) } }
    \(style)
    \(text(PackageResources.print_css))</style>
    </head>
    <body>
    \(body)</body>
    </html>

    """
  }
}

// SPDX-License-Identifier: Apache-2.0

extension Browser {
  /// Returns the faults of the page that is open: texts that overlap or are cut off, a page that
  /// scrolls sideways, scrolling regions that the keyboard does not reach, and messages in the console.
  public func faults() throws -> [String] {
    try value(Self.search, as: [String].self) + messages()
  }

  /// Opens a page at the width of a desktop and of a telephone, in light and dark colours, and as it is
  /// printed, and returns the faults of each.
  public func faults(ofPage path: String) throws -> [String] {
    try open(path: path, width: 700, media: "print")
    let printed = try faults().map { "printed: \($0)" }
    return try printed
      + [1280, 400].flatMap { width in
        try [false, true].flatMap { isDark in
          try open(path: path, width: width, isDark: isDark)
          return try faults().map { "\(width) pixels\(isDark ? ", dark" : ""): \($0)" }
        }
      }
  }

  private static let search = """
    (() => {
      const faults = [];
      const root = document.documentElement;
      const style = (element) => getComputedStyle(element);
      const clips = (element) => style(element).overflowX !== "visible";
      const scrolls = (element) => /auto|scroll/.test(style(element).overflowX + style(element).overflowY);
      const quoted = (text) => JSON.stringify(text.trim().slice(0, 40));

      /** The corners of a box without the blank strips above and below its letters. */
      const corners = ({ x, y, width, height }) => {
        const [top, bottom] = [y + 0.15 * height, y + 0.85 * height];
        return [[x, top], [x + width, top], [x + width, bottom], [x, bottom]];
      };
      const frame = (shape) => {
        const [x, y] = [0, 1].map((axis) => shape.map((corner) => corner[axis]));
        return { left: Math.min(...x), right: Math.max(...x), top: Math.min(...y), bottom: Math.max(...y) };
      };
      const ancestors = (element) => {
        const found = [];
        for (let up = element; up && up !== document.body; up = up.parentElement) found.push(up);
        return found;
      };

      const texts = [];
      const add = (text, element, shape) => {
        const box = frame(shape);
        for (const clip of ancestors(element).filter(clips)) {
          const edge = clip.getBoundingClientRect();
          if (edge.width <= 1 || style(clip).textOverflow === "ellipsis") return;
          const isCut = box.left < edge.left - 1 || box.right > edge.right + 1
            || box.top < edge.top - 1 || box.bottom > edge.bottom + 1;
          if (!isCut) continue;
          if (!scrolls(clip)) faults.push(quoted(text) + " sticks out of " + clip.tagName);
          return; // it can be scrolled into view
        }
        texts.push({ text, element, shape, box });
      };
      for (const text of document.querySelectorAll("svg text")) {
        if (!text.textContent.trim() || !text.checkVisibility({ visibilityProperty: true })) continue;
        const matrix = text.getScreenCTM();
        add(text.textContent, text, corners(text.getBBox()).map(([x, y]) => {
          const point = new DOMPoint(x, y).matrixTransform(matrix);
          return [point.x, point.y];
        }));
      }
      const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node; (node = nodes.nextNode());) {
        const element = node.parentElement;
        if (!node.data.trim() || element.closest("svg, script, style, noscript, option")) continue;
        if (!element.checkVisibility({ visibilityProperty: true })) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) if (box.width > 0) add(node.data, element, corners(box));
      }

      /** Two convex shapes are apart if a line along one of their sides separates them. */
      const areApart = (one, other) => [one, other].some((shape) => [0, 1].some((n) => {
        const normal = [shape[n + 1][1] - shape[n][1], shape[n][0] - shape[n + 1][0]];
        const [a, b] = [one, other].map((shape) => shape.map(([x, y]) => x * normal[0] + y * normal[1]));
        const touch = 0.5 * Math.hypot(...normal);
        return Math.max(...a) <= Math.min(...b) + touch || Math.max(...b) <= Math.min(...a) + touch;
      }));
      texts.sort((a, b) => a.box.top - b.box.top);
      texts.forEach((one, index) => {
        const sticksOut = one.box.left < -1 || one.box.right > root.clientWidth + 1;
        if (sticksOut) faults.push(quoted(one.text) + " sticks out of the page");
        for (let next = index + 1; next < texts.length && texts[next].box.top < one.box.bottom; next++) {
          const other = texts[next];
          if (other.box.left >= one.box.right || one.box.left >= other.box.right) continue;
          if (!areApart(one.shape, other.shape)) faults.push(quoted(one.text) + " overlaps " + quoted(other.text));
        }
      });

      if (root.scrollWidth > root.clientWidth) faults.push("the page scrolls sideways");
      for (const region of document.querySelectorAll("body *")) {
        const isLarger = region.scrollWidth > region.clientWidth + 1 || region.scrollHeight > region.clientHeight + 1;
        if (!isLarger || !scrolls(region) || region.tabIndex >= 0) continue;
        if (!region.querySelector("a[href], button, input, select, [tabindex]")) {
          faults.push("the keyboard does not reach " + region.outerHTML.slice(0, 60));
        }
      }
      return faults.slice(0, 20);
    })()
    """
}

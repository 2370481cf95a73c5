// The numbers of the plot, as a file.

const cell = (text) => String(text).replace(/[\t\n\v\f\r\u0085\u2028\u2029]/gu, " ");

/** Returns the value of a 32-bit float with no more digits than it needs. */
const shortest = (value) => [6, 7, 8, 9].map((digits) => Number(value.toPrecision(digits))).find((short) => Math.fround(short) === value);

/** Returns the points as tab-separated text: word, count, group, and a column for each axis. */
function table() {
  const optional = [
    hasCounts ? ["count", (i) => counts[i]] : null,
    groupNames.length > 0 ? ["group", (i) => groupNames[groups[i]] ?? ""] : null,
  ];
  const columns = [
    [noun, (i) => words[i]],
    ...optional.filter((column) => column !== null),
    ...data.axes.map((axis, k) => [axis.name, (i) => shortest(coordinates[k][i])]),
  ];
  const lines = words.map((_, i) => columns.map(([, value]) => cell(value(i))).join("\t"));
  return [columns.map(([name]) => name).join("\t"), ...lines].join("\n") + "\n";
}

// The file is made when it is wanted: it may be larger than the page.
element("download").addEventListener("click", () => {
  const link = element("download");
  URL.revokeObjectURL(link.href);
  link.download = `${nouns}.tsv`;
  link.href = URL.createObjectURL(new Blob([table()], { type: "text/tab-separated-values" }));
});

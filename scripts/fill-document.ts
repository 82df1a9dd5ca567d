/** Replaces the code block behind each `<!-- example: FILE -->` by that file. */
export function withExamples(document: string, read: (file: string) => string): string {
  return document.replace(
    /(<!-- example: (\S+) -->\n)```(ts|py)\n[\s\S]*?```/g,
    (_whole, marker: string, file: string, language: string) => {
      return `${marker}\`\`\`${language}\n${read(file)}\`\`\``;
    },
  );
}

/** Replaces what stands between `<!-- table: NAME -->` and `<!-- end -->` by that table. */
export function withTables(document: string, tables: Readonly<Record<string, () => string>>): string {
  return document.replace(
    /(<!-- table: (\S+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_whole, start: string, name: string, end: string) => {
      const table = tables[name];
      if (table === undefined)
        throw new Error(`There is no table "${name}"; there are ${Object.keys(tables).join(', ')}.`);
      return `${start}${table()}\n${end}`;
    },
  );
}

import type { SourceFile } from "./source-file.ts";

/** Circles of imports, a sentence each. Imports of types count: one file of a circle cannot be understood without the others. */
export function circles(files: readonly SourceFile[]): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path))
      found.push(`${[...way.slice(way.indexOf(path)), path].join(" imports ")}: nothing leads back.`);
    if (done.has(path) || way.includes(path)) return;
    for (const { target, isPackage } of byPath.get(path)?.imports ?? []) {
      if (!isPackage) visit(target, [...way, path]);
    }
    done.add(path);
  };
  for (const file of files) visit(file.path, []);
  return found;
}

/** What leads to what: by each node's name, the nodes below it. */
export type Graph = Readonly<Record<string, readonly string[]>>;

/** A Mermaid picture of what may import what, from the top down. An arrow that others imply by leading the same way is left out. */
export function flowchart(graph: Graph): string {
  const boxes = Object.keys(graph).map((name) => `  ${idOf(name)}["${name}"]`);
  const arrows = Object.entries(graph).flatMap(([from, targets]) =>
    targets
      .filter((to) => !targets.some((other) => other !== to && reaches(graph, other, to)))
      .map((to) => `  ${idOf(from)} --> ${idOf(to)}`),
  );
  return ["```mermaid", "flowchart TD", ...boxes, ...arrows, "```"].join("\n");
}

/** @throws RangeError where the graph is a circle; the tests of the tables find that first. */
function reaches(graph: Graph, from: string, to: string): boolean {
  return (graph[from] ?? []).some((next) => next === to || reaches(graph, next, to));
}

/** A bare name may be a keyword of Mermaid's, as `graph` is. */
const idOf = (name: string): string => `n_${name.replaceAll(/\W/g, "_")}`;

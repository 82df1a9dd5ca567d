/** A rectangle in pixels, y downwards. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A text that wants to stand beside one of several places. */
export interface LabelRequest {
  /** Whose name it is: an index of the lines. */
  readonly owner: number;
  readonly width: number;
  readonly height: number;
  /** Places it may stand beside, the best first. */
  readonly anchors: readonly { readonly x: number; readonly y: number }[];
}

export interface PlacedLabel extends Box {
  /** Which of the anchors it stands beside. */
  readonly anchor: number;
}

/** Pixels between a place and its label. */
const gap = 9;

/**
 * Finds room for labels, one after the other, so that none covers an obstacle or another label, and each stands nearer
 * to its own line than to any other. Undefined for a label without room: the caller has to put it elsewhere.
 *
 * @param lines - of each owner: its marks and the pieces of its line
 * @param others - further things that must stay visible
 */
export function placeLabels(
  requests: readonly LabelRequest[],
  lines: readonly (readonly Box[])[],
  others: readonly Box[],
  area: Box,
): (PlacedLabel | undefined)[] {
  const taken: Box[] = [...lines.flat(), ...others];
  return requests.map((request) => {
    const rivals = lines.filter((_, owner) => owner !== request.owner).flat();
    for (const [anchor, { x, y }] of request.anchors.entries()) {
      for (const box of around(x, y, request)) {
        const inside =
          box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom;
        if (!inside || taken.some((other) => overlaps(box, other))) continue;
        const reach = distance(box, { left: x, right: x, top: y, bottom: y });
        if (rivals.some((other) => distance(box, other) < reach)) continue;
        taken.push(box);
        return { ...box, anchor };
      }
    }
    return undefined;
  });
}

function distance(a: Box, b: Box): number {
  const across = Math.max(0, a.left - b.right, b.left - a.right);
  const down = Math.max(0, a.top - b.bottom, b.top - a.bottom);
  return Math.hypot(across, down);
}

export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** A line as small boxes along it, for {@link placeLabels}. */
export function boxesAlong(points: readonly { readonly x: number; readonly y: number }[], reach = 3): Box[] {
  return points.slice(1).flatMap((end, i) => {
    const start = points[i]!;
    const pieces = Math.max(1, Math.ceil(Math.hypot(end.x - start.x, end.y - start.y) / reach));
    return Array.from({ length: pieces + 1 }, (_, piece): Box => {
      const x = start.x + ((end.x - start.x) * piece) / pieces;
      const y = start.y + ((end.y - start.y) * piece) / pieces;
      return { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach };
    });
  });
}

function around(x: number, y: number, { width, height }: LabelRequest): Box[] {
  const box = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + height });
  const [middle, centre] = [y - height / 2, x - width / 2];
  const [above, below] = [y - gap - height, y + gap];
  const near = [
    box(x + gap, middle),
    box(x + gap * 0.6, above),
    box(x + gap * 0.6, below),
    box(centre, above),
    box(centre, below),
    box(x - gap * 0.6 - width, above),
    box(x - gap * 0.6 - width, below),
    box(x - gap - width, middle),
  ];
  // Further out where nothing is free nearby, still clearly beside its place.
  const far = [1, 2].flatMap((step) => [
    box(centre, above - step * height),
    box(centre, below + step * height),
    box(x + gap, above - step * height),
    box(x + gap, below + step * height),
  ]);
  return [...near, ...far];
}

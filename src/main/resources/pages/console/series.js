/**
 * Keeps the figures of the last hour, one point a second, oldest first. Knows no DOM.
 *
 * @typedef {{at: number, values: Record<string, number | null>}} Point time in seconds
 */

/** Holds points up to a span of time; a later point of a second takes the place of the first. */
export class Series {
  /** @param {number} span in seconds */
  constructor(span) {
    this.span = span;
    /** @type {Point[]} */
    this.points = [];
  }

  /** Replaces all points. @param {Point[]} points */
  reset(points) {
    this.points = [];
    points.forEach(point => this.push(point));
  }

  /** Adds a point; one that is older than the newest is dropped. @param {Point} point */
  push(point) {
    const last = this.points[this.points.length - 1];
    if (last !== undefined && point.at < last.at) {
      return;
    }
    if (last !== undefined && point.at === last.at) {
      this.points.pop();
    }
    this.points.push(point);
    let expired = 0;
    while ((this.points[expired]?.at ?? point.at) < point.at - this.span) {
      expired++;
    }
    if (expired > 0) {
      this.points.splice(0, expired);
    }
  }

  /** Returns the newest point, or undefined. */
  get last() {
    return this.points[this.points.length - 1];
  }

  /** Returns the points of the last so many seconds. @param {number} seconds */
  recent(seconds) {
    const newest = this.last?.at ?? 0;
    return this.points.filter(point => point.at > newest - seconds);
  }

  /** Returns the names that begin so, with the sum of their values, largest first. @param {string} prefix */
  totals(prefix) {
    /** @type {Map<string, number>} */
    const sums = new Map();
    for (const point of this.points) {
      for (const [name, value] of Object.entries(point.values)) {
        if (name.startsWith(prefix) && value) {
          sums.set(name, (sums.get(name) ?? 0) + value);
        }
      }
    }
    return [...sums].sort((one, other) => other[1] - one[1] || one[0].localeCompare(other[0]));
  }
}

/**
 * Makes one point of those of some seconds each: their mean, or the largest of the names in
 * `peaks`. Counts by reason, whose names have a dot, are left out.
 *
 * @param {Point[]} points
 * @param {number} seconds
 * @param {string[]} peaks
 * @returns {Point[]}
 */
export function thinned(points, seconds, peaks) {
  const width = Math.floor(seconds);
  if (width < 2) {
    return points;
  }
  /** @type {Map<number, Point[]>} */
  const groups = new Map();
  for (const point of points) {
    const begin = Math.floor(point.at / width) * width;
    const group = groups.get(begin);
    if (group === undefined) {
      groups.set(begin, [point]);
    } else {
      group.push(point);
    }
  }
  return [...groups].map(([at, group]) => ({ at, values: joined(group, peaks) }));
}

/** @param {Point[]} group @param {string[]} peaks */
function joined(group, peaks) {
  /** @type {Record<string, number | null>} */
  const values = {};
  for (const name of Object.keys(group[0]?.values ?? {})) {
    const known = group.map(point => point.values[name] ?? null).filter(value => value !== null);
    if (name.includes('.') || known.length === 0) {
      values[name] = null;
    } else {
      values[name] = peaks.includes(name)
        ? Math.max(...known)
        : known.reduce((sum, value) => sum + value, 0) / known.length;
    }
  }
  return values;
}

/**
 * Makes columns for a graph: the times, then the values of each name. Between two points that are
 * more than `gap` seconds apart there is a hole.
 *
 * @param {Point[]} points
 * @param {string[]} names
 * @param {number} [gap]
 * @returns {(number | null)[][]}
 */
export function columns(points, names, gap = 5) {
  /** @type {(number | null)[][]} */
  const all = [[], ...names.map(() => [])];
  let before = Infinity;
  for (const point of points) {
    if (point.at - before > gap) {
      all.forEach((column, i) => column.push(i === 0 ? before + 1 : null));
    }
    all.forEach((column, i) =>
      column.push(i === 0 ? point.at : (point.values[names[i - 1] ?? ''] ?? null)),
    );
    before = point.at;
  }
  return all;
}

/**
 * Sums up values over spans of time, for bars. What is not among the names is summed as the last
 * column.
 *
 * @param {Point[]} points
 * @param {string} prefix
 * @param {string[]} names
 * @param {number} width of a span, in seconds
 */
export function buckets(points, prefix, names, width) {
  /** @type {Map<number, number[]>} */
  const spans = new Map();
  for (const point of points) {
    const begin = Math.floor(point.at / width) * width;
    const sums = spans.get(begin) ?? new Array(names.length + 1).fill(0);
    for (const [name, value] of Object.entries(point.values)) {
      if (name.startsWith(prefix) && value) {
        const at = names.indexOf(name);
        const column = at < 0 ? names.length : at;
        sums[column] = (sums[column] ?? 0) + value;
      }
    }
    spans.set(begin, sums);
  }
  const times = [...spans.keys()].sort((one, other) => one - other);
  return [
    times,
    ...Array.from({ length: names.length + 1 }, (_, i) =>
      times.map(time => spans.get(time)?.[i] ?? 0),
    ),
  ];
}

/**
 * Stacks columns upon each other: each has its own value and those of the columns behind it.
 *
 * @param {number[][]} values
 */
export function stack(values) {
  const stacked = values.map(column => column.slice());
  for (let i = stacked.length - 2; i >= 0; i--) {
    const below = stacked[i + 1] ?? [];
    const own = stacked[i] ?? [];
    own.forEach((value, at) => {
      own[at] = value + (below[at] ?? 0);
    });
  }
  return stacked;
}

/**
 * Reads the events of the metrics stream into points. Knows no DOM.
 *
 * @typedef {import('./series.js').Point} Point
 */

/** The members of a sample that are numbers. */
const FIGURES = [
  'connections',
  'sessions',
  'rooms',
  'messages',
  'deliveries',
  'p50',
  'p99',
  'queueBytes',
];

export const DISCONNECTS = 'disconnects.';
export const REFUSALS = 'refusals.';

/**
 * Reads one sample. A count by reason has the name `disconnects.quit`.
 *
 * @param {any} sample
 * @returns {Point}
 */
export function readSample(sample) {
  /** @type {Record<string, number | null>} */
  const values = {};
  for (const name of FIGURES) {
    values[name] = sample[name] ?? null;
  }
  addReasons(values, DISCONNECTS, sample.disconnects);
  addReasons(values, REFUSALS, sample.refusals);
  return { at: sample.at, values };
}

/**
 * @param {Record<string, number | null>} values
 * @param {string} prefix
 * @param {Record<string, number> | undefined} counts
 */
function addReasons(values, prefix, counts) {
  for (const [reason, count] of Object.entries(counts ?? {})) {
    values[prefix + reason] = count;
  }
}

/**
 * Reads the history that a stream begins with.
 *
 * @param {any} history
 * @returns {Point[]}
 */
export function readHistory(history) {
  /** @type {Point[]} */
  const points = history.at.map((/** @type {number} */ at, /** @type {number} */ i) => ({
    at,
    values: Object.fromEntries(FIGURES.map(name => [name, history[name]?.[i] ?? null])),
  }));
  scatter(points, DISCONNECTS, history.disconnects);
  scatter(points, REFUSALS, history.refusals);
  return points;
}

/**
 * @param {Point[]} points
 * @param {string} prefix
 * @param {Record<string, [number, number][]> | undefined} sparse
 */
function scatter(points, prefix, sparse) {
  for (const [reason, counts] of Object.entries(sparse ?? {})) {
    for (const [index, count] of counts) {
      const point = points[index];
      if (point !== undefined) {
        point.values[prefix + reason] = count;
      }
    }
  }
}

/**
 * Returns the last value of a name that is known, looking back some points.
 *
 * @param {Point[]} points
 * @param {string} name
 * @param {number} [back]
 */
export function lastKnown(points, name, back = 30) {
  for (let i = points.length - 1; i >= Math.max(0, points.length - back); i--) {
    const value = points[i]?.values[name];
    if (value !== null && value !== undefined) {
      return value;
    }
  }
  return null;
}

/**
 * Writes a reason of the server's for people: `slow-reader` becomes `slow reader`.
 *
 * @param {string} name
 */
export const reasonText = name => name.slice(name.indexOf('.') + 1).replace(/[-_]/g, ' ');

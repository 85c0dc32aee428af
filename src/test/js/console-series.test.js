import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastKnown, readHistory, readSample, reasonText } from '../../main/resources/pages/console/metrics.js';
import { buckets, columns, Series, stack, thinned } from '../../main/resources/pages/console/series.js';

/** @param {number} at @param {Record<string, number | null>} values */
const point = (at, values) => ({ at, values });

test('a series keeps its span and no more', () => {
  const series = new Series(3);
  for (let at = 1; at <= 10; at++) {
    series.push(point(at, { n: at }));
  }
  assert.deepEqual(
    series.points.map(one => one.at),
    [7, 8, 9, 10],
  );
});

test('a point of the same second takes the place of the other, an older one is dropped', () => {
  const series = new Series(60);
  series.reset([point(5, { n: 1 }), point(5, { n: 2 }), point(4, { n: 3 })]);
  assert.deepEqual(series.points, [point(5, { n: 2 })]);
});

test('columns have a hole where points are missing', () => {
  const points = [point(1, { n: 1 }), point(2, { n: 2 }), point(60, { n: 3 })];
  assert.deepEqual(columns(points, ['n', 'none']), [
    [1, 2, 3, 60],
    [1, 2, null, 3],
    [null, null, null, null],
  ]);
});

test('counts are summed over spans, and those without a column are summed as the others', () => {
  const points = [point(60, { 'd.a': 1, 'd.b': 2 }), point(61, { 'd.a': 1, 'e.a': 9 }), point(120, { 'd.c': 4 })];
  assert.deepEqual(buckets(points, 'd.', ['d.a'], 60), [
    [60, 120],
    [2, 0],
    [2, 4],
  ]);
});

test('stacked columns have their own value and those behind them', () => {
  assert.deepEqual(
    stack([
      [1, 2],
      [10, 20],
      [100, 200],
    ]),
    [
      [111, 222],
      [110, 220],
      [100, 200],
    ],
  );
});

test('thinned points are means, or peaks, of what is known', () => {
  const points = [point(10, { n: 1, peak: 1 }), point(11, { n: 3, peak: 7 }), point(12, { n: null, peak: null })];
  assert.deepEqual(thinned(points, 2, ['peak']), [point(10, { n: 2, peak: 7 }), point(12, { n: null, peak: null })]);
  assert.equal(thinned(points, 1, []), points);
});

test('totals are largest first', () => {
  const series = new Series(60);
  series.reset([point(1, { 'd.a': 1, 'd.b': 2 }), point(2, { 'd.a': 3, x: 9 })]);
  assert.deepEqual(series.totals('d.'), [
    ['d.a', 4],
    ['d.b', 2],
  ]);
});

test('a history and its samples are read alike', () => {
  const history = readHistory({
    at: [1, 2],
    connections: [3, 4],
    p50: [null, 180],
    disconnects: { quit: [[1, 2]] },
    refusals: {},
  });
  const sample = readSample({ at: 2, connections: 4, p50: 180, disconnects: { quit: 2 }, refusals: {} });
  assert.deepEqual(history[1], sample);
  assert.equal(history[0]?.values['p50'], null);
  assert.equal(lastKnown(history.slice(0, 1), 'p50'), null);
  assert.equal(lastKnown(history, 'p50'), 180);
});

test('a reason is written with spaces', () => {
  assert.equal(reasonText('disconnects.slow-reader'), 'slow reader');
});

/** Draws graphs with uPlot. It sets styles by script alone, which the page's policy allows. */

import uPlot from 'uplot';
import { clock } from './format.js';
import { html } from '../shared/html.js';
import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * @typedef {{label: string, color: string, bars?: boolean, fill?: boolean, hidden?: boolean}} Line
 *   `color` is the name of a custom property of the stylesheet
 */

/** @param {string} name */
const token = name =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim() || '#888';

/** Steps of an axis of bytes. */
const BINARY = Array.from({ length: 40 }, (_, i) => 2 ** i);

/** All graphs show the same moment under the pointer. */
const SYNC = 'overview';

/**
 * @param {Line[]} lines
 * @param {(value: number) => string} axis
 * @param {number} width
 * @param {number} height
 * @param {number} floor
 * @param {boolean} binary
 * @param {(index: number | null) => void} onCursor
 * @returns {import('uplot').Options}
 */
function options(lines, axis, width, height, floor, binary, onCursor) {
  const text = token('--text-2');
  const grid = { stroke: token('--line'), width: 1 };
  const font = '11px system-ui, sans-serif';
  const bars = uPlot.paths.bars?.({ size: [0.8, 24] });
  return {
    width,
    height,
    padding: [8, 28, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: SYNC },
      drag: { x: false, y: false },
      ...(lines.some(line => line.bars) ? { points: { show: false } } : {}),
    },
    scales: {
      x: { time: true },
      y: { range: (_plot, _min, max) => [0, Math.max(floor, (max ?? 0) * 1.1)] },
    },
    axes: [
      {
        stroke: text,
        grid: { show: false },
        ticks: { show: false },
        font,
        size: 24,
        space: 60,
        values: (_plot, times, _axis, _space, step) =>
          times.map(time => clock(new Date(time * 1000)).slice(0, step < 60 ? 8 : 5)),
        incrs: [5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600],
      },
      {
        stroke: text,
        grid,
        ticks: { show: false },
        font,
        size: 52,
        space: 28,
        ...(binary ? { incrs: BINARY } : {}),
        values: (_plot, values) => values.map(axis),
      },
    ],
    series: [
      {},
      ...lines.map(line => {
        const color = token(line.color);
        return {
          label: line.label,
          stroke: color,
          width: line.bars ? 0 : 1.5,
          points: { show: false },
          ...(line.bars || line.fill ? { fill: line.bars ? color : color + '22' } : {}),
          ...(line.bars && bars ? { paths: bars } : {}),
        };
      }),
    ],
    hooks: { setCursor: [plot => onCursor(plot.cursor.idx ?? null)] },
  };
}

/** Tells when the colours change. @param {() => void} listener */
function onColours(listener) {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', listener);
  return () => dark.removeEventListener('change', listener);
}

/**
 * Shows a graph with the figures of now, or of the moment under the pointer, above it.
 *
 * @param {{title: string, lines: Line[], data: (number | null)[][],
 *   shown?: (number | null)[][], value: (value: number) => string,
 *   axis?: (value: number) => string, height?: number, floor?: number, binary?: boolean,
 *   note?: string, resting?: number[]}} props
 *   `data` has the times and then a column for each line; `shown` what is written of them where
 *   that differs, as with stacked bars; `floor` is the smallest top of the scale;
 *   `binary` has its steps be powers of two;
 *   `resting` is what is written while no moment is under the pointer, in place of the last figures
 */
export function Graph({ title, lines, data, shown, value, axis = value, height = 130, floor = 1, binary = false, note, resting }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const plot = useRef(/** @type {uPlot | null} */ (null));
  const [at, setAt] = useState(/** @type {number | null} */ (null));
  const shape = JSON.stringify(lines);
  const latest = useRef(data);
  latest.current = data;
  useEffect(() => {
    const element = box.current;
    if (element === null) {
      return;
    }
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(
        options(lines, axis, Math.max(120, element.clientWidth), height, floor, binary, setAt),
        /** @type {import('uplot').AlignedData} */ (/** @type {unknown} */ (latest.current)),
        element,
      );
    };
    draw();
    const sizes = new ResizeObserver(() => {
      const width = Math.max(120, element.clientWidth);
      if (plot.current !== null && plot.current.width !== width) {
        plot.current.setSize({ width, height });
      }
    });
    sizes.observe(element);
    const unlisten = onColours(draw);
    return () => {
      unlisten();
      sizes.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [shape, height, floor]);
  useEffect(() => {
    plot.current?.setData(
      /** @type {import('uplot').AlignedData} */ (/** @type {unknown} */ (data)),
    );
  }, [data]);
  const written = shown ?? data;
  const index = at ?? (data[0]?.length ?? 0) - 1;
  const time = at === null ? null : data[0]?.[at];
  const figures = lines.map((line, i) => {
    const figure = at === null && resting ? resting[i] : written[i + 1]?.[index];
    return { ...line, text: figure === null || figure === undefined ? '–' : value(figure) };
  });
  return html`<section class="graph" aria-label=${title}>
    <header>
      <h2>${title}</h2>
      <span class="quiet small">
        ${time ? clock(new Date(time * 1000)) : (note ?? '')}
      </span>
    </header>
    <ul class="legend">
      ${figures.map(
        figure => html`<li>
          <span class=${'swatch c' + figure.color}></span>
          ${figure.label} <strong>${figure.text}</strong>
        </li>`,
      )}
    </ul>
    <div
      ref=${box}
      class="plot"
      role="img"
      aria-label=${`${title}: ${figures.map(f => `${f.label} ${f.text}`).join(', ')}`}
    ></div>
  </section>`;
}

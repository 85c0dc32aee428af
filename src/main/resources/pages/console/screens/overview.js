import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { all, get, resource } from '../api.js';
import { Graph } from '../chart.js';
import { bytes, count, duration, millis, plural, rate, short } from '../format.js';
import { useApp, useLoaded, useNow, useTitle } from '../hooks.js';
import { html } from '../../shared/html.js';
import { LiveStream } from '../live.js';
import { DISCONNECTS, lastKnown, readHistory, readSample, reasonText, REFUSALS } from '../metrics.js';
import { address } from '../router.js';
import { buckets, columns, Series, stack, thinned } from '../series.js';
import { Empty, Head, Link, Shown, Skeleton, StreamNote, Tag, Time } from '../ui.js';

/** @typedef {import('../series.js').Point} Point */

const HOUR = 3600;

/** Figures of which the largest of some seconds is shown, not the mean. */
const PEAKS = ['p99', 'queueBytes'];

/** How many points a graph has at most; with more it is a thicket. */
const MOST_POINTS = 240;

/** The seconds without a point that are a hole in a graph: more than those of a point with most. */
const GAP = Math.ceil((2 * HOUR) / MOST_POINTS);

/** @type {[string, number][]} */
const RANGES = [
  ['5 min', 300],
  ['15 min', 900],
  ['1 h', HOUR],
];

/** Microseconds, as they come, for people. @param {number} micros */
const micros = micros => millis(micros / 1000);

/** Follows the figures of the last hour. */
function useMetrics() {
  const series = useRef(new Series(HOUR));
  const [points, setPoints] = useState(/** @type {Point[] | null} */ (null));
  const [extra, setExtra] = useState({ store: true, level: '' });
  const [state, setState] = useState(/** @type {import('../live.js').StreamState | null} */ (null));
  const stream = useRef(/** @type {LiveStream | null} */ (null));
  useEffect(() => {
    const event = (/** @type {import('../sse.js').ServerEvent} */ { event, data }) => {
      const body = JSON.parse(data);
      if (event === 'history') {
        series.current.reset(readHistory(body));
        const last = body.at.length - 1;
        setExtra({ store: body.store?.[last] ?? true, level: body.level?.[last] ?? '' });
      } else if (event === 'sample') {
        series.current.push(readSample(body));
        setExtra({ store: body.store ?? true, level: body.level ?? '' });
      }
      setPoints(series.current.points.slice());
    };
    stream.current = new LiveStream(() => resource(['metrics', 'stream']), {
      silence: 4000,
      event,
      state: setState,
    });
    return () => stream.current?.close();
  }, []);
  return { points, extra, state, retry: () => stream.current?.retry() };
}

/** Shows the state of the server and graphs of the last hour, which go on live. */
export function Overview() {
  useTitle('Overview');
  const { route, go } = useApp();
  const metrics = useMetrics();
  const range = RANGES.find(([, seconds]) => String(seconds) === route.query['range'])?.[1] ?? HOUR;
  const server = useLoaded(signal => get(['server'], { signal }), [], 30_000);
  return html`
    <${Head} title="Overview" sub=${html`<${ServerLine} server=${server} />`}>
      <div class="segments" role="group" aria-label="Time shown">
        ${RANGES.map(
          ([label, seconds]) => html`<button
            type="button"
            aria-pressed=${seconds === range}
            onClick=${() => go(address([], seconds === HOUR ? {} : { range: seconds }), { replace: true })}
          >
            ${label}
          </button>`,
        )}
      </div>
    <//>
    <${StreamNote} state=${metrics.state} retry=${metrics.retry} what="The figures stand still" />
    <${Tiles} points=${metrics.points} extra=${metrics.extra} server=${server.data} />
    ${metrics.points === null
      ? metrics.state?.problem ? null : html`<${Skeleton} lines=${8} />`
      : html`<${Graphs} points=${metrics.points} range=${range} />`}
    <${ClusterNodes} />
    <${Listeners} />
  `;
}

/** @param {{server: import('../hooks.js').Loaded<import('../types.js').Server>}} props */
function ServerLine({ server }) {
  const now = useNow(10_000);
  const data = server.data;
  if (data === undefined) {
    return html`${server.problem?.detail ?? 'Asking the server…'}`;
  }
  const up = data.uptimeSeconds + (now - server.at) / 1000;
  return html`${data.name} ${data.version}, Java ${data.java}, up ${duration(up)} since ${' '}
    <${Time} at=${data.startedAt} />`;
}

/**
 * @param {{points: Point[] | null, extra: {store: boolean, level: string},
 *   server: import('../types.js').Server | undefined}} props
 */
function Tiles({ points, extra, server }) {
  const now = points?.[points.length - 1]?.values;
  const known = (/** @type {string} */ name, /** @type {(n: number) => string} */ write) => {
    const value = now?.[name];
    return value === null || value === undefined ? '–' : write(value);
  };
  const p99 = points === null ? null : lastKnown(points, 'p99');
  const storeProblem = server?.store.problem ?? null;
  const works = extra.store && storeProblem === null;
  const level = extra.level || '–';
  return html`<dl class="tiles">
    <${Tile} label="Connections" to="connections">${known('connections', count)}<//>
    <${Tile} label="People">${known('sessions', count)}<//>
    <${Tile} label="Rooms" to="rooms">${known('rooms', count)}<//>
    <${Tile} label="Messages / s">${known('messages', rate)}<//>
    <${Tile} label="Deliveries / s">${known('deliveries', rate)}<//>
    <${Tile} label="Delivery p99">${p99 === null ? '–' : micros(p99)}<//>
    <${Tile} label="In queues" to=${address(['connections'], { sort: 'queue', dir: 'desc' })}>
      ${known('queueBytes', bytes)}
    <//>
    <${Tile} label="Store" bad=${!works}>
      ${works ? (server?.store.kind ?? 'works') : 'fails'}
      ${storeProblem ? html`<span class="tile-note">${storeProblem}</span>` : null}
    <//>
    <${Tile} label="Emergency" to="bans" bad=${level !== 'open' && level !== '–'}>${level}<//>
  </dl>`;
}

/** @param {{label: string, to?: string, bad?: boolean, children?: any}} props */
const Tile = ({ label, to, bad, children }) =>
  html`<div class=${'tile' + (bad ? ' bad' : '')}>
    <dt>${to ? html`<${Link} to=${to}>${label}<//>` : label}</dt>
    <dd>${children}</dd>
  </div>`;

/** @param {{points: Point[], range: number}} props */
function Graphs({ points, range }) {
  const shown = useMemo(() => {
    const newest = points[points.length - 1]?.at ?? 0;
    return points.filter(point => point.at > newest - range);
  }, [points, range]);
  const calm = useMemo(() => {
    const span = (shown[shown.length - 1]?.at ?? 0) - (shown[0]?.at ?? 0);
    return thinned(shown, span / MOST_POINTS, PEAKS);
  }, [shown]);
  const data = useMemo(
    () => ({
      people: columns(calm, ['connections', 'sessions'], GAP),
      rooms: columns(calm, ['rooms'], GAP),
      messages: columns(calm, ['messages'], GAP),
      deliveries: columns(calm, ['deliveries'], GAP),
      latency: columns(calm, ['p50', 'p99'], GAP),
      queue: columns(calm, ['queueBytes'], GAP),
    }),
    [calm],
  );
  return html`<div class="graphs">
    <${Graph}
      title="Connections"
      data=${data.people}
      value=${count}
      axis=${short}
      floor=${5}
      lines=${[
        { label: 'open', color: '--g1', fill: true },
        { label: 'with a name', color: '--g2' },
      ]}
    />
    <${Graph}
      title="Messages a second"
      data=${data.messages}
      value=${rate}
      axis=${short}
      floor=${5}
      lines=${[{ label: 'posted', color: '--g1', fill: true }]}
    />
    <${Graph}
      title="Deliveries a second"
      data=${data.deliveries}
      value=${rate}
      axis=${short}
      floor=${10}
      lines=${[{ label: 'written to receivers', color: '--g1', fill: true }]}
    />
    <${Graph}
      title="Time to deliver"
      data=${data.latency}
      value=${micros}
      floor=${1000}
      lines=${[
        { label: 'p50', color: '--g2' },
        { label: 'p99', color: '--g3' },
      ]}
    />
    <${Graph}
      title="Bytes waiting in queues"
      data=${data.queue}
      value=${bytes}
      binary
      floor=${1024}
      lines=${[{ label: 'not yet read by receivers', color: '--g4', fill: true }]}
    />
    <${Graph}
      title="Rooms"
      data=${data.rooms}
      value=${count}
      axis=${short}
      floor=${5}
      lines=${[{ label: 'rooms', color: '--g2' }]}
    />
    <${Reasons} title="Disconnects" prefix=${DISCONNECTS} points=${shown} range=${range} />
    <${Reasons} title="Refusals" prefix=${REFUSALS} points=${shown} range=${range} />
  </div>`;
}

const COLOURS = ['--g1', '--g2', '--g3', '--g4', '--g5'];

/**
 * Shows counts by reason as stacked bars.
 *
 * @param {{title: string, prefix: string, points: Point[], range: number}} props
 */
function Reasons({ title, prefix, points, range }) {
  const width = range > 900 ? 60 : range > 300 ? 15 : 5;
  const { lines, data, values, sums, total } = useMemo(() => {
    const series = new Series(range);
    series.points = points;
    const totals = series.totals(prefix);
    const names = totals.slice(0, COLOURS.length - 1).map(([name]) => name);
    const [times = [], ...all] = buckets(points, prefix, names, width);
    const kept = totals.length > names.length ? all : all.slice(0, names.length);
    const lines = kept.map((_, i) => ({
      label: reasonText(names[i] ?? 'others'),
      color: COLOURS[i] ?? '--g5',
      bars: true,
    }));
    return {
      lines,
      data: [times, ...stack(kept)],
      values: [times, ...kept],
      sums: kept.map(column => column.reduce((sum, n) => sum + n, 0)),
      total: totals.reduce((sum, [, n]) => sum + n, 0),
    };
  }, [points, range]);
  const per = width >= 60 ? 'by minute' : `by ${width} s`;
  if (lines.length === 0) {
    return html`<section class="graph" aria-label=${title}>
      <header><h2>${title}</h2></header>
      <p class="graph-empty quiet">None in this time.</p>
    </section>`;
  }
  return html`<${Graph}
    title=${title}
    note=${`${count(total)}, ${per}`}
    resting=${sums}
    data=${data}
    shown=${values}
    value=${count}
    axis=${short}
    floor=${4}
    lines=${lines}
  />`;
}

/** Shows the servers of the cluster; nothing where there is none. */
function ClusterNodes() {
  const now = useNow(1000);
  const nodes = useLoaded(
    signal => all(['nodes'], { signal }),
    [],
    2000,
  );
  const items = /** @type {import('../types.js').ClusterNode[]} */ (nodes.data?.items ?? []);
  if (items.length === 0) {
    return null;
  }
  return html`<section class="panel" aria-labelledby="nodes">
    <h2 id="nodes">Nodes</h2>
    <p class="note">The figures above are those of ${items.find(one => one.self)?.name ?? 'one node'}, which serves this page.</p>
    <div class="scroll"><table>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Version</th>
          <th scope="col">Up since</th>
          <th scope="col" class="number">Connections</th>
          <th scope="col" class="number">Last heartbeat</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        ${items.map(
          one => html`<tr>
            <th scope="row">${one.name} ${one.self ? html`<${Tag}>this one<//>` : null}</th>
            <td>${one.version}</td>
            <td><${Time} at=${one.startedAt} /></td>
            <td class="number">
              <${Connections} kind="node" name=${one.name} number=${one.clients} />
            </td>
            <td class="number">${duration(Math.max(0, (now - Date.parse(one.seenAt)) / 1000))} ago</td>
            <td>${one.draining ? html`<${Tag} kind="bad">draining<//>` : html`<${Tag} kind="good">in service<//>`}</td>
          </tr>`,
        )}
      </tbody>
    </table></div>
  </section>`;
}

/**
 * The number of connections of a listener or a node, as a link to them.
 *
 * @param {{ kind: string, name: string, number: number }} props
 */
function Connections({ kind, name, number }) {
  return html`<${Link}
    to=${address(['connections'], { filter: `${kind}:${name}` })}
    aria-label=${plural(number, 'connection') + ' of ' + name}
  >
    ${count(number)}
  <//>`;
}

function Listeners() {
  const listeners = useLoaded(
    signal => all(['listeners'], { signal }),
    [],
    5000,
  );
  return html`<section class="panel" aria-labelledby="listeners">
    <h2 id="listeners">Listeners</h2>
    <${Shown} of=${listeners} lines=${2}>
      ${(/** @type {{items: import('../types.js').Listener[]}} */ { items }) =>
        items.length === 0
          ? html`<${Empty} title="Nothing listens.">Enable a listener in the settings (<code>parley.listeners</code>).<//>`
          : html`<div class="scroll"><table>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Protocol</th>
                  <th scope="col">Address</th>
                  <th scope="col">TLS</th>
                  <th scope="col" class="number">Connections</th>
                  <th scope="col">State</th>
                </tr>
              </thead>
              <tbody>
                ${items.map(
                  one => html`<tr>
                    <th scope="row">${one.name}</th>
                    <td>${one.protocol}</td>
                    <td><code>${one.address.includes(':') ? `[${one.address}]` : one.address}:${one.port}</code></td>
                    <td>${one.tls ? 'yes' : 'no'}</td>
                    <td class="number">
                      <${Connections} kind="listener" name=${one.name} number=${one.connections} />
                    </td>
                    <td>${one.accepting ? html`<${Tag} kind="good">accepting<//>` : html`<${Tag} kind="bad">not accepting<//>`}</td>
                  </tr>`,
                )}
              </tbody>
            </table></div>`}
    <//>
  </section>`;
}

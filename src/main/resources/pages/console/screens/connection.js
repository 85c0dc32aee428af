import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { all, get } from '../api.js';
import { Graph } from '../chart.js';
import { Rates } from '../clients.js';
import { bytes, count, duration, rate, short } from '../format.js';
import { asProblem, useApp, useCan, useLoaded, useTitle } from '../hooks.js';
import { html } from '../../shared/html.js';
import { address, roomAddress } from '../router.js';
import { columns, Series } from '../series.js';
import { CopyButton, Empty, Head, Link, ProblemBox, Shown, Tag, Time } from '../ui.js';
import { BanDialog, KickDialog, NoticeDialog } from './people.js';

/** @typedef {import('../types.js').Client} Client */

/** Shows one connection as it is, second by second. */
export function Connection() {
  const { route, go } = useApp();
  const can = useCan();
  const id = route.parts[0] ?? '';
  const rates = useRef(new Rates(3000));
  const series = useRef(new Series(600));
  const [points, setPoints] = useState(series.current.points);
  const [dialog, setDialog] = useState('');
  const [gone, setGone] = useState(false);
  const ended = useRef(false);
  const [everyone, setEveryone] = useState(/** @type {Client[]} */ ([]));
  const client = useLoaded(
    async signal => {
      const one = /** @type {Client} */ (
        await get(['clients', id], { signal }).catch(failure => {
          ended.current = asProblem(failure).code === 'no_such_client';
          throw failure;
        })
      );
      const measured = rates.current.measure([one], Date.now())[0];
      series.current.push({
        at: Math.floor(Date.now() / 1000),
        values: {
          in: measured?.inRate ?? 0,
          out: measured?.outRate ?? 0,
          queue: one.sendqBytes,
        },
      });
      setPoints(series.current.points.slice());
      return one;
    },
    [id],
    () => (ended.current ? 0 : 1000),
  );
  useEffect(() => {
    if (client.problem?.code === 'no_such_client') {
      setGone(true);
    }
  }, [client.problem]);
  const data = client.data;
  const name = data?.nick ?? (data === undefined ? 'Connection' : '(no name yet)');
  useTitle(name);
  const ban = async () => {
    if (data !== undefined) {
      const { items } = await all(['clients'], { query: { address: data.remoteAddress } }).catch(() => ({ items: [] }));
      setEveryone(/** @type {Client[]} */ (items));
    }
    setDialog('ban');
  };
  const close = () => setDialog('');
  const graphs = useMemo(
    () => ({ lines: columns(points, ['in', 'out']), queue: columns(points, ['queue']) }),
    [points],
  );
  return html`
    <p class="crumbs"><${Link} to="connections">Connections<//></p>
    <${Head}
      title=${html`${name} ${data?.account ? html`<${Tag} kind="strong">account ${data.account}<//>` : null}`}
      sub=${data === undefined ? null : html`<code>${data.remoteAddress}</code> on ${data.listener}${data.node === undefined ? null : html` of ${data.node}`}`}
    >
      ${data === undefined || gone
        ? null
        : html`${can('clients:write')
            ? html`<button type="button" class="button" onClick=${() => setDialog('notice')}>Notice…</button>
                <button type="button" class="button danger" onClick=${() => setDialog('kick')}>Kick…</button>`
            : null}
          ${can('bans:write')
            ? html`<button type="button" class="button danger" onClick=${ban}>Ban…</button>`
            : null}`}
    <//>
    ${gone && data === undefined
      ? html`<${Empty} title="There is no such connection, or no more.">
          <${Link} to="connections">Go to those there are.<//>
        <//>`
      : html`
          ${gone
            ? html`<p class="note warn" role="status">
                This connection has ended. What is shown is how it was.
              </p>`
            : client.problem?.code === 'no_such_client' || data === undefined
              ? null
              : html`<${ProblemBox} problem=${client.problem} retry=${client.reload} since=${client.at} />`}
          <${Shown} of=${gone || data !== undefined ? { ...client, problem: null } : client} lines=${6}>
            ${(/** @type {Client} */ one) => html`
              <dl class="tiles small-tiles">
                <${Fact} label="Idle">${duration(one.idleSeconds)}<//>
                <${Fact} label="Lines in">${count(one.linesIn)}<//>
                <${Fact} label="Lines out">${count(one.linesOut)}<//>
                <${Fact} label="Bytes in">${bytes(one.bytesIn)}<//>
                <${Fact} label="Bytes out">${bytes(one.bytesOut)}<//>
                <${Fact} label="Queue">${bytes(one.sendqBytes)}<//>
              </dl>
              <div class="graphs two">
                <${Graph}
                  title="Lines a second"
                  data=${graphs.lines}
                  value=${rate}
                  axis=${short}
                  floor=${2}
                  height=${110}
                  lines=${[
                    { label: 'in', color: '--g3' },
                    { label: 'out', color: '--g1' },
                  ]}
                />
                <${Graph}
                  title="Bytes waiting in its queue"
                  data=${graphs.queue}
                  value=${bytes}
                  binary
                  floor=${1024}
                  height=${110}
                  lines=${[{ label: 'not yet read', color: '--g4', fill: true }]}
                />
              </div>
              <section class="panel">
                <h2>Details</h2>
                <dl class="facts">
                  <div><dt>Rooms</dt><dd>
                    ${one.rooms.length === 0 ? html`<span class="quiet">none</span>` : one.rooms.map((room, i) => html`${i > 0 ? ' ' : ''}<${Link} to=${roomAddress(room)}>#${room}<//>`)}
                  </dd></div>
                  <div><dt>Connected</dt><dd><${Time} at=${one.connectedAt} /></dd></div>
                  <div><dt>Account</dt><dd>${one.account ?? html`<span class="quiet">not logged in</span>`}</dd></div>
                  <div><dt>Address</dt><dd>
                    <code>${one.remoteAddress}</code> ${' '}
                    <${Link} to=${address(['connections'], { filter: `address:${one.remoteAddress}` })}>all from here<//>
                  </dd></div>
                  <div><dt>Listener</dt><dd>${one.listener}, protocol ${one.protocol}, ${one.tls ? 'encrypted' : 'not encrypted'}</dd></div>
                  <div><dt>Id</dt><dd><code>${one.id}</code> <${CopyButton} text=${one.id} /></dd></div>
                  ${can('audit:read') && one.nick !== null
                    ? html`<div><dt>Audit</dt><dd><${Link} to=${address(['audit'], { subject: one.nick })}>what was done to ${one.nick}<//></dd></div>`
                    : null}
                </dl>
              </section>
            `}
          <//>
        `}
    ${dialog === 'notice' && data ? html`<${NoticeDialog} clients=${[data]} onClose=${close} />` : null}
    ${dialog === 'kick' && data
      ? html`<${KickDialog} clients=${[data]} onClose=${close} onDone=${() => go('connections')} />`
      : null}
    ${dialog === 'ban' && data
      ? html`<${BanDialog} clients=${[data]} everyone=${everyone} onClose=${close} onDone=${client.reload} />`
      : null}
  `;
}

/** @param {{label: string, children?: any}} props */
const Fact = ({ label, children }) => html`<div class="tile"><dt>${label}</dt><dd>${children}</dd></div>`;

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ask, get, newKey, resource } from '../api.js';
import { clock, count, day, lineName, plural } from '../format.js';
import { asProblem, useApp, useCan, useLineBytes, useLoaded, useTitle } from '../hooks.js';
import { html } from '../../shared/html.js';
import { LiveStream } from '../live.js';
import { LogLines } from '../loglines.js';
import { address, roomAddress } from '../router.js';
import { ByteCount, ChangeDialog, Dialog, Empty, FilterBox, forEachOf, Link, ProblemBox, Shown, Skeleton, StreamNote } from '../ui.js';
import { BanDialog, KickDialog, NoticeDialog, report } from './people.js';

/**
 * @typedef {import('../types.js').Room} Room
 * @typedef {import('../types.js').Line} Line
 * @typedef {import('../types.js').Page<Line>} Lines
 */

const PAGE = 100;

/** How many lines are shown to who reads above the newest, before the log stops growing. */
const MOST = 3000;

/**
 * Keeps the shown part of a room's log: loads it, goes on live from exactly there, and loads more
 * at either end.
 */
class LogFeed {
  /**
   * @param {Room} room
   * @param {number} at the line to begin at, 0 for the newest
   * @param {() => void} changed
   */
  constructor(room, at, changed) {
    this.room = room;
    this.at = at;
    this.changed = changed;
    this.log = new LogLines();
    this.epoch = room.epoch;
    this.ready = false;
    this.atEnd = false;
    this.fresh = 0;
    this.ended = '';
    /** @type {import('../api.js').Problem | null} */
    this.problem = null;
    /** @type {import('../live.js').StreamState | null} */
    this.state = null;
    /** @type {LiveStream | null} */
    this.stream = null;
    this.loading = false;
    this.timer = 0;
    this.closed = false;
    this.begin();
  }

  close() {
    this.closed = true;
    window.clearTimeout(this.timer);
    this.stream?.close();
  }

  /** Has the changes of a moment shown together. */
  later() {
    if (this.timer === 0 && !this.closed) {
      this.timer = window.setTimeout(() => {
        this.timer = 0;
        this.changed();
      }, 50);
    }
  }

  /** @param {Record<string, number | null>} range @returns {Promise<Lines>} */
  read(range) {
    return get(['rooms', this.room.name, 'messages'], { query: { limit: PAGE, ...range } });
  }

  /** @param {() => Promise<void>} action */
  async guarded(action) {
    if (this.loading) {
      return;
    }
    this.loading = true;
    this.problem = null;
    try {
      await action();
    } catch (failure) {
      this.problem = asProblem(failure);
    }
    this.loading = false;
    if (!this.closed) {
      this.changed();
    }
  }

  begin() {
    return this.guarded(async () => {
      const page = await this.read(this.at > 0 ? { after: Math.max(0, this.at - PAGE / 2) } : {});
      this.log = new LogLines();
      this.log.append(page.items);
      this.ready = true;
      if (this.at === 0 || page.next === null) {
        this.follow();
      }
    });
  }

  older() {
    const first = this.log.first;
    return first === null || first <= this.room.firstOffset
      ? Promise.resolve()
      : this.guarded(async () => this.log.prepend((await this.read({ before: first })).items));
  }

  newer() {
    return this.atEnd
      ? Promise.resolve()
      : this.guarded(async () => {
          const page = await this.read({ after: this.log.last ?? 0 });
          this.log.append(page.items, false);
          if (page.next === null) {
            this.follow();
          }
        });
  }

  follow() {
    this.atEnd = true;
    if (this.closed || this.stream !== null) {
      return;
    }
    const begin = this.log.last ?? this.room.lastOffset;
    this.stream = new LiveStream(
      () =>
        resource(['rooms', this.room.name, 'stream'], {
          after: Math.max(begin, this.log.last ?? 0),
          epoch: this.epoch,
        }),
      {
        silence: 40_000,
        event: event => this.take(event),
        state: state => {
          this.state = state;
          if (state.problem?.code === 'epoch_changed' || state.problem?.code === 'no_such_room') {
            this.stream?.close();
            this.ended = state.problem.detail;
          }
          this.later();
        },
      },
    );
  }

  /** @param {import('../sse.js').ServerEvent} event */
  take({ event, data }) {
    const body = JSON.parse(data);
    if (event === 'bye') {
      const final = body.reason === 'room-deleted';
      if (final) {
        this.ended = `The log ends here: ${body.text}.`;
      }
      this.later();
      return final;
    }
    if (event === 'redacted') {
      this.log.redact(line => line.offset === body.offset);
    } else if (event !== 'gap' && typeof body.offset === 'number') {
      this.log.append([body], this.keepsUp());
      this.fresh++;
      this.detach();
    }
    this.later();
    return false;
  }

  /** Stops following for who reads far above, so that the page does not grow without end. */
  detach() {
    if (!this.keepsUp() && this.log.lines.length > MOST) {
      this.stream?.close();
      this.stream = null;
      this.state = null;
      this.atEnd = false;
    }
  }

  /** Whether the oldest lines may be dropped: the reader is at the newest. */
  keepsUp = () => true;
}

/** Shows the log of a room, which goes on live. @param {{room: Room}} props */
export function RoomLog({ room }) {
  const { route, go } = useApp();
  const can = useCan();
  useTitle(`#${room.name} log`);
  const at = Number(route.query['at'] ?? 0) || 0;
  const query = route.query['q'] ?? '';
  const [words, setWords] = useState(query);
  const search = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    go(roomAddress(room.name, 'log', { q: words.trim() }));
  };
  return html`
    <form class="bar" role="search" onSubmit=${search}>
      <${FilterBox} value=${words} label=${`Search #${room.name}`} placeholder="Search: words, then Enter" onInput=${setWords} />
      ${query
        ? html`<button type="button" class="button" onClick=${() => {
            setWords('');
            go(roomAddress(room.name));
          }}>Back to the log</button>`
        : at > 0
          ? html`<button type="button" class="button" onClick=${() => go(roomAddress(room.name))}>Go to the newest</button>`
          : null}
    </form>
    ${query
      ? html`<${Found} room=${room} query=${query} />`
      : html`<${LiveLog} key=${at} room=${room} at=${at} />`}
    ${can('messages:write') && !query ? html`<${Composer} room=${room} />` : null}
  `;
}

/** @param {{room: Room, at: number}} props */
function LiveLog({ room, at }) {
  const [, setVersion] = useState(0);
  const [person, setPerson] = useState('');
  const [redacting, setRedacting] = useState(/** @type {Line | null} */ (null));
  const [behind, setBehind] = useState(0);
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const feed = useRef(/** @type {LogFeed | null} */ (null));
  const stuck = useRef(at === 0);
  const anchor = useRef({ first: /** @type {number | null} */ (null), height: 0, ready: false });
  useEffect(() => {
    const own = new LogFeed(room, at, () => setVersion(n => n + 1));
    own.keepsUp = () => stuck.current;
    feed.current = own;
    return () => own.close();
  }, []);
  const current = feed.current;
  const log = current?.log;
  const first = log?.first ?? null;
  const last = log?.last ?? null;
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || current === null || !current.ready) {
      return;
    }
    const before = anchor.current;
    if (!before.ready && at > 0) {
      const target = element.querySelector(`[data-offset="${at}"]`);
      if (target instanceof HTMLElement) {
        element.scrollTop = target.offsetTop - element.clientHeight / 3;
      }
    } else if (before.ready && first !== null && before.first !== null && first < before.first) {
      element.scrollTop += element.scrollHeight - before.height;
    } else if (stuck.current) {
      element.scrollTop = element.scrollHeight;
      current.fresh = 0;
    }
    anchor.current = { first, height: element.scrollHeight, ready: true };
    setBehind(stuck.current ? 0 : current.fresh);
  });
  const onScroll = () => {
    const element = box.current;
    if (element === null || current === null || !current.ready) {
      return;
    }
    const below = element.scrollHeight - element.clientHeight - element.scrollTop;
    stuck.current = below < 24 && current.atEnd;
    if (stuck.current && behind > 0) {
      current.fresh = 0;
      setBehind(0);
    }
    if (element.scrollTop < 200) {
      current.older();
    }
    if (below < 200 && !current.atEnd) {
      current.newer();
    }
  };
  const toEnd = () => {
    stuck.current = true;
    setVersion(n => n + 1);
  };
  if (current === null || !current.ready) {
    return html`<div class="log">
      ${current?.problem
        ? html`<${ProblemBox} problem=${current.problem} retry=${() => current.begin()} />`
        : html`<${Skeleton} lines=${8} />`}
    </div>`;
  }
  const lines = log?.lines ?? [];
  return html`
    <${StreamNote} state=${current.state} retry=${() => current.stream?.retry()} what="The log stands still" />
    ${current.problem ? html`<${ProblemBox} problem=${current.problem} retry=${() => (current.atEnd ? current.older() : current.newer())} />` : null}
    <div class="log" ref=${box} onScroll=${onScroll} role="log" aria-label=${`Log of #${room.name}`} tabindex="0">
      ${first === null
        ? html`<${Empty} title="Nothing was said here yet.">What people say appears here at once. You can post below.<//>`
        : html`<p class="log-edge">
            ${first > room.firstOffset
              ? html`<button type="button" class="button compact" onClick=${() => current.older()}>Older lines</button>`
              : first > 1
                ? `Lines 1 to ${count(first - 1)} have expired.`
                : 'The log begins here.'}
          </p>`}
      <ol>
        ${lines.map((line, i) => {
          const before = lines[i - 1];
          const newDay = before === undefined || day(new Date(before.at)) !== day(new Date(line.at));
          const missing = log?.missingBefore(i) ?? 0;
          return html`
            ${newDay ? html`<li class="log-day" key=${'d' + line.offset}><span>${day(new Date(line.at))}</span></li>` : null}
            ${missing > 0 ? html`<li class="log-day" key=${'g' + line.offset}><span>${plural(missing, 'line')} expired</span></li>` : null}
            <${LogLine} key=${line.offset} line=${line} marked=${line.offset === at} onPerson=${setPerson} onRedact=${setRedacting} />
          `;
        })}
      </ol>
      ${current.ended
        ? html`<p class="log-edge">
            ${current.ended} ${' '}
            <button type="button" class="button compact" onClick=${() => window.location.reload()}>Load it anew</button>
          </p>`
        : !current.atEnd
          ? html`<p class="log-edge"><button type="button" class="button compact" onClick=${() => current.newer()}>Newer lines</button></p>`
          : null}
    </div>
    <div class="log-foot">
      <span class="quiet small">
        ${current.atEnd
          ? current.state?.live
            ? html`<span class="dot live"></span> live`
            : current.state === null
              ? 'connecting…'
              : html`<span class="dot"></span> not live`
          : html`lines ${count(first ?? 0)} to ${count(last ?? 0)} of ${count(room.lastOffset)}`}
      </span>
      ${behind > 0 ? html`<button type="button" class="button compact primary" onClick=${toEnd}>${plural(behind, 'new line')} ↓</button>` : null}
    </div>
    ${person ? html`<${PersonDialog} nick=${person} room=${room} onClose=${() => setPerson('')} />` : null}
    ${redacting
      ? html`<${RedactDialog}
          room=${room}
          line=${redacting}
          lines=${lines}
          onRedacted=${(/** @type {number[]} */ offsets) => {
            log?.redact(line => offsets.includes(line.offset));
            setVersion(n => n + 1);
          }}
          onClose=${() => setRedacting(null)}
        />`
      : null}
  `;
}

/**
 * @param {{line: Line, marked?: boolean, onPerson?: (nick: string) => void,
 *   onRedact?: (line: Line) => void}} props
 */
function LogLine({ line, marked, onPerson, onRedact }) {
  const can = useCan();
  const at = new Date(line.at);
  const name = onPerson
    ? html`<button type="button" class="name" onClick=${() => onPerson(line.from)}>${line.from}</button>`
    : html`<span class="name">${line.from}</span>`;
  return html`<li class=${`line ${line.type}${marked ? ' marked' : ''}`} data-offset=${line.offset} data-row>
    <time datetime=${line.at} title=${line.at}>${clock(at)}</time>
    <div class="said">
      ${line.type === 'emote' ? '* ' : ''}${name}${' '}
      <span class="text">${line.redacted ? html`<span class="quiet">(redacted)</span>` : line.type === 'topic' ? `changed the topic to: ${line.text}` : line.text}</span>
    </div>
    <div class="line-acts">
      <${Link} class="quiet small" to=${roomAddress(line.room, 'log', { at: line.offset })} title=${`Line ${lineName(line.room, line.offset)}: its address`}>${line.offset}<//>
      ${onRedact && can('messages:write') && !line.redacted
        ? html`<button type="button" class="link small" onClick=${() => onRedact(line)}>Redact…<span class="unseen"> line ${line.offset}</span></button>`
        : null}
    </div>
  </li>`;
}

/**
 * @param {{room: Room, line: Line, lines: Line[], onRedacted: (offsets: number[]) => void,
 *   onClose: () => void}} props
 */
function RedactDialog({ room, line, lines, onRedacted, onClose }) {
  const same = lines.filter(one => one.from === line.from && !one.redacted);
  const [every, setEvery] = useState(false);
  const run = async (/** @type {string} */ reason) => {
    const targets = every ? same : [line];
    const failed = await forEachOf(targets, one =>
      ask('DELETE', ['rooms', room.name, 'messages', String(one.offset)], { query: { reason } }),
    );
    const lost = failed.map(({ item }) => item.offset);
    onRedacted(targets.map(one => one.offset).filter(offset => !lost.includes(offset)));
    report(failed, targets.length, one => String(one.offset));
    return targets.length === 1 ? `Line ${line.offset} was redacted.` : `${targets.length} lines were redacted.`;
  };
  return html`<${ChangeDialog}
    title=${`Redact line ${line.offset} of #${room.name}`}
    submit="Redact"
    danger
    suggestions=${['spam', 'personal data', 'insults']}
    run=${run}
    onClose=${onClose}
  >
    <blockquote>${line.from}: ${line.text}</blockquote>
    ${same.length > 1
      ? html`<label class="check">
          <input type="checkbox" checked=${every} onChange=${() => setEvery(!every)} />
          <span>All ${same.length} lines by ${line.from} that are loaded here (${same[0]?.offset} to ${same[same.length - 1]?.offset})</span>
        </label>`
      : null}
    <p class="note bad">This cannot be undone: the text goes from the log, from search and from every screen. The offset stays.</p>
  <//>`;
}

/**
 * Says who a name in the log is, and offers what can be done.
 *
 * @param {{nick: string, room: Room, onClose: () => void}} props
 */
function PersonDialog({ nick, room, onClose }) {
  const can = useCan();
  const { go } = useApp();
  const [dialog, setDialog] = useState('');
  const found = useLoaded(
    async signal => {
      if (!can('clients:read')) {
        return null;
      }
      const page = await get(['clients'], { query: { nick }, signal });
      const client = /** @type {import('../types.js').Client | undefined} */ (page.items[0]);
      if (client === undefined) {
        return null;
      }
      const near = await get(['clients'], { query: { address: client.remoteAddress, limit: 500 }, signal });
      return { client, everyone: /** @type {import('../types.js').Client[]} */ (near.items) };
    },
    [nick],
  );
  const client = found.data?.client;
  if (dialog === 'kick' && client) {
    return html`<${KickDialog} clients=${[client]} onClose=${onClose} />`;
  }
  if (dialog === 'notice' && client) {
    return html`<${NoticeDialog} clients=${[client]} onClose=${onClose} />`;
  }
  if (dialog === 'ban') {
    return html`<${BanDialog}
      clients=${client ? [client] : []}
      everyone=${found.data?.everyone ?? []}
      preset=${client ? {} : { target: nick }}
      onClose=${onClose}
    />`;
  }
  if (dialog === 'mute') {
    return html`<${BanDialog}
      clients=${client ? [client] : []}
      everyone=${found.data?.everyone ?? []}
      preset=${client ? { kind: 'mute', room: room.name } : { target: nick, kind: 'mute', room: room.name }}
      onClose=${onClose}
    />`;
  }
  return html`<${Dialog} title=${nick} onClose=${onClose}>
    <${Shown} of=${found} lines=${3}>
      ${() =>
        client === undefined
          ? html`<p>${can('clients:read') ? 'Nobody of this name is connected now.' : 'Your scopes do not reach connections.'}</p>`
          : html`<dl class="facts">
              <div><dt>Address</dt><dd><code>${client.remoteAddress}</code> on ${client.listener}</dd></div>
              <div><dt>Account</dt><dd>${client.account ?? html`<span class="quiet">not logged in</span>`}</dd></div>
              <div><dt>Said</dt><dd>${plural(client.linesIn, 'line')}, in ${client.rooms.map(name => '#' + name).join(' ')}</dd></div>
            </dl>`}
      <//>
    <div class="actions start">
      ${client
        ? html`<button type="button" class="button" onClick=${() => go(address(['connections', client.id]))}>Show live</button>`
        : null}
      ${client && can('clients:write')
        ? html`<button type="button" class="button" onClick=${() => setDialog('notice')}>Notice…</button>`
        : null}
      ${can('bans:write') ? html`<button type="button" class="button" onClick=${() => setDialog('mute')}>Mute here…</button>` : null}
      ${client && can('clients:write')
        ? html`<button type="button" class="button danger" onClick=${() => setDialog('kick')}>Kick…</button>`
        : null}
      ${can('bans:write') ? html`<button type="button" class="button danger" onClick=${() => setDialog('ban')}>Ban…</button>` : null}
    </div>
  <//>`;
}

/** Shows what a search found, the newest first. @param {{room: Room, query: string}} props */
function Found({ room, query }) {
  const [pages, setPages] = useState(/** @type {Lines[]} */ ([]));
  const [problem, setProblem] = useState(/** @type {import('../api.js').Problem | null} */ (null));
  const load = async (/** @type {string | null} */ cursor) => {
    setProblem(null);
    try {
      const page = /** @type {Lines} */ (
        await get(['rooms', room.name, 'messages'], { query: { q: query, limit: 50, cursor } })
      );
      setPages(old => (cursor === null ? [page] : [...old, page]));
    } catch (failure) {
      setProblem(asProblem(failure));
    }
  };
  useEffect(() => {
    setPages([]);
    load(null);
  }, [query]);
  const next = pages[pages.length - 1]?.next ?? null;
  const lines = pages.flatMap(page => page.items.slice().reverse());
  return html`
    <${ProblemBox} problem=${problem} retry=${() => load(next)} />
    ${pages.length === 0
      ? problem === null
        ? html`<${Skeleton} />`
        : null
      : lines.length === 0
        ? html`<${Empty} title="No line has these words.">Search for whole words or the beginning of one; all of them have to be in the line.<//>`
        : html`<div class="log found"><ol>
            ${lines.map(line => html`<${LogLine} key=${line.offset} line=${line} />`)}
          </ol></div>
          <p class="quiet small">The number at the end of a line leads to it in its context.</p>`}
    ${next ? html`<p class="more"><button type="button" class="button" onClick=${() => load(next)}>Older hits</button></p>` : null}
  `;
}

/** Posts in a room: under another's name for a reason, as that goes into the audit. @param {{room: Room}} props */
function Composer({ room }) {
  const [text, setText] = useState('');
  const [from, setFrom] = useState('');
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState(/** @type {import('../api.js').Problem | null} */ (null));
  const key = useRef(newKey());
  const limit = useLineBytes();
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const author = from.trim();
  const send = async (/** @type {string} */ reason) => {
    await ask('POST', ['rooms', room.name, 'messages'], {
      body: { text, ...(author ? { from: author } : {}) },
      query: { reason },
      headers: { 'Idempotency-Key': key.current },
    });
    setText('');
    key.current = newKey();
  };
  const post = async () => {
    if (text.trim() === '' || busy) {
      return;
    }
    if (author) {
      setAsking(true);
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await send('');
    } catch (failure) {
      setProblem(asProblem(failure));
    }
    setBusy(false);
    field.current?.focus();
  };
  const change = (/** @type {string} */ value) => {
    setText(value);
    key.current = newKey();
  };
  return html`<form
    class="composer"
    aria-label=${`Post in #${room.name}`}
    onSubmit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      post();
    }}
  >
    <${ProblemBox} problem=${problem} retry=${post} />
    <div class="composer-row">
      <input
        class="input as"
        aria-label="Post under the name"
        placeholder="as the server"
        autocomplete="off"
        value=${from}
        onInput=${(/** @type {any} */ e) => {
          setFrom(e.currentTarget.value);
          key.current = newKey();
        }}
      />
      <textarea
        class="input"
        ref=${field}
        rows=${Math.min(6, text.split('\n').length)}
        aria-label="Text"
        placeholder=${`Post in #${room.name}`}
        title="Enter posts, Shift and Enter break the line"
        value=${text}
        onInput=${(/** @type {any} */ e) => change(e.currentTarget.value)}
        onKeyDown=${(/** @type {KeyboardEvent} */ e) => {
          if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) {
            e.preventDefault();
            post();
          }
        }}
      ></textarea>
      <button type="submit" class="button primary" disabled=${busy || text.trim() === ''}>Post</button>
    </div>
    <${ByteCount} text=${text} limit=${limit} />
  </form>
    ${asking
      ? html`<${ChangeDialog}
          title=${`Post as ${author}`}
          submit="Post"
          suggestions=${['on their behalf']}
          run=${send}
          onClose=${() => setAsking(false)}
        >
          <p class="quiet">In #${room.name}, as if ${author} had said it.</p>
        <//>`
      : null}`;
}

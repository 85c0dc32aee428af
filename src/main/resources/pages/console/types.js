/**
 * Types of what the API answers with. Members are named as in the OpenAPI document.
 *
 * @typedef {{id: string, nick: string | null, account: string | null, node?: string,
 *   listener: string, protocol: string, remoteAddress: string, tls: boolean, connectedAt: string,
 *   idleSeconds: number, rooms: string[], linesIn: number, linesOut: number, bytesIn: number,
 *   bytesOut: number, sendqBytes: number}} Client
 *
 * @typedef {{lines: number | null, age: string | null}} Retention
 *
 * @typedef {{name: string, topic: string, persistent: boolean, secret: boolean, hasKey: boolean,
 *   maxMembers: number, moderated: boolean, slowModeSeconds: number,
 *   retention: Retention | null, members: number, epoch: string, firstOffset: number,
 *   lastOffset: number, createdAt: string, readOnly: boolean, inviteOnly: boolean, topicLocked: boolean,
 *   external: boolean, noSignals: boolean}} Room
 *
 * @typedef {{id: string, nick: string, away: string | null, role: string}} Member
 *
 * @typedef {{account: string, role: string}} Role
 *
 * @typedef {{type: string, room: string, offset: number, epoch: string, at: string, from: string,
 *   text: string, redacted?: boolean}} Line
 *
 * @typedef {{type: 'gap', from: number, to: number}} Gap
 *
 * @typedef {{id: string, kind: string, room: string | null, nick: string | null,
 *   address: string | null, account: string | null, mask: string | null, createdAt: string, until: string | null,
 *   reason: string, by: string}} Ban
 *
 * @typedef {{level: string, reason: string | null}} Defence
 *
 * @typedef {{name: string, admin: boolean, disabled: boolean, alwaysOn: boolean,
 *   createdAt: string, lastLoginAt: string | null}} Account
 *
 * @typedef {{fingerprint: string}} Certificate
 *
 * @typedef {{id: string, name: string, prefix: string, scopes: string[], account: string | null,
 *   createdAt: string, expiresAt: string | null, lastUsedAt: string | null}} Token
 *
 * @typedef {Record<string, string | number | boolean | null>} State
 *
 * @typedef {{id: number, at: string, actor: string, actorKind: string, address: string,
 *   action: string, subject: string, reason: string, before: State | null,
 *   after: State | null}} Change
 *
 * @typedef {{id: string, name: string, kind: string, address: string, userAgent: string | null,
 *   createdAt: string, lastUsedAt: string, expiresAt: string, current: boolean}} BrowserSession
 *
 * @typedef {{name: string, kind: string, admin: boolean, account: string | null, scopes: string[],
 *   session: BrowserSession | null}} Me
 *
 * @typedef {{name: string, version: string, java: string, startedAt: string, now: string,
 *   uptimeSeconds: number, store: {kind: string, problem: string | null}, lineBytes: number,
 *   http: {port: number, tls: boolean}}} Server
 *
 * @typedef {{id: string, name: string, version: string, startedAt: string, seenAt: string,
 *   draining: boolean, clients: number, self: boolean}} ClusterNode
 *
 * @typedef {{name: string, protocol: string, address: string, port: number, tls: boolean,
 *   connections: number, accepting: boolean}} Listener
 */

/**
 * @template T
 * @typedef {{items: T[], next: string | null}} Page
 */

export {};

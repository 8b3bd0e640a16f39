import type { feedReasonsDe } from '../messages/de/feed-reasons.ts'

type Key = keyof typeof feedReasonsDe.feedReasons

/** A sentence of an ingest, taken apart: our own words are said in the reader's language, what others said stays as they said it. */
export type HealthSaying = { readonly key: Key; readonly values: Readonly<Record<string, string>> }

/** As ingests say it. `rest` are words of the other side or of the system. */
const SENTENCES: readonly (readonly [Key, RegExp])[] = [
	['unsteady', /^it changes from poll to poll$/],
	['unsteadyLast', /^it changes from poll to poll, last: (?<rest>.*)$/s],
	['stale', /^the newest value is (?<age>.+) old$/],
	['shrank', /^upstream list shrank (?<from>\d+) → (?<to>\d+)$/],
	['partly', /^(?<count>\d+) of (?<all>\d+) documents: (?<rest>.*)$/s],
	['notUnderstood', /^(?<count>\d+) items not understood, the first: (?<what>.*)$/],
	['refused', /^(?<count>\d+) items refused by the hub, the first: (?<what>.*)$/],
	['untold', /^not taken by the hub: (?<rest>.*)$/s],
	['paused', /^paused by (?<by>.*)$/],
	['badOptions', /^cannot be read: (?<key>[^:]*): (?<rest>.*)$/s],
	['dropped', /^(?<count>\d+) messages came faster than they could be handed over/],
	['stopped', /^the ingest is stopped$/],
	['off', /^switched off in the configuration$/],
	['notConnected', /^not connected: (?<rest>.*)$/s],
	['noMessage', /^(?:connected, but )?no message came yet$/],
	['noMessageSince', /^connected, but no message since (?<time>.+)$/],
	['waiting', /^connected, waiting for a message$/],
	['lastNotUnderstood', /^messages are not understood, the last: (?<rest>.*)$/s],
	['gap', /^nothing was heard from (?<from>\S+) to (?<to>\S+) \((?<span>.+)\)$/],
	['slow', /^no complete answer within (?<seconds>[\d.]+) s$/],
	['nobodyListens', /^(?:ECONNREFUSED \S+: nobody listens there|nothing listens at the address \(ECONNREFUSED\))$/],
	['noName', /^(?:ENOTFOUND \S+: the name cannot be resolved|the name of the host is not known \(ENOTFOUND\))$/],
	['noAnswer', /^(?:\S+ \S+: the host does not answer|no answer in time \(ETIMEDOUT\))$/],
	['cut', /^(?:\S+ \S+: the connection was cut|the other side (?:cut|closed) the connection.*)$/],
	['document', /^reading a document of (?<size>\d+) bytes took longer than (?<seconds>[\d.]+) s$/],
	['mistake', /^internal mistake: (?<rest>.*)$/s],
	['http', /^(?<rest>HTTP \d{3}.*)$/s],
]

/** What is added to the words of another. */
const ADDED: readonly (readonly [Key, RegExp])[] = [
	['leftAlone', / \((?<count>\d+) failures in a row: it is left alone longer and longer, and asked for one document then\)$/],
	['restarted', /; started again in (?<seconds>\d+) s$/],
]

/** What an ingest said, sentence by sentence; words of nobody of ours are one that is only quoted. */
export function healthSayings(reason: string): readonly HealthSaying[] {
	const [key, added] = ADDED.find(([, pattern]) => pattern.test(reason)) ?? []
	const said = added ? reason.replace(added, '') : reason
	return [sayingOf(said), ...(key && added ? [{ key, values: groupsOf(added.exec(reason)) }] : [])]
}

function sayingOf(said: string): HealthSaying {
	for (const [key, pattern] of SENTENCES) {
		const found = pattern.exec(said)
		if (found) return { key, values: groupsOf(found) }
	}
	return { key: 'quoted', values: { rest: said } }
}

function groupsOf(found: RegExpExecArray | null): Readonly<Record<string, string>> {
	return { ...found?.groups }
}

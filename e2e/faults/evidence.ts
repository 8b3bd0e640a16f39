import { setTimeout as pause } from 'node:timers/promises'

import type { Node } from '@lagebild/testing/cluster.ts'
import { differences } from '@lagebild/testing/faults/oracle.ts'
import type { Evidence, JournalLine, Picture } from '@lagebild/testing/faults/oracle.ts'

import { apiOf, isRecord } from '../api.ts'
import type { Fault } from './fault.ts'
import { saidBy } from './ledger.ts'
import type { Ledger } from './ledger.ts'
import type { Viewer } from './viewer.ts'

const CONVERGE_MS = 45_000
const ASK_EVERY_MS = 100

/** The journal as this hub gives it out, whole. */
export async function journalOf({ hub }: Node, key: string, operation: string): Promise<Evidence['journals'][number]> {
	const text = await apiOf(hub.url, key).text(`/api/v1/operations/${operation}/journal?from=1`)
	return { hub: hub.name, lines: text.trim().split('\n').map(lineOf) }
}

/** Version 8: ids that hubs make from the name of what they keep by themselves. */
const OWN = /^[0-9a-f]{8}-[0-9a-f]{4}-8/

function lineOf(text: string): JournalLine {
	const entry: unknown = JSON.parse(text)
	if (!isRecord(entry)) throw new Error(`no journal line: ${text}`)
	const { seq, hash, event } = entry
	const line = { seq: Number(seq), hash: String(hash) }
	if (!isRecord(event) || event['kind'] === 'system') return line
	const { id, op, payload } = event
	if (OWN.test(String(id))) return { ...line, id: String(id) }
	return { ...line, id: String(id), said: saidBy({ op: String(op), payload: isRecord(payload) ? payload : {} }) }
}

/** Waits until clients have brought back what they are owed. */
export async function broughtBack(
	node: Node,
	{ owed }: Ledger,
	read: { readonly key: string; readonly operation: string },
): Promise<readonly string[]> {
	const end = performance.now() + CONVERGE_MS
	for (;;) {
		// oxlint-disable-next-line no-await-in-loop
		const { lines } = await journalOf(node, read.key, read.operation)
		const there = new Set(lines.map(({ id }) => id))
		const missing = [...owed].filter((id) => !there.has(id))
		if (missing.length === 0 || performance.now() > end)
			return missing.map((id) => `${id} was acknowledged to a tablet, which did not bring it back`)
		// oxlint-disable-next-line no-await-in-loop
		await pause(ASK_EVERY_MS)
	}
}

/** Waits until each client holds what a hub gives for its scope, and says how it was when the patience ended. */
export async function settled(viewers: readonly Viewer[]): Promise<Evidence['clients']> {
	return Promise.all(
		viewers.map(async (viewer) => {
			const end = performance.now() + CONVERGE_MS
			for (;;) {
				// oxlint-disable-next-line no-await-in-loop
				const given = await viewer.given()
				const held = viewer.held()
				const same = given !== undefined && viewer.client.state().session === 'live' && differences(held, given).length === 0
				if (same || performance.now() > end)
					return { client: `${viewer.name} (${viewer.client.state().session})`, held, given: given ?? NOTHING }
				// oxlint-disable-next-line no-await-in-loop
				await pause(ASK_EVERY_MS)
			}
		}),
	)
}

const NOTHING: Picture = { cursors: 'no hub answers', rows: new Map() }

/** The newest position of each unit is the one that was acknowledged last, or one that was sent since. */
export function staleUnits({ measured }: Ledger, { rows }: Picture): readonly string[] {
	return [...measured].flatMap(([unit, { acknowledged, sent }]) => {
		const row: unknown = JSON.parse(rows.get(`${unit}#m`) ?? 'null')
		const at = isRecord(row) ? Number(row['at']) : 0
		return at >= acknowledged && at <= sent ? [] : [`${unit} stands at ${at}; ${acknowledged} was acknowledged, ${sent} sent`]
	})
}

/** What a hub printed since `from` that nobody wants to read. */
export function badLines({ hub }: Node, from: number, { allows }: Fault): readonly string[] {
	const lines = hub.output().slice(from).split('\n').filter(Boolean)
	return lines.filter((line) => isBad(line) && !allows?.test(line)).map((line) => `${hub.name} said ${line.slice(0, 1_000)}`)
}

const ERROR = 50
const FATAL = 60
/** What a hub says of a server that is away. */
const AWAY = /database|Redis|Connection terminated|ECONN|timeout|Lost|not-ready/i

function isBad(line: string): boolean {
	if (/unhandled/i.test(line)) return true
	try {
		const said: unknown = JSON.parse(line)
		return isRecord(said) && Number(said['level']) >= (AWAY.test(line) ? FATAL : ERROR)
	} catch {
		return !/Warning|--trace-warnings/.test(line)
	}
}

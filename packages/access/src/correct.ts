import type { Directory } from '@lagebild/model/access/directory.ts'
import { directoryAfter } from '@lagebild/model/access/directory.ts'
import type { DetailOf } from '@lagebild/model/access/event.ts'

import type { Ledger } from './ledger.ts'
import type { Outbox } from './port.ts'
import { openSecretCorrection } from './unvouched.ts'

type StateOf = DetailOf<'account'> | DetailOf<'key'> | DetailOf<'device'>

/** Two tables of the same sort, and what their states are called. */
type Sort = 'accounts' | 'keys' | 'devices'

const ENDED = { account: 'ended', key: 'revoked', device: 'lost' } as const

export function openCorrection(ledger: Ledger): Pick<Outbox, 'correct'> {
	const unvouched = openSecretCorrection(ledger)
	return {
		correct: (journal, signIns) =>
			ledger.transact((say) => {
				const said = ledger.pending(Number.MAX_SAFE_INTEGER).map(({ detail }) => detail)
				const entries = said.reduce(directoryAfter, journal)
				const tables = ledger.known()
				const wrong = SORTS.flatMap((sort) => differences(entries[sort], tables[sort]))
				const { keys } = wrong.map(({ right }) => right).reduce(directoryAfter, entries)
				for (const { right, corrected } of wrong) {
					say(right, 'system')
					say(corrected, 'system')
				}
				for (const detail of otherwise(entries, tables)) say(detail, 'system')
				return [...wrong.map(({ corrected }) => corrected), ...unvouched({ say, keys, signIns: [...signIns, ...said] })]
			}),
	}
}

const SORTS: readonly Sort[] = ['accounts', 'keys', 'devices']

type Difference = { readonly right: StateOf; readonly corrected: DetailOf<'corrected'> }

function differences(entries: ReadonlyMap<string, StateOf>, tables: ReadonlyMap<string, StateOf>): readonly Difference[] {
	const ids = [...new Set([...entries.keys(), ...tables.keys()])]
	return ids.flatMap((id) => difference(id, entries.get(id), tables.get(id)) ?? [])
}

function difference(id: string, entry: StateOf | undefined, table: StateOf | undefined): Difference | undefined {
	if (!entry) return table && { right: unknown(id, table), corrected: correctedOf(table, 'no entry made it') }
	if (!table) return entry.state === 'active' ? { right: next(entry, 0), corrected: correctedOf(entry, 'it was missing') } : undefined
	if (JSON.stringify(entry) === JSON.stringify(table)) return undefined
	if (table.state !== 'active' && entry.state === 'active')
		return { right: next(ended(entry), table.version), corrected: correctedOf(entry, 'it had ended and no entry said so') }
	return { right: next(entry, table.version), corrected: correctedOf(entry, 'it was not what the entries say') }
}

function next<D extends StateOf>(detail: D, version: number): D {
	return { ...detail, version: Math.max(detail.version, version) + 1 }
}

function ended(detail: StateOf): StateOf {
	switch (detail.what) {
		case 'account':
			return { ...detail, state: ENDED.account }
		case 'key':
			return { ...detail, state: ENDED.key }
		case 'device':
			return { ...detail, state: ENDED.device }
	}
}

/** Nothing that only a table says gets into an entry: it is nobody's word. */
function unknown(id: string, table: StateOf): StateOf {
	const { version } = table
	switch (table.what) {
		case 'account':
			return next({ what: 'account', account: id, name: '–', login: `unknown-${id}`, ...NOTHING, state: ENDED.account, version }, version)
		case 'key':
			return next({ what: 'key', key: id, name: '–', source: table.source, rank: 'crowd', ...NOTHING, state: ENDED.key, version }, version)
		case 'device': {
			const { unit, operation } = table
			return next({ what: 'device', device: id, name: '–', unit, operation, clearance: 'open', state: ENDED.device, version }, version)
		}
	}
}

const NOTHING = { role: 'observer', clearance: 'open', operations: [] } satisfies Pick<
	DetailOf<'account'>,
	'role' | 'clearance' | 'operations'
>

function correctedOf(detail: StateOf, why: string): DetailOf<'corrected'> {
	const id =
		detail.what === 'account' ? `person-${detail.account}` : detail.what === 'key' ? `key-${detail.key}` : `device-${detail.device}`
	return { what: 'corrected', credential: id, why }
}

/** Invitations that no entry opened are revoked, and label defaults become what the entries say. */
function otherwise(entries: Directory, tables: Directory): readonly (DetailOf<'invitation'> | DetailOf<'label-default'>)[] {
	const invitations = [...tables.invitations.values()].flatMap((table) => {
		const entry = entries.invitations.get(table.invitation)
		if (JSON.stringify(entry) === JSON.stringify(table)) return []
		if (entry && (table.state === 'open' || entry.state !== 'open')) return [entry]
		return table.state === 'open' || entry ? [{ ...(entry ?? table), state: 'revoked' as const }] : []
	})
	return [...invitations, ...labelsOtherwise(entries, tables)]
}

function labelsOtherwise(
	{ labelDefaults: entries }: Directory,
	{ labelDefaults: tables }: Directory,
): readonly DetailOf<'label-default'>[] {
	const right = new Map(entries.map((one) => [keyOf(one), one]))
	const wrong = tables.filter((one) => !right.has(keyOf(one))).map((one) => ({ ...one, what: 'label-default' as const, label: null }))
	const there = new Map(tables.map((one) => [keyOf(one), JSON.stringify(one.label)]))
	const missing = entries.filter((one) => there.get(keyOf(one)) !== JSON.stringify(one.label))
	return [...wrong, ...missing.map((one) => ({ what: 'label-default' as const, ...one }))]
}

function keyOf({ organisation, kind }: Directory['labelDefaults'][number]): string {
	return JSON.stringify([organisation, kind ?? null])
}

import { readBody } from '../body.ts'
import type { RawEntry } from '../chain-walk.ts'
import { readCheckpoint } from '../checkpoint.ts'
import type { Checkpoint } from '../port.ts'

/**
 * One entry as a backup keeps it: everything that a store needs to hold it again, and nothing that only one kind of store knows. What follows
 * from the entries (the operation, versions of grants, where an entity is mentioned) is made anew.
 */
export type KeptEntry = {
	readonly seq: number
	readonly recorded: number
	readonly wall: number
	/** Hexadecimal, as are hash, salt and said. */
	readonly commit: string
	readonly hash: string
	/** Absent: erased. `canonical` is the text as it was stored, never made again. */
	readonly body?: { readonly salt: string; readonly canonical: string; readonly entities: readonly string[] }
	/** Absent: a batch, or erased. */
	readonly event?: { readonly id: string; readonly credential: string; readonly said: string }
	readonly diary?: { readonly book: string; readonly number: number }
	/** Signed for this entry, kept in the journal. */
	readonly checkpoint?: Checkpoint
}

/** What is left of an erased event beside its place: a late retry is known by it. */
export type Forgotten = { readonly seq: number; readonly id: string; readonly credential: string }

export type KeptLine = { readonly type: 'entry'; readonly entry: KeptEntry } | { readonly type: 'forgotten'; readonly forgotten: Forgotten }

/** After all entries. */
export function forgottenLine(forgotten: Forgotten): string {
	return `${JSON.stringify({ forgotten })}\n`
}

/** A line of a backup: what stands beside the body as JSON, a tab, and the canonical text as it is. Neither holds a raw tab or line end. */
export function lineOf({ seq, recorded, wall, commit, hash, body, event, diary, checkpoint }: KeptEntry): string {
	const beside = { seq, recorded, wall, commit, hash, ...(event && { event }), ...(diary && { diary }), ...(checkpoint && { checkpoint }) }
	if (!body) return `${JSON.stringify(beside)}\n`
	return `${JSON.stringify({ ...beside, salt: body.salt, entities: body.entities })}\t${body.canonical}\n`
}

/** Of a diary entry that is still there: the entity that is not written over. */
export function diaryEntityOf({ body, diary }: KeptEntry): string | undefined {
	const said = body && diary && readBody(body.canonical)
	return said?.type === 'event' && 'entity' in said.event ? said.event.entity : undefined
}

/** @returns undefined when the line is none of a backup. */
export function readLine(line: string): KeptLine | undefined {
	const tab = line.indexOf('\t')
	const head = fieldsOf(tab < 0 ? line : line.slice(0, tab))
	if (!head) return undefined
	const forgotten = forgottenOf(head.get('forgotten'))
	if (forgotten) return { type: 'forgotten', forgotten }
	const entry = isPlaced(head) ? entryOf(head, tab < 0 ? undefined : line.slice(tab + 1)) : undefined
	return entry && { type: 'entry', entry }
}

function isPlaced(head: Fields): boolean {
	return NUMBERS.every((name) => Number.isSafeInteger(head.get(name))) && HASHES.every((name) => isHex(head.get(name)))
}

function entryOf(head: Fields, canonical: string | undefined): KeptEntry | undefined {
	const body = canonical === undefined ? undefined : bodyOf(head, canonical)
	if (canonical !== undefined && !body) return undefined
	const event = eventOf(head.get('event'))
	const diary = diaryOf(head.get('diary'))
	const checkpoint = readCheckpoint(head.get('checkpoint'))
	return {
		seq: Number(head.get('seq')),
		recorded: Number(head.get('recorded')),
		wall: Number(head.get('wall')),
		commit: String(head.get('commit')),
		hash: String(head.get('hash')),
		...(body && { body }),
		...(event && { event }),
		...(diary && { diary }),
		...(checkpoint && { checkpoint }),
	}
}

/** As the walk along the chain takes it. */
export function rawOf({ seq, recorded, commit, hash, body, diary }: KeptEntry): RawEntry {
	return {
		seq,
		recorded,
		commit: Buffer.from(commit, 'hex'),
		hash: Buffer.from(hash, 'hex'),
		...(body && { body: { salt: Buffer.from(body.salt, 'hex'), bytes: Buffer.from(body.canonical), packed: false } }),
		...(diary && { diary }),
	}
}

const NUMBERS = ['seq', 'recorded', 'wall'] as const
const HASHES = ['commit', 'hash'] as const

type Fields = ReadonlyMap<string, unknown>

function fieldsOf(json: string): Fields | undefined {
	try {
		return fieldsIn(JSON.parse(json))
	} catch {
		return undefined
	}
}

function fieldsIn(value: unknown): Fields | undefined {
	return typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)) : undefined
}

function isHex(value: unknown): boolean {
	return typeof value === 'string' && /^(?:[0-9a-f]{2})+$/.test(value)
}

function bodyOf(head: Fields, canonical: string): KeptEntry['body'] {
	const salt = head.get('salt')
	const entities = head.get('entities')
	if (typeof salt !== 'string' || !isHex(salt) || !Array.isArray(entities)) return undefined
	return { salt, canonical, entities: entities.filter((entity) => typeof entity === 'string') }
}

function eventOf(value: unknown): KeptEntry['event'] {
	const [id, credential, said] = textsIn(value, ['id', 'credential', 'said'])
	return id !== undefined && credential !== undefined && said !== undefined ? { id, credential, said } : undefined
}

function forgottenOf(value: unknown): Forgotten | undefined {
	const [id, credential] = textsIn(value, ['id', 'credential'])
	const seq = fieldsIn(value)?.get('seq')
	return id !== undefined && credential !== undefined && typeof seq === 'number' ? { seq, id, credential } : undefined
}

function textsIn(value: unknown, names: readonly string[]): readonly (string | undefined)[] {
	const fields = fieldsIn(value)
	return names.map((name) => {
		const text = fields?.get(name)
		return typeof text === 'string' ? text : undefined
	})
}

function diaryOf(value: unknown): KeptEntry['diary'] {
	const fields = fieldsIn(value)
	const [book, number] = ['book', 'number'].map((name) => fields?.get(name))
	return typeof book === 'string' && typeof number === 'number' ? { book, number } : undefined
}

import { existsSync } from 'node:fs'
import path from 'node:path'

import { sourceOf } from '@lagebild/access/grants.ts'
import type { KeyRequest } from '@lagebild/access/grants.ts'
import type { KeyEntry } from '@lagebild/access/port.ts'
import type { Access } from '@lagebild/access/store.ts'
import { isReservedSource, SUPERVISOR } from '@lagebild/model/access/sources.ts'
import { SourceName } from '@lagebild/model/ids.ts'
import { Level, Role, SourceRank } from '@lagebild/model/label.ts'
import * as z from 'zod'

import type { Paths } from '../paths.ts'
import { Refusal } from '../refusal.ts'
import { Kinds, Operations, Organisation } from './options.ts'
import { BY, operationsText, parsed, row, using, usingExisting, when } from './using.ts'
import type { Where } from './using.ts'

const Name = z
	.string()
	.refine(
		(name) => SourceName.safeParse(name).success,
		'is 1 to 64 of a-z, 0-9, dot, hyphen and underscore; the first is a letter or digit',
	)
	.refine((name) => name !== SUPERVISOR, 'is the name of this program itself')
	.refine((name) => !isReservedSource(name), 'is a source of Lagebild itself')

const Options = z.object({
	name: Name,
	role: Role,
	operations: Operations.optional(),
	organisation: Organisation.optional(),
	clearance: Level.optional(),
	rank: SourceRank.exclude(['person']).optional(),
	days: z.coerce.number().positive().max(36_500).optional(),
	kinds: Kinds.optional(),
	submitKinds: Kinds.optional(),
	perSecond: z.coerce.number().min(0.1).max(10_000).optional(),
	bytes: z.coerce.number().int().min(1_024).max(1_048_576).optional(),
})
type Options = z.infer<typeof Options>

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** Makes a key and returns it: the only time that it can be seen. */
export function createKey(where: Where, values: unknown): Promise<string> {
	const options = parsed(Options, values)
	return using(where, (access) => {
		if (access.accounts().some(({ login }) => sourceOf(login) === options.name))
			throw new Refusal(`--name: "${options.name}" is the login of a person`)
		return access.createKey(requestOf(options), BY).key
	})
}

/** Operations that a key was made for and that do not exist: they may come, or be misspelt. Of a database nobody knows without asking a hub. */
export function missingOperations({ journals, database }: Pick<Paths, 'journals' | 'database'>, values: unknown): readonly string[] {
	const options = Options.safeParse(values)
	const ids = options.data?.operations ?? 'all'
	return ids === 'all' || database !== undefined || !existsSync(journals)
		? []
		: ids.filter((id) => !existsSync(path.join(journals, `${id}.db`)))
}

function requestOf({ name, role, operations = 'all', days, perSecond, bytes, ...options }: Options): KeyRequest {
	const { organisation, clearance, rank, kinds, submitKinds } = options
	return {
		name,
		role,
		operations,
		...(organisation !== undefined && { organisation }),
		...(clearance !== undefined && { clearance }),
		...(rank !== undefined && { rank }),
		...(days !== undefined && { expires: Math.round(Date.now() + days * DAY_MS) }),
		...(kinds !== undefined && { kinds }),
		...(submitKinds !== undefined && { submitKinds }),
		...budgetOf(perSecond, bytes),
	}
}

function budgetOf(perSecond: number | undefined, bytes: number | undefined): Pick<KeyRequest, 'budget'> {
	if (perSecond === undefined && bytes === undefined) return {}
	return { budget: { ...(perSecond !== undefined && { perSecond }), ...(bytes !== undefined && { bytes }) } }
}

const WIDTHS = [10, 22, 11, 10, 26, 17, 17, 28, 0]

export function listKeys(where: Where): Promise<readonly string[]> {
	const heading = row(WIDTHS, ['id', 'name', 'role', 'rank', 'operations', 'last used', 'made', 'by', 'state'])
	return usingExisting(where, (access) => [heading, ...access.listKeys().map((entry) => keyRow(entry, makerOf(access, entry)))])
}

function keyRow(entry: KeyEntry, maker: string): string {
	const { id, grant, lastUsed, created } = entry
	const { name, role, rank, operations } = grant
	return row(WIDTHS, [id, name, role, rank, operationsText(operations), when(lastUsed), when(created), maker, stateOf(entry)])
}

/** By login where it is a person. */
function makerOf(access: Access, { madeBy = '–' }: KeyEntry): string {
	const account = madeBy.startsWith('person-') ? access.accountById(madeBy.slice('person-'.length)) : undefined
	return account ? `${account.login}${account.state === 'ended' ? ' (ended)' : ''}` : madeBy
}

function stateOf({ revoked, grant: { expires }, overlapEnds }: KeyEntry): string {
	if (revoked !== undefined) return `revoked ${new Date(revoked).toISOString()}`
	const overlap = overlapEnds === undefined ? '' : `, the one before it until ${new Date(overlapEnds).toISOString()}`
	if (expires === undefined) return `valid${overlap}`
	return `${expires > Date.now() ? 'valid until' : 'expired'} ${new Date(expires).toISOString()}${overlap}`
}

/** A new secret for the same key. */
export function rotateKey(where: Where, named: string, hours: string): Promise<string> {
	const overlapMs = Number(hours) * HOUR_MS
	if (!(overlapMs >= 0 && overlapMs <= 720 * HOUR_MS)) throw new Refusal('--overlap-hours is a number from 0 to 720.')
	return usingExisting(where, (access) => {
		const id = onlyKey(access, named)
		const rotated = access.rotateKey(id, { overlapMs }, BY)
		if (!rotated) throw new Refusal(`The key "${named}" is not valid any more.`)
		return rotated.key
	})
}

/** By its id, or by its credential as entries and answers name it. */
function isNamed({ id }: KeyEntry, named: string): boolean {
	return named === id || named === `key-${id}`
}

/** Of several keys of a name one has to be chosen. */
function onlyKey(access: Access, named: string): string {
	refuseOwn(named)
	const valid = access.listKeys().filter(({ revoked }) => revoked === undefined)
	const found = valid.filter((entry) => isNamed(entry, named) || entry.grant.name === named)
	const [first, ...others] = found
	if (!first) throw new Refusal(`There is no valid key named "${named}".`)
	if (others.length > 0)
		throw new Refusal(`There are ${found.length} keys named "${named}": say which, by id. ${found.map(({ id }) => id).join(', ')}`)
	if (first.grant.name === SUPERVISOR) refuseOwn(SUPERVISOR)
	return first.id
}

/** @returns how many keys were revoked. */
export function revokeKey(where: Where, named: string): Promise<number> {
	refuseOwn(named)
	return usingExisting(where, (access) => {
		const byId = access.listKeys().find((entry) => isNamed(entry, named))
		if (byId?.grant.name === SUPERVISOR) refuseOwn(SUPERVISOR)
		return byId ? Number(access.revokeKeyById(byId.id, BY)) : access.revokeKey(named, BY)
	})
}

function refuseOwn(name: string): void {
	if (name === SUPERVISOR) throw new Refusal(`"${name}" is the key of this program itself and cannot be revoked, and is not rotated.`)
}

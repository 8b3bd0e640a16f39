import { existsSync } from 'node:fs'
import path from 'node:path'

import type { KeyRequest } from '@lagebild/access/grants.ts'
import type { KeyEntry } from '@lagebild/access/keys.ts'
import { openAccess } from '@lagebild/access/store.ts'
import type { Access } from '@lagebild/access/store.ts'
import { SUPERVISOR } from '@lagebild/config/schema.ts'
import { OperationId, SourceName } from '@lagebild/model/ids.ts'
import { Level, Role, SourceRank } from '@lagebild/model/label.ts'
import { MASTER_DATA_SOURCE } from '@lagebild/model/master-data.ts'
import * as z from 'zod'

import { Refusal } from '../refusal.ts'

const Name = z
	.string()
	.refine(
		(name) => SourceName.safeParse(name).success,
		'is 1 to 64 of a-z, 0-9, dot, hyphen and underscore; the first is a letter or digit',
	)
	.refine((name) => name !== SUPERVISOR, 'is the name of this program itself')
	.refine((name) => name !== MASTER_DATA_SOURCE, 'is the source of imported master data')
const Operations = z
	.string()
	.transform((text) => (text === 'all' ? text : text.split(',').map((id) => id.trim())))
	.refine(
		(ids) => ids === 'all' || ids.every((id) => OperationId.safeParse(id).success),
		'is "all" or ids separated by commas, of a-z, 0-9 and hyphen',
	)

const Options = z.object({
	name: Name,
	role: Role,
	operations: Operations.optional(),
	organisation: z.string().min(1).max(64).optional(),
	clearance: Level.optional(),
	rank: SourceRank.exclude(['person']).optional(),
	days: z.coerce.number().positive().max(36_500).optional(),
})

const DAY_MS = 86_400_000

/** Makes a key and returns it: the only time that it can be seen. */
export function createKey(data: string, values: unknown): string {
	const options = Options.safeParse(values)
	if (!options.success) {
		const issue = options.error.issues[0]
		throw new Refusal(`--${issue?.path.join('.') ?? 'option'}: ${issue?.message ?? 'is not valid'}`)
	}
	return using(data, (access) => access.createKey(requestOf(options.data)).key)
}

function using<T>(data: string, work: (access: Access) => T): T {
	const access = openAccess({ folder: data, now: Date.now })
	try {
		return work(access)
	} finally {
		access.close()
	}
}

/** As `using`, without making a data folder of a mistyped name. */
function usingExisting<T>(data: string, work: (access: Access) => T): T {
	if (!existsSync(path.join(data, 'access.db')))
		throw new Refusal(`There are no keys in ${data}. Another data folder is chosen with LAGEBILD_DATA.`)
	return using(data, work)
}

/** Operations that a key was made for and that do not exist: they may come, or be misspelt. */
export function missingOperations(journals: string, values: unknown): readonly string[] {
	const options = Options.safeParse(values)
	const ids = options.data?.operations ?? 'all'
	return ids === 'all' || !existsSync(journals) ? [] : ids.filter((id) => !existsSync(path.join(journals, `${id}.db`)))
}

function requestOf({ name, role, operations, organisation, clearance, rank, days }: z.infer<typeof Options>): KeyRequest {
	return {
		name,
		role,
		operations: operations === undefined || operations === 'all' ? 'all' : operations,
		...(organisation !== undefined && { organisation }),
		...(clearance !== undefined && { clearance }),
		...(rank !== undefined && { rank }),
		...(days !== undefined && { expires: Math.round(Date.now() + days * DAY_MS) }),
	}
}

export function listKeys(data: string): readonly string[] {
	const heading = row(['id', 'name', 'role', 'rank', 'operations', 'state'])
	return usingExisting(data, (access) => [heading, ...access.listKeys().map(keyRow)])
}

function keyRow({ id, grant, revoked }: KeyEntry): string {
	const operations = grant.operations === 'all' ? 'all' : grant.operations.join(',')
	return row([id, grant.name, grant.role, grant.rank, operations, stateOf(revoked, grant.expires)])
}

function stateOf(revoked: number | undefined, expires: number | undefined): string {
	if (revoked !== undefined) return `revoked ${new Date(revoked).toISOString()}`
	if (expires === undefined) return 'valid'
	return `${expires > Date.now() ? 'valid until' : 'expired'} ${new Date(expires).toISOString()}`
}

const WIDTHS = [10, 22, 11, 10, 26, 0]

function row(cells: readonly string[]): string {
	return cells
		.map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0))
		.join(' ')
		.trimEnd()
}

/** @returns how many keys were revoked. */
export function revokeKey(data: string, name: string): number {
	if (name === SUPERVISOR) throw new Refusal(`"${name}" is the key of this program itself and cannot be revoked.`)
	return usingExisting(data, (access) => access.revokeKey(name))
}

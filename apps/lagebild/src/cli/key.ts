import type { KeyRequest } from '@lagebild/access/grants.ts'
import type { KeyEntry } from '@lagebild/access/keys.ts'
import { openAccess } from '@lagebild/access/store.ts'
import { Level, Role, SourceRank } from '@lagebild/model/label.ts'
import * as z from 'zod'

import { Refusal } from '../refusal.ts'

const Options = z.object({
	name: z.string(),
	role: Role,
	operations: z.string().optional(),
	organisation: z.string().optional(),
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
	const access = openAccess({ folder: data, now: Date.now })
	try {
		return access.createKey(requestOf(options.data)).key
	} catch (error) {
		if (error instanceof z.ZodError)
			throw new Refusal(`The key cannot be made: ${error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`)
		throw error
	} finally {
		access.close()
	}
}

function requestOf({ name, role, operations, organisation, clearance, rank, days }: z.infer<typeof Options>): KeyRequest {
	return {
		name,
		role,
		operations: operations === undefined || operations === 'all' ? 'all' : operations.split(','),
		...(organisation !== undefined && { organisation }),
		...(clearance !== undefined && { clearance }),
		...(rank !== undefined && { rank }),
		...(days !== undefined && { expires: Math.round(Date.now() + days * DAY_MS) }),
	}
}

export function listKeys(data: string): readonly string[] {
	const access = openAccess({ folder: data, now: Date.now })
	try {
		return [row(['id', 'name', 'role', 'rank', 'operations', 'state']), ...access.listKeys().map(keyRow)]
	} finally {
		access.close()
	}
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
	const access = openAccess({ folder: data, now: Date.now })
	try {
		return access.revokeKey(name)
	} finally {
		access.close()
	}
}

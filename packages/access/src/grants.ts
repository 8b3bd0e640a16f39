import type { OperationId } from '@lagebild/model/ids.ts'
import { SourceName } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { Grant } from '@lagebild/model/label.ts'
import type { Level, Role, SourceRank } from '@lagebild/model/label.ts'
import { MASTER_DATA_SOURCE } from '@lagebild/model/master-data.ts'

export type Budget = {
	/** Submissions per second, on average over ten of them. */
	readonly perSecond?: number
	/** Largest body, bytes. */
	readonly bytes?: number
}

export type KeyRequest = {
	/** Also the source name under which the key speaks. */
	readonly name: string
	readonly role: Role
	readonly operations: 'all' | readonly string[]
	/** Counts for integrators only; people are people. */
	readonly rank?: SourceRank
	readonly organisation?: string
	readonly clearance?: Level
	/** Epoch ms. */
	readonly expires?: number
	readonly kinds?: readonly EntityKind[]
	/** Kinds that it says, where those are fewer than it reads. */
	readonly submitKinds?: readonly EntityKind[]
	readonly budget?: Budget
}

export type LinkRequest = {
	readonly ttlMs: number
	readonly role: Role
	/** Name of the person, as others will see it. */
	readonly name: string
	readonly operations?: 'all' | readonly OperationId[]
	readonly organisation?: string
	readonly clearance?: Level
}

function rankOf(role: Role, wanted: SourceRank | undefined): SourceRank {
	switch (role) {
		case 'observer':
			return 'crowd'
		case 'integrator':
			return wanted ?? 'device'
		case 'field':
		case 'staff':
		case 'commander':
		case 'admin':
			return 'person'
	}
}

/** @throws when the name is that of the imports of master data, and ZodError when another part cannot be in a grant. */
export function grantForKey(request: KeyRequest, prefix: string): Grant {
	const { name, role, operations, organisation, clearance = 'internal', expires, kinds } = request
	if (name === MASTER_DATA_SOURCE) throw new Error(`"${name}" is the source of imported master data`)
	return Grant.parse({
		credential: `key-${prefix}`,
		source: name,
		rank: rankOf(role, request.rank),
		role,
		name,
		operations,
		clearance,
		...(organisation !== undefined && { organisation }),
		...(kinds !== undefined && { kinds }),
		...(expires !== undefined && { expires }),
	})
}

export function grantForLink(request: LinkRequest, id: string): Grant {
	const { role, name, operations = 'all', organisation } = request
	return Grant.parse({
		credential: `session-${id}`,
		source: sourceOf(name),
		rank: rankOf(role, undefined),
		role,
		name,
		operations,
		clearance: request.clearance ?? (role === 'admin' || role === 'commander' ? 'restricted' : 'internal'),
		...(organisation !== undefined && { organisation }),
	})
}

const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }

/** A person's name as a source name: `Jörg Meißner` speaks as `joerg-meissner`. */
export function sourceOf(name: string): SourceName {
	const plain = name
		.toLowerCase()
		.normalize('NFC')
		.replaceAll(/[äöüß]/g, (letter) => UMLAUTS[letter] ?? '')
		.normalize('NFD')
		.replaceAll(/\p{M}/gu, '')
		.replaceAll(/[^a-z0-9._-]+/g, '-')
		.replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
	return SourceName.parse(plain === MASTER_DATA_SOURCE ? `${plain}-person` : plain.slice(0, 64) || 'person')
}

import { ROLE_TABLE } from '@lagebild/model/access/roles.ts'
import type { Grant, Level, Role } from '@lagebild/model/label.ts'

/** What somebody is given, as it stands in a form. */
export type Rights = {
	readonly role: Role
	readonly organisation: string
	readonly clearance: Level
	readonly every: boolean
	readonly operations: readonly string[]
}

export const PEOPLE = ['observer', 'field', 'staff', 'commander', 'admin'] as const satisfies readonly Role[]
export const SYSTEMS = ['integrator', 'observer'] as const satisfies readonly Role[]

const LEVELS = ['open', 'internal', 'restricted'] as const satisfies readonly Level[]

/** Up to what the role can have and the giver has. */
export function levelsFor(role: Role, giver: Grant): readonly Level[] {
	const most = Math.min(LEVELS.indexOf(ROLE_TABLE[role].level.most), LEVELS.indexOf(giver.clearance))
	return LEVELS.slice(0, most + 1)
}

/** The usual clearance of the role, and no more than can be given. */
export function withRole(rights: Rights, role: Role, giver: Grant): Rights {
	const levels = levelsFor(role, giver)
	const { usual } = ROLE_TABLE[role].level
	return { ...rights, role, clearance: levels.includes(usual) ? usual : (levels.at(-1) ?? 'open') }
}

export function newRights(role: Role, giver: Grant, operations: readonly string[]): Rights {
	const start = { role, organisation: giver.organisation ?? '', clearance: 'open', every: false } as const
	return withRole({ ...start, operations }, role, giver)
}

type Held = {
	readonly role: Role
	readonly organisation?: string | undefined
	readonly clearance: Level
	readonly operations: 'all' | readonly string[]
}

export function rightsOf({ role, organisation = '', clearance, operations }: Held): Rights {
	return { role, organisation, clearance, every: operations === 'all', operations: operations === 'all' ? [] : operations }
}

export function rightsMissing({ every, operations }: Rights): boolean {
	return !every && operations.length === 0
}

/** As the hub reads it. */
export function rightsBody({ role, organisation, clearance, every, operations }: Rights) {
	const named = organisation.trim()
	return { role, clearance, operations: every ? ('all' as const) : operations, ...(named !== '' && { organisation: named }) }
}

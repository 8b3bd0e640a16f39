import type { OidcConfig } from '@lagebild/config/oidc.ts'
import { clearanceFor } from '@lagebild/model/access/roles.ts'
import { OperationId } from '@lagebild/model/ids.ts'
import { Level } from '@lagebild/model/label.ts'
import type { Role } from '@lagebild/model/label.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

export type Claims = Readonly<Record<string, unknown>>

/** Somebody as the provider describes him or her now. */
export type Person = {
	/** `login@provider`, so that nobody becomes a local account by its name. */
	readonly login: string
	readonly name: string
	readonly role: Role
	readonly organisation?: string
	readonly clearance: Level
	readonly operations: 'all' | readonly OperationId[]
}

/** Why what a provider says lets nobody in. */
export type ClaimFault = 'no-role' | 'unknown-role' | 'unknown-organisation' | 'bad-clearance' | 'bad-operations'

type Config = Pick<OidcConfig, 'id' | 'claims' | 'operations'>

/** What the configuration makes of a provider's claims. Whatever it does not expect refuses: nothing is guessed in anybody's favour. */
export function personOf(claims: Claims, config: Config): Result<Person, ClaimFault> {
	const role = roleOf(claims, config)
	if (!role.ok) return role
	const organisation = organisationOf(claims, config)
	if (!organisation.ok) return organisation
	const clearance = clearanceOf(claims, config)
	if (!clearance.ok) return clearance
	const operations = operationsOf(claims, config)
	if (!operations.ok) return operations
	const login = loginOf(claims, config)
	return ok({
		login: `${login}@${config.id}`,
		name: lineOf(claimOf(claims, config.claims.name)) ?? login,
		role: role.value,
		...(organisation.value !== undefined && { organisation: organisation.value }),
		clearance: clearanceFor(role.value, clearance.value),
		operations: operations.value,
	})
}

/** By its own name, else along the dots: `realm_access.roles`. */
export function claimOf(claims: Claims, name: string): unknown {
	if (Object.hasOwn(claims, name)) return claims[name]
	return name.split('.').reduce<unknown>((value, part) => {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
		return Object.entries(value).find(([key]) => key === part)?.[1]
	}, claims)
}

/** Texts of a claim that is one or a list of them. */
function textsOf(value: unknown): readonly string[] {
	const values: readonly unknown[] = Array.isArray(value) ? value : [value]
	return values.filter((one): one is string => typeof one === 'string' && one !== '')
}

function roleOf(claims: Claims, { claims: { role, roles } }: Config): Result<Role, ClaimFault> {
	const said = new Set(textsOf(claimOf(claims, role)))
	if (said.size === 0) return fail('no-role')
	const known = Object.entries(roles).find(([value]) => said.has(value))
	return known ? ok(known[1]) : fail('unknown-role')
}

function organisationOf(claims: Claims, { claims: { organisation, organisations } }: Config): Result<string | undefined, ClaimFault> {
	const said = organisation === undefined ? [] : textsOf(claimOf(claims, organisation))
	if (said.length === 0) return ok(undefined)
	const [first = ''] = said
	if (organisations === undefined) return first.length <= 64 ? ok(first) : fail('unknown-organisation')
	const known = Object.entries(organisations).find(([value]) => said.includes(value))
	return known ? ok(known[1]) : fail('unknown-organisation')
}

function clearanceOf(claims: Claims, { claims: { clearance } }: Config): Result<Level | undefined, ClaimFault> {
	const said = clearance === undefined ? undefined : claimOf(claims, clearance)
	if (said === undefined) return ok(undefined)
	const level = Level.safeParse(said)
	return level.success ? ok(level.data) : fail('bad-clearance')
}

function operationsOf(claims: Claims, { claims: { operations }, operations: usual }: Config): Result<Person['operations'], ClaimFault> {
	if (operations === undefined) return ok(usual)
	const said = OperationId.array()
		.max(200)
		.safeParse(textsOf(claimOf(claims, operations)))
	return said.success ? ok(said.data) : fail('bad-operations')
}

/** Of a login as the model has it. */
const LOGIN_LENGTH = 64
/** Room for what tells two people of one login apart. */
const SUFFIX_LENGTH = 8

/** Only what a login may hold. */
function loginOf(claims: Claims, { id, claims: { login } }: Config): string {
	const said = textsOf(claimOf(claims, login))[0] ?? textsOf(claims['sub'])[0] ?? 'person'
	const plain = said
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N}._@+-]+/gu, '-')
		.replace(/^[^\p{L}\p{N}]+/u, '')
	return plain.slice(0, LOGIN_LENGTH - SUFFIX_LENGTH - id.length - 1) || 'person'
}

const NAME_LENGTH = 120

function lineOf(value: unknown): string | undefined {
	const text = typeof value === 'string' ? value.replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim() : ''
	return text === '' ? undefined : text.slice(0, NAME_LENGTH)
}

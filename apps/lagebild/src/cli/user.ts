import { randomInt } from 'node:crypto'

import type { Account, ListedAccount } from '@lagebild/access/port.ts'
import type { Access } from '@lagebild/access/store.ts'
import { Level, Role } from '@lagebild/model/label.ts'
import * as z from 'zod'

import { Running } from '../control.ts'
import { readJson } from '../files.ts'
import type { Paths } from '../paths.ts'
import { Refusal } from '../refusal.ts'
import { Operations, Organisation } from './options.ts'
import { BY, opened, operationsText, parsed, row, using, usingExisting, when } from './using.ts'
import type { Where } from './using.ts'

const HOURS = 'is a number of hours from 1 to 336'

const Invitation = z.object({
	name: z.string().trim().min(1).max(120),
	role: Role.exclude(['integrator']),
	operations: Operations.optional(),
	organisation: Organisation.optional(),
	clearance: Level.optional(),
	hours: z.coerce.number(HOURS).min(1, HOURS).max(336, HOURS).default(72),
})

const HOUR_MS = 3_600_000

/** @param address where the hub answers when none runs now. @returns the link by which the person makes an account. */
export function invite(paths: Paths, address: string, values: unknown): Promise<string> {
	const { name, role, operations = 'all', organisation, clearance, hours } = parsed(Invitation, values)
	const request = { name, role, operations, ttlMs: hours * HOUR_MS }
	const rest = { ...(organisation !== undefined && { organisation }), ...(clearance !== undefined && { clearance }) }
	const url = readJson(paths.running, Running)?.url ?? address
	return using(paths, (access) => `${url}/#/einladung/${access.invite({ ...request, ...rest }, BY).code}`)
}

const WIDTHS = [18, 22, 24, 10, 26, 17, 0]

export function listUsers(where: Where): Promise<readonly string[]> {
	const heading = row(WIDTHS, ['id', 'login', 'name', 'role', 'operations', 'last seen', 'state'])
	return usingExisting(where, (access) => [heading, ...access.accounts().map((account) => userRow(access, account))])
}

function userRow(access: Access, user: ListedAccount): string {
	const { account, login, name, role, operations, lastUsed, state } = user
	const sessions = access.sessionsOf(`person-${account}`).length
	const words = [state, ...(user.breakGlass ? ['for emergencies'] : []), ...(sessions > 0 ? [`${sessions} signed in`] : [])]
	return row(WIDTHS, [account, login, name, role, operationsText(operations), when(lastUsed), words.join(', ')])
}

/** Ends an account and whatever is signed in with it. @returns its name. */
export function endUser(where: Where, named: string): Promise<string> {
	return usingExisting(where, (access) => {
		const user = access.accountByLogin(named) ?? access.accountById(named)
		const ended = user && access.endAccount(user.account, BY)
		if (!ended?.ok) throw new Refusal(`There is no active account "${named}".`)
		return ended.value.name
	})
}

/** Without what is easily mistaken for another sign. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789'
const GROUPS = 6

/** Typed by hand, perhaps in a hurry: six groups of four, some 118 bits. */
function newPassword(): string {
	return Array.from({ length: GROUPS }, fourSigns).join('-')
}

function fourSigns(): string {
	return Array.from({ length: 4 }, () => SIGNS.charAt(randomInt(SIGNS.length))).join('')
}

export type BreakGlass = { readonly login: string; readonly password: string; readonly renewed: boolean }

/**
 * The account for when nobody can sign in: to be written down, sealed and put away. Whoever asks again gets a new password, and the old one
 * and what is signed in by it end.
 */
export function breakGlass(where: Where, { login, name }: { readonly login: string; readonly name: string }): Promise<BreakGlass> {
	return opened(where, async (access) => {
		const { known, account } = await access.write(() => {
			const before = access.accounts().find(isKnown)
			return { known: before, account: before ?? made(access, login, name) }
		})
		const password = newPassword()
		const set = await access.setPassword(account.account, password, BY)
		if (!set.ok) throw new Refusal(set.fault.message)
		await access.write(() => access.endSessions(`person-${account.account}`, undefined, 'new password'))
		return { login: account.login, password, renewed: known !== undefined }
	})
}

function isKnown({ breakGlass: forEmergencies, state }: ListedAccount): boolean {
	return forEmergencies === true && state === 'active'
}

/** That of an account for emergencies that was ended stays its own. */
function unusedLogin(access: Access, login: string): string {
	const ended = access.accounts().flatMap((one) => (one.breakGlass === true && one.state === 'ended' ? [one.login] : []))
	let unused = login
	for (let n = 2; ended.includes(unused); n++) unused = `${login}-${n}`
	return unused
}

function made(access: Access, login: string, name: string): Account {
	const rights = { role: 'admin', operations: 'all', clearance: 'restricted', breakGlass: true } as const
	const created = access.createAccount({ login: unusedLogin(access, login), name, ...rights }, BY)
	if (!created.ok) throw new Refusal(`--login: ${created.fault.message}`)
	return created.value
}

import type { Access } from '@lagebild/access/store.ts'

import { Running } from '../control.ts'
import { readJson } from '../files.ts'
import type { Paths } from '../paths.ts'
import { Refusal } from '../refusal.ts'
import { LINK_MS } from '../supervisor/welcome.ts'
import { runningHub } from './running.ts'
import { BY, using } from './using.ts'

/** Absent login: a session of its own with the rights of an admin, under this name. */
type Wanted = { readonly name: string; readonly login?: string }

const DAY_MS = 24 * 3_600_000

/** A screen for a room: it reads and says nothing, for so many days. */
export type WantedWall = { readonly name: string; readonly days: number }

export async function createWallLink(paths: Paths, address: string, { name, days }: WantedWall): Promise<string> {
	const { url, lan } = await hubOf(paths, address)
	const request = { ttlMs: LINK_MS, role: 'observer', name, sessionMs: days * DAY_MS } as const
	const code = await using(paths, (access) => access.createLink(request))
	return [url, ...(lan === undefined ? [] : [lan])].map((base) => `${base}/sign-in?code=${code}&display=wall`).join('\n')
}

/**
 * A new one-time link that signs a person in at the running hub; with a local network its address there stands in a second line.
 * @param address where a hub of the database answers when none of this folder runs
 */
export async function createLink(paths: Paths, address: string, { name, login }: Wanted): Promise<string> {
	const { url, lan } = await hubOf(paths, address)
	const code = await using(paths, (access) =>
		login === undefined ? access.createLink({ ttlMs: LINK_MS, role: 'admin', name }) : codeInto(access, login),
	)
	return [url, ...(lan === undefined ? [] : [lan])].map((base) => `${base}/sign-in?code=${code}`).join('\n')
}

/** Of a database any hub takes the link, on whatever machine it runs. */
function hubOf(paths: Paths, address: string): Promise<Pick<Running, 'url' | 'lan'>> | Pick<Running, 'url' | 'lan'> {
	return paths.database === undefined ? runningHub(paths) : (readJson(paths.running, Running) ?? { url: address })
}

/** For whoever forgot the password of this account. */
function codeInto(access: Access, login: string): string {
	const user = access.accountByLogin(login)
	if (!user) throw new Refusal(`There is no active account "${login}".`)
	const made = access.createAccountLink(user.account, BY)
	if (!made.ok) throw new Refusal(`--login: ${made.fault.message}`)
	return made.value.code
}

import { openAccess } from '@lagebild/access/store.ts'
import type { Access } from '@lagebild/access/store.ts'

import type { Paths } from '../paths.ts'
import { Refusal } from '../refusal.ts'
import { LINK_MS } from '../supervisor/welcome.ts'
import { runningHub } from './running.ts'
import { BY } from './using.ts'

/** Absent login: a session of its own with the rights of an admin, under this name. */
type Wanted = { readonly name: string; readonly login?: string }

/** A new one-time link that signs a person in at the running hub; with a local network its address there stands in a second line. */
export async function createLink(paths: Paths, { name, login }: Wanted): Promise<string> {
	const { url, lan } = await runningHub(paths)
	const access = openAccess({ folder: paths.data, now: Date.now })
	try {
		const code = login === undefined ? access.createLink({ ttlMs: LINK_MS, role: 'admin', name }) : codeInto(access, login)
		return [url, ...(lan === undefined ? [] : [lan])].map((base) => `${base}/sign-in?code=${code}`).join('\n')
	} finally {
		access.close()
	}
}

/** For whoever forgot the password of this account. */
function codeInto(access: Access, login: string): string {
	const user = access.accountByLogin(login)
	if (!user) throw new Refusal(`There is no active account "${login}".`)
	const made = access.createAccountLink(user.account, BY)
	if (!made.ok) throw new Refusal(`--login: ${made.fault.message}`)
	return made.value.code
}

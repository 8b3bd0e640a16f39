import { openAccess } from '@lagebild/access/store.ts'

import type { Paths } from '../paths.ts'
import { LINK_MS } from '../supervisor/welcome.ts'
import { runningHub } from './running.ts'

/** A new one-time link that signs a person in at the running hub. */
export async function createLink(paths: Paths, name: string): Promise<string> {
	const { url } = await runningHub(paths)
	const access = openAccess({ folder: paths.data, now: Date.now })
	try {
		return `${url}/sign-in?code=${access.createLink({ ttlMs: LINK_MS, role: 'admin', name })}`
	} finally {
		access.close()
	}
}

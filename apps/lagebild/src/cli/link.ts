import { openAccess } from '@lagebild/access/store.ts'

import type { Paths } from '../paths.ts'
import { LINK_MS } from '../supervisor/welcome.ts'
import { runningHub } from './running.ts'

/** A new one-time link that signs a person in at the running hub; with a local network its address there stands in a second line. */
export async function createLink(paths: Paths, name: string): Promise<string> {
	const { url, lan } = await runningHub(paths)
	const access = openAccess({ folder: paths.data, now: Date.now })
	try {
		const code = access.createLink({ ttlMs: LINK_MS, role: 'admin', name })
		return [url, ...(lan === undefined ? [] : [lan])].map((base) => `${base}/sign-in?code=${code}`).join('\n')
	} finally {
		access.close()
	}
}

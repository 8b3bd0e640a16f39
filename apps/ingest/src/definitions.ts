import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { BoundAdapter } from '@lagebild/feeds/bind.ts'

/** Keeps each version of what an integrator wrote, under the name by which events mean it. A version that is there stays as it is. */
export async function keepDefinition(folder: string, feed: string, { definition }: BoundAdapter): Promise<void> {
	if (!definition) return
	const { version, text } = definition()
	const own = join(folder, feed)
	await mkdir(own, { recursive: true, mode: 0o700 })
	try {
		await writeFile(join(own, `${version}.json`), text, { flag: 'wx', mode: 0o600 })
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
	}
}

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { BoundAdapter } from '@lagebild/feeds/bind.ts'
import type { Logger } from 'pino'

import { withParse } from './with-parse.ts'

/** Keeps each version of what an integrator wrote, under the name by which events mean it. A version that is there stays as it is. */
async function keepDefinition(folder: string, feed: string, { definition }: BoundAdapter): Promise<void> {
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

type Keeping = { readonly definitions?: string; readonly log: Pick<Logger, 'error'> }

/** Each version of a mapping is kept once it has read something. */
export function keeping(adapter: BoundAdapter, feed: string, { definitions, log }: Keeping): BoundAdapter {
	const { definition } = adapter
	if (!definition || definitions === undefined) return adapter
	let kept = ''
	return withParse(adapter, (message, reception) => {
		const parsed = adapter.parse(message, reception)
		const { version } = definition()
		if (version !== kept)
			keepDefinition(definitions, feed, adapter).catch((error: unknown) => log.error({ feed, err: error }, 'a mapping could not be kept'))
		kept = version
		return parsed
	})
}

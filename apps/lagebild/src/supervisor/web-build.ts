import { spawn } from 'node:child_process'
import { join } from 'node:path'

import { ROOT } from '../paths.ts'
import type { Setting } from './setting.ts'

/** Builds the web apps when their sources changed. Without them the hub still serves every interface but the pages. */
export async function ensureWeb({ settings, env, say }: Setting): Promise<void> {
	if (settings.webFolder !== undefined) return
	const child = spawn(process.execPath, [join(ROOT, 'scripts', 'build-web.ts')], { cwd: ROOT, env, stdio: ['ignore', 2, 2] })
	const slow = setTimeout(() => say('Building the command post (once)…'), 1_500)
	const code = await new Promise<number | null>((resolve) => {
		child.once('error', () => resolve(null))
		child.once('exit', resolve)
	})
	clearTimeout(slow)
	if (code !== 0) say('The command post could not be built, so there is no page to open; the interfaces work all the same.')
}

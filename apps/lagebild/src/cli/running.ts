import { Running } from '../control.ts'
import { readJson } from '../files.ts'
import type { Paths } from '../paths.ts'
import { Refusal } from '../refusal.ts'

const TIMEOUT_MS = 2_000

/** The hub that runs on a data folder. */
export async function runningHub(paths: Paths): Promise<Running> {
	const running = readJson(paths.running, Running)
	const answers = running && (await fetch(`${running.url}/healthz`, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined))
	if (!running || !answers?.ok) throw new Refusal(`Nothing runs on the data folder ${paths.data}. Start it with: npm start`)
	return running
}

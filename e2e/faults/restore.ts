import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { deliver } from './deliver.ts'
import type { Fault, Stage } from './fault.ts'
import type { Ledger } from './ledger.ts'

/** A backup takes the place of a journal that knew more, while clients hold what it lacks. */
export const RESTORE = { name: 'restore', place: 'one', run: restore } as const satisfies Fault

async function restore({ nodes, ledger, random, broken }: Stage): Promise<void> {
	const [{ hub: first }] = nodes
	const folder = mkdtempSync(join(tmpdir(), 'lagebild-faults-backup-'))
	try {
		ledger.patient = true
		const before = ledger.acknowledged.length
		const made = await first.command(['backup', folder])
		const backup = readdirSync(folder).find((name) => name.startsWith('lagebild-'))
		if (made.status !== 0 || backup === undefined) broken(`the backup ended with ${made.status}: ${made.stderr}`)
		await pause(random.whole(300, 1_500))
		await Promise.all(nodes.map(({ hub }) => hub.stop()))
		const restored = await first.command(['restore', join(folder, backup ?? '')])
		if (restored.status !== 0) broken(`the restore ended with ${restored.status}: ${restored.stdout}${restored.stderr}`)
		await Promise.all(nodes.map(({ hub }) => hub.start()))
		await bringBack(ledger, before)
	} finally {
		rmSync(folder, { recursive: true, force: true })
	}
}

/** What was acknowledged since is lost. Programs say it again; clients bring theirs back by themselves, and are owed nothing less. */
export async function bringBack(ledger: Ledger, before: number): Promise<void> {
	const lost = ledger.acknowledged.splice(before).flatMap(({ id }) => ledger.events.get(id) ?? [])
	for (const { tablet, event } of lost) if (tablet) ledger.owed.add(event.id)
	await Promise.all(lost.map(async ({ tablet, event, sender }) => (tablet ? undefined : deliver(sender, [event]))))
}

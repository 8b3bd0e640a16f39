import { seq } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'

import type { Journal } from '../port.ts'
import { measuredBatch, note, report } from './fixtures.ts'

/** Statements, measurements, a diary, a regrant, erasures of each sort, and a checkpoint. */
export async function writeStory(journal: Journal): Promise<void> {
	await Promise.all([1, 2, 3].map((n) => journal.append(report({ n }))))
	await journal.append(measuredBatch(1))
	await journal.append(measuredBatch(2, 1))
	await Promise.all([10, 11, 12].map((n) => journal.append(note({ n }))))
	await journal.regrant({ credential: 'staff', version: 1, by: 'hub' })
	await journal.checkpoint(instant(Date.now()))
	await journal.erase({ seqs: [seq(3), seq(8)], by: 'Datenschutz', reason: 'Antrag' })
	await journal.retain({ batchAgeMs: -1_000, batchBytes: 0 }, instant(Date.now()))
	await journal.append(measuredBatch(3))
	await journal.append(report({ n: 20 }))
}

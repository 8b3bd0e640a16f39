/** Appends at a steady rate to a journal of its own and tells how long each acknowledgement took, µs, and how many commits there were. */
import { setTimeout as delay } from 'node:timers/promises'

import { newJournal, preparedEntries } from './appending.ts'
import { micros } from './processes.ts'

const [folder = '', perSecond = '', seconds = ''] = process.argv.slice(2)
const EVERY_MS = 5

const prepared = preparedEntries(Number(perSecond) * Number(seconds))
const { store, journal } = await newJournal(folder)
let commits = 0
journal.onCommit(() => {
	commits++
})
process.send?.({ ready: true })
const waits: Promise<number>[] = []
const begun = performance.now()
for (let sent = 0; sent < prepared.length;) {
	const due = Math.min(prepared.length, Math.floor(((performance.now() - begun) * Number(perSecond)) / 1_000))
	for (; sent < due; sent++) {
		const [one, at] = [prepared[sent], micros()]
		if (one) waits.push(journal.append(one).then(() => micros() - at))
	}
	// oxlint-disable-next-line no-await-in-loop
	await delay(EVERY_MS)
}
const waited = await Promise.all(waits)
process.send?.({ waited, commits })
await store.close()
process.disconnect()

import type { Progress } from '@lagebild/backup/make-backup.ts'

const EVERY_MS = 1_000

/** Says once a second how far a journal is: what takes no longer is not worth a line. */
export function progressOf(doing: string, err: (text: string) => void): (step: Progress) => void {
	let said = performance.now()
	return ({ operation, done, of }) => {
		if (performance.now() - said < EVERY_MS) return
		said = performance.now()
		err(`${doing} ${operation}: ${Math.floor((100 * done) / of)} % (${done} of ${of} entries)`)
	}
}

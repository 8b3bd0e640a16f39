import type { WriteFault } from './book.ts'

/** Result codes of SQLite (sqlite.org/rescode.html). */
const SQLITE_BUSY = 5
const SQLITE_FULL = 13
const SQLITE_IOERR_WRITE = 778

/**
 * No space left, or a write that the file system refused (quota, file size limit): the transaction has no commit record and nothing of it is
 * kept. Any other fault while committing, a failed fsync above all, leaves the outcome unknown.
 */
export function isFull({ cause }: WriteFault): boolean {
	const code = codeOf(cause)
	return code !== undefined && ((code & 0xff) === SQLITE_FULL || code === SQLITE_IOERR_WRITE)
}

/** Another program holds the file's write lock: nothing was begun. */
export function isBusy({ cause, during }: WriteFault): boolean {
	const code = codeOf(cause)
	return code !== undefined && (code & 0xff) === SQLITE_BUSY && during === 'write'
}

function codeOf(error: unknown): number | undefined {
	return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined
}

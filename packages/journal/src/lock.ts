import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

/** Who holds a lock, for the message to the one who does not get it. */
export type LockHolder = { readonly pid: number; readonly since: string; readonly command: string }

export type Lock = { readonly release: () => void }

/** `holder` is undefined when it did not write its name yet. */
export type LockRefused = { readonly holder: LockHolder | undefined }

/** Time in which a holder that just got the lock has written its name, ms. */
const WAIT_MS = 300
const SQLITE_BUSY = 5

/** A connection that nothing refers to any more is collected, and its lock with it: these are kept whatever the caller does. */
const HELD = new Set<DatabaseSync>()

/**
 * Takes an exclusive lock for as long as this process lives: an open exclusive transaction of SQLite on `file`, which the operating system
 * ends with the process, even by SIGKILL. The name of the holder stands beside it, in `file`.json. The file itself must be touched by
 * nothing else: closing it elsewhere in this process would release the lock (fcntl(2)).
 */
export function takeLock(file: string, holder: LockHolder): Result<Lock, LockRefused> {
	mkdirSync(dirname(file), { recursive: true })
	const db = new DatabaseSync(file)
	try {
		db.exec(`PRAGMA busy_timeout = ${WAIT_MS}; BEGIN EXCLUSIVE`)
	} catch (error) {
		db.close()
		if (isBusy(error)) return fail({ holder: readHolder(`${file}.json`) })
		throw error
	}
	HELD.add(db)
	writeHolder(`${file}.json`, holder)
	return ok({ release: () => release(db, file) })
}

function release(db: DatabaseSync, file: string): void {
	if (!db.isOpen) return
	rmSync(`${file}.json`, { force: true })
	db.close()
	HELD.delete(db)
}

function isBusy(error: unknown): boolean {
	return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === SQLITE_BUSY
}

function writeHolder(file: string, holder: LockHolder): void {
	writeFileSync(`${file}.new`, JSON.stringify(holder))
	renameSync(`${file}.new`, file)
}

function readHolder(file: string): LockHolder | undefined {
	try {
		const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
		return isHolder(value) ? value : undefined
	} catch {
		return undefined
	}
}

function isHolder(value: unknown): value is LockHolder {
	if (typeof value !== 'object' || value === null) return false
	return 'pid' in value && typeof value.pid === 'number' && 'since' in value && typeof value.since === 'string' && 'command' in value
}
